"""How fast the journal is: python benchmarks/journal.py [database address]

Without an address it is a SQLite file in a folder of its own, with every commit on the disk.  Prints appends a second
(one event and one letter each, by one writer and by four), and how long it takes to read a stream of 300 events, to
fold it, and to decide on it.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from mentoring.commands import PassTime, Start
from mentoring.documents import Answer, FillForm
from mentoring.events import Event
from mentoring.letters import Letter
from mentoring.members import Member
from mentoring.relationship import decide, evolve, fold, initial, next_deadline
from mentoring.state import State
from mentoring.words import Words
from store.registry import Person
from tests.store.opened import IMG, KICKOFF, NOW, STANDING, Store, open_store

APPENDS = 300
LENGTH = 300


def milliseconds(act: Callable[[], object], times: int = 20) -> float:
    """The median of some rounds."""
    took = []
    for _ in range(times):
        start = time.perf_counter()
        act()
        took.append(time.perf_counter() - start)
    return statistics.median(took) * 1000


def a_life(members: tuple[Member, ...]) -> list[Event]:
    """A pair that fills its agreement in again and again, as real events: `LENGTH` of them."""
    events: list[Event] = []
    state: State = initial(IMG)

    def happens(new: tuple[Event, ...]) -> None:
        nonlocal state
        for event in new:
            state = evolve(state, event)
            events.append(event)

    happens(decide(state, Start(members, IMG.zone, KICKOFF), NOW))
    while not any(type(event).__name__ == "KickedOff" for event in events):
        deadline = next_deadline(state)
        assert deadline is not None
        happens(decide(state, PassTime(), deadline.at))
    fields = [each.key for each in IMG.document("agreement").fields]
    for turn in range(LENGTH):
        answer = Answer(fields[turn % len(fields)], Words(f"what they wrote of it the {turn}. time" * 5))
        happens(decide(state, FillForm(members[turn % 2].id, "agreement", (answer,)), NOW))
    return events[:LENGTH]


def appends(store: Store, stream: str, event: Event, reader: str) -> None:
    letter = Letter("summary", reader, facts={"said": Words("thank you for all of it" * 5)})
    after = len(store.journal.read(stream))
    for n in range(after, after + APPENDS):
        store.journal.append(stream, n, f"mail-{n}", NOW, [event], [letter], STANDING)


def rate(store: Store, writers: int) -> float:
    """Appends a second by some writers, each to a stream of its own."""
    pairs = [
        store.pair(*(Person(f"P{n}", f"p{n}.{writers}.{m}@wards.example", IMG.zone, "en") for m in "ab"))
        for n in range(writers)
    ]
    event = a_life(pairs[0][1])[-1]
    start = time.perf_counter()
    with ThreadPoolExecutor(writers) as threads:
        list(threads.map(lambda pair: appends(store, pair[0], event, pair[1][0].id), pairs))
    return writers * APPENDS / (time.perf_counter() - start)


def main(address: str, folder: Path) -> None:
    store = open_store(address or f"sqlite:///{folder / 'journal.db'}", folder / "keyring.json")
    print(f"{store.engine.dialect.name}, {APPENDS} appends a writer")
    for writers in (1, 4):
        print(f"appends by {writers} writer(s)      {rate(store, writers):8.0f} a second")
    stream, members = store.pair()
    events = a_life(members)
    store.journal.append(stream, 0, "life", NOW, events, (), STANDING)
    state = fold(initial(IMG), events)
    print(f"a stream of {len(events)} events")
    print(f"read and opened            {milliseconds(lambda: store.journal.read(stream)):8.2f} ms")
    print(f"folded                     {milliseconds(lambda: fold(initial(IMG), events)):8.2f} ms")
    print(f"decided (time passes)      {milliseconds(lambda: decide(state, PassTime(), NOW)):8.2f} ms")
    both = milliseconds(lambda: decide(fold(initial(IMG), events), PassTime(), NOW))
    print(f"folded and decided         {both:8.2f} ms")
    store.close()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as own:
        main(sys.argv[1] if len(sys.argv) > 1 else "", Path(own))
