"""Purging: what is kept no longer than it is needed while a relationship lives on.

The raw mails, some days after they were dealt with; and who asked to end it, when the grace is over.
"""

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Row, String, cast, delete, exists, or_, select, update

from mentoring.letters import PRIVATE
from store.engine import writing
from store.epochs import note_destroyed
from store.tables import data_keys, inbox, journal, outbox
from store.vault import HOUSE, Purpose, Vault
from store.wire import without_attributions

_ASKING = {"EndAsked": 1, "EndUndone": -1}
OVER = "RelationshipEnded"


class Purger:
    def __init__(self, engine: Engine, vault: Vault) -> None:
        self._engine = engine
        self._vault = vault

    def purge_mails(self, done_before: datetime, aside_before: datetime, now: datetime) -> int:
        """Destroy mails taken in before these moments that were acted on, or set aside; how many there were."""
        old = or_(
            (inbox.c.state == "done") & (inbox.c.taken_at < done_before),
            (inbox.c.state == "set_aside") & (inbox.c.taken_at < aside_before),
        )
        with writing(self._engine) as connection:
            count = _destroy_mails(connection, old)
            self._destroy_shared_key(connection)
            if count:
                note_destroyed(connection, now)
        return count

    def _destroy_shared_key(self, connection: Connection) -> None:
        """The key that mails once shared, as soon as none is left of them."""
        own = exists().where(data_keys.c.scope == inbox.c.key, data_keys.c.purpose == Purpose.MAIL)
        shared = connection.execute(select(inbox.c.key).where(inbox.c.sealed.is_not(None), ~own).limit(1))
        if shared.first() is None:
            self._vault.destroy_keys(connection, HOUSE, Purpose.CONTENT)

    def forget_who_asked(self, now: datetime) -> int:
        """Where no grace runs, erase who had asked, the letters only they got, and the mails that told it.

        How many relationships that concerned.
        """
        with writing(self._engine) as connection:
            forgotten = [stream for stream in _told(connection) if self._forget(connection, stream)]
            if forgotten:
                note_destroyed(connection, now)
        return len(forgotten)

    def _forget(self, connection: Connection, stream: str) -> bool:
        # Who seals a request with this key now is waited for; who comes later uses the next one.
        self._vault.hold_key(connection, stream, Purpose.ATTRIBUTION)
        if _is_needed(connection, stream):
            return False
        rows = connection.execute(select(journal).where(journal.c.stream == stream, _TELLS)).all()
        for row in rows:
            this = (journal.c.stream == stream) & (journal.c.position == row.position)
            connection.execute(update(journal).where(this).values(data=without_attributions(row.data)))
        private = (outbox.c.stream == stream) & outbox.c.name.in_(PRIVATE)
        connection.execute(update(outbox).where(private).values(reader="", facts={}, sealed=None))
        _destroy_mails(connection, (inbox.c.stream == stream) & (inbox.c.state == "done"))
        self._vault.renew_key(connection, stream, Purpose.ATTRIBUTION)
        return True


_DATA = cast(journal.c.data, String)
_TELLS = _DATA.like('%"attribution": "%') & ~_DATA.like('%"attribution": ""%')
"""Events that still say, sealed, who asked."""


def _destroy_mails(connection: Connection, which: ColumnElement[bool]) -> int:
    here = which & inbox.c.sealed.is_not(None)
    keys = (data_keys.c.purpose == Purpose.MAIL) & data_keys.c.scope.in_(select(inbox.c.key).where(here))
    connection.execute(delete(data_keys).where(keys))
    return connection.execute(update(inbox).where(here).values(sealed=None)).rowcount


def _told(connection: Connection) -> list[str]:
    """Relationships in which somebody asked, may be known for it, and no grace runs."""
    ends = select(journal.c.stream, journal.c.type, _TELLS.label("tells"))
    rows = connection.execute(
        ends.where(or_(journal.c.type.in_((*_ASKING, OVER)), _TELLS)).order_by(journal.c.stream, journal.c.position)
    )
    streams = {stream: list(events) for stream, events in groupby(rows, key=lambda row: row.stream)}
    return [stream for stream, events in streams.items() if any(e.tells for e in events) and not _grace_runs(events)]


def _grace_runs(events: Iterable[Row[Any]]) -> bool:
    asking = 0
    for event in events:
        asking = 0 if event.type == OVER else asking + _ASKING.get(event.type, 0)
    return asking > 0


def _is_needed(connection: Connection, stream: str) -> bool:
    """A letter to whoever asked has not left yet, or a request sealed with the key has not been acted on."""
    waiting = (outbox.c.stream == stream) & outbox.c.state.in_(("waiting", "sending")) & outbox.c.name.in_(PRIVATE)
    asked = (inbox.c.stream == stream) & (inbox.c.state == "sorted")
    return any(
        connection.execute(query.limit(1)).first() is not None
        for query in (select(outbox.c.key).where(waiting), select(inbox.c.key).where(asked))
    )
