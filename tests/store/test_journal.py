"""The journal on both databases: all or nothing, each cause once, nobody overwritten."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Thread

import pytest

from mentoring.commands import AskHelp
from mentoring.events import Event, KickedOff
from mentoring.letters import Ask, Letter, Question
from mentoring.words import Words
from store.journal import Overtaken, Standing
from store.vault import KeyMissing
from tests.store.opened import ADA, MIRA, NOOR, NOW, STANDING, Store, dumped, joined


@dataclass(frozen=True)
class Unwritable:
    """An event that no journal takes: it has no place in the vocabulary, nor a form as JSON."""

    at: datetime
    thing: object


def letters(*readers: str) -> tuple[Letter, ...]:
    return tuple(
        Letter("kickoff", each, Question(Ask.KICKOFF), {"first": Words("hello"), "on": NOW}) for each in readers
    )


def test_events_letters_cause_and_standing_are_there_together(store: Store) -> None:
    stream, (ada, mira) = store.pair()
    events = (KickedOff(NOW), joined(ada))
    store.journal.append(stream, 0, "mail-1", NOW, events, letters(ada.id, mira.id), STANDING)
    entries = store.journal.read(stream)
    assert [(each.position, each.cause, each.event) for each in entries] == [
        (1, "mail-1", events[0]),
        (2, "mail-1", events[1]),
    ]
    assert store.journal.is_handled(stream, "mail-1")
    assert [letter.letter for letter in store.outbox.all_of(stream)] == list(letters(ada.id, mira.id))
    known = store.registry.relationship(stream)
    assert (known.stage, known.deadline, known.why, known.seen) == ("agreeing", NOW, "remind agreement", NOW)


def test_what_cannot_be_written_whole_is_not_written_at_all(store: Store) -> None:
    stream, (ada, _) = store.pair()
    before = dumped(store.engine)
    impossible: list[Event] = [joined(ada), Unwritable(NOW, object())]  # type: ignore[list-item]
    with pytest.raises(Exception, match="JSON"):
        store.journal.append(stream, 0, "mail-1", NOW, impossible, letters(ada.id), STANDING)
    assert dumped(store.engine) == before


def test_letters_that_cannot_be_sealed_leave_no_event_behind(store: Store) -> None:
    stream, (ada, _) = store.pair()
    with store.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM data_keys WHERE purpose = 'content'")
    before = dumped(store.engine)
    with pytest.raises(KeyMissing):
        store.journal.append(stream, 0, "mail-1", NOW, [joined(ada)], letters(ada.id), STANDING)
    assert dumped(store.engine) == before


@pytest.mark.parametrize(("after", "cause"), [(0, "mail-2"), (2, "mail-2"), (1, "mail-1"), (0, "mail-1")])
def test_a_second_writer_is_told_and_changes_nothing(store: Store, after: int, cause: str) -> None:
    stream, (ada, mira) = store.pair()
    store.journal.append(stream, 0, "mail-1", NOW, [joined(ada)], letters(ada.id), STANDING)
    before = dumped(store.engine)
    with pytest.raises(Overtaken):
        store.journal.append(stream, after, cause, NOW, [joined(mira)], letters(mira.id), STANDING)
    assert dumped(store.engine) == before


def test_a_cause_that_brought_nothing_is_dealt_with_too(store: Store) -> None:
    stream, _ = store.pair()
    store.writes(stream, 0, "mail-1")
    assert store.journal.is_handled(stream, "mail-1")
    assert store.journal.read(stream) == []
    with pytest.raises(Overtaken):
        store.writes(stream, 0, "mail-1")


def test_one_cause_may_concern_two_relationships(store: Store) -> None:
    first, _ = store.pair()
    second, _ = store.pair(ADA, NOOR)
    store.writes(first, 0, "mail-1")
    assert store.journal.is_handled(first, "mail-1")
    assert not store.journal.is_handled(second, "mail-1")
    store.writes(second, 0, "mail-1")


def test_writing_to_a_relationship_nobody_knows_is_our_mistake_and_not_a_race(store: Store) -> None:
    with pytest.raises(LookupError, match="There is no such relationship"):
        store.writes("nobody", 0, "mail-1", KickedOff(NOW))


def test_the_letters_of_a_cause_come_in_the_order_they_were_decided(store: Store) -> None:
    stream, (ada, mira) = store.pair()
    wanted = (
        Letter("summary", mira.id),
        Letter("agreement_form", ada.id),
        Letter("agreement_form", mira.id),
        Letter("kickoff", "organiser"),
    )
    store.journal.append(stream, 0, "mail-1", NOW, [KickedOff(NOW)], wanted, STANDING)
    store.journal.append(stream, 1, "mail-2", NOW, [joined(ada)], letters(ada.id), STANDING)
    assert [each.letter for each in store.outbox.of_cause(stream, "mail-1")] == list(wanted)


def test_a_mail_that_was_acted_on_is_done_and_what_it_asked_is_gone(store: Store) -> None:
    stream, (ada, _) = store.pair()
    store.inbox.take("mail-1", b"Subject: help", NOW)
    store.inbox.sort("mail-1", stream, [AskHelp(ada.id)])
    store.writes(stream, 0, "mail-1")
    assert store.inbox.state("mail-1") == ("done", "")
    assert store.inbox.commands("mail-1") == []


def race(*tries: Callable[[], None]) -> list[str]:
    """What became of writers who all began together."""

    def outcome(attempt: Callable[[], None]) -> str:
        try:
            attempt()
        except Overtaken:
            return "overtaken"
        return "written"

    with ThreadPoolExecutor(len(tries)) as threads:
        return list(threads.map(outcome, tries))


def test_two_who_write_to_one_stream_at_once_do_not_both_succeed(opens: Callable[[], Store]) -> None:
    ours, theirs = opens(), opens()
    stream, (ada, mira) = ours.pair()
    for turn in range(10):
        outcomes = race(
            lambda turn=turn: ours.writes(stream, turn, f"mail-{turn}", joined(ada)),  # type: ignore[misc]
            lambda turn=turn: theirs.writes(stream, turn, f"time/{turn}", joined(mira)),  # type: ignore[misc]
        )
        assert sorted(outcomes) == ["overtaken", "written"]
    assert [each.position for each in ours.journal.read(stream)] == list(range(1, 11))


class WhileWriting(tuple[Letter, ...]):
    """No letters; but when they are asked for, which is in the middle of an append, something else happens."""

    def __iter__(self) -> Iterator[Letter]:
        self.meanwhile()
        return iter(())

    meanwhile: Callable[[], None]


def test_who_comes_into_the_middle_of_another_ones_append_waits_for_its_end(opens: Callable[[], Store]) -> None:
    """Otherwise the slower one, though nothing follows for it, would have the last say on how things stand."""
    ours, theirs = opens(), opens()
    stream, (ada, _) = ours.pair()
    newer, older = Standing("meeting", None, "newer"), Standing("agreeing", None, "older")
    other = Thread(target=lambda: theirs.writes(stream, 0, "mail-2", joined(ada), standing=newer))

    def meanwhile() -> None:
        other.start()
        other.join(0.5)

    letters = WhileWriting()
    letters.meanwhile = meanwhile
    ours.journal.append(stream, 0, "mail-1", NOW, [], letters, older)
    other.join()
    assert ours.registry.relationship(stream).why == "newer"
    assert ours.journal.is_handled(stream, "mail-1") and ours.journal.is_handled(stream, "mail-2")


def test_two_who_write_to_different_streams_at_once_both_succeed(opens: Callable[[], Store]) -> None:
    ours, theirs = opens(), opens()
    first, (ada, _) = ours.pair()
    second, (_, noor) = ours.pair(MIRA, NOOR)

    def writes(store: Store, stream: str, event: Event) -> Callable[[], None]:
        def twenty() -> None:
            for n in range(20):
                store.writes(stream, n, f"mail-{n}", event)

        return twenty

    assert race(writes(ours, first, joined(ada)), writes(theirs, second, joined(noor))) == ["written", "written"]
    assert [len(ours.journal.read(stream)) for stream in (first, second)] == [20, 20]


def test_moments_come_back_aware_and_a_naive_one_is_refused_everywhere(store: Store) -> None:
    stream, (ada, _) = store.pair()
    naive = NOW.replace(tzinfo=None)
    tokyo = datetime.fromisoformat("2026-01-26T18:00:00+09:00")
    store.journal.append(stream, 0, "mail-1", tokyo, [KickedOff(tokyo)], letters(ada.id), STANDING)
    (entry,) = store.journal.read(stream)
    assert isinstance(entry.event, KickedOff) and entry.event.at == NOW
    assert store.outbox.all_of(stream)[0].at == NOW
    assert {each.utcoffset() for each in (entry.event.at, store.outbox.all_of(stream)[0].at)} == {timedelta(0)}
    about = Letter("kickoff", ada.id, facts={"on": naive})
    for now, event, letter in (
        (naive, joined(ada), letters(ada.id)[0]),
        (NOW, KickedOff(naive), letters(ada.id)[0]),
        (NOW, joined(ada), about),
    ):
        with pytest.raises(Exception, match="A moment must be aware"):
            store.journal.append(stream, 1, "mail-2", now, [event], [letter], STANDING)
    assert not store.journal.is_handled(stream, "mail-2")
