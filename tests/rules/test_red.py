"""RED: what its agreement and expectations ask of the service, one sentence each."""

from dataclasses import replace
from datetime import date

import pytest

from mentoring.concerns import RaiseConcern
from mentoring.documents import Answer, FillForm, Sign
from mentoring.ending import End
from mentoring.events import (
    DocumentInForce,
    Escalated,
    FormAnswered,
    FormSent,
    InvitationAnswered,
    RelationshipEnded,
    Reminded,
    Signed,
    SurveyAnswered,
    TextOffered,
)
from mentoring.letters import ORGANISER
from mentoring.meetings import ProposeMeeting, ReportContact
from mentoring.occasions import AnswerInvitation, AnswerSurvey
from mentoring.paperwork import programmes_day
from mentoring.pause import AbsenceKind, Pause
from mentoring.programme import Resolve
from mentoring.relationship import owed
from mentoring.words import Words
from tests.spec import PAIR, RED, Life, Step, agreed, answer, answers, day, given, lives, met

LATE = date(2026, 2, 10)


def plan_escalations(life: Life) -> list[date]:
    return [sent.on for sent in life.letters("escalation") if sent.letter.facts["key"] == "plan"]


def test_a_pair_has_a_mentor_and_a_mentee() -> None:
    """RED-01."""
    assert [role.key for role in RED.roles] == ["mentor", "mentee"]


def test_the_form_comes_with_the_kickoff_to_guide_the_first_meeting() -> None:
    """RED-02."""
    assert "first meeting" in RED.document("agreement").intro
    assert lives(RED, until=0).days("form") == [date(2026, 1, 26)]


def test_the_agreement_is_due_on_the_calendar_date() -> None:
    """RED-03: 23 February is exactly four weeks after the kick-off."""
    assert {o.due for o in owed(lives(RED, until=1).state) if o.key == "agreement"} == {date(2026, 2, 23)}


def test_first_meeting_and_agreement_are_two_obligations() -> None:
    """RED-04: and one may be met without the other."""
    life = lives(RED, until=1)
    assert {"agreement", "first-meeting"} <= {o.key for o in owed(life.state)}
    assert "first-meeting" not in {o.key for o in owed(lives(RED, *met(3), until=4).state)}
    assert "agreement" in {o.key for o in owed(lives(RED, *met(3), until=4).state)}


def test_a_pair_matched_late_has_four_weeks_and_the_organiser_sees_the_exception() -> None:
    """RED-05: kicked off on 10 February: due 10 March, and the letter says so."""
    life = lives(RED, kickoff=LATE, until=0)
    assert {sent.letter.facts["due"] for sent in life.letters("form")} == {date(2026, 3, 10)}
    (seen,) = life.letters("late_start")
    assert seen.to == ORGANISER
    assert seen.letter.facts["absolute"] == date(2026, 2, 23) and seen.letter.facts["due"] == date(2026, 3, 10)


def test_a_pair_in_time_is_no_exception() -> None:
    """RED-05."""
    assert lives(RED, until=0).letters("late_start") == []


@pytest.mark.parametrize(
    ("rule", "due"),
    [
        (Resolve.EARLIEST, date(2026, 2, 23)),
        (Resolve.LATEST, date(2026, 3, 10)),
        (Resolve.ABSOLUTE, date(2026, 2, 23)),
    ],
)
def test_one_rule_decides_between_two_dates(rule: Resolve, due: date) -> None:
    """RED-05."""
    assert programmes_day(replace(RED.document("agreement").due, resolve=rule), LATE) == due


def test_each_is_asked_only_for_their_own_goals() -> None:
    """RED-06: five fields on the form; the two blanks of the third and the fourth are asked one by one."""
    by = {field.key: field.by for field in RED.document("agreement").fields}
    assert (by["goals_mentee"], by["goals_mentor"]) == ("mentee", "mentor")
    mine = FillForm("ada", "agreement", (answer("goals_mentee"),))
    given(lives(RED, until=1)).when(mine, at=day(1)).then_declined("unknown_field")


def test_an_owner_without_a_date_is_asked_by_when() -> None:
    """RED-07: "Alex" alone does not say by when."""
    filled = [each for each in answers(RED, "agreement", "ada").answers if each.field != "plan_date"]
    (letter,) = given(lives(RED, until=1)).when(FillForm("ada", "agreement", tuple(filled)), at=day(1)).letters()
    assert letter.name == "form_incomplete" and letter.facts["missing"] == ("plan_date",)


def test_the_plan_may_not_be_promised_for_after_the_second_meeting() -> None:
    """RED-07: as long as that has no day, for after the last day a plan is due (`RED-12`)."""
    life = lives(RED, until=1)
    late = FillForm("ada", "agreement", (Answer("plan_date", Words("1 May"), day=date(2026, 5, 1)),))
    given(life).when(late, at=day(1)).then(FormAnswered(day(1), "ada", "agreement", 1, (), ("plan_date",)))


