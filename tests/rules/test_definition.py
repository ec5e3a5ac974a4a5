"""A programme's file: read as it stands, or refused with sentences that say what to change."""

import tomllib
from collections.abc import Callable
from datetime import date, time
from importlib.resources import files

import pytest

from mentoring.calendar import Span
from mentoring.definition import ProgrammeRefused, read_programme, stored_programme
from mentoring.programme import Due, Ladder, Resolve, Strength
from tests.changed import Table, changed, problems, put, take
from tests.spec import IMG, RED


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
        (
            put("ending.open_days", 10**9),
            "ending.open_days is 1000000000; please give a number that a calendar can hold, 36525 at most.",
        ),
        (put("documents.0.ladder.remind", [10**9]), "documents[1].ladder.remind must be a list of whole numbers."),
        (put("texts.expectations", [1]), "texts.expectations must be a list of texts."),
        (
            put("endings", {}),
            "endings is not something a programme can say; please take it out. Did you mean ending?",
        ),
        (
            put("cadence.ladder.lapses", 3),
            "cadence.ladder.lapses is not something a programme can say; please take it out. Did you mean lapse?",
        ),
        (put("roles", ["mentor"]), "roles must be tables, each under [[roles]]."),
        (
            put("name", "Our Programme"),
            "name is 'Our Programme'; please give small letters, figures and hyphens, as in red-2.",
        ),
        (put("version", " "), "version is empty; please give a text."),
        (put("roles.1.label", "mentor"), "the role 'mentee' needs a label of its own for its letters."),
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
            "confidentiality.ticks must say with of the number of an exception, counted from 1.",
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
    rules = read_programme(changed(take("confidentiality.ticks"), name="img")).confidentiality
    assert [(tick.of, tick.label) for tick in rules.ticks] == list(enumerate(rules.exceptions, start=1))
    assert IMG.confidentiality.bases({2}) == () and IMG.confidentiality.bases({1, 2, 3}) == (1, 2)


def test_a_stored_text_that_cannot_be_read_is_no_programme() -> None:
    """Stricter rules do not stop what runs; half a programme would."""
    with pytest.raises(ProgrammeRefused):
        stored_programme('name = "half"')
