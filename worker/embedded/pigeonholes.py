"""Mailboxes that an IMAP client can read, each backed by a shelf of files.

pymap serves mailboxes from memory; here they write every change that must outlive the process to the shelf first.
"""

import asyncio
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pymap.backend.dict.mailbox import MailboxData, MailboxSet, Message
from pymap.concurrent import Event
from pymap.flags import FlagOp
from pymap.interfaces.message import CachedMessage
from pymap.mime import MessageBody, MessageContent, MessageHeader
from pymap.parsing.message import AppendMessage
from pymap.parsing.specials import ObjectId
from pymap.parsing.specials.flag import Flag, Seen
from pymap.selected import SelectedMailbox

from worker.embedded.shelf import INBOX, KeptMail, Shelf

_BLANK_LINE = re.compile(rb"(?:\A|\n)\r?\n")


class ShelvedFolder(MailboxData):
    """One IMAP folder whose mails lie in files."""

    def __init__(self, holes: "Pigeonholes", name: str) -> None:
        super().__init__(holes._content_cache, holes._thread_cache)
        self._shelf = holes.shelf
        self._name = name
        self._files: dict[int, Path] = {}

    async def append(self, append_msg: AppendMessage, *, recent: bool = False) -> Message:
        path = await asyncio.to_thread(self._shelf.keep, append_msg.literal, self._name)
        return await self._show(append_msg, path, recent)

    async def bring_back(self, mail: KeptMail) -> None:
        """Show a mail again that was kept before the last stop."""
        arrived = datetime.fromtimestamp(mail.path.stat().st_mtime, UTC)
        flags = frozenset({Seen}) if mail.read else frozenset()
        await self._show(AppendMessage(mail.path.read_bytes(), arrived, flags), mail.path)

    async def update_selected(self, selected: SelectedMailbox, *, wait_on: Event | None = None) -> SelectedMailbox:
        """What came just before an IDLE began is news too; pymap's own would wait for the next mail to tell of it."""
        told_all = selected.mod_sequence == self._mod_sequences.highest
        return await super().update_selected(selected, wait_on=wait_on if told_all else None)

    async def move(self, uid: int, destination: MailboxData, *, recent: bool = False) -> int | None:
        new_uid = await super().move(uid, destination, recent=recent)
        if new_uid is not None and isinstance(destination, ShelvedFolder):
            destination._files[new_uid] = self._shelf.move(self._files.pop(uid), destination._name)
        return new_uid

    async def copy(self, uid: int, destination: MailboxData, *, recent: bool = False) -> int | None:
        new_uid = await super().copy(uid, destination, recent=recent)
        if new_uid is not None and isinstance(destination, ShelvedFolder):
            raw = self._files[uid].read_bytes()
            destination._files[new_uid] = await asyncio.to_thread(self._shelf.keep, raw, destination._name)
        return new_uid

    async def update(self, uid: int, cached_msg: CachedMessage, flag_set: frozenset[Flag], mode: FlagOp) -> Message:
        message = await super().update(uid, cached_msg, flag_set, mode)
        if path := self._files.get(uid):
            self._files[uid] = self._shelf.mark(path, read=Seen in message.permanent_flags)
        return message

    async def delete(self, uids: Iterable[int]) -> None:
        gone = list(uids)
        await super().delete(gone)
        for uid in gone:
            if path := self._files.pop(uid, None):
                path.unlink()

    async def _show(self, mail: AppendMessage, path: Path, recent: bool = False) -> Message:
        """pymap's own `append`, without its parsing of the whole mail: a stranger's can take minutes and gigabytes."""
        async with self.messages_lock.write_lock():
            self._max_uid += 1
            message = Message(
                self._max_uid,
                mail.when or datetime.now(UTC),
                mail.flag_set,
                email_id=ObjectId.random_email_id(),
                thread_id=ObjectId.random_thread_id(),
                recent=recent,
                content=_as_one_text(mail.literal),
            )
            self._messages[message.uid] = message
            self._files[message.uid] = path
            self._mod_sequences.update([message.uid])
            self._updated.set()
        return message


class Pigeonholes(MailboxSet):
    """All folders of one mailbox."""

    def __init__(self, shelf: Shelf) -> None:
        super().__init__()
        self.shelf = shelf
        self.inbox = ShelvedFolder(self, INBOX)
        self._inbox = self.inbox

    async def add_mailbox(self, name: str) -> ObjectId:
        if name in self._set:
            raise ValueError(name)
        self._set[name] = folder = ShelvedFolder(self, name)
        return folder.mailbox_id

    async def rename_mailbox(self, before: str, after: str) -> Any:
        """Refused: a mail client for trials has no need of it, and the files would not follow."""
        raise KeyError(before)

    async def bring_back(self) -> None:
        """Show all mails again that were kept before the last stop, each in its folder."""
        for mail in list(self.shelf.mails()):
            if mail.folder != INBOX and mail.folder not in self._set:
                await self.add_mailbox(mail.folder)
            folder = await self.get_mailbox(mail.folder)
            assert isinstance(folder, ShelvedFolder)
            await folder.bring_back(mail)


def _as_one_text(raw: bytes) -> MessageContent:
    """A mail whose header fields can be asked for and whose body has no parts, whatever it says."""
    blank = _BLANK_LINE.search(raw)
    start = blank.end() if blank else 0
    # The last one is what follows the blank line: nothing.
    header_lines = MessageContent._find_lines(raw[:start])[:-1]
    header = MessageHeader._parse(raw, memoryview(raw), header_lines)
    body = MessageBody(raw, [(start, len(raw), len(raw))], MessageBody.empty().content_type, [])
    return MessageContent(raw, header, body)
