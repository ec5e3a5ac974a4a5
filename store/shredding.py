"""Shredding: after a programme's retention a closed relationship's keys are destroyed, and what they had sealed.

It needs no key: who cannot be read any more can still be forgotten, only the audit then tells less.
"""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, Engine, Select, delete, exists, select, update

from mentoring.calendar import add, at_hour, local_day
from mentoring.events import Event
from mentoring.programme import Programme
from store.audit import CLOSED, append, summary
from store.engine import reading, writing
from store.epochs import note_destroyed
from store.journal import Journal
from store.registry import Registry
from store.tables import aliases, causes, data_keys, inbox, journal, members, outbox, people, relationships
from store.tombstones import Tombstones
from store.vault import KeyMissing, Purpose, Unreadable, Vault


class Shredder:
    def __init__(
        self, engine: Engine, vault: Vault, registry: Registry, events: Journal, tombstones: Tombstones
    ) -> None:
        self._engine = engine
        self._vault = vault
        self._registry = registry
        self._journal = events
        self._tombstones = tombstones

    def due(self, now: datetime) -> list[str]:
        """The relationships that were closed so long ago that their programme keeps them no longer."""
        whole = exists().where(members.c.relationship == relationships.c.id)
        query = select(relationships.c.id, relationships.c.seen).where(relationships.c.stage == CLOSED, whole)
        with reading(self._engine) as connection:
            closed = {row.id: row.seen for row in connection.execute(query)}
        return [each for each, at in closed.items() if kept_until(self._registry.programme_of(each), at) <= now]

    def shred(self, relationship: str, now: datetime) -> bool:
        """Destroy one relationship, all or nothing; False if it is destroyed already.

        The tombstone is set first: killed before the rest is done, the rest is done at the next start.
        """
        events = self._events(relationship)
        with writing(self._engine) as connection:
            row = select(relationships.c.id).where(relationships.c.id == relationship).with_for_update()
            if connection.execute(row).first() is None or not _is_whole(connection, relationship):
                return False
            facts = summary(connection, relationship, events)
            append(connection, CLOSED, self._tombstones.name(relationship), now, facts)
            self._tombstones.set(relationship, now)
            self._destroy(connection, relationship)
            note_destroyed(connection, now)
        return True

    def _events(self, relationship: str) -> list[Event]:
        """What happened; nothing if nobody can read it any more, as in a backup that was put back."""
        try:
            return [entry.event for entry in self._journal.read(relationship)]
        except (KeyMissing, Unreadable):
            return []

    def _destroy(self, connection: Connection, relationship: str) -> None:
        mails = inbox.c.stream == relationship
        for key in connection.scalars(select(inbox.c.key).where(mails)).all():
            self._vault.destroy_keys(connection, key, Purpose.MAIL)
        self._vault.destroy_keys(connection, relationship, Purpose.CONTENT, Purpose.ATTRIBUTION)
        # That a mail was here stays known, so that a copy of it on the mail server is known for one.
        gone: dict[str, object] = {"state": "done", "reason": "", "stream": None, "commands": [], "sealed": None}
        connection.execute(update(inbox).where(mails).values(gone))
        for table in (journal, causes, outbox):
            connection.execute(delete(table).where(table.c.stream == relationship))
        connection.execute(delete(members).where(members.c.relationship == relationship))
        over = {"stage": CLOSED, "deadline": None, "why": "", "seen": None, "sealed": None}
        connection.execute(update(relationships).where(relationships.c.id == relationship).values(over))

    def replay(self) -> list[str]:
        """Destroy again what a restored backup brought back; before anything else runs."""
        known = self._tombstones.all()
        if not known:
            return []
        with reading(self._engine) as connection:
            whole = connection.scalars(select(members.c.relationship).distinct()).all()
        back = {each: self._tombstones.name(each) for each in whole}
        return [each for each, name in back.items() if name in known and self.shred(each, known[name])]

    def forget_people(self, now: datetime) -> int:
        """Destroy the key of everybody who is in no relationship any more; how many there were."""
        with writing(self._engine) as connection:
            gone = connection.scalars(_nowhere_any_more()).all()
            for person in gone:
                self._vault.destroy_keys(connection, person, Purpose.PERSON)
            _take_out(connection, gone)
            if gone:
                note_destroyed(connection, now)
        return len(gone)


def kept_until(programme: Programme, closed: datetime) -> datetime:
    """The moment (UTC) at which a relationship closed then is destroyed."""
    last = add(local_day(closed, programme.zone), programme.ending.retention)
    return at_hour(last, programme.letters_at, programme.zone)


def _is_whole(connection: Connection, relationship: str) -> bool:
    """Whoever is in it is the last to go."""
    found = connection.execute(select(members.c.person).where(members.c.relationship == relationship).limit(1))
    return found.first() is not None


def _nowhere_any_more() -> Select[str]:
    alive = select(members.c.relationship)
    organises = exists().where(relationships.c.organiser == people.c.id, relationships.c.id.in_(alive))
    member = exists().where(members.c.person == people.c.id)
    keyed = exists().where(data_keys.c.scope == people.c.id, data_keys.c.purpose == Purpose.PERSON)
    return select(people.c.id).where(~member, ~organises, keyed)


def _take_out(connection: Connection, gone: Iterable[str]) -> None:
    """Their rows; an organiser's stays, empty, since destroyed relationships still point at it."""
    for person in gone:
        connection.execute(delete(aliases).where(aliases.c.person == person))
        points = select(relationships.c.id).where(relationships.c.organiser == person).limit(1)
        if connection.execute(points).first() is None:
            connection.execute(delete(people).where(people.c.id == person))
        else:
            empty = {"sealed": "", "address_index": f"gone/{person}"}
            connection.execute(update(people).where(people.c.id == person).values(empty))
