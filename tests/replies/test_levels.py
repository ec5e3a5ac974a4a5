"""What evidence each verb needs: the table, and what becomes of a verb that comes with less (`XC-08`)."""

from dataclasses import replace
from datetime import date
from typing import get_args

import pytest

from correspondence.arriving.reading import Intent, Statement
from correspondence.commands import NewAddress, Sender, commands_for
from correspondence.levels import LEVELS, Level, level_of
from mentoring import commands as c
from mentoring.confirmations import Weighty
from mentoring.letters import NOTHING_ASKED, ORGANISER, Ask, Question
from mentoring.pause import AbsenceKind

NOT_ASKED_FOR_BY_MAIL = {c.Start, c.PassTime, c.Doubt, c.ReportBounce, c.OfferPause, c.NoteReached, c.AskWhich}
SIGN = Question(Ask.AGREEMENT_SIGN, "agreement/1")
ESCALATION = Question(Ask.ORGANISER_ESCALATION, "agreement")


def _asks(
    intent: Intent,
    question: Question,
    vouched: bool,
    member: str = "mira",
    token: bool = True,
    named: NewAddress = NewAddress.NONE,
) -> str:
    sender = Sender(member, question, vouched, "mail", "Europe/London", date(2026, 3, 2), token, named)
    (command,) = commands_for((Statement(intent),), sender)
    return f"Doubt {type(command.act).__name__}" if isinstance(command, c.Doubt) else type(command).__name__


def test_every_verb_of_a_mail_has_its_level() -> None:
    assert set(LEVELS) == set(get_args(c.Command)) - NOT_ASKED_FOR_BY_MAIL


def test_whatever_needs_more_than_a_sender_can_wait_for_a_yes_and_nothing_else_does() -> None:
    assert {each for each, level in LEVELS.items() if level >= Level.VOUCHED} == {*get_args(Weighty), c.ForgetMe}


def test_a_verb_nobody_has_named_yet_needs_to_be_vouched_for() -> None:
    assert level_of(c.PassTime()) is Level.VOUCHED


@pytest.mark.parametrize(
    ("intent", "question", "verb"),
    [
        (Intent.AGREE, SIGN, "Sign"),
        (Intent.RENEW, Question(Ask.RENEWAL), "AnswerRenewal"),
        (Intent.FINISH, Question(Ask.RENEWAL), "AnswerRenewal"),
        (Intent.CONCERN, NOTHING_ASKED, "RaiseConcern"),
    ],
)
def test_a_weighty_word_of_a_member_is_done_when_vouched_for_and_asked_after_when_not(
    intent: Intent, question: Question, verb: str
) -> None:
    assert _asks(intent, question, vouched=True) == verb
    assert _asks(intent, question, vouched=False) == f"Doubt {verb}"


@pytest.mark.parametrize("intent", [Intent.HELP, Intent.STATUS, Intent.END, Intent.UNDO, Intent.RESUME])
def test_a_light_word_needs_no_more_than_the_sender(intent: Intent) -> None:
    assert not _asks(intent, NOTHING_ASKED, vouched=False).startswith("Doubt")


@pytest.mark.parametrize(
    ("intent", "verb"),
    [
        (Intent.ORGANISER_SNOOZE, "Extend"),
        (Intent.ORGANISER_EXTEND, "Extend"),
        (Intent.ORGANISER_NOTE, "Note"),
        (Intent.ORGANISER_REMATCH, "Note"),
    ],
)
def test_an_organisers_word_is_done_when_vouched_for_and_asked_after_when_not(intent: Intent, verb: str) -> None:
    """T21: an organiser is worth impersonating, so every verb of theirs is weighty."""
    assert _asks(intent, ESCALATION, vouched=True, member=ORGANISER) == verb
    assert _asks(intent, ESCALATION, vouched=False, member=ORGANISER) == f"Doubt {verb}"


@pytest.mark.parametrize("vouched", [True, False])
def test_closing_is_always_asked_after(vouched: bool) -> None:
    assert _asks(Intent.ORGANISER_CLOSE, ESCALATION, vouched, ORGANISER) == "Doubt CloseRelationship"


def test_an_unproven_concern_without_a_token_is_asked_after_and_lighter_words_are_told_how_to_answer() -> None:
    """T01: a name in From is no evidence, and a person in need still gets a letter that they can answer."""
    assert _asks(Intent.CONCERN, NOTHING_ASKED, vouched=False, token=False) == "Doubt RaiseConcern"
    assert _asks(Intent.END, NOTHING_ASKED, vouched=False, token=False) == "AskHelp"


