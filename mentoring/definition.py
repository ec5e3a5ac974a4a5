"""From a programme's file (a parsed TOML table) to a `Programme`, or to sentences that say what to change."""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import is_dataclass, replace
from enum import StrEnum
from functools import partial
from typing import Any, TypeVar, get_args

from mentoring.calendar import Span
from mentoring.confidentiality import Confidentiality, Tick
from mentoring.contradictions import contradictions
from mentoring.findings import Finding
from mentoring.form_wording import with_wording
from mentoring.knob import Said, knobs_of
from mentoring.programme import Contacts, Due, Ending, Ladder, Programme
from mentoring.table import Part

__all__ = ["ProgrammeRefused", "look_over", "parse_programme", "read_programme", "stored_programme"]

T = TypeVar("T")


class ProgrammeRefused(Exception):
    """The definition cannot be used; `findings` say where, `problems` are sentences for the one who wrote it."""

    def __init__(self, findings: list[Finding]) -> None:
        self.findings = findings
        self.problems = [finding.sentence for finding in findings]
        super().__init__("\n".join(self.problems))


def parse_programme(text: str) -> Programme:
    """The programme a file's text defines; raises ProgrammeRefused."""
    return read_programme(_table(text))


def stored_programme(text: str) -> Programme:
    """The programme of a text that was accepted once, whatever has come to be refused since."""
    programme, unreadable, _ = _read(_table(text))
    if unreadable:
        raise ProgrammeRefused(unreadable)
    return programme


def read_programme(table: Mapping[str, Any]) -> Programme:
    """The programme a parsed TOML file defines; raises ProgrammeRefused with every problem found."""
    programme, findings = look_over(table)
    if findings:
        raise ProgrammeRefused(findings)
    return programme


def look_over(table: Mapping[str, Any]) -> tuple[Programme, list[Finding]]:
    """What a parsed TOML file defines as far as it can be read, and everything for which it is refused.

    Contradictions are looked for only in what can be read.
    """
    programme, unreadable, unknown = _read(table)
    return programme, [*unreadable, *unknown, *(contradictions(programme) if not unreadable else [])]


def _table(text: str) -> Mapping[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise ProgrammeRefused([Finding((), f"The file is not TOML: {problem}.")]) from None


def _read(table: Mapping[str, Any]) -> tuple[Programme, list[Finding], list[Finding]]:
    """The programme; what cannot be read of it; and what nobody asked for, which changes nothing else."""
    worded, unreadable, unknown = with_wording(table)
    whole = Part({}, (), unreadable, unknown)
    return whole.read(worded, (), partial(_table_of, Programme)), unreadable, unknown


def _table_of(kind: type[T], part: Part) -> T:
    """A dataclass from the table that gives its fields."""
    given = {each.name: _value(part, each) for each in knobs_of(kind)}
    for word in set(_REFUSED.get(kind, {})) & part.table.keys():
        part.asked.add(word)
        part.problem(word, _REFUSED[kind][word])
    settle = _SETTLED.get(kind)
    value = kind(**given)
    return settle(part, value) if settle else value


def _value(part: Part, knob: Said) -> Any:
    """One field, from the key it has its name from, or from a key in a table of its own."""
    table, _, key = knob.at.rpartition(".")
    if table and (knob.required or table in part.table):
        return part.one(table, lambda inner: _at(inner, key, knob))
    return _at(part, key, knob)


def _at(part: Part, key: str, knob: Said) -> Any:
    part.asked.add(key)
    if key not in part.table and not knob.required:
        return knob.default
    choices = knob.knob.choices
    return part.one_of(key, choices) if choices else _read_as(part, key, knob.kind)


def _read_as(part: Part, key: str, kind: Any) -> Any:
    """The value under a key, read as its type asks; mypy cannot follow types that are values."""
    several = get_args(kind)
    if type(None) in several:
        return _read_as(part, key, several[0])
    if several:
        inner = several[0]
        words = _LISTS.get(inner)
        return part.every_of(key, inner, words) if words else part.every(key, partial(_table_of, inner))
    if kind is Span:
        return part.span(key)
    if isinstance(kind, type) and is_dataclass(kind):
        return part.one(key, partial(_table_of, kind))
    if issubclass(kind, StrEnum):
        return kind(part.one_of(key, tuple(kind)))
    return part.get(key, kind)


def _contacts(_part: Part, contacts: Contacts) -> Contacts:
    """Who is not named is the organiser."""
    organiser = contacts.organiser
    return replace(contacts, concerns=contacts.concerns or organiser, office=contacts.office or organiser)


def _ladder(part: Part, ladder: Ladder) -> Ladder:
    if list(ladder.remind) != sorted(set(ladder.remind)):
        part.problem("remind", "must go forward in time, for instance [-14, -4, 2].")
    return ladder


def _due(part: Part, due: Due) -> Due:
    if "by_meeting" in part.table and "after" not in part.table:
        part.problem("by_meeting", "needs a backstop, since the meeting may never be held; please add after.")
    elif "after" not in part.table and "absolute" not in part.table:
        part.problem("after", "is missing; please say how long after the kick-off it is due, as { days = 28 }.")
    if "absolute" in part.table and "resolve" not in part.table:
        two = "and after are two dates; please say with resolve which one holds: earliest, latest or absolute."
        part.problem("absolute", two)
    return due


def _confidentiality(part: Part, told: Confidentiality) -> Confidentiality:
    if told.exceptions and not told.prior_notice:
        choices = "always, unless_unsafe, not_stated"
        first = f"please say with prior_notice whether the person concerned is told first: {choices}."
        part.problem("exceptions", f"are stated, so {first}")
    if any(not 1 <= tick.of <= len(told.exceptions) for tick in told.ticks):
        part.problem("ticks", "must say with of the number of an exception, counted from 1.")
    ticks = (
        tick
        for number, text in enumerate(told.exceptions, start=1)
        # Without ticks of its own an exception is one that may be ticked as it stands.
        for tick in [each for each in told.ticks if each.of == number] or [Tick(number, text)]
    )
    return replace(told, ticks=tuple(ticks))


_LISTS: dict[Any, str] = {str: "texts", int: "whole numbers"}
_SETTLED: dict[Any, Callable[[Part, Any], Any]] = {
    Contacts: _contacts,
    Ladder: _ladder,
    Due: _due,
    Confidentiality: _confidentiality,
}
_REFUSED: dict[Any, dict[str, str]] = {
    Ending: {"ask_reason": "must go: nobody is ever asked why they leave; please take the line out."},
}
"""What a programme may never say, and why."""
