"""Letters to go out: written by the journal, posted one by one, each once per key."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import ColumnElement, Engine, Row, func, insert, select, update

from mentoring.letters import ENDS, LEAVERS, PRIVATE, WHICH_ONE, Letter
from store.engine import reading, writing
from store.keyring import Keyring, token_index
from store.sealing import KEY_LENGTH, from_size, letter_row, open_whole, opener, sealer, to_size
from store.tables import outbox
from store.vault import KeyMissing, Purpose, Unreadable, Vault
from store.wire import Json, unpack_letter

UNKNOWN = "There is no such letter."
_NOT_POSTED = outbox.c.state != "posted"


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A letter as it waits: `at` is the moment (UTC) of its cause, `raw` the mail once it has been rendered.

    `state` is waiting, sending (an attempt began and its end is not known), posted, or refused.
    """

    key: str
    stream: str
    cause: str
    at: datetime
    letter: Letter
    token: str = field(repr=False)
    state: str
    attempts: int
    raw: bytes | None = field(repr=False)

    @property
    def choices(self) -> tuple[str, ...]:
        """Among which relationships its reader is asked to choose, if they are."""
        choices = self.letter.facts.get("choices", ()) if self.letter.name == WHICH_ONE else ()
        return tuple(str(each) for each in choices) if isinstance(choices, tuple) else ()


