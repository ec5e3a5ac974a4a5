"""What is shown of a programme's course is what its rules do."""

from datetime import date

import pytest

from mentoring.foreseen import foreseen, members_of
from mentoring.letters import OFFICE
from mentoring.programme import Programme
from tests.spec import IMG, KICKOFF, PAIR, RED, lives


@pytest.mark.parametrize("programme", [IMG, RED], ids=lambda programme: programme.name)
def test_the_silent_are_written_to_as_in_a_life_that_is_lived(programme: Programme) -> None:
    roles = {member.id: member.role for member in (*PAIR, *members_of(programme))}
    lived = [(sent.at, sent.name, roles.get(sent.to, sent.to)) for sent in lives(programme).sent]
    told = foreseen(programme, KICKOFF, willing=False)
    assert [(each.at, each.letter.name, roles.get(each.letter.to, each.letter.to)) for each in told] == lived


@pytest.mark.parametrize("programme", [IMG, RED], ids=lambda programme: programme.name)
def test_the_willing_come_to_the_planned_end_and_nobody_is_reported(programme: Programme) -> None:
    told = foreseen(programme, KICKOFF, willing=True)
    names = [each.letter.name for each in told]
    assert {"kickoff", "form", "sign", "in_force", "meeting_fixed", "met_check", "completed", "survey"} <= set(names)
    assert not {"escalation", "cannot_do", "already_ended", "form_incomplete", "ask_back"} & set(names)
    assert [each.letter.name for each in told if each.letter.to in OFFICE] == ["copy", "organiser_ended"]
    # Each meeting of the rhythm is asked about, and nobody is nudged for one.
    assert names.count("met_check") >= 2 * 8 and "cadence_nudge" not in names


def test_the_course_follows_its_kick_off() -> None:
    early, late = (foreseen(IMG, day, willing=False) for day in (date(2027, 1, 31), date(2027, 2, 28)))
    assert (early[0].day, late[0].day) == (date(2027, 1, 31), date(2027, 2, 28))
    assert early[-1].day < late[-1].day
