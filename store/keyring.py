"""The keys that live outside the database: one file, readable by its owner alone."""

import base64
import json
import os
import secrets
from dataclasses import dataclass
from hashlib import sha256
from hmac import digest
from pathlib import Path

KEY_BYTES = 32
TOKEN_LENGTH = 26
"""26 characters of base32 carry 130 bits."""


class KeyringMissing(Exception):
    """The key file is gone: nothing sealed can be read, so nothing may be sent."""


@dataclass(frozen=True, slots=True)
class Keyring:
    """`wrapping` wraps data keys, `indexing` makes addresses findable, `tokens` makes reply tokens."""

    wrapping: bytes
    indexing: bytes
    tokens: bytes

    def index(self, text: str) -> str:
        """A keyed digest under which `text` can be found again without being stored."""
        return digest(self.indexing, text.encode(), "sha256").hex()

    def token(self, letter: str) -> str:
        """The reply token of a letter: lower-case base32, since mail systems fold the case of addresses."""
        raw = digest(self.tokens, letter.encode(), "sha256")
        return base64.b32encode(raw).decode().lower()[:TOKEN_LENGTH]


def token_index(token: str) -> str:
    """What is stored of a token: enough to recognise it, not enough to write it."""
    return sha256(token.encode()).hexdigest()


def make_keyring(path: Path) -> Keyring:
    """Make the file (mode 0600, atomically) if there is none, and open it."""
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        keys = {name: secrets.token_hex(KEY_BYTES) for name in ("wrapping", "indexing", "tokens")}
        draft = path.with_suffix(".new")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            json.dump(keys, file)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    return open_keyring(path)


def open_keyring(path: Path) -> Keyring:
    """Raises KeyringMissing when there is no file, or not one of ours."""
    try:
        keys = json.loads(path.read_text())
        return Keyring(*(bytes.fromhex(keys[name]) for name in ("wrapping", "indexing", "tokens")))
    except (OSError, ValueError, KeyError, TypeError):
        raise KeyringMissing("The key file cannot be read; restore it before anything is sent.") from None
