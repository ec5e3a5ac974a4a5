"""F16: a mail that lacks a key waits, however long, and holds up no other; with it, it is read."""

import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, insert, select, update

from correspondence.arriving.digest import mail_key
from store.inbox import KEY_MISSING
from store.keyring import KeyringMissing
from store.purging import Purger
from store.registry import Person
from store.tables import data_keys
from tests.faults.border_desk import BorderDesk, open_desk
from tests.faults.desk import AGENCY
from tests.store.opened import MIRA, NOOR
from worker.commands.status import line_of
from worker.doctor import Verdict, database_is_well

TOM = Person("Tom Ray", "tom@wards.example", "Europe/London", "en")
WAITS = ("set_aside", KEY_MISSING)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[BorderDesk]:
    with open_desk(tmp_path) as desk:
        yield desk


@contextmanager
def _without(desk: BorderDesk, scope: str, purpose: str) -> Iterator[None]:
    """As if that key had been put back from a copy that does not have it."""
    lost = (data_keys.c.scope == scope) & (data_keys.c.purpose == purpose)
    with desk.store.engine.begin() as connection:
        row = dict(connection.execute(select(data_keys).where(lost)).mappings().one())
        connection.execute(delete(data_keys).where(lost))
    desk.store.vault.forget_all()
    yield
    with desk.store.engine.begin() as connection:
        connection.execute(insert(data_keys).values(row))


def _again(desk: BorderDesk) -> list[str]:
    """What the intake's next round does with those that wait for a key."""
    told = [each for each in desk.store.inbox.waiting_for_keys() if desk.sorts(each)]
    for each in told:
        desk.advances(each, desk.now)
    return told


@pytest.mark.parametrize("to", ["a letter", "nobody asked"])
def test_what_comes_for_a_relationship_whose_key_is_missing_is_read_when_it_is_back(desk: BorderDesk, to: str) -> None:
    other, _ = desk.store.pair(NOOR, TOM)
    raw = desk.mail(MIRA.address, "END", desk.reply_to("kickoff") if to == "a letter" else AGENCY)
    with _without(desk, desk.relationship, "content"):
        assert desk.gets(raw) == WAITS
        assert desk.store.inbox.unsorted() == [], "it holds up no other"
        help_ = desk.mail(TOM.address, "HELP", AGENCY)
        desk.store.inbox.take(mail_key(help_), help_, desk.now)
        assert desk.sorts(mail_key(help_)) == other
        assert _again(desk) == []
    assert _again(desk) == [mail_key(raw)]
    assert desk.store.inbox.state(mail_key(raw)) == ("done", "")
    assert desk.happened().count("EndAsked") == 1


def test_a_mail_whose_own_key_is_missing_waits_too(desk: BorderDesk) -> None:
    raw = desk.mail(MIRA.address, "END", desk.reply_to("kickoff"))
    key = mail_key(raw)
    desk.store.inbox.take(key, raw, desk.now)
    with _without(desk, key, "mail"):
        assert desk.sorts(key) is None and desk.store.inbox.state(key) == WAITS
        assert desk.store.inbox.is_kept(key), "so its copy on the mail server stays as well"
    assert _again(desk) == [key]


def test_it_is_neither_purged_nor_outlives_its_relationship(desk: BorderDesk) -> None:
    raw = desk.mail(MIRA.address, "END", desk.reply_to("kickoff"))
    with _without(desk, desk.relationship, "content"):
        desk.gets(raw)
        house, later = desk.store, desk.now + timedelta(days=400)
        Purger(house.engine, house.vault, house.journal, house.outbox).purge_mails(later, later, later)
        assert house.inbox.is_kept(mail_key(raw))
        assert house.shredder.shred(desk.relationship, later)
        assert house.inbox.is_kept(mail_key(raw)) is False
        assert house.inbox.waiting_for_keys() == []


def test_whoever_watches_is_told_once_and_by_a_code(desk: BorderDesk, tmp_path: Path) -> None:
    said = io.StringIO()
    handler, log = logging.StreamHandler(said), logging.getLogger("peerpost")
    handler.setFormatter(logging.Formatter("%(message)s code=%(code)s"))
    log.addHandler(handler)
    raw = desk.mail(MIRA.address, "END", desk.reply_to("kickoff"))
    with _without(desk, desk.relationship, "content"):
        desk.gets(raw)
        _again(desk)
        found = {each.check: each for each in database_is_well(f"sqlite:///{tmp_path / 'journal.db'}", desk.now)}
    log.removeHandler(handler)
    assert said.getvalue() == "A mail cannot be read for want of a key. code=key_missing\n"
    told = found["mail without its key"]
    assert told.verdict is Verdict.FAIL and told.found.startswith("1 ") and "PEERPOST_KEYS" in told.do
    assert found["mail set aside"].verdict is Verdict.OK


def test_what_was_destroyed_waits_for_nothing(desk: BorderDesk) -> None:
    raw = desk.mail(MIRA.address, "END", desk.reply_to("kickoff"))
    desk.store.inbox.take(mail_key(raw), raw, desk.now)
    assert desk.store.shredder.shred(desk.relationship, desk.now) and desk.store.shredder.forget_people(desk.now)
    assert desk.sorts(mail_key(raw)) is None
    assert desk.store.inbox.state(mail_key(raw)) == ("set_aside", "stranger")


def test_a_late_yes_from_another_address_is_asked_about_anew(desk: BorderDesk) -> None:
    """The mail it was asked about has been let go by then."""
    elsewhere = "mira@elsewhere.example"
    desk.gets(desk.mail(elsewhere, "END", desk.reply_to("kickoff")))
    house, later = desk.store, desk.now + timedelta(days=20)
    answer = desk.reply_to("other_address")
    Purger(house.engine, house.vault, house.journal, house.outbox).purge_mails(later, later, later)
    desk.now = later
    assert desk.gets(desk.mail(elsewhere, "YES", answer)) == ("done", "")
    assert desk.happened().count("ConfirmationAsked") == 2
    assert "AddressLearned" not in desk.happened()


def test_while_all_keys_are_away_a_mail_waits_as_it_came(desk: BorderDesk) -> None:
    """It is not called unreadable: nobody would look at it again."""
    raw = desk.mail(MIRA.address, "END", desk.reply_to("kickoff"))
    desk.store.inbox.take(mail_key(raw), raw, desk.now)
    its_own = (data_keys.c.scope == desk.relationship) & (data_keys.c.purpose == "content")
    with desk.store.engine.begin() as connection:
        connection.execute(update(data_keys).where(its_own).values(epoch=99))
    desk.store.vault.forget_all()
    desk.store.keys.path.unlink()
    with pytest.raises(KeyringMissing):
        desk.sorts(mail_key(raw))
    assert desk.store.inbox.unsorted() == [mail_key(raw)]


def test_a_relationship_whose_key_is_missing_keeps_nobody_from_seeing_how_the_others_stand(desk: BorderDesk) -> None:
    registry, journal = desk.store.registry, desk.store.journal
    desk.store.pair(NOOR, TOM)
    with _without(desk, desk.relationship, "content"):
        lines = {each.id: line_of(registry, journal, each) for each in registry.relationships()}
        assert len(lines) == 2
        assert [name for name, line in lines.items() if "keyless" in line] == [desk.relationship]
        assert lines[desk.relationship]["owed"] == [] and lines[desk.relationship]["stage"] == "agreement"
    (again,) = (each for each in registry.relationships() if each.id == desk.relationship)
    assert line_of(registry, journal, again)["owed"]
