"""Dates and times in plain language.  The mail is always written on Wednesday 4 March 2026, 10:00 UTC."""

from datetime import UTC, date, datetime

import pytest

from correspondence.arriving.reading import Context
from correspondence.arriving.when import Found, find_dates
from mentoring.letters import Ask

WEDNESDAY = datetime(2026, 3, 4, 10, tzinfo=UTC)
LONDON, NEW_YORK, AUCKLAND = "Europe/London", "America/New_York", "Pacific/Auckland"


def found(text: str, future: bool = True, language: str = "en", zone: str = LONDON) -> tuple[Found, ...]:
    return find_dates(text, Context(Ask.UNPROMPTED, WEDNESDAY, zone, language), future)


def day(text: str, future: bool = True, language: str = "en", zone: str = LONDON) -> str:
    [only] = found(text, future, language, zone)
    return str(only.day)


@pytest.mark.parametrize(
    ("text", "coming", "past"),
    [
        ("Tuesday", "2026-03-10", "2026-03-03"),
        ("next Tuesday", "2026-03-10", "2026-03-10"),
        ("last Tuesday", "2026-03-03", "2026-03-03"),
        ("Wednesday", "2026-03-04", "2026-03-04"),
        ("next Wednesday", "2026-03-11", "2026-03-11"),
        ("last Wednesday", "2026-02-25", "2026-02-25"),
        ("a week on Friday", "2026-03-13", "2026-03-13"),
        ("3 June", "2026-06-03", "2025-06-03"),
        ("June 3rd", "2026-06-03", "2025-06-03"),
        ("the 3rd of June 2026", "2026-06-03", "2026-06-03"),
        ("the 3rd", "2026-04-03", "2026-03-03"),
        ("3/4", "2026-04-03", "2025-04-03"),
        ("2026-03-20", "2026-03-20", "2026-03-20"),
        ("Tue 3 March", "2026-03-03", "2026-03-03"),
    ],
)
def test_a_day_is_the_nearest_one_in_the_direction_of_the_question(text: str, coming: str, past: str) -> None:
    assert (day(text, future=True), day(text, future=False)) == (coming, past)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("today", "2026-03-04"),
        ("tomorrow", "2026-03-05"),
        ("yesterday", "2026-03-03"),
        ("in two weeks", "2026-03-18"),
        ("a week ago", "2026-02-25"),
        ("the day after tomorrow", "2026-03-06"),
        ("in a fortnight", "2026-03-18"),
    ],
)
def test_distances_count_from_the_day_the_mail_was_written(text: str, expected: str) -> None:
    assert day(text) == expected


def test_the_day_it_was_written_is_the_writers_own() -> None:
    late = Context(Ask.UNPROMPTED, datetime(2026, 3, 4, 22, tzinfo=UTC), AUCKLAND, "en")
    assert find_dates("tomorrow", late, True)[0].day == date(2026, 3, 6)


def test_in_the_united_states_the_month_comes_first() -> None:
    assert day("3/5", language="en-US", zone=NEW_YORK) == "2026-03-05"
    assert day("3/5", language="en-GB", zone=LONDON) == "2026-05-03"
    assert day("16/3", language="en-US", zone=NEW_YORK) == "2026-03-16"


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("Friday at 3pm", "2026-03-06T15:00"),
        ("3 June 4pm", "2026-06-03T15:00"),
        ("12 March, 15:30", "2026-03-12T15:30"),
        ("Friday at noon", "2026-03-06T12:00"),
        ("9.30am on Friday", "2026-03-06T09:30"),
        ("Friday works, 2pm?", "2026-03-06T14:00"),
        ("31 March, 1 to 2pm", "2026-03-31T12:00"),
        ("Monday at half past three", "2026-03-09T15:30"),
        ("Friday 11 to 1pm", "2026-03-06T11:00"),
    ],
)
def test_a_time_beside_a_day_makes_a_moment_in_utc(text: str, moment: str) -> None:
    [only] = found(text)
    assert only.moment is not None
    assert only.moment.isoformat() == f"{moment}:00+00:00"


def test_a_bare_hour_up_to_seven_is_in_the_afternoon_and_unclear() -> None:
    [only] = found("Friday at 3")
    assert (only.moment, only.unclear) == (datetime(2026, 3, 6, 15, tzinfo=UTC), True)
    assert not found("Friday at 10")[0].unclear


def test_a_weekday_that_does_not_fit_its_date_is_unclear() -> None:
    assert found("Mon 5 June")[0].unclear


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("from 3 to 20 August", "2026-08-03", "2026-08-20"),
        ("away 3-20 August", "2026-08-03", "2026-08-20"),
        ("August 3-20", "2026-08-03", "2026-08-20"),
        ("from 30 July until 5 August", "2026-07-30", "2026-08-05"),
        ("from Friday to Monday", "2026-03-06", "2026-03-09"),
        ("next week", "2026-03-09", "2026-03-15"),
        ("for two weeks", "2026-03-04", "2026-03-18"),
    ],
)
def test_a_span_has_its_first_and_last_day(text: str, first: str, last: str) -> None:
    [only] = found(text)
    assert (str(only.day), str(only.until)) == (first, last)


def test_until_opens_a_span_whose_beginning_is_not_said() -> None:
    [only] = found("until 1 September")
    assert (only.opens, only.until) == (True, date(2026, 9, 1))


@pytest.mark.parametrize(
    "text",
    [
        "I may come now",
        "the sun is out",
        "we are 3 now",
        "he is 42",
        "4 out of 5",
        "version 1.2.3",
        "it cost £3.50",
        "12%",
        "call 020 7946 0958",
        "March on!",
        "She is second to none",
        "2-3 times",
        "room 3.14",
        "31 February",
    ],
)
def test_words_and_numbers_that_only_look_like_dates_are_none(text: str) -> None:
    assert found(text) == ()


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("de", "nächsten Dienstag um 16 Uhr", "2026-03-10 16:00"),
        ("de", "Dienstag, 3. Juni um 16:30", "2026-06-03 15:30"),
        ("de", "vor zwei Tagen", "2026-03-02"),
        ("de", "übermorgen", "2026-03-06"),
        ("de", "am 12.3.", "2026-03-12"),
        ("es", "el martes a las 4 de la tarde", "2026-03-10 16:00"),
        ("es", "mañana", "2026-03-05"),
        ("es", "el jueves por la mañana", "2026-03-05"),
        ("es", "hace dos semanas", "2026-02-18"),
        ("fr", "mardi prochain à 16h30", "2026-03-10 16:30"),
        ("fr", "le 1er avril", "2026-04-01"),
        ("fr", "dans deux semaines", "2026-03-18"),
        ("pt", "terça-feira, 10 de março, às 15h", "2026-03-10 15:00"),
        ("pt", "amanhã ao meio-dia", "2026-03-05 12:00"),
        ("pt", "daqui a duas semanas", "2026-03-18"),
    ],
)
def test_dates_are_read_in_the_writers_language(language: str, text: str, expected: str) -> None:
    [only] = found(text, language=language)
    moment = f" {only.moment:%H:%M}" if only.moment else ""
    assert f"{only.day}{moment}" == expected


def test_a_found_date_knows_its_place_in_the_text() -> None:
    text = "Grüße! Können wir Friday at 3pm sagen?"
    [only] = found(text, language="de")
    assert text[only.start : only.end] == "Friday at 3pm"
