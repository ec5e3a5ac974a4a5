"""The steps by which tables come to be lead to the tables the code knows, on both databases."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata, produce_migrations, render_python_code
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, inspect

import store.engine
from store.engine import MIGRATIONS, migrate, reading
from store.tables import metadata
from tests.store.opened import Store

ROOT = Path(__file__).parents[2]


def differences(engine: Engine) -> list[object]:
    with reading(engine) as connection:
        options = {"compare_type": True, "compare_server_default": True}
        return list(compare_metadata(MigrationContext.configure(connection, opts=options), metadata))


def test_a_migrated_database_is_as_the_code_knows_it(store: Store) -> None:
    assert differences(store.engine) == []
    with reading(store.engine) as connection:
        names = inspect(connection).get_table_names()
    assert set(names) == {*metadata.tables, "alembic_version"}


def test_foreign_keys_and_unique_columns_are_there_too(store: Store, tmp_path: Path) -> None:
    """What SQLite's comparison overlooks: the same questions put to tables made from the code at once."""
    with reading(store.engine) as connection:
        migrated = {name: constraints(connection, name) for name in metadata.tables}
    fresh = create_engine(f"sqlite:///{tmp_path / 'fresh.db'}")
    metadata.create_all(fresh)
    with fresh.connect() as connection:
        assert migrated == {name: constraints(connection, name) for name in metadata.tables}
    fresh.dispose()


def constraints(connection: Connection, table: str) -> list[object]:
    found = inspect(connection)
    foreign = [(each["constrained_columns"], each["referred_table"]) for each in found.get_foreign_keys(table)]
    unique = [each["column_names"] for each in found.get_unique_constraints(table)]
    primary = found.get_pk_constraint(table)["constrained_columns"]
    nullable = [(column["name"], column["nullable"]) for column in found.get_columns(table)]
    return [sorted(foreign), sorted(unique), sorted(primary), sorted(nullable)]


def test_a_forgotten_step_is_noticed(store: Store) -> None:
    with store.engine.begin() as connection:
        connection.exec_driver_sql("DROP INDEX outbox_by_cause")
    assert differences(store.engine) != []


def test_migrating_again_changes_nothing(store: Store) -> None:
    migrate(store.engine)
    assert differences(store.engine) == []


def test_the_steps_are_one_line_without_branches() -> None:
    scripts = ScriptDirectory(str(MIGRATIONS))
    assert len(scripts.get_heads()) == len(scripts.get_bases()) == 1


def test_a_checkout_may_lie_in_a_folder_with_a_percent_sign(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    elsewhere = tmp_path / "50% done"
    shutil.copytree(MIGRATIONS, elsewhere)
    monkeypatch.setattr(store.engine, "MIGRATIONS", elsewhere)
    engine = store.engine.open_database(f"sqlite:///{tmp_path / 'journal.db'}")
    assert differences(engine) == []
    engine.dispose()


def test_a_new_database_is_migrated_without_a_warning(url: str) -> None:
    program = "import sys; from store.engine import open_database; open_database(sys.argv[1]).dispose()"
    command = [sys.executable, "-W", "error", "-c", program, url]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_step_can_be_written_from_the_difference(tmp_path: Path) -> None:
    """What `alembic revision --autogenerate` would write for an empty database names every table."""
    engine = create_engine(f"sqlite:///{tmp_path / 'empty.db'}")
    with engine.connect() as connection:
        steps = produce_migrations(MigrationContext.configure(connection), metadata)
    assert steps.upgrade_ops is not None
    written = str(render_python_code(steps.upgrade_ops))
    assert [name for name in metadata.tables if f"create_table('{name}'" not in written] == []
    engine.dispose()
