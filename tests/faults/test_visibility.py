"""Who may see what: every field there is says so by what it is, and letters show no reader more (`XC-01`)."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date, datetime
from enum import Enum
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import pytest

from correspondence.writing.render import render
from mentoring.definition import parse_programme
from mentoring.documents import Answer
from mentoring.events import Event
from mentoring.letters import CONCERNS, ORGANISER, SECOND_ORGANISER
from mentoring.programme import FormField, Programme, Visibility
from mentoring.words import Attribution, Words
from tests.letters.test_lives import LIVES, life, posted
from tests.spec import IMG, RED
from worker.programme_files import programme_names, programme_text

OPS = (datetime, date, int, bool, Enum, type(None))
"""Dates, counts and enumerations: what whoever runs the service may be told of, if it is told at all."""

KEYS = {
    "about", "choices", "digest", "document", "field", "gathering", "id", "key", "mail", "member", "organiser",
    "organisers", "owners", "refused", "role", "rung", "survey", "zone",
}  # fmt: skip
"""Fields of plain text that hold the name of a thing of ours, or an id that only the registry can tell."""


def _kinds(hint: Any) -> Iterator[type]:
    """The classes a field is made of, through optional values, tuples, and values made of fields themselves."""
    if get_origin(hint) in (Union, UnionType, tuple):
        for each in get_args(hint):
            if each is not Ellipsis:
                yield from _kinds(each)
    elif isinstance(hint, type):
        yield hint


def _leaves(shape: type, above: str = "") -> Iterator[tuple[str, str, type]]:
    """(path, name, class) of every field of a dataclass, down to what is no dataclass; words and who asked are such."""
    hints = get_type_hints(shape)
    for field in fields(shape):
        for kind in _kinds(hints[field.name]):
            path = f"{above}{shape.__name__}.{field.name}"
            if is_dataclass(kind) and kind not in (Words, Attribution):
                yield from _leaves(kind, f"{path} > ")
            else:
                yield path, field.name, kind


LEAVES = [leaf for event in get_args(Event) for leaf in _leaves(event)]


def test_every_field_of_every_event_is_the_partners_the_writers_or_a_fact() -> None:
    """Free text is sealed as words, who asked as an attribution; all else is a date, a number, or one of our keys."""
    plain = [(path, name) for path, name, kind in LEAVES if not issubclass(kind, (*OPS, Words, Attribution))]
    assert [path for path, name in plain if name not in KEYS] == [], "please say who may see it: seal it, or add a key"
    assert KEYS - {name for _, name in plain} == set()
    assert {path for path, _, kind in LEAVES if kind is Words} == {
        "FormAnswered.answers > Answer.words",
        "SurveyAnswered.answers",
        "BasisGiven.words",
        "ConfirmationAsked.act > GiveBasis.words",
    }


def test_a_field_of_a_form_is_the_partners_unless_its_programme_says_otherwise() -> None:
    assert FormField("k", "l", "p").visibility is Visibility.PARTNERS
    assert set(Visibility) == {Visibility.PARTNERS, Visibility.ORGANISER}
    for name in programme_names():
        text = programme_text(name)
        rules = parse_programme(text)
        declared = [f.key for d in rules.documents for f in d.fields if f.visibility is Visibility.ORGANISER]
        assert len(declared) == text.count('visibility = "organiser"'), name


OUTSIDE = {ORGANISER, CONCERNS, SECOND_ORGANISER}
OWN = {"form", "form_incomplete"}
BOTH = {"sign", "in_force"}


@pytest.mark.parametrize("of", [IMG, RED], ids=["img", "red"])
@pytest.mark.parametrize("name", LIVES)
def test_words_are_in_the_letters_that_are_about_them_and_in_no_other(name: str, of: Programme) -> None:
    """T20: of a form both read it, as its letter says; the organiser a copy of what is declared; of a concern, the
    route for it what two organisers opened.  All other words are in no letter at all."""
    for sent in life(name, of).sent:
        told = {key for key, fact in sent.letter.facts.items() if _has_words(fact)}
        match sent.name:
            case "copy":
                assert sent.to == ORGANISER and told <= {"answers"}
                document = of.document(str(sent.letter.facts["document"]))
                shared = {field.key for field in document.fields if field.visibility is Visibility.ORGANISER}
                assert sent.answers == shared or sent.answers < shared
            case "concern_words":
                assert sent.to == CONCERNS and told == {"words"}
            case letter if letter in OWN | BOTH:
                assert sent.to not in OUTSIDE and told <= {"answers", "text"}
            case letter:
                assert told == set(), letter


def _has_words(fact: object) -> bool:
    return isinstance(fact, Words) or (isinstance(fact, tuple) and any(map(_has_words, fact)))


def test_a_form_shows_its_reader_the_answers_to_their_own_lines() -> None:
    """T20: what the partner has answered meanwhile comes with the text that both are to agree to, and not before."""
    shown = 0
    for of in (IMG, RED):
        for sent in life("helpful", of).sent:
            if sent.name not in OWN:
                continue
            document = of.document(str(sent.letter.facts["document"]))
            said = posted(of, sent)
            role = next(each.key for each in of.roles if each.label == said.reader.role)
            answers = tuple((f.key, Words(f"zebrafish{f.key.replace('_', '')}q")) for f in document.fields)
            letter = replace(said.letter, facts={**said.letter.facts, "answers": answers})
            text = render(replace(said, letter=letter)).text
            others = [f.key for f in document.fields if f.by not in (role, "any")]
            assert not [key for key in others if f"zebrafish{key.replace('_', '')}q" in text]
            shown += "zebrafish" in text
    assert shown


def test_an_answer_is_never_shown_by_accident() -> None:
    """T24: neither in a trace nor in a log, where somebody would print the whole event."""
    told = repr(Answer("contact", Words("kanarienvogel"))) + repr(Attribution("mira")) + str(Words("kanarienvogel"))
    assert "kanarienvogel" not in told and "mira" not in told