class Outbox:
    def __init__(self, engine: Engine, vault: Vault, keyring: Keyring) -> None:
        self._engine = engine
        self._vault = vault
        self._keyring = keyring

    def letter(self, key: str) -> Outgoing:
        """Raises LookupError for an unknown key, KeyMissing when its words cannot be opened."""
        return self._only(select(outbox).where(outbox.c.key == key))

    def by_token(self, token: str) -> Outgoing | None:
        """The letter whose reply address carried this token."""
        with reading(self._engine) as connection:
            row = connection.execute(select(outbox).where(outbox.c.token_index == token_index(token))).first()
        return None if row is None else self._read(row)

    def stream_of(self, token: str) -> str | None:
        """Of which relationship the letter is whose reply address carried this token; for that it needs no key."""
        with reading(self._engine) as connection:
            query = select(outbox.c.stream).where(outbox.c.token_index == token_index(token))
            stream: str | None = connection.scalar(query)
        return stream

    def thread(self, stream: str, reader: str, before: datetime) -> list[str]:
        """Keys of the letters this reader got before, oldest first: the thread a new one belongs to."""
        query = select(outbox).where(outbox.c.stream == stream, outbox.c.at < before)
        with reading(self._engine) as connection:
            rows = connection.execute(query.order_by(outbox.c.at, outbox.c.position)).all()
        letters = ((row.key, self._letter(row)) for row in rows)
        # Whoever gets a letter at another address is not to learn the tokens of those at this one, nor the reverse; and
        # a letter that refers to one only a leaver gets would tell who that was for as long as it is kept.
        apart = (*ENDS, WHICH_ONE)
        return [key for key, it in letters if it.to == reader and it.name not in apart and not it.tells_who_asked]

    def keys_of(self, stream: str) -> list[str]:
        """The keys of every letter of a relationship, in the order they were due."""
        query = select(outbox.c.key).where(outbox.c.stream == stream)
        with reading(self._engine) as connection:
            return list(connection.scalars(query.order_by(outbox.c.at, outbox.c.cause, outbox.c.position)))

    def all_of(self, stream: str) -> list[Outgoing]:
        """Every letter of a relationship, in the order they were due."""
        return self._of(outbox.c.stream == stream)

    def of_cause(self, stream: str, cause: str) -> list[Outgoing]:
        """The letters one cause brought, in the order they are to leave."""
        return self._of(outbox.c.stream == stream, outbox.c.cause == cause)

    def unposted(self, stream: str) -> int:
        """How many letters of a relationship have not left yet."""
        waiting = outbox.c.state.in_(("waiting", "sending"))
        query = select(func.count()).select_from(outbox).where(outbox.c.stream == stream, waiting)
        with reading(self._engine) as connection:
            return connection.execute(query).scalar_one()

    def door(self, stream: str, member: str, now: datetime) -> str:
        """The token of a letter that is never sent: what is written to it is this member's, about this relationship.

        There is one for each.  Raises KeyMissing.
        """
        key = self._keyring.index(f"door|{stream}|{member}")[:KEY_LENGTH]
        with writing(self._engine) as connection:
            if connection.execute(select(outbox.c.key).where(outbox.c.key == key)).first() is None:
                seal = sealer(self._vault, stream, f"outbox/{key}", connection)
                row = {"key": key, "stream": stream, "cause": key, "position": 0, "at": now, "state": "posted"}
                row |= letter_row(Letter(WHICH_ONE, member), seal, token_index(self.token(key)))
                connection.execute(insert(outbox).values(row))
        return self.token(key)

    def token(self, key: str) -> str:
        """The token of a letter's reply address."""
        return self._keyring.token(key)

    def begin(self, key: str, raw: bytes, now: datetime) -> None:
        """Note that an attempt begins, with the very bytes that will be sent however often it takes.

        Bytes kept by an earlier attempt stay, and so does a letter that has left.  Raises LookupError.
        """
        with self._engine.begin() as connection:
            row = connection.execute(select(outbox).where(outbox.c.key == key)).first()
            if row is None:
                raise LookupError(UNKNOWN)
            purpose = _purpose(self._letter(row))
            sealed = self._vault.seal(row.stream, purpose, f"outbox/{key}", to_size(raw), connection)
            values = {"state": "sending", "attempts": outbox.c.attempts + 1, "tried_at": now}
            values["sealed"] = func.coalesce(outbox.c.sealed, sealed)
            connection.execute(update(outbox).where(outbox.c.key == key, _NOT_POSTED).values(values))

    def posted(self, key: str, answer: str, keep: bool = True) -> None:
        """The server took it.  From here on no other end of an attempt counts.  `keep`: its bytes as well."""
        self._end(key, "posted", answer, keep)

    def refused(self, key: str, code: str, keep: bool = True) -> None:
        """The server will never take it."""
        self._end(key, "refused", code, keep)

    def deferred(self, key: str, code: str) -> None:
        """The server did not take it now."""
        self._end(key, "waiting", code)

    def _end(self, key: str, state: str, answer: str, keep: bool = True) -> None:
        # An attempt given up as too slow may end after the one that followed it.
        ended = update(outbox).where(outbox.c.key == key, _NOT_POSTED)
        values = {"state": state, "answer": _without_addresses(answer)} | ({} if keep else {"sealed": None})
        with self._engine.begin() as connection:
            connection.execute(ended.values(values))

    def _of(self, *which: ColumnElement[bool]) -> list[Outgoing]:
        query = select(outbox).where(*which).order_by(outbox.c.at, outbox.c.cause, outbox.c.position)
        with reading(self._engine) as connection:
            rows = connection.execute(query).all()
        return [self._read(row) for row in rows]

    def _only(self, query: object) -> Outgoing:
        with reading(self._engine) as connection:
            row = connection.execute(query).first()  # type: ignore[call-overload]
        if row is None:
            raise LookupError(UNKNOWN)
        return self._read(row)

    def _read(self, row: Row[tuple[object, ...]]) -> Outgoing:
        letter, token = self._letter(row), self._keyring.token(row.key)
        raw = self._raw(row, _purpose(letter)) if row.sealed else None
        return Outgoing(row.key, row.stream, row.cause, row.at, letter, token, row.state, row.attempts, raw)

    def _raw(self, row: Row[tuple[object, ...]], purpose: Purpose) -> bytes | None:
        try:
            return from_size(self._vault.unseal(row.stream, purpose, f"outbox/{row.key}", row.sealed))
        except (KeyMissing, Unreadable):
            if purpose is Purpose.ATTRIBUTION:
                return None
            raise

    def _letter(self, row: Row[tuple[object, ...]]) -> Letter:
        open_ = opener(self._vault, row.stream, f"outbox/{row.key}")
        whole = open_whole(row.facts, open_) or _in_columns(row)
        return unpack_letter(whole, open_)


def _purpose(letter: Letter) -> Purpose:
    """A mail whose very reader tells who asked goes when that is forgotten."""
    return Purpose.ATTRIBUTION if letter.tells_who_asked else Purpose.CONTENT


def _in_columns(row: Row[tuple[object, ...]]) -> Json:
    """A letter written before letters were sealed as a whole."""
    to = {"attribution": row.reader} if row.name in LEAVERS else row.reader
    return {"name": row.name, "to": to, "question": row.question, "facts": row.facts, "private": row.name in PRIVATE}


def _without_addresses(answer: str) -> str:
    """A server's last words, as far as they are no address nor Message-ID, and can be stored anywhere."""
    words = (word.encode("ascii", "ignore").decode() for word in answer.split() if "@" not in word)
    return " ".join(printable for word in words if (printable := "".join(filter(str.isprintable, word))))[:128]
