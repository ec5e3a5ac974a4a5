"""Mail that has come in: stored before it is understood, sealed, under a key made from the mail itself."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from os import urandom

from sqlalchemy import Connection, Engine, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError, NoResultFound

from mentoring.commands import Command
from store.engine import reading, set_aside_counts
from store.sealing import from_size, open_whole, opener, seal_whole, sealer, to_size
from store.tables import UNFINISHED, inbox
from store.vault import HOUSE, Destroyed, KeyMissing, Purpose, Unreadable, Vault
from store.wire import Json, Packed, pack, unpack_command

KEY_MISSING = "key_missing"
"""Why a mail is set aside that only lacks a key: it waits, however long, and is taken up anew."""

_WAITS_FOR_ITS_KEY = (inbox.c.state == "set_aside") & (inbox.c.reason == KEY_MISSING)
_TO_BE_READ = (inbox.c.state == "taken") | _WAITS_FOR_ITS_KEY


class Inbox:
    """Each mail ends as `done` (acted on) or `set_aside` with a reason; before that it is `taken`, then `sorted`."""

    def __init__(self, engine: Engine, vault: Vault) -> None:
        self._engine = engine
        self._vault = vault

    def take(self, key: str, raw: bytes, now: datetime) -> bool:
        """Keep a mail; False if it is here already.  Committed when this returns."""
        try:
            with self._engine.begin() as connection:
                sealed = self._vault.seal_mail(connection, key, f"inbox/{key}", to_size(raw))
                row = {"key": key, "taken_at": now, "state": "taken", "commands": [], "sealed": sealed}
                connection.execute(insert(inbox).values(row))
        except IntegrityError:
            return False
        return True

    def raw(self, key: str) -> tuple[bytes, datetime]:
        """The mail and when it was taken in (UTC).  Raises Destroyed, KeyMissing, or Unreadable."""
        with reading(self._engine) as connection:
            row = connection.execute(select(inbox).where(inbox.c.key == key)).one()
            own_key = self._vault.has_keys(connection, key)
        if row.sealed is None:
            raise Destroyed("This mail was destroyed.")
        scope, purpose = (key, Purpose.MAIL) if own_key else (HOUSE, Purpose.CONTENT)
        return from_size(self._vault.unseal(scope, purpose, f"inbox/{key}", row.sealed)), row.taken_at

    def taken_at(self, key: str) -> datetime:
        """When this came in (UTC)."""
        with reading(self._engine) as connection:
            at: datetime = connection.execute(select(inbox.c.taken_at).where(inbox.c.key == key)).scalar_one()
        return at

    def strays(self) -> list[str]:
        """Keys of the mails still here that belong to no relationship."""
        query = select(inbox.c.key).where(inbox.c.stream.is_(None), inbox.c.sealed.is_not(None))
        with reading(self._engine) as connection:
            return list(connection.scalars(query))

    def keep(self, key: str, stream: str, commands: Sequence[Command], now: datetime) -> None:
        """A request that did not come by mail, such as an enrolment.  The same key again changes nothing."""
        try:
            with self._engine.begin() as connection:
                data = self._packed(connection, key, stream, commands)
                row = {"key": key, "taken_at": now, "state": "sorted", "stream": stream, "commands": data}
                connection.execute(insert(inbox).values(row))
        except IntegrityError:
            return

    def _packed(self, connection: Connection, key: str, stream: str, commands: Sequence[Command]) -> list[Json]:
        seal = sealer(self._vault, stream, f"inbox/{key}", connection)
        return [seal_whole(asdict(pack(command, seal)), seal) for command in commands]

    def sort(self, key: str, stream: str, commands: Sequence[Command], forget: bool = False) -> None:
        """What a mail was found to ask, and of which relationship; with `forget` its words are not kept any longer."""
        with self._engine.begin() as connection:
            data = self._packed(connection, key, stream, commands)
            values = {"state": "sorted", "reason": "", "stream": stream, "commands": data}
            sorted_ = update(inbox).where(inbox.c.key == key, _TO_BE_READ).values(values)
            if connection.execute(sorted_).rowcount and forget:
                forget_words(connection, self._vault, key)

    def let_go(self, key: str) -> None:
        """Destroy a mail that is kept under another key by now."""
        with self._engine.begin() as connection:
            connection.execute(update(inbox).where(inbox.c.key == key).values(sealed=None))
            self._vault.destroy_keys(connection, key, Purpose.MAIL)

    def set_aside(self, key: str, reason: str, stream: str | None = None) -> None:
        """Keep a mail for a human, with the reason as a code; with its relationship, if that is known, it is shredded.

        Of what waits for its key the reason may turn out to be another.
        """
        unfinished = inbox.c.state.in_(UNFINISHED) | _WAITS_FOR_ITS_KEY
        with self._engine.begin() as connection:
            values = {"state": "set_aside", "reason": reason} | ({"stream": stream} if stream else {})
            connection.execute(update(inbox).where(inbox.c.key == key, unfinished).values(values))

    def commands(self, key: str) -> list[Command]:
        """What was asked under this key; nothing once it has been acted on.

        Raises LookupError if there is no such key, and KeyMissing if what was asked cannot be opened any more.
        """
        with reading(self._engine) as connection:
            row = connection.execute(select(inbox).where(inbox.c.key == key)).first()
        if row is None:
            raise LookupError("There is nothing in the inbox under this key.")
        if not row.commands:
            return []
        open_ = opener(self._vault, row.stream, f"inbox/{key}", or_nobody=False)
        return [unpack_command(Packed(**(open_whole(each, open_) or each)), open_) for each in row.commands]

    def unsorted(self) -> list[str]:
        """Keys of mails taken in and not yet read, oldest first."""
        query = select(inbox.c.key).where(inbox.c.state == "taken").order_by(inbox.c.taken_at)
        with reading(self._engine) as connection:
            return list(connection.scalars(query))

    def aside(self, reason: str) -> list[str]:
        """Keys of mails that are still here and were set aside for this reason, oldest first."""
        query = select(inbox.c.key).where(inbox.c.state == "set_aside", inbox.c.reason == reason)
        with reading(self._engine) as connection:
            return list(connection.scalars(query.where(inbox.c.sealed.is_not(None)).order_by(inbox.c.taken_at)))

    def recode(self, key: str, before: str, after: str) -> None:
        """Another reason why a mail is set aside, if it is still the one before."""
        same = inbox.c.key == key, inbox.c.state == "set_aside", inbox.c.reason == before
        with self._engine.begin() as connection:
            connection.execute(update(inbox).where(*same).values(reason=after))

    def waiting_for_keys(self) -> list[str]:
        """Keys of mails that could not be read for want of a key, oldest first."""
        query = select(inbox.c.key).where(_WAITS_FOR_ITS_KEY).order_by(inbox.c.taken_at)
        with reading(self._engine) as connection:
            return list(connection.scalars(query))

    def unfinished(self, before: datetime) -> list[tuple[str, str]]:
        """(key, relationship) of what was sorted before a moment and has not been acted on."""
        query = select(inbox.c.key, inbox.c.stream).where(inbox.c.state == "sorted", inbox.c.taken_at < before)
        with reading(self._engine) as connection:
            return [(row.key, row.stream) for row in connection.execute(query.order_by(inbox.c.taken_at))]

    def progress(self) -> tuple[int, int]:
        """How many mails came in, and how many of them wait to be dealt with."""
        mails = select(func.count()).select_from(inbox).where(inbox.c.sealed.is_not(None))
        with reading(self._engine) as connection:
            all_, open_ = (
                connection.scalar(mails),
                connection.scalar(mails.where(inbox.c.state.in_(UNFINISHED))),
            )
        return all_ or 0, open_ or 0

    def waits_for(self, stream: str) -> bool:
        """Whether a mail waits to be dealt with that is this relationship's, or may turn out to be."""
        query = select(inbox.c.key).where(
            inbox.c.sealed.is_not(None),
            inbox.c.state.in_(UNFINISHED),
            or_(inbox.c.stream.is_(None), inbox.c.stream == stream),
        )
        with reading(self._engine) as connection:
            return connection.execute(query.limit(1)).first() is not None

    def state(self, key: str) -> tuple[str, str]:
        """(state, reason) of one mail."""
        with reading(self._engine) as connection:
            row = connection.execute(select(inbox.c.state, inbox.c.reason).where(inbox.c.key == key)).one()
        return row.state, row.reason

    def is_kept(self, key: str) -> bool | None:
        """Whether a mail is still here, readable or not; False once it or its words were destroyed, None if it never
        came.
        """
        try:
            self.raw(key)
        except NoResultFound:
            return None
        except Destroyed:
            return False
        except Unreadable:
            # Of a damaged one the copy on the mail server may be the last.
            return self.state(key)[0] == "set_aside"
        except KeyMissing:
            return True
        return True

    def set_aside_counts(self) -> dict[str, int]:
        """How many mails wait for a human, by reason."""
        with reading(self._engine) as connection:
            return set_aside_counts(connection)


def forget_words(connection: Connection, vault: Vault, key: str) -> None:
    """Who asks for an end, or takes it back, may give reasons: as many random bytes, which look the same, instead.

    The mail's key goes too, or an older copy of the database could still tell.
    """
    mail = inbox.c.key == key, inbox.c.sealed.is_not(None)
    size = connection.scalar(select(func.length(inbox.c.sealed)).where(*mail))
    if size is not None:
        connection.execute(update(inbox).where(*mail).values(sealed=urandom(size)))
        vault.renew_key(connection, key, Purpose.MAIL)
