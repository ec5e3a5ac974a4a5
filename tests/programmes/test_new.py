"""`peerpost programme new`: a few answers make a programme that can be used."""

from itertools import product
from pathlib import Path

import pytest

from mentoring.calendar import Span
from mentoring.definition import look_over, parse_programme
from mentoring.remarks import remarks
from tests.programmes.commands import programme
from worker.programme_files import programme_file
from worker.programme_sketch import Sketch, forms_of, rules_of
from worker.programme_writing import forms_text, rules_text

CIRCLE = {
    "name": "circle",
    "title": "Writing circle",
    "organiser": "noor@college.example",
    "welcome": "Two people who write read to each other.",
    "emergency": "If anybody is in danger now, call 112.",
    "second-organiser": "",
    "zone": "Europe/Dublin",
    "language": "en",
    "relationship": "circle",
    "role": "writer",
    "other-role": "writer",
    "months": "6",
    "renew": "3",
    "meet": "2w",
}
YES_OR_NO = ["--meetings-only", "--required", "--signed"]


def options(answers: dict[str, str]) -> list[str]:
    return [word for key, answer in answers.items() for word in (f"--{key}", answer)]


def test_the_questions_can_be_answered_one_by_one(tmp_path: Path) -> None:
    typed = "\n".join([*CIRCLE.values(), "n", "y", "14", "y"]) + "\n"
    told = programme("new", "--folder", str(tmp_path), typed=typed)
    assert told.exit_code == 0 and "circle.toml can be used" in told.stdout
    rules = parse_programme(programme_file(str(tmp_path / "circle.toml")).text)
    assert (rules.title, rules.zone, rules.term) == ("Writing circle", "Europe/Dublin", Span(months=6))
    assert [(role.label, role.min, role.max) for role in rules.roles] == [("writer", 2, 2)]
    assert rules.cadence.phases[0].every == Span(days=14) and rules.cadence.strength == "required"
    assert rules.document("agreement").signed and rules.document("agreement").due.after == Span(days=14)
    assert rules.renewal is not None and rules.renewal.longest == Span(months=9)


def test_every_answer_can_be_an_option_and_makes_the_same(tmp_path: Path) -> None:
    typed = "\n".join([*CIRCLE.values(), "n", "y", "14", "y"]) + "\n"
    programme("new", "--folder", str(tmp_path / "one"), typed=typed)
    told = programme("new", *options(CIRCLE), *YES_OR_NO, "--agreement", "14", "--folder", str(tmp_path / "two"))
    assert told.exit_code == 0
    for name in ("circle.toml", "circle.forms.toml", "programme.schema.json", "forms.schema.json"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_an_answer_that_cannot_be_is_asked_again(tmp_path: Path) -> None:
    wrong = dict(CIRCLE) | {"name": "Our circle\ncircle", "zone": "Dublin\nEurope/Dublin", "meet": "often\n2w"}
    typed = "\n".join([*wrong.values(), "n", "y", "14", "y"]) + "\n"
    told = programme("new", "--folder", str(tmp_path), typed=typed)
    assert told.exit_code == 0
    for advice in ("Please give small letters", "Please give a time zone", "Please give weeks or months"):
        assert advice in told.output


def test_files_that_are_there_are_not_written_over_unless_that_is_said(tmp_path: Path) -> None:
    (tmp_path / "circle.toml").write_text("mine")
    words = ["new", *options(CIRCLE), *YES_OR_NO, "--agreement", "14", "--folder", str(tmp_path)]
    told = programme(*words)
    assert told.exit_code == 2 and "--force writes over it" in told.stderr
    assert (tmp_path / "circle.toml").read_text() == "mine"
    assert programme(*words, "--force").exit_code == 0


def sketch(**answers: object) -> Sketch:
    usual: dict[str, object] = {
        "name": "try",
        "title": "A try",
        "organiser": "noor@college.example",
        "second_organiser": "",
        "zone": "Europe/Dublin",
        "language": "en",
        "relationship": "mentoring",
        "roles": ("mentor", "mentee"),
        "welcome": 'It\'s a "try".',
        "emergency": "Call 112.\\",
        "months": 6,
        "meet": Span(months=1),
        "required": True,
        "contact_counts": False,
        "agreement_days": 28,
        "signed": True,
        "renew_months": 0,
        "exceptions": (),
    }
    return Sketch(**(usual | answers))  # type: ignore[arg-type]


@pytest.mark.parametrize("required", [True, False])
@pytest.mark.parametrize("roles", [("mentor", "mentee"), ("experienced guide", "new starter"), ("peer",)])
def test_whatever_is_answered_the_programme_can_be_used(required: bool, roles: tuple[str, ...]) -> None:
    """And nothing in it is odd: what is remarked is only what the organiser decided."""
    for months, meet, days, renew in product(
        (1, 6), (Span(days=7), Span(days=14), Span(months=1), Span(months=3)), (0, 3, 14, 21), (0, 2)
    ):
        answers = {"months": months, "meet": meet, "agreement_days": days, "renew_months": renew}
        made = sketch(roles=roles, required=required, **answers)
        table = rules_of(made) | {"forms": forms_of(made)}
        rules, refusals = look_over(table)
        assert refusals == [], (answers, refusals)
        told = [finding.sentence for finding in remarks(rules)]
        assert [each for each in told if not each.startswith(("No exception", "Of the agreement"))] == [], answers


@pytest.mark.parametrize("roles", [("mentor", "mentee"), ("peer",)])
def test_what_is_written_is_read_back_as_it_was_meant(roles: tuple[str, ...]) -> None:
    """Quotes, backslashes and exceptions with them."""
    made = sketch(
        roles=roles, exceptions=('what is "illegal"', "harm to others"), second_organiser="two@college.example"
    )
    written = parse_programme(rules_text(rules_of(made)) + forms_text(made.name, forms_of(made)))
    meant, refusals = look_over(rules_of(made) | {"forms": forms_of(made)})
    assert refusals == [] and written == meant
    assert written.texts.welcome == 'It\'s a "try".' and written.confidentiality.exceptions[0] == 'what is "illegal"'


def test_a_file_that_is_written_names_every_key_there_is() -> None:
    """What is not decided stands there as a comment with what it would decide."""
    text = rules_text(rules_of(sketch()))
    for key in ("phone", "suggestions", "agenda", "after_care", "goals", "events", "not_after", "ticks", "renewal"):
        assert f"# {key}" in text or f"[{key}]" in text or f"{key} =" in text or f".{key}]" in text, key
    assert text.startswith("#:schema programme.schema.json\n")
