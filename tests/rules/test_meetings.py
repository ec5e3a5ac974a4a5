"""Meetings: proposed, agreed, moved, cancelled."""

from datetime import UTC, date, datetime

from mentoring.events import (
    MeetingAgreed,
    MeetingCancelled,
    MeetingMoved,
    MeetingProposed,
    MeetingReported,
)
from mentoring.meetings import AgreeMeeting, CancelMeeting, ProposeMeeting, ReportMeeting
from mentoring.relationship import owed
from tests.spec import IMG, Step, day, given, lives

THURSDAY, FRIDAY = date(2026, 2, 5), date(2026, 2, 6)
AT_THREE = datetime(2026, 2, 5, 15, tzinfo=UTC)
PROPOSED: tuple[Step, ...] = ((1, ProposeMeeting("ada", THURSDAY)),)
FIXED: tuple[Step, ...] = (*PROPOSED, (2, AgreeMeeting("mira", 1)))


def test_a_yes_to_a_day_that_was_moved_since_is_no_yes_to_the_other_day() -> None:
    """D10: the letter that is answered said another day; the one that stands is asked about instead."""
    moved = (*PROPOSED, (2, ProposeMeeting("ada", FRIDAY)))
    when = given(lives(IMG, *moved, until=2)).when(AgreeMeeting("mira", 1, THURSDAY.isoformat()), at=day(2))
    when.then_declined("day_moved")
    when = given(lives(IMG, *moved, until=2)).when(AgreeMeeting("mira", 1, FRIDAY.isoformat()), at=day(2))
    when.then(MeetingAgreed(day(2), "mira", 1))


def test_a_day_proposed_is_put_to_the_other() -> None:
    when = given(lives(IMG, until=1)).when(ProposeMeeting("ada", THURSDAY), at=day(1))
    when.then(MeetingProposed(day(1), "ada", 1, THURSDAY, None))
    when.then_letters(("meeting_proposed", "mira"), ("meeting_noted", "ada"))


def test_both_hear_when_it_is_fixed() -> None:
    when = given(lives(IMG, *PROPOSED, until=2)).when(AgreeMeeting("mira", 1), at=day(2))
    when.then(MeetingAgreed(day(2), "mira", 1))
    when.then_letters(("meeting_fixed", "ada"), ("meeting_fixed", "mira"))


def test_proposing_the_same_day_is_agreeing_to_it() -> None:
    given(lives(IMG, *PROPOSED, until=2)).when(ProposeMeeting("mira", THURSDAY), at=day(2)).then(
        MeetingAgreed(day(2), "mira", 1)
    )


def test_agreeing_twice_is_agreeing_once() -> None:
    given(lives(IMG, *FIXED, until=3)).when(AgreeMeeting("mira", 1), at=day(3)).then_nothing()


def test_a_second_proposal_while_one_is_open_moves_it_and_asks_the_other() -> None:
    """Mira would rather have Friday: it is the same meeting, and now Ada is asked."""
    when = given(lives(IMG, *PROPOSED, until=2)).when(ProposeMeeting("mira", FRIDAY), at=day(2))
    when.then(MeetingMoved(day(2), "mira", 1, FRIDAY, None))
    when.then_letters(("meeting_proposed", "ada"), ("meeting_noted", "mira"))


def test_a_moved_meeting_has_to_be_agreed_to_again() -> None:
    """By the other, who had agreed to another day; the mover has said yes by moving it."""
    life = lives(IMG, *FIXED, (3, ProposeMeeting("ada", FRIDAY)), until=3)
    assert life.pair.meetings.all[0].agreed == ("ada",)
    given(life).when(AgreeMeeting("mira", 1), at=day(3)).then_letters(
        ("meeting_fixed", "ada"), ("meeting_fixed", "mira")
    )


def test_a_time_added_to_the_day_is_put_to_the_other() -> None:
    given(lives(IMG, *PROPOSED, until=2)).when(ProposeMeeting("mira", THURSDAY, AT_THREE), at=day(2)).then(
        MeetingMoved(day(2), "mira", 1, THURSDAY, AT_THREE)
    )


