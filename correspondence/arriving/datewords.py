"""The words of dates in a language, and the expressions that find what may be a date in a text."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from babel import Locale

from correspondence.arriving.dateshapes import Vocabulary, day_shape, either, time_shape
from correspondence.arriving.lexicon import lexicon
from correspondence.arriving.phrases import folded

_NEAR = (
    "today",
    "tomorrow",
    "yesterday",
    "day_after_tomorrow",
    "day_before_yesterday",
    "noon",
    "next_week",
    "last_week",
    "this_week",
    "day",
    "week",
    "fortnight",
    "month",
)


@dataclass(frozen=True, slots=True)
class DateWords:
    """How one language speaks of dates.

    `hint` is the cheap forerunner of `candidate` (days) and `time`.  Before a date may stand `lead` (`until`, `from`),
    between two `joint` (`to`) or `pair` (`and`), between a day and its time `clock` (`at`); a word of nearness right
    behind `never` is none (`guten Morgen`), nor is a weekday
    behind `habit` (`every second Tuesday`).  `until` are the leads that name an end.
    """

    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    numbers: Mapping[str, int]
    units: Mapping[str, str]
    hint: re.Pattern[str]
    candidate: re.Pattern[str]
    time: re.Pattern[str]
    lead: re.Pattern[str]
    joint: re.Pattern[str]
    pair: re.Pattern[str]
    clock: re.Pattern[str]
    never: re.Pattern[str]
    habit: re.Pattern[str]
    until: frozenset[str]


@cache
def date_words(language: str) -> DateWords:
    """The date words of a language there is a lexicon for, compiled once."""
    when = lexicon(language).when
    months, weekdays = _names(language, "months"), _names(language, "days", ("wide",))
    weekdays |= {folded(name): day for name, day in when.get("weekdays", {}).items()}
    numbers = {folded(word): count for word, count in when["numbers"].items()}
    units = {folded(word): unit for unit in ("day", "week", "fortnight", "month") for word in when[unit]}
    leading = [*weekdays, *_names(language, "days", ("abbreviated",))]
    words = Vocabulary(when, months, weekdays, leading, numbers, units, _names(language, "months", ("wide",)))
    article = rf"(?:{words.of('article')}\s*)?$"
    return DateWords(
        months,
        weekdays,
        numbers,
        units,
        hint=re.compile(rf"\d|\b(?:{words.of(*_NEAR)}|{either([*weekdays, *months])})\b"),
        candidate=re.compile(rf"(?<![\w/.,:€$£%#-])(?:{day_shape(words)})(?![\w%€$£]|/\d|[.,:]\d)"),
        time=re.compile(rf"(?<![\w/:€$£#-])(?:{time_shape(words)})(?![\w%]|[:/]\d)"),
        lead=re.compile(rf"\b(?P<word>{words.of('until', 'from', 'for')})\s+{article}"),
        joint=re.compile(rf"^\s*{words.of('to')}\s*{article}"),
        pair=re.compile(rf"^\s*{words.of('and')}\s"),
        clock=re.compile(rf"^[\s,;(–-]*(?:{words.of('at')}\s*)?$"),
        never=re.compile(rf"\b{words.of('never_after')}\s$"),
        habit=re.compile(rf"\b{words.of('habit')}\s$"),
        until=frozenset(folded(word) for word in when["until"]),
    )


def _names(language: str, kind: str, widths: tuple[str, ...] = ("wide", "abbreviated")) -> dict[str, int]:
    """Names and short names from Unicode's CLDR: months from 1, weekdays from Monday as 0."""
    known = getattr(Locale(language), kind)
    found: dict[str, int] = {}
    for use in ("format", "stand-alone"):
        for width in widths:
            for number, name in known[use][width].items():
                found[folded(name).rstrip(".")] = number
    return found
