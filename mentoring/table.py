"""One table of a programme's file, read key by key, with a sentence for each thing that is wrong in it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any, TypeVar

from mentoring.calendar import Span

T = TypeVar("T")


@dataclass(slots=True)
class Part:
    """One table of the file, the words that lead to it, and the problems found so far."""

    table: Mapping[str, Any]
    where: str
    problems: list[str]
    asked: set[str] = field(default_factory=set)

    def get(self, key: str, kind: type[T], default: T | None = None) -> T:
        """The value under `key`, of this kind; if it is not, a problem is noted and something empty returned."""
        self.asked.add(key)
        value = self.table.get(key, default)
        # TOML's true is a Python int too.
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            self.problem(f"{key} {_told(value)}; please give {_KIND_WORDS[kind]}.")
            return kind() if kind not in _EMPTY else _EMPTY[kind]
        return value

    def problem(self, sentence: str) -> None:
        """Something that is wrong here; the sentence begins with the key."""
        self.problems.append(f"{self.where}{sentence}")

    def one_of(self, key: str, choices: tuple[str, ...], default: str | None = None) -> str:
        """One of these words; the first of them if it is another."""
        self.asked.add(key)
        value = self.table.get(key, default)
        if not isinstance(value, str) or value not in choices:
            self.problem(f"{key} {_told(value)}; please choose one of {', '.join(choices)}.")
            return choices[0]
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; none if the file does not have it."""
        values = self.get(key, list, [])
        if not all(isinstance(value, str) for value in values):
            self.problem(f"{key} must be a list of texts.")
            return ()
        return tuple(values)

    def numbers(self, key: str) -> tuple[int, ...]:
        """A list of whole numbers; none if the file does not have it."""
        values = self.get(key, list, [])
        if not all(type(value) is int for value in values):
            self.problem(f"{key} must be a list of whole numbers.")
            return ()
        return tuple(values)

    def one(self, key: str, read: Callable[["Part"], T]) -> T:
        """The table under `key`, read."""
        return self._read(self.get(key, dict), f"{key}.", read)

    def maybe(self, key: str, read: Callable[["Part"], T]) -> T | None:
        """The table under `key`, read; None if the file does not have it."""
        return self.one(key, read) if key in self.table else None

    def every(self, key: str, read: Callable[["Part"], T]) -> tuple[T, ...]:
        """The tables under `key`, read one by one."""
        tables = self.get(key, list, [])
        if not all(isinstance(table, dict) for table in tables):
            self.problem(f"{key} must be tables, each under [[{self.where}{key}]].")
            return ()
        return tuple(self._read(table, f"{key}[{n}].", read) for n, table in enumerate(tables, start=1))

    def span(self, key: str, default: Span | None = None) -> Span:
        """A length of time, as { months = 2, days = 28 }."""
        if key not in self.table and default is not None:
            self.asked.add(key)
            return default
        span = self.one(key, lambda part: Span(part.get("months", int, 0), part.get("days", int, 0)))
        if span.months < 0 or span.days < 0:
            self.problem(f"{key} runs backwards; please give months and days of nought or more.")
        return span

    def _read(self, table: Mapping[str, Any], where: str, read: Callable[["Part"], T]) -> T:
        return Part(table, f"{self.where}{where}", self.problems).read(read)

    def read(self, read: Callable[["Part"], T]) -> T:
        """What `read` makes of this table; whatever it did not ask for is a problem."""
        result = read(self)
        for key in sorted(self.table.keys() - self.asked):
            self.problem(f"{key} is not something a programme can say; please take it out.")
        return result


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
