"""The store, opened: everything that lies in the database, with the keys that open it."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine

from store.engine import open_database
from store.inbox import Inbox
from store.journal import Journal
from store.keyring import make_keyring
from store.outbox import Outbox
from store.registry import Registry
from store.vault import Vault


@dataclass(frozen=True, slots=True)
class House:
    engine: Engine
    registry: Registry
    journal: Journal
    inbox: Inbox
    outbox: Outbox

    def close(self) -> None:
        self.engine.dispose()


def open_house(database_url: str, keys: Path) -> House:
    """Open the database and its keys, making both at the very first start.  Raises KeyringMissing."""
    keyring = make_keyring(keys)
    engine = open_database(database_url)
    try:
        vault = Vault(engine, keyring)
        registry = Registry(engine, vault, keyring)
        registry.open_house()
    except BaseException:
        engine.dispose()
        raise
    return House(
        engine, registry, Journal(engine, vault, keyring), Inbox(engine, vault), Outbox(engine, vault, keyring)
    )
