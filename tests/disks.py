"""Nobody waits for a disk: no power cut is tried in these tests, and each commit would wait for one."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event
from sqlalchemy.pool import Pool


def wait_for_no_disk() -> None:
    """What this process writes to SQLite is safe from its own death, though not from the machine's."""
    event.listen(Pool, "checkout", _in_a_hurry)


@contextmanager
def as_in_life() -> Iterator[None]:
    """Connections opened meanwhile have the settings that the store gives them."""
    event.remove(Pool, "checkout", _in_a_hurry)
    try:
        yield
    finally:
        wait_for_no_disk()


def _in_a_hurry(connection: object, *_: object) -> None:
    if isinstance(connection, sqlite3.Connection):
        connection.execute("PRAGMA synchronous=OFF")
