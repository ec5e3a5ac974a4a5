"""Sealing: what people write, and who they are, is kept under a key of their relationship or their own.

AES-256-GCM with a random data key per scope and purpose; the data keys lie wrapped in the database and the secret
that wraps them lies outside it.  Sealing never makes a key: a missing key is an error that stops.
"""

import os
from enum import StrEnum
from threading import Lock
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import ColumnElement, Connection, Engine, Row, delete, insert, select, update

from store.engine import reading
from store.keyring import KeyStore
from store.tables import data_keys, epoch
from store.wrapping import MAIL, NONCE_BYTES, NotWrappedHere, unwrap, wrap, wrap_for

HOUSE = "house"
"""The scope that mail which had just come in once shared; by now each has a key of its own."""


SEALED = "KeyMissing"
"""What a failure for want of a key is called outside the store."""


class Purpose(StrEnum):
    """What a data key is for.  Attribution (who asked) dies before content does, a mail's a week after it is done."""

    CONTENT = "content"
    ATTRIBUTION = "attribution"
    PERSON = "person"
    MAIL = MAIL


class KeyMissing(Exception):
    """There is no key for this scope and purpose: it was destroyed, or never made."""


class Destroyed(KeyMissing):
    """What was here is gone on purpose: a key that is put back would not bring it."""


class Unreadable(Exception):
    """The sealed bytes do not belong where they lie, or were changed."""


