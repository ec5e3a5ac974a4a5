"""The mailbox as it is used day by day, against the embedded post office: waking up, filing away, other clients."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import TypeVar

import pytest
import pytest_asyncio
from imap_tools import MailBoxUnencrypted

from worker.embedded.border import PASSWORD
from worker.embedded.mailboxes import PostOffice
from worker.imap import ImapMailbox, MailboxTrouble
from worker.smtp import SmtpPostman

AGENCY = "agency@peerpost.example"
MIRA = "mira@town.example"

Found = TypeVar("Found")


@pytest_asyncio.fixture
async def office(tmp_path: Path) -> AsyncIterator[PostOffice]:
    office = await PostOffice.open(tmp_path / "mail")
    yield office
    await office.close()


def mailbox(office: PostOffice) -> ImapMailbox:
    return ImapMailbox("127.0.0.1", office.imap_port, AGENCY, PASSWORD, security="none", timeout=10)


async def in_mailbox(office: PostOffice, do: Callable[[ImapMailbox], Found]) -> Found:
    def visit() -> Found:
        with mailbox(office) as box:
            return do(box)

    return await asyncio.to_thread(visit)


async def write(office: PostOffice, *texts: str) -> None:
    letters = SmtpPostman("127.0.0.1", office.smtp_port, "none", MIRA, PASSWORD, local_hostname="localhost")
    for text in texts:
        await letters.post(MIRA, AGENCY, f"Subject: {text}\r\n\r\n{text}\r\n".encode())


async def test_every_mail_wakes_the_reader_and_none_breaks_its_line(office: PostOffice) -> None:
    found: list[bytes] = []

    def read(box: ImapMailbox) -> None:
        while True:
            for uid in box.waiting():
                found.append(box.fetch(uid))
                box.file_away(uid, "Processed")
            if len(found) == 60:
                return
            box.wait(60)

    reader = asyncio.create_task(in_mailbox(office, read))
    for number in range(60):
        await write(office, f"mail {number}")
    # Were one waking missed, a whole minute of waiting would pass somewhere.
    await asyncio.wait_for(reader, 30)
    assert sorted(found) == sorted(set(found))


async def test_filing_away_leaves_alone_what_another_client_has_marked_for_deletion(office: PostOffice) -> None:
    await write(office, "one", "two", "three")

    def delete_the_first_some_day(uid: int) -> None:
        with MailBoxUnencrypted("127.0.0.1", office.imap_port).login(AGENCY, PASSWORD) as other:
            other.client.uid("STORE", str(uid), "+FLAGS", r"(\Deleted)")

    uids = await in_mailbox(office, lambda box: box.waiting())
    await asyncio.to_thread(delete_the_first_some_day, uids[0])
    await in_mailbox(office, lambda box: box.file_away(uids[1], "Processed"))
    assert await in_mailbox(office, lambda box: box.waiting()) == [uids[0], uids[2]]


async def test_reading_leaves_a_mail_unread(office: PostOffice) -> None:
    await write(office, "one")
    await in_mailbox(office, lambda box: [box.fetch(uid) for uid in box.waiting()])

    def unread() -> list[str]:
        with MailBoxUnencrypted("127.0.0.1", office.imap_port).login(AGENCY, PASSWORD) as other:
            return list(other.uids("UNSEEN"))

    assert len(await asyncio.to_thread(unread)) == 1


async def test_the_size_is_known_before_a_mail_is_fetched(office: PostOffice) -> None:
    await write(office, "a" * 500)
    sizes = await in_mailbox(office, lambda box: [(box.size(uid), len(box.fetch(uid))) for uid in box.waiting()])
    ((size, length),) = sizes
    assert size == length > 1000


async def test_filing_away_twice_does_no_harm(office: PostOffice, tmp_path: Path) -> None:
    await write(office, "one", "two")

    def twice(box: ImapMailbox) -> list[int]:
        first, _ = box.waiting()
        box.file_away(first, "Processed")
        box.file_away(first, "Processed")
        return box.waiting()

    assert len(await in_mailbox(office, twice)) == 1
    assert len(list((tmp_path / "mail" / AGENCY / "Processed").iterdir())) == 1


async def test_after_a_restart_of_the_post_office_the_reader_goes_on_at_its_second_try(tmp_path: Path) -> None:
    office = await PostOffice.open(tmp_path)
    port = office.imap_port
    await write(office, "one", "two")
    box = mailbox(office)
    assert len(await asyncio.to_thread(box.waiting)) == 2
    await office.close()

    office = await PostOffice.open(tmp_path, imap_port=port)
    with pytest.raises(MailboxTrouble, match="unreachable"):
        await asyncio.to_thread(box.waiting)
    assert len(await asyncio.to_thread(box.waiting)) == 2
    await asyncio.to_thread(box.close)
    await office.close()


async def test_a_mail_that_comes_just_before_the_waiting_begins_is_told_of(office: PostOffice) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", office.imap_port)

    async def say(line: bytes, until: bytes) -> bytes:
        writer.write(line + b"\r\n")
        return await asyncio.wait_for(reader.readuntil(until), 5)

    await say(f"a LOGIN {AGENCY} {PASSWORD}".encode(), b"a OK")
    await say(b"b SELECT INBOX", b"b OK")
    await office.deliver(AGENCY, b"Subject: early\r\n\r\nhello\r\n")
    # The server has not had a chance to tell of it yet, as no command came since.
    assert b"* 1 EXISTS" in await say(b"c IDLE", b" EXISTS")
    writer.close()
    await writer.wait_closed()


async def test_an_idle_reader_costs_nothing(office: PostOffice) -> None:
    await write(office, "one")

    def idle(box: ImapMailbox) -> None:
        box.waiting()
        box.wait(1.0)

    reader = asyncio.create_task(in_mailbox(office, idle))
    await asyncio.sleep(0.3)
    before = time.process_time()
    await asyncio.sleep(0.5)
    assert time.process_time() - before < 0.1
    await reader
