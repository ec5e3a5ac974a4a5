"""A filled form on its way: a mail with a file comes in, the agreement has the answers, the read-back shows them."""

from collections.abc import AsyncIterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from mentoring.events import FormAnswered, NotUnderstood, TextOffered
from tests.faults.desk import Desk, later, open_desk
from tests.replies.form_files import document
from tests.replies.test_returned_forms import locked

WORD = ("application", "vnd.openxmlformats-officedocument.wordprocessingml.document")
ADAS = [
    ("How to reach the mentor", "by phone"),
    ("How often to meet", "monthly"),
    ("Length of a session", "one hour"),
    ("Between sessions", "a short mail"),
    ("Times for a call", "weekdays after six"),
]


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with open_desk(tmp_path) as desk:
        yield desk


def with_file(raw: bytes, data: bytes, kind: tuple[str, str] = WORD, name: str = "Agreement Ada.docx") -> bytes:
    mail = message_from_bytes(raw, policy=policy.SMTP)
    mail.add_attachment(data, maintype=kind[0], subtype=kind[1], filename=name)
    return mail.as_bytes()


def form_answers(desk: Desk) -> dict[str, str]:
    events = [event for event in desk.story() if isinstance(event, FormAnswered)]
    return {answer.field: answer.words.text for event in events for answer in event.answers}


def body_of(letter: EmailMessage) -> str:
    body = letter.get_body(("plain",))
    assert body is not None
    return " ".join(str(body.get_content()).replace("\n> ", "\n").split())


async def test_a_filled_document_fills_the_agreement_and_the_read_back_shows_every_field(desk: Desk) -> None:
    reply = desk.answer(
        "mentor", "Hi, please find my answers attached.\n\nBest wishes\nAda", desk.latest("mentor", "form")
    )
    await desk.takes_in(with_file(reply, document(["Mentoring agreement"], ADAS)))
    await desk.takes_in(desk.answer("mentee", "1. by mail", desk.latest("mentee", "form")))
    assert form_answers(desk) == {
        "contact_mentor": "by phone",
        "frequency": "monthly",
        "session_length": "one hour",
        "between_sessions": "a short mail",
        "phone_times": "weekdays after six",
        "contact_mentee": "by mail",
    }
    for role in ("mentor", "mentee"):
        read_back = body_of(desk.latest(role, "sign"))
        assert all(
            f"{label}: {answer}" in read_back for label, answer in [*ADAS, ("How to reach the mentee", "by mail")]
        )


async def test_what_the_mail_says_counts_more_than_its_file(desk: Desk) -> None:
    reply = desk.answer("mentor", "All in the file, but frequency: every two weeks", desk.latest("mentor", "form"))
    await desk.takes_in(with_file(reply, document(rows=ADAS)))
    assert form_answers(desk)["frequency"] == "every two weeks"
    assert form_answers(desk)["session_length"] == "one hour"


async def test_a_locked_file_is_asked_for_in_words(desk: Desk) -> None:
    reply = desk.answer("mentor", "Thank you!", desk.latest("mentor", "form"))
    await desk.takes_in(with_file(reply, locked(), ("application", "pdf"), "form.pdf"))
    assert isinstance(desk.story()[-1], NotUnderstood)
    assert "type your answers" in body_of(desk.latest("mentor", "ask_back"))


async def test_one_field_is_corrected_after_the_read_back(desk: Desk) -> None:
    reply = desk.answer("mentor", "", desk.latest("mentor", "form"))
    await desk.takes_in(with_file(reply, document(rows=ADAS)))
    await desk.takes_in(desk.answer("mentee", "1. by mail", desk.latest("mentee", "form")))
    later(desk, hours=1)
    await desk.takes_in(desk.answer("mentee", "frequency should be every two weeks", desk.latest("mentee", "sign")))
    assert [event.version for event in desk.story() if isinstance(event, TextOffered)] == [1, 2]
    for role in ("mentor", "mentee"):
        assert "How often to meet: every two weeks" in body_of(desk.latest(role, "sign"))
        assert "Length of a session: one hour" in body_of(desk.latest(role, "sign"))