class Vault:
    def __init__(self, engine: Engine, keys: KeyStore) -> None:
        self._engine = engine
        self._keys = keys
        self._open: dict[tuple[str, str], AESGCM] = {}
        self._lock = Lock()

    def make_keys(self, connection: Connection, scope: str, *purposes: Purpose) -> None:
        """New data keys, in the transaction that makes what they are for.  Raises KeyringMissing."""
        number, _ = current_epoch(connection)
        secret = self._secret(number)
        for purpose in purposes:
            wrapped = wrap(secret, scope, purpose, AESGCM.generate_key(256))
            row = {"scope": scope, "purpose": purpose, "wrapped": wrapped, "epoch": number}
            connection.execute(insert(data_keys).values(row))

    def destroy_keys(self, connection: Connection, scope: str, *purposes: Purpose) -> None:
        """Take data keys out of the database; old copies of it open until the epoch that wrapped them is over too."""
        for purpose in purposes:
            connection.execute(delete(data_keys).where(_of(scope, purpose)))
            self._forget(scope, purpose)

    def renew_key(self, connection: Connection, scope: str, purpose: Purpose) -> None:
        """A new key in the place of one: what that one had sealed is gone, what comes can be sealed."""
        number, _ = current_epoch(connection)
        new = {"wrapped": wrap(self._secret(number), scope, purpose, AESGCM.generate_key(256)), "epoch": number}
        connection.execute(update(data_keys).where(_of(scope, purpose)).values(new))
        self._forget(scope, purpose)

    def hold_key(self, connection: Connection, scope: str, purpose: Purpose) -> None:
        """Wait for whoever is sealing with this key, and keep others waiting until this transaction ends."""
        connection.execute(select(data_keys.c.scope).where(_of(scope, purpose)).with_for_update())

    def _forget(self, scope: str, purpose: Purpose) -> None:
        with self._lock:
            self._open.pop((scope, purpose), None)

    def has_keys(self, connection: Connection, scope: str) -> bool:
        found = connection.execute(select(data_keys.c.scope).where(data_keys.c.scope == scope).limit(1))
        return found.first() is not None

    def seal_mail(self, connection: Connection, key: str, place: str, raw: bytes) -> bytes:
        """Mail that comes in, under a key of its own, made for it; works while the key store is away."""
        number, public = current_epoch(connection)
        made = AESGCM.generate_key(256)
        row = {"scope": key, "purpose": Purpose.MAIL, "wrapped": wrap_for(public, key, made), "epoch": number}
        connection.execute(insert(data_keys).values(row))
        return _sealed(AESGCM(made), raw, _where(key, Purpose.MAIL, place))

    def seal(
        self, scope: str, purpose: Purpose, place: str, content: bytes, connection: Connection | None = None
    ) -> bytes:
        """`place` names the table and row, so that sealed bytes moved elsewhere do not open.

        Raises KeyMissing.  `connection`: the transaction that may have just made the key.
        """
        return _sealed(self._key(scope, purpose, connection), content, _where(scope, purpose, place))

    def unseal(self, scope: str, purpose: Purpose, place: str, sealed: bytes) -> bytes:
        """Raises KeyMissing, or Unreadable."""
        key = self._key(scope, purpose, None)
        try:
            return key.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], _where(scope, purpose, place))
        except (InvalidTag, ValueError):
            # ValueError: too short to have been sealed at all.
            raise Unreadable(f"Sealed bytes in {place.partition('/')[0]} do not open.") from None

    def _key(self, scope: str, purpose: Purpose, connection: Connection | None) -> AESGCM:
        # Who asked is sealed with the key of this very moment: it may be renewed while the relationship lives.
        fresh = connection is not None and purpose is Purpose.ATTRIBUTION
        with self._lock:
            known = None if fresh else self._open.get((scope, purpose))
        if known is None:
            known = self._unwrap(scope, purpose, connection)
            # A key seen inside a transaction may yet be rolled back, so only committed ones are remembered; a mail
            # is opened once.
            if connection is None and purpose is not Purpose.MAIL:
                with self._lock:
                    self._open[(scope, purpose)] = known
        return known

    def _unwrap(self, scope: str, purpose: Purpose, connection: Connection | None) -> AESGCM:
        row = self._row(scope, purpose, connection)
        if row is not None and row.epoch not in self._keys.keyring.epochs:
            # A rotation came between two looks.
            self._read_keys_again()
            row = self._row(scope, purpose, connection)
        if row is None:
            raise KeyMissing(f"No {purpose} key for this scope.")
        try:
            return AESGCM(unwrap(self._secret(row.epoch), scope, purpose, row.wrapped))
        except NotWrappedHere:
            raise KeyMissing(f"The {purpose} key was wrapped by a key that is no longer here.") from None

    def _row(self, scope: str, purpose: Purpose, connection: Connection | None) -> Row[Any] | None:
        query = select(data_keys).where(_of(scope, purpose))
        if connection is not None:
            held = query.with_for_update(read=True) if purpose is Purpose.ATTRIBUTION else query
            return connection.execute(held).first()
        with reading(self._engine) as own:
            return own.execute(query).first()

    def _secret(self, number: int) -> bytes:
        """The secret of an epoch.  Raises KeyMissing once it is over, KeyringMissing without a key store."""
        if number not in self._keys.keyring.epochs:
            self._read_keys_again()
        try:
            return self._keys.keyring.epochs[number]
        except KeyError:
            raise KeyMissing("The epoch of this key is over.") from None

    def _read_keys_again(self) -> None:
        """Another process has begun an epoch: what it destroyed is not to be remembered here either."""
        self._keys.reread()
        self.forget_all()

    def forget_all(self) -> None:
        """Have every key looked up again: none is remembered."""
        with self._lock:
            self._open.clear()


def current_epoch(connection: Connection) -> tuple[int, bytes]:
    """Its number and public half, held until the transaction ends: a rotation waits for whoever still wraps in it."""
    row = connection.execute(select(epoch).with_for_update(read=True)).one()
    return row.number, row.public


def _of(scope: str, purpose: Purpose) -> ColumnElement[bool]:
    return (data_keys.c.scope == scope) & (data_keys.c.purpose == purpose)


def _sealed(key: AESGCM, content: bytes, where: bytes) -> bytes:
    nonce = os.urandom(NONCE_BYTES)
    return nonce + key.encrypt(nonce, content, where)


def _where(scope: str, purpose: Purpose, place: str) -> bytes:
    return f"{scope}|{purpose}|{place}".encode()
