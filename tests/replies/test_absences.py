"""An automatic answer may say until when somebody is away; that is told as a day and never taken for an answer."""

from datetime import UTC, date, datetime

import pytest

from correspondence.arriving.absences import absence_until
from correspondence.arriving.mime import Mail
from correspondence.arriving.reading import Context, Kind
from correspondence.arriving.understand import read_any
from mentoring.letters import Ask

WEDNESDAY = datetime(2026, 3, 4, 10, tzinfo=UTC)


def _until(text: str, language: str = "en", subject: str = "", zone: str = "Europe/London") -> date | None:
    return absence_until(Mail(subject=subject), text, Context(Ask.MET_CHECK, WEDNESDAY, zone, language))


LAST_DAYS = [
    ("I am away until 12 March.", "2026-03-12"),
    ("I am out of the office and will be back on Monday 4 May.", "2026-05-03"),
    ("I am on leave from 3 to 10 August.", "2026-08-10"),
    ("I will be back in the office on Monday.", "2026-03-08"),
    ("I will be back in the office on Wednesday.", "2026-03-10"),
    ("I will return on March 16th. Our office hours are Monday to Friday, 9 to 5.", "2026-03-15"),
    ("I am away until 12 March and will answer when I am back.", "2026-03-12"),
    ("I am on leave for two weeks.", "2026-03-18"),
    ("I will be out of the office through Friday.", "2026-03-06"),
    ("I'm out this week, back next week.", "2026-03-08"),
    ("I am away 9-13 March, returning Monday 16 March.", "2026-03-15"),
    ("Ich bin bis zum 16. März nicht im Haus.", "2026-03-16"),
    ("Ich bin ab dem 17. März wieder erreichbar.", "2026-03-16"),
    ("Ich bin vom 9. bis 13. März im Urlaub.", "2026-03-13"),
    ("Am Montag, den 16.03.2026, bin ich wieder im Büro.", "2026-03-15"),
    ("Ich bin vom 09.03.2026 bis einschließlich 13.03.2026 abwesend.", "2026-03-13"),
    ("Estaré ausente hasta el 16 de marzo.", "2026-03-16"),
    ("Vuelvo el lunes 16 de marzo.", "2026-03-15"),
    ("Estaré fuera de la oficina del 9 al 13 de marzo.", "2026-03-13"),
    ("Je suis absente jusqu’au 16 mars inclus.", "2026-03-16"),
    ("Je serai de retour le lundi 16 mars.", "2026-03-15"),
    ("Je suis en congé du 9 au 13 mars.", "2026-03-13"),
    ("Estou de férias até 16 de março.", "2026-03-16"),
    ("Estarei de volta no dia 16 de março.", "2026-03-15"),
    ("Estou de férias de 9 a 13 de março.", "2026-03-13"),
    ("Ich bin bis zum 16. März nicht im Haus.\n\nI am away until 16 March.", "2026-03-16"),
    ("Ik ben tot en met 16-03-2026 afwezig.", "2026-03-16"),
    ("Sono in ferie fino al 16/03/2026.", "2026-03-16"),
]


@pytest.mark.parametrize(("text", "last"), LAST_DAYS)
def test_the_last_day_away_is_found(text: str, last: str) -> None:
    """In whichever of our languages the writer is said to read."""
    assert {_until(text, language) for language in ("en", "de", "pt")} == {date.fromisoformat(last)}


NO_DAYS = [
    "I am out of the office.",
    "Thank you for your mail of 12 March. I am out of the office.",
    "I am out of the office. For urgent matters please call. The meeting of 5 May stands.",
    "I am on annual leave until 2 March 2026.",
    "I am in the office Monday to Thursday.",
    "I will get back to you within 3 days.",
    "I am away from 3 August and back on the 10th.",
    "I am away until 30 February.",
    "Back soon!",
    "",
]


@pytest.mark.parametrize("text", NO_DAYS)
def test_where_no_day_to_come_is_told_none_is_made_up(text: str) -> None:
    assert _until(text) is None


def test_figures_are_read_in_the_order_of_the_writer_s_country() -> None:
    assert _until("Away until 03/10/2026.", "en-US", zone="America/New_York") == date(2026, 3, 10)
    assert _until("Away until 03/10/2026.", "en-GB") == date(2026, 10, 3)


def test_the_subject_is_read_where_the_text_tells_no_day() -> None:
    assert _until("I am away.", subject="Out of office until 12 March") == date(2026, 3, 12)
    assert _until("I am away until 12 March.", subject="Automatic reply: closed until 5 May") == date(2026, 3, 12)
    assert _until("I am away.", subject="Automatic reply: Your meeting on 5 May") is None


def test_an_automatic_answer_carries_its_day_and_says_nothing() -> None:
    raw = (
        b"From: mira@example.net\r\nSubject: Automatic reply: Your meeting\r\nAuto-Submitted: auto-replied\r\n\r\n"
        b"Yes! I am away until 12 March.\r\n\r\nOn 4 March 2026 Peerpost wrote:\r\n> Please answer until 20 March.\r\n"
    )
    reading = read_any(raw, Context(Ask.FIRST_MEETING, WEDNESDAY))
    assert (reading.kind, reading.statements, reading.away_until) == (Kind.AUTOMATIC, (), date(2026, 3, 12))


def test_a_person_s_own_words_about_an_absence_are_a_statement_and_no_such_day() -> None:
    raw = b"From: mira@example.net\r\nSubject: Re: Your meeting\r\n\r\nI am away until 12 March.\r\n"
    reading = read_any(raw, Context(Ask.FIRST_MEETING, WEDNESDAY))
    assert (reading.kind, reading.away_until) == (Kind.PERSON, None)
