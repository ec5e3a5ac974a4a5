"""Forms filled in as programs and hurried people leave them: free lines, bare numbers, labels in other languages."""

from datetime import UTC, datetime

import pytest

from correspondence.arriving.meaning import understand
from correspondence.arriving.mime import read
from correspondence.arriving.reading import Context
from correspondence.arriving.visible import SentLetter, split
from correspondence.questions import fields_for
from mentoring.letters import Ask
from worker.commands.many_mails import programme_of, question_of

SENT = datetime(2026, 3, 23, 18, tzinfo=UTC)
LETTER = """Dear Mira,

This is the form for the plan.

1. Goal:
What do you want to reach?

2. Steps:
Which steps lead there?

3. How useful was the mentoring to you, from 1 (not at all) to 5
   (very)?

When everything is answered, everybody gets a copy.
"""


def answers(
    text: str, asked: Ask, language: str = "en", programme: str = "red", role: str = "mentee"
) -> dict[str, str]:
    fields = fields_for(programme_of(programme), question_of(asked), role)
    (said,) = understand(text, Context(asked, SENT, "Europe/London", language, fields))
    return {answer.key: answer.text for answer in said.answers}


@pytest.mark.parametrize("free", ["\n", "\n\n", "\n\n>\n"])
def test_an_answer_keeps_its_label_whatever_lines_are_left_free_above_it(free: str) -> None:
    quoted = "".join(f"> {line}".rstrip() + "\n" for line in LETTER.splitlines())
    for below in ("> What do you want to reach?\n", "> Which steps lead there?\n", ">    (very)?\n"):
        quoted = quoted.replace(below, f"{below}{free}mine\n\n")
    mail = read(f"From: mira@town.example\n\nOn Monday Peerpost wrote:\n{quoted}".encode())
    own = split(mail, SentLetter("post@peerpost.example", SENT, "The plan", LETTER)).text
    assert [line.strip() for line in own.splitlines() if line and line != "mine"] == [
        "1. Goal:",
        "2. Steps:",
        "3. How useful was the mentoring to you, from 1 (not at all) to 5 (very)?",
    ]
    assert own.count("mine") == 3


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("pt", "Objetivo: gerir orçamentos\nApoio necessário: a Ada\nPrazo: 30 de junho"),
        ("de", "Ziel: gerir orçamentos\nBenötigte Unterstützung: a Ada\nBis wann: 30 de junho"),
        ("es", "Mi objetivo: gerir orçamentos\nApoyo necesario: a Ada\nFecha límite: 30 de junho"),
        ("fr", "Objectif : gerir orçamentos\nSoutien nécessaire : a Ada\nÉchéance : 30 de junho"),
    ],
)
def test_a_label_may_be_written_in_another_language(language: str, text: str) -> None:
    said = answers(text, Ask.PLAN_FORM, language)
    assert said == {"goal": "gerir orçamentos", "support": "a Ada", "target_date": "30 de junho"}


def test_a_bare_number_may_stand_before_a_day() -> None:
    said = answers("4 yes\n5 22 March\n6 patients at risk", Ask.CONCERN_BASIS, programme="img", role="mentor")
    assert said == {"tick4": "yes", "told": "22 March", "words": "patients at risk"}


def test_all_answers_may_stand_on_one_line() -> None:
    said = answers("1 budgets 2 a course, 3 Ada 4 30 June 5 I can do it alone", Ask.PLAN_FORM)
    assert list(said.values()) == ["budgets", "a course", "Ada", "30 June", "I can do it alone"]


def test_numbers_in_a_sentence_are_no_answers_on_one_line() -> None:
    fields = fields_for(programme_of("red"), question_of(Ask.PLAN_FORM), "mentee")
    (said,) = understand("1 of us is away until 3 June", Context(Ask.PLAN_FORM, SENT, "Europe/London", "en", fields))
    assert not said.answers


@pytest.mark.parametrize(
    "rest", ["the rest follows tomorrow", "lo demás te lo mando luego", "der Rest folgt morgen", "la suite demain"]
)
def test_a_promise_of_the_rest_is_no_part_of_an_answer(rest: str) -> None:
    assert answers(f"Goal: budgets\n{rest}", Ask.PLAN_FORM) == {"goal": "budgets"}


@pytest.mark.parametrize("length", ["an hour and a half if that's ok", "An hour and a half, if that works for you"])
def test_a_polite_if_sets_no_condition(length: str) -> None:
    said = answers(length, Ask.AGREEMENT_FORM, programme="img", role="mentor")
    assert said == {"session_length": "an hour and a half"} or said == {"session_length": "An hour and a half"}
