"""T22, I14: a classifier that sees all others can see does not find out who ended it.

Operators (with every plain column and all that Temporal is told, but no key) and the organiser are asked "mentor or
mentee?"; a member who did not ask is asked "the other, or the organiser?", for that they do not know.  What nobody
asked for is not among the answers: a term that is complete is known to both beforehand (`docs/decisions`).

Hours of writing are drawn alike for all: that somebody always writes at night is known to who watches the mail server,
and out of our reach.  Each guard has a test below that takes it away and finds the classifier right.
"""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any

import pytest

from mentoring import ending, letterbook, letters
from mentoring import events as e
from mentoring.answers import AskStatus
from mentoring.commands import Command
from mentoring.confirmations import Confirm, Doubt
from mentoring.ending import End
from mentoring.letters import ORGANISER
from mentoring.meetings import ProposeMeeting, ReportMeeting
from mentoring.organising import CloseRelationship
from store import journal, outbox, sealing
from tests.faults.classifier import Case, accuracy
from tests.faults.endings import endings
from tests.faults.watched import seen_by_operators
from tests.spec import IMG, Life, Step, answers, day, lives
from tests.store.opened import Store, open_store

# A thousand lives take a busy machine some minutes.
pytestmark = pytest.mark.timeout(900)

MANY, FEW, SEED = 1000, 60, 22
AT_MOST, SURELY = 0.55, 0.7


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(f"sqlite:///{tmp_path}/peerpost.db", tmp_path / "keys" / "keys.json")


def told_by_operators(store: Store, number: int) -> tuple[float, float, str]:
    lived = list(endings(store, number, SEED))
    return accuracy(
        [seen_by_operators(store, each) for each in lived], [each.role_of(each.who) == "mentor" for each in lived]
    )


def test_operators_cannot_tell_whether_the_mentor_or_the_mentee_ended_it(store: Store) -> None:
    question, regression, what = told_by_operators(store, MANY)
    assert question <= AT_MOST and regression <= AT_MOST, (question, regression, what)


def _without_sizes(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(sealing, "MAIL_STEP", 1)


def _with_keys_to_guess(patch: pytest.MonkeyPatch) -> None:
    def guessed(_: object, stream: str, cause: str, letter: Any, position: int) -> str:
        return sha256(f"{stream}|{cause}|{letter.name}|{letter.to}|{position}".encode()).hexdigest()[:24]

    patch.setattr(journal.Journal, "_letter_key", guessed)


def _with_letters_named_in_their_order(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(letterbook, "_is_private", lambda *_: False)


def _with_readers_in_the_columns(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(letters.Letter, "tells_who_asked", False)
    for module in (journal, sealing):
        patch.setattr(module, "seal_whole", lambda message, _: {"sealed": json.dumps(message)})
    for module in (journal, outbox):
        patch.setattr(module, "open_whole", lambda data, _: json.loads(data["sealed"]))


GUARDS = (_without_sizes, _with_keys_to_guess, _with_letters_named_in_their_order, _with_readers_in_the_columns)


@pytest.mark.parametrize("without_it", GUARDS)
def test_without_a_guard_operators_could_tell(
    store: Store, without_it: Callable[[pytest.MonkeyPatch], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    without_it(monkeypatch)
    question, regression, what = told_by_operators(store, FEW)
    assert max(question, regression) >= SURELY, what


def drawn(lots: Random, who: str) -> Life:
    """A life that `who` ends, with this and that before it and in the grace, lived through to its end."""
    asked = day(2) + lots.randint(0, 90 * 24 * 60) * timedelta(minutes=1)
    meanwhile = (asked + lots.random() * timedelta(days=1) for _ in range(lots.choice((0, 0, 1, 2))))
    before = (day(1) + lots.random() * (asked - day(1)) for _ in range(lots.randint(1, 4)))
    steps: list[Step] = [(at, _anything(lots, at)) for at in (*before, *meanwhile)]
    if who == ORGANISER:
        close = CloseRelationship("agreement")
        steps += [(asked, Doubt(ORGANISER, close)), (asked, Confirm(ORGANISER, 1, True))]
    else:
        steps.append((asked, End(who)))
    return lives(IMG, *sorted(steps, key=lambda step: str(step[0])))


def _anything(lots: Random, at: datetime) -> Command:
    member = lots.choice(("ada", "mira"))
    proposal = ProposeMeeting(member, (at + timedelta(days=4)).date())
    return lots.choice(
        (AskStatus(member), ReportMeeting(member, True, at.date()), proposal, answers(IMG, "agreement", member))
    )


def seen_by(reader: str, life: Life) -> Case:
    """The letters somebody got, from the last one back: name, words, and when they came."""
    end = life.happened(e.RelationshipEnded)[0].at
    features: dict[str, float] = {}
    theirs = [each for each in life.sent if each.to == reader and each.at <= end]
    for back, sent in enumerate(reversed(theirs), start=1):
        features[f"[-{back}] {sent.name} {sorted(sent.letter.facts)}"] = 1.0
        features[f"[-{back}] hours"] = (end - sent.at).total_seconds() / 3600
        features[f"[-{back}] at {sent.at:%H:%M}"] = 1.0
        features[f"{sent.name}, in all"] = features.get(f"{sent.name}, in all", 0.0) + 1
    return features


def told_by_partner(number: int) -> tuple[float, float, str]:
    lots, cases, truth = Random(SEED), [], []
    for _ in range(number):
        partner, other = lots.sample(("ada", "mira"), 2)
        who = lots.choice((other, ORGANISER))
        cases.append(seen_by(partner, drawn(lots, who)))
        truth.append(who == ORGANISER)
    return accuracy(cases, truth)


def test_a_member_cannot_tell_whether_the_other_or_the_organiser_ended_it() -> None:
    question, regression, what = told_by_partner(MANY)
    assert question <= AT_MOST and regression <= AT_MOST, (question, regression, what)


def test_a_close_at_once_could_be_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Letters at the hour of the request say that it was no member's."""
    by_members = ending.ask

    def at_once(relationship: Any, by: str, now: datetime) -> tuple[e.Event, ...]:
        if by != ORGANISER:
            return by_members(relationship, by, now)
        return (ending.ended(relationship, now, completed=False),)

    monkeypatch.setattr(ending, "ask", at_once)
    assert told_by_partner(FEW)[0] >= SURELY


def test_the_organiser_cannot_tell_whether_the_mentor_or_the_mentee_ended_it() -> None:
    lots = Random(SEED)
    who = [lots.choice(("ada", "mira")) for _ in range(MANY)]
    cases = [seen_by(ORGANISER, drawn(lots, each)) for each in who]
    question, regression, what = accuracy(cases, [each == "ada" for each in who])
    assert question <= AT_MOST and regression <= AT_MOST, (question, regression, what)
