"""Epochs: after a rotation old copies of a key are useless, and whatever happens in between nobody loses theirs."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from store.epochs import note_destroyed, rotate, rotate_if_due
from store.keyring import KeyringMissing, KeyStore, open_keyring
from store.tables import data_keys, inbox
from store.vault import KeyMissing, Purpose
from store.wrapping import MAIL, NotWrappedHere, public_half, unwrap, wrap, wrap_for
from tests.store.opened import ADA, NOW, Store, open_store

ROOT = Path(__file__).parents[2]
DAY = timedelta(days=1)


def numbers(store: Store) -> list[int]:
    return sorted(open_keyring(store.keys.path).epochs)


def reads(store: Store, stream: str) -> None:
    """Everything of a pair opens: its words, its people, its mail."""
    assert store.vault.unseal(stream, Purpose.CONTENT, "x/1", SEALED[stream]) == b"to settle in"
    assert {store.registry.person(each.id).name for each in store.registry.members_of(stream)} >= {ADA.name}
    assert store.inbox.raw("mail-1")[0] == b"Dear Mira"


SEALED: dict[str, bytes] = {}


@pytest.fixture
def stream(store: Store) -> str:
    made, _ = store.pair()
    SEALED[made] = store.vault.seal(made, Purpose.CONTENT, "x/1", b"to settle in")
    store.inbox.take("mail-1", b"Dear Mira", NOW)
    return made


def test_after_a_rotation_everything_opens_and_the_old_secret_is_gone(
    store: Store, stream: str, opens: Callable[[], Store]
) -> None:
    old = store.keys.keyring.epochs[1]
    assert rotate(store.engine, store.keys, NOW) == 6, "two people, their organiser, two of the pair, one mail"
    assert numbers(store) == [2]
    with store.engine.connect() as connection:
        rows = connection.execute(data_keys.select()).all()
    for row in rows:
        with pytest.raises(NotWrappedHere):
            unwrap(old, row.scope, row.purpose, row.wrapped)
    reads(store, stream)
    reads(opens(), stream)
    assert {path.stat().st_mode & 0o777 for path in store.keys.folder.iterdir()} == {0o600}
    assert [path.name for path in store.keys.folder.iterdir() if path.name.startswith(".")] == []


def test_another_process_with_an_older_key_file_in_memory_notices(opens: Callable[[], Store]) -> None:
    worker, command = opens(), opens()
    stream, _ = worker.pair()
    worker.inbox.take("mail-1", b"Dear Mira", NOW)
    SEALED[stream] = worker.vault.seal(stream, Purpose.CONTENT, "x/1", b"to settle in")
    for turn in range(3):
        rotate(worker.engine, worker.keys, NOW + turn * DAY)
        reads(command, stream)
        other, _ = command.pair(mentee=ADA_S_SISTER)
        assert command.registry.members_of(other)


ADA_S_SISTER = type(ADA)("Augusta", "augusta@wards.example", "Europe/London", "en")


def test_it_happens_once_a_day_and_only_when_something_was_destroyed(store: Store, stream: str) -> None:
    def destroys(purpose: Purpose) -> None:
        with store.engine.begin() as connection:
            store.vault.destroy_keys(connection, stream, purpose)
            note_destroyed(connection, NOW)

    assert rotate_if_due(store.engine, store.keys, NOW) is None
    destroys(Purpose.ATTRIBUTION)
    assert rotate_if_due(store.engine, store.keys, NOW) == 5
    assert rotate_if_due(store.engine, store.keys, NOW + DAY) is None
    destroys(Purpose.CONTENT)
    assert rotate_if_due(store.engine, store.keys, NOW + timedelta(hours=3)) is None
    assert rotate_if_due(store.engine, store.keys, NOW + DAY) == 4
    assert numbers(store) == [3]


@pytest.mark.parametrize("step", ["add_epoch", "_wrap_anew", "_write_survivors", "drop_epochs_before"])
def test_killed_at_any_step_it_leaves_everything_readable_and_is_finished_the_next_time(
    opens: Callable[[], Store], step: str, url: str
) -> None:
    store = opens()
    stream, _ = store.pair()
    store.inbox.take("mail-1", b"Dear Mira", NOW)
    SEALED[stream] = store.vault.seal(stream, Purpose.CONTENT, "x/1", b"to settle in")
    with store.engine.begin() as connection:
        store.vault.destroy_keys(connection, stream, Purpose.ATTRIBUTION)
        note_destroyed(connection, NOW)
    killed_after = subprocess.run(
        [sys.executable, "-c", KILLED, url, str(store.keys.path), step],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
    )
    assert killed_after.returncode == 9, killed_after.stderr
    later = opens()
    reads(later, stream)
    assert len(numbers(later)) <= 2
    rotate_if_due(later.engine, later.keys, NOW + DAY)
    assert len(numbers(later)) == 1
    reads(later, stream)
    reads(store, stream)


KILLED = """
import os, sys
from datetime import UTC, datetime
from store import epochs
from store.engine import open_database
from store.keyring import KeyStore
url, keys, step = sys.argv[1:]
calls = 0
def dying(act):
    def then_dies(*args):
        global calls
        calls += 1
        # The first call of the last one only tidies up what an earlier rotation may have left.
        if step == "drop_epochs_before" and calls == 2:
            os._exit(9)
        done = act(*args)
        if step != "drop_epochs_before":
            os._exit(9)
        return done
    return then_dies
