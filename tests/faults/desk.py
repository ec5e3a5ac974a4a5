"""The service's desk without its waiting: mails in as bytes, letters out as bytes, on a real store."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path

from activities.advance import Advance, Outcome, Step
from activities.doors import Agency
from activities.intake.sort import Sorter
from activities.post import Post
from correspondence.arriving.digest import mail_key
from mentoring.events import Event
from tests.store.opened import ADA, IMG_TEXT, MIRA, NOOR, NOW, Store, open_store

AGENCY = "letters@office.example"
ADDRESSES = {"mentor": ADA.address, "mentee": MIRA.address, "organiser": NOOR.address}


@dataclass
class Postbox:
    """A mail server that takes everything."""

    mails: list[bytes] = field(default_factory=list)

    async def post(self, sender: str, recipient: str, raw: bytes) -> str:
        self.mails.append(raw)
        return "250 taken"


class Desk:
    """One pair, from its kick-off on; `now` is turned by hand."""

    def __init__(self, folder: Path, text: str = IMG_TEXT) -> None:
        self.now, self.postbox = NOW + timedelta(hours=1), Postbox()
        self.store: Store = open_store(f"sqlite:///{folder / 'journal.db'}", folder / "keys" / "keyring.json")
        house = self.store
        self.relationship, members = house.pair(text=text)
        self.ids = {member.role: member.id for member in members}
        self._advance = Advance(house.journal, house.inbox, house.outbox, house.registry)
        self._sorter = Sorter(house.inbox, house.outbox, house.registry, AGENCY, "")
        agency = Agency(AGENCY)
        self._post = Post(house.outbox, house.registry, house.journal, self.postbox, agency, lambda: self.now)

    async def begins(self) -> None:
        await self.steps(f"start-{self.relationship}")

    async def steps(self, cause: str) -> Outcome:
        outcome = self._advance.advance(Step(self.relationship, cause, self.now))
        for letter in outcome.letters:
            await self._post.post(letter.key)
        return outcome

    async def takes_in(self, raw: bytes) -> tuple[str, str]:
        """As the intake and the relationship's waiting do; (state, reason) of the mail afterwards."""
        key = mail_key(raw)
        self.store.inbox.take(key, raw, self.now)
        if self._sorter.sort(key) is not None:
            await self.steps(key)
        return self.store.inbox.state(key)

    def latest(self, role: str, name: str = "") -> EmailMessage:
        """The last letter that somebody was posted, or the last of that name."""
        posted = [each for each in self.store.outbox.all_of(self.relationship) if each.letter.name.startswith(name)]
        mine = [each.raw for each in posted if each.letter.to == self.ids.get(role, role) and each.raw]
        return message_from_bytes(mine[-1], policy=policy.default)

    def answer(self, role: str, text: str, to: EmailMessage, **headers: str) -> bytes:
        """A reply of theirs, or of their mail program, to a letter."""
        mail = EmailMessage(policy=policy.SMTP)
        mail["From"], mail["To"], mail["Subject"] = ADDRESSES[role], str(to["Reply-To"]), f"Re: {to['Subject']}"
        mail["In-Reply-To"], mail["Date"] = str(to["Message-ID"]), format_datetime(self.now)
        mail["Message-ID"] = f"<{len(self.postbox.mails)}.{self.store.inbox.progress()[0]}@wards.example>"
        for name, value in headers.items():
            mail[name.replace("_", "-")] = value
        mail.set_content(text)
        return mail.as_bytes()

    def story(self) -> list[Event]:
        return [entry.event for entry in self.store.journal.read(self.relationship)]

    def names(self, role: str) -> list[str]:
        """The letters of one reader, oldest first."""
        letters = [each.letter for each in self.store.outbox.all_of(self.relationship)]
        return [letter.name for letter in letters if letter.to == self.ids.get(role, role)]


def later(desk: Desk, **by: float) -> datetime:
    desk.now += timedelta(**by)
    return desk.now


@asynccontextmanager
async def open_desk(folder: Path) -> AsyncIterator[Desk]:
    """A desk at which the letters of the kick-off have just left."""
    desk = Desk(folder)
    await desk.begins()
    yield desk
    desk.store.close()
