"""Cancelling a meeting: which one is meant when several were spoken of."""

from datetime import date

from mentoring.events import MeetingCancelled
from mentoring.letters import Ask, Question
from mentoring.meetings import AgreeMeeting, CancelMeeting, ProposeMeeting
from tests.spec import IMG, Life, Step, day, given, lives

FIRST, SECOND = date(2026, 2, 5), date(2026, 2, 12)
FIXED: tuple[Step, ...] = ((1, ProposeMeeting("ada", FIRST)), (2, AgreeMeeting("mira", 1)))


def _second_planned() -> Life:
    return lives(IMG, *FIXED, (3, CancelMeeting("mira")), (4, ProposeMeeting("mira", SECOND)), until=5)


def test_who_answers_an_old_letter_cancels_the_meeting_that_stands() -> None:
    """The first was called off, another is planned: "cancel the meeting", said to the first letter, means that one."""
    for command in (CancelMeeting("ada", 1), CancelMeeting("ada", 1, SECOND), CancelMeeting("ada", 0, SECOND)):
        given(_second_planned()).when(command, at=day(5)).then(MeetingCancelled(day(5), "ada", 2))


def test_who_names_the_day_of_the_one_called_off_cancels_no_other() -> None:
    """As a calendar does that takes the old entry away; they read which one stands, and can cancel that."""
    other = given(_second_planned()).when(CancelMeeting("ada", 1, FIRST), at=day(5))
    other.then_declined("another_meeting")
    (letter,) = other.letters()
    assert letter.question == Question(Ask.NEXT_MEETING, f"meeting/2/{SECOND}") and letter.facts["day"] == SECOND


def test_the_day_it_had_before_it_was_moved_is_not_the_one_it_has() -> None:
    life = lives(IMG, *FIXED, (3, ProposeMeeting("mira", SECOND)), until=4)
    given(life).when(CancelMeeting("ada", 1, FIRST), at=day(4)).then_declined("another_meeting")
    given(life).when(CancelMeeting("ada", 1, SECOND), at=day(4)).then(MeetingCancelled(day(4), "ada", 1))


def test_with_none_planned_there_is_nothing_to_cancel() -> None:
    life = lives(IMG, *FIXED, (3, CancelMeeting("mira")), until=4)
    given(life).when(CancelMeeting("ada", 1), at=day(4)).then_declined("no_such_meeting")
