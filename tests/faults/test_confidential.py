"""Whoever runs Temporal, and the partner, and the organiser, learn nothing they were not told."""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, select

from mentoring.letters import SECOND_ORGANISER
from mentoring.programme import Visibility
from store.keyring import KeyStore
from store.tables import outbox, people
from store.vault import Vault
from tests.faults.canaries import (
    CALLED,
    CONCERN,
    FREE,
    MOVED,
    NOTE,
    PARTS,
    PASSED,
    PLACES,
    REASON,
    RIGHTS,
    SURVEY,
    Pair,
    begin_life,
    canaries,
    heard,
    in_every_dress,
    words_of,
)
from tests.faults.figures import labels, page
from tests.faults.places import (
    backed_up,
    files,
    kept,
    keys_of_mails,
    leaves,
    listening,
    mail_of_the_agency,
    mailbox,
    operator_reads,
    payloads,
    temporal,
)
from tests.spec import IMG, RED
from tests.store.shredded import opened, sealed_things
from tests.town import MENTEE, MENTOR, ORGANISER
from tests.workflows.grounds import servers, service
from worker.embedded.temporal import free_port
from worker.embedded.whole import Whole
from worker.house import open_house
from worker.housekeeping import housekeeping_id, keep_house
from worker.metrics import ALLOWED, Figures, serving_at
from worker.service import mailbox_id, workflow_id

CANARIES = canaries(IMG, RED)
AGES = timedelta(days=400)
"""After the close, so that all is destroyed that is destroyed ever."""


def _found(place: bytes) -> set[str]:
    return set(heard(place, CANARIES))


@dataclass
class Lived:
    """Two lives, and what lies about them where others can look; `before` and `after` all was destroyed."""

    whole: Whole
    pairs: dict[str, Pair]
    kept: bytes
    files_before: dict[str, bytes]
    mail_before: bytes
    stories: dict[str, list[str]]
    backup: Path
    histories: dict[str, str] = field(default_factory=dict)
    listed: str = ""
    figures: str = ""
    told: str = ""
    log: str = ""
    written: str = ""
    files_after: dict[str, bytes] = field(default_factory=dict)


@pytest.fixture(scope="module")
async def lived(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Lived]:
    path = tmp_path_factory.mktemp("lived")
    with listening() as (log, written):
        address = f"127.0.0.1:{free_port()}"
        async with servers(path, runtime=(runtime := serving_at(address))) as whole:
            async with service(whole):
                pairs = {name: await begin_life(whole, name) for name in ("img", "red")}
                await asyncio.gather(*(pair.lives() for pair in pairs.values()))
                backup = backed_up(whole)
                await asyncio.gather(*(pair.ends() for pair in pairs.values()))
                sealed = b"".join(kept(whole, key) for key in keys_of_mails(whole))
                stories = {name: pair.town.story() for name, pair in pairs.items()}
                lived = Lived(whole, pairs, sealed, files(whole), mail_of_the_agency(whole), stories, backup)
                Figures(whole.house, runtime).tell()
                lived.figures = await asyncio.to_thread(page, address)
                lived.told = await operator_reads(whole, "status", "--json")
                ages = max([await pair.town.rehearsal.now() for pair in pairs.values()]) + AGES
                lived.told += str(await keep_house(whole.client, whole.settings, ages))
                lived.told += await operator_reads(whole, "status", "--json") + await operator_reads(
                    whole, "audit", "--json"
                )
            ids = [workflow_id(pair.town.rehearsal.relationship) for pair in pairs.values()]
            queue = whole.settings.task_queue
            for each in [*ids, mailbox_id(queue), f"{housekeeping_id(queue)}-by-hand"]:
                lived.histories[each] = await temporal(whole, "workflow", "show", "-w", each)
            lived.listed = await temporal(whole, "workflow", "list")
            lived.listed += "".join([await temporal(whole, "workflow", "describe", "-w", each) for each in ids])
            lived.files_after = files(whole)
            lived.log, lived.written = "\n".join(log.said), written.getvalue()
            yield lived


@pytest.mark.parametrize("bird", ["heronsubject", REASON])
def test_a_canary_is_heard_in_whatever_dress(bird: str) -> None:
    for dress, place in in_every_dress(bird).items():
        assert _found(b"\x00\xff so " + place + b" and more") == {bird}, dress


