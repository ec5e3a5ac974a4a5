"""A programme is explained in sentences, and every rule of it shows in one."""

from collections.abc import Callable
from datetime import date, time

import pytest

from mentoring.definition import look_over
from mentoring.explained import explained
from mentoring.programme import Programme
from tests.changed import Table, changed, put, take
from tests.spec import IMG, RED


def told(programme: Programme) -> list[str]:
    return [words for part in explained(programme) for words in (part.about, *part.sentences)]


def test_the_rules_of_img_read_as_a_person_would_say_them() -> None:
    sentences = told(IMG)
    for sentence in (
        "Each relationship is of one mentor and one mentee. Letters call it the mentoring.",
        "The first one is set up by the mentor, within 14 days of the kick-off.",
        "After that they meet at least every 2 weeks for 2 months, then at least every month from then on, or as often "
        "as they agree in a form.",
        "It is due 28 days after the kick-off.",
        "The organiser is sent a copy of: How often to meet; Length of a session. Nothing else of it.",
        "Bound is the mentor.",
        "Whoever it is about is always told first.",
    ):
        assert sentence in sentences


def test_the_rules_of_red_read_as_a_person_would_say_them() -> None:
    sentences = told(RED)
    for sentence in (
        "The first one is set up by anybody, within 28 days of the kick-off.",
        "It is due 28 days after the kick-off or on 23 February 2026, whichever is later.",
        "It is due by the end of meeting 2 and no later than 2 months and 28 days after the kick-off.",
        "Whoever has not answered is reminded on the day and 7 days after it; the organiser is told 14 days after it.",
        "Every 3 months they are asked to look at their goals again.",
        "There is no exception. Whoever writes CONCERN is told where help is, and nobody hears of it.",
    ):
        assert sentence in sentences


@pytest.mark.parametrize(
    "change",
    [
        put("roles.0.max", 3),
        put("texts.relationship", "circle"),
        put("term.length", {"months": 11}),
        put("renewal.times", 2),
        put("renewal.length", {"months": 3}),
        put("renewal.longest", {"months": 30}),
        put("renewal.ask_days_before", 20),
        put("renewal.remind_days_before", 6),
        take("renewal"),
        put("first_meeting.by", "mentee"),
        put("first_meeting.due", {"days": 20}),
        put("first_meeting.agenda", "any"),
        put("first_meeting.ladder.remind", []),
        put("first_meeting.ladder.escalate", 9),
        put("cadence.phases.0.every", {"days": 7}),
        put("cadence.contact_counts", False),
        put("cadence.ladder.lapse", 40),
        put("documents.0.title", "Our plan"),
        put("documents.0.signed", False),
        put("documents.0.copy_to_organiser", False),
        put("documents.0.due.resolve", "earliest"),
        put("documents.0.due.absolute", date(2026, 2, 24)),
        put("documents.0.ladder.remind", [-3]),
        put("documents.0.fields.0.label", "What for"),
        put("documents.0.fields.0.by", "mentor"),
        put("documents.0.fields.4.at_most_days", 30),
        put("documents.0.fields.0.visibility", "partners"),
        put("documents.1.due.by_meeting", 3),
        put("goals.review_every", {"months": 4}),
        put("events.0.day", date(2026, 5, 1)),
        put("events.0.invite_days_before", 10),
        put("surveys.0.every", {"months": 5}),
        put("surveys.1.questions", ["How was it?"]),
        put("confidentiality.statement", "All stays here."),
        put("confidentiality.binds", "mentor"),
        put("confidentiality", {"statement": "Yes.", "exceptions": ["what is illegal"], "prior_notice": "always"}),
        put("ending.grace_hours", 0),
        put("ending.open_days", 7),
        put("ending.retention", {"months": 6}),
        put("ending.survey", False),
        put("letters_at", time(10)),
        put("zone", "Europe/London"),
        put("pause.longest", {"months": 1}),
        put("contacts.office", "office@rsp.example"),
        put("contacts.phone", "1"),
    ],
)
def test_no_rule_changes_without_a_word_of_it(change: Callable[[Table], object]) -> None:
    other, _ = look_over(changed(change))
    assert told(other) != told(RED)
