"""How long an epoch's end takes: python benchmarks/rotating.py [database address]

Without an address it is a SQLite file in a folder of its own, with every commit on the disk.  Prints how long it takes
to wrap 10,000 keys anew, beside the same keys wrapped without any database: what is above a ratio of one is ours.
"""

import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from sqlalchemy import insert

from store.epochs import rotate
from store.tables import data_keys
from store.wrapping import MAIL, unwrap, wrap
from tests.store.opened import NOW, Store, open_store

KEYS = 10_000
MAILS = 500
"""So many of them are of mails, kept for a week, under the public half."""


def fill(store: Store) -> None:
    secret = store.keys.keyring.epochs[1]
    purposes = [MAIL] * MAILS + ["content"] * (KEYS - MAILS)
    rows = [
        {"scope": f"s{n}", "purpose": purpose, "epoch": 1, "wrapped": wrap(secret, f"s{n}", purpose, bytes(32))}
        for n, purpose in enumerate(purposes)
    ]
    with store.engine.begin() as connection:
        connection.execute(insert(data_keys), rows)


def bare() -> float:
    """Seconds for the cryptography alone, of keys under a secret."""
    old, new = b"o" * 32, b"n" * 32
    wrapped = [wrap(old, f"s{n}", "content", bytes(32)) for n in range(KEYS)]
    start = time.perf_counter()
    for n, each in enumerate(wrapped):
        wrap(new, f"s{n}", "content", unwrap(old, f"s{n}", "content", each))
    return time.perf_counter() - start


def main(address: str, folder: Path) -> None:
    store = open_store(address or f"sqlite:///{folder / 'journal.db'}", folder / "keys" / "keyring.json")
    fill(store)
    start = time.perf_counter()
    alive = rotate(store.engine, store.keys, NOW)
    took, alone = time.perf_counter() - start, bare()
    print(f"{store.engine.dialect.name}, {alive} keys, {MAILS} of them of mails; {datetime.now(UTC).date()}")
    print(f"wrapped anew, old secret destroyed {took * 1000:8.0f} ms")
    print(f"the cryptography alone             {alone * 1000:8.0f} ms   ratio {took / alone:.1f}")
    store.close()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        main(sys.argv[1] if len(sys.argv) > 1 else "", Path(place))
