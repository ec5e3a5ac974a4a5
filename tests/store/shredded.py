"""A day of housekeeping on the store alone, and what is still sealed and can be opened after it."""

import base64
from datetime import datetime, timedelta

from sqlalchemy import Engine, select

from mentoring.ending import RelationshipClosed
from store.engine import settle_files
from store.epochs import rotate_if_due
from store.journal import Standing
from store.purging import Purger
from store.registry import Person
from store.shredding import kept_until
from store.tables import inbox, journal, outbox, people
from store.vault import KeyMissing, Purpose, Unreadable, Vault
from tests.store.opened import IMG, Store

DAY = timedelta(days=1)
OVER = Standing("closed", None, "")
OTHERS = [Person(name, f"{name}@wards.example", "Europe/London", "en") for name in ("noor", "tom")]


def closes(store: Store, stream: str, at: datetime) -> datetime:
    """The relationship is closed at a moment; when it is to be destroyed."""
    position = len(store.journal.read(stream))
    store.journal.append(stream, position, "closing", at, [RelationshipClosed(at)], (), OVER)
    return kept_until(IMG, at)


def keeps_house(store: Store, now: datetime) -> None:
    """The chores of a day, on the store alone."""
    purger = Purger(store.engine, store.vault, store.journal, store.outbox)
    purger.forget_who_asked(now)
    for each in store.shredder.due(now):
        assert store.shredder.shred(each, now)
    store.shredder.forget_people(now)
    purger.purge_mails(now - 7 * DAY, now - 30 * DAY, now)
    rotate_if_due(store.engine, store.keys, now)
    assert settle_files(store.engine)


Thing = tuple[str, str, str, bytes]


def sealed_things(engine: Engine) -> list[Thing]:
    """(scope, purpose, place, sealed) of everything a database still has sealed, as raw bytes."""
    found = []
    with engine.connect() as connection:
        for row in connection.execute(select(inbox)):
            if row.sealed:
                found += [(row.key, "mail", f"inbox/{row.key}", row.sealed)]
        for row in connection.execute(select(outbox)):
            if row.sealed:
                # Only the letters to whoever asked lie under the other key.
                found += [
                    (row.stream, purpose, f"outbox/{row.key}", row.sealed) for purpose in ("content", "attribution")
                ]
        for row in connection.execute(select(people).where(people.c.sealed != "")):
            found += [(row.id, "person", f"people/{row.id}", base64.b64decode(row.sealed))]
        for table, name in ((journal, "data"), (outbox, "facts")):
            for row in connection.execute(select(table)):
                place = f"journal/{row.position}" if table is journal else f"outbox/{row.key}"
                found += [(row.stream, "content", place, base64.b64decode(getattr(row, name)["sealed"]))]
    return found


def theirs(things: list[Thing]) -> list[Thing]:
    """Without a mail nobody has read yet, of which nobody knows whose it is."""
    return [each for each in things if each[0] != "waiting"]


def opened(vault: Vault, things: list[Thing]) -> list[tuple[str, str, str]]:
    """Which of them open with the keys of today."""
    could = []
    for scope, purpose, place, sealed in things:
        try:
            vault.unseal(scope, Purpose(purpose), place, sealed)
        except (KeyMissing, Unreadable):
            continue
        could.append((scope, purpose, place))
    return could
