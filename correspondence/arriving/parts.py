"""The parts of a mail: which of them are read, which are only counted."""

from base64 import b64decode
from dataclasses import dataclass, field
from email.message import Message
from quopri import decodestring

from correspondence.arriving import charsets


@dataclass(slots=True)
class Content:
    """What was found on the way through the parts, in their order."""

    plain: list[str] = field(default_factory=list)
    html: list[str] = field(default_factory=list)
    calendar: str = ""
    kinds: list[str] = field(default_factory=list)

    @property
    def attachments(self) -> tuple[str, ...]:
        return tuple(self.kinds)


def gather(tree: Message) -> Content:
    """The readable parts of a mail, decoded; mails inside it are attachments and stay closed."""
    content = Content()
    waiting = [tree]
    while waiting:
        part = waiting.pop(0)
        kind = part.get_content_type()
        payload = part.get_payload()
        if kind.startswith("message/"):
            content.kinds.append(kind)
        elif isinstance(payload, list):
            waiting[:0] = [child for child in payload if isinstance(child, Message)]
        else:
            _sort(part, kind, str(payload or ""), content)
    return content


def _sort(part: Message, kind: str, payload: str, content: Content) -> None:
    attached = part.get_content_disposition() == "attachment" or (part.get_filename() is not None and kind != _INVITE)
    if kind == _INVITE and not content.calendar:
        content.calendar = text_of(part, payload)
    elif attached or kind not in _READABLE:
        content.kinds.append(kind)
    elif kind == "text/html":
        content.html.append(text_of(part, payload))
    else:
        text = text_of(part, payload)
        content.plain.append(_reflowed(part, text) if _parameter(part, "format").lower() == "flowed" else text)


_INVITE = "text/calendar"
_READABLE = ("text/html", "text/plain", "text/markdown", "multipart/mixed", "multipart/alternative")


def text_of(part: Message, payload: str) -> str:
    """A part's payload with its transfer encoding and its charset taken off, with plain line ends."""
    data = payload.encode("utf-8", "surrogateescape")
    encoding = str(part.get("content-transfer-encoding", "")).strip().lower()
    if encoding == "base64":
        data = _base64(data)
    elif encoding == "quoted-printable":
        data = decodestring(data)
    text = charsets.decode(data, _parameter(part, "charset"))
    return text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")


def _base64(data: bytes) -> bytes:
    """Base64 as mail has it: foreign bytes skipped, a missing end forgiven."""
    letters = data.translate(None, _NOT_BASE64)
    spare = len(letters) % 4
    return b64decode((letters[:-1] if spare == 1 else letters) + b"=" * (-len(letters) % 4 if spare > 1 else 0))


_NOT_BASE64 = bytes(
    byte for byte in range(256) if byte not in b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
)


def _parameter(part: Message, name: str) -> str:
    """A parameter of the Content-Type; RFC 2231 forms come as a tuple of charset, language, value."""
    value = part.get_param(name)
    return str(value[2]) if isinstance(value, tuple) else str(value or "")


def _reflowed(part: Message, text: str) -> str:
    """Lines of one paragraph joined again (RFC 3676), only where the quote depth is the same."""
    joined: list[str] = []
    depth_before, open_line = -1, False
    delete_space = _parameter(part, "delsp").lower() == "yes"
    for line in text.split("\n"):
        content = line.lstrip(">")
        depth = len(line) - len(content)
        content = content.removeprefix(" ") if not depth else content
        if open_line and depth == depth_before:
            before = joined[-1][:-1] if delete_space else joined[-1]
            joined[-1] = before + (content.removeprefix(" ") if depth else content)
        else:
            joined.append(">" * depth + content)
        open_line = content.endswith(" ") and content.rstrip() != "--"
        depth_before = depth
    return "\n".join(joined)