def test_the_canaries_were_there_to_be_found(lived: Lived) -> None:
    """Every word was taken in, and in letters to those it was meant for: otherwise the rest proves nothing."""
    taken_in = {*FREE.values(), *PARTS.values(), NOTE, CONCERN, PASSED, RIGHTS, MOVED, SURVEY}
    taken_in |= words_of(IMG) | words_of(RED)
    assert taken_in - _found(lived.kept) == set()
    assert REASON not in _found(lived.kept), "why somebody leaves is forgotten as soon as that they do is noted"
    assert _found(lived.mail_before) == set(CANARIES)
    assert {"ConcernReady", "DataAsked", "AddressAsked"} <= set(lived.stories["img"])
    assert {"ConcernRaised", "DataAsked", "AddressAsked", "ForgettingAnswered"} <= set(lived.stories["red"])
    for story in lived.stories.values():
        assert {"SurveyAnswered", "RelationshipClosed"} <= set(story), story
    assert len(lived.histories) == 4 and all(len(history) > 1000 for history in lived.histories.values())


def test_no_file_of_the_database_holds_one_before_or_after_it_is_destroyed(lived: Lived) -> None:
    for found in (lived.files_before, lived.files_after):
        assert {"peerpost.db"} <= found.keys() and sum(map(len, found.values())) > 100_000
        for name, content in found.items():
            assert _found(content) == set(), name


def test_once_it_is_destroyed_nothing_can_be_opened_and_no_mail_lies_in_our_mailbox(lived: Lived) -> None:
    """T30: of the two relationships nothing is left, in whatever folder of the mailbox."""
    house = lived.whole.house
    assert keys_of_mails(lived.whole) == []
    assert _found(mail_of_the_agency(lived.whole)) == set()
    with house.engine.connect() as connection:
        assert list(connection.scalars(select(outbox.c.key).where(outbox.c.sealed.is_not(None)))) == []
        known = list(connection.scalars(select(people.c.id).where(people.c.sealed != "")))
    for pair in lived.pairs.values():
        assert pair.town.story() == []
    assert known == []


def test_temporal_knows_no_word_name_or_address(lived: Lived) -> None:
    """T23."""
    for name, history in lived.histories.items():
        assert _found(history.encode()) == set(), name
    assert _found(lived.listed.encode()) == set()
    for file in lived.whole.folder.temporal.iterdir():
        assert _found(file.read_bytes()) == set(), file.name


def test_the_log_knows_no_word_name_or_address(lived: Lived) -> None:
    """T24: what is written, and even what a formatter less careful than ours would have."""
    assert len(lived.log) > 10_000 and len(lived.written) > 10_000
    assert _found(lived.written.encode()) == set()
    assert _found(lived.log.encode()) == set()


def test_an_operator_is_told_no_word_name_or_address(lived: Lived) -> None:
    """T31: neither of relationships nor of mail that was set aside."""
    assert '"set_aside"' in lived.told and "relationships=2" in lived.told
    assert _found(lived.told.encode()) == set()


FIGURES_OF_TEMPORAL = {
    "activity_type", "eager", "failure_reason", "le", "namespace", "operation", "poller_type", "status_code",
    "task_queue", "worker_type", "workflow_type", "service_name",
}  # fmt: skip


def test_the_figures_know_no_word_name_or_address(lived: Lived) -> None:
    """T24: labels are those that are listed, ours with the values that are listed."""
    assert len(lived.figures) > 10_000 and _found(lived.figures.encode()) == set()
    found = labels(lived.figures)
    assert set(ALLOWED) <= found.keys() <= set(ALLOWED) | FIGURES_OF_TEMPORAL
    for label, values in found.items():
        assert values <= set(ALLOWED.get(label, values)), label
        assert all(re.fullmatch(r"[A-Za-z_.+0-9-]{0,60}", value) for value in values), values
        assert label == "le" or not any(re.search(r"[0-9a-f]{8}", value) for value in values), values


