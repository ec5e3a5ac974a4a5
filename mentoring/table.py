"""One table of a programme's file, read key by key, with a sentence for each thing that is wrong in it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from difflib import get_close_matches
from typing import Any, TypeVar

from mentoring.calendar import Span
from mentoring.findings import Finding, Place, place_words

T = TypeVar("T")

MOST = 36_525
"""The days of a hundred years."""


@dataclass(slots=True)
class Part:
    """One table of the file, the place where it stands, and what was found so far.

    `unknown` are the keys that nobody asked for: they make nothing else unreadable.
    """

    table: Mapping[str, Any]
    at: Place
    found: list[Finding]
    unknown: list[Finding]
    asked: set[str] = field(default_factory=set)

    def get(self, key: str, kind: type[T], default: T | None = None) -> T:
        """The value under `key`, of this kind; if it is not, that is noted and something empty returned."""
        self.asked.add(key)
        value = self.table.get(key, default)
        # TOML's true is a Python int too.
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            self.problem(key, f"{_told(value)}; please give {_KIND_WORDS[kind]}.")
            return kind() if kind not in _EMPTY else _EMPTY[kind]
        if _beyond(value):
            self.problem(key, f"is {value}; please give a number that a calendar can hold, {MOST} at most.")
            return kind()
        return value

    def problem(self, key: str, sentence: str) -> None:
        """Something that is wrong with a key; the sentence goes on from it."""
        place = (*self.at, key)
        self.found.append(Finding(place, f"{place_words(place)} {sentence}"))

    def one_of(self, key: str, choices: tuple[str, ...], default: str | None = None) -> str:
        """One of these words; the first of them if it is another."""
        self.asked.add(key)
        value = self.table.get(key, default)
        if not isinstance(value, str) or value not in (*choices, default):
            self.problem(key, f"{_told(value)}; please choose one of {', '.join(choices)}.{near(value, choices)}")
            return choices[0]
        return value

    def every_of(self, key: str, kind: type, words: str) -> tuple[Any, ...]:
        """A list of values of one kind; none if the file does not have it."""
        values = self.get(key, list, [])
        if not all(type(value) is kind and not _beyond(value) for value in values):
            self.problem(key, f"must be a list of {words}.")
            return ()
        return tuple(values)

    def one(self, key: str, read: Callable[["Part"], T]) -> T:
        """The table under `key`, read."""
        return self.read(self.get(key, dict), (key,), read)

    def every(self, key: str, read: Callable[["Part"], T]) -> tuple[T, ...]:
        """The tables under `key`, read one by one."""
        tables = self.get(key, list, [])
        if not all(isinstance(table, dict) for table in tables):
            before = place_words(self.at)
            self.problem(key, f"must be tables, each under [[{before + '.' if before else ''}{key}]].")
            return ()
        return tuple(self.read(table, (key, n), read) for n, table in enumerate(tables, start=1))

    def span(self, key: str) -> Span:
        """A length of time, as { months = 2, days = 28 }."""
        span = self.one(key, lambda part: Span(part.get("months", int, 0), part.get("days", int, 0)))
        if span.months < 0 or span.days < 0:
            self.problem(key, "runs backwards; please give months and days of nought or more.")
        return span

    def read(self, table: Mapping[str, Any], place: Place, read: Callable[["Part"], T]) -> T:
        """What `read` makes of a table below this one; whatever it does not ask for is noted."""
        part = Part(table, (*self.at, *place), self.found, self.unknown)
        result = read(part)
        self.unknown.extend(part.left())
        return result

    def left(self) -> Iterator[Finding]:
        """What nobody asked for, with the nearest word that somebody did."""
        for key in sorted(self.table.keys() - self.asked):
            place = (*self.at, key)
            told = f"is not something a programme can say; please take it out.{near(key, sorted(self.asked))}"
            yield Finding(place, f"{place_words(place)} {told}")


def _beyond(value: object) -> bool:
    return isinstance(value, int) and abs(value) > MOST


def near(word: object, known: Iterable[str]) -> str:
    """A question that names the known word nearest to this one, with a space before it; '' if none is near."""
    nearest = get_close_matches(word.lower(), list(known), n=1, cutoff=0.7) if isinstance(word, str) else []
    return f" Did you mean {nearest[0]}?" if nearest else ""


def _told(value: object) -> str:
    return "is missing" if value is None else f"is {value!r}"


_KIND_WORDS: dict[type, str] = {
    str: "a text",
    int: "a whole number",
    bool: "true or false",
    list: "a list",
    dict: "a table",
    date: "a date such as 2026-02-23",
    time: "an hour such as 09:00:00",
}
_EMPTY: dict[type, Any] = {date: date(2000, 1, 1), time: time(9)}
