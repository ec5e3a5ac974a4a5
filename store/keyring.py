"""The keys that live outside the database: one file, readable by its owner alone."""

import base64
import json
import os
import secrets
import tempfile
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from hmac import digest
from pathlib import Path

KEY_BYTES = 32
NAMES = ("wrapping", "indexing", "tokens")
TOKEN_LENGTH = 26
"""26 characters of base32 carry 130 bits."""


class KeyringMissing(Exception):
    """The key file is gone: nothing sealed can be read, so nothing may be sent."""


@dataclass(frozen=True, slots=True)
class Keyring:
    """`wrapping` wraps data keys, `indexing` makes addresses findable, `tokens` makes reply tokens."""

    wrapping: bytes = field(repr=False)
    indexing: bytes = field(repr=False)
    tokens: bytes = field(repr=False)

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
    """Make the file (mode 0600, whole or not at all) if there is none, and open it.

    Processes that do so together open the same keys: the first file stays.
    """
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        number, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(number, "w") as file:
            json.dump({name: secrets.token_hex(KEY_BYTES) for name in NAMES}, file)
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(draft, path)
        os.unlink(draft)
        _settle(path.parent)
    return open_keyring(path)


def _settle(folder: Path) -> None:
    """Have a folder's entries on the disk before anything is sealed with what lies in it."""
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def open_keyring(path: Path) -> Keyring:
    """Raises KeyringMissing when there is no file, or not one of ours."""
    try:
        keys = json.loads(path.read_text(encoding="ascii"))
        keyring = [bytes.fromhex(keys[name]) for name in NAMES]
    except (OSError, ValueError, KeyError, TypeError):
        keyring = []
    if [len(key) for key in keyring] != [KEY_BYTES] * len(NAMES):
        raise KeyringMissing("The key file cannot be read; restore it before anything is sent.")
    return Keyring(*keyring)
