"""Being away: nothing is sent meanwhile, and every later date moves by as much."""

from datetime import date
from itertools import pairwise

import pytest

from mentoring.ending import End
from mentoring.events import Paused, RelationshipEnded, Resumed, WentAway
from mentoring.meetings import AgreeMeeting, ProposeMeeting
from mentoring.organising import Extend
from mentoring.pause import AbsenceKind, Pause, Resume
from mentoring.picture import stage
from mentoring.programme import Programme
from mentoring.relationship import owed
from tests.spec import IMG, RED, Life, Step, agreed, answers, day, given, lives, met

FEB_1, FEB_22 = date(2026, 2, 1), date(2026, 2, 22)


def pause(back: date, start: date | None = None, member: str = "ada") -> Pause:
    return Pause(member, AbsenceKind.PAUSE, start, back)


def away(start: date, back: date, member: str = "mira") -> Pause:
    return Pause(member, AbsenceKind.AWAY, start, back)


THREE_WEEKS: tuple[Step, ...] = ((6, pause(FEB_22)),)
"""From 1 February to the 22nd."""


def due(life: Life) -> dict[str, date]:
    return {o.key.split("/")[0]: o.due for o in owed(life.state)}


def test_both_are_told_from_when_to_when() -> None:
    when = given(lives(IMG, until=6)).when(pause(FEB_22), at=day(6))
    when.then(Paused(day(6), "ada", AbsenceKind.PAUSE, FEB_1, FEB_22))
    when.then_letters(("paused", "ada"), ("paused", "mira"))


@pytest.mark.parametrize(
    ("what", "before", "after"),
    [
        ("agreement", date(2026, 2, 23), date(2026, 3, 16)),
        ("first-meeting", date(2026, 2, 9), date(2026, 3, 2)),
        ("cadence", date(2026, 2, 23), date(2026, 3, 16)),
        ("renewal", date(2026, 5, 26), date(2026, 6, 16)),
    ],
)
def test_every_later_date_moves_by_three_weeks(what: str, before: date, after: date) -> None:
    assert due(lives(IMG, until=6))[what] == before
    assert due(lives(IMG, *THREE_WEEKS, until=6))[what] == after


def test_the_term_ends_later_and_the_renewal_is_asked_later() -> None:
    life = lives(IMG, *THREE_WEEKS)
    assert [event.day for event in life.happened(RelationshipEnded)] == [date(2026, 6, 16)]
    assert life.days("renewal_asked") == [date(2026, 6, 2), date(2026, 6, 11)]


@pytest.mark.parametrize("programme", [IMG, RED])
def test_nothing_is_sent_while_they_are_away(programme: Programme) -> None:
    life = lives(programme, *THREE_WEEKS, until=60)
    assert [sent.name for sent in life.sent if FEB_1 < sent.on < FEB_22] == []


def test_on_the_day_of_return_both_hear_the_new_dates() -> None:
    life = lives(IMG, *THREE_WEEKS, until=60)
    assert life.happened(Resumed) == [Resumed(day(27, 9), FEB_22)]
    told = life.letters("resumed")
    assert [sent.to for sent in told] == ["ada", "mira"]
    assert ("agreement", date(2026, 3, 16), ("ada", "mira")) in told[0].letter.facts["owed"]  # type: ignore[operator]


def test_whoever_returns_early_has_lost_only_the_days_away() -> None:
    life = lives(IMG, *THREE_WEEKS, (16, Resume("mira")), until=16)
    assert due(life)["agreement"] == date(2026, 3, 5)
    assert [sent.to for sent in life.letters("resumed")] == ["ada", "mira"]
    assert lives(IMG, *THREE_WEEKS, (16, Resume("mira")), until=60).happened(Resumed) == [
        Resumed(day(16), date(2026, 2, 11), "mira")
    ]


def test_going_back_on_the_same_day_is_as_if_nothing_had_been() -> None:
    life = lives(IMG, *THREE_WEEKS, (6, Resume("ada")), until=6)
    assert due(life) == due(lives(IMG, until=6))


def test_on_the_morning_of_the_return_one_may_say_so_before_the_letter_does() -> None:
    life = lives(IMG, *THREE_WEEKS, until=26)
    given(life).when(Resume("ada"), at=day(27, 7)).then(Resumed(day(27, 7), FEB_22, "ada"))


def test_nobody_returns_who_was_not_away() -> None:
    given(lives(IMG, until=6)).when(Resume("ada"), at=day(6)).then_declined("not_paused")
    given(lives(IMG, *THREE_WEEKS, until=40)).when(Resume("ada"), at=day(40)).then_declined("not_paused")