@pytest.mark.parametrize("vouched", [True, False])
@pytest.mark.parametrize("token", [True, False])
@pytest.mark.parametrize("question", [NOTHING_ASKED, SIGN, Question(Ask.CONFIRM, "confirm/1")])
def test_what_we_hold_and_being_forgotten_are_always_asked_after(
    question: Question, token: bool, vouched: bool
) -> None:
    """T26: L2 and always one more letter to the address on file; ForgetMe brings its own."""
    assert _asks(Intent.MY_DATA, question, vouched, token=token) == "Doubt AskForData"
    assert _asks(Intent.FORGET_ME, question, vouched, token=token) == "ForgetMe"


def test_another_address_is_asked_for_by_whoever_is_vouched_for_and_named_once() -> None:
    """T15."""
    for named in (NewAddress.FREE, NewAddress.TAKEN):
        assert _asks(Intent.ADDRESS_CHANGE, NOTHING_ASKED, True, named=named) == "ChangeAddress"
        assert _asks(Intent.ADDRESS_CHANGE, NOTHING_ASKED, False, named=named) == "Doubt ChangeAddress"
    assert _asks(Intent.ADDRESS_CHANGE, NOTHING_ASKED, True) == "Unclear"


def test_a_wish_said_again_in_answer_to_whether_it_is_one_is_the_yes() -> None:
    sender = Sender("mira", Question(Ask.CONFIRM, "data/3"), False, "mail", "Europe/London", date(2026, 3, 2))
    yes = (c.Confirm("mira", 3, True),)
    assert commands_for((Statement(Intent.AGREE), Statement(Intent.MY_DATA)), sender) == yes
    assert commands_for((Statement(Intent.MY_DATA),), sender) == yes
    sure = replace(sender, question=Question(Ask.CONFIRM, "forget"))
    assert commands_for((Statement(Intent.FORGET_ME),), sure) == (c.ConfirmForgetting("mira", True),)
    assert commands_for((Statement(Intent.UNDO), Statement(Intent.FORGET_ME)), sure) == (
        c.ConfirmForgetting("mira", False),
    )


def test_who_ends_it_may_ask_to_be_forgotten_in_the_same_mail() -> None:
    sender = Sender("mira", NOTHING_ASKED, True, "mail", "Europe/London", date(2026, 3, 2))
    said = (Statement(Intent.END), Statement(Intent.FORGET_ME), Statement(Intent.MET))
    assert commands_for(said, sender) == (c.End("mira"), c.ForgetMe("mira"))


def test_the_organisers_own_data_and_address_are_not_asked_for_by_reply() -> None:
    for intent in (Intent.MY_DATA, Intent.FORGET_ME, Intent.ADDRESS_CHANGE):
        assert _asks(intent, ESCALATION, True, ORGANISER, named=NewAddress.FREE) == "Unclear"


def test_an_end_stands_alone_but_for_a_cry_for_help() -> None:
    """T22: what else its writer reports would be noted under their name, beside the end."""
    sender = Sender("mira", NOTHING_ASKED, True, "mail", "Europe/London", date(2026, 3, 2))
    said = tuple(Statement(intent) for intent in (Intent.MET, Intent.END, Intent.STATUS, Intent.END))
    assert commands_for(said, sender) == (c.End("mira"),)
    assert commands_for((*said, Statement(Intent.CONCERN)), sender) == (c.End("mira"), c.RaiseConcern("mira"))


def test_the_organiser_may_take_a_close_back_by_reply() -> None:
    assert _asks(Intent.UNDO, Question(Ask.END_CONFIRM), vouched=True, member=ORGANISER) == "Undo"


def test_two_absences_in_one_mail_are_one_until_the_later_end() -> None:
    """AWAY and PAUSE, or either twice: one letter to each, not two."""
    sender = Sender("mira", NOTHING_ASKED, True, "mail", "Europe/Berlin", date(2026, 3, 1))
    away = Statement(Intent.AWAY, day=date(2026, 3, 5), until=date(2026, 3, 9))
    pause = Statement(Intent.PAUSE, day=date(2026, 3, 3), until=date(2026, 3, 20))
    one = c.Pause("mira", AbsenceKind.PAUSE, date(2026, 3, 3), date(2026, 3, 20))
    assert commands_for((away, pause), sender) == commands_for((pause, away), sender) == (one,)
    from_now = replace(pause, day=None, until=date(2026, 3, 8))
    later = c.Pause("mira", AbsenceKind.AWAY, None, date(2026, 3, 10))
    assert commands_for((from_now, away, Statement(Intent.HELP)), sender) == (later, c.AskHelp("mira"))
