"""IMG: what its agreement asks of the service, one sentence each."""

from datetime import date

from mentoring.answers import Acknowledge
from mentoring.cadence import advised_interval
from mentoring.calendar import Span
from mentoring.commands import PassTime
from mentoring.concerns import RaiseConcern
from mentoring.documents import Answer, FillForm, Sign
from mentoring.ending import End
from mentoring.events import (
    DocumentInForce,
    DutiesAcknowledged,
    Escalated,
    Extended,
    KickedOff,
    Lapsed,
    RelationshipEnded,
    RelationshipStarted,
    Renewed,
    Signed,
)
from mentoring.letters import CONCERNS, ORGANISER, Ask, Question
from mentoring.meetings import ProposeMeeting
from mentoring.programme import Strength
from mentoring.relationship import owed
from mentoring.renewal import AnswerRenewal
from mentoring.words import Words
from tests.spec import IMG, KICKOFF, PAIR, agreed, answers, day, given, lives, met

YES_BOTH = (AnswerRenewal("ada", True, "m1"), AnswerRenewal("mira", True, "m2"))


def test_a_relationship_waits_for_its_kickoff_hour_and_then_begins() -> None:
    started = RelationshipStarted(day(-1), PAIR, IMG.zone, KICKOFF)
    given(IMG, started).when(PassTime(), at=day(0, 8)).then_nothing()
    given(IMG, started).when(PassTime(), at=day(0, 9)).then(KickedOff(day(0, 9)))


def test_the_form_is_sent_to_both_at_the_kickoff_with_its_due_day() -> None:
    """IMG-01: the agreement is there for the first session."""
    forms = lives(IMG, until=0).letters("form")
    assert [sent.to for sent in forms] == ["ada", "mira"]
    assert {sent.letter.facts["due"] for sent in forms} == {date(2026, 2, 23)}


def test_the_organiser_gets_a_copy_once_both_have_signed() -> None:
    """IMG-01: the service, not the mentor, sends it; both hold the same."""
    life = lives(IMG, *agreed(IMG), until=60)
    assert [sent.to for sent in life.letters("copy")] == [ORGANISER]
    assert [sent.to for sent in life.letters("in_force")] == ["ada", "mira"]


def test_the_form_asks_for_what_the_scheme_asks_for() -> None:
    """IMG-02: and each way of being reached of the one it concerns."""
    asked = {field.key: field.by for field in IMG.document("agreement").fields}
    assert asked == {
        "contact_mentor": "mentor",
        "contact_mentee": "mentee",
        "frequency": "any",
        "session_length": "any",
        "between_sessions": "mentor",
        "phone_times": "mentor",
    }


def test_the_mentee_cannot_answer_for_the_mentor() -> None:
    """IMG-02."""
    said = FillForm("mira", "agreement", (Answer("phone_times", Words("never")),))
    given(lives(IMG, until=1)).when(said, at=day(1)).then_declined("unknown_field")


def test_the_length_of_a_session_does_not_change_the_term() -> None:
    """IMG-03: they are two things; the term is the programme's."""
    life = lives(IMG, *agreed(IMG), until=10)
    assert life.pair.term_ends == date(2026, 5, 26)


def test_the_nudge_for_the_first_session_goes_to_the_mentor_alone() -> None:
    """IMG-04."""
    nudges = lives(IMG, until=40).letters("first_meeting_nudge")
    assert [(sent.to, sent.on) for sent in nudges] == [
        ("ada", date(2026, 2, 2)),
        ("ada", date(2026, 2, 10)),
        ("ada", date(2026, 2, 17)),
    ]


def test_later_nudges_go_to_both() -> None:
    """IMG-04: later sessions are arranged by both."""
    assert [sent.to for sent in lives(IMG, *met(10), until=30).letters("cadence_nudge")] == ["ada", "mira"]


def test_no_question_is_asked_about_where_or_how_they_meet() -> None:
    """IMG-05: in person or by video, as they like: a meeting is a day, perhaps an hour."""
    fixed = given(lives(IMG, until=1)).when(ProposeMeeting("ada", date(2026, 2, 3)), at=day(1)).letters()
    assert set(fixed[0].facts) == {"number", "day", "by", "moved"}


def test_the_mentee_alone_is_asked_to_think_of_the_agenda_the_day_before() -> None:
    """IMG-06: and is not asked to write it down."""
    fixed = (1, ProposeMeeting("ada", date(2026, 2, 5))), (1, ProposeMeeting("mira", date(2026, 2, 5)))
    prompts = lives(IMG, *fixed, until=12).letters("agenda_prompt")
    assert [(sent.to, sent.on) for sent in prompts] == [("mira", date(2026, 2, 4))]


def test_four_months_and_it_is_complete() -> None:
    """IMG-07: nobody renewed."""
    assert lives(IMG).happened(RelationshipEnded) == [RelationshipEnded(day(120, 9), date(2026, 5, 26), True)]


