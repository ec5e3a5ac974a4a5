"""Purging: what is kept no longer than it is needed while a relationship lives on.

The raw mails, some days after they were dealt with; and who asked to end it, when the grace is over.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Engine, delete, exists, or_, select, update

from mentoring.ending import EndAsked, EndUndone, RelationshipClosed, RelationshipEnded
from mentoring.events import Event
from mentoring.rights import ANSWER_WITHIN, ForgettingAnswered, ForgettingAsked
from store.asking import may_be_known, settle
from store.engine import reading, writing
from store.epochs import note_destroyed
from store.inbox import KEY_MISSING
from store.journal import WHO_ASKED, Journal
from store.outbox import Outbox
from store.tables import data_keys, inbox, members, relationships
from store.vault import HOUSE, KeyMissing, Purpose, Unreadable, Vault


class Purger:
    def __init__(self, engine: Engine, vault: Vault, journal: Journal, outbox: Outbox) -> None:
        self._engine = engine
        self._vault = vault
        self._journal = journal
        self._outbox = outbox

    def purge_mails(self, done_before: datetime, aside_before: datetime, now: datetime) -> int:
        """Destroy mails taken in before these moments that were acted on, or set aside; how many there were.

        One that only waits for a key stays: nobody could read it yet.
        """
        old = or_(
            (inbox.c.state == "done") & (inbox.c.taken_at < done_before),
            (inbox.c.state == "set_aside") & (inbox.c.reason != KEY_MISSING) & (inbox.c.taken_at < aside_before),
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
        """Where no grace runs, replace the key under which it is told who had asked; in how many relationships.

        Only the journals are read of relationships in which somebody may be known for it.

        With it go the letters only they got.
        """
        whole = exists().where(members.c.relationship == relationships.c.id)
        with reading(self._engine) as connection:
            alive = connection.execute(select(relationships.c.id, relationships.c.sealed).where(whole)).all()
        marked = [row for row in alive if may_be_known(self._vault, row.id, row.sealed)]
        return sum(self._forget(row.id, row.sealed, now) for row in marked)

    def _forget(self, stream: str, mark: str | None, now: datetime) -> bool:
        events = self._events(stream)
        if events and not _known(events):
            with writing(self._engine) as connection:
                settle(self._vault, stream, mark, connection)
        if not _may_be_forgotten(events, now):
            return False
        with writing(self._engine) as connection:
            # Who seals a request with this key now is waited for; who comes later uses the next one.
            self._vault.hold_key(connection, stream, Purpose.ATTRIBUTION)
            asked = (inbox.c.stream == stream) & (inbox.c.state == "sorted")
            if connection.execute(select(inbox.c.key).where(asked).limit(1)).first() or self._is_waited_for(stream):
                return False
            # Asked again, since meanwhile somebody may have asked anew.
            if not _may_be_forgotten(self._events(stream), now):
                return False
            self._vault.renew_key(connection, stream, Purpose.ATTRIBUTION)
            settle(self._vault, stream, mark, connection)
            note_destroyed(connection, now)
        return True

    def _is_waited_for(self, stream: str) -> bool:
        """A letter to whoever asked has not left yet."""
        letters = self._outbox.all_of(stream)
        return any(each.letter.tells_who_asked and each.state in ("waiting", "sending") for each in letters)

    def _events(self, stream: str) -> list[Event]:
        """What happened; nothing where it cannot be opened."""
        try:
            return [entry.event for entry in self._journal.read(stream)]
        except (KeyMissing, Unreadable):
            return []


def _known(events: Iterable[Event]) -> bool:
    """Somebody asked, and may still be known for it."""
    return any(isinstance(event, WHO_ASKED) and event.by.member for event in events)


def _may_be_forgotten(events: Sequence[Event], now: datetime) -> bool:
    """Somebody is known for having asked, and no grace runs."""
    return _known(events) and not _grace_runs(events) and not _is_being_asked(events, now)


def _destroy_mails(connection: Connection, which: ColumnElement[bool]) -> int:
    here = which & inbox.c.sealed.is_not(None)
    keys = (data_keys.c.purpose == Purpose.MAIL) & data_keys.c.scope.in_(select(inbox.c.key).where(here))
    connection.execute(delete(data_keys).where(keys))
    return connection.execute(update(inbox).where(here).values(sealed=None)).rowcount


def _grace_runs(events: Iterable[Event]) -> bool:
    asking = 0
    for event in events:
        match event:
            case EndAsked():
                asking += 1
            case EndUndone():
                asking -= 1
            case RelationshipEnded():
                asking = 0
            case _:
                pass
    return asking > 0


def _is_being_asked(events: Iterable[Event], now: datetime) -> bool:
    """Whether somebody is sure that they want to be forgotten: while they may answer, it has to be known who."""
    open_: dict[str, datetime] = {}
    for event in events:
        match event:
            case ForgettingAsked(at, by) if by.member:
                open_[by.member] = at
            case ForgettingAnswered(by=by):
                open_.pop(by.member, None)
            case RelationshipClosed():
                open_.clear()
            case _:
                pass
    return any(now - at <= ANSWER_WITHIN for at in open_.values())
