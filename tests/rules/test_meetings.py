"""Meetings: proposed, agreed, moved, cancelled, reported; and contact otherwise."""

from datetime import UTC, date, datetime

from mentoring.events import (
    ContactReported,
    MeetingAgreed,
    MeetingCancelled,
    MeetingMoved,
    MeetingProposed,
    MeetingReported,
    NoMeetingYet,
    ReportsDiffer,
)
from mentoring.letters import Ask, Question
from mentoring.meetings import AgreeMeeting, CancelMeeting, ProposeMeeting, ReportContact, ReportMeeting
from mentoring.relationship import owed
from tests.spec import IMG, RED, Step, agreed, day, given, lives, met

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


def test_the_day_after_both_are_asked_whether_they_met() -> None:
    """`P5`: once more four days later, and then it stays open."""
    life = lives(IMG, *FIXED, until=40)
    assert [(sent.to, sent.on) for sent in life.letters("met_check")] == [
        ("ada", date(2026, 2, 6)),
        ("mira", date(2026, 2, 6)),
        ("ada", date(2026, 2, 10)),
        ("mira", date(2026, 2, 10)),
    ]
    assert life.letters("met_check")[0].letter.question == Question(Ask.MET_CHECK, "meeting/1")


def test_nobody_is_asked_about_a_meeting_that_was_cancelled_or_that_we_were_told_of() -> None:
    assert lives(IMG, *FIXED, (3, CancelMeeting("mira")), until=30).letters("met_check") == []
    assert lives(IMG, *met(10, both=False), until=30).letters("met_check") == []


def test_whoever_has_told_us_is_not_asked() -> None:
    life = lives(IMG, *FIXED, (10, ReportMeeting("ada", True)), until=30)
    assert {sent.to for sent in life.letters("met_check")} == {"mira"}


def test_a_meeting_nobody_told_of_does_not_keep_the_first_one_from_being_owed() -> None:
    """Fixed for Thursday, then silence: after the last question the mentor is asked again."""
    life = lives(IMG, *FIXED, until=40)
    assert life.days("first_meeting_nudge") == [date(2026, 2, 15), date(2026, 2, 17)]


def test_a_yes_is_for_the_day_that_was_fixed() -> None:
    given(lives(IMG, *FIXED, until=11)).when(ReportMeeting("mira", True), at=day(11)).then(
        MeetingReported(day(11), "mira", 1, True, THURSDAY, True)
    )


def test_met_a_day_early_is_the_same_meeting() -> None:
    given(lives(IMG, *FIXED, until=9)).when(ReportMeeting("mira", True), at=day(9)).then(
        MeetingReported(day(9), "mira", 1, True, date(2026, 2, 4), True)
    )


def test_a_meeting_nobody_had_announced_counts_and_the_other_may_correct_it() -> None:
    when = given(lives(IMG, until=10)).when(ReportMeeting("ada", True), at=day(10))
    when.then(MeetingReported(day(10), "ada", 1, True, THURSDAY, False))
    when.then_letters(("met_noted", "ada"), ("met_told", "mira"))


def test_two_reports_a_few_days_apart_are_of_one_meeting() -> None:
    life = lives(IMG, (10, ReportMeeting("ada", True)), (12, ReportMeeting("mira", True)), until=13)
    assert life.pair.meetings.held_days() == (THURSDAY,)


def test_a_report_weeks_later_is_of_another_meeting() -> None:
    """The other never said a word about the first one."""
    life = lives(IMG, (10, ReportMeeting("ada", True)), (40, ReportMeeting("mira", True)), until=41)
    assert life.pair.meetings.held_days() == (THURSDAY, date(2026, 3, 7))


def test_saying_it_twice_is_one_meeting_and_another_day_another() -> None:
    twice = lives(IMG, (10, ReportMeeting("ada", True)), (10, ReportMeeting("ada", True)), until=11)
    assert len(twice.pair.meetings.all) == 1
    other = lives(IMG, (10, ReportMeeting("ada", True)), (12, ReportMeeting("ada", True)), until=13)
    assert len(other.pair.meetings.all) == 2


def test_when_the_two_differ_nobody_is_accused_and_both_are_asked() -> None:
    """XC-12: the letter names the day, not who said what."""
    life = lives(IMG, *FIXED, (11, ReportMeeting("ada", True, None, 1)), until=11)
    when = given(life).when(ReportMeeting("mira", False, None, 1), at=day(11))
    assert when.events[1:] == (ReportsDiffer(day(11), 1),)
    when.then_letters(("met_differs", "ada"), ("met_differs", "mira"))
    assert set(when.letters()[0].facts) == {"number", "day"}


