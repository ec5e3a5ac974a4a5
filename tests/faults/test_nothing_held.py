"""T26, T13: who asks for their rights and of whom nothing is held is told so, and no more than that."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from activities.intake import strangers
from activities.intake.strangers import ASKED, LATER, SENDING, STRANGER, TAKEN, TOLD, Strangers
from tests.faults.border_desk import BorderDesk, open_desk
from tests.faults.desk import AGENCY
from tests.store.opened import MIRA

MALLORY = "mallory@evil.example"
HOLD = "What do you hold about me?"


@dataclass
class Server:
    """A mail server that gives this answer."""

    answer: str = TAKEN
    mails: list[tuple[str, EmailMessage]] = field(default_factory=list)

    async def send(self, recipient: str, raw: bytes) -> str:
        mail = message_from_bytes(raw, policy=policy.default)
        assert isinstance(mail, EmailMessage)
        self.mails.append((recipient, mail))
        return self.answer


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[BorderDesk]:
    with open_desk(tmp_path) as desk:
        yield desk


def _answers(desk: BorderDesk, server: Server, times: int = 3) -> None:
    """The intake's next rounds."""
    those = Strangers(desk.store.inbox, AGENCY, server.send)
    for _ in range(times):
        asyncio.run(those.answer_one(desk.now))


@pytest.mark.parametrize("words", [HOLD, "FORGET ME", "Bitte l\u00f6schen Sie alle meine Daten"])
def test_a_stranger_who_asks_is_told_that_nothing_is_held(desk: BorderDesk, words: str) -> None:
    assert desk.gets(desk.mail(MALLORY, f"{words}\n\nBest wishes,\nMallory", AGENCY)) == ("set_aside", ASKED)
    server = Server()
    _answers(desk, server)
    ((to, mail),) = server.mails
    text = mail.get_content()
    assert to == MALLORY and [each.addr_spec for each in mail["To"].addresses] == [MALLORY]
    assert "we hold nothing" in text and "mallory" not in text.lower() and words not in text
    assert mail["Auto-Submitted"] == "auto-replied" and mail["Reply-To"] is None
    assert desk.store.inbox.set_aside_counts() == {TOLD: 1}


def test_who_never_was_and_who_is_forgotten_read_the_same(desk: BorderDesk) -> None:
    """Nobody can learn from it that somebody was a member."""
    desk.gets(desk.mail(MALLORY, HOLD, AGENCY))
    server = Server()
    _answers(desk, server)
    assert desk.store.shredder.shred(desk.relationship, desk.now) and desk.store.shredder.forget_people(desk.now)
    desk.gets(desk.mail(MIRA.address, HOLD, AGENCY))
    _answers(desk, server)
    (_, one), (to, other) = server.mails
    assert to == MIRA.address and one.get_content() == other.get_content() and one["Subject"] == other["Subject"]


def test_a_member_is_asked_back_as_ever_and_told_nothing_of_the_kind(desk: BorderDesk) -> None:
    assert desk.gets(desk.mail(MIRA.address, HOLD, AGENCY))[0] == "done"
    server = Server()
    _answers(desk, server)
    assert server.mails == []


@pytest.mark.parametrize("words", ["STATUS", "END", "Hello", f"{HOLD} And I want to join.", "I agree"])
def test_a_stranger_who_asks_for_anything_else_is_not_answered(desk: BorderDesk, words: str) -> None:
    """T13."""
    assert desk.gets(desk.mail(MALLORY, words, AGENCY)) == ("set_aside", STRANGER)


def test_nobody_is_written_to_for_a_forgery_or_a_machine(desk: BorderDesk) -> None:
    """T13: of what nobody vouches for no mail comes."""
    assert desk.gets(desk.mail(MALLORY, HOLD, AGENCY, vouched=False)) == ("set_aside", STRANGER)
    machine = desk.mail(MALLORY, HOLD, AGENCY, Auto_Submitted="auto-replied")
    assert desk.gets(machine)[1].startswith("automatic/")
    server = Server()
    _answers(desk, server)
    assert server.mails == []


def test_an_address_is_answered_once_a_week_and_few_a_day(desk: BorderDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(strangers, "MOST_A_DAY", 3)
    server = Server()
    for _ in range(3):
        desk.gets(desk.mail(MALLORY, HOLD, AGENCY))
    _answers(desk, server, 4)
    assert len(server.mails) == 1
    desk.now += timedelta(days=8)
    desk.gets(desk.mail(MALLORY.upper(), HOLD, AGENCY))
    _answers(desk, server, 1)
    assert len(server.mails) == 2
    desk.now += timedelta(days=2)
    start = desk.now
    for n in range(5):
        desk.now = start
        desk.gets(desk.mail(f"m{n}@evil.example", HOLD, AGENCY))
    _answers(desk, server, 5)
    assert len(server.mails) == 2 + 3


def test_it_is_tried_again_while_the_server_is_away_and_never_twice_after_a_crash(desk: BorderDesk) -> None:
    desk.gets(desk.mail(MALLORY, HOLD, AGENCY))
    away = Server(LATER)
    _answers(desk, away, 2)
    assert len(away.mails) == 2 and desk.store.inbox.set_aside_counts() == {ASKED: 1}
    (key,) = desk.store.inbox.aside(ASKED)
    desk.store.inbox.recode(key, ASKED, SENDING)
    server = Server()
    _answers(desk, server)
    assert server.mails == [], "killed while it was sent, it may have gone: a human looks at it"
    desk.store.inbox.recode(key, SENDING, ASKED)
    _answers(desk, Server("refused"))
    assert desk.store.inbox.set_aside_counts() == {STRANGER: 1}
