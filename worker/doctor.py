"""What can be wrong with an installation, found before people notice.  Nothing here changes anything."""

import asyncio
import os
import shutil
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from enum import StrEnum
from pathlib import Path

from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from activities.intake.strangers import TOLD
from activities.post import NotPosted
from store.engine import Examined, examine
from store.inbox import KEY_MISSING
from store.keyring import KeyringMissing, open_keyring
from worker.imap import MailboxTrouble
from worker.service import TemporalNotReached, connect, knows_search_attributes, mailbox, postman
from worker.settings import Server, Settings

LATE, TOO_LATE = timedelta(minutes=10), timedelta(hours=6)
FEW, TOO_FEW = 2 * 1024**3, 200 * 1024**2
"""Bytes left on the disk."""

CLOCK_OFF = timedelta(seconds=60)
HIDDEN_FIELD = "=?utf-8?q?=0ABcc:_mallory@example.org?="
CONFIRMED = "signatures, renewals, concerns and organisers' words are confirmed by one more mail"


class Verdict(StrEnum):
    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: what was found, and what to do about it ("" if nothing)."""

    check: str
    verdict: Verdict
    found: str
    do: str = ""


def ok(check: str, found: str) -> Finding:
    return Finding(check, Verdict.OK, found)


def warn(check: str, found: str, do: str) -> Finding:
    return Finding(check, Verdict.WARN, found, do)


def fail(check: str, found: str, do: str) -> Finding:
    return Finding(check, Verdict.FAIL, found, do)


def python_is_patched() -> Finding:
    """The behaviour itself is tried, for distributions mend old versions too (CVE-2024-6923, CVE-2026-1299)."""
    mail = EmailMessage(policy=SMTP)
    mail["Subject"] = HIDDEN_FIELD
    try:
        lets_through = "Bcc" in message_from_bytes(mail.as_bytes())
    except ValueError:
        lets_through = False
    if lets_through:
        do = "Update to Python 3.11.15, 3.12.13, 3.13.12, 3.14.3 or later. Peerpost's own check stands before it."
        return warn("python", "a line break hidden in a subject begins a new header field", do)
    return ok("python", "line breaks stay out of header fields")


def keys_are_safe(keys: Path, database_url: str, embedded: bool) -> Iterator[Finding]:
    """The key file is there, is for its owner only, and is not copied together with what it opens."""
    try:
        open_keyring(keys)
    except KeyringMissing:
        do = "Restore it from its own backup; at a very first start `peerpost worker` makes it."
        yield fail("keys", "the key file is not there, or is none", do)
        return
    file, folder = (stat.S_IMODE(os.stat(each).st_mode) for each in (keys, keys.parent))
    if file & 0o077 or folder & 0o077:
        do = f"chmod 600 {keys}; chmod 700 {keys.parent}"
        yield fail("keys", f"others may read them: the file is {file:04o}, its folder {folder:04o}", do)
    else:
        yield ok("keys", "there, and for their owner only")
    beside = _database_folder(database_url)
    if not embedded and beside is not None and keys.resolve().is_relative_to(beside):
        do = "Set PEERPOST_KEYS to a folder that is backed up apart from the database."
        yield warn("keys apart", "they lie in the folder of the database: one backup has both", do)


def _database_folder(url: str) -> Path | None:
    parsed = make_url(url)
    is_file = parsed.get_backend_name() == "sqlite" and parsed.database
    return Path(parsed.database or "").resolve().parent if is_file else None


def database_is_well(url: str, now: datetime) -> Iterator[Finding]:
    """Reachable, writable, migrated; and no mail lies in it for long."""
    try:
        found = examine(url)
    except FileNotFoundError:
        yield fail("database", "there is none yet", "Start `peerpost worker` once: it makes the tables.")
        return
    except (SQLAlchemyError, ImportError) as error:
        do = "Check PEERPOST_DATABASE_URL, that the server runs, and that its user may write."
        yield fail("database", f"it cannot be used ({type(error).__name__})", do)
        return
    if found.revision != found.head:
        do = "Start this release's `peerpost worker` once: it migrates. If the tables are newer, update Peerpost."
        yield fail("database", f"its tables are at {found.revision or 'no step'}, this release needs {found.head}", do)
        return
    yield ok("database", f"reachable, writable, at step {found.head}")
    yield _clock(found, now)
    yield _waiting(found, now)
    yield from _set_aside(found)


def _clock(found: Examined, now: datetime) -> Finding:
    off = abs((found.now or now) - now)
    if off > CLOCK_OFF:
        do = "Let both machines keep time by NTP: deadlines are reckoned by this clock."
        return warn("clock", f"{off.total_seconds():.0f} s away from the database's", do)
    return ok("clock", "as the database's" if found.now else "the database has no other")


def _waiting(found: Examined, now: datetime) -> Finding:
    if found.oldest_mail is None:
        return ok("mail waiting", "every mail that came in was dealt with")
    age = now - found.oldest_mail
    said = f"the oldest has waited for {age.total_seconds() / 60:.0f} minutes"
    do = "See that `peerpost worker` runs and what its log says; then look at the mailbox workflow in Temporal."
    if age > LATE:
        return fail("mail waiting", said, do) if age > TOO_LATE else warn("mail waiting", said, do)
    return ok("mail waiting", said)


def _set_aside(found: Examined) -> Iterator[Finding]:
    """What no machine sent is some person's mail that nobody has answered."""
    if keyless := found.set_aside.get(KEY_MISSING, 0):
        do = "Put the missing key back, from the backup of PEERPOST_KEYS: they are then read by themselves."
        yield fail("mail without its key", f"{keyless} cannot be read, and wait", do)
    aside = {reason: count for reason, count in found.set_aside.items() if not reason.startswith("automatic/")}
    for reason in (KEY_MISSING, TOLD):
        aside.pop(reason, None)
    if not aside:
        yield ok("mail set aside", "none that a person wrote")
        return
    said = ", ".join(f"{reason} {count}" for reason, count in sorted(aside.items()))
    do = "Nobody was answered: look for these mails on the mail server, where the worker has moved them, and reply."
    yield warn("mail set aside", f"for a human: {said}", do)


