"""The inbox on both databases: nothing lost, nothing twice."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from mentoring.commands import AskHelp, AskStatus, Command, End, FillForm
from mentoring.documents import Answer
from mentoring.words import Words
from store.tables import inbox
from store.vault import KeyMissing
from tests.store.opened import NOW, Store

RAW = b"From: mira@wards.example\r\nSubject: Re: hello\r\n\r\nHELP \xff\x00"


def test_a_mail_is_kept_byte_for_byte_and_the_same_mail_once(store: Store) -> None:
    assert store.inbox.take("digest", RAW, NOW)
    assert not store.inbox.take("digest", RAW, NOW + timedelta(hours=1))
    assert store.inbox.raw("digest") == (RAW, NOW)
    assert store.inbox.unsorted() == ["digest"]


def test_mails_are_read_in_the_order_they_came(store: Store) -> None:
    for minute, key in ((2, "c"), (0, "b"), (1, "a")):
        store.inbox.take(key, RAW, NOW + timedelta(minutes=minute))
    assert store.inbox.unsorted() == ["b", "a", "c"]


def test_a_sorted_mail_waits_until_its_relationship_has_acted(store: Store) -> None:
    stream, (ada, _) = store.pair()
    asked: list[Command] = [FillForm(ada.id, "agreement", (Answer("hopes", Words("to settle in")),)), AskStatus(ada.id)]
    store.inbox.take("digest", RAW, NOW)
    store.inbox.sort("digest", stream, asked)
    assert store.inbox.state("digest") == ("sorted", "")
    assert store.inbox.commands("digest") == asked
    assert store.inbox.unsorted() == []
    waiting = store.inbox.unfinished(NOW + timedelta(seconds=1))
    assert sorted(waiting) == sorted([("digest", stream), (f"start-{stream}", stream)])
    assert store.inbox.unfinished(NOW) == []
    assert store.inbox.progress() == (1, 1)
    store.writes(stream, 0, "digest")
    assert store.inbox.unfinished(NOW + timedelta(seconds=1)) == [(f"start-{stream}", stream)]
    assert store.inbox.progress() == (1, 0)


def test_what_a_mail_was_found_to_ask_is_settled_the_first_time(store: Store) -> None:
    stream, (ada, mira) = store.pair()
    store.inbox.take("digest", RAW, NOW)
    store.inbox.sort("digest", stream, [AskHelp(ada.id)])
    store.inbox.sort("digest", stream, [AskHelp(mira.id)])
    assert store.inbox.commands("digest") == [AskHelp(ada.id)]


def test_a_mail_set_aside_says_why_and_is_nobodys_turn(store: Store) -> None:
    store.inbox.take("digest", RAW, NOW)
    store.inbox.set_aside("digest", "stranger")
    assert store.inbox.state("digest") == ("set_aside", "stranger")
    assert store.inbox.unsorted() == [] and store.inbox.unfinished(NOW + timedelta(days=1)) == []
    assert store.inbox.set_aside_counts() == {"stranger": 1}
    assert store.inbox.raw("digest")[0] == RAW


def test_what_is_done_cannot_be_set_aside_any_more(store: Store) -> None:
    stream, (ada, _) = store.pair()
    store.inbox.take("digest", RAW, NOW)
    store.inbox.sort("digest", stream, [AskHelp(ada.id)])
    store.writes(stream, 0, "digest")
    store.inbox.set_aside("digest", "closed")
    assert store.inbox.state("digest") == ("done", "")


def test_an_enrolment_kept_twice_is_kept_once(store: Store) -> None:
    stream, (ada, mira) = store.pair()
    store.inbox.keep("organiser-1", stream, [AskHelp(ada.id)], NOW)
    store.inbox.keep("organiser-1", stream, [AskHelp(mira.id)], NOW)
    assert store.inbox.commands("organiser-1") == [AskHelp(ada.id)]
    assert store.inbox.progress() == (0, 0), "it is not a mail"


def test_asking_for_what_is_not_there_is_an_error(store: Store) -> None:
    with pytest.raises(LookupError):
        store.inbox.commands("unknown")


def test_letters_of_no_alphabet_do_not_stop_the_intake(store: Store) -> None:
    stream, (ada, _) = store.pair()
    store.inbox.take("digest", RAW, NOW)
    store.inbox.sort("digest", stream, [FillForm(ada.id, "agreement", (Answer("hopes", Words("half \ud83d of it")),))])
    (asked,) = store.inbox.commands("digest")
    assert isinstance(asked, FillForm)
    assert asked.answers[0].words.text == "half ? of it"


def test_who_wants_to_end_it_is_sealed_and_lost_with_the_attribution_key(opens: Callable[[], Store]) -> None:
    store = opens()
    stream, (ada, mira) = store.pair()
    store.inbox.take("digest", RAW, NOW)
    store.inbox.sort("digest", stream, [End(mira.id)])
    assert store.inbox.commands("digest") == [End(mira.id)]
    with store.engine.connect() as connection:
        row = str(connection.execute(select(inbox.c.commands).where(inbox.c.key == "digest")).scalar_one())
    assert "End" not in row, "nor what was asked"
    assert mira.id not in row and ada.id not in row
    with store.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM data_keys WHERE purpose = 'attribution'")
    with pytest.raises(KeyMissing):
        opens().inbox.commands("digest")
