"""Epochs: the secret that wraps all data keys is replaced, so that what was destroyed stays so in old copies too.

A rotation makes secret n+1, wraps every key that is left anew in one transaction, then destroys secret n.  Killed
anywhere it leaves everything readable, and the next one finishes it.  A wrapped copy of the keys that are left lies
beside the key file: with it a backup older than the rotation opens for those that live, and for nobody else.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection, Engine, bindparam, delete, insert, select, update

from store.engine import reading, writing
from store.folder import one_at_a_time, replace_file
from store.keyring import Keyring, KeyringMissing, KeyStore, make_keyring
from store.tables import data_keys, epoch
from store.wrapping import NotWrappedHere, public_half, unwrap, wrap

NOT_OFTENER = timedelta(hours=20)
"""Once a day, by a clock that may strike a little early."""

OTHER_KEYS = "The database belongs to other keys; restore its own key file."
OLDER_KEYS = "The key file is older than the database; restore the newest copy of it."


@dataclass(frozen=True, slots=True)
class Wrapped:
    """One row of data_keys, as it is after a rotation."""

    scope: str
    purpose: str
    wrapped: bytes


def open_key_store(engine: Engine, path: Path) -> KeyStore:
    """The keys of this database, made at its very first opening.

    Raises KeyringMissing if they are gone, or are not those of this database: nobody would be recognised.
    """
    keys = KeyStore(path)
    with writing(engine) as connection:
        row = connection.execute(select(epoch)).first()
        if row is None:
            _begin_first_epoch(connection, keys)
        elif row.house != keys.keyring.index("house"):
            raise KeyringMissing(OTHER_KEYS)
        elif row.number > keys.keyring.newest:
            raise KeyringMissing(OLDER_KEYS)
        elif row.number not in keys.keyring.epochs:
            _recall_survivors(connection, keys)
    return keys


def _begin_first_epoch(connection: Connection, keys: KeyStore) -> None:
    known = connection.execute(select(data_keys).limit(1)).first()
    keyring = make_keyring(keys.path) if known is None else keys.keyring
    if known is not None:
        try:
            unwrap(keyring.epochs.get(known.epoch, b""), known.scope, known.purpose, known.wrapped)
        except NotWrappedHere:
            raise KeyringMissing(OTHER_KEYS) from None
    row = _as_row(keyring.newest, keyring)
    connection.execute(insert(epoch).values(one=1, house=keyring.index("house"), **row))


def _as_row(number: int, keyring: Keyring) -> dict[str, object]:
    return {"number": number, "public": public_half(keyring.epochs[number])}


def note_destroyed(connection: Connection, now: datetime) -> None:
    """In the transaction that destroyed a key: the epoch that wrapped it has to end."""
    connection.execute(update(epoch).where(epoch.c.destroyed_at.is_(None)).values(destroyed_at=now))


def rotate_if_due(engine: Engine, keys: KeyStore, now: datetime) -> int | None:
    """Once a day at most, and only when something was destroyed; how many keys live on, or None.

    Raises KeyringMissing.
    """
    with reading(engine) as connection:
        row = connection.execute(select(epoch)).one()
    if row.destroyed_at is None or (row.made_at is not None and now < row.made_at + NOT_OFTENER):
        with one_at_a_time(keys.folder):
            # A rotation may have been killed before its last stroke.
            keys.drop_epochs_before(row.number)
        return None
    return rotate(engine, keys, now)


def rotate(engine: Engine, keys: KeyStore, now: datetime) -> int:
    """Begin the next epoch and end this one; how many keys live on.  Raises KeyringMissing."""
    with one_at_a_time(keys.folder):
        with reading(engine) as connection:
            before = connection.execute(select(epoch.c.number)).scalar_one()
        keys.drop_epochs_before(before)
        keys.add_epoch(before + 1)
        with writing(engine) as connection:
            # Whoever wraps a key for this epoch now is waited for; who comes later finds the next one.
            connection.execute(select(epoch).with_for_update()).one()
            survivors = _wrap_anew(connection, keys.keyring, before + 1)
            row = _as_row(before + 1, keys.keyring)
            connection.execute(update(epoch).values(made_at=now, destroyed_at=None, **row))
            _write_survivors(keys, before + 1, survivors)
        keys.drop_epochs_before(before + 1)
    return len(survivors)


def _wrap_anew(connection: Connection, keyring: Keyring, number: int) -> list[Wrapped]:
    """Every key that opens, under the new secret.  One that does not was lost before, and stays as it is."""
    survivors = []
    for row in connection.execute(select(data_keys)).all():
        try:
            key = unwrap(keyring.epochs.get(row.epoch, b""), row.scope, row.purpose, row.wrapped)
        except NotWrappedHere:
            continue
        survivors.append(Wrapped(row.scope, row.purpose, wrap(keyring.epochs[number], row.scope, row.purpose, key)))
    _rewrap(connection, number, survivors)
    return survivors


def _rewrap(connection: Connection, number: int, keys: Iterable[Wrapped]) -> None:
    found = (data_keys.c.scope == bindparam("of")) & (data_keys.c.purpose == bindparam("for_"))
    rows = [{"of": key.scope, "for_": key.purpose, "now": key.wrapped} for key in keys]
    if rows:
        connection.execute(update(data_keys).where(found).values(wrapped=bindparam("now"), epoch=number), rows)


def _survivors(keys: KeyStore) -> Path:
    return keys.folder / "survivors.json"


def _write_survivors(keys: KeyStore, number: int, survivors: Iterable[Wrapped]) -> None:
    kept = [[key.scope, key.purpose, key.wrapped.hex()] for key in survivors]
    replace_file(_survivors(keys), json.dumps({"epoch": number, "keys": kept}))


def _recall_survivors(connection: Connection, keys: KeyStore) -> None:
    """The database is a backup from an epoch that is over: the keys that were left then are put back into it."""
    try:
        kept = json.loads(_survivors(keys).read_text(encoding="ascii"))
        number, left = kept["epoch"], [Wrapped(s, p, bytes.fromhex(w)) for s, p, w in kept["keys"]]
    except (OSError, ValueError, KeyError, TypeError):
        number, left = keys.keyring.newest, []
    if number not in keys.keyring.epochs:
        number, left = keys.keyring.newest, []
    _rewrap(connection, number, left)
    connection.execute(delete(data_keys).where(data_keys.c.epoch.not_in(keys.keyring.epochs)))
    connection.execute(update(epoch).values(made_at=None, **_as_row(number, keys.keyring)))
