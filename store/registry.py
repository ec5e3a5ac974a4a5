"""Who takes part, in which relationships, under which programme."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from itertools import count
from typing import Any

from sqlalchemy import Connection, Engine, Row, delete, insert, select, update

from mentoring.definition import parse_programme, stored_programme
from mentoring.letters import Letter
from mentoring.members import Member
from mentoring.programme import Programme
from store.asking import mark
from store.engine import reading, writing
from store.keyring import Keyring
from store.people import Move, Person, Wishes, address_index, open_record, seal_record
from store.rights import Rights
from store.tables import aliases, members, people, programmes, relationships
from store.vault import Destroyed, Purpose, Vault


@dataclass(frozen=True, slots=True)
class Enrolled:
    """A relationship as the lists know it: `seen` is the moment (UTC) of its last step."""

    id: str
    programme: str
    version: str
    stage: str
    deadline: datetime | None
    why: str
    seen: datetime | None


__all__ = ["Enrolled", "Person", "ProgrammeChanged", "Registry", "forgotten_index"]


class ProgrammeChanged(Exception):
    """The file differs from the one that relationships run on under the same version."""


class Registry:
    def __init__(self, engine: Engine, vault: Vault, keyring: Keyring) -> None:
        self._engine = engine
        self._vault = vault
        self._keyring = keyring
        self.rights = Rights(engine, vault, keyring)
        self._programmes: dict[tuple[str, str], Programme] = {}

    def keep_programme(self, text: str) -> Programme:
        """Keep a programme's file under its version.  Raises ProgrammeChanged, or ProgrammeRefused.

        A comment, or wording that moved to a file of its own, is no change: what counts is what the rules follow.
        """
        programme = parse_programme(text)
        key = (programmes.c.name == programme.name) & (programmes.c.version == programme.version)
        with writing(self._engine) as connection:
            known = connection.scalar(select(programmes.c.text).where(key))
            if known is None:
                digest = sha256(text.encode()).hexdigest()
                row = {"name": programme.name, "version": programme.version, "digest": digest, "text": text}
                connection.execute(insert(programmes).values(row))
            elif known != text and stored_programme(known) != programme:
                raise ProgrammeChanged(
                    f"{programme.name} {programme.version} has changed since relationships started on it; "
                    "give the changed file a new version."
                )
        return programme

    def programme_of(self, relationship: str) -> Programme:
        """The version the relationship started with (`XC-11`), even if it would be refused today."""
        with reading(self._engine) as connection:
            row = self._row(connection, relationship)
            key = (row.programme, row.version)
            if key not in self._programmes:
                query = select(programmes.c.text).where(programmes.c.name == key[0], programmes.c.version == key[1])
                self._programmes[key] = stored_programme(connection.execute(query).scalar_one())
        return self._programmes[key]

    def keep_person(self, connection: Connection, person: Person) -> str:
        """The person's id: known by address, else newly kept under a key of their own.

        `connection`: one of `writing`, so that two who meet the same new person do not both keep them.
        """
        index = address_index(self._keyring, person.address)
        known = connection.execute(select(people).where(people.c.address_index == index)).first()
        key = known.id if known else self._new_id(connection, index)
        wishes = self._wishes_in(connection, known) if known else Wishes()
        if not self._vault.has_keys(connection, key):
            # Somebody new, or who had been forgotten.
            self._vault.make_keys(connection, key, Purpose.PERSON)
        values = {"sealed": seal_record(self._vault, key, person, wishes, connection)}
        again = update(people).where(people.c.id == key).values(address_index=index, **values)
        if not connection.execute(again).rowcount:
            connection.execute(insert(people).values(id=key, address_index=index, **values))
            # Whoever is registered with an address has it, whoever used it before.
            connection.execute(delete(aliases).where(aliases.c.address_index == index))
        return key

    def _wishes_in(self, connection: Connection, row: Row[Any]) -> Wishes:
        """What somebody wishes stays, whoever enrols them again."""
        return open_record(self._vault, row.id, row.sealed)[1] if self._vault.has_keys(connection, row.id) else Wishes()

    def _new_id(self, connection: Connection, index: str) -> str:
        """Made from the address; somebody who had it before and moved, or was forgotten, keeps theirs."""
        for again in count():
            key = self._keyring.index(f"person|{index}" + (f"|{again}" if again else ""))[:16]
            taken = connection.scalar(select(people.c.address_index).where(people.c.id == key))
            if taken in (None, f"gone/{key}"):
                break
        return key

    def person(self, key: str) -> Person:
        """Raises Destroyed once the person has been forgotten."""
        return self._record(key)[0]

    def wishes(self, key: str) -> Wishes:
        """Raises Destroyed once the person has been forgotten."""
        return self._record(key)[1]

    def move_of(self, letter: Letter) -> Move | None:
        """The change of address that a letter to one of its two ends is about; None once it is over."""
        try:
            return self.wishes(letter.to).move(letter.question.about.partition("/")[2])
        except Destroyed:
            return None

    def _record(self, key: str) -> tuple[Person, Wishes]:
        with reading(self._engine) as connection:
            sealed = connection.execute(select(people.c.sealed).where(people.c.id == key)).scalar_one()
        if not sealed:
            raise Destroyed("This person has been forgotten.")
        return open_record(self._vault, key, sealed)

    def is_forgotten(self, key: str) -> bool:
        """Whether this person asked to be forgotten, and is."""
        with reading(self._engine) as connection:
            index = connection.scalar(select(people.c.address_index).where(people.c.id == key))
        return index == forgotten_index(key)

    def person_at(self, address: str) -> str | None:
        """The id of whoever has this address, on file or as an alias, or None."""
        with reading(self._engine) as connection:
            return self.rights.at(connection, address)

    def enrol(
        self,
        roster_key: str,
        programme: Programme,
        pair: Sequence[tuple[Person, str]],
        organiser: Person,
        now: datetime,
    ) -> tuple[str, tuple[Member, ...], bool]:
        """Make a relationship with its keys: its id, its members, and whether it is a new one.

        `roster_key` tells one relationship from another (programme, people, kick-off); only its digest is kept.
        """
        index = self._keyring.index(roster_key)
        key = self._keyring.index(f"relationship|{index}")[:16]
        with writing(self._engine) as connection:
            if connection.scalar(select(relationships.c.id).where(relationships.c.roster_index == index)):
                return key, self._members(connection, key), False
            row = {"id": key, "programme": programme.name, "version": programme.version, "roster_index": index}
            row |= {"organiser": self.keep_person(connection, organiser), "stage": "enrolled", "why": ""}
            connection.execute(insert(relationships).values(**row, seen=now))
            self._vault.make_keys(connection, key, Purpose.CONTENT, Purpose.ATTRIBUTION)
            values = {"sealed": mark(self._vault, key, False, connection)}
            connection.execute(update(relationships).where(relationships.c.id == key).values(values))
            for place, (person, role) in enumerate(pair):
                member = {"relationship": key, "person": self.keep_person(connection, person)}
                connection.execute(insert(members).values(**member, role=role, place=place))
            return key, self._members(connection, key), True

    def members_of(self, relationship: str) -> tuple[Member, ...]:
        """Its members, in the order they were enrolled."""
        with reading(self._engine) as connection:
            return self._members(connection, relationship)

    def _members(self, connection: Connection, relationship: str) -> tuple[Member, ...]:
        query = select(members).where(members.c.relationship == relationship).order_by(members.c.place)
        return tuple(Member(row.person, row.role) for row in connection.execute(query))

    def organiser_of(self, relationship: str) -> str:
        """The id of the person who organises it."""
        with reading(self._engine) as connection:
            organiser: str = self._row(connection, relationship).organiser
        return organiser

    def is_second_organiser(self, address: str, relationship: str) -> bool:
        """Whether this is the address of the programme's second organiser, and no member's."""
        second = self.programme_of(relationship).contacts.second_organiser
        theirs = bool(second) and address_index(self._keyring, address) == address_index(self._keyring, second)
        return theirs and self.person_at(address) not in {member.id for member in self.members_of(relationship)}

    def is_staff_of(self, person: str, address: str) -> bool:
        """Whether this address is one of those of the people who run a programme that this person takes part in."""
        return any(self.programme_of(each.id).contacts.is_staff(address) for each in self.relationships_of(person))

    def relationships_of(self, person: str) -> list[Enrolled]:
        """Every relationship this person is a member of, in an order that stays."""
        query = select(relationships).join(members).where(members.c.person == person).order_by(relationships.c.id)
        with reading(self._engine) as connection:
            return [_enrolled(row) for row in connection.execute(query)]

    def relationship(self, key: str) -> Enrolled:
        """One relationship as the lists know it."""
        with reading(self._engine) as connection:
            return _enrolled(self._row(connection, key))

    def relationships(self) -> list[Enrolled]:
        """Every relationship, by the next date; last those that wait for none."""
        order = (relationships.c.deadline.nulls_last(), relationships.c.id)
        with reading(self._engine) as connection:
            return [_enrolled(row) for row in connection.execute(select(relationships).order_by(*order))]

    def _row(self, connection: Connection, relationship: str) -> Row[Any]:
        return connection.execute(select(relationships).where(relationships.c.id == relationship)).one()


def forgotten_index(person: str) -> str:
    """What stands in the place of a forgotten person's address."""
    return f"forgotten/{person}"


def _enrolled(row: object) -> Enrolled:
    names = ("id", "programme", "version", "stage", "deadline", "why", "seen")
    return Enrolled(*(getattr(row, name) for name in names))
