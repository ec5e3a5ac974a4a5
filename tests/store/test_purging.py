"""What goes while a relationship lives on: raw mails some days later, and who asked to end it after the grace."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, update

from activities.advance import Advance, Step
from mentoring.commands import End, Undo
from store.asking import may_be_known, settle
from store.engine import writing
from store.purging import Purger
from store.tables import epoch, relationships
from store.vault import KeyMissing
from tests.store.opened import NOW, Store, joined
from tests.store.shredded import DAY, OTHERS, opened, sealed_things
from tests.store.test_nothing_in_plain import ADA, MIRA, mail


def asks(store: Store, stream: str, cause: str, command: End | Undo, at: datetime) -> datetime | None:
    store.inbox.take(cause, mail(MIRA), at)
    store.inbox.sort(cause, stream, [command])
    return Advance(store.journal, store.inbox, store.outbox, store.registry).advance(Step(stream, cause, at)).deadline


def test_who_asked_is_known_while_the_grace_runs_and_never_after(store: Store, opens: Callable[[], Store]) -> None:
    stream, (ada, mira) = store.pair(ADA, MIRA)
    kickoff = kicks_off(store, stream)
    purger = Purger(store.engine, store.vault, store.journal, store.outbox)
    until = asks(store, stream, "mail-1", End(mira.id), kickoff + DAY)
    posts_all(store, stream)
    assert until is not None and purger.forget_who_asked(kickoff + DAY) == 0
    asks(store, stream, "mail-2", Undo(mira.id), kickoff + DAY + timedelta(hours=1))
    posts_all(store, stream)
    told = sealed_things(store.engine)
    assert len([each for each in opened(store.vault, told) if each[1] == "attribution"]) == 2, (
        "the letters to who asked"
    )
    assert purger.forget_who_asked(kickoff + 2 * DAY) == 1
    assert [each for each in opened(store.vault, told) if each[1] == "attribution" or each[2] in RAWS] == []
    assert purger.forget_who_asked(kickoff + 2 * DAY) == 0
    # Taken back, it goes on: who asks now can be known again, until that is over too.
    until = asks(store, stream, "mail-3", End(ada.id), kickoff + 3 * DAY)
    posts_all(store, stream)
    assert until is not None
    assert ada.id in str([entry.event.by.member for entry in store.journal.read(stream) if hasattr(entry.event, "by")])
    passes(store, stream, until)
    assert purger.forget_who_asked(until) == 1
    events = [entry.event for entry in opens().journal.read(stream)]
    assert {event.by.member for event in events if hasattr(event, "by")} == {""}
    assert type(events[-1]).__name__ == "RelationshipEnded"
    assert [
        each for each in opened(store.vault, sealed_things(store.engine)) if each[1] in ("mail", "attribution")
    ] == []
    private = [each for each in store.outbox.all_of(stream) if each.letter.name in ("end_pending", "end_undone")]
    assert len(private) == 3
    assert {(each.letter.to, each.raw) for each in private} == {("", None)}


RAWS = ("inbox/mail-1", "inbox/mail-2")


def posts_all(store: Store, stream: str) -> None:
    for letter in store.outbox.all_of(stream):
        if letter.state == "waiting":
            store.outbox.begin(letter.key, mail(MIRA), NOW)
            store.outbox.posted(letter.key, "250 ok")


def test_who_asked_is_kept_as_long_as_a_letter_to_them_has_not_left(store: Store) -> None:
    stream, (_, mira) = store.pair(ADA, MIRA)
    kickoff = kicks_off(store, stream)
    until = asks(store, stream, "mail-1", End(mira.id), kickoff + DAY) or NOW
    passes(store, stream, until)
    purger = Purger(store.engine, store.vault, store.journal, store.outbox)
    assert "end_pending" in {each.letter.name for each in store.outbox.all_of(stream) if each.state == "waiting"}
    assert purger.forget_who_asked(until + DAY) == 0
    posts_all(store, stream)
    assert purger.forget_who_asked(until + DAY) == 1


def kicks_off(store: Store, stream: str) -> datetime:
    advance = Advance(store.journal, store.inbox, store.outbox, store.registry)
    kickoff = advance.advance(Step(stream, f"start-{stream}", NOW)).deadline or NOW
    passes(store, stream, kickoff)
    return kickoff


def passes(store: Store, stream: str, until: datetime) -> None:
    step = Step(stream, f"time/{until.isoformat()}", until)
    Advance(store.journal, store.inbox, store.outbox, store.registry).advance(step)


def test_a_mail_is_destroyed_some_days_after_it_was_dealt_with(store: Store) -> None:
    stream, _ = store.pair(ADA, MIRA)
    for name in ("done", "aside", "waiting"):
        store.inbox.take(name, mail(MIRA), NOW)
    store.inbox.set_aside("aside", "stranger")
    store.inbox.sort("done", stream, [])
    store.writes(stream, 0, "done", joined(store.registry.members_of(stream)[0]))
    purger, purges = Purger(store.engine, store.vault, store.journal, store.outbox), []
    for days in (6, 8, 29, 31):
        now = NOW + days * DAY
        purges.append(purger.purge_mails(now - 7 * DAY, now - 30 * DAY, now))
    assert purges == [0, 1, 0, 1]
    assert [store.inbox.is_kept(name) for name in ("done", "aside", "waiting", "other")] == [False, False, True, None]
    assert store.inbox.raw("waiting")[0] == mail(MIRA)
    with pytest.raises(KeyMissing):
        store.inbox.raw("done")
    assert not store.inbox.take("done", mail(MIRA), NOW), "it is known for one that came"
    with store.engine.connect() as connection:
        assert connection.scalar(select(epoch.c.destroyed_at)) is not None
        assert connection.scalar(select(relationships.c.stage)) is not None


def test_only_where_somebody_may_be_known_is_a_journal_read_and_nobody_can_see_where(store: Store) -> None:
    """T22: the mark is sealed, of one size, and written anew with every step."""
    pairs = [store.pair(ADA, MIRA), *(store.pair(ADA, other) for other in OTHERS)]
    stream, (_, mira) = pairs[0]
    kickoffs = [kicks_off(store, each) for each, _ in pairs]
    purger = Purger(store.engine, store.vault, store.journal, store.outbox)
    assert [each for each, _ in pairs if _is_marked(store, each)] == []
    asks(store, stream, "mail-1", End(mira.id), kickoffs[0] + DAY)
    before = _marks(store)
    asks(store, stream, "mail-2", Undo(mira.id), kickoffs[0] + DAY)
    posts_all(store, stream)
    assert [each for each, _ in pairs if _is_marked(store, each)] == [stream], "it stays marked after another step"
    after = _marks(store)
    assert before[stream] != after[stream] and len({len(mark) for mark in after.values()}) == 1
    assert purger.forget_who_asked(kickoffs[0] + 2 * DAY) == 1
    assert [each for each, _ in pairs if _is_marked(store, each)] == []


def test_a_relationship_from_before_there_were_marks_is_looked_at_once(store: Store) -> None:
    stream, (_, mira) = store.pair(ADA, MIRA)
    kickoff = kicks_off(store, stream)
    asks(store, stream, "mail-1", End(mira.id), kickoff + DAY)
    asks(store, stream, "mail-2", Undo(mira.id), kickoff + DAY)
    posts_all(store, stream)
    with store.engine.begin() as connection:
        connection.execute(update(relationships).values(sealed=None))
    assert _is_marked(store, stream)
    purger = Purger(store.engine, store.vault, store.journal, store.outbox)
    assert purger.forget_who_asked(kickoff + 2 * DAY) == 1
    assert _marks(store)[stream] and not _is_marked(store, stream)


def test_what_is_asked_while_it_is_looked_at_is_not_overlooked(store: Store) -> None:
    stream, (_, mira) = store.pair(ADA, MIRA)
    kickoff = kicks_off(store, stream)
    seen = _marks(store)[stream]
    asks(store, stream, "mail-1", End(mira.id), kickoff + DAY)
    with writing(store.engine) as connection:
        settle(store.vault, stream, seen, connection)
    assert _is_marked(store, stream)


def _marks(store: Store) -> dict[str, str]:
    with store.engine.connect() as connection:
        return {row.id: row.sealed for row in connection.execute(select(relationships))}


def _is_marked(store: Store, stream: str) -> bool:
    return may_be_known(store.vault, stream, _marks(store)[stream])
