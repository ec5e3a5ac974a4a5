"""The ladder: question, reminders, word to the organiser; each once, none in a burst."""

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest

from mentoring.answers import FewerMails
from mentoring.events import Asked, Escalated, KickedOff, Lapsed, NudgesStopped, Reminded
from mentoring.letters import ORGANISER, Ask, Question
from mentoring.meetings import AgreeMeeting, ProposeMeeting, ReportMeeting
from mentoring.occasions import AnswerInvitation
from mentoring.pause import AbsenceKind, Pause
from mentoring.programme import Ladder, Programme
from mentoring.relationship import owed
from tests.spec import IMG, KICKOFF, RED, Life, Step, agreed, answers, day, given, lives, met


def after_an_outage(life: Life, until: float) -> Life:
    """Nothing runs until then; then all that has come due is taken at once."""
    life.now = day(until, of=life.programme)
    return life.goes_on(life.now)


@pytest.mark.parametrize("programme", [IMG, RED])
@pytest.mark.parametrize("story", [(), agreed(IMG), met(5)], ids=["silent", "agreed", "met"])
def test_each_step_is_taken_once_in_a_whole_life(programme: Programme, story: tuple[Step, ...]) -> None:
    """And each letter goes once to each reader for each step."""
    life = lives(programme, *story)
    taken = Counter((e.key, e.rung) for e in life.events if isinstance(e, Asked | Reminded | Escalated | Lapsed))
    assert taken and set(taken.values()) == {1}
    assert max(Counter((sent.name, sent.to, sent.at, repr(sent.letter.facts)) for sent in life.sent).values()) == 1


def test_a_form_that_is_late_says_so_and_one_that_is_not_does_not() -> None:
    """Two weeks and four days before, and two days after."""
    again = [sent for sent in lives(IMG, until=40).letters("form", to="ada") if sent.letter.facts.get("again")]
    assert [sent.letter.facts["overdue"] for sent in again] == [False, False, True]


def test_whoever_was_invited_once_is_left_alone() -> None:
    """Nothing more happens on the day itself."""
    assert [event.key for event in lives(RED, until=100).happened(Lapsed) if event.key.startswith("event")] == []


def test_after_an_outage_one_reminder_is_written_not_all_that_were_missed() -> None:
    """`S3`: two reminders for the first meeting and two for the agreement had come due."""
    life = after_an_outage(lives(IMG, until=5), 27)
    on_return = [(sent.name, sent.to) for sent in life.sent if sent.on > date(2026, 2, 1)]
    assert sorted(on_return) == [("first_meeting_nudge", "ada"), ("form", "ada"), ("form", "mira")]


def test_after_an_outage_nobody_is_reported_unwarned() -> None:
    """The organiser hears of what is late, and the pair is reminded in the same breath."""
    life = after_an_outage(lives(IMG, until=5), 40)
    taken = [e for e in life.events if isinstance(e, Reminded | Escalated) and e.key == "agreement"]
    assert [e.rung for e in taken] == ["remind+2", "escalate"]


def test_after_an_outage_nobody_is_invited_to_what_has_been() -> None:
    life = after_an_outage(lives(RED, until=60), 90)
    assert life.letters("event_invitation") == []


def test_after_an_outage_nobody_is_told_to_prepare_for_a_meeting_that_has_been() -> None:
    fixed: tuple[Step, ...] = ((1, ProposeMeeting("ada", date(2026, 2, 5))), (1, AgreeMeeting("mira", 1)))
    life = after_an_outage(lives(IMG, *fixed, until=2), 11)
    assert life.letters("agenda_prompt") == [] and life.letters("met_check")


def test_after_a_long_outage_a_recurring_question_is_asked_once() -> None:
    life = after_an_outage(lives(RED, until=5), 200)
    assert len(life.letters("goal_review", to="ada")) == 1


def test_an_outage_at_the_kickoff_only_delays_it() -> None:
    """Reminders that were due before the first letter are not sent along with it."""
    life = lives(IMG, until=-1)
    after_an_outage(life, 9)
    assert [type(event) for event in life.events[1:]] == [KickedOff]
    assert {sent.name for sent in life.sent} == {"kickoff", "form"}


def test_an_advised_rule_never_reaches_the_organiser() -> None:
    """XC-05: IMG's first meeting lapses after the last reminder."""
    life = lives(IMG, *agreed(IMG), until=60)
    assert [event.at for event in life.happened(Lapsed) if event.key == "first-meeting"] == [day(35, 9)]
    assert [sent for sent in life.letters("escalation") if sent.to == ORGANISER] == []


