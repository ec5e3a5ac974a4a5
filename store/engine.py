"""Opening the database: SQLite in a file, or PostgreSQL by its address."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event, false, func, make_url, select, update
from sqlalchemy.pool import ConnectionPoolEntry

from store.tables import UNFINISHED, inbox

MIGRATIONS = Path(__file__).parent / "migrations"
ONE_AT_A_TIME = 0x70656572
"""PostgreSQL's name for the lock that `writing` takes."""


def open_database(url: str) -> Engine:
    """An engine whose errors never show parameters, its tables brought up to date.

    `url` is SQLAlchemy's, such as `sqlite:///peerpost.db` or `postgresql+psycopg://host/peerpost`.
    """
    engine = create_engine(url, hide_parameters=True, pool_pre_ping=True)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _sqlite_settings)
        event.listen(engine, "begin", _sqlite_begin)
    migrate(engine)
    return engine


def migrate(engine: Engine) -> None:
    config = Config()
    # A folder's name may have a % in it, which the configuration would take for a reference.
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["engine"] = engine
    command.upgrade(config, "head")


@dataclass(frozen=True, slots=True)
class Examined:
    """A database as it was found: its migration step and ours, its clock (None where it has none of its own), when the
    oldest mail came in that has not been dealt with (UTC), and how many mails are set aside, by reason.
    """

    revision: str | None
    head: str | None
    now: datetime | None = None
    oldest_mail: datetime | None = None
    set_aside: Mapping[str, int] = field(default_factory=dict)


def examine(url: str) -> Examined:
    """Look at a database without changing it, and see that it can be written to.

    Raises FileNotFoundError for a file that is not there, else SQLAlchemyError.
    """
    address = make_url(url)
    is_file = address.get_backend_name() == "sqlite"
    if is_file and not Path(address.database or "").exists():
        raise FileNotFoundError
    engine = create_engine(url, hide_parameters=True)
    try:
        with engine.begin() as connection:
            revision = MigrationContext.configure(connection).get_current_revision()
            head = ScriptDirectory(str(MIGRATIONS)).get_current_head()
            if revision != head:
                return Examined(revision, head)
            # It hits no row, and yet is refused where nothing may be written.
            connection.execute(update(inbox).where(false()).values(reason=""))
            oldest = connection.scalar(select(func.min(inbox.c.taken_at)).where(inbox.c.state.in_(UNFINISHED)))
            clock = None if is_file else connection.scalar(select(func.now()))
            return Examined(revision, head, clock, oldest, set_aside_counts(connection))
    finally:
        engine.dispose()


def set_aside_counts(connection: Connection) -> dict[str, int]:
    """How many mails wait for a human, by reason."""
    query = select(inbox.c.reason, func.count()).where(inbox.c.state == "set_aside").group_by(inbox.c.reason)
    return {row[0]: row[1] for row in connection.execute(query)}


def _sqlite_settings(connection: object, _: ConnectionPoolEntry) -> None:
    # The driver's own transactions begin too late for readers that will write: we begin them ourselves below.
    connection.isolation_level = None  # type: ignore[attr-defined]  # sqlite3.Connection has it
    cursor = connection.cursor()  # type: ignore[attr-defined]
    # The first lets all the others wait for a writer instead of failing.
    for setting in (
        "busy_timeout=30000",
        "journal_mode=WAL",
        "synchronous=FULL",
        "secure_delete=ON",
        "foreign_keys=ON",
    ):
        cursor.execute(f"PRAGMA {setting}")
    cursor.close()


def _sqlite_begin(connection: Connection) -> None:
    # A writer takes the lock at once: one that reads first could not get it any more without failing.
    reading = connection.get_execution_options().get("reading", False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A connection that only reads, and so never waits for a writer."""
    with engine.connect() as connection:
        yield connection.execution_options(reading=True)


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that excludes every other one begun here: for what is looked up first and made if missing.

    SQLite has one writer at a time anyway; PostgreSQL is asked for it.
    """
    with engine.begin() as connection:
        take_turns(connection)
        yield connection


def take_turns(connection: Connection) -> None:
    """Wait until nobody else writes who takes turns, and keep them waiting until this transaction ends."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(ONE_AT_A_TIME)))


def settle_files(engine: Engine) -> bool:
    """Have what was deleted leave the files as far as the database can do it; False if somebody's reading was in the
    way and it has to be tried again.

    SQLite overwrites what is deleted, and here its log is emptied.  PostgreSQL only makes room: what was deleted stays
    for a while in its files and its log, where it is of no use without its key.
    """
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM data_keys, journal, inbox, outbox, people")
        return True
    # Not within a transaction, which SQLAlchemy's own connections begin by themselves.
    raw = engine.raw_connection()
    try:
        cursor = raw.cursor()
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        busy, _, _ = cursor.fetchone() or (1, 0, 0)
        cursor.close()
    finally:
        raw.close()
    return not busy