def test_once_the_second_meeting_has_a_day_the_plan_may_not_pass_it() -> None:
    """RED-07."""
    life = lives(RED, *met(5), (6, ProposeMeeting("ada", date(2026, 2, 12))), until=7)
    day_after = FillForm("ada", "agreement", (Answer("plan_date", Words("the 13th"), day=date(2026, 2, 13)),))
    that_day = FillForm("ada", "agreement", (Answer("plan_date", Words("the 12th"), day=date(2026, 2, 12)),))
    given(life).when(day_after, at=day(7)).then(FormAnswered(day(7), "ada", "agreement", 1, (), ("plan_date",)))
    given(life).when(that_day, at=day(7)).then(FormAnswered(day(7), "ada", "agreement", 1, that_day.answers, ()))


def test_quarterly_is_refused_with_the_reason_and_the_rest_is_kept() -> None:
    """RED-08."""
    rarely = answers(RED, "agreement", "ada", frequency=Answer("frequency", Words("quarterly"), days=92))
    when = given(lives(RED, until=1)).when(rarely, at=day(1))
    (event,) = when.events
    assert isinstance(event, FormAnswered)
    assert event.refused == ("frequency",)
    assert {each.field for each in event.answers} >= {"goals_mentor", "method", "accountability"}
    (letter,) = when.letters()
    assert letter.facts["refused"] == ("frequency",)
    assert "once a month" in next(f.refusal for f in RED.document("agreement").fields if f.key == "frequency")


@pytest.mark.parametrize("days", [7, 14, 30, 31])
def test_monthly_or_oftener_is_accepted(days: int) -> None:
    """RED-08."""
    said = FillForm("ada", "agreement", (Answer("frequency", Words("so often"), days=days),))
    (event, *_) = given(lives(RED, until=1)).when(said, at=day(1)).events
    assert isinstance(event, FormAnswered) and event.refused == ()


def test_the_commitment_is_part_of_the_text_that_is_signed() -> None:
    """RED-09: word for word; another word, another digest."""
    life = lives(RED, *agreed(RED), until=4)
    text = life.letters("sign")[0].letter.facts["text"]
    assert isinstance(text, Words)
    assert "We will keep confidences with our partner." in text.text
    (offered,) = life.happened(TextOffered)
    assert {event.digest for event in life.happened(Signed)} == {offered.digest}


def test_it_is_in_force_with_the_second_signature_and_each_has_its_date() -> None:
    """RED-10: and the office's copy is sent once."""
    filled = tuple((1, answers(RED, "agreement", member.id)) for member in PAIR)
    one = lives(RED, *filled, (2, Sign("mira", "agreement", 1, "m1")), until=3)
    assert one.happened(DocumentInForce) == []
    both = lives(RED, *filled, (2, Sign("mira", "agreement", 1, "m1")), (4, Sign("ada", "agreement", 1, "m2")), until=9)
    assert [(event.member, event.at, event.mail) for event in both.happened(Signed)] == [
        ("mira", day(2, of=RED), "m1"),
        ("ada", day(4, of=RED), "m2"),
    ]
    assert [sent.to for sent in both.letters("copy")] == [ORGANISER]


def test_the_plan_is_asked_of_the_mentee_once_the_first_meeting_was_held() -> None:
    """RED-11: that is when it can be thought of."""
    life = lives(RED, *met(5), until=6)
    assert [event.document for event in life.happened(FormSent)] == ["plan"]
    assert [sent.to for sent in life.letters("form") if sent.letter.facts["document"] == "plan"] == ["mira"]


def test_at_the_second_meeting_without_a_plan_it_is_asked_at_once() -> None:
    """RED-11."""
    life = lives(RED, *met(5), *met(19), until=19)
    assert [(event.at, event.rung) for event in life.happened(Reminded) if event.key == "plan"] == [
        (day(19, of=RED), "remind+0")
    ]


def test_at_the_third_meeting_without_a_plan_the_organiser_hears_at_once() -> None:
    """RED-11: once."""
    assert plan_escalations(lives(RED, *met(5), *met(12), *met(19), until=60)) == [date(2026, 2, 14)]


def test_the_mentee_is_reminded_all_the_same() -> None:
    """RED-11: due on day 9, reported on day 14, and on day 16 the week's reminder still comes."""
    life = lives(RED, *met(5), *met(9), *met(14), until=40)
    taken = [e for e in life.events if isinstance(e, Reminded | Escalated) and e.key == "plan"]
    assert [(event.rung, event.at) for event in taken] == [
        ("remind+0", day(9, of=RED)),
        ("escalate", day(14, of=RED)),
        ("remind+7", day(16, 9, of=RED)),
    ]


def test_a_plan_is_in_force_as_the_mentee_writes_it_and_the_mentor_is_shown_it() -> None:
    """RED-11: nobody signs it, and the office gets no copy."""
    life = lives(RED, *met(5), (8, answers(RED, "plan", "mira")), *met(12), *met(19), until=60)
    assert [event.document for event in life.happened(DocumentInForce)] == ["plan"]
    assert [sent.to for sent in life.letters("in_force")] == ["ada", "mira"]
    assert life.letters("copy") == [] and plan_escalations(life) == []


