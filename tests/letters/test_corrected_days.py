"""A day that was read is said back, so that whoever meant another can say so in a reply."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from mentoring.events import Declined, MeetingAgreed, MeetingMoved, MeetingProposed
from tests.faults.desk import Desk, later, open_desk


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    """A pair whose mentor named a day in figures, in an order that can be read two ways."""
    async with open_desk(tmp_path) as desk:
        later(desk, minutes=5)
        await desk.takes_in(desk.answer("mentor", "Let us meet on 3/4", desk.latest("mentor", "kickoff")))
        later(desk, minutes=5)
        yield desk


def days(desk: Desk) -> list[str]:
    meant = [event for event in desk.story() if isinstance(event, MeetingProposed | MeetingMoved)]
    return [f"{type(event).__name__} {event.day}" for event in meant]


async def test_both_read_the_day_in_words_with_its_weekday(desk: Desk) -> None:
    for role in ("mentor", "mentee"):
        assert "Friday 3 April 2026" in " ".join(desk.latest(role, "meeting").as_string().split())


@pytest.mark.parametrize("words", ["No, I meant the 4th of March", "Not 3 April, 4 March", "Let us meet on 4 March"])
async def test_a_reply_puts_the_day_right_and_the_other_is_asked_about_the_right_one(desk: Desk, words: str) -> None:
    old = desk.latest("mentee", "meeting_proposed")
    await desk.takes_in(desk.answer("mentor", words, desk.latest("mentor", "meeting_noted")))
    assert days(desk) == ["MeetingProposed 2026-04-03", "MeetingMoved 2026-03-04"]
    for role in ("mentor", "mentee"):
        assert "Wednesday 4 March 2026" in " ".join(desk.latest(role, "meeting").as_string().split())
    later(desk, minutes=5)
    await desk.takes_in(desk.answer("mentee", "Yes", old))
    assert isinstance(desk.story()[-1], Declined), "a yes to the wrong day is no yes to the right one"
    await desk.takes_in(desk.answer("mentee", "YES", desk.latest("mentee", "meeting_proposed")))
    assert isinstance(desk.story()[-1], MeetingAgreed)
    assert desk.names("mentor")[-1] == "meeting_fixed"


async def test_the_other_may_put_it_right_too(desk: Desk) -> None:
    """`We said the 4th of March, not the 3rd of April.`"""
    letter = desk.latest("mentee", "meeting_proposed")
    await desk.takes_in(desk.answer("mentee", "No, we said 4 March", letter))
    assert days(desk)[-1] == "MeetingMoved 2026-03-04"
    assert desk.names("mentor")[-1] == "meeting_proposed"


async def test_a_mere_no_changes_nothing_and_is_asked_back_with_the_choices(desk: Desk) -> None:
    await desk.takes_in(desk.answer("mentor", "No, that is the wrong day", desk.latest("mentor", "meeting_noted")))
    assert days(desk) == ["MeetingProposed 2026-04-03"]
    assert desk.names("mentor")[-1] == "ask_back"
    again = desk.latest("mentor", "ask_back")
    later(desk, minutes=5)
    await desk.takes_in(desk.answer("mentor", "Let us meet on 4 March", again))
    assert days(desk)[-1] == "MeetingMoved 2026-03-04"
