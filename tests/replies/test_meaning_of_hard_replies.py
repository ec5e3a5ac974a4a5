"""Replies once misunderstood: cries for help, half refusals, impossible dates, odd ways to fill a form."""

from datetime import UTC, datetime

import pytest

from correspondence.arriving.meaning import understand
from correspondence.arriving.reading import Context, Intent, Statement
from mentoring.letters import Ask

WEDNESDAY = datetime(2026, 3, 4, 10, tzinfo=UTC)


def said(text: str, asked: Ask = Ask.UNPROMPTED, language: str = "en") -> tuple[Statement, ...]:
    return understand(text, Context(asked, WEDNESDAY, "Europe/London", language))


def intents(text: str, asked: Ask = Ask.UNPROMPTED) -> list[Intent]:
    return [each.intent for each in said(text, asked)]


@pytest.mark.parametrize(
    "text",
    [
        "I do not want to go on living",
        "I don't want to go on living any more.",
        "I am thinking of ending my life",
        "I'd rather be dead",
        "I would be better off dead.",
        "I can't go on",
        "I just can't go on any more. Sorry.",
        "I cannot go on anymore",
        "Hello Ada,\nI feel like I can't go on",
    ],
)
@pytest.mark.parametrize("asked", list(Ask))
def test_a_cry_for_help_reaches_a_person_whatever_was_asked(text: str, asked: Ask) -> None:
    assert intents(text, asked) == [Intent.HELP]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Ich möchte nicht mehr weiterleben"),
        ("es", "No quiero seguir viviendo"),
        ("fr", "Je ne veux plus vivre"),
        ("pt", "Não quero continuar a viver"),
    ],
)
def test_a_cry_for_help_is_heard_in_every_language(language: str, text: str) -> None:
    assert [each.intent for each in said(text, language=language)] == [Intent.HELP]


@pytest.mark.parametrize("text", ["I can't go on with this meeting", "I cannot go on Tuesday", "I can't go on holiday"])
def test_what_cannot_go_on_may_be_a_meeting(text: str) -> None:
    assert Intent.HELP not in intents(text)
