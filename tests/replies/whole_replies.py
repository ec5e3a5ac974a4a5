"""Whole mails with the reading a careful human gives, read as `peerpost understand --set` reads them."""

import json
import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import Any

from tests.replies.measure import HARMLESS, SET
from worker.commands.many_mails import read_set

_SAFE = frozenset(HARMLESS) | {"automatic", "bounce"}


@dataclass(frozen=True, slots=True)
class Whole:
    """A line of the set and what was read.

    `right` are the readings that are as good, each a list of (intent, date, until) of which the last two may be empty;
    `fields` what a form's answers hold at least.
    """

    line: dict[str, Any]
    said: list[dict[str, Any]]

    @property
    def plain(self) -> bool:
        """Whether a human would not have to ask."""
        return not self.line.get("hard") and all(
            each[0] != "ask_back" for right in self.line["right"] for each in right
        )

    @property
    def grave(self) -> set[str]:
        """What was heard that nobody said, and that would be done."""
        known = {each[0] for right in self.line["right"] for each in right}
        return {each["intent"] for each in self.said} - known - _SAFE

    @property
    def outcome(self) -> str:
        """right, asked (back) or wrong (something else, a part only, or a wrong day)."""
        if any(all(self._holds(each) for each in right) for right in self.line["right"]) and not self.grave:
            return "right" if self._has_fields() else "wrong"
        return "asked" if "ask_back" in {each["intent"] for each in self.said} else "wrong"

    def _holds(self, wanted: list[str]) -> bool:
        intent, day, until = wanted
        return any(
            each["intent"] == intent and day in ("", each["date"]) and until in ("", each["until"])
            for each in self.said
        )

    def _has_fields(self) -> bool:
        answers = {key: _plain(value) for each in self.said for key, value in each["fields"].items()}
        return all(_alike(_plain(value), answers.get(key, "")) for key, value in self.line.get("fields", {}).items())


@cache
def whole_replies(name: str) -> tuple[Whole, ...]:
    """The mails of one file, each read once in a process."""
    path = SET / f"{name}.jsonl"
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    read = [json.loads(line) for line in read_set(path)]
    return tuple(Whole(line, [said, *said.get("more", ())]) for line, said in zip(lines, read, strict=True))


def figures(name: str) -> tuple[float, float]:
    """How many are read rightly, and how many of the plain ones are asked back."""
    every = whole_replies(name)
    outcomes = Counter(each.outcome for each in every)
    plain = [each for each in every if each.plain]
    return outcomes["right"] / len(every), sum(each.outcome == "asked" for each in plain) / len(plain)


def _plain(text: str) -> str:
    return re.sub(r"[\s.,;:!]+", " ", text).strip().casefold()


def _alike(wanted: str, found: str) -> bool:
    return wanted == found or (bool(found) and (wanted in found or found in wanted))
