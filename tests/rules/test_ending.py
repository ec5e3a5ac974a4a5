"""The no-blame end (`XC-03`): from every state, by one word, undone by its writer alone, neutral to all others."""

from datetime import date

import pytest

from mentoring.answers import Acknowledge, AskHelp
from mentoring.commands import Command
from mentoring.concerns import WithdrawConcern
from mentoring.ending import End, Undo
from mentoring.events import (
    AlreadyEnded,
    EndAsked,
    EndUndone,
    FormSent,
    RelationshipClosed,
    RelationshipEnded,
)
from mentoring.letters import Ask, Question
from mentoring.meetings import ProposeMeeting, ReportMeeting
from mentoring.occasions import AnswerSurvey
from mentoring.organising import Extend
from mentoring.pause import AbsenceKind, Pause
from mentoring.programme import Programme
from mentoring.relationship import is_over, next_deadline, owed
from mentoring.renewal import AnswerRenewal
from mentoring.words import Attribution, Words
from tests.spec import IMG, KICKOFF, RED, Life, Step, agreed, answers, day, given, lives, met

AWAY = Pause("ada", AbsenceKind.PAUSE, None, date(2026, 3, 1))
ADA, MIRA = Attribution("ada"), Attribution("mira")

STATES = {
    "just kicked off": lives(IMG, until=10),
    "in draft": lives(IMG, (2, answers(IMG, "agreement", "ada")), until=10),
    "signed by one": lives(IMG, *agreed(IMG)[:3], until=10),
    "in force": lives(IMG, *agreed(IMG), *met(5), until=10),
    "in a pause": lives(IMG, (9, AWAY), until=10),
}


@pytest.mark.parametrize("name", STATES)
@pytest.mark.parametrize("member", ["ada", "mira"])
def test_either_may_end_it_in_any_state_and_has_a_day_to_think(name: str, member: str) -> None:
    """XC-03: the others hear at the programme's hour after a full day of grace."""
    given(STATES[name]).when(End(member), at=day(10)).then(EndAsked(day(10), Attribution(member), day(12, 9)))


def test_it_may_be_ended_while_a_renewal_is_asked() -> None:
    """XC-03."""
    life = lives(IMG, (107, AnswerRenewal("mira", True, "m")), until=108)
    given(life).when(End("mira"), at=day(108)).then(EndAsked(day(108), MIRA, day(110, 9)))


def test_asking_twice_is_asking_once() -> None:
    """XC-03."""
    given(lives(IMG, (10, End("ada")), until=10)).when(End("ada"), at=day(10, 14)).then_nothing()


def test_only_the_leaver_is_told_before_the_grace_is_over() -> None:
    """XC-03: not the other, not the organiser."""
    life = lives(IMG, (10, End("mira")), until=11)
    assert [(sent.name, sent.to) for sent in life.sent if sent.at >= day(10)] == [("end_pending", "mira")]


def test_nobody_is_nudged_while_the_grace_runs() -> None:
    """The mentor's nudge of 17 February would come in it."""
    life = lives(IMG, (21, End("mira")), until=22)
    assert life.days("first_meeting_nudge")[-1] == date(2026, 2, 10)
    assert owed(life.state) == ()


def test_the_leaver_may_take_it_back_and_all_goes_on() -> None:
    """`P8`: and only the leaver hears of that too."""
    life = lives(IMG, (10, End("mira")), (11, Undo("mira")), until=30)
    assert life.happened(EndUndone) == [EndUndone(day(11), MIRA)]
    assert life.happened(RelationshipEnded) == []
    assert [(sent.name, sent.to) for sent in life.sent if day(10) <= sent.at <= day(11)] == [
        ("end_pending", "mira"),
        ("end_undone", "mira"),
    ]
    assert life.days("first_meeting_nudge")[-1] == date(2026, 2, 17)


def test_nobody_else_may_take_it_back() -> None:
    given(lives(IMG, (10, End("mira")), until=11)).when(Undo("ada"), at=day(11)).then_declined("nothing_to_undo")


def test_without_an_end_there_is_nothing_to_take_back() -> None:
    given(lives(IMG, until=11)).when(Undo("ada"), at=day(11)).then_declined("nothing_to_undo")


def test_when_both_ask_it_ends_when_the_first_ones_grace_is_over() -> None:
    life = lives(IMG, (10, End("mira")), (11, End("ada")), until=20)
    assert [event.at for event in life.happened(RelationshipEnded)] == [day(12, 9)]
    assert life.days("end_pending", to="ada") == [date(2026, 2, 6)]


def test_when_both_asked_and_one_takes_it_back_the_others_grace_runs() -> None:
    life = lives(IMG, (10, End("mira")), (11, End("ada")), (11, Undo("mira")), until=20)
    assert [event.at for event in life.happened(RelationshipEnded)] == [day(13, 9)]


def test_when_both_take_it_back_it_goes_on() -> None:
    life = lives(IMG, (10, End("mira")), (11, End("ada")), (11, Undo("mira")), (11, Undo("ada")), until=20)
    assert life.happened(RelationshipEnded) == []


def test_over_a_clock_change_the_others_still_hear_at_the_programmes_hour() -> None:
    """XC-07: asked on the Saturday before British Summer Time begins."""
    life = lives(IMG, (date(2026, 3, 28), End("ada")), until=date(2026, 4, 2))
    assert [event.at.isoformat() for event in life.happened(RelationshipEnded)] == ["2026-03-30T08:00:00+00:00"]


