"""The vault and the key file: what is lost is an error, what was moved does not open."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from mentoring.events import EndAsked
from mentoring.letters import Letter
from mentoring.words import Attribution, Words
from store.keyring import Keyring, KeyringMissing, make_keyring, open_keyring
from store.vault import KeyMissing, Purpose, Unreadable, Vault
from tests.store.opened import NOW, STANDING, Store, open_store


def test_what_is_sealed_opens_where_it_lies_and_nowhere_else(store: Store) -> None:
    stream, (_, mira) = store.pair()
    sealed = store.vault.seal(stream, Purpose.CONTENT, "journal/1", b"to settle in")
    assert b"settle" not in sealed
    assert store.vault.unseal(stream, Purpose.CONTENT, "journal/1", sealed) == b"to settle in"
    elsewhere = (
        (stream, Purpose.CONTENT, "journal/2"),
        (stream, Purpose.ATTRIBUTION, "journal/1"),
        (mira.id, Purpose.PERSON, "journal/1"),
    )
    for scope, purpose, place in elsewhere:
        with pytest.raises(Unreadable) as error:
            store.vault.unseal(scope, purpose, place, sealed)
        assert "settle" not in str(error.value) and scope not in str(error.value)


@pytest.mark.parametrize("broken", [b"", b"short", b"x" * 60])
def test_bytes_that_nobody_sealed_do_not_open(store: Store, broken: bytes) -> None:
    with pytest.raises(Unreadable):
        store.vault.unseal(store.pair()[0], Purpose.CONTENT, "journal/1", broken)


def test_the_same_words_never_look_the_same(store: Store) -> None:
    stream, _ = store.pair()
    assert len({store.vault.seal(stream, Purpose.CONTENT, "journal/1", b"yes") for _ in range(50)}) == 50


def test_rows_exchanged_in_the_database_do_not_open(store: Store) -> None:
    for key in ("one", "two"):
        store.inbox.take(key, key.encode(), NOW)
    with store.engine.begin() as connection:
        connection.exec_driver_sql(
            "UPDATE inbox SET sealed = (SELECT sealed FROM inbox AS other WHERE other.key = 'two') WHERE key = 'one'"
        )
    with pytest.raises(Unreadable):
        store.inbox.raw("one")
    assert store.inbox.raw("two")[0] == b"two"


def test_sealing_never_makes_a_key(store: Store) -> None:
    with pytest.raises(KeyMissing):
        store.vault.seal("nobody", Purpose.CONTENT, "journal/1", b"words")
    with store.engine.connect() as connection:
        assert not store.vault.has_keys(connection, "nobody")


def test_without_its_key_a_relationship_is_an_error_and_not_an_empty_text(opens: Callable[[], Store]) -> None:
    store = opens()
    stream, (_, mira) = store.pair()
    letter = Letter("summary", mira.id, facts={"hopes": Words("to settle in")})
    store.journal.append(stream, 0, "mail-1", NOW, [], [letter], STANDING)
    with store.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM data_keys WHERE purpose IN ('content', 'person')")
    later = opens_without_house(store)
    (key,) = later.outbox.keys_of(stream)
    for ask in (lambda: later.outbox.letter(key), lambda: later.registry.person(mira.id)):
        with pytest.raises(KeyMissing) as error:
            ask()
        assert stream not in str(error.value) and mira.id not in str(error.value)


def opens_without_house(store: Store) -> Store:
    """The same parts with nothing remembered, on the engine as it is."""
    vault = Vault(store.engine, store.keys)
    return Store(
        store.engine,
        store.keys,
        store.keyring,
        vault,
        type(store.registry)(store.engine, vault, store.keyring),
        type(store.journal)(store.engine, vault, store.keyring),
        type(store.inbox)(store.engine, vault),
        type(store.outbox)(store.engine, vault, store.keyring),
        store.shredder,
    )


def test_once_the_attribution_key_is_gone_nobody_can_tell_who_asked(opens: Callable[[], Store]) -> None:
    store = opens()
    stream, (_, mira) = store.pair()
    store.journal.append(
        stream, 0, "mail-1", NOW, [EndAsked(NOW, Attribution(mira.id), NOW)], [Letter("end_pending", mira.id)], STANDING
    )
    assert opens().journal.read(stream)[0].event == EndAsked(NOW, Attribution(mira.id), NOW)
    with store.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM data_keys WHERE purpose = 'attribution'")
    assert opens().journal.read(stream)[0].event == EndAsked(NOW, Attribution(""), NOW)
    assert opens().outbox.all_of(stream)[0].letter.to == ""


def test_a_key_of_a_transaction_that_was_taken_back_is_not_remembered(store: Store) -> None:
    with store.engine.begin() as connection:
        store.vault.make_keys(connection, "new", Purpose.CONTENT)
        store.vault.seal("new", Purpose.CONTENT, "journal/1", b"words", connection)
        connection.rollback()
    with pytest.raises(KeyMissing):
        store.vault.seal("new", Purpose.CONTENT, "journal/1", b"words")


def test_the_key_file_is_its_owners_alone_even_where_a_draft_lay_open(tmp_path: Path) -> None:
    path = tmp_path / "secret" / "keyring.json"
    path.parent.mkdir()
    path.with_suffix(".new").write_text("{}")
    path.with_suffix(".new").chmod(0o644)
    made = make_keyring(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert open_keyring(path) == make_keyring(path) == made
    assert [each.name for each in path.parent.iterdir() if each.name != "keyring.new"] == ["keyring.json"]
    fresh = tmp_path / "fresh" / "keyring.json"
    assert make_keyring(fresh) != made
    assert fresh.parent.stat().st_mode & 0o777 == 0o700


def test_processes_that_make_the_key_file_together_have_the_same_keys(tmp_path: Path) -> None:
    for turn in range(20):
        path = tmp_path / f"keyring{turn}.json"
        with ThreadPoolExecutor(4) as threads:
            made = list(threads.map(make_keyring, [path] * 4))
        assert made == [open_keyring(path)] * 4


@pytest.mark.parametrize(
    "content",
    [None, b"", b"\xff\xfe", b"[]", b"{}", b'{"wrapping": "00", "indexing": "00", "tokens": "00"}'],
    ids=["no file", "empty", "no text", "a list", "no keys", "short keys"],
)
def test_a_key_file_that_is_not_one_of_ours_is_an_error_that_shows_nothing_of_it(
    tmp_path: Path, content: bytes | None
) -> None:
    path = tmp_path / "keyring.json"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(KeyringMissing, match="restore it"):
        open_keyring(path)


def test_a_database_does_not_open_with_other_keys_than_its_own(url: str, tmp_path: Path) -> None:
    open_store(url, tmp_path / "keyring.json").engine.dispose()
    make_keyring(tmp_path / "other.json")
    with pytest.raises(KeyringMissing, match="other keys"):
        open_store(url, tmp_path / "other.json")
    with pytest.raises(KeyringMissing, match="restore it"):
        open_store(url, tmp_path / "lost.json")
    assert not (tmp_path / "lost.json").exists(), "new keys would only hide that the old ones are gone"


def test_keys_do_not_show_when_shown() -> None:
    keyring = Keyring({1: b"w" * 32}, b"i" * 32, b"t" * 32)
    assert "www" not in repr(keyring) and "iii" not in repr(keyring) and "ttt" not in repr(keyring)


def test_a_token_is_lower_case_and_of_one_letter_only(tmp_path: Path) -> None:
    keyring = make_keyring(tmp_path / "keyring.json")
    tokens = {keyring.token(f"letter-{n}") for n in range(500)}
    assert len(tokens) == 500
    assert {len(token) for token in tokens} == {26}
    assert all(token == token.lower() and token.isalnum() for token in tokens)
    assert json.loads((tmp_path / "keyring.json").read_text()).keys() == {"epochs", "indexing", "tokens"}
