"""What people tell of a meeting afterwards, and of contact otherwise."""

from datetime import date

from mentoring.events import ContactReported, MeetingReported, NoMeetingYet, ReportsDiffer
from mentoring.letters import Ask, Question
from mentoring.meetings import AgreeMeeting, CancelMeeting, ProposeMeeting, ReportContact, ReportMeeting
from tests.spec import IMG, RED, Step, agreed, day, given, lives, met

THURSDAY, FRIDAY = date(2026, 2, 5), date(2026, 2, 6)
FIXED: tuple[Step, ...] = ((1, ProposeMeeting("ada", THURSDAY)), (2, AgreeMeeting("mira", 1)))


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
    assert [sent.letter.facts["passed"] for sent in life.letters("first_meeting_nudge")] == [THURSDAY, THURSDAY]


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