def test_who_asked_is_not_shown_by_any_text() -> None:
    """The request itself is sealed apart; even a log of it would not say who."""
    assert "mira" not in repr(EndAsked(day(1), MIRA, day(2)))


def test_an_end_asked_in_the_last_hours_of_the_term_reads_as_its_completion() -> None:
    """XC-03: asked at noon on the day before, when the grace would last a day longer than the term."""
    asked, silent = lives(IMG, (119, End("mira"))), lives(IMG)
    assert [event.until for event in asked.happened(EndAsked)] == [day(120, 9)]
    assert asked.happened(RelationshipEnded) == silent.happened(RelationshipEnded)
    assert [sent for sent in asked.sent if sent.to == "ada"] == [sent for sent in silent.sent if sent.to == "ada"]


def test_a_form_is_sent_in_the_grace_to_whom_it_waits_for_and_each_gets_it_once() -> None:
    """RED-11: the first meeting is told of while the mentor's END waits; what is missing comes after the UNDO."""
    told: tuple[Step, ...] = ((10, End("ada")), *met(10))
    assert lives(RED, *told, until=11).happened(FormSent) == [FormSent(day(10, of=RED), "plan", "mira")]
    undone = lives(RED, *told, (11, Undo("ada")), until=12)
    assert [(event.at, event.member) for event in undone.happened(FormSent)] == [
        (day(10, of=RED), "mira"),
        (day(11, of=RED), ""),
    ]
    plans = [each.to for each in undone.letters("form") if each.letter.facts["document"] == "plan"]
    assert plans == ["mira"]


@pytest.mark.parametrize("programme", [IMG, RED])
def test_after_the_end_only_what_the_programme_lists_is_sent(programme: Programme) -> None:
    """XC-09: the closing survey, and nothing after the close."""
    life = lives(programme, *agreed(programme), *met(5), (30, End("ada")))
    after = [(sent.name, sent.to) for sent in life.sent if sent.at > life.happened(RelationshipEnded)[0].at]
    assert after == [("survey", "ada"), ("survey", "mira")]


def test_it_closes_four_weeks_after_the_end_at_the_programmes_hour() -> None:
    """Over the change to British Summer Time."""
    life = lives(IMG, (30, End("ada")))
    assert life.happened(RelationshipClosed) == [RelationshipClosed(day(60, 9))]
    assert next_deadline(life.state) is None and is_over(life.state)


def test_a_reply_after_the_end_is_answered_once() -> None:
    """XC-09."""
    over = lives(IMG, (30, End("ada")), until=40)
    late = ProposeMeeting("mira", date(2026, 3, 20))
    given(over).when(late, at=day(40)).then(AlreadyEnded(day(40), "mira"))
    given(over).when(late, at=day(40)).then_letters(("already_ended", "mira"))
    given(over, AlreadyEnded(day(40), "mira")).when(late, at=day(41)).then_nothing()
    given(over, AlreadyEnded(day(40), "mira")).when(Undo("ada"), at=day(41)).then(AlreadyEnded(day(41), "ada"))


def test_a_call_for_help_is_heard_after_the_end() -> None:
    given(lives(IMG, (30, End("ada")), until=40)).when(AskHelp("mira"), at=day(40)).then_letters(("help", "mira"))


def test_the_closing_survey_is_taken_until_the_close_and_then_nothing() -> None:
    answered = AnswerSurvey("mira", "closing", (Words("5"),))
    life = lives(IMG, (30, End("ada")), until=40)
    given(life).when(answered, at=day(40)).then_letters(("survey_thanks", "mira"))
    closed = lives(IMG, (30, End("ada")))
    given(closed).when(answered, at=day(90)).then_nothing()


@pytest.mark.parametrize(
    "command", [End("ada"), Undo("ada"), AskHelp("ada"), Acknowledge("ada", Question(Ask.AFTER_CARE)), Extend("x", 3)]
)
def test_after_the_close_nothing_happens_any_more(command: End) -> None:
    given(lives(IMG, (30, End("ada")))).when(command, at=day(100)).then_nothing()


@pytest.mark.parametrize("command", [ReportMeeting("mira", True), WithdrawConcern("mira", 1)])
def test_what_changes_nothing_after_the_end_is_told_that_it_has_ended(command: Command) -> None:
    over = lives(IMG, *met(5), (30, End("ada")), until=40)
    given(over).when(command, at=day(40)).then(AlreadyEnded(day(40), "mira"))


def test_completion_is_said_kindly_and_ending_neutrally() -> None:
    names = {sent.name for sent in lives(IMG).sent if sent.on >= date(2026, 5, 26)}
    assert "completed" in names and "ended" not in names


def test_a_stranger_ends_nothing() -> None:
    given(lives(IMG, until=10)).when(End("mallory"), at=day(10)).then_nothing()
    given(lives(IMG, until=day(0, 8))).when(End("mallory"), at=day(0, 8)).then_nothing()


def test_an_end_waits_for_no_outage_and_then_happens_once() -> None:
    """The service was down for a week over the end of the grace."""
    life: Life = lives(IMG, (10, End("mira")), until=11)
    life.now = day(18)
    life.goes_on(day(30))
    assert [event.at for event in life.happened(RelationshipEnded)] == [day(18)]
    assert life.happened(RelationshipEnded)[0].day > KICKOFF
