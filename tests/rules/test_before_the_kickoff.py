"""Before the kick-off nobody is written to unasked; an end, a concern and a question do not wait for it."""

import pytest

from mentoring.answers import AskHelp, AskStatus, FewerMails, Unclear
from mentoring.commands import Command
from mentoring.concerns import RaiseConcern
from mentoring.confirmations import Confirm, Doubt, FromElsewhere
from mentoring.deadlines import owed
from mentoring.ending import End, Undo
from mentoring.events import (
    AddressLearned,
    ConcernRaised,
    ConfirmationAnswered,
    EndAsked,
    EndUndone,
    KickedOff,
    RelationshipEnded,
)
from mentoring.letters import NOTHING_ASKED
from mentoring.meetings import ReportMeeting
from mentoring.organising import CloseRelationship, Note
from mentoring.pause import AbsenceKind, Pause
from mentoring.renewal import AnswerRenewal
from tests.spec import IMG, Life, day, given, lives

EVE, LATER = day(-1, 13), day(-1, 14)


def before(*commands: Command) -> Life:
    """The life of a pair on the eve of its kick-off, these things said."""
    return lives(IMG, *((EVE, command) for command in commands), until=EVE)


def test_an_end_said_together_with_a_concern_is_an_end_and_a_concern() -> None:
    """XC-03, XC-04."""
    life = before(End("mira"), RaiseConcern("mira"))
    assert life.happened(EndAsked)
    assert life.happened(ConcernRaised)
    assert {"end_pending", "concern_answer", "concern_pending"} == {sent.name for sent in life.sent}
    assert lives(IMG, (EVE, End("mira")), (EVE, RaiseConcern("mira"))).happened(RelationshipEnded)


def test_a_concern_alone_is_heard_and_the_kickoff_comes_on_its_day() -> None:
    """XC-04."""
    life = lives(IMG, (EVE, RaiseConcern("mira")), until=0)
    assert [(sent.name, sent.to) for sent in life.sent[:2]] == [
        ("concern_answer", "mira"),
        ("concern_pending", "concerns"),
    ]
    assert [event.at for event in life.happened(KickedOff)] == [day(0, 9)]
    assert life.pair.concerns["mira"].raised == EVE, "it is remembered after the kick-off"


def test_a_concern_is_told_once_whether_or_not_somebody_has_asked_to_end() -> None:
    for said in ((RaiseConcern("mira"),), (End("ada"), RaiseConcern("mira"))):
        given(before(*said)).when(RaiseConcern("mira"), at=LATER).then_letters(("concern_noted", "mira"))


@pytest.mark.parametrize("so_far", [(), (End("mira"),), (End("ada"),)])
@pytest.mark.parametrize(("asked", "letter"), [(AskHelp("mira"), "help"), (AskStatus("mira"), "status")])
def test_help_and_status_are_answered_and_say_the_same_whoever_has_asked_to_end(
    so_far: tuple[Command, ...], asked: Command, letter: str
) -> None:
    """XC-03: what `end_pending` offers is there; and no answer tells that the other wants to leave."""
    (told,) = given(before(*so_far)).when(asked, at=LATER).letters()
    (plain,) = given(before()).when(asked, at=LATER).letters()
    assert (told.name, told.to, told.facts) == (letter, "mira", plain.facts)
    assert told.facts["owed"] == ()


def test_the_same_question_is_not_answered_twice_within_the_hour() -> None:
    given(before(AskHelp("mira"))).when(AskHelp("mira"), at=EVE).then_nothing()


def test_whoever_asked_may_take_it_back_and_an_undo_tells_nobody_of_anothers_end() -> None:
    assert given(before(End("mira"))).when(Undo("mira"), at=LATER).kinds() == ["EndUndone"]
    given(before()).when(Undo("mira"), at=LATER).then_nothing()
    given(before(End("ada"))).when(Undo("mira"), at=LATER).then_nothing()


@pytest.mark.parametrize(
    "command",
    [
        FewerMails("mira"),
        ReportMeeting("mira", True, None),
        Pause("mira", AbsenceKind.AWAY, None, None),
        Unclear("mira", NOTHING_ASKED),
        Note("pair"),
        Doubt("mira", AnswerRenewal("mira", True, "m")),
        End("mallory"),
        RaiseConcern("mallory"),
    ],
)
@pytest.mark.parametrize("so_far", [(), (End("mira"),), (RaiseConcern("ada"),)])
def test_nothing_else_is_taken(so_far: tuple[Command, ...], command: Command) -> None:
    given(before(*so_far)).when(command, at=LATER).then_nothing()


def test_the_organisers_close_waits_for_a_yes_and_ends_it() -> None:
    """XC-03: a CLOSE is asked once more, whenever it comes."""
    asked = before(Doubt("organiser", CloseRelationship("pair")))
    assert [(sent.name, sent.to) for sent in asked.sent] == [("confirm_act", "organiser")]
    life = lives(IMG, (EVE, Doubt("organiser", CloseRelationship("pair"))), (LATER, Confirm("organiser", 1, True)))
    assert life.happened(RelationshipEnded)
    assert not life.happened(KickedOff)


def test_a_close_confirmed_after_the_kickoff_ends_what_had_begun() -> None:
    life = lives(IMG, (EVE, Doubt("organiser", CloseRelationship("pair"))), (1, Confirm("organiser", 1, True)), until=2)
    assert life.happened(KickedOff)
    assert life.happened(EndAsked)


def test_a_no_and_an_undo_leave_all_as_it_was() -> None:
    close = Doubt("organiser", CloseRelationship("pair"))
    life = lives(IMG, (EVE, close), (EVE, Confirm("organiser", 1, False)), (EVE, End("ada")), (LATER, Undo("ada")))
    assert life.happened(EndUndone)
    assert life.happened(KickedOff)
    assert len(life.letters("kickoff")) == 2


def test_an_undo_from_another_address_waits_for_a_yes() -> None:
    elsewhere = FromElsewhere("mira", "mail-1")
    life = before(End("mira"), Doubt("mira", elsewhere))
    given(life).when(Confirm("mira", 1, True), at=LATER).then(
        ConfirmationAnswered(LATER, "mira", 1, True), AddressLearned(LATER, "mira", "mail-1")
    )


def test_nothing_is_owed_before_the_kickoff() -> None:
    assert owed(before(RaiseConcern("mira")).state) == ()
