"""What a programme may say and its organiser should mean."""

from collections.abc import Callable
from datetime import date, time

import pytest

from mentoring.definition import look_over, read_programme
from mentoring.remarks import remarks
from tests.changed import Table, changed, put, sentences, table
from tests.spec import IMG, RED, with_a_second


def test_with_a_second_organiser_nothing_is_remarked_about_concerns() -> None:
    assert len(remarks(with_a_second(IMG))) == len(remarks(IMG)) - 1
    assert len(remarks(with_a_second(RED))) == len(remarks(RED))


def test_the_organiser_is_shown_where_confidence_has_no_exception() -> None:
    """XC-04: and which answers the organiser will read."""
    assert sentences(RED) == [
        "No exception to confidence is stated, so none is ever offered: a concern is answered with where help is.",
        "Of the agreement the organiser is sent: goals_mentee, goals_mentor, plan_owner, plan_date, frequency, method, "
        "accountability.",
    ]
    assert sentences(IMG) == [
        "No second organiser is named (contacts.second_organiser), and one alone opens nothing: no word of a concern "
        "can move through Peerpost, and the organiser is asked to speak to the mentor.",
        "Of the agreement the organiser is sent: frequency, session_length.",
    ]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            put("documents.1.fields.0.visibility", "organiser"),
            "plan: goal may be seen by the organiser, who is sent no copy; please add copy_to_organiser = true, or "
            "take it back.",
        ),
        (
            put("documents.1.copy_to_organiser", True),
            "Of the plan the organiser is sent a copy in which nothing is theirs to see; please give a field "
            "visibility, or take the copy out.",
        ),
        (
            put("documents.0.ladder.remind", [-35, -4]),
            "A reminder 35 days before the agreement is due would come before the kick-off, so it is never sent.",
        ),
        (
            put("first_meeting.ladder.remind", [-29]),
            "A reminder 29 days before the first meeting is due would come before the kick-off, so it is never sent.",
        ),
        (
            put("documents.0.ladder.remind", []),
            "Nobody is reminded of the agreement before the organiser is told.",
        ),
        (
            put("documents.0.ladder.remind", [-4, 7]),
            "The organiser is told before the last reminder; please remind earlier, or tell later: the agreement.",
        ),
        (
            put("documents.0.fields.4.at_most_days", 62),
            "The agreement field 'frequency' accepts every 62 days, but a meeting is looked for every 31 days.",
        ),
        (
            put("cadence.phases.0.every", {"days": 14}),
            "A gap is left at that 31 days after a meeting was due, and the next is due every 14 days, so a pair is "
            "asked about the gap before last; please let it lapse sooner.",
        ),
        (
            put("documents.1.due.after", {"months": 20}),
            "The plan is due after the longest term is over, so that day never comes.",
        ),
        (
            put("surveys.0.every", {"months": 24}),
            "The survey 'evaluation' comes after the longest term is over, so that day never comes.",
        ),
        (
            put("goals.review_every", {"months": 18}),
            "The look at the goals comes after the longest term is over, so that day never comes.",
        ),
        (
            put("cadence.phases", [{"lasts": {"months": 18}, "every": {"months": 1}}] * 2),
            "Phase 2 of the cadence begins after the longest term is over.",
        ),
        (
            put("documents.1.due.after", {"months": 17, "days": 20}),
            "The organiser is told of the plan only after the longest term is over, so that never happens; please tell "
            "them sooner.",
        ),
        (put("ending.survey", False), "ending.survey is false, so the survey with the key 'closing' is never sent."),
        (put("letters_at", time(3)), "letters_at is 03:00, when most people sleep."),
        (put("language", "nl"), "language is 'nl'; replies are read in en, es, de, fr, pt."),
        (
            put("texts.welcome", "Your coach is here for you."),
            "The welcome speaks of a coach, but the roles are 'mentor' and 'mentee'.",
        ),
        (
            put("texts.expectations", ["Dear {{ name }}, be there."]),
            "Expectation 1 has a blank for something to be filled in; it is shown as it stands.",
        ),
        (
            put("documents.0.clauses", ["As in https://dean.example/rules."]),
            "Clause 1 of the agreement leads to a page, of which nothing is kept; please put into the form itself what "
            "people agree to.",
        ),
    ],
)
def test_what_may_not_be_meant_is_remarked_on(change: Callable[[Table], object], sentence: str) -> None:
    assert sentence in sentences(read_programme(changed(change)))


def test_a_role_that_nothing_is_asked_of_is_pointed_out() -> None:
    """A mentee who fills in nothing, brings no agenda and sets up nothing has no part in it."""
    mentees = [n for n, field in enumerate(table("img")["documents"][0]["fields"]) if field.get("by") != "mentor"]
    changes = [put(f"documents.0.fields.{n}.by", "mentor") for n in mentees]
    quiet = read_programme(changed(*changes, put("first_meeting.agenda", ""), name="img"))
    told = [sentence for sentence in sentences(quiet) if sentence.startswith("Nothing of its own")]
    assert told == [
        "Nothing of its own is asked of the mentee: no form, no agenda and no first meeting; please give them a part, "
        "if they are to have one."
    ]


def test_a_word_for_a_role_that_the_programme_does_not_have_is_pointed_out() -> None:
    """Two roles called otherwise, and one place that still says mentee."""
    other = changed(put("roles.0.label", "guide"), put("roles.0.key", "guide"))
    told = sentences(look_over(other)[0])
    assert "The agreement field 'goals_mentor' speaks of a mentor, but the roles are 'guide' and 'mentee'." in told
    assert not any("speaks of a mentee" in sentence for sentence in told)


def test_a_day_that_has_gone_by_is_pointed_out_on_that_day_and_not_before() -> None:
    late = sentences(RED, date(2026, 4, 17))
    assert (
        "The event 'networking-spring' is over on 2026-04-16; nobody who starts later is invited to it. Please give "
        "the next one, under its own key."
    ) in late
    assert "The agreement's date 2026-02-23 has gone by then; only the time from the kick-off counts." in late
    assert sentences(RED, date(2026, 2, 23)) == sentences(RED)