def test_where_they_differ_no_meeting_is_counted_and_nobody_is_told_to_meet_for_the_first_time() -> None:
    told = ((11.0, ReportMeeting("ada", True, None, 1)), (11.0, ReportMeeting("mira", False, None, 1)))
    life = lives(IMG, *FIXED, *told, until=20)
    assert life.pair.meetings.held_days() == ()
    assert life.days("first_meeting_nudge") == []


def test_a_later_answer_corrects_the_earlier_one() -> None:
    told: tuple[Step, ...] = ((11, ReportMeeting("ada", True, None, 1)), (11, ReportMeeting("mira", False, None, 1)))
    life = lives(IMG, *FIXED, *told, (12, ReportMeeting("mira", True, None, 1)), until=13)
    assert life.pair.meetings.held_days() == (THURSDAY,)


def test_a_report_can_be_taken_back_by_its_day() -> None:
    life = lives(IMG, (10, ReportMeeting("ada", True)), (12, ReportMeeting("ada", False, THURSDAY)), until=13)
    assert life.pair.meetings.held_days() == ()


def test_not_yet_is_a_fact_and_no_breach() -> None:
    given(lives(IMG, until=20)).when(ReportMeeting("ada", False), at=day(20)).then(NoMeetingYet(day(20), "ada"))


def test_not_yet_does_not_contradict_an_old_report_of_the_other() -> None:
    """Asked about the next meeting, Mira says "not yet"; of last month's, which Ada told of, she says nothing."""
    life = lives(IMG, *met(10, both=False), until=45)
    given(life).when(ReportMeeting("mira", False), at=day(45)).then(NoMeetingYet(day(45), "mira"))


def test_a_meeting_in_the_future_was_not_held() -> None:
    given(lives(IMG, until=9)).when(ReportMeeting("ada", True, FRIDAY), at=day(9)).then_declined("met_in_the_future")
    given(lives(IMG, until=9)).when(ReportContact("ada", FRIDAY), at=day(9)).then_declined("met_in_the_future")


def test_a_meeting_years_ago_is_a_slip_and_asked_for_again() -> None:
    given(lives(IMG, until=9)).when(ReportMeeting("ada", True, date(2025, 2, 3)), at=day(9)).then_declined(
        "needs_a_day"
    )


def test_contact_is_noted_with_its_day() -> None:
    when = given(lives(RED, until=9)).when(ReportContact("ada", date(2026, 2, 2)), at=day(9))
    when.then(ContactReported(day(9), "ada", date(2026, 2, 2)))
    when.then_letters(("contact_noted", "ada"))


def test_contact_does_not_count_where_the_programme_wants_meetings() -> None:
    """IMG counts meetings: the nudge comes all the same."""
    touch = lives(IMG, *agreed(IMG), *met(10), (20, ReportContact("ada")), until=30)
    assert touch.days("cadence_nudge") == [date(2026, 2, 22)]


def test_two_who_have_a_date_are_not_nudged_for_one() -> None:
    """Met on day 10, due on day 24, and fixed for day 26: no nudge comes between, nor in the days of its check."""
    fixed: tuple[Step, ...] = ((12, ProposeMeeting("ada", date(2026, 2, 21))), (13, AgreeMeeting("mira", 2)))
    assert lives(IMG, *agreed(IMG), *met(10), *fixed, until=35).days("cadence_nudge") == []


def test_a_date_far_off_does_not_silence_the_nudges_for_ever() -> None:
    far: tuple[Step, ...] = ((12, ProposeMeeting("ada", date(2026, 5, 10))), (13, AgreeMeeting("mira", 2)))
    assert lives(IMG, *agreed(IMG), *met(10), *far, until=50).days("cadence_nudge") == [date(2026, 3, 8)]


def test_an_old_meeting_told_late_brings_no_nudge_in_the_same_hour() -> None:
    """Held on day 10, told on day 30, when the next had been due for days: the nudge keeps its distance."""
    life = lives(IMG, *agreed(IMG), *met(10, told=30), until=40)
    assert [sent.on for sent in life.letters("cadence_nudge") if sent.on >= date(2026, 2, 25)] == [
        date(2026, 2, 28)
    ] * 2


def test_a_silent_pair_is_nudged_once_per_period() -> None:
    """Ten days after each period the question lapses, and the next period begins."""
    life = lives(IMG, *agreed(IMG), *met(10), until=70)
    assert life.days("cadence_nudge") == [date(2026, 2, 22), date(2026, 3, 8), date(2026, 3, 22), date(2026, 4, 5)]
