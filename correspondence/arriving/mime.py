"""A mail's bytes become a `Mail`: whatever the bytes are, without an exception and in bounded time."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32
from email.utils import parsedate_tz

from correspondence.arriving import addressee, headers, html_text, limits, parts
from correspondence.arriving.attachments import Attachment

_BROKEN = "broken structure"


@dataclass(frozen=True, slots=True)
class Mail:
    """What a mail says about itself.  Nothing in here is trusted; see `authenticity`.

    `sender` is an addr-spec with its domain in lower case, "" unless the mail has exactly one unambiguous From.
    `recipients` are addr-specs, best first.  `message_id` and `references` keep their angle brackets.
    `date` is aware, in UTC.  `text` is the best plain text, made from `html` when there is no other.
    `headers` stand in the order of the mail, the topmost first.
    `calendar` is the first calendar part; `reaction` the sign that somebody sent instead of words.
    `attachments` are what the mail carries beside its text, unopened.
    `too_much` names the limit that was hit; then only the headers that could be read safely are there.
    """

    message_id: str = ""
    subject: str = ""
    sender: str = ""
    sender_name: str = ""
    recipients: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    date: datetime | None = None
    text: str = ""
    html: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    calendar: str = ""
    reaction: str = ""
    attachments: tuple[Attachment, ...] = ()
    too_much: str = ""

    def all(self, name: str) -> tuple[str, ...]:
        """The values of every field of this name, topmost first; the name in any case."""
        return tuple(value for field, value in self.headers if field.lower() == name.lower())

    def first(self, name: str) -> str:
        """The topmost value of a field, or ""."""
        return next(iter(self.all(name)), "")


def read(raw: bytes) -> Mail:
    """The mail in these bytes.  Never raises; what is beyond a limit comes back with `too_much` set."""
    return mail_of(parsed(raw))


def mail_of(tree: Message | str) -> Mail:
    """The mail in a tree that `parsed` gave.  Never raises."""
    if isinstance(tree, str):
        return Mail(too_much=tree)
    try:
        return _read(tree)
    except RecursionError:
        return Mail(too_much="nesting")
    except (ValueError, TypeError, LookupError, AttributeError, OverflowError):
        return Mail(too_much=_BROKEN)


def parsed(raw: bytes) -> Message | str:
    """The tree of a mail, for those who need more than a `Mail`; or what of it is beyond a limit.  Never raises."""
    mail = limits.unwrap(raw)
    if reason := limits.too_much(mail):
        return reason
    try:
        return BytesParser(policy=compat32).parsebytes(mail)
    except RecursionError:
        return "nesting"
    except (ValueError, TypeError, LookupError, AttributeError, OverflowError):
        # The standard library's parser has several ways to stumble over broken structure.
        return _BROKEN


def _read(tree: Message) -> Mail:
    plain_fields = headers.unfolded(tree)
    fields = tuple((name, headers.decoded(value)) for name, value in plain_fields)
    content = parts.gather(tree)
    sender_name, sender = addressee.only_mailbox([value for name, value in plain_fields if name.lower() == "from"])
    text, html = "\n".join(content.plain), "\n".join(content.html)
    long = len(text) > limits.MAX_TEXT or len(html) > limits.MAX_TEXT
    if not text.strip() and html and not long:
        text = html_text.to_text(html)
    return Mail(
        message_id=next(iter(_ids(fields, "message-id")), ""),
        subject=next((value for name, value in fields if name.lower() == "subject"), ""),
        sender=sender,
        sender_name=sender_name,
        recipients=addressee.recipients(plain_fields),
        references=tuple(dict.fromkeys(_ids(fields, "in-reply-to") + _ids(fields, "references"))),
        date=_date(next((value for name, value in fields if name.lower() == "date"), "")),
        text="" if long else text,
        html="" if long else html,
        headers=fields,
        calendar=content.calendar,
        reaction=content.reaction,
        attachments=tuple(content.attachments),
        too_much="text" if long else "",
    )


def _ids(fields: tuple[tuple[str, str], ...], wanted: str) -> tuple[str, ...]:
    return tuple(found for name, value in fields if name.lower() == wanted for found in headers.message_ids(value))


def _date(value: str) -> datetime | None:
    """A Date field in UTC (RFC 5322, obsolete forms too); None if it is no date."""
    try:
        parsed = parsedate_tz(value)
        if parsed is None:
            return None
        zone = timezone(timedelta(seconds=parsed[9] or 0))
        return datetime(*parsed[:6], tzinfo=zone).astimezone(UTC)
    except (ValueError, OverflowError, IndexError, TypeError):
        return None
