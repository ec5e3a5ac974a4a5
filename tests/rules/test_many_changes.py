"""T12: nobody floods the other through us with days and pauses; a pair that changes its mind notices nothing."""

from datetime import date, timedelta

from mentoring.events import ChangesHeld, MeetingMoved
from mentoring.letters import ORGANISER
from mentoring.meetings import AgreeMeeting, ProposeMeeting
from mentoring.pause import AbsenceKind, Pause, Paused, Resume, Resumed
from tests.spec import IMG, Life, day, lives


def _moves(life: Life, times: int, by: str = "ada") -> None:
    for nth in range(times):
        life.does(ProposeMeeting(by, date(2026, 2, 10) + timedelta(days=nth)))


def _since(life: Life, to: str, n: float = 5) -> list[str]:
    return [sent.name for sent in life.sent if sent.at >= day(n) and sent.to == to]


def test_fifteen_days_in_seconds_bring_the_other_five_letters_and_a_human_one() -> None:
    life = lives(IMG, until=5)
    _moves(life, 15)
    assert len(_since(life, "mira")) == 5
    assert _since(life, "ada") == ["meeting_noted"] * 5 + ["changes_held"]
    assert _since(life, ORGANISER) == ["human_needed"]
    meeting = life.pair.meetings.coming()
    assert meeting is not None and meeting.day == date(2026, 2, 24), "what was changed is kept"
    held = next(sent.letter for sent in life.letters("changes_held"))
    assert "day" in held.facts


def test_pausing_and_going_on_again_and_again_is_no_way_round_it() -> None:
    life = lives(IMG, until=5)
    for _ in range(5):
        life.does(Pause("ada", AbsenceKind.AWAY, None, date(2026, 2, 20)))
        life.does(Resume("ada"))
    assert len(life.happened(Paused)) == len(life.happened(Resumed)) == 5
    assert len(_since(life, "mira")) == 5 and len(life.happened(ChangesHeld)) == 1


def test_a_pair_that_moves_a_meeting_three_times_in_a_day_does_not_notice() -> None:
    life = lives(IMG, until=5)
    _moves(life, 2)
    _moves(life, 1, by="mira")
    life.does(AgreeMeeting("ada", 1))
    _moves(life, 3)
    _moves(life, 2, by="mira")
    assert life.happened(ChangesHeld) == [] and len(life.happened(MeetingMoved)) == 6
    assert len(_since(life, "mira")) == len(_since(life, "ada"))


def test_on_the_next_day_the_others_are_written_again() -> None:
    life = lives(IMG, until=5)
    _moves(life, 7)
    life.goes_on(day(6, 13))
    life.does(ProposeMeeting("ada", date(2026, 3, 3)))
    assert _since(life, "mira", 6) == ["meeting_proposed"]
