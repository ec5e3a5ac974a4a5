"""Who wrote and whom it reached: addresses out of header fields, strictly.

The standard library's address parser of Python 3.11 takes `ada@x)mallory@evil` for an address of its own
choosing (CVE-2023-27043 among others), so a field is scanned here, and what is not plain is no address.
"""

import re
from collections.abc import Iterator

from correspondence.arriving.headers import decoded

_PLAIN = re.compile(r"([\w.!#$%&'*+/=?^`{|}~-]{1,128})@([\w-]{1,63}(?:\.[\w-]{1,63}){0,10})\.?")
_RECEIVED_FOR = re.compile(r"\bfor <?([^\s<>;]{3,320})>?(?=[\s;]|$)")

# In the order GitLab found to work: what the sender addressed first, then what the servers noted, copies last.
_REACHED_BY = (
    "to", "delivered-to", "x-delivered-to", "envelope-to", "x-envelope-to", "received", "x-original-to",
    "x-forwarded-to", "x-gm-original-to", "resent-to", "cc", "resent-cc",
)  # fmt: skip


def only_mailbox(values: list[str]) -> tuple[str, str]:
    """(name, address) if there is exactly one field with exactly one plain address in it, else ("", "").

    `values` are the unfolded From fields, encoded words not yet decoded: what an encoded word hides is never syntax.
    """
    if len(values) != 1:
        return "", ""
    found = list(mailboxes(values[0]))
    return found[0] if len(found) == 1 and found[0][1] else ("", "")


def recipients(fields: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
    """Every address a mail was sent to or delivered to, best first, none twice."""
    found: dict[str, None] = {}
    for wanted in _REACHED_BY:
        noted = [value for name, value in fields if name.lower() == wanted]
        # Whoever sends a mail can write a Delivered-To too: only the topmost is our own server's.
        for value in noted[:1] if wanted == "delivered-to" else noted:
            if wanted == "received":
                candidates = [("", folded(match.group(1))) for match in _RECEIVED_FOR.finditer(value)]
            else:
                candidates = list(mailboxes(value))
            found.update({address: None for _, address in candidates if address})
    return tuple(found)


def folded(address: str) -> str:
    """A plain address with its domain in lower case and in ASCII (IDNA); "" if it is not a plain address."""
    match = _PLAIN.fullmatch(address.strip())
    if match is None:
        return ""
    local, domain = match.groups()
    try:
        return f"{local}@{domain.encode('idna').decode('ascii').lower()}"
    except UnicodeError:
        return ""


def mailboxes(value: str) -> Iterator[tuple[str, str]]:
    """(name, address) of each entry of an address field; the address is "" for an entry that is not plain."""
    for entry in _entries(value):
        before, angle, rest = entry.partition("<")
        if not angle:
            yield "", folded(entry)
            continue
        address, closing, after = rest.partition(">")
        plain = bool(closing) and not after.strip() and "<" not in rest
        yield decoded(before.strip()).strip('" '), folded(address) if plain else ""


def _entries(value: str) -> Iterator[str]:
    """The entries between commas, comments and backslashes gone, group names dropped; one pass, no recursion."""
    entry: list[str] = []
    depth, quoted, escaped, angle = 0, False, False, False
    for character in value:
        if escaped:
            escaped = False
        elif character == "\\":
            escaped = True
            continue
        elif quoted:
            quoted = character != '"'
            if not quoted:
                continue
        elif character == '"' and not depth:
            quoted = True
            continue
        elif character == "(" or (character == ")" and depth):
            depth += 1 if character == "(" else -1
            continue
        elif not depth and character in "<>":
            angle = character == "<"
        elif not depth and character in ",;:" and not angle:
            if character != ":" and "".join(entry).strip():
                yield "".join(entry).strip()
            entry.clear()
            continue
        if not depth:
            # Inside quotes an angle bracket is a letter of the name, not syntax.
            entry.append({"<": "‹", ">": "›"}.get(character, character) if quoted else character)
    if depth or quoted:
        entry.append("\x00")  # something never closed: not plain
    if "".join(entry).strip():
        yield "".join(entry).strip()
