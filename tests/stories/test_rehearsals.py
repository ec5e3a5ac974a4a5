"""A programme's whole life, rehearsed on the real server: each letter once, on its day."""

from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest

from mentoring.calendar import Span, add
from worker.play import Sent, rehearse
from worker.programme_files import programme_text
from worker.script import Answers, read_answers

ANSWERS = Path(__file__).parents[2] / "rehearsals"
LAST_OF_JANUARY = date(2027, 1, 31)


async def rehearsed(folder: Path, programme: str, answers: str, kickoff: date = LAST_OF_JANUARY) -> list[Sent]:
    script = read_answers((ANSWERS / f"{answers}.toml").read_text()) if answers else Answers()
    return await rehearse(folder, programme_text(programme), kickoff, script, lambda _: None)


def letters(sent: list[Sent], name: str = "", role: str = "") -> list[Sent]:
    return [each for each in sent if each.letter and name in ("", each.letter) and role in ("", each.to_role)]


def assert_each_once(sent: list[Sent]) -> None:
    """No letter twice for one cause: the same letter, to the same reader, at the same moment, for the same reason."""
    seen = Counter((each.at, each.letter, each.to_role, each.subject) for each in letters(sent))
    assert [key for key, count in seen.items() if count > 1] == []


def local_hours(sent: list[Sent]) -> set[str]:
    return {f"{each.at:%H:%M}" for each in letters(sent)}


async def test_a_silent_img_pair(tmp_path: Path) -> None:
    """IMG-07, IMG-08, XC-07: from 31 January across a clock change, every letter at nine in London, on its day."""
    sent = await rehearsed(tmp_path, "img", "silent")
    assert_each_once(sent)
    # The clocks go forward on 28 March 2027.
    assert local_hours(sent) == {"09:00"}
    assert letters(sent, "kickoff", "mentee")[0].at.date() == LAST_OF_JANUARY
    assert letters(sent, "form", "mentor")[-1].at.date() == date(2027, 3, 2)
    assert letters(sent, "escalation")[0].at.date() == date(2027, 3, 5)
    assert letters(sent, "completed", "mentor")[0].at.date() == date(2027, 5, 31)
    assert [each.letter for each in letters(sent, role="organiser")] == ["escalation", "organiser_ended"]


async def test_a_silent_red_pair(tmp_path: Path) -> None:
    """RED-04, RED-12, RED-13: nobody can dodge the milestones by silence; nine in Chicago on either side of March."""
    sent = await rehearsed(tmp_path, "red", "silent")
    assert_each_once(sent)
    assert local_hours(sent) == {"09:00"}
    assert letters(sent, "completed", "mentor")[0].at.date() == date(2028, 1, 31)
    backstop = add(LAST_OF_JANUARY, Span(months=2, days=28))
    plan = [each for each in letters(sent, "form", "mentee") if "Action Plan" in each.subject]
    assert plan[0].at.date() == backstop
    told = [each.at.date() for each in letters(sent, "escalation")]
    assert date(2027, 2, 28) + timedelta(days=5) in told and backstop + timedelta(days=14) in told


async def test_a_cooperative_img_pair(tmp_path: Path) -> None:
    """Everything but the organiser's escalation; two months more, since both wish it."""
    sent = await rehearsed(tmp_path, "img", "img-cooperative")
    assert_each_once(sent)
    assert letters(sent, "escalation") == []
    assert len(letters(sent, "in_force")) == 2 and len(letters(sent, "copy")) == 1
    assert len(letters(sent, "renewed")) == 2
    assert letters(sent, "completed", "mentee")[0].at.date() == date(2027, 7, 31)
    assert letters(sent, "ask_back") == letters(sent, "human_needed") == letters(sent, "already_ended") == []
    assert len(letters(sent, "duties_noted", "mentor")) == 1


async def test_a_cooperative_red_pair(tmp_path: Path) -> None:
    """RED's year and its renewal: agreement, plan, goal reviews and evaluations, and no escalation."""
    sent = await rehearsed(tmp_path, "red", "red-cooperative")
    assert_each_once(sent)
    assert letters(sent, "escalation") == []
    assert [each.subject for each in letters(sent, "in_force", "mentee")] != []
    assert len(letters(sent, "goal_review", "mentee")) == 5
    assert letters(sent, "completed", "mentee")[0].at.date() == date(2028, 7, 31)
    assert letters(sent, "ask_back") == letters(sent, "human_needed") == []


@pytest.mark.parametrize("programme", ["img", "red"])
async def test_a_quarrelling_pair(tmp_path: Path, programme: str) -> None:
    """XC-12: a difference is shown to both in the same words, and nobody else hears of it."""
    sent = await rehearsed(tmp_path, programme, "quarrelling")
    assert_each_once(sent)
    both = letters(sent, "met_differs")
    assert {each.to_role for each in both} == {"mentor", "mentee"}
    assert both[0].subject == both[1].subject


@pytest.mark.parametrize("programme", ["img", "red"])
async def test_a_leaving_pair(tmp_path: Path, programme: str) -> None:
    """XC-03, XC-09: told to the leaver at once, to all alike after the grace, and then the closing survey alone."""
    sent = await rehearsed(tmp_path, programme, "leaving")
    assert_each_once(sent)
    pending = letters(sent, "end_pending")
    assert [each.to_role for each in pending] == ["mentee"]
    ended = letters(sent, "ended")
    assert len({each.at for each in [*ended, *letters(sent, "organiser_ended")]}) == 1
    assert ended[0].at - pending[0].at >= timedelta(hours=24)
    assert [each.letter for each in letters(sent) if each.at > ended[0].at] == ["survey", "survey"]


def test_the_answers_shipped_can_be_read() -> None:
    shipped = {path.stem: read_answers(path.read_text()) for path in ANSWERS.glob("*.toml")}
    assert {name for name, script in shipped.items() if not script.replies} == {"silent"}


async def test_a_report_taken_back_does_not_stop_the_clock(tmp_path: Path) -> None:
    """A deadline that comes again, at a moment at which another was dealt with already, is dealt with too."""
    said = '[[write]]\nrole = "mentor"\nday = 32\nsay = "We met today."\n'
    contradicted = '[[reply]]\nrole = "mentee"\nto = "met_told"\nsay = "No, we did not meet."\nafter = "2d"\n'
    script = read_answers(said + contradicted)
    sent = await rehearse(tmp_path, programme_text("red"), date(2027, 10, 20), script, lambda _: None)
    assert letters(sent, "completed", "mentor")[0].at.date() == date(2028, 10, 20)
    assert_each_once(sent)
