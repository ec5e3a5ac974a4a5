"""Whoever runs Temporal, and the partner, and the organiser, learn nothing they were not told."""

import asyncio
import base64
import contextlib
import json
import logging
import re
import sys
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from mentoring.programme import Programme
from store.registry import Person
from store.tables import inbox
from store.vault import Unreadable
from tests.town import MENTEE, MENTOR, ORGANISER, Town
from tests.workflows.grounds import mails, servers, service
from worker.clock import now
from worker.embedded.whole import Whole, programme_text
from worker.rehearsal import Rehearsal
from worker.roster import Row, enrol
from worker.service import begin, mailbox_id, workflow_id

FREE = {role: f"zebrafish{role}" for role in (MENTOR, MENTEE)}
"""In sentences nobody asked for, with everything said beside an answer."""

REASON, SURVEY, CONCERN = "tangerinereason", "wombatsurvey", "okapiform"
NAMES = {MENTOR: "Quillamentor Lovelace", MENTEE: "Brindlementee Lind"}
PLACES = {MENTOR: "xylomentor", MENTEE: "vexmentee"}

FORMS = {
    "img": {
        MENTOR: (
            "How to reach the mentor: okapiform email\nHow often to meet: every two weeks\n"
            "Length of a session: one hour\nBetween sessions: text message\nTimes for a call: okapiform evenings"
        ),
        MENTEE: "How to reach the mentee: okapiform phone",
    },
    "red": {
        MENTOR: (
            "Goals as a mentor: learn to okapiform\nAction plan used and completed by: the mentee\n"
            "Action plan complete by: in six weeks\nHow often to meet: every two weeks\nHow to meet: by video\n"
            "Accountability determined by: a look back at each meeting"
        ),
        MENTEE: "Goals as a mentee: write my first okapiform",
    },
}


class Log(logging.Handler):
    """Everything the worker's process says at DEBUG."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(logging.Formatter("%(name)s %(message)s").format(record))


@dataclass(frozen=True)
class Lived:
    """Two lives, and what lies about them where others can look."""

    whole: Whole
    towns: dict[str, Town]
    log: str
    histories: dict[str, str]
    listed: str
    path: Path


@pytest.fixture(scope="module")
async def lived(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Lived]:
    path = tmp_path_factory.mktemp("lived")
    log, root = Log(), logging.getLogger()
    level = root.level
    root.addHandler(log)
    root.setLevel(logging.DEBUG)
    try:
        async with servers(path) as whole:
            async with service(whole):
                towns = {name: await _life(whole, name) for name in ("img", "red")}
            ids = [workflow_id(town.rehearsal.relationship) for town in towns.values()]
            histories = {
                each: await _cli(whole, "workflow", "show", "-w", each)
                for each in [*ids, mailbox_id(whole.settings.task_queue)]
            }
            listed = await _cli(whole, "workflow", "list")
            listed += "".join([await _cli(whole, "workflow", "describe", "-w", each) for each in ids])
            yield Lived(whole, towns, "\n".join(log.said), histories, listed, path)
    finally:
        root.removeHandler(log)
        root.setLevel(level)


async def _life(whole: Whole, name: str) -> Town:
    """From the form to a farewell; every word somebody writes is one nobody else would."""
    town = await _begin(whole, name)
    await town.until_letter(MENTOR, "form")
    for role in (MENTOR, MENTEE):
        await town.answers(role, "form", FORMS[name][role])
    for role in (MENTOR, MENTEE):
        await town.answers(role, "sign", f"I agree.\n\nBest wishes,\n{FREE[role]}")
    await town.answers(MENTOR, "kickoff", f"How about next Wednesday at 3pm? By the way, {FREE[MENTOR]}.")
    if "meeting_proposed" in town.names(MENTEE):
        await town.answers(MENTEE, "meeting_proposed", "Yes")
    await town.writes(MENTEE, f"The {FREE[MENTEE]} is quite unwell and I do not know.")
    await _answer_surveys(town)
    await town.writes(MENTEE, f"END\n\nIt is the {REASON}, between us.")
    await town.days(4)
    await _answer_surveys(town)
    await town.to_the_end()
    return town


async def _answer_surveys(town: Town) -> None:
    if "survey" in town.names(MENTEE):
        await town.answers(MENTEE, "survey", f"1: {SURVEY}\n2: {SURVEY}")


async def _begin(whole: Whole, name: str) -> Town:
    rules: Programme = whole.house.registry.keep_programme(programme_text(name))
    addresses = {role: f"{PLACES[role]}@{name}.example" for role in NAMES}
    people = tuple((Person(NAMES[role], addresses[role], rules.zone, "en"), role) for role in NAMES)
    row = Row(1, people, now().date() + timedelta(days=2))
    relationship, _ = enrol(whole.house, rules, row, rules.contacts.organiser, now())
    await begin(whole.client, whole.settings, relationship, name)
    came, _ = whole.house.inbox.progress()
    town = Town(Rehearsal(whole, rules, relationship, addresses | {ORGANISER: rules.contacts.organiser}, came))
    await town.rehearsal.settle()
    return town


async def _cli(whole: Whole, *words: str) -> str:
    command = [str(Path(sys.executable).with_name("temporal")), *words, "--address", whole.settings.temporal_address]
    run = await asyncio.create_subprocess_exec(*command, "-o", "json", stdout=asyncio.subprocess.PIPE)
    said, _ = await run.communicate()
    assert run.returncode == 0
    return said.decode()


CANARIES = [*FREE.values(), REASON, SURVEY, CONCERN, *PLACES.values(), "Quillamentor", "Brindlementee"]


def _found(place: bytes) -> list[str]:
    """Which canaries sing in a place, also in the dress of base64."""
    plain = [base64.b64decode(run) for run in re.findall(rb"(?:[A-Za-z0-9+/]{4}){6,}={0,2}", place)]
    everything = b"\n".join([place, *plain]).lower()
    return [canary for canary in CANARIES if canary.lower().encode() in everything]


def test_the_canaries_were_there_to_be_found(lived: Lived) -> None:
    """Every word was taken in, and in letters to those it was meant for: otherwise the rest proves nothing."""
    kept = b"".join(_kept(lived.whole, key) for key in _keys(lived.whole))
    assert {*FREE.values(), CONCERN} <= set(_found(kept))
    assert REASON not in _found(kept), "why somebody leaves is forgotten as soon as that they do is noted"
    came = b"".join(path.read_bytes() for path in lived.whole.folder.mail.glob("**/*.eml"))
    assert REASON in _found(came)
    assert all("RelationshipClosed" in town.story() for town in lived.towns.values())
    assert len(lived.histories) == 3 and all(len(history) > 1000 for history in lived.histories.values())


def test_temporal_knows_no_word_name_or_address(lived: Lived) -> None:
    for name, history in lived.histories.items():
        assert _found(history.encode()) == [], name
    assert _found(lived.listed.encode()) == []
    for file in (lived.path / "temporal").iterdir():
        assert _found(file.read_bytes()) == [], file.name


def test_the_log_knows_no_word_name_or_address(lived: Lived) -> None:
    assert len(lived.log) > 10_000
    assert _found(lived.log.encode()) == []


SHAPES = re.compile(
    r"""
    [0-9a-f]{8} | [0-9a-f]{16} | [0-9a-f]{24} | [0-9a-f]{64}                # a lane, a relationship, a letter, a mail
    | start-[0-9a-f]{16} | refused/[0-9a-f]{24}                             # causes
    | (time/)?\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(\+00:00|Z)(/\d+)?      # a moment, as a cause with a count
    | (waiting\ for:\ )?([a-z -]+\ on\ \d{4}-\d\d-\d\d)?                     # what is expected, and when
    | post\ a\ letter:\ [a-z ]+ | [a-z ]+:\ decide\ what\ follows | watch\ the\ mailbox | Takes\ mail\ in
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
        for value in _leaves(_payloads(json.loads(history))):
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
        assert re.fullmatch(r"relationship-[0-9a-f]{16}|mailbox-peerpost", workflow)
        assert set(re.findall(r'"signalName": "([^"]*)"', history)) <= {"reply"}
        assert set(re.findall(r'"identity": "([^"]*)"', history)) <= {"peerpost-worker", "history-service"}
    types = set(re.findall(r'"activityType":\s*{\s*"name": "([^"]*)"', "".join(lived.histories.values())))
    assert types == {"advance", "post", "watch"}


