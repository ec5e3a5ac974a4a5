"""T22: whatever a member writes in the grace of the other's END, they get the letters they would get without it."""

from datetime import datetime, timedelta
from random import Random

import pytest

from mentoring.answers import AskHelp, AskStatus, FewerMails, Unclear
from mentoring.commands import Command
from mentoring.concerns import RaiseConcern
from mentoring.confirmations import Doubt, FromElsewhere
from mentoring.documents import Sign, WantChanges
from mentoring.ending import Active, End, Undo
from mentoring.letterbook import letters_for
from mentoring.letters import NOTHING_ASKED, ORGANISER, Letter
from mentoring.meetings import AgreeMeeting, CancelMeeting, ProposeMeeting, ReportContact, ReportMeeting
from mentoring.moving import ChangeAddress
from mentoring.organising import CloseRelationship, Extend, Note
from mentoring.pause import AbsenceKind, OfferPause, Pause, Resume
from mentoring.programme import Programme
from mentoring.reaching import ReportBounce
from mentoring.relationship import decide, evolve
from mentoring.renewal import AnswerRenewal
from mentoring.rights import AskForData, ForgetMe
from mentoring.state import State
from tests.spec import IMG, RED, Life, Step, agreed, answers, day, lives, met

OTHER = {"ada": "mira", "mira": "ada"}
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def _anything(of: Programme, member: str, at: datetime) -> list[Command]:
    today = at.date()
    forms = [form for each in of.documents for form in _forms(of, each.key, member)]
    return [
        AskHelp(member), AskStatus(member), FewerMails(member), ReportMeeting(member, True, today),
        ReportMeeting(member, False), ProposeMeeting(member, today + 4 * DAY), AgreeMeeting(member, 0),
        CancelMeeting(member, 0), ReportContact(member, today), AnswerRenewal(member, True, "mail"),
        Pause(member, AbsenceKind.AWAY, today + DAY, today + 5 * DAY), Resume(member), *forms,
    ]  # fmt: skip


def _forms(of: Programme, document: str, member: str) -> list[Command]:
    given = answers(of, document, member)
    return [*([given] if given.answers else []), Sign(member, document, 1, "mail"), WantChanges(member, document)]


def _asides(member: str, at: datetime) -> list[Command]:
    return [
        AnswerRenewal(member, False, "mail"), Undo(member), RaiseConcern(member), ForgetMe(member), End(member),
        AskForData(member), Unclear(member, NOTHING_ASKED), OfferPause(member, at.date() + 3 * DAY),
        ChangeAddress(member, "mail"),
    ]  # fmt: skip


def _drawn(of: Programme, lots: Random) -> tuple[datetime, list[Step]]:
    """When somebody asks for the end, and what was done before."""
    asked = day(4, of=of) + lots.randint(0, 150 * 24 * 60) * MINUTE
    steps: list[Step] = [*agreed(of, lots.choice((1, 2, 3)))] if lots.random() < 0.7 else []
    for at in sorted(day(3, 13, of) + lots.random() * (asked - day(3, 13, of)) for _ in range(lots.randint(0, 5))):
        steps.append((at, lots.choice(_anything(of, lots.choice(("ada", "mira")), at))))
    return asked, steps


def _letters(state: State, command: Command, at: datetime, to: str) -> list[Letter]:
    found: list[Letter] = []
    for event in decide(state, command, at):
        before, state = state, evolve(state, event)
        found += [letter for letter in letters_for(event, before, state) if letter.to == to]
    return found


@pytest.mark.parametrize("of", [IMG, RED], ids=["img", "red"])
def test_nothing_that_somebody_writes_is_answered_otherwise_because_the_other_leaves(of: Programme) -> None:
    tried = 0
    for seed in range(12):
        asked, steps = _drawn(of, Random(seed))
        alone = lives(of, *steps, until=asked)
        if not isinstance(alone.pair.life, Active):
            continue
        for leaver, stays in OTHER.items():
            left = lives(of, *steps, (asked, End(leaver)), until=asked)
            for command in (*_anything(of, stays, asked), *_asides(stays, asked)):
                at = asked + 5 * MINUTE
                assert _letters(left.state, command, at, stays) == _letters(alone.state, command, at, stays), command
                tried += 1
    assert tried > 300


@pytest.mark.parametrize("leaver", ["ada", "mira"])
@pytest.mark.parametrize("of", [IMG, RED], ids=["img", "red"])
def test_the_organiser_is_answered_as_if_nobody_left_and_hears_the_same_whoever_does(
    of: Programme, leaver: str
) -> None:
    for seed in range(6):
        asked, steps = _drawn(of, Random(seed))
        alone, left = lives(of, *steps, until=asked), lives(of, *steps, (asked, End(leaver)), until=asked)
        if not isinstance(alone.pair.life, Active):
            continue
        for command in _of_the_organiser():
            assert _letters(left.state, command, asked, ORGANISER) == _letters(alone.state, command, asked, ORGANISER)
        after = [
            [(each.at, each.letter) for each in lives(of, *steps, (asked, End(who))).sent if each.at > asked]
            for who in OTHER
        ]
        assert after[0] == after[1]


def _of_the_organiser() -> list[Command]:
    asks: list[Command] = [AskHelp(ORGANISER), AskStatus(ORGANISER), Note("agreement"), CloseRelationship("agreement")]
    more: list[Command] = [
        Extend(key, 14, to) for key in ("agreement", "plan", "first-meeting", "renewal/1") for to in (True, False)
    ]
    about: list[Command] = [each for member in OTHER for each in (ReportBounce(member, True), RaiseConcern(member))]
    return [*asks, *more, *about]


@pytest.mark.parametrize(
    "said",
    [
        Unclear("mira", NOTHING_ASKED), Doubt("mira", FromElsewhere("mira", "mail")),
        Doubt("mira", Sign("mira", "agreement", 1, "mail")), Doubt("mira", AnswerRenewal("mira", False, "mail")),
    ],
)  # fmt: skip
def test_whoever_watches_is_not_told_who_is_asked_back(said: Command) -> None:
    """What follows the answer to it may be an END."""
    letters = _letters(lives(IMG, until=5).state, said, day(5), "mira")
    assert letters and all(letter.private for letter in letters)


def _plans(life: Life) -> list[tuple[str, datetime]]:
    return [(each.to, each.at) for each in life.letters("form") if each.letter.facts["document"] == "plan"]


def test_the_form_that_a_meeting_brings_comes_in_the_grace_too() -> None:
    """`RED-11`: who tells of the first meeting is asked for the plan, whoever has asked for the end."""
    told = ReportMeeting("mira", True, day(5, of=RED).date())
    for leaver in ("ada", "mira"):
        life = lives(RED, (day(5, 10, RED), End(leaver)), (day(5, 12, RED), told), until=day(5, 23, RED))
        assert _plans(life) == [("mira", day(5, 12, RED))]
        assert all(each.letter.private for each in life.letters("form") if each.at == day(5, 12, RED))


@pytest.mark.parametrize("teller", ["ada", "mira"])
def test_an_end_taken_back_brings_the_form_to_whoever_has_not_got_it_yet(teller: str) -> None:
    told = ReportMeeting(teller, True, day(5, of=RED).date())
    steps = ((day(5, 10, RED), End("ada")), (day(5, 12, RED), told), (day(5, 15, RED), Undo("ada")))
    life = lives(RED, *steps, until=day(6, 8, RED))
    assert _plans(life) == [("mira", day(5, 12 if teller == "mira" else 15, RED))]
    assert _plans(lives(RED, *met(5), until=6)) == [("mira", day(5, of=RED))]
