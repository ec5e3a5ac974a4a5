"""Replies to the form about a concern: by number, by label, and in sentences (`IMG-15`, `IMG-16`)."""

from datetime import UTC, date, datetime

import pytest

from correspondence.arriving.meaning import understand
from correspondence.arriving.reading import Context
from correspondence.commands import Sender, commands_for
from correspondence.questions import fields_for
from mentoring.answers import AskHelp, Unclear
from mentoring.commands import Command
from mentoring.concerns import GiveBasis, OpenConcern, RaiseConcern, WithdrawConcern
from mentoring.confirmations import Doubt
from mentoring.ending import End
from mentoring.letters import ORGANISER, SECOND_ORGANISER, Ask, Question
from mentoring.words import Words
from tests.spec import IMG

ASKED, OPEN = Question(Ask.CONCERN_BASIS, "concern/1"), Question(Ask.CONCERN_OPEN, "concern/1")
SENT = datetime(2026, 5, 11, 20, tzinfo=UTC)
ILLEGAL, FITNESS, NO_HELP, OTHERS = 1, 2, 3, 4
MAY_3 = date(2026, 5, 3)


def says(text: str, asked: Question = ASKED, member: str = "ada", trusted: bool = True, *missing: str) -> object:
    """What one reply asks; the one command, or all of them."""
    fields = fields_for(IMG, asked, "mentor") if asked is ASKED else ()
    context = Context(asked.kind, SENT, "Europe/London", "en", fields, missing)
    sender = Sender(member, asked, trusted, "mail-1", "Europe/London", SENT.date())
    commands: tuple[Command, ...] = commands_for(understand(text, context, "Re: a letter"), sender)
    return commands[0] if len(commands) == 1 else commands


def basis(*ticks: int, denied: tuple[int, ...] = (), told: date | None = None, words: str = "") -> GiveBasis:
    return GiveBasis("ada", 1, ticks, denied, told, Words(words) if words else None)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        (
            "it is about fitness to practise, he won't seek help; told him on 3 May",
            basis(FITNESS, NO_HELP, told=MAY_3),
        ),
        ("It's illegal.", basis(ILLEGAL)),
        ("He is breaking the law. I told him yesterday.", basis(ILLEGAL, told=date(2026, 5, 10))),
        ("It bears on his fitness to practise and he refuses to get help", basis(FITNESS, NO_HELP)),
        ("I spoke to her about it on 3 May 2026", basis(told=MAY_3)),
        ("Patients could be harmed, and it is about the safety of patients", basis(OTHERS)),
        ("It is not illegal but she is unfit to practise", basis(FITNESS, denied=(ILLEGAL,))),
        ("She is not fit to practise", basis(FITNESS)),
        ("She does not want any help, it's about her fitness to practice.", basis(NO_HELP, FITNESS)),
        ("1. yes\n2. no\n3. no\n4. no\n5. 3 May", basis(ILLEGAL, denied=(2, 3, 4), told=MAY_3)),
        ("2: x\n3: x\n6: He goes on operating.", basis(FITNESS, NO_HELP, words="He goes on operating.")),
        ("2. ✓\n3. [x]", basis(FITNESS, NO_HELP)),
        (
            "The mentee refuses to seek help: yes\nThe mentee was told on: 3 May",
            basis(NO_HELP, told=MAY_3),
        ),
        (
            "What the organiser must know: He has not slept for weeks.\nHe says he is fine.",
            basis(words="He has not slept for weeks.\nHe says he is fine."),
        ),
    ],
)
def test_ticks_day_and_words_are_found_wherever_they_stand(text: str, read: GiveBasis) -> None:
    found = says(text)
    assert isinstance(found, GiveBasis)
    assert (set(found.ticks), set(found.denied)) == (set(read.ticks), set(read.denied))
    assert (found.told, found.words, found.other) == (read.told, read.words, False)


@pytest.mark.parametrize(
    "text",
    [
        "Is it about fitness to practise?",
        "maybe it is illegal, I am not sure",
        "if it is illegal I will say so",
        "I have not told him yet",
        "I will have told him by 3 June",
        "he will seek help",
    ],
)
def test_what_is_asked_doubted_or_yet_to_come_ticks_nothing(text: str) -> None:
    found = says(text)
    given = found if isinstance(found, GiveBasis) else basis()
    assert (given.ticks, given.told, given.words) == ((), None, None)


def test_what_is_written_beside_goes_nowhere() -> None:
    """IMG-16: only what stands in its line is kept; a story beside it, and what it seems to say, is not."""
    found = says("It is illegal. We met on Monday and he was in tears. He needs help.\n5. 3 May")
    assert found == basis(ILLEGAL, told=MAY_3)


@pytest.mark.parametrize("text", ["he threatened me and my family", "Research misconduct in the group, falsified data"])
def test_what_is_no_exception_is_told_apart(text: str) -> None:
    """XC-04: refused with the list, and kept by nobody."""
    assert says(text) == GiveBasis("ada", 1, other=True)


def test_the_one_thing_missing_needs_no_label() -> None:
    assert says("He goes on operating.", ASKED, "ada", True, "words") == basis(words="He goes on operating.")
    assert says("on Sunday 3 May", ASKED, "ada", True, "told") == basis(told=MAY_3)
    assert says("yes", ASKED, "ada", True, "tick3") == basis(NO_HELP)


def test_a_day_is_read_as_one_that_has_been() -> None:
    assert says("5: 30 December") == basis(told=date(2025, 12, 30))


def test_despair_is_no_answer_to_a_form() -> None:
    assert says("I want to kill myself") == RaiseConcern("ada")


def test_other_words_are_heard_under_the_form_too() -> None:
    assert says("END") == End("ada")
    assert says("HELP") == AskHelp("ada")
    assert says("UNDO") == WithdrawConcern("ada", 1)
    assert says("UNDO", Question(Ask.UNPROMPTED, "concern/2")) == WithdrawConcern("ada", 2)


def test_answers_from_an_unproven_sender_wait_for_a_yes() -> None:
    """T01: as RAISE does; a withdrawal passes nothing on and waits for none."""
    assert says("It is illegal", trusted=False) == Doubt("ada", basis(ILLEGAL))
    assert says("UNDO", trusted=False) == WithdrawConcern("ada", 1)


@pytest.mark.parametrize("who", [ORGANISER, SECOND_ORGANISER])
@pytest.mark.parametrize("text", ["OPEN", "open it please", "Please open it.", "Yes, open it"])
def test_an_open_always_waits_for_one_more_yes(who: str, text: str) -> None:
    """T21: whatever the border says."""
    assert says(text, OPEN, who) == Doubt(who, OpenConcern(who, 1))


@pytest.mark.parametrize(
    "text", ["yes", "don't open it", "should we open it?", "open it only if she was told", "NOTE", "CLOSE"]
)
def test_nothing_else_opens(text: str) -> None:
    assert not isinstance(says(text, OPEN, ORGANISER), Doubt)


def test_open_is_no_word_anywhere_else() -> None:
    care = Question(Ask.ORGANISER_CARE, "pair")
    assert says("open", care, ORGANISER) == Unclear(ORGANISER, care)
    assert says("open", Question(Ask.MET_CHECK, "meeting/1")) == Unclear("ada", Question(Ask.MET_CHECK, "meeting/1"))


def test_whom_the_programme_does_not_bind_has_no_lines_to_answer() -> None:
    assert fields_for(IMG, ASKED, "mentee") == ()
