"""Replies to a letter of ours: in whatever way it is quoted, exactly the writer's words remain."""

from datetime import UTC, datetime

import pytest

from correspondence.arriving import mime
from correspondence.arriving.mime import Mail
from correspondence.arriving.visible import SentLetter, split, visible_text
from tests.replies.mail_clients import (
    CLIENTS,
    MARKING,
    SPEECH,
    TRAILING,
    Client,
    Written,
    careless_wrapper,
    without_marks,
)

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


SETTING_OFF = [client for client in CLIENTS if client not in (careless_wrapper, without_marks)]
WARNINGS = [
    "CAUTION: This email originated from outside of the organization. Do not click links or open files unless you "
    "recognize the sender and know the content is safe.",
    "[EXTERNAL EMAIL] Think before you click.",
    "You don't often get email from agency@mentoring.example.org. Learn why this is important.",
    "ACHTUNG: Diese E-Mail kommt von einem externen Absender.",
]


@pytest.mark.parametrize("warning", WARNINGS)
@pytest.mark.parametrize("client", SETTING_OFF, ids=lambda client: client.__name__)
def test_a_gateway_s_warning_inside_the_quote_is_nobody_s_answer(client: Client, warning: str) -> None:
    quoted = f"{warning}\n\n{SPEECH['en']['body'].strip()}"
    assert _read(client, "en", above="I agree.", quoted=quoted) == "I agree."


@pytest.mark.parametrize("client", TRAILING, ids=lambda client: client.__name__)
def test_the_letter_answered_before_this_one_stays_cut_below_it(client: Client) -> None:
    older = "From: Ada <ada@example.org>\nSent: Sunday, March 1, 2026\nTo: Mira\nSubject: Tea\n\nShall we meet?"
    quoted = f"{SPEECH['en']['body'].strip()}\n\n-----Original Message-----\n{older}"
    assert _read(client, "en", above="I agree.", quoted=quoted) == "I agree."


def test_a_second_reply_to_one_s_own_first_one_is_read_alone() -> None:
    body = SPEECH["en"]["body"].strip("\n").split("\n")
    first = ["> Yes, I agree", ">", "> On Mon, Mar 2, 2026 at 10:00 AM Peerpost <agency@example.org> wrote:"]
    lines = ["Actually, monthly.", "", "On Tue, Mar 3, 2026 at 9:00 AM Mira <mira@example.net> wrote:", *first]
    mail = "\n".join([*lines, *(f">> {line}" for line in body)])
    assert split(Mail(text=mail), _letter("en")).text == "Actually, monthly."


@pairs
@languages
def test_no_word_gets_lost_what_is_not_seen_is_in_the_cut(client: Client, language: str) -> None:
    top, filled = SPEECH[language]["top"], _filled(language)[0]
    found = split(mime.read(client(Written(top, filled, "", language))), _letter(language))
    together = f"{found.text} {found.cut}"
    assert [word for word in f"{top} {filled}".replace("____", "").split() if word not in together] == []


@languages
def test_an_answer_in_words_of_the_letter_is_kept_when_the_quote_was_deleted(language: str) -> None:
    line = next(line for line in SPEECH[language]["body"].split("\n") if line.startswith(SPEECH[language]["labels"][1]))
    mail = f"From: mira@example.net\nContent-Type: text/plain; charset=utf-8\n\n{line}"
    assert visible_text(mail.encode(), _letter(language)) == line
