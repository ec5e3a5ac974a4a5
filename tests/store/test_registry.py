"""The registry on both databases: a person once, a relationship once, a programme as it was."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Table, func, select, update

from mentoring.definition import ProgrammeRefused, parse_programme
from mentoring.members import Member
from store.journal import Standing
from store.registry import Person, ProgrammeChanged
from store.tables import people, programmes, relationships
from tests.store.opened import ADA, HEAD, IMG, IMG_TEXT, MIRA, NOOR, NOW, WITH_A_SECOND, Store

PAIR = ((ADA, "mentor"), (MIRA, "mentee"))


def count_of(store: Store, table: Table) -> int:
    with store.engine.connect() as connection:
        return connection.execute(select(func.count()).select_from(table)).scalar_one()


def test_the_same_roster_line_is_the_same_relationship(store: Store) -> None:
    store.registry.keep_programme(IMG_TEXT)
    first = store.registry.enrol("img|a|b", IMG, PAIR, HEAD, NOW)
    again = store.registry.enrol("img|a|b", IMG, PAIR, HEAD, NOW)
    assert (first[2], again[2]) == (True, False)
    assert first[:2] == again[:2]
    assert [member.role for member in first[1]] == ["mentor", "mentee"]
    assert store.registry.members_of(first[0]) == first[1]
    assert count_of(store, relationships) == 1


def test_peers_of_one_role_are_always_named_in_the_same_order(store: Store) -> None:
    store.registry.keep_programme(IMG_TEXT)
    peers = ((NOOR, "peer"), (ADA, "peer"), (MIRA, "peer"))
    relationship, members, _ = store.registry.enrol("img|n|a|m", IMG, peers, HEAD, NOW)
    assert [store.registry.person(member.id) for member in members] == [NOOR, ADA, MIRA]
    assert store.registry.members_of(relationship) == members


def test_a_person_in_two_relationships_is_kept_once_and_as_last_known(store: Store) -> None:
    first, (ada, mira) = store.pair()
    moved = replace(ADA, name="Ada King", address=" ADA@Wards.Example ", zone="Asia/Tokyo")
    second, (ada_again, noor) = store.pair(moved, NOOR)
    assert ada_again.id == ada.id and noor.id not in (ada.id, mira.id)
    assert count_of(store, people) == 4, "Ada, Mira, Noor and the organiser"
    assert store.registry.person(ada.id) == moved
    assert store.registry.person_at("ada@wards.example") == ada.id
    assert {each.id for each in store.registry.relationships_of(ada.id)} == {first, second}
    assert [each.id for each in store.registry.relationships_of(mira.id)] == [first]


def test_who_organises_is_known_and_is_no_member(store: Store) -> None:
    relationship, members = store.pair()
    organiser = store.registry.organiser_of(relationship)
    assert store.registry.person(organiser) == HEAD
    assert Member(organiser, "mentor") not in members
    assert store.registry.relationships_of(organiser) == []
    assert store.registry.person_at("mallory@elsewhere.example") is None


def test_a_running_relationship_keeps_the_programme_it_started_with(opens: Callable[[], Store]) -> None:
    store = opens()
    relationship, _ = store.pair()
    newer = IMG_TEXT.replace('version = "2026.1"', 'version = "2027.1"').replace("letters_at = 09", "letters_at = 10")
    assert newer != IMG_TEXT
    store.registry.keep_programme(newer)
    assert store.registry.programme_of(relationship) == IMG
    assert opens().registry.programme_of(relationship) == IMG


def test_a_programme_changed_under_its_old_version_is_refused_with_advice(store: Store) -> None:
    store.registry.keep_programme(IMG_TEXT)
    assert store.registry.keep_programme(IMG_TEXT) == IMG
    with pytest.raises(ProgrammeChanged, match=r"img 2026\.1 has changed .* give the changed file a new version"):
        store.registry.keep_programme(IMG_TEXT.replace("grace_hours = 24", "grace_hours = 12"))


def test_a_comment_or_a_line_that_says_what_holds_anyway_is_no_change_of_a_programme(store: Store) -> None:
    store.registry.keep_programme(IMG_TEXT)
    said_aloud = IMG_TEXT.replace("grace_hours = 24", "grace_hours = 24\nretention = { days = 30 }")
    assert store.registry.keep_programme(f"#:schema editor.json\n{said_aloud}") == IMG


def test_a_version_that_runs_is_followed_even_if_it_would_be_refused_today(store: Store) -> None:
    """XC-11: rules for those who write a programme grow stricter; what was begun under one goes on."""
    relationship, _ = store.pair()
    text = IMG_TEXT.replace("ask_days_before = 14", "ask_days_before = 400")
    with store.engine.begin() as connection:
        connection.execute(update(programmes).values(text=text))
    with pytest.raises(ProgrammeRefused):
        parse_programme(text)
    kept = store.registry.programme_of(relationship).renewal
    assert kept is not None and kept.ask_days_before == 400


def test_the_list_of_relationships_begins_with_the_next_date_and_ends_with_those_that_wait_for_none(
    store: Store,
) -> None:
    pairs = [store.pair(ADA, MIRA)[0], store.pair(ADA, NOOR)[0], store.pair(MIRA, NOOR)[0]]
    for relationship, deadline in zip(pairs, (NOW + timedelta(days=2), None, NOW + timedelta(days=1)), strict=True):
        store.writes(relationship, 0, "mail-1", standing=Standing("meeting", deadline, "why"))
    found = store.registry.relationships()
    assert [each.id for each in found] == [pairs[2], pairs[0], pairs[1]]
    assert [each.deadline for each in found] == [NOW + timedelta(days=1), NOW + timedelta(days=2), None]


def test_two_processes_that_start_the_same_roster_together_make_it_once(opens: Callable[[], Store]) -> None:
    stores = [opens(), opens()]
    for turn in range(5):
        people_now = [Person(f"P{turn}{n}", f"p{turn}{n}@wards.example", IMG.zone, "en") for n in range(2)]
        with ThreadPoolExecutor(2) as threads:
            made = list(threads.map(lambda store, p=people_now: store.pair(*p), stores))
        assert made[0] == made[1]
    assert count_of(stores[0], relationships) == 5
    assert count_of(stores[0], people) == 11


def test_a_person_does_not_show_when_shown() -> None:
    assert "Ada" not in repr(ADA) and "wards" not in repr(ADA)


def test_a_member_is_never_the_second_who_opens_a_concern(store: Store) -> None:
    """T21: somebody who was enrolled before the programme named them; of two who open, none may be of the pair."""
    second = replace(NOOR, address="Second@office.example")
    stream, _ = store.pair(ADA, MIRA, text=WITH_A_SECOND)
    assert store.registry.is_second_organiser(second.address, stream)
    own, _ = store.pair(ADA, second, text=WITH_A_SECOND)
    assert not store.registry.is_second_organiser(second.address, own)
    assert store.registry.is_second_organiser(second.address, stream), "of others they still are"