def test_a_pause_needs_its_last_day() -> None:
    life = lives(IMG, until=6)
    given(life).when(Pause("ada", AbsenceKind.PAUSE, None, None), at=day(6)).then_declined("pause_needs_date")
    given(life).when(pause(FEB_1), at=day(6)).then_declined("pause_needs_date")


def test_no_pause_is_longer_than_the_programme_allows() -> None:
    life = lives(IMG, until=6)
    given(life).when(pause(date(2026, 4, 2)), at=day(6)).then_declined("pause_too_long")
    assert given(life).when(pause(date(2026, 4, 1)), at=day(6)).kinds() == ["Paused"]


def test_an_absence_announced_ahead_begins_and_ends_by_itself() -> None:
    life = lives(IMG, (6, away(date(2026, 2, 10), FEB_22)), until=30)
    assert life.happened(WentAway) == [WentAway(day(15, 9), date(2026, 2, 10))]
    assert life.happened(Resumed) == [Resumed(day(27, 9), FEB_22)]
    assert [stage(lives(IMG, (6, away(date(2026, 2, 10), FEB_22)), until=n).state) for n in (7, 16, 28)] == [
        "agreement", "paused", "agreement",
    ]  # fmt: skip


def test_before_it_begins_all_goes_on_and_after_it_all_is_later() -> None:
    """The nudge before the first meeting's day comes as ever, the day itself falls into the absence."""
    life = lives(IMG, (3, away(date(2026, 2, 5), date(2026, 2, 15))), until=60)
    assert life.days("first_meeting_nudge")[:2] == [date(2026, 2, 15), date(2026, 2, 20)]
    earlier = lives(IMG, (3, away(date(2026, 2, 10), date(2026, 2, 20))), until=60)
    assert earlier.days("first_meeting_nudge")[:2] == [date(2026, 2, 2), date(2026, 2, 20)]


def test_what_was_due_before_the_absence_stays_due() -> None:
    life = lives(IMG, (3, away(date(2026, 2, 10), FEB_22)), until=4)
    assert due(life)["first-meeting"] == date(2026, 2, 9)
    assert due(life)["agreement"] == date(2026, 3, 7)


def test_an_absence_may_be_taken_back_before_it_begins() -> None:
    """ "I am here after all": nothing moves, and both hear it."""
    life = lives(IMG, (3, away(date(2026, 2, 10), FEB_22)), (5, Resume("mira")), until=60)
    assert life.happened(WentAway) == []
    assert life.days("resumed") == [date(2026, 1, 31)]
    assert [event.day for event in lives(IMG, (3, away(FEB_1, FEB_22)), (5, Resume("mira"))).happened(
        RelationshipEnded
    )] == [date(2026, 5, 26)]  # fmt: skip


def test_absences_that_overlap_are_one_as_long_as_both() -> None:
    steps: tuple[Step, ...] = ((6, pause(date(2026, 2, 15))), (10, away(date(2026, 2, 10), FEB_22)))
    life = lives(IMG, *steps, until=60)
    assert life.happened(Paused)[-1] == Paused(day(10), "mira", AbsenceKind.AWAY, FEB_1, FEB_22)
    assert life.happened(Resumed) == [Resumed(day(27, 9), FEB_22)]
    assert due(lives(IMG, *steps, until=11))["agreement"] == date(2026, 3, 16)


def test_absences_that_touch_are_one() -> None:
    """Away from the 10th to the 15th, and then also the five days before."""
    steps: tuple[Step, ...] = (
        (6, away(date(2026, 2, 10), date(2026, 2, 15))),
        (7, away(date(2026, 2, 5), date(2026, 2, 10))),
    )
    life = lives(IMG, *steps, until=60)
    assert life.happened(Paused)[-1] == Paused(day(7), "mira", AbsenceKind.AWAY, date(2026, 2, 5), date(2026, 2, 15))
    assert [event.back for event in life.happened(Resumed)] == [date(2026, 2, 15)]


def test_an_absence_inside_another_changes_nothing() -> None:
    steps: tuple[Step, ...] = (*THREE_WEEKS, (10, away(date(2026, 2, 8), date(2026, 2, 12))))
    assert due(lives(IMG, *steps, until=11)) == due(lives(IMG, *THREE_WEEKS, until=11))


def test_two_overlapping_absences_may_not_be_longer_than_one_may_be() -> None:
    life = lives(IMG, (6, pause(date(2026, 3, 25))), until=20)
    given(life).when(away(date(2026, 3, 20), date(2026, 4, 20)), at=day(20)).then_declined("pause_too_long")


