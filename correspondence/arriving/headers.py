"""Header fields as text: RFC 2047 decoded, and refused when something hides in them."""

import re
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message

from correspondence.arriving import charsets

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_FOLD = re.compile(r"[ \t]*\n[ \t]*")
_MESSAGE_ID = re.compile(r"<[^<>\s]{1,300}>")
_BARE_ID = re.compile(r"[^<>\s]{1,300}")


def fields(message: Message) -> tuple[tuple[str, str], ...]:
    """All header fields in their order, decoded.  A field with a control character in it reads as ""."""
    return tuple((name, decoded(value)) for name, value in unfolded(message))


def unfolded(message: Message) -> tuple[tuple[str, str], ...]:
    """All header fields in their order on one line each, encoded words left as they are."""
    return tuple((str(name), _one_line(str(value))) for name, value in message.raw_items())


def decoded(value: str) -> str:
    """`value` with its encoded words read (RFC 2047); "" if a control character comes to light."""
    if "=?" in value:
        value = _words(value)
    return "" if _CONTROL.search(value) else value


def message_ids(value: str) -> tuple[str, ...]:
    """The message ids of a References, In-Reply-To or Message-ID field, each with its angle brackets."""
    found = _MESSAGE_ID.findall(value)
    if not found and "@" in value and (bare := _BARE_ID.fullmatch(value.strip())):
        return (f"<{bare.group()}>",)
    return tuple(dict.fromkeys(found))


def _one_line(value: str) -> str:
    value = _FOLD.sub(" ", value).replace("\t", " ").strip()
    if value.isascii():
        return value
    # The parser keeps raw eight-bit bytes as surrogates (PEP 383).
    return charsets.decode(value.encode("utf-8", "surrogateescape"))


def _words(value: str) -> str:
    try:
        pieces = decode_header(value)
    except (HeaderParseError, ValueError):
        return value
    return "".join(
        piece if isinstance(piece, str) else charsets.decode(piece, label or "utf-8") for piece, label in pieces
    ).strip()
