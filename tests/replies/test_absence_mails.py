"""Absence notes in a dozen languages whose mail has no telling header, each with a yes in it (threat T14)."""

import tomllib
from datetime import UTC, datetime
from importlib.resources import files

import pytest

from correspondence.arriving.reading import Context, Intent, Kind, Reading
from correspondence.arriving.understand import read_any
from mentoring.letters import Ask

MAILS = tomllib.loads(files(__package__).joinpath("absence_mails.toml").read_text("utf-8"))
QUESTIONS = (Ask.FIRST_MEETING, Ask.AGREEMENT_SIGN, Ask.MET_CHECK, Ask.KICKOFF, Ask.RENEWAL)
HARMLESS = {Intent.NOTHING, Intent.ASK_BACK, Intent.AWAY}


def _readings(text: str, language: str = "en") -> list[Reading]:
    raw = (
        f"From: mira@example.net\nSubject: Re: Your meeting with Ada\nContent-Type: text/plain; charset=utf-8\n\n{text}"
    )
    sent = datetime(2026, 3, 4, 10, tzinfo=UTC)
    return [read_any(raw.encode(), Context(asked, sent, "UTC", language)) for asked in QUESTIONS]


def _said(readings: list[Reading]) -> set[Intent]:
    return {statement.intent for reading in readings for statement in reading.statements}


def test_there_are_enough_of_them_in_enough_languages() -> None:
    assert len(MAILS["away"]) >= 40
    assert len({mail["language"] for mail in MAILS["away"]}) >= 12
    assert len(MAILS["person"]) >= 100


@pytest.mark.parametrize("number", range(len(MAILS["away"])))
def test_an_absence_note_with_a_yes_in_it_is_known_for_a_program_s(number: int) -> None:
    mail = MAILS["away"][number]
    readings = _readings(mail["text"], mail["language"])
    assert (readings[0].kind, _said(readings)) == (Kind.AUTOMATIC, set())


@pytest.mark.parametrize("number", range(len(MAILS["unclear"])))
def test_a_note_that_might_be_typed_takes_no_verb_by_its_yes(number: int) -> None:
    readings = _readings(MAILS["unclear"][number]["text"])
    assert _said(readings) <= HARMLESS


@pytest.mark.parametrize("number", range(len(MAILS["person"])))
def test_a_person_who_speaks_of_holidays_is_a_person(number: int) -> None:
    assert _readings(MAILS["person"][number]["text"])[0].kind is Kind.PERSON


@pytest.mark.parametrize(
    "text",
    [
        "No, I only got an automatic reply from her.",
        "Nein, ich habe nur eine automatische Antwort bekommen.",
        "Non, seulement une réponse automatique.",
        "No, sólo recibí una respuesta automática.",
    ],
)
def test_whoever_tells_of_an_automatic_reply_is_no_program(text: str) -> None:
    assert _readings(text)[0].kind is Kind.PERSON