def test_two_absences_apart_both_count() -> None:
    steps: tuple[Step, ...] = ((6, pause(date(2026, 2, 8))), (20, away(date(2026, 2, 20), date(2026, 2, 27))))
    life = lives(IMG, *steps)
    assert [event.day for event in life.happened(RelationshipEnded)] == [date(2026, 6, 9)]
    assert [event.back for event in life.happened(Resumed)] == [date(2026, 2, 8), date(2026, 2, 27)]


def test_after_an_early_return_one_may_go_away_again() -> None:
    steps: tuple[Step, ...] = (*THREE_WEEKS, (10, Resume("ada")), (10, pause(date(2026, 2, 10))))
    life = lives(IMG, *steps, until=60)
    assert [event.back for event in life.happened(Resumed)] == [date(2026, 2, 5), date(2026, 2, 10)]
    assert due(lives(IMG, *steps, until=16))["agreement"] == date(2026, 3, 4)


def test_the_question_whether_they_met_waits_for_the_return() -> None:
    """Fixed for 12 February, away from the 10th to the 22nd: asked the day after the return."""
    fixed: tuple[Step, ...] = ((1, ProposeMeeting("ada", date(2026, 2, 12))), (2, AgreeMeeting("mira", 1)))
    life = lives(IMG, *fixed, (6, away(date(2026, 2, 10), FEB_22)), until=40)
    assert life.days("met_check") == [date(2026, 2, 23), date(2026, 2, 27)]
    assert life.letters("agenda_prompt") == []


def test_a_meeting_fixed_for_after_the_absence_keeps_its_day() -> None:
    fixed: tuple[Step, ...] = ((1, ProposeMeeting("ada", date(2026, 2, 25))), (2, AgreeMeeting("mira", 1)))
    life = lives(IMG, *fixed, (6, away(date(2026, 2, 10), FEB_22)), until=40)
    assert life.days("agenda_prompt") == [date(2026, 2, 24)]
    assert life.days("met_check")[0] == date(2026, 2, 26)


def test_the_rhythm_goes_on_where_it_was() -> None:
    """Met on 5 February, due on the 19th; away for twelve days: due on 3 March."""
    life = lives(IMG, *agreed(IMG), *met(10), (12, away(date(2026, 2, 10), FEB_22)), until=60)
    assert life.days("cadence_nudge")[0] == date(2026, 3, 6)


def test_the_phase_of_meeting_often_is_longer_by_the_pause() -> None:
    """IMG-08: two-weekly until 26 March, and after three weeks away until 16 April."""
    assert due(lives(IMG, *met(65), until=66))["cadence"] == date(2026, 5, 1)
    assert due(lives(IMG, *THREE_WEEKS, *met(65), until=66))["cadence"] == date(2026, 4, 15)


def test_a_long_silence_with_a_pause_in_it_brings_no_burst() -> None:
    """The period that lapsed was later by the pause, and so is the next one."""
    life = lives(RED, (40, pause(date(2026, 4, 6))), until=200)
    days = life.days("cadence_nudge")
    assert min((b - a).days for a, b in pairwise(days)) >= 5
    told = [sent.on for sent in life.letters("escalation") if sent.letter.facts["key"] == "cadence"]
    assert min((b - a).days for a, b in pairwise(told)) >= 28


def test_a_plan_due_by_a_meeting_is_due_on_that_day_whatever_pause_came_before() -> None:
    life = lives(RED, (2, pause(date(2026, 2, 11))), *met(20), *met(30), until=31)
    assert due(life)["plan"] == date(2026, 2, 25)


def test_the_backstop_of_a_plan_moves_with_the_pause() -> None:
    assert due(lives(RED, until=6))["plan"] == date(2026, 4, 23)
    assert due(lives(RED, *THREE_WEEKS, until=6))["plan"] == date(2026, 5, 14)


def test_more_time_from_the_organiser_moves_with_a_later_pause_too() -> None:
    life = lives(RED, (30, Extend("agreement", 10)), (31, pause(date(2026, 3, 8))), until=33)
    assert due(life)["agreement"] == date(2026, 3, 17)


def test_it_may_be_ended_in_a_pause_and_the_other_hears_as_ever() -> None:
    """XC-03."""
    life = lives(IMG, *THREE_WEEKS, (10, End("mira")), until=20)
    assert life.days("ended") == [date(2026, 2, 7)]
    assert stage(life.state) == "ended"


def test_what_the_pair_writes_in_a_pause_still_counts() -> None:
    life = lives(IMG, *THREE_WEEKS, *agreed(IMG, on=10), until=11)
    assert life.pair.document("agreement").in_force == 1
    given(life).when(answers(IMG, "agreement", "ada"), at=day(11)).then_letters(("status", "ada"))
