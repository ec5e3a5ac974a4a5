"""A programme's file: read as it stands, or refused with sentences that say what to change."""

import tomllib
from collections.abc import Callable
from copy import deepcopy
from datetime import date, time
from importlib.resources import files
from typing import Any

import pytest

from mentoring.calendar import Span
from mentoring.contradictions import remarks
from mentoring.definition import ProgrammeRefused, read_programme
from mentoring.programme import Due, Ladder, Resolve, Strength
from tests.spec import IMG, RED, with_a_second

Table = dict[str, Any]


def table(name: str = "red") -> Table:
    return tomllib.loads(files("programmes").joinpath(f"{name}.toml").read_text(encoding="utf-8"))


def problems(change: Callable[[Table], object], name: str = "red") -> list[str]:
    """What is said of a programme with this one change."""
    changed = deepcopy(table(name))
    change(changed)
    with pytest.raises(ProgrammeRefused) as refused:
        read_programme(changed)
    assert str(refused.value).splitlines() == refused.value.problems
    return refused.value.problems


def put(path: str, value: object) -> Callable[[Table], object]:
    """Set `documents.0.key` and the like."""

    def change(into: Any) -> None:
        *parents, last = _steps(path)
        for name in parents:
            into = into[name]
        into[last] = value

    return change


def take(path: str) -> Callable[[Table], object]:
    """Take out `documents.0.key` and the like."""

    def change(out_of: Any) -> None:
        *parents, last = _steps(path)
        for name in parents:
            out_of = out_of[name]
        del out_of[last]

    return change


def _steps(path: str) -> list[str | int]:
    return [int(name) if name.isdigit() else name for name in path.split(".")]


def test_every_programme_that_comes_with_the_service_can_be_read() -> None:
    found = [each for each in files("programmes").iterdir() if each.name.endswith(".toml")]
    assert len(found) >= 2
    for each in found:
        assert read_programme(tomllib.loads(each.read_text(encoding="utf-8"))).name == each.name.removesuffix(".toml")


def test_what_the_file_says_is_what_the_rules_follow() -> None:
    assert (RED.letters_at, RED.term, RED.longest_pause) == (time(9), Span(months=12), Span(months=2))
    assert RED.document("agreement").due == Due(Span(days=28), date(2026, 2, 23), Resolve.LATEST)
    assert RED.document("plan").due == Due(Span(months=2, days=28), by_meeting=2)
    assert RED.cadence.ladder == Ladder((1, 6), 10, 31) and RED.cadence.strength is Strength.REQUIRED
    assert IMG.cadence.phases[0].every == Span(days=14) and IMG.role("mentee").label == "mentee"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (take("zone"), "zone is missing; please give a text."),
        (put("zone", "Chicago"), "zone is 'Chicago'; please give a name such as 'Europe/London'."),
        (put("letters_at", 9), "letters_at is 9; please give an hour such as 09:00:00."),
        (put("colour", "red"), "colour is not something a programme can say; please take it out."),
        (put("ending.grace_hours", True), "ending.grace_hours is True; please give a whole number."),
        (put("texts.expectations", [1]), "texts.expectations must be a list of texts."),
        (put("roles", ["mentor"]), "roles must be tables, each under [[roles]]."),
        (put("contacts.office", "next door"), "contacts.office is 'next door'; please give a mail address."),
        (
            put("documents.0.strength", "hard"),
            "documents[1].strength is 'hard'; please choose one of required, advised.",
        ),
        (take("documents.0.strength"), "documents[1].strength is missing; please choose one of required, advised."),
        (
            put("documents.0.fields.0.visibility", "world"),
            "documents[1].fields[1].visibility is 'world'; please choose one of partners, organiser.",
        ),
        (
            put("documents.0.ladder.remind", [2, -4]),
            "documents[1].ladder.remind must go forward in time, for instance [-14, -4, 2].",
        ),
        (
            put("contacts.second_organiser", "the dean"),
            "contacts.second_organiser is 'the dean'; please give a mail address.",
        ),
        (
            put("contacts.second_organiser", RED.contacts.organiser.upper()),
            "contacts.second_organiser is the organiser; please name another person, or leave the line out.",
        ),
        (
            put("confidentiality.ticks", [{"of": 1, "label": "It is illegal"}]),
            "confidentiality.ticks: of is the number of an exception, counted from 1.",
        ),
        (put("documents.0.ladder.remind", ["two"]), "documents[1].ladder.remind must be a list of whole numbers."),
        (
            put("documents.0.due.after", {"days": -3}),
            "documents[1].due.after runs backwards; please give months and days of nought or more.",
        ),
    ],
)
def test_a_slip_is_refused_with_the_place_and_what_to_write(change: Callable[[Table], object], sentence: str) -> None:
    assert problems(change) == [sentence]


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
            "ending.ask_reason: nobody is ever asked why they leave; please take the line out.",
        ),
        (
            put("ending.ask_reason", False),
            "ending.ask_reason: nobody is ever asked why they leave; please take the line out.",
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
            "agreement: the field 'plan_date': not_after is 'diary', but no document has that key.",
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


def test_a_duty_after_the_end_needs_somebody_who_has_it() -> None:
    assert problems(put("after_care.role", "dean"), "img") == ["after_care.role is 'dean', but no role has that key."]
    assert problems(put("after_care.duties", []), "img") == [
        "after_care has no duties; please list them, or leave [after_care] out."
    ]


def test_an_empty_file_is_refused_with_all_that_is_missing() -> None:
    """Every problem at once, so that nobody has to try twenty times."""
    with pytest.raises(ProgrammeRefused) as refused:
        read_programme({})
    assert "name is missing; please give a text." in refused.value.problems
    assert "confidentiality.statement is missing; please give a text." in refused.value.problems


@pytest.mark.parametrize("section", ["contacts", "documents", "first_meeting", "cadence", "renewal", "events", "goals"])
@pytest.mark.parametrize("value", [3, "three", [3], {"three": 3}, date(2026, 3, 3)])
def test_whatever_stands_in_a_place_is_refused_and_never_crashes(section: str, value: object) -> None:
    assert problems(put(section, value))


def test_an_exception_without_ticks_of_its_own_is_one_tick_as_it_stands() -> None:
    """IMG-15: of an exception with several ticks every one is needed, whatever their order in the file."""
    plain = deepcopy(table("img"))
    del plain["confidentiality"]["ticks"]
    rules = read_programme(plain).confidentiality
    assert [(tick.of, tick.label) for tick in rules.ticks] == list(enumerate(rules.exceptions, start=1))
    assert IMG.confidentiality.bases({2}) == () and IMG.confidentiality.bases({1, 2, 3}) == (1, 2)


def test_with_a_second_organiser_nothing_is_remarked_about_concerns() -> None:
    assert len(remarks(with_a_second(IMG))) == len(remarks(IMG)) - 1
    assert len(remarks(with_a_second(RED))) == len(remarks(RED))


def test_the_organiser_is_shown_where_confidence_has_no_exception() -> None:
    """XC-04: and which answers the organiser will read."""
    assert remarks(RED) == [
        "No exception to confidence is stated, so none is ever offered: a concern is answered with where help is.",
        "Of the agreement the organiser is sent: goals_mentee, goals_mentor, plan_owner, plan_date, frequency, method, "
        "accountability.",
    ]
    assert remarks(IMG) == [
        "No second organiser is named (contacts.second_organiser), and one alone opens nothing: no word of a concern "
        "can move through Peerpost, and the organiser is asked to speak to the mentor.",
        "Of the agreement the organiser is sent: frequency, session_length.",
    ]