def test_a_day_in_the_past_is_declined() -> None:
    life = lives(IMG, until=5)
    given(life).when(ProposeMeeting("ada", date(2026, 1, 30)), at=day(5)).then_declined("meeting_in_the_past")
    earlier = ProposeMeeting("ada", date(2026, 1, 31), datetime(2026, 1, 31, 11, tzinfo=UTC))
    given(life).when(earlier, at=day(5)).then_declined("meeting_in_the_past")


def test_a_day_years_ahead_is_a_slip_and_asked_for_again() -> None:
    given(lives(IMG, until=5)).when(ProposeMeeting("ada", date(2062, 2, 5)), at=day(5)).then_declined("needs_a_day")


def test_a_new_day_after_one_that_has_passed_is_for_the_next_meeting() -> None:
    """Whether they met on Thursday is still asked; nobody's meeting is lost by fixing the next."""
    life = lives(IMG, *FIXED, until=11)
    given(life).when(ProposeMeeting("mira", date(2026, 2, 19)), at=day(11)).then(
        MeetingProposed(day(11), "mira", 2, date(2026, 2, 19), None)
    )


def test_we_moved_it_moves_the_meeting_that_is_asked_about() -> None:
    """`P5`: asked whether they met on Thursday, Mira answers with another day; nobody is asked about Thursday again."""
    moved = (11.0, ProposeMeeting("mira", date(2026, 2, 19), None, 1))
    life = lives(IMG, *FIXED, moved, until=22)
    assert life.happened(MeetingMoved) == [MeetingMoved(day(11), "mira", 1, date(2026, 2, 19), None)]
    assert life.days("met_check") == [date(2026, 2, 6)]


def test_on_the_day_itself_one_may_still_agree_and_still_cancel() -> None:
    given(lives(IMG, *PROPOSED, until=10)).when(AgreeMeeting("mira", 1), at=day(10)).then(
        MeetingAgreed(day(10), "mira", 1)
    )
    given(lives(IMG, *FIXED, until=10)).when(CancelMeeting("mira"), at=day(10)).then(
        MeetingCancelled(day(10), "mira", 1)
    )
    given(lives(IMG, until=10)).when(ProposeMeeting("ada", THURSDAY), at=day(10)).then(
        MeetingProposed(day(10), "ada", 1, THURSDAY, None)
    )


def test_nobody_agrees_to_a_day_that_has_passed() -> None:
    given(lives(IMG, *PROPOSED, until=12)).when(AgreeMeeting("mira", 1), at=day(12)).then_declined(
        "meeting_in_the_past"
    )


def test_a_cancelled_meeting_is_told_to_both_and_the_first_one_is_owed_again() -> None:
    when = given(lives(IMG, *FIXED, until=3)).when(CancelMeeting("mira"), at=day(3))
    when.then(MeetingCancelled(day(3), "mira", 1))
    when.then_letters(("meeting_cancelled", "ada"), ("meeting_cancelled", "mira"))
    cancelled = lives(IMG, *FIXED, (3, CancelMeeting("mira")), until=4)
    assert "first-meeting" in {o.key for o in owed(cancelled.state)}


def test_there_is_nothing_to_cancel_or_to_agree_to() -> None:
    life = lives(IMG, until=3)
    given(life).when(CancelMeeting("mira"), at=day(3)).then_declined("no_such_meeting")
    given(life).when(AgreeMeeting("mira", 4), at=day(3)).then_declined("no_such_meeting")


def test_said_only_afterwards_a_cancellation_is_the_report_that_they_did_not_meet() -> None:
    given(lives(IMG, *FIXED, until=11)).when(CancelMeeting("mira"), at=day(11)).then(
        MeetingReported(day(11), "mira", 1, False, THURSDAY, True)
    )


def test_not_meeting_on_a_day_to_come_is_a_cancellation() -> None:
    given(lives(IMG, *FIXED, until=3)).when(ReportMeeting("mira", False, None, 1), at=day(3)).then(
        MeetingCancelled(day(3), "mira", 1)
    )


def test_a_cancelled_meeting_that_was_held_after_all_counts_and_the_other_hears() -> None:
    """They read that it was off, so it is news to them."""
    life = lives(IMG, *FIXED, (3, CancelMeeting("mira")), until=11)
    when = given(life).when(ReportMeeting("ada", True, THURSDAY, 1), at=day(11))
    when.then(MeetingReported(day(11), "ada", 1, True, THURSDAY, False))
    when.then_letters(("met_noted", "ada"), ("met_told", "mira"))
