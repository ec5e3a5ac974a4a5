"""Every question has its letters, and every answer a letter offers becomes something the rules can do."""

import pytest

from correspondence.arriving.meaning import understand
from correspondence.arriving.reading import Context
from correspondence.commands import Sender, commands_for
from correspondence.writing.source import SAME, letter_names, load
from mentoring.answers import Unclear
from mentoring.calendar import local_day
from mentoring.letters import ORGANISER, Ask, Question
from tests.letters.shown import NAMES, SAMPLES, shown
from tests.letters.test_lives import LIVES, life
from tests.spec import IMG, RED

OF_OTHER_PROGRAMMES = {Ask.SLA_CHECK}
"""Asked by no letter yet: a reply within days."""

TO_THE_OFFICE = ("organiser", "concern_open")
"""How questions to no member begin."""

ABOUT = {
    Ask.AGREEMENT_FORM: "agreement",
    Ask.AGREEMENT_SIGN: "agreement/1",
    Ask.PLAN_FORM: "plan",
    Ask.NEXT_MEETING: "meeting/1/a",
    Ask.MET_CHECK: "meeting/1",
    Ask.CONFIRM: "confirm/1",
    Ask.CONCERN_OPEN: "concern/1",
    Ask.PAUSE_OFFER: "2026-03-12",
    Ask.EVENT: "networking-spring",
    Ask.SURVEY: "closing",
}


def test_every_question_is_asked_by_a_letter_or_belongs_to_other_programmes() -> None:
    asked = {Ask(each) for name in letter_names() for each in load(name).asks if each != SAME}
    assert asked == set(Ask) - OF_OTHER_PROGRAMMES


def test_every_question_is_asked_in_some_life() -> None:
    asked = {sent.letter.question.kind for name in LIVES for of in (IMG, RED) for sent in life(name, of).sent}
    assert asked == set(Ask) - OF_OTHER_PROGRAMMES


def _offered() -> list[tuple[Ask, str, bool]]:
    """(question, what a button writes, whether its reader is the organiser), of letters and of what asks back."""
    found = {
        (SAMPLES[name].letter.question.kind, reply, SAMPLES[name].letter.to == ORGANISER)
        for name in NAMES
        for _, reply in shown(name).answers
    }
    again = load("ask_back").choices.items()
    found |= {(Ask(kind), each.reply, kind.startswith(TO_THE_OFFICE)) for kind, choices in again for each in choices}
    return sorted(offer for offer in found if "\n" not in offer[1] and not offer[1].endswith(":"))


@pytest.mark.parametrize(("kind", "reply", "to_organiser"), _offered())
def test_an_offered_answer_asks_something_of_the_rules(kind: Ask, reply: str, to_organiser: bool) -> None:
    """Nothing that stands on a button is asked back."""
    at, member = SAMPLES["met_check-1"].at, ORGANISER if to_organiser else "mira"
    said = understand(_completed(reply), Context(kind, at, "Europe/London", "en"), "Re: a letter")
    question = Question(kind, ABOUT.get(kind, ""))
    found = commands_for(said, Sender(member, question, True, "m", IMG.zone, local_day(at, IMG.zone)))
    assert not any(isinstance(command, Unclear) for command in found), f"{reply} is asked back"
    assert found or reply == "NO", f"{reply} does nothing"


def _completed(reply: str) -> str:
    """The answer with its gap filled as people do."""
    if not reply.endswith(" "):
        return reply
    if reply.endswith(": "):
        return f"{reply}the frequency to once a month"
    past = "met" in reply or "were" in reply
    return f"{reply}{'5 January 2026' if past else '3 February 2026'}"
