"""What strangers try at the embedded post office's door: smuggling, impossible addresses, mail that chokes parsers."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from activities.post import NotPosted
from tests.faults.scripted import at_most
from worker.embedded.border import PASSWORD
from worker.embedded.mailboxes import PostOffice
from worker.imap import ImapMailbox
from worker.smtp import SmtpPostman

AGENCY = "agency@peerpost.example"
ADA = "ada@town.example"
LETTER = b"Subject: Your agreement\r\n\r\nDo you agree?\r\n"


@pytest_asyncio.fixture
async def office(tmp_path: Path) -> AsyncIterator[PostOffice]:
    office = await PostOffice.open(tmp_path / "mail")
    yield office
    await office.close()


async def arrived(office: PostOffice, address: str = AGENCY) -> list[bytes]:
    def look() -> list[bytes]:
        with ImapMailbox("127.0.0.1", office.imap_port, address, PASSWORD, security="none", timeout=10) as box:
            return [box.fetch(uid) for uid in box.waiting()]

    return await asyncio.to_thread(look)


async def said_raw(office: PostOffice, *lines: bytes) -> list[bytes]:
    """Speak SMTP by hand and return the server's answers to each of `lines`."""
    reader, writer = await asyncio.open_connection("127.0.0.1", office.smtp_port)
    await reader.readline()
    answers = []
    for line in (b"EHLO there\r\n", *lines):
        writer.write(line)
        answer = await reader.readline()
        while answer[3:4] == b"-":
            answer = await reader.readline()
        answers.append(answer)
    writer.close()
    await writer.wait_closed()
    return answers[1:]


@pytest.mark.parametrize("end", [b"\n.\n", b"\r.\r", b"\n.\r\n", b"\r\n.\n", b"\r\n.\r", b"\r\n\x00.\r\n"])
async def test_a_second_mail_cannot_be_smuggled_inside_a_first(office: PostOffice, end: bytes) -> None:
    """T27."""
    hidden = b"MAIL FROM:<ada@town.example>\r\nRCPT TO:<agency@peerpost.example>\r\nDATA\r\nI agree\r\n"
    envelope = (b"MAIL FROM:<mallory@x.example>\r\n", b"RCPT TO:<agency@peerpost.example>\r\n", b"DATA\r\n")
    answers = await said_raw(office, *envelope, b"Subject: hi\r\n\r\nhello" + end + hidden + b".\r\n")
    assert answers[-1].startswith(b"250 ")
    assert len(await arrived(office)) == 1


async def test_lines_of_dots_and_odd_line_ends_arrive_as_they_were_meant(office: PostOffice) -> None:
    """T27."""
    odd = b"Subject: dots\r\n\r\n.\r\n..\r\n.hidden\nbare\rend\r\n.\r\nlast\r\n"
    letters = SmtpPostman("127.0.0.1", office.smtp_port, "none", local_hostname="localhost")
    await letters.post(ADA, AGENCY, odd)
    (raw,) = await arrived(office)
    assert raw.endswith(b"Subject: dots\r\n\r\n.\r\n..\r\n.hidden\r\nbare\r\nend\r\n.\r\nlast\r\n")


async def test_a_bounce_without_a_sender_is_taken(office: PostOffice) -> None:
    answers = await said_raw(
        office, b"MAIL FROM:<>\r\n", b"RCPT TO:<agency+T0KEN@peerpost.example>\r\n", b"DATA\r\n", b"\r\nfailed\r\n.\r\n"
    )
    assert [answer[:3] for answer in answers] == [b"250", b"250", b"354", b"250"]
    (raw,) = await arrived(office)
    assert raw.startswith(b"Return-Path: <>\r\nDelivered-To: agency+T0KEN@peerpost.example\r\n")


@pytest.mark.parametrize(
    "address",
    [b"agency", b"+token@peerpost.example", b'"a\nX-Evil: 1"@peerpost.example', b"a" * 300 + b"@peerpost.example"],
)
async def test_an_address_that_can_be_no_mailbox_is_refused(office: PostOffice, address: bytes) -> None:
    envelope = (
        b"MAIL FROM:<mallory@x.example>\r\n",
        b"RCPT TO:<" + address + b">\r\n",
        b"DATA\r\n",
        b"\r\nhi\r\n.\r\n",
    )
    answers = await said_raw(office, *envelope)
    assert not answers[-1].startswith(b"250")


async def test_a_full_disk_asks_the_sender_to_come_again(office: PostOffice, tmp_path: Path) -> None:
    await office.add_mailbox(AGENCY)
    # Where the next mail should be written, something is in the way: root's tests could not be stopped by modes.
    (tmp_path / "mail" / AGENCY / "1.part").mkdir()
    letters = SmtpPostman("127.0.0.1", office.smtp_port, "none", local_hostname="localhost")
    with pytest.raises(NotPosted) as not_posted:
        await letters.post(ADA, AGENCY, LETTER)
    assert (not_posted.value.code, not_posted.value.status) == ("later", 452)
    assert await arrived(office) == []


@pytest.mark.parametrize(
    "header",
    [
        b"Subject: x" + b"\r\n =?utf-8?q?a?=" * 40_000,
        b"Content-Type: text/plain" + b";\r\n a=b" * 40_000,
        b"Content-Type: multipart/mixed; boundary=a\r\n\r\n" + b"--a\r\nContent-Type: message/rfc822\r\n\r\n" * 3_000,
        b"To: x" + b"\r\n " + b"(\r\n " * 20_000,
    ],
)
async def test_a_mail_made_to_choke_parsers_is_taken_and_shown_like_any_other(
    office: PostOffice, header: bytes, tmp_path: Path
) -> None:
    mail = header + b"\r\n\r\nhello\r\n"
    letters = SmtpPostman("127.0.0.1", office.smtp_port, "none", local_hostname="localhost")
    with at_most(20):
        await letters.post("mallory@x.example", AGENCY, mail)
        (raw,) = await arrived(office)
        assert raw.endswith(mail)
        again = await PostOffice.open(tmp_path / "mail")
        assert await arrived(again) == [raw]
        await again.close()
