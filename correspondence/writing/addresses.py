"""The token that leads a reply back to its question: in the address, in the Message-ID, and in the letter's last line.

A token is 26 small base32 characters (128 bits), for local parts get folded to small letters on the way.
"""

import re
from collections.abc import Iterable

_TOKEN = r"([a-z2-7]{26})(?![a-z0-9])"
_IN_MESSAGE_ID = re.compile(rf"<\s*{_TOKEN}\.[^<>\s]*@", re.IGNORECASE)
_IN_FOOTER = re.compile(rf"\bRef:[\s>]*{_TOKEN}", re.IGNORECASE)
SEPARATORS = "+-."
"""What may stand between our address and a token.  On the way in each is known, whichever letters were sent with."""

_AFTER_SEPARATOR = re.compile(rf"[{re.escape(SEPARATORS)}]{_TOKEN}@", re.IGNORECASE)
_ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,128}@[\w-]{1,63}(?:\.[\w-]{1,63}){0,10}", re.ASCII)


def reply_address(agency: str, token: str, separator: str = "+") -> str:
    """The address a letter is answered to: `agency@host` becomes `agency+token@host`.

    Some mail systems drop what follows a plus, or know another sign for it: `separator` is one of SEPARATORS.
    """
    local, _, host = agency.rpartition("@")
    return f"{local}{separator}{token}@{host}"


def message_id(key: str, token: str, host: str) -> str:
    """The Message-ID (RFC 5322, section 3.6.4) of the letter with this key; References to it bring the token back."""
    safe = re.sub(r"[^A-Za-z0-9_-]", lambda match: f".{ord(match[0]):x}.", key)
    return f"<{token}.{safe}@{host}>"


def find_token(recipients: Iterable[str], references: Iterable[str], text: str, agency: str) -> str:
    """The token of the letter a mail answers, "" if it names none.

    Looked for where clients and servers leave it, surest first: in an address of ours it was sent to, with any
    separator; in a Message-ID it refers to, the latest first; in the last line of the letter it quotes.
    `references` are in the order of the header.
    """
    ours = agency.rpartition("@")[0].casefold()
    for recipient in recipients:
        found = _AFTER_SEPARATOR.search(recipient)
        if found and recipient[: found.start()].rpartition("<")[2].strip().casefold() == ours:
            return found[1].lower()
    for reference in reversed(tuple(references)):
        if found := _IN_MESSAGE_ID.search(reference if reference.lstrip().startswith("<") else f"<{reference}"):
            return found[1].lower()
    found = _IN_FOOTER.search(text)
    return found[1].lower() if found else ""


def token_of(address: str) -> str:
    """The token in a reply address, "" if there is none."""
    found = _AFTER_SEPARATOR.search(address)
    return found[1].lower() if found else ""


def is_plain(address: str) -> bool:
    """Whether this is one plain address in ASCII: no quotes, comments, spaces or controls."""
    return _ADDRESS.fullmatch(address) is not None
