"""Where others can look: logs, Temporal's histories, an operator's screen, files, mailboxes."""

import asyncio
import base64
import contextlib
import io
import json
import logging
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from sqlalchemy import select

from store.tables import inbox
from store.vault import Unreadable
from tests.workflows.grounds import ROOT, WORKER, environment, mails
from worker.embedded.state import AGENCY
from worker.embedded.whole import Whole
from worker.logbook import Discreet


class Log(logging.Handler):
    """Everything the worker's process says at DEBUG, and no formatter before it."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(logging.Formatter("%(name)s %(message)s").format(record))


@contextlib.contextmanager
def listening() -> Iterator[tuple[Log, io.StringIO]]:
    """To all that is said, and to what of it is written down."""
    log, written, root = Log(), io.StringIO(), logging.getLogger()
    discreet, level = logging.StreamHandler(written), root.level
    discreet.setFormatter(Discreet())
    root.setLevel(logging.DEBUG)
    for handler in (log, discreet):
        root.addHandler(handler)
    yield log, written
    for handler in (log, discreet):
        root.removeHandler(handler)
    root.setLevel(level)


async def temporal(whole: Whole, *words: str) -> str:
    command = [str(Path(sys.executable).with_name("temporal")), *words, "--address", whole.settings.temporal_address]
    run = await asyncio.create_subprocess_exec(*command, "-o", "json", stdout=asyncio.subprocess.PIPE)
    said, _ = await run.communicate()
    assert run.returncode == 0
    return said.decode()


async def operator_reads(whole: Whole, *words: str) -> str:
    """What an operator reads, and the log of that process at DEBUG."""
    command, pipe = [sys.executable, "-c", WORKER, *words], asyncio.subprocess.PIPE
    env = environment(whole) | {"PEERPOST_LOG": "debug"}
    run = await asyncio.create_subprocess_exec(*command, cwd=ROOT, env=env, stdout=pipe, stderr=pipe)
    said, logged = await run.communicate()
    assert run.returncode == 0, logged.decode()
    json.loads(said)
    return said.decode() + logged.decode()


def files(whole: Whole) -> dict[str, bytes]:
    """The database, its log beside it, and what is there else of ours but mail, Temporal and keys."""
    return {path.name: path.read_bytes() for path in whole.folder.path.iterdir() if path.is_file()}


def backed_up(whole: Whole) -> Path:
    """A copy of the database as it is now, in a folder of its own."""
    folder = whole.folder.path.parent / "backup"
    folder.mkdir()
    live, copy = (sqlite3.connect(place / "peerpost.db") for place in (whole.folder.path, folder))
    with closing(live), closing(copy):
        live.backup(copy)
    return folder / "peerpost.db"


def mail_of_the_agency(whole: Whole) -> bytes:
    """Every folder of our own mailbox on the mail server."""
    ours = [each for each in whole.folder.mail.iterdir() if each.name.startswith(AGENCY.partition("@")[0])]
    assert ours
    return b"\n".join(path.read_bytes() for folder in ours for path in folder.rglob("*") if path.is_file())


async def mailbox(whole: Whole, address: str) -> bytes:
    """The text of all mails somebody got, without what the post office wrote on the envelope."""
    found = []
    for mail in await mails(whole, address):
        parts = [part.get_content() for part in mail.walk() if part.get_content_maintype() == "text"]
        found.append("\n".join([str(mail["Subject"]), str(mail["From"]), *parts]))
    assert found
    return "\n".join(found).encode()


def kept(whole: Whole, key: str) -> bytes:
    with contextlib.suppress(Unreadable):
        return whole.house.inbox.raw(key)[0]
    return b""


def keys_of_mails(whole: Whole) -> list[str]:
    with whole.house.engine.connect() as connection:
        return list(connection.scalars(select(inbox.c.key).where(inbox.c.sealed.is_not(None))))


def payloads(node: object) -> Iterator[object]:
    """Every decoded payload of a history: those of one field look the same wherever they are."""
    if isinstance(node, dict):
        if isinstance(node.get("data"), str) and "metadata" in node:
            yield json.loads(base64.b64decode(node["data"]))
        # What a map holds comes in any order.
        for _, value in sorted(node.items()):
            yield from payloads(value)
    elif isinstance(node, list):
        for value in node:
            yield from payloads(value)


def leaves(nodes: Iterator[object]) -> Iterator[object]:
    for node in nodes:
        if isinstance(node, dict):
            yield from leaves(iter(node.values()))
        elif isinstance(node, list):
            yield from leaves(iter(node))
        else:
            yield node