async def test_the_partner_and_the_organiser_read_only_what_they_were_promised(lived: Lived) -> None:
    for name, town in lived.towns.items():
        to = town.rehearsal.addresses
        for role, other in ((MENTOR, MENTEE), (MENTEE, MENTOR)):
            text = await _mailbox(lived.whole, to[role])
            assert not {FREE[other], REASON, SURVEY} & set(_found(text)), (name, role)
        organiser = set(_found(await _mailbox(lived.whole, to[ORGANISER])))
        # The names of the pair are the organiser's own; RED's form goes to its office whole.
        allowed = {"Quillamentor", "Brindlementee"} | ({CONCERN} if name == "red" else set())
        assert organiser <= allowed, name


async def _mailbox(whole: Whole, address: str) -> bytes:
    """The text of all mails somebody got, without what the post office wrote on the envelope."""
    found = []
    for mail in await mails(whole, address):
        parts = [part.get_content() for part in mail.walk() if part.get_content_maintype() == "text"]
        found.append("\n".join([str(mail["Subject"]), str(mail["From"]), *parts]))
    assert found
    return "\n".join(found).encode()


def _kept(whole: Whole, key: str) -> bytes:
    with contextlib.suppress(Unreadable):
        return whole.house.inbox.raw(key)[0]
    return b""


def _keys(whole: Whole) -> list[str]:
    with whole.house.engine.connect() as connection:
        return list(connection.scalars(select(inbox.c.key).where(inbox.c.sealed.is_not(None))))


def _payloads(node: object) -> Iterator[object]:
    """Every decoded payload of a history: those of one field look the same wherever they are."""
    if isinstance(node, dict):
        if isinstance(node.get("data"), str) and "metadata" in node:
            yield json.loads(base64.b64decode(node["data"]))
        for value in node.values():
            yield from _payloads(value)
    elif isinstance(node, list):
        for value in node:
            yield from _payloads(value)


def _leaves(nodes: Iterator[object]) -> Iterator[object]:
    for node in nodes:
        if isinstance(node, dict):
            yield from _leaves(iter(node.values()))
        elif isinstance(node, list):
            yield from _leaves(iter(node))
        else:
            yield node
