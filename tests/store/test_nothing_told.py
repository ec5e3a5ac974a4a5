"""Neither the columns, nor the sizes, nor the keys of letters tell who asked for an end (T22)."""

import re
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256

import pytest
from sqlalchemy import select

from activities.advance import Advance, Step
from mentoring.ending import End
from mentoring.letters import ORGANISER
from store.registry import Person
from store.sealing import MAIL_STEP, MESSAGE_STEP, from_size, sealer, to_size
from store.tables import journal, outbox, people
from store.vault import Unreadable
from store.wire import as_bytes
from tests.store.opened import NOW, Store, dumped

OVERHEAD = 12 + 16
"""A nonce and a tag."""

SEALED = re.compile(r"[A-Za-z0-9+/=]{80,}")

REASON = b"From: mira@wards.example\r\n\r\nEND, for reasons of my own\r\n"


def ended(store: Store) -> tuple[str, str]:
    """Mira asks for the end by mail: the relationship, and her id."""
    stream, (_, mira) = store.pair()
    advance = Advance(store.journal, store.inbox, store.outbox, store.registry)
    advance.advance(Step(stream, f"start-{stream}", NOW))
    at: datetime = NOW + timedelta(days=1)
    store.inbox.take("mail-1", REASON, at)
    store.inbox.sort("mail-1", stream, [End(mira.id)])
    advance.advance(Step(stream, "mail-1", at))
    return stream, mira.id


def test_no_column_names_the_end_or_its_writer(store: Store) -> None:
    _, mira = ended(store)
    tables = dumped(store.engine)
    for table in ("journal", "outbox", "inbox", "causes"):
        assert mira not in tables[table], table
        # What is sealed may spell any short word by chance.
        plain = SEALED.sub("", tables[table])
        for word in ("End", "end_pending", "end_confirm"):
            assert word not in plain, (table, word)
    assert "end of the relationship" not in tables["relationships"], "the date of the grace is not shown either"


def test_the_mail_that_asks_is_overwritten_at_once_with_as_much_of_nothing(store: Store) -> None:
    ended(store)
    with pytest.raises(Unreadable):
        store.inbox.raw("mail-1")
    assert store.inbox.progress() == (1, 0)


def test_the_key_of_a_letter_cannot_be_had_by_guessing_its_reader(store: Store) -> None:
    stream, mira = ended(store)
    (letter,) = store.outbox.of_cause(stream, "mail-1")
    assert letter.letter.to == mira
    assert not sha256(f"{stream}|mail-1|end_pending|{mira}|0".encode()).hexdigest().startswith(letter.key)


@pytest.mark.parametrize("length", [0, 1, 5000, 100_000])
def test_mails_are_sealed_in_few_sizes_and_come_back_as_they_were(length: int) -> None:
    mail = b"Date: x\r\n\r\n" + bytes(range(256)) * (length // 256) + b"\0"
    assert len(to_size(mail)) % MAIL_STEP == 0
    assert from_size(to_size(mail)) == mail
    assert from_size(mail) == mail, "older rows hold the mail as it is"


def test_messages_and_people_are_sealed_in_few_sizes(store: Store) -> None:
    """A name more, a longer one, or a wish to be forgotten would else be seen by the length."""
    ended(store)
    brief = Person("Jo", "jo@a.example", "UTC", "en")
    store.pair(brief, replace(brief, name="Maximiliane Featherstonehaugh", address="mf@elsewhere.example"))
    store.registry.rights.forget(store.registry.person_at(brief.address) or "", NOW)
    with store.engine.connect() as connection:
        messages = [*connection.scalars(select(journal.c.data)), *connection.scalars(select(outbox.c.facts))]
        kept = set(connection.scalars(select(people.c.sealed)))
    assert {(len(as_bytes(each["sealed"])) - OVERHEAD) % MESSAGE_STEP for each in messages} == {0}
    assert len(messages) > 4 and len(kept) == 5 and len({len(each) for each in kept}) == 1


def test_who_asked_is_sealed_as_long_whoever_it_was(store: Store) -> None:
    stream, (_, mira) = store.pair()
    with store.engine.begin() as connection:
        seal = sealer(store.vault, stream, "journal/1", connection)
        assert len(seal("attribution", ORGANISER)) == len(seal("attribution", mira.id))
