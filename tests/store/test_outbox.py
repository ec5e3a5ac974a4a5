"""The outbox on both databases: the same bytes until the server takes them, and never again after that."""

import pytest
from sqlalchemy import text

from mentoring.letters import Ask, Letter, Question
from mentoring.words import Words
from store.outbox import Outgoing
from tests.store.opened import NOW, STANDING, Store, dumped, joined

ASKED = Question(Ask.AGREEMENT_SIGN, "agreement/1")
RAW = b"Subject: Your agreement\r\n\r\nDear Mira"


@pytest.fixture
def letter(store: Store) -> Outgoing:
    stream, (ada, mira) = store.pair()
    sent = Letter("agreement_sign", mira.id, ASKED, {"hopes": Words("to settle in"), "answers": (("hopes", 2, True),)})
    store.journal.append(stream, 0, "mail-1", NOW, [joined(ada)], [sent, Letter("summary", ada.id)], STANDING)
    return store.outbox.all_of(stream)[0]


def test_a_letter_waits_as_it_was_decided(store: Store, letter: Outgoing) -> None:
    assert (letter.letter.name, letter.letter.question, letter.at) == ("agreement_sign", ASKED, NOW)
    assert letter.letter.facts == {"hopes": Words("to settle in"), "answers": (("hopes", 2, True),)}
    assert (letter.state, letter.attempts, letter.raw) == ("waiting", 0, None)
    assert store.outbox.unposted(letter.stream) == 2


def test_its_token_leads_back_to_it_and_no_other_token_does(store: Store, letter: Outgoing) -> None:
    found = store.outbox.by_token(letter.token)
    assert found == letter
    assert store.outbox.by_token(letter.token[:-1] + ("a" if letter.token[-1] != "a" else "b")) is None
    assert store.outbox.by_token("") is None
    assert letter.token not in str(dumped(store.engine))


def test_an_attempt_is_noted_with_its_bytes_before_it_begins(store: Store, letter: Outgoing) -> None:
    store.outbox.begin(letter.key, RAW, NOW)
    begun = store.outbox.letter(letter.key)
    assert (begun.state, begun.attempts, begun.raw) == ("sending", 1, RAW)


def test_the_bytes_of_the_first_attempt_are_the_bytes_of_every_attempt(store: Store, letter: Outgoing) -> None:
    store.outbox.begin(letter.key, RAW, NOW)
    store.outbox.deferred(letter.key, "later")
    assert store.outbox.letter(letter.key).state == "waiting"
    store.outbox.begin(letter.key, b"rendered anew", NOW)
    again = store.outbox.letter(letter.key)
    assert (again.state, again.attempts, again.raw) == ("sending", 2, RAW)


def test_a_posted_letter_stays_posted_whatever_a_late_attempt_says(store: Store, letter: Outgoing) -> None:
    store.outbox.begin(letter.key, RAW, NOW)
    store.outbox.posted(letter.key, "250 queued")
    store.outbox.deferred(letter.key, "later")
    store.outbox.refused(letter.key, "refused")
    store.outbox.begin(letter.key, RAW, NOW)
    assert (store.outbox.letter(letter.key).state, store.outbox.letter(letter.key).attempts) == ("posted", 1)
    assert store.outbox.unposted(letter.stream) == 1


def test_a_refused_letter_is_no_longer_waited_for(store: Store, letter: Outgoing) -> None:
    store.outbox.begin(letter.key, RAW, NOW)
    store.outbox.refused(letter.key, "refused")
    assert store.outbox.letter(letter.key).state == "refused"
    assert store.outbox.unposted(letter.stream) == 1


def test_a_server_that_took_a_letter_after_all_is_believed(store: Store, letter: Outgoing) -> None:
    store.outbox.begin(letter.key, RAW, NOW)
    store.outbox.refused(letter.key, "refused")
    store.outbox.posted(letter.key, "250 queued")
    assert store.outbox.letter(letter.key).state == "posted"


@pytest.mark.parametrize(
    ("answer", "kept"),
    [
        ("250 2.0.0 Ok: queued as 4Xy", "250 2.0.0 Ok: queued as 4Xy"),
        ("250 ok <mira@wards.example> queued for mira@wards.example", "250 ok queued for"),
        ("250 \udce9\x00 ok\nthanks", "250 ok thanks"),
        ("250 " + "x" * 500, "250 " + "x" * 124),
    ],
)
def test_of_a_servers_answer_no_address_is_kept_and_no_byte_stops_us(
    store: Store, letter: Outgoing, answer: str, kept: str
) -> None:
    store.outbox.posted(letter.key, answer)
    with store.engine.connect() as connection:
        query = text("SELECT answer FROM outbox WHERE key = :key")
        assert connection.scalar(query, {"key": letter.key}) == kept


def test_a_thread_is_what_this_reader_got_before(store: Store, letter: Outgoing) -> None:
    later = NOW.replace(hour=10)
    more = [Letter("reminder", letter.letter.to), Letter("reminder", "organiser")]
    store.journal.append(letter.stream, 1, "time/1", later, [], more, STANDING)
    assert store.outbox.thread(letter.stream, letter.letter.to, later) == [letter.key]
    assert store.outbox.thread(letter.stream, letter.letter.to, NOW) == []
    assert store.outbox.thread(letter.stream, letter.letter.to, later.replace(hour=11))[0] == letter.key


def test_neither_token_nor_mail_shows_when_a_letter_is_shown(store: Store, letter: Outgoing) -> None:
    store.outbox.begin(letter.key, RAW, NOW)
    shown = repr(store.outbox.letter(letter.key))
    assert letter.token not in shown and "Mira" not in shown and "settle" not in shown


def test_an_unknown_letter_is_an_error(store: Store) -> None:
    for ask in (store.outbox.letter, lambda key: store.outbox.begin(key, RAW, NOW)):
        with pytest.raises(LookupError):
            ask("unknown")
