"""How much of a mail is too much: counted on the bytes, before any parser sees them."""

import re

MAX_BYTES = 10 * 1024 * 1024
"""A mail with a few photographs passes; attachments are counted, and only a reply to a form has them opened."""
MAX_HEADER_BLOCK = 64 * 1024
MAX_FIELDS = 250
MAX_FIELD_BYTES = 8 * 1024
MAX_ENCODED_WORDS = 40
MAX_ADDRESSES = 50
MAX_NESTING = 20
MAX_PARTS = 500
MAX_LINES = 300_000
MAX_TEXT = 1024 * 1024
"""Characters of readable text in one mail; nobody types as much as that."""

_BEFORE = re.compile(rb"(?:\xef\xbb\xbf|[ \t]*\n|>?From [^\n]*\n)+")
_FIELD = re.compile(rb"^[^\n]*(?:\n[ \t][^\n]*)*", re.MULTILINE)
_CONTENT_FIELD = re.compile(rb"^content-[a-z-]{1,40}:[^\n]*(?:\n[ \t][^\n]*)*", re.MULTILINE | re.IGNORECASE)
_BOUNDARY = re.compile(rb"boundary\*?(?:0\*?)?[ \t]*=[ \t\n]*\"?([^\s\";]{1,200})", re.IGNORECASE)
_NESTED_MAIL = re.compile(rb"^content-type:\s{0,20}message/", re.MULTILINE | re.IGNORECASE)
_ADDRESS_FIELD = re.compile(rb"(?:resent-)?(?:from|to|cc|bcc|sender|reply-to):", re.IGNORECASE)


def unwrap(raw: bytes) -> bytes:
    """The same mail with plain line ends, without byte order mark, mbox line and blank lines before it.

    One that is too big anyhow stays as it is: each of these steps would copy it.
    """
    if len(raw) > MAX_BYTES:
        return raw
    mail = raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    before = _BEFORE.match(mail)
    return mail[before.end() :] if before else mail


def too_much(mail: bytes) -> str:
    """The reason why an unwrapped mail must not be parsed, or "".  Takes time linear in its size."""
    if len(mail) > MAX_BYTES:
        return "size"
    if mail.count(b"\n") > MAX_LINES:
        return "number of lines"
    end = mail.find(b"\n\n")
    block = mail if end < 0 else mail[:end]
    if len(block) > MAX_HEADER_BLOCK:
        return "header block"
    return _header_trouble(block) or _structure_trouble(mail)


def _header_trouble(block: bytes) -> str:
    fields = _FIELD.findall(block)
    if len(fields) > MAX_FIELDS:
        return "number of fields"
    for field in fields:
        if len(field) > MAX_FIELD_BYTES:
            return "field length"
        if field.count(b"=?") > MAX_ENCODED_WORDS:
            return "encoded words"
        if _ADDRESS_FIELD.match(field) and field.count(b"@") > MAX_ADDRESSES:
            return "number of addresses"
    return ""


def _structure_trouble(mail: bytes) -> str:
    """Nesting cannot be deeper than the number of containers announced, so counting those is enough."""
    for field in _CONTENT_FIELD.finditer(mail):
        if field.end() - field.start() > MAX_FIELD_BYTES:
            return "field length"
    boundaries = {found.group(1) for found in _BOUNDARY.finditer(mail)}
    if len(boundaries) > MAX_NESTING or len(_NESTED_MAIL.findall(mail)) > MAX_NESTING:
        return "nesting"
    if sum(mail.count(b"\n--" + boundary) for boundary in boundaries) > MAX_PARTS:
        return "number of parts"
    return ""
