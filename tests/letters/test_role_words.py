"""What people are called comes from the programme: in a circle of writers nobody is a mentor, and nothing mentoring."""

import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Any

import pytest

from correspondence.writing.addresses import reply_address
from correspondence.writing.occasion import Occasion
from correspondence.writing.render import Rendered, render
from correspondence.writing.samples import occasion
from correspondence.writing.source import Sample, letter_names, load
from mentoring.definition import read_programme
from mentoring.programme import Programme

REPLY_TO = reply_address("letters@example.org", "abcdefghijklmnopqrstuvwxyz")
OURS = re.compile(r"mentor|mentee", re.IGNORECASE)
EMPTY = re.compile(r"\b(the|your) (is|are|heard|has|goes|sets|and)\b", re.IGNORECASE)
"""What a sentence comes to whose role word is missing."""
OTHER = {"mentoring": "circle", "mentor": "reader", "mentee": "writer"}


def _other(words: str) -> str:
    """The same without our words."""
    return re.sub("mentoring|mentor|mentee", lambda found: OTHER[found[0].lower()], words, flags=re.IGNORECASE)


def _same(words: str) -> str:
    """The same where everybody has one role."""
    return re.sub("reader|writer", "peer", _other(words))


def _in(fact: Any, change: Callable[[str], str]) -> Any:
    match fact:
        case str():
            return change(fact)
        case list():
            return [_in(each, change) for each in fact]
        case dict():
            return {change(key): _in(each, change) for key, each in fact.items()}
        case _:
            return fact


def _programme(name: str, change: Callable[[str], str]) -> Programme:
    table = _in(tomllib.loads(files("programmes").joinpath(f"{name}.toml").read_text(encoding="utf-8")), change)
    table["texts"]["relationship"] = "circle"
    # One role of two people, where both became the same.
    roles = {role["key"]: role for role in table["roles"]}
    two = {"min": 2, "max": 2} if len(roles) == 1 else {}
    table["roles"] = [role | two for role in roles.values()]
    for document in table["documents"]:
        document["fields"] = list({field["key"]: field for field in document["fields"]}.values())
    return read_programme(table)


@cache
def _letters(change: Callable[[str], str]) -> dict[str, Occasion]:
    programmes = {name: _programme(name, change) for name in ("img", "red")}
    return dict(_samples(programmes, change))


def _samples(programmes: dict[str, Programme], change: Callable[[str], str]) -> Iterator[tuple[str, Occasion]]:
    for name in letter_names():
        for number, sample in enumerate(load(name).samples, start=1):
            told = _sample(sample, change)
            yield f"{name}-{number}", replace(occasion(name, told, programmes[told.programme]), reply_to=REPLY_TO)


def _sample(sample: Sample, change: Callable[[str], str]) -> Sample:
    return replace(sample, role=change(sample.role), facts=_in(dict(sample.facts), change))


def _all_of(letter: Rendered) -> str:
    offered = (word for answer in letter.answers for word in answer)
    return "\n".join([letter.subject, letter.text, letter.html, *offered])


@pytest.mark.parametrize("change", [_other, _same], ids=["two roles", "one role"])
def test_no_letter_has_a_role_word_but_the_programmes_own(change: Callable[[str], str]) -> None:
    """UC-01: in a programme of peers no letter says mentor or mentee."""
    shown = {name: _all_of(render(letter)) for name, letter in _letters(change).items()}
    assert {name: OURS.findall(words) for name, words in shown.items() if OURS.search(words)} == {}
    assert [name for name, words in shown.items() if EMPTY.search(" ".join(words.split()))] == []


def test_a_letter_calls_the_relationship_what_the_programme_calls_it() -> None:
    assert "Your circle with" in render(_letters(_other)["ended-1"]).text
    assert "The circle has ended" in render(_letters(_other)["ended-1"]).subject


def test_where_everybody_is_bound_no_role_is_told_first() -> None:
    """Where there are sides, the side that is not bound is told; among peers it is whoever the concern is about."""
    shown = [render(letter).text for letter in _letters(_same).values()]
    assert any("Whoever it is about is always told first" in " ".join(text.split()) for text in shown)
    assert not any("You are always told first" in " ".join(text.split()) for text in shown)
