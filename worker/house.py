"""The store, opened: everything that lies in the database, with the keys that open it."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine

from mentoring.relationship import fold, initial, next_deadline
from store.engine import open_database
from store.epochs import open_key_store
from store.forgetting import Forgetter
from store.inbox import Inbox
from store.journal import Journal
from store.keyring import KeyStore
from store.outbox import Outbox
from store.registry import Registry
from store.shredding import Shredder
from store.tombstones import Tombstones
from store.vault import Vault


@dataclass(frozen=True, slots=True)
class House:
    engine: Engine
    registry: Registry
    journal: Journal
    inbox: Inbox
    outbox: Outbox
    vault: Vault
    keys: KeyStore
    shredder: Shredder
    forgetter: Forgetter

    def next_moment(self, relationship: str) -> datetime | None:
        """When something happens by itself (UTC), the end of a leaver's grace included, which no list shows."""
        start = initial(self.registry.programme_of(relationship))
        deadline = next_deadline(fold(start, (entry.event for entry in self.journal.read(relationship))))
        return deadline.at if deadline else None

    def close(self) -> None:
        self.engine.dispose()


def open_house(database_url: str, keys: Path) -> House:
    """Open the database and its keys, making both at the very first start.  Raises KeyringMissing."""
    engine = open_database(database_url)
    try:
        key_store = open_key_store(engine, keys)
    except BaseException:
        engine.dispose()
        raise
    vault, keyring = Vault(engine, key_store), key_store.keyring
    registry, journal = Registry(engine, vault, keyring), Journal(engine, vault, keyring)
    # A backup that was put back knows nothing of what was destroyed since.
    tombstones, outbox = Tombstones(key_store), Outbox(engine, vault, keyring)
    shredder = Shredder(engine, vault, registry, journal, tombstones)
    shredder.replay()
    forgetter = Forgetter(engine, vault, registry, outbox, tombstones)
    forgetter.replay()
    return House(engine, registry, journal, Inbox(engine, vault), outbox, vault, key_store, shredder, forgetter)
