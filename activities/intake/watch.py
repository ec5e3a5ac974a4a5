"""Takes mail in: store first, then understand, then tell the relationship.  Whatever crashes, nothing is lost."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Protocol

from temporalio import activity

from activities.intake.sort import Sorter
from activities.intake.strangers import Strangers
from correspondence.arriving.digest import mail_key
from store.inbox import Inbox

PATIENCE = timedelta(minutes=10)
"""How long one watch lasts before it is begun anew."""

WAIT_SECONDS = 5.0
SWEEP_AFTER = timedelta(seconds=30)
BIGGEST = 10 * 1024 * 1024
PROCESSED, QUARANTINE = "Processed", "Quarantine"


class Mailbox(Protocol):
    """A mailbox of ours, read by one reader at a time."""

    def waiting(self) -> list[int]: ...
    def size(self, uid: int) -> int: ...
    def fetch(self, uid: int) -> bytes: ...
    def file_away(self, uid: int, folder: str) -> None: ...
    def wait(self, seconds: float) -> None: ...


class Gone(Exception):
    """The relationship's workflow has ended; no signal reaches it any more."""


Tell = Callable[[str, str], Awaitable[None]]
"""Tell a relationship (its id) that a key waits in the inbox.  Raises Gone."""


class Intake:
    def __init__(
        self,
        inbox: Inbox,
        sorter: Sorter,
        open_mailbox: Callable[[], AbstractContextManager[Mailbox]],
        tell: Tell,
        clock: Callable[[], datetime],
        strangers: Strangers,
    ) -> None:
        self._inbox = inbox
        self._sorter = sorter
        self._open_mailbox = open_mailbox
        self._tell = tell
        self._clock = clock
        self._strangers = strangers

    @activity.defn
    async def watch(self) -> None:
        """Watch the mailbox for a while; ends by itself, or when the worker is shutting down."""
        until = self._clock() + PATIENCE
        swept = self._clock() - SWEEP_AFTER
        mailbox_context = self._open_mailbox()
        mailbox = await asyncio.to_thread(mailbox_context.__enter__)
        try:
            while self._clock() < until and not activity.is_worker_shutdown():
                await asyncio.to_thread(take_all, mailbox, self._inbox, self._clock)
                await self._sort_all(await asyncio.to_thread(self._inbox.unsorted))
                if self._clock() >= swept + SWEEP_AFTER:
                    swept = self._clock()
                    await self._tell_again(swept)
                await asyncio.to_thread(mailbox.wait, WAIT_SECONDS)
        finally:
            await asyncio.to_thread(mailbox_context.__exit__, None, None, None)

    async def _sort_all(self, keys: Iterable[str]) -> None:
        for key in keys:
            relationship = await asyncio.to_thread(self._sorter.sort, key)
            if relationship is not None:
                await self._say(relationship, key)

    async def _tell_again(self, now: datetime) -> None:
        """A signal that never reached its relationship is given again; one that did changes nothing.

        And what could not be read for want of a key is tried again.
        """
        await self._sort_all(await asyncio.to_thread(self._inbox.waiting_for_keys))
        await self._strangers.answer_one(now)
        for key, relationship in await asyncio.to_thread(self._inbox.unfinished, now - SWEEP_AFTER):
            await self._say(relationship, key)

    async def _say(self, relationship: str, key: str) -> None:
        try:
            await self._tell(relationship, key)
        except Gone:
            await asyncio.to_thread(self._inbox.set_aside, key, "closed")


def take_all(mailbox: Mailbox, inbox: Inbox, clock: Callable[[], datetime]) -> None:
    """Store every mail that waits.  It needs no secret key, so it goes on while those are away."""
    for uid in mailbox.waiting():
        _take(mailbox, uid, inbox, clock)


def _take(mailbox: Mailbox, uid: int, inbox: Inbox, clock: Callable[[], datetime]) -> None:
    """Only once it is committed here is it moved on the server: a crash in between shows it again, harmlessly."""
    size, now = mailbox.size(uid), clock()
    if size > BIGGEST:
        key = sha256(f"{uid}|{size}|{now}".encode()).hexdigest()
        inbox.take(key, b"", now)
        inbox.set_aside(key, "too_big")
        mailbox.file_away(uid, QUARANTINE)
        return
    raw = mailbox.fetch(uid)
    inbox.take(mail_key(raw), raw, clock())
    mailbox.file_away(uid, PROCESSED)
