"""Absences in people's own words, in five languages: a note that a program sends is no answer, a member's word is."""

import tomllib
from datetime import UTC, datetime
from importlib.resources import files
from typing import Any

import pytest

from correspondence.arriving import understand
from correspondence.arriving.reading import Context, Intent, Kind, Reading
from mentoring.letters import Ask

MAILS: dict[str, list[dict[str, Any]]] = tomllib.loads(
    files(__package__).joinpath("leave_mails.toml").read_text("utf-8")
)
QUESTIONS = (Ask.MET_CHECK, Ask.AGREEMENT_SIGN, Ask.RENEWAL, Ask.KICKOFF, Ask.NEXT_MEETING)
ZONES = {
    "en": "Europe/London",
    "de": "Europe/Vienna",
    "es": "Europe/Madrid",
    "fr": "Europe/Paris",
    "pt": "Europe/Lisbon",
}
SENT = datetime(2026, 3, 2, 10, tzinfo=UTC)


def _read(mail: dict[str, Any], asked: Ask) -> Reading:
    head = "From: mira@example.net\nSubject: Re: Your meeting\nContent-Type: text/plain; charset=utf-8\n\n"
    language = mail["language"]
    return understand.read_any(f"{head}{mail['text']}\n".encode(), Context(asked, SENT, ZONES[language], language))


@pytest.mark.parametrize("number", range(len(MAILS["note"])))
def test_a_note_answers_no_question(number: int) -> None:
    readings = [_read(MAILS["note"][number], asked) for asked in QUESTIONS]
    said = {statement.intent for reading in readings for statement in reading.statements}
    assert said <= {Intent.ASK_BACK, Intent.NOTHING, Intent.AWAY}


def test_nearly_every_note_is_known_for_a_program_s() -> None:
    known = sum(_read(mail, Ask.MET_CHECK).kind is Kind.AUTOMATIC for mail in MAILS["note"])
    assert known >= 0.85 * len(MAILS["note"])


def test_what_a_member_writes_of_an_absence_is_away_until_that_day() -> None:
    right = 0
    for mail in MAILS["own"]:
        reading = _read(mail, Ask.MET_CHECK)
        assert reading.kind is Kind.PERSON
        right += any(each.intent is Intent.AWAY and each.until == mail["until"] for each in reading.statements)
    assert right >= 0.95 * len(MAILS["own"])


def test_notes_that_no_rule_was_tried_on_answer_no_question_either() -> None:
    for mail in MAILS["held_back_note"]:
        said = {each.intent for asked in QUESTIONS for each in _read(mail, asked).statements}
        assert not said & understand.ANSWERS, mail["text"]


def test_nobody_is_lost_whom_no_rule_was_tried_on() -> None:
    for mail in MAILS["held_back_person"]:
        assert _read(mail, Ask.MET_CHECK).kind is Kind.PERSON, mail["text"]


def test_hardly_anybody_who_answers_and_speaks_of_an_absence_is_taken_for_a_program() -> None:
    taken = [mail["text"] for mail in MAILS["person"] if _read(mail, Ask.MET_CHECK).kind is not Kind.PERSON]
    assert len(taken) <= 1


@pytest.mark.parametrize(
    ("text", "language", "until"),
    [
        ("Je suis en congé jusqu'au 14 mars et je vous répondrai à mon retour. Pour toute urgence, appelez.", "fr", 14),
        ("Gracias por tu mensaje. Estoy de viaje y responderé a partir del 17 de marzo.", "es", 16),
        ("Merci pour ton message ! Je suis en vacances et je réponds à partir du 17 mars.", "fr", 16),
    ],
)
def test_a_note_tells_until_when(text: str, language: str, until: int) -> None:
    reading = _read({"text": text, "language": language}, Ask.MET_CHECK)
    assert reading.away_until == SENT.date().replace(day=until)
