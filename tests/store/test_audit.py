"""What is left of a relationship: a chain of dates, counts, roles and digests in which no link can be changed."""

import re

import pytest
from sqlalchemy import select

from store.audit import verify
from store.registry import Person
from store.tables import audit
from store.tombstones import Tombstones
from tests.store.opened import NOW, Store
from tests.store.shredded import DAY, OTHERS, closes, keeps_house
from tests.store.test_nothing_in_plain import lives


def test_an_audit_of_dates_counts_roles_and_digests_stays(store: Store) -> None:
    stream = lives(store)
    keeps_house(store, closes(store, stream, NOW + 40 * DAY))
    with store.engine.connect() as connection:
        entry = connection.execute(select(audit)).one()
    assert entry.facts["roles"] == {"mentor": 1, "mentee": 1}
    assert {each["role"] for each in entry.facts["consents"]} == {"mentor", "mentee"}
    assert all(re.fullmatch("[0-9a-f]{64}", each["digest"]) for each in entry.facts["consents"])
    assert (entry.facts["started"], entry.facts["closed"]) == ("2026-01-26", "2026-03-07")
    assert stream not in str(entry) and "kanarienvogel" not in str(entry).lower()
    assert verify(store.engine, list(Tombstones(store.keys).all())).is_whole


@pytest.fixture
def chain(store: Store) -> Store:
    """Three relationships, destroyed."""
    for n in range(3):
        stream, _ = store.pair(Person(f"p{n}", f"p{n}@wards.example", "Europe/London", "en"), OTHERS[0])
        keeps_house(store, closes(store, stream, NOW + n * DAY))
    return store


def test_the_audit_takes_no_change(chain: Store) -> None:
    for statement in ("UPDATE audit SET kind = 'other'", "DELETE FROM audit WHERE seq = 3"):
        with pytest.raises(Exception, match="append-only"), chain.engine.begin() as connection:
            connection.exec_driver_sql(statement)
    assert verify(chain.engine, []).entries == 3


@pytest.mark.parametrize(
    ("change", "broken_at", "missing"),
    [
        ("UPDATE audit SET facts = '{}' WHERE seq = 2", 2, 0),
        ("UPDATE audit SET at = '2030-01-01 00:00:00' WHERE seq = 1", 1, 0),
        ("DELETE FROM audit WHERE seq = 2", 3, 1),
        ("DELETE FROM audit WHERE seq = 3", None, 1),
        ("DELETE FROM audit WHERE seq > 0", None, 3),
    ],
)
def test_whoever_changes_it_all_the_same_is_found_out(
    chain: Store, change: str, broken_at: int | None, missing: int
) -> None:
    off = {"sqlite": ["DROP TRIGGER audit_no_update", "DROP TRIGGER audit_no_delete"]}
    names = list(Tombstones(chain.keys).all())
    with chain.engine.begin() as connection:
        for statement in (*off.get(chain.engine.dialect.name, ["DROP TRIGGER audit_no_change ON audit"]), change):
            connection.exec_driver_sql(statement)
    verdict = verify(chain.engine, names)
    assert (verdict.broken_at if broken_at != 3 else 3, verdict.missing) == (broken_at, missing)
    assert not verdict.is_whole


def test_it_says_nothing_but_what_is_listed(chain: Store) -> None:
    """T26: no id of a member, and no word that somebody adds to it one day without being asked."""
    with chain.engine.connect() as connection:
        told = connection.execute(select(audit.c.facts)).scalars().all()
    dates, counts = {"started", "ended", "closed"}, {"roles", "meetings", "renewals"}
    assert {frozenset(each) for each in told} == {
        frozenset(dates | counts | {"programme", "version", "completed", "consents"})
    }