def test_two_yes_make_it_six_months_and_not_a_day_more() -> None:
    """IMG-07: the renewal is asked two weeks before the end; at six months it closes."""
    life = lives(IMG, *((108, yes) for yes in YES_BOTH))
    assert life.days("renewal_asked") == [date(2026, 5, 12)]
    assert [event.ends for event in life.happened(Renewed)] == [date(2026, 7, 26)]
    assert [event.day for event in life.happened(RelationshipEnded)] == [date(2026, 7, 26)]


def test_one_yes_is_not_enough() -> None:
    """IMG-07."""
    life = lives(IMG, (108, YES_BOTH[0]))
    assert [event.day for event in life.happened(RelationshipEnded)] == [date(2026, 5, 26)]
    assert life.days("renewal_asked", to="ada") == [date(2026, 5, 12)]
    assert life.days("renewal_asked", to="mira") == [date(2026, 5, 12), date(2026, 5, 21)]


def test_a_third_extension_is_impossible() -> None:
    """IMG-07: neither asked for nor taken."""
    life = lives(IMG, *((108, yes) for yes in YES_BOTH), until=170)
    assert life.days("renewal_asked") == [date(2026, 5, 12)]
    given(life).when(YES_BOTH[0], at=day(170)).then_declined("no_renewal")


def test_the_second_phase_begins_two_months_after_the_kickoff() -> None:
    """IMG-08."""
    assert advised_interval(IMG, KICKOFF, date(2026, 3, 25)) == Span(days=14)
    assert advised_interval(IMG, KICKOFF, date(2026, 3, 26)) == Span(months=1)


def test_nobody_is_reported_for_meeting_rarely() -> None:
    """IMG-08, XC-05: advised: a nudge, never a breach."""
    life = lives(IMG, *agreed(IMG))
    assert life.letters("cadence_nudge")
    assert life.happened(Escalated) == []


def test_the_renewed_months_go_on_monthly() -> None:
    """IMG-09."""
    assert advised_interval(IMG, KICKOFF, date(2026, 6, 20)) == Span(months=1)


def test_the_pairs_own_frequency_comes_before_the_advised_one() -> None:
    """IMG-10: they meet monthly from the start, and nobody nudges them after two weeks."""
    rarely = {"frequency": Answer("frequency", Words("monthly"), days=31)}
    filled = ((2, answers(IMG, "agreement", "ada")), (2, answers(IMG, "agreement", "mira", **rarely)))
    signed = tuple((2, Sign(member.id, "agreement", 1, "m")) for member in PAIR)
    nudges = lives(IMG, *filled, *signed, *met(10), until=60).days("cadence_nudge")
    assert nudges == [date(2026, 3, 8)]


def test_there_is_no_field_for_subjects_that_are_off_limits() -> None:
    """IMG-11."""
    assert [field.key for field in IMG.document("agreement").fields if "limits" in field.key] == []


def test_the_mentee_is_sent_how_and_when_to_reach_the_mentor() -> None:
    """IMG-12: in the copy of what is in force."""
    (card,) = lives(IMG, *agreed(IMG), until=4).letters("in_force", to="mira")
    assert {"contact_mentor", "between_sessions", "phone_times"} <= card.answers


def test_the_mentor_is_told_the_duties_that_remain_and_the_mentee_is_not() -> None:
    """IMG-13: in the clauses they sign and in the last letter."""
    asked = {sent.to: sent.letter.question.kind for sent in lives(IMG, *agreed(IMG)).letters("completed")}
    assert asked == {"ada": Ask.AFTER_CARE, "mira": Ask.UNPROMPTED}
    assert any("gives no reference, then or later" in clause for clause in IMG.document("agreement").clauses)


def test_that_the_mentor_knows_the_duties_is_recorded() -> None:
    """IMG-13: a nod after the end is enough."""
    nod = Acknowledge("ada", Question(Ask.AFTER_CARE))
    given(lives(IMG, until=121)).when(nod, at=day(121)).then(DutiesAcknowledged(day(121), "ada"))


def test_the_organiser_reads_no_field_that_is_not_declared_for_the_organiser() -> None:
    """IMG-14, XC-01: of the agreement exactly the declared fields, of everything else no words at all."""
    life = lives(IMG, *agreed(IMG), *met(10))
    (copy,) = life.letters("copy")
    assert copy.answers == {"frequency", "session_length"}
    others = [sent.letter for sent in life.letters() if sent.to == ORGANISER and sent.name != "copy"]
    assert others and "Words" not in repr(others)


def test_the_exceptions_to_confidence_are_the_three_of_the_scheme() -> None:
    """IMG-15: the second holds only where help is refused."""
    one, two, three = IMG.confidentiality.exceptions
    assert "illegal" in one and "refuses to seek help" in two and "wellbeing of others" in three


