"""The organiser's HELP and STATUS, and their words in answer to letters about no single thing that is owed."""

import pytest

from correspondence.arriving.meaning import understand
from correspondence.arriving.reading import Context
from correspondence.commands import Sender, commands_for
from mentoring.answers import AskHelp, AskStatus, Unclear
from mentoring.calendar import local_day
from mentoring.commands import Command
from mentoring.confirmations import Doubt
from mentoring.ending import End
from mentoring.letters import ORGANISER, Ask, Question
from mentoring.organising import CloseRelationship, Note
from mentoring.pause import AbsenceKind, Pause
from tests.spec import IMG, KICKOFF, RED, agreed, day, given, lives, met

CARE = [Question(Ask.ORGANISER_CARE, about) for about in ("person", "address", "copy", "pair")]
EVERY = [*CARE, Question(Ask.ORGANISER_ESCALATION, "agreement"), Question(Ask.UNPROMPTED)]


def asked(words: str, question: Question) -> tuple[Command, ...]:
    context = Context(question.kind, day(5), "Europe/London", "en")
    sender = Sender(ORGANISER, question, True, "m", IMG.zone, local_day(day(5), IMG.zone))
    return commands_for(understand(words, context), sender)


@pytest.mark.parametrize("question", EVERY, ids=lambda question: f"{question.kind}/{question.about}")
def test_help_and_status_are_understood_under_every_letter_to_the_organiser(question: Question) -> None:
    assert asked("HELP", question) == (AskHelp(ORGANISER),)
    assert asked("How are they doing? STATUS please", question) == (AskStatus(ORGANISER),)


@pytest.mark.parametrize("question", CARE, ids=lambda question: question.about)
def test_the_organisers_words_are_understood_where_they_make_sense(question: Question) -> None:
    assert asked("NOTE I will call her tomorrow", question) == (Note(question.about),)
    assert asked("Please close this relationship", question) == (Doubt(ORGANISER, CloseRelationship(question.about)),)


@pytest.mark.parametrize("words", ["SNOOZE 3 days", "EXTEND 2 weeks", "Hmm, who is that?", "Sounds strange to me"])
def test_what_makes_no_sense_there_is_asked_back_with_the_choices(words: str) -> None:
    """No single thing is owed, so there is nothing to give more time for."""
    question = Question(Ask.ORGANISER_CARE, "person")
    assert asked(words, question) == (Unclear(ORGANISER, question),)


def test_help_says_what_can_be_replied() -> None:
    when = given(lives(IMG, until=5)).when(AskHelp(ORGANISER), at=day(5))
    when.then_letters(("organiser_help", ORGANISER))
    (letter,) = when.letters()
    assert dict(letter.facts) == {}


def test_status_tells_milestones_and_neither_words_nor_who_did_what() -> None:
    """XC-01, XC-12: nobody's id is in it."""
    life = lives(RED, *agreed(RED), *met(10), until=40)
    (letter,) = given(life).when(AskStatus(ORGANISER), at=day(40)).letters()
    assert letter.to == ORGANISER and (letter.facts["held"], letter.facts["in_force"]) == (1, True)
    assert set(letter.facts) == {"owed", "term_ends", "held", "in_force"}
    assert not {"ada", "mira"} & set(str(letter.facts).replace("'", " ").split())


def test_status_shows_no_sign_of_a_leaver_in_their_grace() -> None:
    """XC-03."""
    life = lives(IMG, *agreed(IMG), until=9)
    quiet = given(life).when(AskStatus(ORGANISER), at=day(9)).letters()
    leaving = lives(IMG, *agreed(IMG), (9, End("mira")), until=9)
    assert given(leaving).when(AskStatus(ORGANISER), at=day(9)).letters() == quiet


def test_status_of_a_pause_does_not_say_whose() -> None:
    away = Pause("mira", AbsenceKind.AWAY, None, KICKOFF.replace(month=3))
    (letter,) = given(lives(IMG, (5, away), until=6)).when(AskStatus(ORGANISER), at=day(6)).letters()
    assert letter.facts["paused_until"] == KICKOFF.replace(month=3)
    assert "by" not in letter.facts


def test_after_the_end_status_says_that_and_when() -> None:
    life = lives(IMG, (5, End("mira")), until=8)
    (letter,) = given(life).when(AskStatus(ORGANISER), at=day(8)).letters()
    assert letter.facts["ended"] == life.events[-1].day  # type: ignore[union-attr]
