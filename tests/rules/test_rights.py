"""What a member may ask about what we hold of them (T26): to get it, and to be forgotten."""

from datetime import timedelta

import pytest

from mentoring.answers import AskHelp, AskStatus, AskWhich, Unclear
from mentoring.commands import Command, PassTime
from mentoring.concerns import RaiseConcern
from mentoring.confirmations import Confirm, ConfirmationAsked, Doubt
from mentoring.ending import Active, End, EndAsked, EndUndone, Leaving, Undo
from mentoring.letters import LEAVERS, NOTHING_ASKED, PRIVATE
from mentoring.moving import ChangeAddress
from mentoring.picture import stage
from mentoring.relationship import is_over, next_deadline
from mentoring.rights import (
    AskForData,
    ConfirmForgetting,
    DataAsked,
    ForgetMe,
    ForgettingAnswered,
    ForgettingAsked,
)
from mentoring.words import Attribution
from tests.spec import IMG, Life, Step, day, given, lives

SURE: tuple[Step, ...] = ((5, ForgetMe("mira")), (5.1, ConfirmForgetting("mira", True)))


def _kinds(life: Life) -> list[str]:
    return [type(event).__name__ for event in life.events]


def test_what_we_hold_is_sent_after_one_more_yes() -> None:
    """T26: by mail-back."""
    doubt = Doubt("mira", AskForData("mira"))
    asked = given(lives(IMG, until=5)).when(doubt, at=day(5))
    asked.then(ConfirmationAsked(day(5), "mira", 1, AskForData("mira")))
    (letter,) = asked.letters()
    assert (letter.name, letter.to, letter.question.about) == ("data_asked", "mira", "data/1")
    sent = given(lives(IMG, (5, doubt), until=5)).when(Confirm("mira", 1, True), at=day(5.1))
    assert sent.events[-1] == DataAsked(day(5.1), "mira")
    assert [letter.name for letter in sent.letters()] == ["data_export"]


def test_what_we_hold_may_be_asked_for_until_all_is_closed() -> None:
    life = lives(IMG, (4, End("ada")), (20, Doubt("mira", AskForData("mira"))), until=20)
    given(life).when(Confirm("mira", 1, True), at=day(20.1)).then_letters(("data_export", "mira"))


def test_a_yes_or_a_wish_of_another_member_counts_for_nobody_else() -> None:
    life = lives(IMG, (5, ForgetMe("mira")), (5, Doubt("mira", AskForData("mira"))), until=5.2)
    given(life).when(ConfirmForgetting("ada", True), at=day(5.3)).then_nothing()
    assert "DataAsked" not in given(life).when(Confirm("ada", 1, True), at=day(5.3)).kinds()


def test_being_forgotten_is_asked_back_once_a_day_and_nothing_ends_meanwhile() -> None:
    asked = given(lives(IMG, until=5)).when(ForgetMe("mira"), at=day(5))
    asked.then(ForgettingAsked(day(5), Attribution("mira")))
    asked.then_letters(("forget_asked", "mira"))
    life = lives(IMG, (5, ForgetMe("mira")), until=5.1)
    assert isinstance(life.pair.life, Active)
    given(life).when(ForgetMe("mira"), at=day(5.2)).then_nothing()
    assert given(life).when(ForgetMe("mira"), at=day(7)).kinds() == ["ForgettingAsked"]


def test_a_yes_ends_it_by_the_path_of_every_end() -> None:
    """XC-03: the same events, the same slot, the same letters to the others; one letter tells its writer both."""
    ended, forgotten = lives(IMG, (5.1, End("mira"))), lives(IMG, *SURE)
    others = [(sent.at, sent.letter) for sent in ended.sent if sent.to != "mira"]
    assert others == [(sent.at, sent.letter) for sent in forgotten.sent if sent.to != "mira"]
    own = [sent.name for sent in forgotten.sent if sent.to == "mira" and sent.at >= day(5)]
    assert own[:2] == ["forget_asked", "end_pending"]
    (pending,) = forgotten.letters("end_pending")
    assert pending.letter.facts["forget"] is True


def test_a_no_is_thanked_for_and_changes_nothing() -> None:
    life = lives(IMG, (5, ForgetMe("mira")), until=5.1)
    refused = given(life).when(ConfirmForgetting("mira", False), at=day(5.1))
    refused.then(ForgettingAnswered(day(5.1), Attribution("mira"), False))
    refused.then_letters(("not_done", "mira"))