def test_a_concern_tells_the_organiser_that_there_is_one_and_not_a_word_of_it() -> None:
    """IMG-16, IMG-21: the mentee is told first, so nothing else can be passed on."""
    letters = given(lives(IMG, until=9)).when(RaiseConcern("ada"), at=day(9)).letters()
    assert [(letter.name, letter.to, dict(letter.facts)) for letter in letters] == [
        ("concern_answer", "ada", {"stated": True, "named": True}),
        ("concern_pending", CONCERNS, {"form": False, "speak_to": "ada"}),
    ]
    assert IMG.confidentiality.prior_notice == "always"


def test_a_concern_is_heard_after_the_end_too() -> None:
    """IMG-16, IMG-17: the duty of confidence and its exceptions endure."""
    raised = given(lives(IMG, until=125)).when(RaiseConcern("ada"), at=day(125))
    raised.then_letters(("concern_answer", "ada"), ("concern_pending", CONCERNS))


def test_nobody_reads_more_after_the_end_than_before() -> None:
    """IMG-17: no letter after the end carries anybody's words."""
    life = lives(IMG, *agreed(IMG))
    after = [sent.letter for sent in life.sent if sent.on >= date(2026, 5, 26)]
    assert after and "Words" not in repr(after)


def test_ending_takes_one_word_and_no_reason() -> None:
    """IMG-18: there is nowhere to put one, neither in the request nor in what happened."""
    assert list(End.__dataclass_fields__) == ["member"]
    assert list(RelationshipEnded.__dataclass_fields__) == ["at", "day", "completed"]


def test_the_other_and_the_organiser_are_told_neutrally() -> None:
    """IMG-18, IMG-20."""
    life = lives(IMG, (30, End("mira")), until=40)
    assert [(sent.to, sent.on) for sent in life.letters("ended")] == [
        ("ada", date(2026, 2, 27)),
        ("mira", date(2026, 2, 27)),
    ]
    (told,) = life.letters("organiser_ended")
    assert dict(told.letter.facts) == {"day": date(2026, 2, 27)}


def test_the_closing_survey_asks_no_reason() -> None:
    """IMG-18: not even through the back door."""
    questions = [question for survey in IMG.surveys for question in survey.questions]
    assert questions and not any("why" in question.lower() or "reason" in question.lower() for question in questions)


def test_a_change_that_only_one_agrees_to_never_takes_effect() -> None:
    """IMG-19: after two weeks the agreement stands as it was, and both are told so."""
    weekly = FillForm("mira", "agreement", (Answer("frequency", Words("weekly"), days=7),))
    life = lives(IMG, *agreed(IMG), (20, weekly), (20, Sign("mira", "agreement", 2, "m9")), until=60)
    assert [event.version for event in life.happened(DocumentInForce)] == [1]
    assert [(event.key, event.at) for event in life.happened(Lapsed) if "agreement" in event.key] == [
        ("agreement/2026-02-15", day(34, 9))
    ]
    assert [sent.to for sent in life.letters("unchanged")] == ["ada", "mira"]
    assert life.pair.document("agreement").standing == life.pair.document("agreement").answers


def test_the_organiser_is_told_of_the_renewal_by_the_service() -> None:
    """IMG-20."""
    told = lives(IMG, *((108, yes) for yes in YES_BOTH), until=110).letters("organiser_renewed")
    assert [dict(sent.letter.facts) for sent in told] == [{"term_ends": date(2026, 7, 26)}]


def test_concerns_may_have_a_route_of_their_own() -> None:
    """IMG-21: here it is the same address, but another reader."""
    assert CONCERNS != ORGANISER
    assert IMG.contacts.concerns == IMG.contacts.organiser


def test_each_signature_has_its_own_date() -> None:
    """IMG-22: though the form has one date line."""
    filled = tuple((1, answers(IMG, "agreement", member.id)) for member in PAIR)
    life = lives(IMG, *filled, (2, Sign("ada", "agreement", 1, "m")), (5, Sign("mira", "agreement", 1, "n")), until=6)
    assert [(event.member, event.at) for event in life.happened(Signed)] == [("ada", day(2)), ("mira", day(5))]


def test_only_the_mentor_is_said_to_be_bound() -> None:
    """IMG-23."""
    assert IMG.confidentiality.binds == "mentor"
    assert not any("mentee keeps in confidence" in clause for clause in IMG.document("agreement").clauses)


def test_strengths_are_the_programmes() -> None:
    """XC-05."""
    strengths = {obligation.key.split("/")[0]: obligation.strength for obligation in owed(lives(IMG, until=1).state)}
    assert strengths["agreement"] is Strength.REQUIRED
    assert strengths["first-meeting"] is strengths["cadence"] is Strength.ADVISED


def test_more_time_from_the_organiser_moves_the_due_day() -> None:
    """XC-05: see `test_organiser.py` for the rest."""
    state = given(lives(IMG, until=1), Extended(day(1), "agreement", date(2026, 3, 9))).state
    assert {o.due for o in owed(state) if o.key == "agreement"} == {date(2026, 3, 9)}
