"""Neither the columns, nor the sizes, nor the keys of letters tell who asked for an end (T22)."""

from datetime import datetime, timedelta
from hashlib import sha256

import pytest

from activities.advance import Advance, Step
from mentoring.ending import End
from store.sealing import MAIL_STEP, from_size, to_size
from store.vault import Unreadable
from tests.store.opened import NOW, Store, dumped

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
        for word in ("End", "end_pending", "end_confirm"):
            assert word not in tables[table], (table, word)
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
