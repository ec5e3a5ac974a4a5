"""How long it takes each day to forget who had asked for an end: python benchmarks/forgetting.py [database address]

Without an address it is a SQLite file in a folder of its own.  There are 1,000 relationships of 60 events each; in ten
of them somebody asked and took it back.
"""

import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from mentoring.answers import StatusTold
from mentoring.ending import EndAsked, EndUndone
from mentoring.words import Attribution
from store.purging import Purger
from store.registry import Person
from tests.store.opened import NOW, Store, open_store

RELATIONSHIPS, EVENTS, ASKED = 1_000, 60, 10


def fill(store: Store) -> None:
    for n in range(RELATIONSHIPS):
        ada, mira = (Person(who, f"{who}{n}@wards.example", "Europe/London", "en") for who in ("ada", "mira"))
        stream, (_, mentee) = store.pair(ada, mira)
        by = Attribution(mentee.id)
        asked = (EndAsked(NOW, by, NOW), EndUndone(NOW, by)) if n < ASKED else ()
        told = tuple(StatusTold(NOW, mentee.id) for _ in range(EVENTS - len(asked)))
        store.writes(stream, 0, f"start-{stream}", *told, *asked)


def main(address: str, folder: Path) -> None:
    store = open_store(address or f"sqlite:///{folder / 'journal.db'}", folder / "keys" / "keyring.json")
    fill(store)
    # A worker that has just begun: no key is open yet.
    store.vault.forget_all()
    purger = Purger(store.engine, store.vault, store.journal, store.outbox)
    print(f"{store.engine.dialect.name}, {RELATIONSHIPS} relationships of {EVENTS} events; {datetime.now(UTC).date()}")
    for day in (1, 2):
        start = time.perf_counter()
        forgotten = purger.forget_who_asked(NOW + timedelta(days=day))
        print(f"day {day}: forgotten in {forgotten:4}      {(time.perf_counter() - start) * 1000:8.0f} ms")
    store.close()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        main(sys.argv[1] if len(sys.argv) > 1 else "", Path(place))