async def temporal_is_ready(settings: Settings) -> Finding:
    """It answers, and knows what relationships show."""
    try:
        client = await connect(settings.temporal_address, settings.temporal_namespace)
    except TemporalNotReached as trouble:
        return fail("temporal", "it does not answer", str(trouble))
    if not await knows_search_attributes(client):
        do = "Start `peerpost worker` once, or register Stage, Programme, NextDeadline and NeedsCare there."
        return fail("temporal", "it does not know the search attributes", do)
    return ok("temporal", f"answers at {settings.temporal_address}, with the search attributes")


_TROUBLE = {
    "login": "Check its user and password, and that its certificate is one that this machine trusts.",
    "later": "Check host, port and security, and that the server runs.",
    "unreachable": "Check host, port and security, and that the server runs.",
    "no_move": "The server must know MOVE (RFC 6851).",
}


async def mail_goes_out(server: Server) -> Finding:
    """A login, and goodbye."""
    try:
        await postman(server).greet()
    except ValueError as wrong:
        return fail("mail out", "the settings cannot be used", str(wrong))
    except NotPosted as trouble:
        return fail("mail out", f"SMTP: {trouble.code}", _TROUBLE.get(trouble.code, "See the server's log."))
    return ok("mail out", f"SMTP takes us in, {_secured(server)}")


def mail_comes_in(server: Server) -> Finding:
    """A login and a look at the list of mails; nothing is opened, moved or marked."""
    try:
        with mailbox(server) as box:
            waiting = len(box.waiting())
    except ValueError as wrong:
        return fail("mail in", "the settings cannot be used", str(wrong))
    except MailboxTrouble as trouble:
        return fail("mail in", f"IMAP: {trouble.code}", _TROUBLE.get(trouble.code, "See the server's log."))
    return ok("mail in", f"IMAP takes us in, {_secured(server)}; {waiting} in the mailbox")


def _secured(server: Server) -> str:
    return "without TLS, on this machine" if server.security == "none" else f"with {server.security}"


def border_is_known(settings: Settings) -> Finding:
    """Whose word on senders counts; that it is true to its name is seen with the first mail only."""
    if not settings.authserv_id:
        do = "Set PEERPOST_AUTHSERV_ID to the name your mail server writes into Authentication-Results."
        return warn("border", f"nobody vouches for senders: {CONFIRMED}", do)
    return ok("border", f"{settings.authserv_id} vouches for senders")


def replies_find_back(settings: Settings) -> Finding:
    """A separator that our own name has in it would make the server deliver to somebody else's."""
    local, _, host = settings.address.rpartition("@")
    shape = f"{local}{settings.separator}token@{host}"
    if settings.separator in local:
        do = "See that your mail server delivers it, or choose another PEERPOST_SEPARATOR."
        return warn("reply address", f"{shape}: the separator is in our own name too", do)
    return ok("reply address", f"{shape}; your mail server must deliver that too")


def disk_has_room(folder: Path) -> Finding:
    free = shutil.disk_usage(folder).free
    said = f"{free / 1024**3:.1f} GiB free"
    if free < FEW:
        do = "Make room: mail that cannot be kept is left with the mail server."
        return fail("disk", said, do) if free < TOO_FEW else warn("disk", said, do)
    return ok("disk", said)


async def examined(settings: Settings, now: datetime, embedded: bool) -> list[Finding]:
    """Everything, in the order in which it is worth mending."""
    findings = [python_is_patched(), *keys_are_safe(settings.keys, settings.database_url, embedded)]
    findings += await asyncio.to_thread(lambda: list(database_is_well(settings.database_url, now)))
    findings.append(await temporal_is_ready(settings))
    findings.append(await mail_goes_out(settings.smtp))
    findings.append(await asyncio.to_thread(mail_comes_in, settings.imap))
    findings += [border_is_known(settings), replies_find_back(settings)]
    folder = _database_folder(settings.database_url)
    findings.append(disk_has_room(folder if folder and folder.is_dir() else Path.cwd()))
    return findings
