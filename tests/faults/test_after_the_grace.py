"""T22, T25: once a grace is over, not even whoever has every key and the database can tell who had asked for the end.

Twins: two lives in which the same is written by the same members, but for the mails of the one who leaves.
"""

from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import timedelta
from itertools import product
from pathlib import Path

import pytest
from sqlalchemy import select

from correspondence.arriving.digest import mail_key
from mentoring.picture import details
from mentoring.words import Attribution
from store.tables import inbox
from store.vault import KeyMissing, Unreadable
from tests.faults.desk import ADDRESSES
from tests.faults.rights_desk import RightsDesk, open_rights_desk

REASON = "tangerinereason"
ELSEWHERE = "from.home@elsewhere.example"

LEAVING = {
    "ends": [
        ("kickoff", f"END\n\nIt is the {REASON}."),
        ("end_pending", f"Thank you. It was the {REASON}."), ("end_pending", f"Hm, the {REASON} was green?"),
        ("end_pending", f"Hm, the {REASON} was not green."), ("kickoff", f"END. As I said, it is the {REASON}."),
    ],
    "is forgotten": [
        ("kickoff", f"FORGET ME\n\nIt is the {REASON}."), ("forget_asked", f"Hm, the {REASON} was green?"),
        ("ask_back", f"YES, because of the {REASON}"),
    ],
}  # fmt: skip


def _lived(folder: Path, leaver: str, mails: list[tuple[str, str]]) -> RightsDesk:
    """Somebody leaves, the grace runs out, and the house is kept."""
    folder.mkdir()
    desk = RightsDesk(folder)
    desk.posts()
    for role, text in product(("mentor", "mentee"), ("HELP", "STATUS")):
        desk.gets(desk.mail(ADDRESSES[role], text, desk.reply_to("kickoff", role)))
    for letter, text in mails:
        desk.gets(desk.mail(ADDRESSES[leaver], text, desk.reply_to(letter, leaver)))
        desk.posts()
    desk.both_pass(desk.now + timedelta(days=3))
    desk.housekeeping.all_chores(desk.now)
    return desk


@pytest.fixture(scope="module", params=LEAVING)
def twins(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, RightsDesk]]:
    folder = tmp_path_factory.mktemp("twins")
    desks = {leaver: _lived(folder / leaver, leaver, LEAVING[request.param]) for leaver in ("mentor", "mentee")}
    yield desks
    for desk in desks.values():
        desk.store.close()


def test_nothing_that_can_be_opened_tells_who_left(twins: dict[str, RightsDesk]) -> None:
    for leaver, desk in twins.items():
        assert "RelationshipEnded" in desk.happened()
        others = _mails(desk) + [each.raw or b"" for each in desk.store.outbox.all_of(desk.relationship)]
        nobodys = [each for each in desk.store.outbox.all_of(desk.relationship) if not each.letter.to]
        assert nobodys, "a letter that only a leaver gets was written"
        for mail in others:
            assert REASON.encode() not in mail, leaver
            assert not [each for each in nobodys if each.token.encode() in mail], leaver


def test_two_lives_that_only_differ_in_who_left_cannot_be_told_apart(twins: dict[str, RightsDesk]) -> None:
    mentor, mentee = (_told(desk) for desk in twins.values())
    assert mentor == mentee


def _told(desk: RightsDesk) -> list[tuple[object, ...]]:
    """Every event with its members as their roles, and every letter with its reader; hours are those of mails."""
    roles = {member: role for role, member in desk.ids.items()}
    found: list[tuple[object, ...]] = []
    for event in desk.story():
        told = (getattr(event, field.name) for field in fields(event))
        who = [roles.get(str(each.member if isinstance(each, Attribution) else each), "") for each in told]
        found.append((type(event).__name__, *sorted(filter(None, who))))
    letters = [(each.name, roles.get(each.to, each.to)) for each in desk.letters()]
    return [*sorted(found, key=str), *sorted(letters)]


def _mails(desk: RightsDesk) -> list[bytes]:
    """Every mail that came in and can still be opened."""
    with desk.store.engine.connect() as connection:
        keys = connection.scalars(select(inbox.c.key).where(inbox.c.sealed.is_not(None))).all()
    found = []
    for key in keys:
        try:
            found.append(desk.store.inbox.raw(key)[0])
        except (KeyMissing, Unreadable):
            continue
    return found


def test_of_an_end_from_another_address_neither_the_mail_nor_its_copy_is_kept(tmp_path: Path) -> None:
    with open_rights_desk(tmp_path) as desk:
        raw = desk.mail(ELSEWHERE, f"END\n\nIt is the {REASON}.", desk.reply_to("kickoff"))
        desk.gets(raw)
        desk.posts()
        assert desk.store.inbox.raw(mail_key(raw))[0] == raw, "until it is known whether it was theirs"
        desk.answers(ADDRESSES["mentee"], "YES")
        assert desk.happened()[-1] == "EndAsked"
        assert not [mail for mail in _mails(desk) if REASON.encode() in mail]
        assert desk.store.inbox.is_kept(mail_key(raw)) is False, "so housekeeping removes its copy"


def test_while_the_grace_runs_no_list_shows_it(tmp_path: Path) -> None:
    """Neither the table of relationships, which `peerpost status` prints, nor what Temporal's page shows."""
    with open_rights_desk(tmp_path) as desk:
        before, shown = desk.store.registry.relationship(desk.relationship), details(desk.state())
        desk.gets(desk.mail(ADDRESSES["mentee"], "END", desk.reply_to("kickoff")))
        assert desk.happened()[-1] == "EndAsked"
        during = desk.store.registry.relationship(desk.relationship)
        assert replace(during, seen=None) == replace(before, seen=None) and before.deadline
        assert details(desk.state()) == shown and "agreement" in shown
