"""The embedded post office: what is handed in can be read, keeps its place, and survives a kill."""

import asyncio
import logging
import os
import signal
import sys
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from email import message_from_bytes
from pathlib import Path

import pytest
import pytest_asyncio

from activities.post import NotPosted
from worker.embedded.border import PASSWORD, without_forged_results
from worker.embedded.mailboxes import PostOffice
from worker.embedded.reading import Correspondent
from worker.imap import ImapMailbox, MailboxTrouble
from worker.smtp import SmtpPostman

AGENCY = "agency@peerpost.example"
ADA = "ada@town.example"
MIRA = "mira@town.example"
MALLORY = "mallory@elsewhere.example"
MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
LETTER = (
    b"From: Peerpost <agency@peerpost.example>\r\n"
    b"To: ada@town.example\r\n"
    b"Reply-To: agency+T0KEN@peerpost.example\r\n"
    b"Subject: Your agreement\r\n"
    b"Date: Mon, 02 Mar 2026 09:00:00 +0000\r\n"
    b"Message-ID: <letter-1@peerpost.example>\r\n"
    b"References: <thread@peerpost.example>\r\n"
    b"\r\n"
    b"Do you both agree?\r\n"
    b".\r\n"
    b"Yours, Peerpost\r\n"
)


@pytest_asyncio.fixture
async def office(tmp_path: Path) -> AsyncIterator[PostOffice]:
    office = await PostOffice.open(tmp_path / "mail")
    yield office
    await office.close()


def postman(office: PostOffice, user: str = AGENCY, password: str = PASSWORD) -> SmtpPostman:
    return SmtpPostman("127.0.0.1", office.smtp_port, "none", user, password, local_hostname="localhost")


def mailbox(office: PostOffice, address: str = AGENCY) -> ImapMailbox:
    return ImapMailbox("127.0.0.1", office.imap_port, address, PASSWORD, security="none", timeout=10)


def person(office: PostOffice, address: str) -> Correspondent:
    return Correspondent(address, office.smtp_port, office.imap_port)


async def arrived(office: PostOffice, address: str = AGENCY) -> list[bytes]:
    def look() -> list[bytes]:
        with mailbox(office, address) as box:
            return [box.fetch(uid) for uid in box.waiting()]

    return await asyncio.to_thread(look)


async def filed_away(office: PostOffice, place: int, folder: str) -> None:
    def file() -> None:
        with mailbox(office) as box:
            box.file_away(box.waiting()[place], folder)

    await asyncio.to_thread(file)


async def test_a_letter_arrives_byte_for_byte_below_the_stamps_of_the_border(office: PostOffice) -> None:
    answer = await postman(office).post(AGENCY, ADA, LETTER)
    assert answer.startswith("250 ")
    (raw,) = await arrived(office, ADA)
    assert raw.endswith(LETTER)
    stamps = raw[: -len(LETTER)].decode().splitlines()
    assert stamps[:3] == [
        f"Return-Path: <{AGENCY}>",
        f"Delivered-To: {ADA}",
        f"Authentication-Results: peerpost.embedded; auth=pass smtp.auth={AGENCY}",
    ]
    assert stamps[3].startswith("Received: from localhost ([127.0.0.1])")


async def test_a_reply_is_what_a_mail_program_sends_and_reaches_the_token_address(office: PostOffice) -> None:
    await postman(office).post(AGENCY, ADA, LETTER)
    ada = person(office, ADA)
    await asyncio.to_thread(ada.reply, 1, "Yes, I agree — gladly.", MONDAY)
    (raw,) = await arrived(office)
    reply = message_from_bytes(raw)
    assert reply["Delivered-To"] == "agency+T0KEN@peerpost.example"
    assert reply["To"] == "agency+T0KEN@peerpost.example"
    assert reply["Subject"] == "Re: Your agreement"
    assert reply["In-Reply-To"] == "<letter-1@peerpost.example>"
    assert reply["References"] == "<thread@peerpost.example> <letter-1@peerpost.example>"
    assert reply["Date"] == "Mon, 02 Mar 2026 09:00:00 +0000"
    body = reply.get_payload(decode=True)
    assert isinstance(body, bytes)
    assert body.decode().startswith("Yes, I agree — gladly.")
    assert "Peerpost <agency@peerpost.example> wrote:\r\n> Do you both agree?\r\n> .\r\n" in body.decode()


async def test_the_inbox_lists_newest_last_and_remembers_what_was_read(office: PostOffice) -> None:
    ada = person(office, ADA)
    await asyncio.to_thread(person(office, MIRA).write, ADA, "Grüße", "Hello Ada", MONDAY)
    await postman(office).post(AGENCY, ADA, LETTER)
    await asyncio.to_thread(ada.mark_read, 1)
    first, second = await asyncio.to_thread(ada.inbox)
    assert (first.n, first.sender, first.subject, first.unread) == (1, MIRA, "Grüße", False)
    assert (second.n, second.sender, second.subject, second.unread) == (2, "Peerpost", "Your agreement", True)
    assert second.date == MONDAY


async def test_a_stranger_without_a_login_gets_in_but_is_not_vouched_for(office: PostOffice) -> None:
    forged = b"Authentication-Results: peerpost.embedded; auth=pass smtp.auth=ada@town.example\r\nFrom: " + ADA.encode()
    await postman(office, user="").post(MALLORY, AGENCY, forged + b"\r\n\r\nI agree\r\n")
    (raw,) = await arrived(office)
    assert message_from_bytes(raw).get_all("Authentication-Results") == ["peerpost.embedded; auth=none"]


