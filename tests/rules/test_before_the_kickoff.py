"""Before the kick-off nobody is written to unasked, and whoever writes is heard: what can be done then is done."""

from datetime import date, timedelta

import pytest

from mentoring.answers import Acknowledge, AskHelp, AskStatus, FewerMails, Unclear
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
    Joined,
    KickedOff,
    MeetingReported,
    RelationshipEnded,
    RenewalAnswered,
)
from mentoring.letters import NOTHING_ASKED, Ask, Question
from mentoring.meetings import ProposeMeeting, ReportMeeting
from mentoring.moving import ChangeAddress, ConfirmAddress, UndoAddress
from mentoring.organising import CloseRelationship
from mentoring.pause import AbsenceKind, Pause, Resume
from mentoring.renewal import AnswerRenewal
from mentoring.rights import AskForData, ConfirmForgetting, ForgetMe
from tests.spec import IMG, KICKOFF, Life, day, given, lives

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
    plain, others = (given(before(*so_far)).when(Undo("mira"), at=LATER) for so_far in ((), (End("ada"),)))
    assert plain.events == others.events and plain.kinds() == ["Declined"]
    assert plain.letters() == others.letters()


AWAY = Pause("mira", AbsenceKind.AWAY, date(2026, 1, 20), date(2026, 2, 10))
SO_FAR = pytest.mark.parametrize("so_far", [(), (End("ada"),), (RaiseConcern("ada"),)])


@SO_FAR
@pytest.mark.parametrize(
    ("command", "letters"),
    [
        (AWAY, "paused"),
        (Pause("mira", AbsenceKind.AWAY, None, None), "cannot_do"),
        (Resume("mira"), "cannot_do"),
        (FewerMails("mira"), "nudges_stopped"),
        (Acknowledge("mira", Question(Ask.KICKOFF)), "status"),
        (Doubt("mira", AskForData("mira")), "data_asked"),
        (AskForData("mira"), "data_export"),
        (ForgetMe("mira"), "forget_asked"),
        (Doubt("mira", ChangeAddress("mira", "mail-1")), "confirm_act"),
        (ChangeAddress("mira", "mail-1"), "address_check address_asked"),
    ],
    ids=lambda value: value if isinstance(value, str) else type(value).__name__,
)
def test_what_can_be_done_before_it_is_done_and_answered_to_the_writer_alone(
    so_far: tuple[Command, ...], command: Command, letters: str
) -> None:
    """`A-05`; and another's END shows in none of it (`XC-03`)."""
    when = given(before(*so_far)).when(command, at=LATER)
    when.then_letters(*((letter, "mira") for letter in letters.split()))
    assert when.events == given(before()).when(command, at=LATER).events


@SO_FAR
@pytest.mark.parametrize(
    "command",
    [
        Unclear("mira", NOTHING_ASKED),
        ReportMeeting("mira", True, None),
        ProposeMeeting("mira", date(2026, 2, 3)),
        AnswerRenewal("mira", False, "m"),
        Doubt("mira", AnswerRenewal("mira", True, "m")),
    ],
)
def test_what_belongs_to_the_time_after_it_is_asked_back_twice_and_then_a_human_knows(
    so_far: tuple[Command, ...], command: Command
) -> None:
    """`A-05`: nothing is done, and nothing is lost."""
    life = before(*so_far, command, command)
    told = [sent for sent in life.sent if sent.name in ("ask_back", "human_needed")]
    assert [(sent.name, sent.to) for sent in told] == [
        ("ask_back", "mira"), ("ask_back", "mira"), ("human_needed", "organiser"),
    ]  # fmt: skip
    assert {sent.letter.facts["begins"] for sent in told[:2]} == {KICKOFF}
    assert not life.happened(MeetingReported) and not life.happened(RenewalAnswered)


@pytest.mark.parametrize("command", [End("mallory"), RaiseConcern("mallory"), FewerMails("mallory")])
def test_a_stranger_is_not_heard_then_either(command: Command) -> None:
    given(before()).when(command, at=LATER).then_nothing()


def test_an_absence_over_the_kickoff_holds_what_is_due_in_it_and_all_are_told_of_it() -> None:
    life = lives(IMG, (EVE, AWAY), until=60)
    assert [sent.to for sent in life.letters("paused")] == ["mira"], "the other has not heard from us yet"
    assert life.days("kickoff") == [KICKOFF]
    (told,) = {sent.letter.facts["paused_until"] for sent in life.letters("kickoff")}
    assert told == date(2026, 2, 10)
    assert sorted({sent.on for sent in life.sent if sent.on > KICKOFF})[0] == date(2026, 2, 10)
    assert len(life.letters("resumed")) == 2
    assert life.pair.term_ends == lives(IMG, until=1).pair.term_ends + timedelta(days=15)


def test_an_absence_that_is_over_by_then_changes_nothing() -> None:
    gone = Pause("mira", AbsenceKind.AWAY, date(2026, 1, 20), date(2026, 1, 25))
    early = lives(IMG, (date(2026, 1, 20), gone), until=60, kickoff=KICKOFF)
    assert [sent for sent in early.sent if sent.on >= KICKOFF] == lives(IMG, until=60).sent


def test_an_absence_may_be_taken_back() -> None:
    life = lives(IMG, (EVE, AWAY), (LATER, Resume("mira")), until=1)
    assert [(sent.name, sent.to) for sent in life.sent[:2]] == [("paused", "mira"), ("resumed", "mira")]
    assert "paused_until" not in life.letters("kickoff")[0].letter.facts


def test_to_be_forgotten_ends_it_before_it_begins() -> None:
    """T26."""
    life = lives(IMG, (EVE, ForgetMe("mira")), (LATER, ConfirmForgetting("mira", True)), until=60)
    assert life.happened(EndAsked) and not life.happened(KickedOff)
    assert [sent.name for sent in life.letters(to="mira")] == ["forget_asked", "end_pending", "ended"]


def test_another_address_is_confirmed_before_it() -> None:
    life = before(ChangeAddress("mira", "m"), ConfirmAddress("mira", "m", True), UndoAddress("mira", "m"))
    asked, changed = ["address_check", "address_asked"], ["address_changed", "address_noted"]
    assert [sent.name for sent in life.sent] == [*asked, *changed, "address_undone"]


def test_whoever_says_again_and_again_that_they_are_in_is_answered_once_an_hour() -> None:
    joins = Acknowledge("mira", Question(Ask.KICKOFF))
    assert [sent.name for sent in before(joins, joins, joins).sent] == ["status"]
    assert len(before(joins, joins).happened(Joined)) == 2


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
