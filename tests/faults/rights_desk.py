"""A desk that posts its letters, keeps house, and has Mira in two relationships."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from activities.advance import Step
from activities.housekeeping import Housekeeping, Keeper
from mentoring.relationship import fold, initial, next_deadline
from mentoring.state import State
from store.forgetting import Forgetter
from store.purging import Purger
from store.tombstones import Tombstones
from tests.faults.border_desk import BORDER, BorderDesk
from tests.store.opened import MIRA, NOOR


class NoCopies:
    """A mailbox on whose server nothing is filed away."""

    def __enter__(self) -> "NoCopies":
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def filed(self, folder: str) -> list[tuple[int, datetime]]:
        return []

    def fetch_filed(self, folder: str, uid: int) -> bytes:
        return b""

    def remove(self, folder: str, uids: list[int]) -> None:
        pass


class RightsDesk(BorderDesk):
    def __init__(self, folder: Path) -> None:
        super().__init__(folder, BORDER)
        self.other, _ = self.store.pair(NOOR, MIRA)
        self._advance_in(self.other, f"start-{self.other}", self.now)
        house = self.store
        letters = Forgetter(house.engine, house.vault, house.registry, house.outbox, Tombstones(house.keys))
        purger = Purger(house.engine, house.vault, house.journal, house.outbox)
        week = timedelta(days=7)
        parts = (house.engine, house.keys, house.shredder, letters, house.registry, purger, house.inbox, week)
        self.housekeeping = Housekeeping(Keeper(*parts, folders=("Processed",), unread=()), NoCopies)

    def _advance_in(self, stream: str, cause: str, at: datetime) -> None:
        self._advance.advance(Step(stream, cause, at))

    def told(self) -> None:
        """The intake's next round: what waits for other relationships reaches them."""
        for key, stream in self.store.inbox.unfinished(self.now + timedelta(seconds=1)):
            self._advance_in(stream, key, self.now)

    def both_pass(self, until: datetime) -> None:
        """Time goes by in both relationships, and every letter leaves."""
        self.told()
        for stream in (self.relationship, self.other):
            while (at := self._next(stream)) and at <= until:
                entries = len(self.store.journal.read(stream))
                self._advance_in(stream, f"time/{at.isoformat()}/{entries}", at)
        self.now = max(self.now, until)
        self.posts()

    def _next(self, stream: str) -> datetime | None:
        deadline = next_deadline(self.state(stream))
        return deadline.at if deadline else None

    def state(self, stream: str = "") -> State:
        """How one relationship stands, the first if no other is said."""
        stream = stream or self.relationship
        start = initial(self.store.registry.programme_of(stream))
        return fold(start, (entry.event for entry in self.store.journal.read(stream)))

    def posts(self) -> None:
        """Every letter that waits leaves."""

        async def post() -> None:
            for stream in self.store.registry.relationships():
                for each in self.store.outbox.all_of(stream.id):
                    if each.state in ("waiting", "sending"):
                        await self._post.post(each.key)

        asyncio.run(post())

    def mails_to(self, address: str) -> list[EmailMessage]:
        """What a mailbox has got, oldest first."""
        mails = (message_from_bytes(raw, policy=policy.default) for raw in self.postbox.mails)
        return [mail for mail in mails if mail["To"].addresses[0].addr_spec == address]

    def subjects(self, address: str) -> list[str]:
        return [str(mail["Subject"]) for mail in self.mails_to(address)]

    def answers(self, address: str, words: str, vouched: bool = True) -> tuple[str, str]:
        """Whoever reads a mailbox replies to its newest mail."""
        letter = self.mails_to(address)[-1]
        state = self.gets(self.mail(address, words, str(letter["Reply-To"]), vouched))
        self.told()
        self.posts()
        return state


@contextmanager
def open_rights_desk(folder: Path) -> Iterator[RightsDesk]:
    desk = RightsDesk(folder)
    desk.posts()
    yield desk
    desk.store.close()