SHAPES = re.compile(
    r"""
    [0-9a-f]{8} | [0-9a-f]{16} | [0-9a-f]{24} | [0-9a-f]{64}                # a lane, a relationship, a letter, a mail
    | start-[0-9a-f]{16} | refused/[0-9a-f]{24}                             # causes
    | (time/)?\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(\+00:00|Z)(/\d+)?      # a moment, as a cause with a count
    | (waiting\ for:\ )?([a-z -]+\ on\ \d{4}-\d\d-\d\d)?                     # what is expected, and when
    | post\ a\ letter:\ [a-z ]+ | [a-z ]+:\ decide\ what\ follows | watch\ the\ mailbox | Takes\ mail\ in
    | [Dd]estroys?\ what\ is\ kept\ no\ longer
    | A\ mentoring\ relationship\ of\ (img|red)
    | [a-z_]{2,20}([ ][a-z]+){0,3}                                          # an enumeration
    | \*\*Stage:\*\*\ [a-z_]+(\n|.)*                                        # the details, see below
    """,
    re.VERBOSE,
)
DETAIL = re.compile(
    r"\*\*(Stage|Programme|Kick-off|Next|Meetings held|Paused):\*\* [a-z0-9_./:, -]+|\|[a-z0-9_/|, -]+\||"
)


def test_payloads_hold_keys_dates_and_enumerations(lived: Lived) -> None:
    seen = 0
    for history in lived.histories.values():
        for value in leaves(payloads(json.loads(history))):
            seen += 1
            if isinstance(value, str):
                assert SHAPES.fullmatch(value), value
                if value.startswith("**"):
                    assert all(DETAIL.fullmatch(line.strip()) for line in value.splitlines()), value
            else:
                assert value is None or isinstance(value, bool | int | float)
    assert seen > 500


def test_names_in_temporal_are_neutral(lived: Lived) -> None:
    for workflow, history in lived.histories.items():
        assert re.fullmatch(r"relationship-[0-9a-f]{16}|mailbox-peerpost|housekeeping-peerpost-by-hand", workflow)
        assert set(re.findall(r'"signalName": "([^"]*)"', history)) <= {"reply"}
        assert set(re.findall(r'"identity": "([^"]*)"', history)) <= {"peerpost-worker", "history-service"}
    types = set(re.findall(r'"activityType":\s*{\s*"name": "([^"]*)"', "".join(lived.histories.values())))
    assert types == {"advance", "post", "watch", "keep_house"}


async def test_the_partner_and_the_organiser_read_only_what_they_were_promised(lived: Lived) -> None:
    """T20: of what one wrote the other reads the fields of their forms; the organiser those declared for them."""
    for name, pair in lived.pairs.items():
        to, rules = pair.town.rehearsal.addresses, pair.rules
        for role, other in ((MENTOR, MENTEE), (MENTEE, MENTOR)):
            said = _found(await mailbox(lived.whole, to[role]))
            assert said <= {*CALLED, PLACES[other], PLACES[role], *words_of(rules)}, (name, role)
            assert said >= words_of(rules) - words_of_plan(name), (name, role)
        if SECOND_ORGANISER in to:
            assert _found(await mailbox(lived.whole, to[SECOND_ORGANISER])) <= CALLED, "of a concern, that there is one"
        organiser = _found(await mailbox(lived.whole, to[ORGANISER]))
        copied = [each.key for each in rules.documents if each.copy_to_organiser]
        assert copied == ["agreement"]
        # Whom they have brought together they know by name and address.
        assert organiser - CALLED - set(PLACES.values()) == words_of(rules, [Visibility.ORGANISER]), name


def test_a_backup_of_their_lives_that_is_put_back_stays_closed_and_shut(lived: Lived) -> None:
    """T26, D7: with the keys as they are today, nothing of what was written opens."""
    keys, url = lived.whole.settings.keys, f"sqlite:///{lived.backup}"
    engine = create_engine(url)
    vault, things = Vault(engine, KeyStore(keys)), sealed_things(engine)
    assert len(things) > 100 and _found(lived.backup.read_bytes()) == set()
    assert opened(vault, things) == []
    engine.dispose()
    restored = open_house(url, keys)
    for pair in lived.pairs.values():
        stream = pair.town.rehearsal.relationship
        assert restored.registry.relationship(stream).stage == "closed"
        assert restored.journal.read(stream) == [] and restored.outbox.all_of(stream) == []
    assert opened(restored.vault, sealed_things(restored.engine)) == []
    restored.close()


def words_of_plan(name: str) -> set[str]:
    """What is written into a plan, which is asked only once they have met."""
    return set() if name == "img" else words_of(RED, [Visibility.PARTNERS])
