"""The keys that live outside the database: one file in a folder of its own, readable by its owner alone."""

import base64
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from hmac import digest
from pathlib import Path

from store.folder import make_file, replace_file

KEY_BYTES = 32
FIRST = 1
TOKEN_LENGTH = 26
"""26 characters of base32 carry 130 bits."""
READINGS = 3
"""A file that is being replaced may be read as the old one, being overwritten."""


class KeyringMissing(Exception):
    """The key file is gone: nothing sealed can be read, so nothing may be sent."""


@dataclass(frozen=True, slots=True)
class Keyring:
    """`epochs` are the secrets that wrap data keys, by number; `indexing` makes addresses findable, `tokens` makes
    reply tokens.
    """

    epochs: Mapping[int, bytes] = field(repr=False)
    indexing: bytes = field(repr=False)
    tokens: bytes = field(repr=False)

    def index(self, text: str) -> str:
        """A keyed digest under which `text` can be found again without being stored."""
        return digest(self.indexing, text.encode(), "sha256").hex()

    def token(self, letter: str) -> str:
        """The reply token of a letter: lower-case base32, since mail systems fold the case of addresses."""
        raw = digest(self.tokens, letter.encode(), "sha256")
        return base64.b32encode(raw).decode().lower()[:TOKEN_LENGTH]

    @property
    def newest(self) -> int:
        """The number of the epoch made last."""
        return max(self.epochs)


def pseudonym(keyring: Keyring, relationship: str) -> str:
    """What a relationship is called where its id may not stand: in the audit and among the tombstones."""
    return keyring.index(f"tombstone|{relationship}")


def token_index(token: str) -> str:
    """What is stored of a token: enough to recognise it, not enough to write it."""
    return sha256(token.encode()).hexdigest()


def make_keyring(path: Path) -> Keyring:
    """Make the file (mode 0600, whole or not at all) if there is none, and open it.

    Processes that do so together open the same keys: the first file stays.
    """
    if not path.exists():
        new = {FIRST: secrets.token_bytes(KEY_BYTES)}
        make_file(path, _written(Keyring(new, secrets.token_bytes(KEY_BYTES), secrets.token_bytes(KEY_BYTES))))
    return open_keyring(path)


def open_keyring(path: Path) -> Keyring:
    """Raises KeyringMissing when there is no file, or not one of ours."""
    for _ in range(READINGS):
        try:
            keyring = _read(path.read_text(encoding="ascii"))
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            continue
        if {len(key) for key in (*keyring.epochs.values(), keyring.indexing, keyring.tokens)} == {KEY_BYTES}:
            return keyring
    raise KeyringMissing("The key file cannot be read; restore it before anything is sent.")


def _read(text: str) -> Keyring:
    keys = json.loads(text)
    # Before there were epochs there was one secret for ever.
    epochs = keys["epochs"] if "epochs" in keys else {str(FIRST): keys["wrapping"]}
    secrets_ = {int(number): bytes.fromhex(secret) for number, secret in epochs.items()}
    if not secrets_:
        raise ValueError
    return Keyring(secrets_, bytes.fromhex(keys["indexing"]), bytes.fromhex(keys["tokens"]))


def _written(keyring: Keyring) -> str:
    epochs = {str(number): secret.hex() for number, secret in sorted(keyring.epochs.items())}
    return json.dumps({"epochs": epochs, "indexing": keyring.indexing.hex(), "tokens": keyring.tokens.hex()})


class KeyStore:
    """The key file as this process knows it.  What lies beside it in its folder is never part of a backup either."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._keyring: Keyring | None = None

    @property
    def folder(self) -> Path:
        return self.path.parent

    @property
    def keyring(self) -> Keyring:
        """As it was read last.  Raises KeyringMissing."""
        return self._keyring or self.reread()

    def reread(self) -> Keyring:
        """As it is now: another process may have begun an epoch.  Raises KeyringMissing."""
        self._keyring = open_keyring(self.path)
        return self._keyring

    def add_epoch(self, number: int) -> None:
        """A new secret under this number; one that lies there already, from a rotation cut short, stays."""
        keyring = self.reread()
        if number not in keyring.epochs:
            self._write(replace(keyring, epochs={**keyring.epochs, number: secrets.token_bytes(KEY_BYTES)}))

    def drop_epochs_before(self, number: int) -> None:
        """Destroy the secrets of the epochs before this one."""
        keyring = self.reread()
        kept = {each: secret for each, secret in keyring.epochs.items() if each >= number}
        if kept != dict(keyring.epochs):
            self._write(replace(keyring, epochs=kept))

    def _write(self, keyring: Keyring) -> None:
        replace_file(self.path, _written(keyring))
        self._keyring = keyring
