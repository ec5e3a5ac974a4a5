"""Housekeeping: once a day, destroy what is kept no longer, and see that nothing is left of it."""

import asyncio
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy import Engine
from temporalio import activity

from correspondence.arriving import mime
from correspondence.arriving.digest import mail_key
from store.engine import settle_files
from store.epochs import rotate_if_due
from store.forgetting import Forgetter
from store.inbox import Inbox
from store.keyring import KeyStore
from store.purging import Purger
from store.registry import Registry
from store.shredding import Shredder
from store.vault import KeyMissing, Unreadable

ASIDE = timedelta(days=30)
"""How long a human has time to look at a mail that was set aside."""


@dataclass(frozen=True, slots=True)
class Chores:
    """`now` (aware, UTC) is by the clock of the relationships, which may have been turned."""

    now: datetime


@dataclass(frozen=True, slots=True)
class Done:
    """How many were destroyed: relationships, people, mails, copies of mails.  In how many it was forgotten who had
    asked to end it is not told: among few it would tell of one.

    `rotated`: the epoch ended.  `copies` is -1 while the mailbox cannot be tidied, and `settled` False while a reader
    keeps the database from emptying its log: both are tried again the next day.
    """

    relationships: int
    people: int
    mails: int
    copies: int
    rotated: bool
    settled: bool


class FiledMail(Protocol):
    """Mails of ours that intake has filed away."""

    def filed(self, folder: str) -> list[tuple[int, datetime]]: ...
    def fetch_filed(self, folder: str, uid: int) -> bytes: ...
    def remove(self, folder: str, uids: list[int]) -> None: ...


class CopiesStay(Exception):
    """The mailbox cannot be tidied now."""


@dataclass(frozen=True, slots=True)
class Keeper:
    """Everything that keeps what has to be destroyed one day.

    `keep_mails` is how long a mail stays once done; `folders` are those on the mail server that read mails lie in, and
    `unread` those of mails that were too much to read.
    """

    engine: Engine
    keys: KeyStore
    shredder: Shredder
    forgetter: Forgetter
    registry: Registry
    purger: Purger
    inbox: Inbox
    keep_mails: timedelta
    folders: tuple[str, ...]
    unread: tuple[str, ...]


class Housekeeping:
    def __init__(self, keeper: Keeper, open_mailbox: Callable[[], AbstractContextManager[FiledMail]]) -> None:
        self._keeper = keeper
        self._open_mailbox = open_mailbox

    @activity.defn
    async def keep_house(self, chores: Chores) -> Done:
        """Repeated after a crash it does what was left to do."""
        return await asyncio.to_thread(self.all_chores, chores.now)

    def all_chores(self, now: datetime) -> Done:
        """Keys first, their epoch next, and the files and folders last."""
        keeper = self._keeper
        keeper.purger.forget_who_asked(now)
        relationships = sum(keeper.shredder.shred(each, now) for each in keeper.shredder.due(now))
        people = keeper.shredder.forget_people(now) + self._forget_who_wished(now)
        keeper.registry.rights.tidy(now)
        mails = keeper.purger.purge_mails(now - keeper.keep_mails, now - ASIDE, now)
        rotated = rotate_if_due(keeper.engine, keeper.keys, now) is not None
        settled = settle_files(keeper.engine)
        return Done(relationships, people, mails, self._remove_copies(now), rotated, settled)

    def _forget_who_wished(self, now: datetime) -> int:
        forgetter = self._keeper.forgetter
        return sum(forgetter.forget(person, self._strays_of(person), now) for person in forgetter.due())

    def _strays_of(self, person: str) -> list[str]:
        """Their mails that were set aside before it was known what they were about."""
        inbox, registry = self._keeper.inbox, self._keeper.registry
        senders = {key: self._sender_of(key) for key in inbox.strays()}
        return [key for key, sender in senders.items() if sender and registry.person_at(sender) == person]

    def _sender_of(self, key: str) -> str:
        """Of a mail that cannot be opened, nobody."""
        try:
            return mime.read(self._keeper.inbox.raw(key)[0]).sender
        except (KeyMissing, Unreadable):
            return ""

    def _remove_copies(self, now: datetime) -> int:
        """A copy on the mail server lives no longer than ours; -1 if the server does not let us."""
        try:
            with self._open_mailbox() as mailbox:
                copies = [self._tidy(mailbox, folder, now) for folder in self._keeper.folders]
                return sum(copies) + sum(self._tidy(mailbox, folder, now, False) for folder in self._keeper.unread)
        except CopiesStay:
            return -1

    def _tidy(self, mailbox: FiledMail, folder: str, now: datetime, read: bool = True) -> int:
        """One that was never taken in, as after a backup was put back, is left alone until it is old."""
        outdated = []
        for uid, since in mailbox.filed(folder):
            known = self._keeper.inbox.is_kept(mail_key(mailbox.fetch_filed(folder, uid))) if read else None
            if known is False or (known is None and since < now - ASIDE):
                outdated.append(uid)
        mailbox.remove(folder, outdated)
        return len(outdated)
