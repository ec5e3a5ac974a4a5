"""What a programme cannot mean is refused with its reason."""

from collections.abc import Callable

import pytest

from mentoring.definition import read_programme
from tests.changed import Table, changed, problems, put, take


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            take("documents.1.due.after"),
            "documents[2].due.by_meeting needs a backstop, since the meeting may never be held; please add after.",
        ),
        (
            take("documents.0.due.resolve"),
            "documents[1].due.absolute and after are two dates; please say with resolve which one holds: earliest, "
            "latest or absolute.",
        ),
        (
            put("documents.0.due", {}),
            "documents[1].due.after is missing; please say how long after the kick-off it is due, as { days = 28 }.",
        ),
        (
            put("confidentiality.exceptions", ["something illegal"]),
            "confidentiality.exceptions are stated, so please say with prior_notice whether the person concerned is "
            "told first: always, unless_unsafe, not_stated.",
        ),
        (
            put("renewal.times", 2),
            "renewal: the term and its renewals together are longer than renewal.longest; please lower one.",
        ),
        (
            put("ending.ask_reason", True),
            "ending.ask_reason must go: nobody is ever asked why they leave; please take the line out.",
        ),
        (
            put("ending.ask_reason", False),
            "ending.ask_reason must go: nobody is ever asked why they leave; please take the line out.",
        ),
        (
            take("documents.0.ladder.escalate"),
            "agreement is required, so its ladder needs escalate: when the organiser is told.",
        ),
        (
            take("first_meeting.ladder.escalate"),
            "first_meeting is required, so its ladder needs escalate: when the organiser is told.",
        ),
        (
            put("cadence.strength", "advised"),
            "cadence is advised, so nobody is reported for it; please take escalate out or make it required.",
        ),
        (
            take("cadence.ladder.lapse"),
            "cadence.ladder.lapse is missing; without it a silent pair would hear of one gap and never of the next.",
        ),
        (
            put("cadence.ladder.lapse", 5),
            "cadence: its ladder lapses before its other steps; please let lapse be the last day.",
        ),
        (put("cadence.phases", []), "cadence.phases is empty; please say how often to meet."),
        (
            put("cadence.phases.0.every", {"months": 0}),
            "cadence.phases: every phase lasts some time and has a meeting every so often; please give both.",
        ),
        (put("first_meeting.by", "dean"), "first_meeting.by is 'dean', but no role has that key."),
        (put("first_meeting.agenda", "dean"), "first_meeting.agenda is 'dean', but no role has that key."),
        (put("confidentiality.binds", "dean"), "confidentiality.binds is 'dean', but no role has that key."),
        (
            put("documents.0.fields.0.by", "dean"),
            "the field 'goals_mentee': by is 'dean', but no role has that key.",
        ),
        (put("roles.0.key", "mentee"), "the role 'mentee' is there twice; please give each its own key."),
        (
            put("roles.0.max", 3),
            "roles are for 2 to 4 people in a relationship; for now a relationship has two; please change the roles, "
            "or their min and max.",
        ),
        (put("roles.0.key", "any"), "a role may not be called 'any', since that stands for every role."),
        (put("documents.0.title", ""), "agreement: its title is empty; please say what letters call it."),
        (
            put("documents.1.fields", []),
            "plan has no fields; please say what it asks, each under [[documents.fields]].",
        ),
        (
            put("documents.0.fields.3.kind", "text"),
            "agreement: the field 'plan_date' has not_after, which only a date can have.",
        ),
        (put("texts.relationship", " "), "texts.relationship is empty; please give a text."),
        (put("roles", []), "roles is missing; please say who takes part, each under [[roles]]."),
        (put("roles.0.min", 0), "the role 'mentor': min is at least 1, and max no less than min."),
        (
            put("renewal.ask_days_before", 400),
            "renewal.ask_days_before lies before the kick-off; please ask nearer to the end of the term.",
        ),
        (
            put("documents.0.fields.0.prompt", ""),
            "agreement: the field 'goals_mentee' has no prompt; please give the words.",
        ),
        (
            put("documents.0.fields.0.options", ["one"]),
            "agreement: the field 'goals_mentee' has options, which only a choice can have.",
        ),
        (
            put("documents.0.fields.4.at_most_days", 0),
            "agreement: the field 'frequency' accepts no frequency at all; please let at_most_days be at least 1.",
        ),
        (put("documents.1.key", "agreement"), "the document 'agreement' is there twice; please give each its own key."),
        (put("documents.1.key", "plan/a"), "the document 'plan/a' needs a key that is a word, without a slash."),
        (put("documents.1.due.by_meeting", 0), "plan: due.by_meeting counts from 1."),
        (
            put("documents.1.fields.1.key", "goal"),
            "the plan field 'goal' is there twice; please give each its own key.",
        ),
        (
            put("documents.1.fields.0.kind", "choice"),
            "plan: the field 'goal' is a choice; please list its options.",
        ),
        (
            put("documents.0.fields.4.kind", "text"),
            "agreement: the field 'frequency' has at_most_days, which only a frequency can have.",
        ),
        (
            put("documents.0.fields.4.refusal", ""),
            "agreement: the field 'frequency' can be refused; please say with refusal what its writer is told.",
        ),
        (
            put("documents.0.fields.3.not_after", "diary"),
            "agreement: the field 'plan_date' has not_after 'diary', but no document has that key.",
        ),
        (put("term.length", {"days": 0}), "term.length is nothing; please say how long the mentoring lasts."),
        (
            put("renewal.ask_days_before", 3),
            "renewal: ask_days_before must be more than remind_days_before, and that nought or more.",
        ),
        (
            put("renewal.times", 0),
            "renewal: times and length say how often and for how long; without either leave [renewal] out.",
        ),
        (put("ending.grace_hours", -1), "ending: grace_hours and open_days are nought or more."),
        (take("surveys.1"), "ending.survey is true, but no survey has the key 'closing'."),
        (
            take("surveys.0.every"),
            "the survey 'evaluation' would never be asked; please say how often with every.",
        ),
        (put("surveys.0.questions", []), "the survey 'evaluation' has no questions."),
        (
            put("goals.review_every", {"months": 0}),
            "goals.review_every is nothing; please say how often, or leave [goals] out.",
        ),
        (
            put("events.0.invite_days_before", -1),
            "the event 'networking-spring': invite_days_before is nought or more.",
        ),
    ],
)
def test_a_contradiction_is_refused_with_its_reason(change: Callable[[Table], object], sentence: str) -> None:
    assert sentence in problems(change)


def test_without_a_renewal_a_programme_is_one_too() -> None:
    assert read_programme(changed(take("renewal"))).renewal is None


def test_lengths_that_no_calendar_holds_are_compared_all_the_same() -> None:
    endless = {"length": {"months": 36_000}, "times": 36_000, "longest": {"months": 6}}
    told = problems(put("renewal", endless | {"ask_days_before": 14, "remind_days_before": 5}))
    assert told == ["renewal: the term and its renewals together are longer than renewal.longest; please lower one."]
