"""From a rendered letter to the bytes of a mail: one reader, and the same bytes whenever it is composed again.

Header fields are the place where a name can do harm (some releases of Python's `email` write a second field out of
an encoded word), so everything goes through a gate of our own, and what was composed is read again and compared.
"""

import re
from datetime import datetime
from email import message_from_bytes, policy
from email.headerregistry import Address, AddressHeader
from email.message import EmailMessage, Message
from email.utils import format_datetime
from hashlib import sha256
from typing import Any

from correspondence.writing.addresses import is_plain
from correspondence.writing.inert import header_text
from correspondence.writing.occasion import Attachment, Occasion
from correspondence.writing.render import Rendered

REFERENCES_AT_MOST = 12
LONGEST_NAME = 80
KINDS = {"plain": "text/plain", "json": "application/json"}
OWN_FIELDS = {"Date", "Message-ID", "In-Reply-To", "References", "List-Unsubscribe"}
_MESSAGE_ID = re.compile(r"<[\x21-\x3b\x3d\x3f-\x7e]{1,250}@[A-Za-z0-9.:\[\]-]{1,250}>")
_NEEDS_STUFFING = (" ", ">", "From ")


class _Unfolded(policy.EmailPolicy):
    """Some releases lose the quotes of a name that goes on in the next line: then it reads as another address."""

    def fold_binary(self, name: str, value: Any) -> bytes:
        if isinstance(value, AddressHeader) and str(value).isascii():
            return f"{name}: {value}{self.linesep}".encode("ascii")
        return super().fold_binary(name, value)


CRLF = _Unfolded(linesep="\r\n", cte_type="7bit")


class NotComposed(ValueError):
    """This cannot become a mail.  The sentence names the part, never what stood in it."""


def compose(
    occasion: Occasion,
    rendered: Rendered,
    *,
    sender: Address,
    message_id: str,
    in_reply_to: str,
    references: tuple[str, ...],
    date: datetime,
) -> bytes:
    """The mail to the occasion's reader, with CRLF line ends; `date` is aware.

    `sender` is the agency, with the programme's title as its display name.  `in_reply_to` may be "".
    Raises NotComposed for an address or id that is not plain, and when the mail reads differently from what was meant.
    """
    mail = EmailMessage(policy=CRLF)
    mail["From"] = _mailbox("From", sender.display_name, sender.addr_spec)
    mail["To"] = _mailbox("To", occasion.reader.name, occasion.reader.address)
    mail["Reply-To"] = _mailbox("Reply-To", sender.display_name, occasion.reply_to)
    mail["Subject"] = header_text(rendered.subject)
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Auto-Response-Suppress"] = "All"
    mail.set_content(_flowed(rendered.text), cte="quoted-printable", params={"format": "flowed"})
    mail.add_alternative(rendered.html, subtype="html", cte="quoted-printable")
    for each in occasion.attachments:
        _attach(mail, each)
    containers = (part for part in mail.walk() if part.is_multipart())
    for depth, part in enumerate(containers):
        # The same mail whenever it is composed; the first one is as it always was.
        part.set_boundary(f"=_{sha256(message_id.encode()).hexdigest()[:32]}{depth or ''}")
    raw = _own_fields(occasion, message_id, in_reply_to, references, date) + mail.as_bytes()
    _verify(raw, mail, occasion)
    return raw


def _attach(mail: EmailMessage, each: Attachment) -> None:
    main, _, kind = KINDS[each.kind].partition("/")
    mail.add_attachment(each.text.encode(), main, kind, filename=each.name, cte="base64", params={"charset": "utf-8"})


def _mailbox(field: str, name: str, address: str) -> Address:
    if not is_plain(address):
        raise NotComposed(f"The address for {field} is not a plain mail address.")
    return Address(header_text(name)[:LONGEST_NAME], addr_spec=address)


def _own_fields(
    occasion: Occasion, message_id: str, in_reply_to: str, references: tuple[str, ...], date: datetime
) -> bytes:
    """The fields that are ASCII by construction.  The library would break a long one into encoded words."""
    if date.tzinfo is None:
        raise NotComposed("The date of a mail needs a time zone.")
    # The first says where the thread began, the last ones where it stands; what lies between may go (RFC 5322, 3.6.4).
    kept = references[:1] + references[1:][-(REFERENCES_AT_MOST - 1) :]
    ids = {"Message-ID": (message_id,), "In-Reply-To": (in_reply_to,) if in_reply_to else (), "References": kept}
    lines = [f"Date: {format_datetime(date)}"]
    for field, values in ids.items():
        if not all(_MESSAGE_ID.fullmatch(value) for value in values):
            raise NotComposed(f"{field} holds something that is not a message id.")
        lines += [f"{field}: " + "\r\n ".join(values)] if values else []
    lines += [f"List-Unsubscribe: <mailto:{occasion.reply_to}?subject=STOP%20THE%20NUDGES>"]
    return "".join(f"{line}\r\n" for line in lines).encode("ascii")


def _flowed(text: str) -> str:
    """The text space-stuffed (RFC 3676, section 4.4): a line that could be taken for a quote begins with a space."""
    return "".join(f" {line}" if line.startswith(_NEEDS_STUFFING) else line for line in text.splitlines(keepends=True))


def _verify(raw: bytes, meant: EmailMessage, occasion: Occasion) -> None:
    """Read what was composed as a mail server would, and compare (threat T6)."""
    read = message_from_bytes(raw, policy=policy.default)
    fields = [name for name in read if name not in OWN_FIELDS]
    if fields != list(meant.keys()) or len(set(read.keys())) != len(read.keys()):
        raise NotComposed("The mail has other header fields than those it was given.")
    for field, address in (("To", occasion.reader.address), ("Reply-To", occasion.reply_to)):
        if _addresses(read, field) != [address]:
            raise NotComposed(f"{field} reads differently from what was meant.")
    if _addresses(read, "From") != _addresses(meant, "From"):
        raise NotComposed("From reads differently from what was meant.")
    # A long first word may begin on the next line, which reads as one space more.
    if str(read["Subject"]).split() != str(meant["Subject"]).split():
        raise NotComposed("The subject reads differently from what was meant.")
    files = [KINDS[each.kind] for each in occasion.attachments]
    kinds = ["multipart/alternative", "text/plain", "text/html"]
    if [part.get_content_type() for part in read.walk()] != (["multipart/mixed", *kinds, *files] if files else kinds):
        raise NotComposed("The mail has other parts than a text and its HTML.")


def _addresses(mail: Message, field: str) -> list[str]:
    value = mail[field]
    return [each.addr_spec for each in value.addresses] if isinstance(value, AddressHeader) else []
