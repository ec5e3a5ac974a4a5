"""Purging: what is kept no longer than it is needed while a relationship lives on.

The raw mails, some days after they were dealt with; and who asked to end it, when the grace is over.
"""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Engine, delete, exists, or_, select, update

from mentoring.ending import EndAsked, EndUndone, RelationshipClosed, RelationshipEnded
from mentoring.events import Event
from mentoring.rights import ANSWER_WITHIN, ForgettingAnswered, ForgettingAsked
from store.engine import reading, writing
from store.epochs import note_destroyed
from store.inbox import KEY_MISSING
from store.journal import WHO_ASKED, Journal
from store.outbox import Outbox
from store.tables import data_keys, inbox, members
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

        With it go the letters only they got.
        """
        with reading(self._engine) as connection:
            alive = connection.scalars(select(members.c.relationship).distinct()).all()
        return sum(self._forget(stream, now) for stream in alive)

    def _forget(self, stream: str, now: datetime) -> bool:
        if not self._is_told(stream, now):
            return False
        with writing(self._engine) as connection:
            # Who seals a request with this key now is waited for; who comes later uses the next one.
            self._vault.hold_key(connection, stream, Purpose.ATTRIBUTION)
            asked = (inbox.c.stream == stream) & (inbox.c.state == "sorted")
            if connection.execute(select(inbox.c.key).where(asked).limit(1)).first() or self._is_waited_for(stream):
                return False
            # Asked again, since meanwhile somebody may have asked anew.
            if not self._is_told(stream, now):
                return False
            self._vault.renew_key(connection, stream, Purpose.ATTRIBUTION)
            note_destroyed(connection, now)
        return True

    def _is_waited_for(self, stream: str) -> bool:
        """A letter to whoever asked has not left yet."""
        letters = self._outbox.all_of(stream)
        return any(each.letter.tells_who_asked and each.state in ("waiting", "sending") for each in letters)

    def _is_told(self, stream: str, now: datetime) -> bool:
        """Somebody asked, may still be known for it, and no grace runs."""
        try:
            events = [entry.event for entry in self._journal.read(stream)]
        except (KeyMissing, Unreadable):
            return False
        known = any(isinstance(event, WHO_ASKED) and event.by.member for event in events)
        return known and not _grace_runs(events) and not _is_being_asked(events, now)


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
