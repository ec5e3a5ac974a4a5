"""The parts of a mail: which of them are read, which are only counted."""

import json
from dataclasses import dataclass, field
from email.message import Message

from correspondence.arriving import charsets
from correspondence.arriving.attachments import Attachment, attachment


@dataclass(slots=True)
class Content:
    """What was found on the way through the parts, in their order."""

    plain: list[str] = field(default_factory=list)
    html: list[str] = field(default_factory=list)
    calendar: str = ""
    reaction: str = ""
    attachments: list[Attachment] = field(default_factory=list)

    def attach(self, part: Message) -> None:
        self.attachments.append(attachment(part, len(self.attachments)))


def gather(tree: Message) -> Content:
    """The readable parts of a mail, decoded; mails inside it are attachments and stay closed."""
    content = Content()
    waiting = [tree]
    while waiting:
        part = waiting.pop(0)
        kind = part.get_content_type()
        if kind.startswith("message/"):
            content.attach(part)
        elif part.is_multipart():
            waiting[:0] = [child for child in part.get_payload() if isinstance(child, Message)]
        else:
            _sort(part, kind, content)
    return content


def _sort(part: Message, kind: str, content: Content) -> None:
    attached = part.get_content_disposition() == "attachment" or part.get_filename() is not None
    if kind in _INVITES and not content.calendar:
        content.calendar = text_of(part)
    elif kind == _REACTION and not content.reaction:
        content.reaction = _sign(text_of(part))
    elif attached or kind not in _READABLE:
        content.attach(part)
    elif kind == "text/html":
        content.html.append(text_of(part))
    else:
        flowed = _parameter(part, "format").lower() == "flowed"
        content.plain.append(_reflowed(part, text_of(part)) if flowed else text_of(part))


_INVITES = ("text/calendar", "application/ics")
_REACTION = "text/vnd.google.email-reaction+json"
_LONGEST_REACTION = 1024
_READABLE = ("text/html", "text/plain", "text/markdown", "multipart/mixed", "multipart/alternative")


def _sign(reaction: str) -> str:
    """The one sign with which somebody reacted (Gmail: `{"emoji": "...", "version": 1}`); "" if it is none."""
    try:
        found = json.loads(reaction) if len(reaction) <= _LONGEST_REACTION else None
    except (ValueError, RecursionError):
        return ""
    sign = found.get("emoji") if isinstance(found, dict) else None
    return sign if isinstance(sign, str) else ""


def text_of(part: Message) -> str:
    """The text of a part that holds no others: transfer encoding and charset taken off, with plain line ends.

    The bytes are asked for, never the parser's own text: that would believe any codec a mail names.
    """
    data = part.get_payload(decode=True)
    text = charsets.decode(data if isinstance(data, bytes) else b"", _parameter(part, "charset"))
    return text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")


def _parameter(part: Message, name: str) -> str:
    """A parameter of the Content-Type; RFC 2231 forms come as a tuple of charset, language, value."""
    value = part.get_param(name)
    return str(value[2]) if isinstance(value, tuple) else str(value or "")


def _reflowed(part: Message, text: str) -> str:
    """Lines of one paragraph joined again (RFC 3676), only where the quote depth is the same."""
    paragraphs: list[list[str]] = []
    depth_before, goes_on = -1, False
    delete_space = _parameter(part, "delsp").lower() == "yes"
    for line in text.split("\n"):
        content = line.lstrip(">")
        depth = len(line) - len(content)
        stuffed = content.removeprefix(" ")
        if goes_on and depth == depth_before:
            if delete_space:
                paragraphs[-1][-1] = paragraphs[-1][-1][:-1]
            paragraphs[-1].append(stuffed)
        else:
            paragraphs.append([">" * depth, content if depth else stuffed])
        goes_on = content.endswith(" ") and stuffed.rstrip() != "--"
        depth_before = depth
    return "\n".join("".join(pieces) for pieces in paragraphs)
