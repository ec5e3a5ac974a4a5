"""T22: one letter says that nobody is told who said what about going on; so no other letter lets it be worked out."""

import pytest

from correspondence.writing.render import render
from mentoring.answers import AskHelp, AskStatus
from mentoring.commands import Command
from mentoring.renewal import AnswerRenewal
from tests.letters.test_lives import posted
from tests.spec import IMG, KICKOFF, Step, agreed, lives

ASKED_ON = (lives(IMG, until=1).pair.term_ends - KICKOFF).days - 5


@pytest.mark.parametrize("asks", [AskStatus, AskHelp])
def test_a_no_and_silence_read_the_same_to_the_other(asks: type[AskStatus | AskHelp]) -> None:
    """Would a letter say whose answer is open, then who is told of no open one and goes not on knows of a no."""
    asked, said = _status(asks("mira")), _status(asks("mira"), AnswerRenewal("ada", False, "mail"))
    assert asked == said and "the answer about going on" in asked and "(you)" in asked
    yes = AnswerRenewal("mira", True, "mail")
    answered, both = _status(asks("mira"), yes), _status(asks("mira"), yes, AnswerRenewal("ada", False, "mail"))
    assert answered == both and "the answer about going on" not in answered


def _status(asks: Command, *before: Command) -> str:
    steps: list[Step] = [*agreed(IMG), *((ASKED_ON, each) for each in before), (ASKED_ON, asks)]
    life = lives(IMG, *steps, until=ASKED_ON)
    name = {AskStatus: "status", AskHelp: "help"}[type(asks)]
    return render(posted(IMG, life.letters(name, "mira")[-1])).text
