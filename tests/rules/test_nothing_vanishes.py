"""Every mail of a person is answered, or somebody who can answer it is told (`A-05`, T12)."""

from mentoring.answers import AskHelp, AskStatus, Unclear
from mentoring.events import HumanCalled
from mentoring.letters import ORGANISER, Ask, Question
from mentoring.meetings import ReportMeeting
from tests.spec import IMG, KICKOFF, Life, day, lives

UNREADABLE = Unclear("ada", Question(Ask.MET_CHECK, "meeting/1"))
CARE = Unclear(ORGANISER, Question(Ask.ORGANISER_CARE, "address"))


def _since(life: Life, n: float = 5) -> list[tuple[str, str]]:
    return [(sent.name, sent.to) for sent in life.sent if sent.at >= day(n)]


def test_what_cannot_be_read_right_after_what_could_is_answered() -> None:
    """Three replies within the hour, the one in between understood."""
    life = lives(IMG, until=5)
    for command in (UNREADABLE, ReportMeeting("ada", True, KICKOFF), UNREADABLE):
        life.does(command)
    assert [name for name, to in _since(life) if to == "ada"] == ["ask_back", "met_noted", "ask_back"]


def test_what_nobody_could_read_and_nobody_answered_is_told_to_a_human_once_a_day() -> None:
    life = lives(IMG, until=5)
    for command in (AskHelp("ada"), AskStatus("ada"), UNREADABLE, ReportMeeting("ada", True, KICKOFF)):
        life.does(command)
    for _ in range(5):
        life.does(UNREADABLE)
        life.does(ReportMeeting("ada", True, KICKOFF))
    assert [to for name, to in _since(life) if name == "human_needed"] == [ORGANISER]
    life.goes_on(day(6, 13))
    for _ in range(5):
        life.does(UNREADABLE)
        life.does(ReportMeeting("ada", True, KICKOFF))
    assert len(life.happened(HumanCalled)) == 2


def test_the_organiser_is_never_left_without_a_word() -> None:
    """After HELP, STATUS and one question back in a day, one more mail still brings what can be written."""
    life = lives(IMG, until=5)
    for command in (AskHelp(ORGANISER), AskStatus(ORGANISER), CARE, CARE):
        life.does(command)
    told = [name for name, _ in _since(life)]
    assert told == ["organiser_help", "organiser_status", "ask_back", "organiser_help"]
    for _ in range(100):
        life.does(CARE)
    assert len(_since(life)) == 4, "a machine that answers in the organiser's name gets no more"


def test_a_worry_of_last_month_is_not_held_against_anybody() -> None:
    """ "We still cannot tell" is for whoever has just been asked."""
    life = lives(IMG, (5, UNREADABLE), (5 + 35, UNREADABLE), until=40)
    assert [sent.letter.facts["nth"] for sent in life.letters("ask_back")] == [1, 1]
    assert not life.happened(HumanCalled)


def test_within_the_week_it_is() -> None:
    life = lives(IMG, (5, UNREADABLE), (5 + 6, UNREADABLE), until=11)
    assert [sent.letter.facts["nth"] for sent in life.letters("ask_back")] == [1, 2]
    assert len(life.happened(HumanCalled)) == 1
