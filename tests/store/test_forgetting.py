"""Forgetting and moving on both databases: what is theirs goes, what is others' stays, also in a restored backup."""

from collections.abc import Callable

import pytest
from sqlalchemy import insert, select, update

from store.audit import verify
from store.forgetting import Forgetter
from store.tables import data_keys, people
from store.tombstones import Tombstones
from store.vault import KeyMissing
from tests.store.opened import ADA, MIRA, NOOR, NOW, Store, dumped
from tests.store.shredded import DAY, closes

NEW = "mira.new@home.example"

HOME = "mira@home.example"


def _forgetter(store: Store) -> Forgetter:
    return Forgetter(store.engine, store.vault, store.registry, store.outbox, Tombstones(store.keys))


def test_who_wishes_it_is_forgotten_when_the_last_relationship_has_closed(store: Store) -> None:
    stream, (ada, mira) = store.pair()
    other, _ = store.pair(NOOR, MIRA)
    letters = _forgetter(store)
    store.registry.rights.forget(mira.id, NOW)
    assert store.registry.rights.learn_alias(mira.id, HOME)
    closes(store, stream, NOW)
    assert letters.due() == []
    closes(store, other, NOW)
    assert letters.due() == [mira.id]
    assert letters.forget(mira.id, (), NOW) and not letters.forget(mira.id, (), NOW), "a second time is nothing"
    with pytest.raises(KeyMissing):
        store.registry.person(mira.id)
    assert store.registry.is_forgotten(mira.id) and store.registry.person_at(MIRA.address) is None
    assert store.registry.person_at(HOME) is None
    assert store.registry.person(ada.id) == ADA and store.journal.read(stream)
    assert letters.due() == [] and store.registry.rights.to_forget() == []
    assert verify(store.engine, list(Tombstones(store.keys).all())).is_whole


def test_whom_a_restored_backup_brings_back_is_forgotten_again_before_anything_runs(
    store: Store, opens: Callable[[], Store]
) -> None:
    """T25: the rows of before are put back, with the key that opens them."""
    stream, (ada, mira) = store.pair()
    with store.engine.connect() as connection:
        record = connection.execute(select(people).where(people.c.id == mira.id)).mappings().one()
        keys = connection.execute(select(data_keys).where(data_keys.c.scope == mira.id)).mappings().all()
    store.registry.rights.forget(mira.id, NOW)
    closes(store, stream, NOW)
    assert _forgetter(store).forget(mira.id, (), NOW)
    with store.engine.begin() as connection:
        connection.execute(update(people).where(people.c.id == mira.id).values(dict(record)))
        connection.execute(insert(data_keys), [dict(each) for each in keys])
    assert keys and store.registry.person(mira.id) == MIRA, "otherwise there is nothing to forget"
    again = opens()
    assert again.registry.is_forgotten(mira.id)
    assert again.registry.person(ada.id) == ADA and again.journal.read(stream)
    assert _forgetter(again).replay() == []
    assert verify(again.engine, list(Tombstones(again.keys).all())).is_whole


def test_an_address_moves_and_moves_back_and_each_step_counts_once(store: Store) -> None:
    _, (_, mira) = store.pair()
    rights = store.registry.rights
    for _ in range(2):
        rights.propose(mira.id, "mail-1", NEW, NOW)
        assert store.registry.person_at(NEW) is None and store.registry.person(mira.id) == MIRA
    assert [rights.move(mira.id, "mail-1", NOW) for _ in range(2)] == [True, True]
    assert store.registry.person(mira.id).address == NEW and store.registry.person_at(MIRA.address) is None
    assert [table for table, rows in dumped(store.engine).items() if "mira" in rows.lower()] == []
    assert rights.move_back(mira.id, "mail-1") and not rights.move_back(mira.id, "mail-1")
    assert store.registry.person(mira.id) == MIRA and store.registry.person_at(NEW) is None


def test_an_address_that_became_somebody_elses_meanwhile_is_not_moved_to(store: Store) -> None:
    _, (_, mira) = store.pair()
    store.registry.rights.propose(mira.id, "mail-1", NOOR.address, NOW)
    store.pair(NOOR, MIRA)
    assert not store.registry.rights.move(mira.id, "mail-1", NOW)
    assert store.registry.person(mira.id) == MIRA


def test_what_was_not_confirmed_and_can_be_taken_back_no_more_is_let_go(store: Store) -> None:
    _, (_, mira) = store.pair()
    store.registry.rights.propose(mira.id, "mail-1", NEW, NOW)
    store.registry.rights.tidy(NOW + 14 * DAY)
    assert len(store.registry.wishes(mira.id).moves) == 1
    store.registry.rights.tidy(NOW + 15 * DAY)
    assert store.registry.wishes(mira.id).moves == ()
