"""The key of a mail: made from the mail itself, so that the same mail delivered twice is one."""

import re
from hashlib import sha256

from correspondence.arriving.mime import read

_TOKEN = re.compile(r"[+.\-]([a-z2-7]{26})@", re.IGNORECASE)


def mail_key(raw: bytes) -> str:
    """64 hexadecimal digits from Message-ID, sender, reply tokens and body.

    Never from the Message-ID alone: whoever could guess one could have a mail taken for a duplicate.
    """
    mail = read(raw)
    if mail.too_much or not mail.message_id:
        return sha256(raw).hexdigest()
    tokens = sorted({found.lower() for address in mail.recipients for found in _TOKEN.findall(address)})
    parts = (mail.message_id, mail.sender, *tokens, mail.text, mail.html)
    return sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def anew(key: str) -> str:
    """The key under which a kept mail is read once more, when it is known whose it is."""
    return sha256(f"anew|{key}".encode()).hexdigest()
