"""Opening a database: SQLite's settings are in force, readers and writers do not wait, errors show nobody's words."""

import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event, Thread

import pytest
from sqlalchemy import insert, inspect
from sqlalchemy.exc import DBAPIError

from store.engine import open_database, reading
from store.tables import people
from tests.disks import as_in_life
from tests.store.opened import NOW, Store, open_store

ROOT = Path(__file__).parents[2]
SETTINGS = {"journal_mode": "wal", "synchronous": 2, "secure_delete": 1, "foreign_keys": 1, "busy_timeout": 30000}


def test_sqlites_settings_are_in_force_on_every_connection(tmp_path: Path) -> None:
    with as_in_life():
        engine = open_database(f"sqlite:///{tmp_path / 'journal.db'}")
        with reading(engine) as first, reading(engine) as second:
            found = [
                {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in SETTINGS}
                for connection in (first, second)
            ]
    assert found == [SETTINGS, SETTINGS]
    engine.dispose()


def test_readers_do_not_wait_for_a_writer_nor_see_what_is_not_committed(store: Store) -> None:
    stream, _ = store.pair()
    with store.engine.begin() as writer:
        writer.exec_driver_sql("UPDATE relationships SET stage = 'unheard'")
        done = Event()

        def look() -> None:
            if store.registry.relationship(stream).stage == "enrolled":
                done.set()

        reader = Thread(target=look)
        reader.start()
        assert done.wait(5), "a reader waited for a writer"
        reader.join()


def test_a_writer_does_not_wait_for_a_reader_and_the_reader_sees_one_moment(store: Store) -> None:
    with reading(store.engine) as reader:
        before = reader.exec_driver_sql("SELECT count(*) FROM inbox").scalar_one()
        assert store.inbox.take("digest", b"HELP", NOW)
        if store.engine.dialect.name == "sqlite":
            assert reader.exec_driver_sql("SELECT count(*) FROM inbox").scalar_one() == before
    assert store.inbox.unsorted() == ["digest"]


def test_writers_take_turns_and_none_fails(store: Store) -> None:
    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(lambda n: store.inbox.take(f"mail-{n}", b"HELP", NOW), range(80)))
    assert len(store.inbox.unsorted()) == 80


def test_a_member_must_be_somebody_and_an_error_shows_no_row(store: Store) -> None:
    row = {"id": "canary-id", "address_index": "canary-index", "sealed": None}
    with pytest.raises(DBAPIError) as error, store.engine.begin() as connection:
        connection.execute(insert(people).values(row))
    assert "[SQL parameters hidden" in str(error.value)
    with pytest.raises(DBAPIError), store.engine.begin() as connection:
        connection.exec_driver_sql("INSERT INTO members VALUES ('nobody', 'nobody', 'mentor', 0)")


def test_processes_that_open_a_new_database_together_all_succeed(url: str, tmp_path: Path) -> None:
    program = (
        "import sys, pathlib, tests.store.opened as o; o.open_store(sys.argv[1], pathlib.Path(sys.argv[2])).close()"
    )
    command = [sys.executable, "-W", "error", "-c", program, url, str(tmp_path / "keyring.json")]
    processes = [subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) for _ in range(3)]
    assert [process.communicate()[1] for process in processes] == ["", "", ""]
    assert [process.returncode for process in processes] == [0, 0, 0]
    store = open_store(url, tmp_path / "keyring.json")
    assert "journal" in inspect(store.engine).get_table_names()
    store.engine.dispose()


def test_a_database_is_opened_again_as_it_was(opens: Callable[[], Store]) -> None:
    stream, members = opens().pair()
    assert opens().registry.members_of(stream) == members
