"""What a stranger or a member puts into a mail, in whichever part of it, never comes back out in one (threat T06)."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import quote
from itertools import count
from pathlib import Path

import pytest
from lxml import html

from activities.doors import Agency
from activities.post import Post
from correspondence.writing.occasion import Occasion
from tests.faults.border_desk import BorderDesk, open_desk
from tests.faults.desk import AGENCY, Postbox
from tests.faults.payloads import PAYLOADS
from tests.faults.test_injection import ATTRIBUTES, ELEMENTS, HEADER, written
from tests.letters.shown import SAMPLES
from tests.store.opened import ADA, HEAD, MIRA
from tests.town import FORMS
from worker.embedded.border import PASSWORD
from worker.embedded.mailboxes import PostOffice
from worker.imap import ImapMailbox
from worker.smtp import SmtpPostman

OURS = {ADA.address, MIRA.address, HEAD.address}
_numbers = count()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[BorderDesk]:
    with open_desk(tmp_path) as desk:
        yield desk


def as_somebody_would_send_it(desk: BorderDesk, payload: str, text: str) -> bytes:
    """A mail with the payload as display name, subject, file name, charset, message id and field of its own, raw.

    As header lines go, only what would end a line is taken out: that would be a field more in *their* mail.
    """
    raw = " ".join(payload.splitlines()).replace("\x00", "")[:900].encode()
    named, to = quote(raw.decode()).encode(), desk.reply_to("kickoff").encode()
    fields = [
        *(b'From: "' + named + b'" <' + MIRA.address.encode() + b">", b"To: " + to, b"Subject: " + raw),
        *(b"Message-ID: <" + str(next(_numbers)).encode() + b"@wards.example>", b"In-Reply-To: <" + raw + b">"),
        *(b"Reply-To: " + raw, b"X-Mailer: " + raw, b"MIME-Version: 1.0"),
        b'Content-Type: multipart/mixed; boundary="b"',
    ]
    parts = [
        b'Content-Type: text/plain; charset="' + named + b'"\r\n\r\n' + text.encode() + b"\r\n" + raw,
        b'Content-Type: text/plain; name="' + named + b'"\r\nContent-Disposition: attachment; filename="'
        + named + b'"\r\n\r\n' + payload.encode(),
    ]  # fmt: skip
    return b"\r\n".join(fields) + b"\r\n\r\n--b\r\n" + b"\r\n--b\r\n".join(parts) + b"\r\n--b--\r\n"


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=list(PAYLOADS))
async def test_a_letter_shows_what_was_answered_and_nothing_else_of_a_mail(desk: BorderDesk, payload: str) -> None:
    """T06, T07, T08: every letter that follows has its own header and one reader of ours, whatever was written."""
    before = {each.key for each in desk.store.outbox.all_of(desk.relationship)}
    answer = " ".join(payload.split()).encode(errors="replace").decode()
    form = FORMS["img"]["mentor"].replace("How to reach the mentor: email", f"How to reach the mentor: {answer}")
    desk.gets(desk.mail(ADA.address, form, desk.reply_to("form", "mentor")))
    desk.gets(desk.mail(MIRA.address, "How to reach the mentee: phone", desk.reply_to("form")))
    answered = {each.key for each in desk.store.outbox.all_of(desk.relationship)}
    shown = await _posted(desk, before)
    elsewhere = payload.replace("Mira", "Zebrafish").replace("mira@wards", "zebrafish@evil")
    for text in ("STATUS\r\n\r\nregards", "Let us meet on 20 February", "The sky is nice today."):
        desk.gets(as_somebody_would_send_it(desk, elsewhere, text))
    others = await _posted(desk, answered)
    assert shown and others
    for mail in [*shown, *others]:
        assert [name for name in mail if name not in ("In-Reply-To", "References")] == HEADER
        assert len(mail["To"].addresses) == 1 and mail["To"].addresses[0].addr_spec in OURS
        text, page = _texts(mail)
        assert not html.fromstring(page).xpath(f"{ELEMENTS} | {ATTRIBUTES}") and "49" not in text
        assert all(link.startswith("mailto:") for link in html.fromstring(page).xpath("//@href"))
    for mail in others:
        assert _signs("".join([str(mail["Subject"]), *_texts(mail)])) == []


def _signs(text: str) -> list[str]:
    """What of the payloads a letter shows."""
    signs = ("evil.example", "<script", "alert(1)", "Bcc", "Zebrafish", "7*7")
    return [sign for sign in signs if sign in text]


def _texts(mail: EmailMessage) -> list[str]:
    return [str(part.get_content()) for part in mail.walk() if part.get_content_maintype() == "text"]


async def _posted(desk: BorderDesk, before: set[str]) -> list[EmailMessage]:
    """The letters since, as they would be handed to the mail server."""
    postbox, house = Postbox(), desk.store
    post = Post(house.outbox, house.registry, house.journal, postbox, Agency(AGENCY), lambda: desk.now)
    for each in house.outbox.all_of(desk.relationship):
        if each.key not in before:
            await post.post(each.key)
    return [message_from_bytes(raw, policy=policy.default) for raw in postbox.mails]


DOTS = b"\r\n.\r\n..\r\n.hidden\r\nMAIL FROM:<x@evil.example>\r\nRCPT TO:<mallory@evil.example>\r\nDATA\r\n"
SAMPLE = ("CRLF and a field", "the end of the header", "an envelope", "an encoded CRLF", "NUL", "a quote", "very long")


async def test_a_letter_arrives_at_one_reader_byte_for_byte(tmp_path: Path) -> None:
    """T06, T27: over the real border, with lines that are a dot, end a mail, or begin a command."""
    office = await PostOffice.open(tmp_path / "mail")
    await office.add_mailbox("mallory@evil.example")
    postman = SmtpPostman("127.0.0.1", office.smtp_port, "none", local_hostname="localhost")
    sent = []
    try:
        for name in SAMPLE:
            letter = written(_everybody_called(PAYLOADS[name])) + DOTS
            assert (await postman.post(AGENCY, MIRA.address, letter)).startswith("250 ")
            sent.append(letter)
        arrived = await asyncio.to_thread(_box, office, MIRA.address)
        assert len(arrived) == len(sent)
        assert all(raw.endswith(letter) for raw, letter in zip(arrived, sent, strict=True))
        assert not await asyncio.to_thread(_box, office, "mallory@evil.example")
    finally:
        await office.close()


def _everybody_called(name: str) -> Occasion:
    usual = SAMPLES["meeting_proposed-1"]
    people = {key: replace(person, name=name) for key, person in usual.people.items()}
    return replace(usual, people=people, reader=replace(usual.reader, name=name, address=MIRA.address))


def _box(office: PostOffice, address: str) -> list[bytes]:
    with ImapMailbox("127.0.0.1", office.imap_port, address, PASSWORD, security="none", timeout=10) as box:
        return [box.fetch(uid) for uid in box.waiting()]
