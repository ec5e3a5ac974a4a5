"""Days, months and clocks (`XC-07`): right to the day over clock changes, and from the 29th to the 31st."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import hypothesis.strategies as st
import pytest
from hypothesis import given

from mentoring.calendar import Span, add, at_hour, local_day, next_slot
from mentoring.events import RelationshipEnded
from mentoring.meetings import ReportMeeting
from mentoring.programme import Programme
from mentoring.relationship import owed
from tests.spec import IMG, KICKOFF, RED, Life, lives, met

NINE = time(9)
days = st.dates(date(2020, 1, 1), date(2040, 1, 1))
zones = st.sampled_from(["Europe/London", "America/Chicago", "Asia/Kolkata", "Pacific/Apia", "Australia/Lord_Howe"])


def due(life: Life, what: str) -> date:
    return next(o.due for o in owed(life.state) if o.key.split("/")[0] == what)


@pytest.mark.parametrize(
    ("day", "span", "then"),
    [
        (date(2026, 1, 31), Span(months=1), date(2026, 2, 28)),
        (date(2028, 1, 31), Span(months=1), date(2028, 2, 29)),
        (date(2026, 1, 31), Span(months=4), date(2026, 5, 31)),
        (date(2026, 10, 31), Span(months=4), date(2027, 2, 28)),
        (date(2028, 2, 29), Span(months=12), date(2029, 2, 28)),
        (date(2026, 12, 15), Span(months=1), date(2027, 1, 15)),
        (date(2026, 1, 31), Span(months=2, days=28), date(2026, 4, 28)),
    ],
)
def test_months_are_calendar_months(day: date, span: Span, then: date) -> None:
    assert add(day, span) == then


@given(days, st.integers(0, 240))
def test_a_month_more_is_the_next_month_and_never_a_later_day_of_it(day: date, months: int) -> None:
    later = add(day, Span(months=months))
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day <= day.day
    assert later.day == day.day or (later + timedelta(days=1)).day == 1


@given(days, zones)
def test_the_hour_of_a_day_is_on_that_day_in_every_zone(day: date, zone: str) -> None:
    assert local_day(at_hour(day, NINE, zone), zone) == day


@given(st.integers(0, 20 * 365 * 24 * 60), zones)
def test_the_next_slot_is_never_before_and_never_a_day_after(minutes: int, zone: str) -> None:
    now = datetime(2020, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    slot = next_slot(now, NINE, zone)
    assert now <= slot <= now + timedelta(hours=25)
    assert next_slot(slot, NINE, zone) == slot


@pytest.mark.parametrize(
    ("day", "utc"),
    [
        (date(2026, 3, 28), "2026-03-28T09:00:00+00:00"),
        (date(2026, 3, 29), "2026-03-29T08:00:00+00:00"),
        (date(2026, 10, 24), "2026-10-24T08:00:00+00:00"),
        (date(2026, 10, 25), "2026-10-25T09:00:00+00:00"),
    ],
)
def test_letters_go_at_nine_on_either_side_of_a_clock_change(day: date, utc: str) -> None:
    assert at_hour(day, NINE, "Europe/London").isoformat() == utc


@pytest.mark.parametrize(
    ("programme", "kickoff", "ends"),
    [
        (IMG, date(2026, 1, 31), date(2026, 5, 31)),
        (IMG, date(2026, 10, 31), date(2027, 2, 28)),
        (IMG, date(2027, 10, 31), date(2028, 2, 29)),
        (IMG, date(2026, 10, 25), date(2027, 2, 25)),
        (IMG, date(2026, 3, 29), date(2026, 7, 29)),
        (RED, date(2028, 2, 29), date(2029, 2, 28)),
        (RED, date(2026, 3, 8), date(2027, 3, 8)),
        (RED, date(2026, 11, 1), date(2027, 11, 1)),
    ],
)
def test_the_term_ends_on_its_day_at_the_programmes_hour(programme: Programme, kickoff: date, ends: date) -> None:
    """London changes its clocks on 29 March and 25 October 2026, Chicago on 8 March and 1 November."""
    (event,) = lives(programme, kickoff=kickoff).happened(RelationshipEnded)
    assert (event.day, event.at) == (ends, at_hour(ends, NINE, programme.zone))


@pytest.mark.parametrize("kickoff", [date(2026, 3, 1), date(2026, 3, 15), date(2026, 10, 5), date(2026, 10, 20)])
def test_every_letter_of_a_life_goes_out_at_nine(kickoff: date) -> None:
    """Over both clock changes, in both zones: nothing an hour early, nothing twice."""
    for programme in (IMG, RED):
        life = lives(programme, kickoff=kickoff)
        assert {sent.at.astimezone(ZoneInfo(programme.zone)).time() for sent in life.sent} == {NINE}
        once = [(sent.name, sent.to, sent.on, repr(sent.letter.facts)) for sent in life.sent]
        assert len(once) == len(set(once))


def test_a_monthly_rhythm_from_the_31st_does_not_wear_down_to_the_28th() -> None:
    """Met on 31 January and silent since."""
    life = lives(RED, *met(5), until=date(2026, 6, 15))
    dues = sorted({sent.letter.facts["due"] for sent in life.letters("cadence_nudge")}, key=str)
    assert dues == [date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30), date(2026, 5, 31)]


def test_the_backstop_from_31_january() -> None:
    """RED-12: two months and four weeks."""
    assert due(lives(RED, kickoff=date(2026, 1, 31), until=1), "plan") == date(2026, 4, 28)


def test_the_day_is_the_pairs_own_not_the_servers() -> None:
    """At three in the night (UTC) it is still the day before in Chicago."""
    moment = datetime(2026, 2, 6, 3, tzinfo=UTC)
    life = lives(RED, until=moment)
    life.does(ReportMeeting("ada", True))
    assert life.pair.meetings.held_days() == (date(2026, 2, 5),)


def test_a_pair_in_another_zone_than_its_programme_lives_by_its_own_clock() -> None:
    elsewhere = replace(IMG, zone="Asia/Kolkata")
    life = lives(elsewhere, until=1)
    assert life.letters("kickoff")[0].at == datetime(2026, 1, 26, 3, 30, tzinfo=UTC)
    assert life.letters("kickoff")[0].on == KICKOFF
