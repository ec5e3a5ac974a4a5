"""A letter answered in a mail program, as people do: the reply is read as what they wrote, and nothing of ours."""

from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest

from correspondence.arriving import mime
from correspondence.arriving.reading import Context, FormField, Intent, Statement
from correspondence.arriving.understand import read_reply
from correspondence.arriving.visible import SentLetter
from correspondence.writing.addresses import find_token, token_of
from correspondence.writing.facts import fields_asked
from mentoring.letters import ORGANISER
from tests.letters.shown import NAMES, SAMPLES, shown
from tests.letters.test_mail import posted

FILLED = {"1. How to": "by phone", "2. How often": "every two weeks", "3. Length": "one hour", "4. Between": "a mail"}
QUOTES = ["> ", ">", "> > ", ""]


def answered(name: str, top: str, quote: str = "> ", filled: dict[str, str] | None = None) -> list[Statement]:
    """What is read out of a reply with `top` above the quoted letter, and words after some of its lines."""
    occasion, letter = SAMPLES[name], message_from_bytes(posted(SAMPLES[name]), policy=policy.default)
    assert isinstance(letter, EmailMessage)
    body = letter.get_body(("plain",))
    assert body is not None
    reply = EmailMessage()
    reply["From"], reply["To"] = occasion.reader.address, str(letter["Reply-To"])
    reply["Subject"], reply["In-Reply-To"] = f"Re: {shown(name).subject}", str(letter["Message-ID"])
    lines = [_with(line.rstrip(), filled or {}) for line in body.get_content().splitlines()]
    quoted = "\n".join(f"{quote}{line}".rstrip() for line in lines)
    reply.set_content(f"{top}\n\nOn Mon, 12 Jan 2026 at 09:00, {letter['From']} wrote:\n{quoted}\n")
    mail = mime.read(bytes(reply))
    assert find_token(mail.recipients, mail.references, mail.text, "letters@example.org") == token_of(occasion.reply_to)
    sent = SentLetter(str(letter["From"]), occasion.at, str(letter["Subject"]), body.get_content())
    asked = Context(occasion.letter.question.kind, occasion.at, occasion.reader.zone, "en", _fields(name))
    return list(read_reply(mail, asked, sent).statements)


def _with(line: str, filled: dict[str, str]) -> str:
    return next((f"{line} {words}" for start, words in filled.items() if line.lstrip().startswith(start)), line)


def _fields(name: str) -> tuple[FormField, ...]:
    occasion = SAMPLES[name]
    if "document" not in occasion.letter.facts or occasion.reader.role == ORGANISER:
        return ()
    document = occasion.programme.document(str(occasion.letter.facts["document"]))
    role = next(role.key for role in occasion.programme.roles if role.label == occasion.reader.role)
    return tuple(FormField(f.key, f.label, f.kind, f.options) for f in fields_asked(document, role))


@pytest.mark.parametrize("quote", QUOTES)
def test_a_form_filled_in_where_it_stands_is_read(quote: str) -> None:
    (statement,) = answered("form-1", "", quote, FILLED)
    assert statement.intent is Intent.FORM_ANSWERS
    given = {answer.key: answer.text for answer in statement.answers}
    assert given == {
        "contact_mentor": "by phone",
        "frequency": "every two weeks",
        "session_length": "one hour",
        "between_sessions": "a mail",
    }


def test_the_numbers_of_a_form_stay_the_same_when_only_some_are_asked_again() -> None:
    (statement,) = answered("form_incomplete-1", "3. an hour\n5. after six")
    assert {answer.key: answer.text for answer in statement.answers} == {
        "session_length": "an hour",
        "phone_times": "after six",
    }


def test_what_was_given_so_far_is_not_read_as_given_again() -> None:
    (statement,) = answered("form-2", "", "> ", {"3. Length": "an hour"})
    assert {answer.key: answer.text for answer in statement.answers} == {"session_length": "an hour"}


@pytest.mark.parametrize("name", NAMES)
def test_a_letter_sent_back_without_a_word_says_nothing(name: str) -> None:
    """Our own words END, RENEW and AGREE, quoted, are nobody's reply."""
    said = [statement.intent for statement in answered(name, "")]
    assert set(said) <= {Intent.NOTHING, Intent.ASK_BACK}