place = KeyStore if hasattr(KeyStore, step) else epochs
setattr(place, step, dying(getattr(place, step)))
epochs.rotate(open_database(url), KeyStore(__import__("pathlib").Path(keys)), datetime(2026, 1, 26, 9, tzinfo=UTC))
"""


def test_a_home_made_before_there_were_epochs_opens_and_rotates(store: Store, stream: str) -> None:
    path, keyring = store.keys.path, store.keyring
    old = {"wrapping": keyring.epochs[1].hex(), "indexing": keyring.indexing.hex(), "tokens": keyring.tokens.hex()}
    path.write_text(json.dumps(old))
    with store.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM epoch")
    later = open_store(store.engine.url.render_as_string(hide_password=False), path)
    assert later.keyring == keyring
    rotate(later.engine, later.keys, NOW)
    reads(later, stream)
    assert numbers(later) == [2]
    later.close()


def test_a_mail_sealed_before_mails_had_keys_of_their_own_is_still_read(store: Store) -> None:
    with store.engine.begin() as connection:
        store.vault.make_keys(connection, "house", Purpose.CONTENT)
    store.inbox.take("old", b"new", NOW)
    sealed = store.vault.seal("house", Purpose.CONTENT, "inbox/old", b"Dear Mira")
    with store.engine.begin() as connection:
        store.vault.destroy_keys(connection, "old", Purpose.MAIL)
        connection.execute(inbox.update().values(sealed=sealed))
    assert store.inbox.raw("old")[0] == b"Dear Mira"


def test_an_older_copy_of_the_key_file_is_refused(store: Store, stream: str, tmp_path: Path, url: str) -> None:
    older = tmp_path / "older" / "keyring.json"
    older.parent.mkdir()
    shutil.copy(store.keys.path, older)
    rotate(store.engine, store.keys, NOW)
    with pytest.raises(KeyringMissing, match="older"):
        open_store(url, older)


def test_a_file_read_while_it_is_replaced_is_read_again(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = iter(["\0" * 40, store.keys.path.read_text()])
    monkeypatch.setattr(Path, "read_text", lambda *_, **__: next(texts))
    assert KeyStore(store.keys.path).keyring == store.keyring


def test_the_old_secret_is_overwritten_where_it_lay(store: Store) -> None:
    with store.keys.path.open("rb") as before:
        rotate(store.engine, store.keys, NOW)
        assert store.keys.keyring.epochs[2].hex() in store.keys.path.read_text()
        left = before.read()
    assert left.strip(b"\0") == b"", "the file that was replaced holds nothing any more"


def test_what_was_wrapped_for_the_public_half_opens_for_the_secret_alone() -> None:
    secret, other, key = os.urandom(32), os.urandom(32), os.urandom(32)
    wrapped = wrap_for(public_half(secret), "mail-1", key)
    assert unwrap(secret, "mail-1", MAIL, wrapped) == key
    for wrong, scope in ((other, "mail-1"), (secret, "mail-2")):
        with pytest.raises(NotWrappedHere):
            unwrap(wrong, scope, MAIL, wrapped)
    with pytest.raises(NotWrappedHere):
        unwrap(secret, "ada", "person", wrap(secret, "ada", "content", key))


def test_a_key_that_was_lost_before_stops_no_rotation(store: Store, stream: str, opens: Callable[[], Store]) -> None:
    with store.engine.begin() as connection:
        lost = (data_keys.c.scope == stream) & (data_keys.c.purpose == "content")
        connection.execute(data_keys.update().where(lost).values(wrapped=b"damaged"))
    assert rotate(store.engine, store.keys, NOW) == 5
    with pytest.raises(KeyMissing):
        opens().vault.seal(stream, Purpose.CONTENT, "x/2", b"words")


def test_two_rotations_at_once_take_turns(opens: Callable[[], Store]) -> None:
    stores = [opens() for _ in range(3)]
    stream, _ = stores[0].pair()
    SEALED[stream] = stores[0].vault.seal(stream, Purpose.CONTENT, "x/1", b"to settle in")
    stores[0].inbox.take("mail-1", b"Dear Mira", NOW)
    with ThreadPoolExecutor(3) as threads:
        list(threads.map(lambda each: rotate(each.engine, each.keys, NOW), stores))
    assert numbers(stores[0]) == [4]
    for each in stores:
        reads(each, stream)
