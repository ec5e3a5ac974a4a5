"""The audit: what is left of a relationship when its words are gone, as a chain in which no link can be changed.

Dates, counts, roles, versions and the digests of what was signed; no name, no word, nobody who asked for an end.
"""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Engine, insert, select

from mentoring.documents import Signed
from mentoring.ending import RelationshipClosed, RelationshipEnded
from mentoring.events import Event, MeetingReported, RelationshipStarted, Renewed
from store.engine import reading
from store.moments import moment_text
from store.tables import audit, members, relationships

Facts = Mapping[str, Any]
CLOSED, FORGOTTEN, CONCERN_OPENED = "closed", "forgotten", "concern_opened"
"""What an entry tells of: a destruction, or that the words of a concern were sent to the route for it."""

BEGINNING = "0" * 64
"""What the first entry follows."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """How many entries there are, the number of the first that does not follow (None: all do), and how many
    destructions have no entry, as when the end of the chain was cut off.
    """

    entries: int
    broken_at: int | None
    missing: int

    @property
    def is_whole(self) -> bool:
        return self.broken_at is None and not self.missing


def append(connection: Connection, kind: str, pseudonym: str, at: datetime, facts: Facts) -> None:
    """Add an entry, in the transaction (one of `writing`) that does what it tells of."""
    last = connection.execute(select(audit).order_by(audit.c.seq.desc()).limit(1)).first()
    seq, previous = (last.seq + 1, last.digest) if last else (1, BEGINNING)
    row = {"seq": seq, "at": at, "kind": kind, "pseudonym": pseudonym, "facts": facts, "previous": previous}
    connection.execute(insert(audit).values(**row, digest=_digest(seq, at, kind, pseudonym, facts, previous)))


def verify(engine: Engine, pseudonyms: Sequence[str]) -> Verdict:
    """Walk the chain; `pseudonyms` are those known outside the database of what was destroyed."""
    with reading(engine) as connection:
        rows = connection.execute(select(audit).order_by(audit.c.seq)).all()
    previous, broken_at = BEGINNING, None
    for number, row in enumerate(rows, start=1):
        made = _digest(row.seq, row.at, row.kind, row.pseudonym, row.facts, row.previous)
        if (row.seq, row.previous, row.digest) != (number, previous, made):
            broken_at = number
            break
        previous = row.digest
    told = {row.pseudonym for row in rows if row.kind in (CLOSED, FORGOTTEN)}
    return Verdict(len(rows), broken_at, len(set(pseudonyms) - told))


def _digest(seq: int, at: datetime, kind: str, pseudonym: str, facts: Facts, previous: str) -> str:
    entry = [seq, moment_text(at), kind, pseudonym, facts, previous]
    return sha256(json.dumps(entry, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def summary(connection: Connection, relationship: str, events: Sequence[Event]) -> Facts:
    """What may stay of a relationship: of its events none if they cannot be read any more."""
    enrolled = connection.execute(select(relationships).where(relationships.c.id == relationship)).one()
    theirs = select(members.c.person, members.c.role).where(members.c.relationship == relationship)
    roles = {row.person: row.role for row in connection.execute(theirs)}
    return {
        "programme": enrolled.programme,
        "version": enrolled.version,
        "roles": dict(Counter(roles.values())),
        "started": _day(events, RelationshipStarted),
        "ended": _day(events, RelationshipEnded),
        "closed": _day(events, RelationshipClosed),
        "completed": any(isinstance(event, RelationshipEnded) and event.completed for event in events),
        "meetings": len({e.number for e in events if isinstance(e, MeetingReported) and e.met}),
        "renewals": sum(isinstance(event, Renewed) for event in events),
        "consents": [_consent(event, roles) for event in events if isinstance(event, Signed)],
    }


def _day(events: Sequence[Event], kind: type[Event]) -> str | None:
    days = [event.at.date().isoformat() for event in events if isinstance(event, kind)]
    return days[-1] if days else None


def _consent(signed: Signed, roles: Mapping[str, str]) -> Facts:
    """What was signed, by its digest, in which role, and on which day (UTC)."""
    role, day = roles.get(signed.member, ""), signed.at.date().isoformat()
    return {
        "document": signed.document, "version": signed.version, "digest": signed.digest, "role": role, "on": day,
    }  # fmt: skip