def test_a_required_rule_reaches_the_organiser_once_with_the_facts_and_no_more() -> None:
    """XC-01, XC-05, XC-12: what, since when, which roles, how many meetings; no judgement."""
    life = lives(RED, *agreed(RED), until=60)
    (told,) = [sent for sent in life.letters("escalation") if sent.letter.facts["key"] == "first-meeting"]
    assert dict(told.letter.facts) == {
        "key": "first-meeting",
        "due": date(2026, 2, 23),
        "roles": ("mentor", "mentee"),
        "held": 0,
        "differs": False,
    }
    assert told.letter.question == Question(Ask.ORGANISER_ESCALATION, "first-meeting")


def test_the_organiser_reads_that_reports_differ_and_not_who_said_what() -> None:
    """XC-12."""
    told: tuple[Step, ...] = ((20, ReportMeeting("ada", True)), (21, ReportMeeting("mira", False, None, 1)))
    escalations = lives(RED, *told, until=60).letters("escalation")
    assert {sent.letter.facts["differs"] for sent in escalations} == {True}
    since = lives(RED, *told, *met(27), until=34).letters("escalation")
    assert {sent.letter.facts["differs"] for sent in since} == {False}


def test_whoever_wants_fewer_mails_gets_no_advised_reminder() -> None:
    """`P6`: the first question still comes, and so does what is required."""
    fixed: tuple[Step, ...] = ((1, ProposeMeeting("ada", date(2026, 2, 5))), (1, AgreeMeeting("mira", 1)))
    life = lives(IMG, (1, FewerMails("ada")), *fixed, until=40)
    assert life.happened(NudgesStopped) == [NudgesStopped(day(1), "ada")]
    assert len(life.letters("met_check", to="ada")) == 1 and len(life.letters("met_check", to="mira")) == 2
    assert life.letters("first_meeting_nudge") == []
    assert len(life.letters("form", to="ada")) == 4


def test_evidence_makes_what_is_owed_vanish() -> None:
    assert "first-meeting" in {o.key for o in owed(lives(IMG, until=3).state)}
    fixed = lives(IMG, (2, ProposeMeeting("mira", date(2026, 2, 5))), until=3)
    assert "first-meeting" not in {o.key for o in owed(fixed.state)}


def test_a_gathering_on_the_kickoff_day_or_after_the_term_invites_nobody() -> None:
    (spring,) = RED.gatherings
    for on in (KICKOFF, date(2027, 6, 1)):
        moved = replace(RED, gatherings=(replace(spring, day=on),))
        assert lives(moved).letters("event_invitation") == []


def test_a_gathering_soon_after_the_kickoff_is_announced_the_same_day() -> None:
    (spring,) = RED.gatherings
    soon = replace(RED, gatherings=(replace(spring, day=date(2026, 1, 30)),))
    assert lives(soon, until=5).days("event_invitation") == [KICKOFF]


def test_nobody_is_invited_to_a_gathering_they_will_be_away_for() -> None:
    away: Step = (60, Pause("ada", AbsenceKind.AWAY, date(2026, 3, 28), date(2026, 4, 20)))
    assert lives(RED, away, until=100).letters("event_invitation") == []


def test_an_answer_to_a_gathering_nobody_knows_is_nothing() -> None:
    given(lives(RED, until=3)).when(AnswerInvitation("ada", "a ball", True), at=day(3)).then_nothing()


def test_a_document_due_by_the_first_meeting_comes_with_the_kickoff() -> None:
    """RED-11 for a programme that wants its plan a meeting earlier."""
    agreement, plan = RED.documents
    early = replace(RED, documents=(agreement, replace(plan, due=replace(plan.due, by_meeting=1))))
    forms = [(sent.to, sent.letter.facts["document"]) for sent in lives(early, until=0).letters("form")]
    assert forms == [("ada", "agreement"), ("mira", "agreement"), ("mira", "plan")]


def test_an_advised_plan_is_not_reported_at_the_third_meeting() -> None:
    """XC-05."""
    agreement, plan = RED.documents
    gentle = replace(RED, documents=(agreement, replace(plan, ladder=Ladder(remind=(0, 7)))))
    life = lives(gentle, *agreed(RED), *met(5), *met(12), *met(19), until=60)
    assert [event.key for event in life.happened(Escalated) if event.key == "plan"] == []


def test_a_plan_in_force_before_the_second_meeting_is_asked_for_no_more() -> None:
    life = lives(RED, *met(5), (8, answers(RED, "plan", "mira")), *met(19), until=40)
    assert [event.key for event in life.happened(Reminded) if event.key == "plan"] == []


def test_where_the_agenda_is_everybodys_everybody_is_asked() -> None:
    both = replace(IMG, first_meeting=replace(IMG.first_meeting, agenda="any"))
    fixed = (1, ProposeMeeting("ada", date(2026, 2, 5))), (1, ProposeMeeting("mira", date(2026, 2, 5)))
    assert [sent.to for sent in lives(both, *fixed, until=12).letters("agenda_prompt")] == ["ada", "mira"]