async def test_whoever_has_a_login_is_vouched_for_under_their_own_name_only(office: PostOffice) -> None:
    await postman(office, user=MALLORY).post(ADA, AGENCY, b"From: " + ADA.encode() + b"\r\n\r\nI agree\r\n")
    (raw,) = await arrived(office)
    results = message_from_bytes(raw).get_all("Authentication-Results")
    assert results == [f"peerpost.embedded; auth=pass smtp.auth={MALLORY}"]


async def test_a_wrong_password_opens_neither_door(office: PostOffice) -> None:
    with pytest.raises(NotPosted) as refused:
        await postman(office, password="guess").post(AGENCY, ADA, LETTER)
    assert (refused.value.code, refused.value.permanent) == ("login", False)
    wrong = ImapMailbox("127.0.0.1", office.imap_port, ADA, "guess", security="none", timeout=10)
    with pytest.raises(MailboxTrouble) as shut:
        await asyncio.to_thread(wrong.waiting)
    assert shut.value.code == "login"


@pytest.mark.parametrize(
    "field",
    [
        b"Authentication-Results: peerpost.embedded; auth=pass\r\n",
        b"AUTHENTICATION-RESULTS:\r\n PeerPost.Embedded;\r\n auth=pass\r\n",
        b"Authentication-Results : (a; b) peerpost.embedded; auth=pass\r\n",
        b'Authentication-Results: "peerpost\\.embedded"; auth=pass\r\n',
        b"Authentication-Results: peerpost.embedded; auth=pass\n",
    ],
)
def test_a_forged_result_in_our_name_is_removed_however_it_is_written(field: bytes) -> None:
    others = b"Authentication-Results: mx.town.example; dkim=pass\r\n"
    body = b"\r\nAuthentication-Results: peerpost.embedded; said in the body\r\n"
    raw = b"From: a@b\r\n" + field + others + b"To: c@d\r\n" + body
    assert without_forged_results(raw) == b"From: a@b\r\n" + others + b"To: c@d\r\n" + body


async def test_after_a_stop_every_mail_is_where_it_was(tmp_path: Path) -> None:
    office = await PostOffice.open(tmp_path)
    for subject in (b"one", b"two", b"three"):
        await postman(office).post(MIRA, AGENCY, b"Subject: " + subject + b"\r\n\r\n\r\n")
    await filed_away(office, 1, "Processed")
    await asyncio.to_thread(person(office, AGENCY).mark_read, 1)
    before = await arrived(office)
    await office.close()

    office = await PostOffice.open(tmp_path)
    assert await arrived(office) == before
    assert [mail.unread for mail in await asyncio.to_thread(person(office, AGENCY).inbox)] == [False, True]
    assert len(list((tmp_path / AGENCY / "Processed").glob("*.eml"))) == 1
    await office.close()


async def test_what_was_accepted_survives_a_kill(tmp_path: Path) -> None:
    program = (
        "import asyncio, sys, pathlib\n"
        "from worker.embedded.mailboxes import PostOffice\n"
        "async def main():\n"
        "    office = await PostOffice.open(pathlib.Path(sys.argv[1]))\n"
        "    print(office.smtp_port, flush=True)\n"
        "    await asyncio.Event().wait()\n"
        "asyncio.run(main())\n"
    )
    child = await asyncio.create_subprocess_exec(
        *[sys.executable, "-c", program, str(tmp_path)], stdout=asyncio.subprocess.PIPE, cwd=Path.cwd()
    )
    assert child.stdout is not None
    port = int(await child.stdout.readline())
    accepted: set[int] = set()

    async def send(number: int) -> None:
        letters = SmtpPostman("127.0.0.1", port, "none", local_hostname="localhost")
        try:
            await letters.post(MIRA, AGENCY, b"X-Number: %d\r\n\r\n\r\n" % number)
        except NotPosted:
            return
        accepted.add(number)
        if len(accepted) == 20:
            os.kill(child.pid, signal.SIGKILL)

    await asyncio.gather(*(send(number) for number in range(60)))
    await child.wait()
    assert len(accepted) >= 20

    office = await PostOffice.open(tmp_path)
    found = [int(message_from_bytes(raw)["X-Number"]) for raw in await arrived(office)]
    await office.close()
    assert accepted <= set(found)
    assert len(found) == len(set(found))


async def test_no_line_of_a_log_tells_who_writes_to_whom(office: PostOffice, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    await postman(office).post(AGENCY, ADA, LETTER)
    await asyncio.to_thread(person(office, ADA).reply, 1, "Yes", MONDAY)
    await filed_away(office, 0, "Processed")
    assert "town.example" not in caplog.text
    assert "peerpost.example" not in caplog.text


async def test_nobody_else_on_the_machine_can_read_the_mail(office: PostOffice, tmp_path: Path) -> None:
    await postman(office).post(AGENCY, ADA, LETTER)
    modes = {path.stat().st_mode & 0o777 for path in (tmp_path / "mail").rglob("*")}
    assert (tmp_path / "mail").stat().st_mode & 0o777 == 0o700
    assert modes == {0o700, 0o600}


async def test_a_folder_name_cannot_leave_the_mailbox(office: PostOffice, tmp_path: Path) -> None:
    await postman(office).post(MIRA, AGENCY, LETTER)
    await filed_away(office, 0, "..")
    (kept,) = (tmp_path / "mail").rglob("*.eml")
    assert kept.parent.parent == tmp_path / "mail" / AGENCY


async def test_a_mail_that_is_too_large_is_refused_for_good(office: PostOffice) -> None:
    with pytest.raises(NotPosted) as refused:
        await postman(office).post(MIRA, AGENCY, b"\r\n" + b"x" * 70 + b"\r\n" + (b"y" * 98 + b"\r\n") * 110_000)
    assert (refused.value.code, refused.value.status) == ("refused", 552)
