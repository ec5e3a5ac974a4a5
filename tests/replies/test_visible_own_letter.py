"""Replies to a letter of ours: in whatever way it is quoted, exactly the writer's words remain."""

from datetime import UTC, datetime

import pytest

from correspondence.arriving.visible import SentLetter, visible_text
from tests.replies.mail_clients import CLIENTS, MARKING, SPEECH, Client, Written

LANGUAGES = tuple(SPEECH)


def _letter(language: str) -> SentLetter:
    sent = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    return SentLetter("agency@mentoring.example.org", sent, "Your agreement", SPEECH[language]["body"])


def _read(client: Client, language: str, above: str = "", quoted: str | None = None, below: str = "") -> str:
    body = SPEECH[language]["body"].strip("\n")
    written = Written(above, body if quoted is None else quoted, below, language)
    return " ".join(visible_text(client(written), _letter(language)).split())


def _filled(language: str) -> tuple[str, list[str]]:
    speech = SPEECH[language]
    text, expected = speech["body"].strip("\n"), []
    for label, answer in zip(speech["labels"], speech["answers"], strict=True):
        line = next(line for line in text.split("\n") if line.startswith(label))
        text = text.replace(line, line.replace("____", answer))
        expected.append(line.replace("____", answer))
    return text, expected


def _answered(language: str) -> str:
    speech = SPEECH[language]
    return str(speech["body"].strip("\n").replace(speech["question"], f"{speech['question']}\n{speech['between']}"))


pairs = pytest.mark.parametrize("client", CLIENTS, ids=lambda client: client.__name__)
languages = pytest.mark.parametrize("language", LANGUAGES)


@pairs
@languages
def test_an_answer_above_the_quote_is_all_that_is_seen(client: Client, language: str) -> None:
    assert _read(client, language, above=SPEECH[language]["top"]) == SPEECH[language]["top"]


@pairs
@languages
def test_an_answer_typed_inside_the_quote_belongs_to_the_writer(client: Client, language: str) -> None:
    top, between = SPEECH[language]["top"], SPEECH[language]["between"]
    assert _read(client, language, above=top, quoted=_answered(language)) == f"{top} {between}"


@pairs
@languages
def test_a_form_filled_in_inside_the_quote_is_read_with_its_labels(client: Client, language: str) -> None:
    filled, expected = _filled(language)
    assert _read(client, language, quoted=filled) == " ".join(" ".join(expected).split())


@pairs
@languages
def test_a_quote_without_a_word_added_says_nothing(client: Client, language: str) -> None:
    assert _read(client, language) == ""


@pytest.mark.parametrize("client", MARKING, ids=lambda client: client.__name__)
@languages
def test_an_answer_below_the_quote_is_all_that_is_seen(client: Client, language: str) -> None:
    assert _read(client, language, below=SPEECH[language]["top"]) == SPEECH[language]["top"]


@languages
def test_an_answer_in_words_of_the_letter_is_kept_when_the_quote_was_deleted(language: str) -> None:
    line = next(line for line in SPEECH[language]["body"].split("\n") if line.startswith(SPEECH[language]["labels"][1]))
    mail = f"From: mira@example.net\nContent-Type: text/plain; charset=utf-8\n\n{line}"
    assert visible_text(mail.encode(), _letter(language)) == line
