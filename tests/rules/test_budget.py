"""T12: a machine that answers us, or a mail a minute, is sent no more than a budget; a person is answered each time."""

from datetime import timedelta

import pytest

from mentoring.answers import AskHelp, AskStatus, FewerMails, Unclear
from mentoring.commands import Command, Resume
from mentoring.concerns import RaiseConcern
from mentoring.confirmations import Doubt
from mentoring.documents import Sign
from mentoring.events import HumanCalled
from mentoring.letters import NOTHING_ASKED, ORGANISER, Ask, Question
from mentoring.meetings import ReportContact, ReportMeeting
from mentoring.pause import OfferPause
from tests.spec import IMG, KICKOFF, Life, day, lives

ASKED = Question(Ask.MET_CHECK, "meeting/1")
UNREADABLE = Unclear("ada", ASKED)
HELP, STATUS = AskHelp("ada"), AskStatus("ada")


def stormed(*commands: Command, within: timedelta = timedelta(minutes=1), times: int = 1000) -> Life:
    """A thousand mails in a minute."""
    life = lives(IMG, until=5)
    start = life.now
    for nth in range(times):
        life.now = start + within * nth / times
        life.does(commands[nth % len(commands)])
    return life


def since(life: Life, hours: float = 0) -> list[tuple[str, str]]:
    return [(sent.name, sent.to) for sent in life.sent if sent.at >= day(5) + timedelta(hours=hours)]


def test_a_thousand_mails_that_nobody_can_read_bring_three_answers_and_one_person() -> None:
    life = stormed(UNREADABLE)
    assert since(life) == [("ask_back", "ada"), ("ask_back", "ada"), ("human_needed", ORGANISER), ("help", "ada")]
    assert len(life.events) - len(lives(IMG, until=5).events) == 4, "what is not answered leaves nothing behind"


def test_once_told_the_organiser_hears_no_more_until_something_was_understood() -> None:
    """Not on the next day either, however the days go; a reply that can be read begins anew."""
    unread = [(float(n), UNREADABLE) for n in range(5, 12)]
    assert len(lives(IMG, *unread, until=12).happened(HumanCalled)) == 1
    assert len(lives(IMG, *unread, (12, STATUS), (13, UNREADABLE), until=13).happened(HumanCalled)) == 1
    again = lives(IMG, *unread, (12, STATUS), (13, UNREADABLE), (14, UNREADABLE), until=14)
    assert [event.at for event in again.happened(HumanCalled)] == [day(6), day(14)]


@pytest.mark.parametrize(("command", "letter"), [(HELP, "help"), (STATUS, "status")])
def test_the_same_question_is_answered_once_an_hour_and_three_times_a_day(command: Command, letter: str) -> None:
    """And at the same hour of the next day again."""
    assert since(stormed(command)) == [(letter, "ada")]
    assert since(stormed(command, within=timedelta(hours=23))) == [(letter, "ada")] * 3
    assert since(stormed(command, within=timedelta(hours=25))) == [(letter, "ada")] * 4


def test_different_questions_share_the_day() -> None:
    assert since(stormed(HELP, STATUS, UNREADABLE)) == [("help", "ada"), ("status", "ada"), ("ask_back", "ada"),
                                                        ("human_needed", ORGANISER)]  # fmt: skip


def test_a_human_is_called_though_the_day_holds_no_more_answers() -> None:
    life = lives(IMG, until=5)
    for command in (HELP, STATUS, OfferPause("ada", KICKOFF.replace(month=3)), UNREADABLE, UNREADABLE, UNREADABLE):
        life.does(command)
    assert since(life)[3:] == [("human_needed", ORGANISER)]


def test_whoever_asks_now_and_then_is_answered_each_time() -> None:
    life = lives(IMG, until=5)
    for minutes, command in ((0, STATUS), (60, HELP), (120, STATUS)):
        life.goes_on(day(5) + timedelta(minutes=minutes))
        assert life.does(command)
    assert [name for name, _ in since(life)] == ["status", "help", "status"]


def test_whoever_tries_again_at_once_is_asked_once_more() -> None:
    """The second question is another letter than the first: nobody who tries is left without a word."""
    life = lives(IMG, until=5)
    life.does(UNREADABLE)
    life.goes_on(day(5) + timedelta(minutes=4))
    life.does(UNREADABLE)
    assert [name for name, _ in since(life)] == ["ask_back", "ask_back", "human_needed"]


def test_the_budget_of_one_is_not_the_budget_of_the_other() -> None:
    life = stormed(HELP)
    life.does(AskHelp("mira"))
    life.does(AskHelp(ORGANISER))
    assert since(life) == [("help", "ada"), ("help", "mira"), ("organiser_help", ORGANISER)]


def test_what_cannot_be_done_is_said_each_time_to_a_person_and_ten_times_to_a_machine() -> None:
    """They are tries at something: the one after the next may be right."""
    assert since(stormed(Resume("ada"))) == [("cannot_do", "ada")] * 10
    forged = Doubt("ada", Sign("ada", "agreement", 1, "m"))
    assert len(since(stormed(forged))) <= 10


@pytest.mark.parametrize(
    "command", [ReportMeeting("ada", True), ReportMeeting("ada", False), ReportContact("ada", None)]
)
def test_thanks_come_to_a_person_and_what_was_told_is_kept(command: Command) -> None:
    """Whoever tells of ten meetings in an hour hears of each; a machine that tells of a thousand does not."""
    life = stormed(command, times=200)
    assert sum(to == "ada" for _, to in since(life)) == 10
    assert sum(to == "mira" for _, to in since(life)) <= 1
    assert len(life.events) - len(lives(IMG, until=5).events) == 200


def test_a_wish_for_fewer_mails_is_not_answered_with_many() -> None:
    assert since(stormed(FewerMails("ada"))) == [("nudges_stopped", "ada"), ("nudges_stopped", "ada")]


@pytest.mark.parametrize("command", [RaiseConcern("ada"), OfferPause("ada", KICKOFF.replace(month=3))])
def test_neither_concerns_nor_absences_bring_a_storm(command: Command) -> None:
    assert len(since(stormed(command))) <= 3


def test_two_of_us_pointed_at_each_other_fall_silent() -> None:
    """Each answer of one is an unreadable mail to the other; were headers and loops not seen, this still ends."""
    one, other = lives(IMG, until=5), lives(IMG, until=5)
    mails, rounds = 1, 0
    while mails and rounds < 100:
        before = len(since(one)) + len(since(other))
        for _ in range(mails):
            one.does(Unclear("ada", NOTHING_ASKED))
            other.does(Unclear("mira", NOTHING_ASKED))
        mails, rounds = len(since(one)) + len(since(other)) - before, rounds + 1
    assert mails == 0 and len(since(one)) <= 4 and len(since(other)) <= 4
