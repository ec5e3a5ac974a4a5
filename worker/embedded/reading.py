"""A person at an ordinary mail program, for trials: read the inbox of an embedded mailbox and answer."""

import smtplib
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid, parseaddr, parsedate_to_datetime

from imap_tools import AND, H, MailBoxUnencrypted

from worker.embedded.border import PASSWORD
from worker.embedded.mailboxes import HOST
from worker.imap import raw_mail

SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Seen:
    """A mail as a list of mails shows it: `n` counts from 1, `date` is aware, `raw` the whole as delivered."""

    n: int
    sender: str
    subject: str
    date: datetime
    unread: bool
    raw: bytes
    uid: int


class Correspondent:
    """Whoever has this address.  Every call talks to the post office and blocks: from a coroutine, use a thread."""

    def __init__(self, address: str, smtp_port: int, imap_port: int) -> None:
        self.address = address
        self._smtp_port = smtp_port
        self._imap_port = imap_port

    def inbox(self) -> list[Seen]:
        """All mails, newest last.  Looking at the list leaves them unread."""
        with self._mailbox() as mailbox:
            unread = set(mailbox.uids("UNSEEN"))
            uids = sorted(mailbox.uids("ALL"), key=int)
            raws = [raw_mail(mailbox.client, int(uid)) for uid in uids]
        return [
            _seen(n, int(uid), raw, uid in unread) for n, (uid, raw) in enumerate(zip(uids, raws, strict=True), start=1)
        ]

    def nth(self, n: int) -> Seen:
        """Mail `n`, counted from 1.  IndexError if there is none."""
        mails = self.inbox()
        if not 1 <= n <= len(mails):
            raise IndexError(n)
        return mails[n - 1]

    def mark_read(self, n: int) -> None:
        """Note that mail `n` was read.  IndexError if there is none."""
        mail = self.nth(n)
        with self._mailbox() as mailbox:
            # imap-tools' own flag() would also expunge.
            mailbox.client.uid("STORE", str(mail.uid), "+FLAGS", r"(\Seen)")

    def find(self, message_id_part: str) -> bytes:
        """The mail whose Message-ID has this in it, as delivered.  IndexError if there is none."""
        with self._mailbox() as mailbox:
            uids = mailbox.uids(AND(header=H("Message-ID", message_id_part)))
            return raw_mail(mailbox.client, int(uids[0]))

    def reply(self, n: int, text: str, at: datetime) -> None:
        """Answer mail `n` as a mail program does, with the original quoted below.  `at` becomes the Date."""
        self.reply_to(self.nth(n).raw, text, at)

    def reply_to(self, raw: bytes, text: str, at: datetime) -> None:
        """Answer a mail of which one has the whole."""
        letter = message_from_bytes(raw, policy=policy.default)
        answer = EmailMessage(policy=policy.SMTP)
        answer["To"] = _address(letter, "Reply-To") or _address(letter, "From")
        subject = _one_line(str(letter.get("Subject", "")))
        answer["Subject"] = subject if subject.lower().startswith("re:") else f"Re: {subject}"
        if message_id := _one_line(str(letter.get("Message-ID", ""))):
            answer["In-Reply-To"] = message_id
            answer["References"] = f"{_one_line(str(letter.get('References', '')))} {message_id}".strip()
        self._send(answer, f"{text}\n\n{_quoted(letter)}", at)

    def write(self, to: str, subject: str, text: str, at: datetime) -> None:
        """Write a new mail."""
        mail = EmailMessage(policy=policy.SMTP)
        mail["To"] = to
        mail["Subject"] = _one_line(subject)
        self._send(mail, text, at)

    def _send(self, mail: EmailMessage, text: str, at: datetime) -> None:
        mail["From"] = self.address
        mail["Date"] = format_datetime(at)
        mail["Message-ID"] = make_msgid(domain=self.address.rpartition("@")[2])
        mail.set_content(text, cte="quoted-printable")
        with smtplib.SMTP(HOST, self._smtp_port, local_hostname="localhost", timeout=SECONDS) as server:
            server.login(self.address, PASSWORD)
            server.send_message(mail, self.address, [parseaddr(str(mail["To"]))[1]])

    def _mailbox(self) -> MailBoxUnencrypted:
        return MailBoxUnencrypted(HOST, self._imap_port, timeout=SECONDS).login(self.address, PASSWORD)


def _seen(n: int, uid: int, raw: bytes, unread: bool) -> Seen:
    mail = message_from_bytes(raw, policy=policy.default)
    name, address = parseaddr(_one_line(str(mail.get("From", ""))))
    return Seen(n, name or address, _one_line(str(mail.get("Subject", ""))), _date(mail), unread, raw, uid)


def _date(mail: EmailMessage) -> datetime:
    """The Date field; the start of 1970 if there is none to be understood."""
    try:
        date = parsedate_to_datetime(str(mail.get("Date", "")))
    except ValueError:
        return datetime.fromtimestamp(0, UTC)
    return date if date.tzinfo else date.replace(tzinfo=UTC)


def _address(mail: EmailMessage, field: str) -> str:
    return parseaddr(_one_line(str(mail.get(field, ""))))[1]


def _one_line(words: str) -> str:
    """Header words without anything that could begin another line."""
    return "".join(letter if letter.isprintable() else " " for letter in words).strip()


def _quoted(letter: EmailMessage) -> str:
    """The original below "On ..., ... wrote:", as most mail programs put it."""
    body = letter.get_body(preferencelist=("plain", "html"))
    text = body.get_content() if body is not None else ""
    when = _date(letter)
    head = f"On {when:%a}, {when.day} {when:%b %Y} at {when:%H:%M}, {_one_line(str(letter.get('From', '')))} wrote:"
    return "\n".join([head, *(f"> {line}".rstrip() for line in str(text).splitlines())]) + "\n"
