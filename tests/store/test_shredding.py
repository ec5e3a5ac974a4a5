"""What was said is gone when its time has come: from the database, from old copies of it, and for every key left."""

import shutil
import sqlite3
from base64 import b64encode
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from mentoring.calendar import Span
from store.audit import verify
from store.engine import settle_files
from store.tables import data_keys
from store.tombstones import Tombstones
from store.vault import KeyMissing
from tests.store.opened import IMG, NOW, Store, dumped, joined, open_store
from tests.store.shredded import DAY, OTHERS, closes, keeps_house, opened, sealed_things, theirs
from tests.store.test_nothing_in_plain import ADA, MIRA, lives


def test_a_relationship_is_kept_as_long_as_its_programme_says_and_not_a_day_longer(store: Store) -> None:
    stream = lives(store)
    until = closes(store, stream, NOW + 40 * DAY)
    assert IMG.ending.retention == Span(days=30)
    assert until.date() == (NOW + 70 * DAY).date()
    assert store.shredder.due(until - timedelta(seconds=1)) == []
    assert store.shredder.due(until) == [stream]


def test_after_shredding_nothing_of_it_lies_anywhere_and_no_key_left_opens_what_did(
    store: Store, opens: Callable[[], Store]
) -> None:
    stream = lives(store)
    before, rows = sealed_things(store.engine), dumped(store.engine)
    assert len(opened(store.vault, before)) > 50, "otherwise finding nothing would prove nothing"
    with store.engine.connect() as connection:
        wrapped = connection.scalars(select(data_keys.c.wrapped)).all()
    until = closes(store, stream, NOW + 40 * DAY)
    keeps_house(store, until)
    assert theirs(sealed_things(store.engine)) == [], "people, letters, mails and events: all there was was theirs"
    after = dumped(store.engine)
    assert [name for name in ("journal", "causes", "outbox", "members", "people") if after[name]] in ([], ["people"])
    assert "kanarienvogel" not in str(after).lower()
    left = [each.hex() for each in wrapped if each.hex() in str(after)]
    assert left == [] and rows["data_keys"] != after["data_keys"]
    assert opened(opens().vault, theirs(before)) == []
    assert store.registry.relationship(stream).stage == "closed"


def test_no_file_of_the_database_holds_a_sealed_byte_of_it(tmp_path: Path) -> None:
    """SQLite overwrites what it deletes, and its log is emptied; PostgreSQL does neither, hence the keys' epochs."""
    store = open_store(f"sqlite:///{tmp_path / 'journal.db'}", tmp_path / "keys" / "keyring.json")
    stream = lives(store)
    # As it begins: what is long goes on elsewhere.
    sealed = [form[:48] for each in theirs(sealed_things(store.engine)) for form in (each[-1], b64encode(each[-1]))]
    with store.engine.connect() as connection:
        sealed += connection.scalars(select(data_keys.c.wrapped).where(data_keys.c.scope == stream)).all()
    there = files(tmp_path)
    assert sum(each in there for each in sealed) > 30
    keeps_house(store, closes(store, stream, NOW))
    store.engine.dispose()
    there = files(tmp_path)
    assert [each for each in sealed if each in there] == []
    store.close()


def files(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.glob("journal.db*"))


def test_while_somebody_reads_the_log_is_not_emptied_and_that_is_said(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'journal.db'}", tmp_path / "keyring.json")
    with sqlite3.connect(tmp_path / "journal.db") as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM people").fetchone()
        store.pair()
        with store.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA busy_timeout=50")
        assert not settle_files(store.engine)
    reader.close()
    assert settle_files(store.engine)
    store.close()


def test_who_still_takes_part_elsewhere_keeps_name_and_words(store: Store) -> None:
    stream = lives(store)
    other, _ = store.pair(ADA, OTHERS[0])
    keeps_house(store, closes(store, stream, NOW))
    assert store.registry.person_at(MIRA.address) is None
    ada = store.registry.person_at(ADA.address)
    assert ada is not None and store.registry.person(ada) == ADA
    assert [each.id for each in store.registry.relationships_of(ada)] == [other]
    assert store.inbox.commands(f"start-{other}") != []


def test_somebody_forgotten_can_be_enrolled_anew(store: Store) -> None:
    stream, (ada, _) = store.pair()
    keeps_house(store, closes(store, stream, NOW))
    with pytest.raises(Exception, match=r"No row|No person"):
        store.registry.person(ada.id)
    again, members = store.pair(mentee=OTHERS[0])
    assert again != stream
    assert store.registry.person(members[0].id).name == "Ada Lovelace"
    assert store.registry.person(store.registry.organiser_of(again)).name == "Organiser"


@pytest.mark.parametrize("key_store", ["today's", "with the survivors lost"])
def test_a_backup_from_before_stays_closed_and_unreadable(tmp_path: Path, key_store: str) -> None:
    """T25."""
    url, keys = f"sqlite:///{tmp_path / 'journal.db'}", tmp_path / "keys" / "keyring.json"
    store = open_store(url, keys)
    stream = lives(store)
    other, (noor, tom) = store.pair(OTHERS[0], OTHERS[1])
    store.writes(other, 0, "mail-8", joined(noor))
    until = closes(store, stream, NOW)
    before = [each for each in sealed_things(store.engine) if each[0] not in (noor.id, tom.id)]
    assert settle_files(store.engine)
    shutil.copy(tmp_path / "journal.db", tmp_path / "backup.db")
    keeps_house(store, until)
    entries = verify(store.engine, list(Tombstones(store.keys).all()))
    store.close()
    for path in tmp_path.glob("journal.db*"):
        path.unlink()
    shutil.copy(tmp_path / "backup.db", tmp_path / "journal.db")
    if key_store != "today's":
        (keys.parent / "survivors.json").unlink()
    restored = open_store(url, keys)
    assert restored.registry.relationship(stream).stage == "closed"
    assert restored.journal.read(stream) == [] and restored.outbox.keys_of(stream) == []
    assert [each for each in opened(restored.vault, before) if each[0] == stream] == []
    assert verify(restored.engine, list(Tombstones(restored.keys).all())) == entries
    if key_store == "today's":
        assert restored.registry.person(noor.id).name == "noor", "who lives on is read as before"
        keeps_house(restored, until)
        assert {each[0] for each in opened(restored.vault, theirs(before))} <= {
            other,
            restored.registry.organiser_of(other),
        }
    else:
        with pytest.raises(KeyMissing):
            restored.registry.person(noor.id)
    restored.close()


def test_killed_after_the_tombstone_the_rest_is_done_at_the_next_start(
    store: Store, opens: Callable[[], Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    stream = lives(store)
    until = closes(store, stream, NOW)

    def dies(*_: object) -> None:
        raise SystemExit

    monkeypatch.setattr(store.shredder, "_destroy", dies)
    with pytest.raises(SystemExit):
        store.shredder.shred(stream, until)
    assert store.journal.read(stream), "nothing was committed"
    later = opens()
    assert later.journal.read(stream) == []
    verdict = verify(later.engine, list(Tombstones(later.keys).all()))
    assert verdict.is_whole and verdict.entries == 1
    assert not later.shredder.shred(stream, until), "a second time changes nothing"


def test_lost_keys_are_no_reason_to_keep_anything(store: Store) -> None:
    stream = lives(store)
    until = closes(store, stream, NOW)
    with store.engine.begin() as connection:
        connection.execute(data_keys.delete().where(data_keys.c.scope == stream))
    keeps_house(store, until)
    assert dumped(store.engine)["journal"] == ""
