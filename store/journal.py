"""The journal: what has happened in each relationship, and the letters that followed, written together."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import Connection, Engine, Row, Select, case, func, insert, select, update

from mentoring.events import ConcernOpened, EndAsked, EndUndone, Event, ForgettingAnswered, ForgettingAsked
from mentoring.letters import Letter
from store import audit
from store.asking import mark_anew
from store.engine import reading, writing
from store.inbox import forget_words
from store.keyring import Keyring, pseudonym, token_index
from store.sealing import KEY_LENGTH, SEALED, letter_row, open_whole, opener, seal_whole, sealer
from store.tables import causes, inbox, journal, outbox, relationships
from store.vault import Vault
from store.wire import Packed, pack, unpack_event

WHO_ASKED = EndAsked | EndUndone | ForgettingAsked | ForgettingAnswered
"""Events that tell who asked to end it, or to be forgotten."""


class Overtaken(Exception):
    """Somebody else wrote to this stream since it was read; read it again."""


@dataclass(frozen=True, slots=True)
class Entry:
    position: int
    cause: str
    event: Event


@dataclass(frozen=True, slots=True)
class Standing:
    """What lists of relationships show without reading a stream: enumerations and dates only."""

    stage: str
    deadline: datetime | None
    why: str


class Journal:
    def __init__(self, engine: Engine, vault: Vault, keyring: Keyring) -> None:
        self._engine = engine
        self._vault = vault
        self._keyring = keyring

    def read(self, stream: str) -> list[Entry]:
        """Every event of a stream, oldest first.  Raises KeyMissing when its words cannot be opened."""
        query = select(journal).where(journal.c.stream == stream).order_by(journal.c.position)
        with reading(self._engine) as connection:
            rows = connection.execute(query).all()
        return [Entry(row.position, row.cause, self._event(stream, row)) for row in rows]

    def _event(self, stream: str, row: Row[tuple[object, ...]]) -> Event:
        open_ = opener(self._vault, stream, f"journal/{row.position}")
        whole = open_whole(row.data, open_) or {"type": row.type, "version": row.version, "data": row.data}
        return unpack_event(Packed(**whole), open_)

    def is_handled(self, stream: str, cause: str) -> bool:
        """Whether this cause has been dealt with in this relationship."""
        with reading(self._engine) as connection:
            return connection.execute(_dealt_with(stream, cause)).first() is not None

    def append(
        self,
        stream: str,
        after: int,
        cause: str,
        now: datetime,
        events: Sequence[Event],
        letters: Sequence[Letter],
        standing: Standing,
    ) -> None:
        """Write the events of one cause, their letters, and that the cause is dealt with: all or nothing.

        Raises Overtaken if `after` is no longer the last position, or the cause was dealt with meanwhile;
        LookupError if there is no such relationship.
        """
        opened = [event for event in events if isinstance(event, ConcernOpened)]
        with writing(self._engine) if opened else self._engine.begin() as connection:
            _take_the_pen(connection, stream)
            last = select(func.coalesce(func.max(journal.c.position), 0)).where(journal.c.stream == stream)
            if connection.scalar(last) != after or connection.execute(_dealt_with(stream, cause)).first():
                raise Overtaken
            connection.execute(insert(causes).values(stream=stream, cause=cause, at=now))
            self._write_events(connection, stream, after, cause, events)
            for event in opened:
                # Who reads somebody's words is on record, for longer than the words are.
                facts = {"by": list(event.organisers), "on": event.at.date().isoformat()}
                audit.append(connection, audit.CONCERN_OPENED, pseudonym(self._keyring, stream), now, facts)
            self._write_letters(connection, stream, cause, now, letters)
            _write_standing(connection, stream, now, standing)
            mark_anew(self._vault, stream, any(isinstance(event, WHO_ASKED) for event in events), connection)
            # What was asked has become events, where less can be told of who asked.
            connection.execute(update(inbox).where(inbox.c.key == cause).values(state="done", commands=[]))
            if any(isinstance(event, WHO_ASKED) for event in events):
                forget_words(connection, self._vault, cause)

    def _write_events(
        self, connection: Connection, stream: str, after: int, cause: str, events: Sequence[Event]
    ) -> None:
        for position, event in enumerate(events, start=after + 1):
            seal = sealer(self._vault, stream, f"journal/{position}", connection)
            row = {"stream": stream, "position": position, "cause": cause, "type": SEALED, "version": 1}
            row["data"] = seal_whole(asdict(pack(event, seal)), seal)
            connection.execute(insert(journal).values(row))

    def _write_letters(
        self, connection: Connection, stream: str, cause: str, now: datetime, letters: Sequence[Letter]
    ) -> None:
        for position, letter in enumerate(letters):
            key = self._letter_key(stream, cause, letter, position)
            seal = sealer(self._vault, stream, f"outbox/{key}", connection)
            row = {"key": key, "stream": stream, "cause": cause, "position": position, "at": now, "state": "waiting"}
            row |= letter_row(letter, seal, token_index(self._keyring.token(key)))
            connection.execute(insert(outbox).values(row))

    def _letter_key(self, stream: str, cause: str, letter: Letter, position: int) -> str:
        """One cause, kind and reader make one letter; the key shows none of them, not even to whoever guesses."""
        return self._keyring.index(f"letter|{stream}|{cause}|{letter.name}|{letter.to}|{position}")[:KEY_LENGTH]


def _take_the_pen(connection: Connection, stream: str) -> None:
    """Only one writes to a stream at a time.  SQLite sees to it by itself, PostgreSQL by a lock on this row.

    Without it, who decided on old news that nothing follows would still overwrite how things stand.
    """
    row = select(relationships.c.id).where(relationships.c.id == stream).with_for_update(key_share=True)
    if connection.execute(row).first() is None:
        raise LookupError("There is no such relationship.")


def _dealt_with(stream: str, cause: str) -> Select[tuple[str]]:
    return select(causes.c.cause).where(causes.c.stream == stream, causes.c.cause == cause)


def _write_standing(connection: Connection, stream: str, now: datetime, standing: Standing) -> None:
    """What is asked after the close does not move the day on which all is destroyed."""
    closed = relationships.c.stage == audit.CLOSED
    seen = case((closed, relationships.c.seen), else_=now)
    values = {"stage": standing.stage, "deadline": standing.deadline, "why": standing.why, "seen": seen}
    connection.execute(update(relationships).where(relationships.c.id == stream).values(values))