def test_a_second_yes_a_late_one_and_one_to_no_question_are_nothing() -> None:
    again = ConfirmForgetting("mira", True)
    given(lives(IMG, *SURE, until=5.2)).when(again, at=day(5.2)).then_nothing()
    given(lives(IMG, (5, ForgetMe("mira")), until=20)).when(again, at=day(20)).then_nothing()
    given(lives(IMG, until=5)).when(again, at=day(5)).then_nothing()


def test_whoever_takes_the_end_back_stays_known() -> None:
    life = lives(IMG, *SURE, until=5.2)
    assert life.pair.rights.forgetting == {"mira"}
    life.does(Undo("mira"))
    assert isinstance(life.events[-1], EndUndone)
    assert life.pair.rights.forgetting == frozenset() and isinstance(life.pair.life, Active)


def test_whoever_had_asked_for_the_end_before_is_told_in_a_letter_of_its_own() -> None:
    life = lives(IMG, (5, End("mira")), (5.1, ForgetMe("mira")), until=5.2)
    assert isinstance(life.pair.life, Leaving)
    sure = given(life).when(ConfirmForgetting("mira", True), at=day(5.2))
    sure.then(ForgettingAnswered(day(5.2), Attribution("mira"), True))
    sure.then_letters(("forget_noted", "mira"))


def test_after_the_end_one_may_still_ask_to_be_forgotten() -> None:
    life = lives(IMG, (4, End("ada")), (20, ForgetMe("mira")), until=20.1)
    given(life).when(ConfirmForgetting("mira", True), at=day(20.1)).then_letters(("forget_noted", "mira"))


def test_nobody_else_can_tell_who_wants_to_be_forgotten() -> None:
    """T22: the events tell it under the key of who asked alone; the letters have no name and no lane."""
    assert {"forget_asked", "forget_noted", "end_pending"} <= LEAVERS <= PRIVATE
    for event in lives(IMG, *SURE).events:
        if isinstance(event, ForgettingAsked | ForgettingAnswered | EndAsked):
            assert not hasattr(event, "member")


def test_a_question_that_is_left_alone_changes_nothing() -> None:
    silent, asked = lives(IMG, until=60), lives(IMG, (5, ForgetMe("mira")), until=60)
    assert [kind for kind in _kinds(asked) if kind != "ForgettingAsked"] == _kinds(silent)
    assert asked.now - silent.now == timedelta(0)


CLOSED = 60


def _closed() -> Life:
    life = lives(IMG, (4, End("ada")), until=CLOSED)
    assert is_over(life.state)
    return life


def test_after_the_close_what_is_held_can_still_be_asked_for() -> None:
    """T26: until it is destroyed; and it stays closed."""
    life = _closed()
    assert [type(each) for each in life.does(Doubt("mira", AskForData("mira")))] == [ConfirmationAsked]
    assert [type(each).__name__ for each in life.does(Confirm("mira", 1, True))] == [
        "ConfirmationAnswered",
        "DataAsked",
    ]
    assert [sent.name for sent in life.sent[-2:]] == ["data_asked", "data_export"]
    assert all(sent.letter.facts["over"] for sent in life.sent[-2:]), "their reader takes part in nothing any more"
    assert is_over(life.state) and next_deadline(life.state) is None and stage(life.state) == "closed"


def test_after_the_close_one_may_ask_to_be_forgotten() -> None:
    life = _closed()
    life.does(ForgetMe("mira"))
    life.does(ConfirmForgetting("mira", True))
    assert [sent.name for sent in life.sent[-2:]] == ["forget_asked", "forget_noted"]
    assert life.pair.rights.forgetting == {"mira"} and is_over(life.state)


@pytest.mark.parametrize(
    "command",
    [
        End("mira"), AskHelp("mira"), AskStatus("mira"), RaiseConcern("mira"), Unclear("mira", NOTHING_ASKED),
        Confirm("mira", 7, True), Doubt("mira", RaiseConcern("mira")), ChangeAddress("mira", "m"), PassTime(),
        ForgetMe("mallory"), ConfirmForgetting("mira", True), AskWhich("mira", ("one", "two")),
    ],
    ids=lambda command: type(command).__name__,
)  # fmt: skip
def test_after_the_close_nothing_else_is_heard(command: Command) -> None:
    """`XC-09`."""
    given(_closed()).when(command, at=day(CLOSED)).then_nothing()
