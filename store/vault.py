"""Sealing: what people write, and who they are, is kept under a key of their relationship or their own.

AES-256-GCM with a random data key per scope and purpose; the data keys lie wrapped in the database and the key
that wraps them lies outside it.  Sealing never makes a key: a missing key is an error that stops.
"""

import os
from enum import StrEnum
from threading import Lock

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Connection, Engine, insert, select

from store.engine import reading
from store.keyring import Keyring
from store.tables import data_keys

NONCE_BYTES = 12
HOUSE = "house"
"""The scope of what does not belong to a relationship yet: mail that has just come in."""


class Purpose(StrEnum):
    """What a data key is for.  Attribution (who asked) dies before content does."""

    CONTENT = "content"
    ATTRIBUTION = "attribution"
    PERSON = "person"


class KeyMissing(Exception):
    """There is no key for this scope and purpose: it was destroyed, or never made."""


class Unreadable(Exception):
    """The sealed bytes do not belong where they lie, or were changed."""


class Vault:
    def __init__(self, engine: Engine, keyring: Keyring) -> None:
        self._engine = engine
        self._wrapping = AESGCM(keyring.wrapping)
        self._open: dict[tuple[str, str], AESGCM] = {}
        self._lock = Lock()

    def make_keys(self, connection: Connection, scope: str, *purposes: Purpose) -> None:
        """New data keys, in the transaction that makes what they are for."""
        for purpose in purposes:
            nonce, key = os.urandom(NONCE_BYTES), AESGCM.generate_key(256)
            wrapped = nonce + self._wrapping.encrypt(nonce, key, f"{scope}|{purpose}".encode())
            connection.execute(insert(data_keys).values(scope=scope, purpose=purpose, wrapped=wrapped))

    def has_keys(self, connection: Connection, scope: str) -> bool:
        found = connection.execute(select(data_keys.c.scope).where(data_keys.c.scope == scope).limit(1))
        return found.first() is not None

    def seal(
        self, scope: str, purpose: Purpose, place: str, content: bytes, connection: Connection | None = None
    ) -> bytes:
        """`place` names the table and row, so that sealed bytes moved elsewhere do not open.

        Raises KeyMissing.  `connection`: the transaction that may have just made the key.
        """
        nonce = os.urandom(NONCE_BYTES)
        key = self._key(scope, purpose, connection)
        return nonce + key.encrypt(nonce, content, f"{scope}|{purpose}|{place}".encode())

    def unseal(self, scope: str, purpose: Purpose, place: str, sealed: bytes) -> bytes:
        """Raises KeyMissing, or Unreadable."""
        key = self._key(scope, purpose, None)
        try:
            return key.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], f"{scope}|{purpose}|{place}".encode())
        except (InvalidTag, ValueError):
            # ValueError: too short to have been sealed at all.
            raise Unreadable(f"Sealed bytes in {place.partition('/')[0]} do not open.") from None

    def _key(self, scope: str, purpose: Purpose, connection: Connection | None) -> AESGCM:
        with self._lock:
            known = self._open.get((scope, purpose))
        if known is None:
            known = self._unwrap(scope, purpose, connection)
            # A key seen inside a transaction may yet be rolled back, so only committed ones are remembered.
            if connection is None:
                with self._lock:
                    self._open[(scope, purpose)] = known
        return known

    def _unwrap(self, scope: str, purpose: Purpose, connection: Connection | None) -> AESGCM:
        query = select(data_keys.c.wrapped).where(data_keys.c.scope == scope, data_keys.c.purpose == purpose)
        if connection is not None:
            wrapped = connection.scalar(query)
        else:
            with reading(self._engine) as own:
                wrapped = own.scalar(query)
        if wrapped is None:
            raise KeyMissing(f"No {purpose} key for this scope.")
        try:
            key = self._wrapping.decrypt(wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], f"{scope}|{purpose}".encode())
        except InvalidTag:
            raise KeyMissing(f"The {purpose} key was wrapped by a key that is no longer here.") from None
        return AESGCM(key)