def test_a_silent_pair_cannot_dodge_the_plan() -> None:
    """RED-12: kick-off and four weeks and two monthly periods."""
    life = lives(RED, until=120)
    asked = [event.at for event in life.happened(Reminded) if event.key == "plan"]
    assert asked == [day(87, 9, of=RED), day(94, 9, of=RED)]
    assert plan_escalations(life) == [date(2026, 5, 7)]


def test_a_month_without_contact_is_nudged_twice_and_then_reported() -> None:
    """RED-13: last met on 5 February: due 5 March; once per gap."""
    life = lives(RED, *agreed_monthly(), *met(10), until=60)
    assert life.days("cadence_nudge") == [date(2026, 3, 6), date(2026, 3, 11)]
    assert [sent.on for sent in life.letters("escalation") if sent.letter.facts["key"] == "cadence"] == [
        date(2026, 3, 15)
    ]


def test_a_word_between_the_two_is_contact_enough() -> None:
    """RED-13: contact, not only meetings."""
    life = lives(RED, *agreed_monthly(), *met(10), (37, ReportContact("mira")), until=60)
    assert life.letters("cadence_nudge") == []


def test_no_letter_and_no_report_comes_of_a_suggestion() -> None:
    """RED-14: weekly words are text; with monthly contact nobody is ever nudged."""
    touch = tuple((n, ReportContact("ada")) for n in range(20, 300, 28))
    life = lives(RED, *agreed_monthly(), *met(5), (8, answers(RED, "plan", "mira")), *touch, until=300)
    assert life.letters("cadence_nudge") == [] and life.happened(Escalated) == []


def test_the_pairs_own_frequency_holds_within_the_floor() -> None:
    """RED-15: two-weekly by their own word, nudged the day after two weeks."""
    life = lives(RED, *agreed(RED), *met(10), until=30)
    assert life.days("cadence_nudge")[0] == date(2026, 2, 20)


def test_goals_are_brought_up_every_three_months() -> None:
    """RED-16: in the year, three times; the fourth would fall on its end."""
    assert lives(RED).days("goal_review") == [date(2026, 4, 26), date(2026, 7, 26), date(2026, 10, 26)]


def test_a_networking_function_is_announced_and_an_answer_noted() -> None:
    """RED-18: two weeks before; nobody is asked twice."""
    life = lives(RED, (70, AnswerInvitation("ada", "networking-spring", True)), until=100)
    assert life.days("event_invitation") == [date(2026, 4, 2)]
    assert life.happened(InvitationAnswered) == [InvitationAnswered(day(70, of=RED), "ada", "networking-spring", True)]
    assert [sent.to for sent in life.letters("event_noted")] == ["ada"]


def test_no_pause_moves_a_networking_function() -> None:
    """RED-18: it is in somebody else's calendar."""
    away = Pause("ada", AbsenceKind.AWAY, None, date(2026, 3, 10))
    assert lives(RED, (10, away), until=100).days("event_invitation") == [date(2026, 4, 2)]


def test_evaluations_come_twice_a_year_and_are_thanked_for() -> None:
    """RED-19: mid-term and, three days after the end, the closing one."""
    answered = AnswerSurvey("mira", "evaluation", (Words("4"), Words("more time")))
    life = lives(RED, (182, answered))
    assert life.days("survey") == [date(2026, 7, 26), date(2027, 1, 29)]
    assert [event.survey for event in life.happened(SurveyAnswered)] == ["evaluation"]
    assert [sent.to for sent in life.letters("survey_thanks")] == ["mira"]


def test_help_names_a_person_by_mail_and_telephone() -> None:
    """RED-20."""
    assert RED.contacts.office == "red@rsp.wisc.edu" and RED.contacts.phone == "608-262-3822"


def test_expectations_are_words_of_welcome_and_nothing_is_owed_for_them() -> None:
    """RED-21: what is owed are milestones, none of them an attitude."""
    assert RED.texts.suggestions
    assert {o.key.split("/")[0] for o in owed(lives(RED, until=1).state)} == {
        "agreement", "plan", "first-meeting", "cadence", "goals", "survey", "event", "renewal",
    }  # fmt: skip


def test_where_the_seed_is_silent_there_is_a_year_and_a_no_blame_end() -> None:
    """RED-22."""
    assert [event.day for event in lives(RED).happened(RelationshipEnded)] == [date(2027, 1, 26)]
    assert [event.completed for event in lives(RED, (3, End("mira"))).happened(RelationshipEnded)] == [False]


def test_no_exception_to_confidence_is_invented() -> None:
    """RED-17, XC-04: a concern is answered with where help is, and alarms nobody."""
    assert RED.confidentiality.exceptions == ()
    given(lives(RED, until=9)).when(RaiseConcern("mira"), at=day(9)).then_letters(("concern_answer", "mira"))
    assert RED.texts.emergency


def agreed_monthly() -> tuple[Step, ...]:
    monthly = Answer("frequency", Words("monthly"), days=31)
    filled = tuple((3, answers(RED, "agreement", member.id, frequency=monthly)) for member in PAIR)
    return (*filled, *((3, Sign(member.id, "agreement", 1, "m")) for member in PAIR))
