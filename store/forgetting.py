"""Forgetting one person who wished it: their key goes, and with it their name and address; others' records stay.

The order: their relationships close first, so that no rule will ask for a letter any more; letters to them that have
not left are dropped; letters to others are waited for, since their bytes may name them.  Only then the key goes, with
every mail and every written letter of those relationships, in one transaction.  Killed anywhere before it, the next
day's housekeeping does it all; a tombstone does it again in a backup that was put back.
"""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, Engine, delete, select, update

from store.audit import CLOSED, FORGOTTEN, append
from store.engine import reading, writing
from store.epochs import note_destroyed
from store.outbox import Outbox
from store.registry import Registry, forgotten_index
from store.tables import aliases, inbox, outbox, people, relationships
from store.tombstones import Tombstones
from store.vault import Purpose, Vault


class Forgetter:
    def __init__(
        self, engine: Engine, vault: Vault, registry: Registry, letters: Outbox, tombstones: Tombstones
    ) -> None:
        self._engine = engine
        self._vault = vault
        self._registry = registry
        self._outbox = letters
        self._tombstones = tombstones

    def due(self) -> list[str]:
        """Everybody who wishes to be forgotten and takes part in nothing that goes on, as a member or its organiser."""
        return [person for person in self._registry.rights.to_forget() if self._is_free(person)]

    def _is_free(self, person: str) -> bool:
        organises = select(relationships.c.id).where(
            relationships.c.organiser == person, relationships.c.stage != CLOSED
        )
        with reading(self._engine) as connection:
            if connection.execute(organises.limit(1)).first() is not None:
                return False
        return all(each.stage == CLOSED for each in self._registry.relationships_of(person))

    def forget(self, person: str, strays: Iterable[str], now: datetime) -> bool:
        """Destroy a person's key and what shows them; False if a letter to somebody else is waited for, or it is done.

        `strays` are the keys of their mails that belong to no relationship.
        """
        streams = [each.id for each in self._registry.relationships_of(person)]
        for stream in streams:
            self._drop_letters(stream, person)
        if self._registry.is_forgotten(person) or any(self._outbox.unposted(stream) for stream in streams):
            return False
        with writing(self._engine) as connection:
            append(connection, FORGOTTEN, self._tombstones.name(person), now, {})
            self._tombstones.set(person, now)
            self._destroy(connection, person, streams, tuple(strays))
            note_destroyed(connection, now)
        return True

    def _drop_letters(self, stream: str, person: str) -> None:
        for each in self._outbox.all_of(stream):
            if each.letter.to == person and each.state in ("waiting", "sending"):
                self._outbox.refused(each.key, FORGOTTEN)

    def _destroy(self, connection: Connection, person: str, streams: list[str], strays: tuple[str, ...]) -> None:
        mails = inbox.c.stream.in_(streams) | inbox.c.key.in_(strays)
        for key in connection.scalars(select(inbox.c.key).where(mails)).all():
            self._vault.destroy_keys(connection, key, Purpose.MAIL)
        connection.execute(update(inbox).where(mails).values(sealed=None))
        connection.execute(update(outbox).where(outbox.c.stream.in_(streams)).values(sealed=None))
        self._vault.destroy_keys(connection, person, Purpose.PERSON)
        connection.execute(delete(aliases).where(aliases.c.person == person))
        empty = {"sealed": "", "address_index": forgotten_index(person)}
        connection.execute(update(people).where(people.c.id == person).values(empty))

    def replay(self) -> list[str]:
        """Forget again whom a restored backup brought back; before anything else runs."""
        known = self._tombstones.all()
        if not known:
            return []
        with reading(self._engine) as connection:
            here = connection.scalars(select(people.c.id).where(people.c.sealed != "")).all()
        back = {each: self._tombstones.name(each) for each in here}
        return [each for each, name in back.items() if name in known and self._again(each, known[name])]

    def _again(self, person: str, at: datetime) -> bool:
        """Whatever the backup still holds open of theirs."""
        streams = [each.id for each in self._registry.relationships_of(person)]
        with writing(self._engine) as connection:
            append(connection, FORGOTTEN, self._tombstones.name(person), at, {})
            self._destroy(connection, person, streams, ())
            note_destroyed(connection, at)
        return True
