"""The tables.  Columns named `sealed` hold text only the vault can open; no other column holds a person's word."""

from sqlalchemy import (
    JSON,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
)
from sqlalchemy.engine import Dialect

from store.moments import to_naive_utc, to_utc

metadata = MetaData()


class Moment(TypeDecorator):  # type: ignore[type-arg]
    """An aware moment, kept as UTC in both databases."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: object, dialect: Dialect) -> object:
        return to_naive_utc(value)

    def process_result_value(self, value: object, dialect: Dialect) -> object:
        return to_utc(value)


programmes = Table(
    "programmes",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("version", String(32), primary_key=True),
    Column("digest", String(64), nullable=False),
    Column("text", Text, nullable=False),
)

people = Table(
    "people",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("address_index", String(64), nullable=False, unique=True),
    Column("sealed", Text, nullable=False),
)

aliases = Table(
    "aliases",
    metadata,
    Column("address_index", String(64), primary_key=True),
    Column("person", ForeignKey("people.id"), nullable=False),
)

relationships = Table(
    "relationships",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("programme", String(64), nullable=False),
    Column("version", String(32), nullable=False),
    Column("roster_index", String(64), nullable=False, unique=True),
    Column("organiser", ForeignKey("people.id"), nullable=False),
    Column("stage", String(32), nullable=False),
    Column("deadline", Moment),
    Column("why", String(128), nullable=False, default=""),
    Column("seen", Moment),
    # See `asking.py`.
    Column("sealed", Text),
)

members = Table(
    "members",
    metadata,
    Column("relationship", ForeignKey("relationships.id"), primary_key=True),
    Column("person", ForeignKey("people.id"), primary_key=True, index=True),
    Column("role", String(32), nullable=False),
    Column("place", Integer, nullable=False),
)

journal = Table(
    "journal",
    metadata,
    Column("stream", ForeignKey("relationships.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("cause", String(128), nullable=False),
    Column("type", String(64), nullable=False),
    Column("version", Integer, nullable=False),
    Column("data", JSON, nullable=False),
)

causes = Table(
    "causes",
    metadata,
    Column("stream", ForeignKey("relationships.id"), primary_key=True),
    Column("cause", String(128), primary_key=True),
    Column("at", Moment, nullable=False),
)

outbox = Table(
    "outbox",
    metadata,
    Column("key", String(32), primary_key=True),
    Column("stream", ForeignKey("relationships.id"), nullable=False),
    Column("cause", String(128), nullable=False),
    Column("position", Integer, nullable=False),
    Column("at", Moment, nullable=False),
    Column("name", String(64), nullable=False),
    Column("reader", Text, nullable=False),
    Column("question", JSON, nullable=False),
    Column("facts", JSON, nullable=False),
    Column("token_index", String(64), nullable=False, unique=True),
    Column("state", String(16), nullable=False),
    Column("attempts", Integer, nullable=False, default=0),
    Column("tried_at", Moment),
    Column("answer", String(128), nullable=False, default=""),
    Column("sealed", LargeBinary),
    Index("outbox_by_cause", "stream", "cause"),
)

UNFINISHED = ("taken", "sorted")
"""The states of a mail that has not been dealt with."""

inbox = Table(
    "inbox",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("taken_at", Moment, nullable=False),
    Column("state", String(16), nullable=False, index=True),
    Column("reason", String(64), nullable=False, default=""),
    Column("stream", String(32)),
    Column("commands", JSON, nullable=False),
    Column("sealed", LargeBinary),
)

data_keys = Table(
    "data_keys",
    metadata,
    Column("scope", String(64), primary_key=True),
    Column("purpose", String(16), primary_key=True),
    Column("wrapped", LargeBinary, nullable=False),
    Column("epoch", Integer, nullable=False),
    # A rotation sees at once what it has left to wrap anew.
    Index("data_keys_by_epoch", "epoch"),
)

epoch = Table(
    "epoch",
    metadata,
    # There is one row.
    Column("one", Integer, primary_key=True, autoincrement=False),
    Column("number", Integer, nullable=False),
    Column("public", LargeBinary, nullable=False),
    Column("house", String(64), nullable=False),
    Column("made_at", Moment),
    Column("destroyed_at", Moment),
)

audit = Table(
    "audit",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
    Column("kind", String(32), nullable=False),
    Column("pseudonym", String(64), nullable=False),
    Column("facts", JSON, nullable=False),
    Column("previous", String(64), nullable=False),
    Column("digest", String(64), nullable=False),
)
