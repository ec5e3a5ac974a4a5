"""The shapes of dates and times of day, as one regular expression each; days.py and times.py read their groups."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from correspondence.arriving.phrases import folded

_NUMERIC = (
    r"(?P<numeric>\d{1,2}/\d{1,2}(?:/(?:20)?\d\d)?"
    r"|\d{1,2}(?P<sign>[.-])\d{1,2}(?P=sign)(?:20)?\d\d"
    r"|\d{1,2}\.\s?\d{1,2}\.)(?=\W|$)"
)
_YEAR = r"(?:[\s,]*(?:de\s+|del\s+)?(?P<{0}>20\d\d))?"


def either(words: Iterable[str]) -> str:
    """Alternatives, longest first; matches nothing if there are none."""
    ordered = sorted({folded(word) for word in words}, key=len, reverse=True)
    return "(?:" + ("|".join(re.escape(word).replace(r"\ ", r"\s+") for word in ordered) or "(?!)") + ")"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words a date is made of; `leading` are weekdays that count only right before a date (`So 3.6.`)."""

    when: Mapping[str, Any]
    months: Iterable[str]
    weekdays: Iterable[str]
    leading: Iterable[str]
    numbers: Iterable[str]
    units: Iterable[str]
    full_months: Iterable[str] = ()

    def of(self, *keys: str) -> str:
        """Any of the words under these keys of the lexicon's table `when`."""
        return either(word for key in keys for word in self.when.get(key, ()))

    @property
    def month(self) -> str:
        """A month's name; only behind a short one may stand a dot, any other ends a sentence."""
        return rf"(?:{either(self.full_months)}\b|{either(self.months)}\b\.?)"

    @property
    def count(self) -> str:
        """`two weeks`, `3 d`."""
        return rf"(?:\d{{1,3}}|{either(self.numbers)})\s+{either(self.units)}"


def day_shape(words: Vocabulary) -> str:
    """A day: absolute, by a weekday, by a distance, or by its number in the month."""
    beside = rf"(?:{words.of('next', 'last', 'this', 'article', 'after_next')}\s+)*"
    leading = rf"{beside}(?P<{{0}}>{either(words.leading)})\.?,?\s+"
    article = rf"(?:{words.of('article')}\s*)?"
    before = rf"(?:{leading.format('pre')})?"
    before_numeric = rf"(?:{leading.format('pre2')}{article})?"
    ordinal = rf"{words.of('ordinal')}"
    months = either(words.months)
    # `viernes 20`; not `viernes 20 h`, which is a time of day.
    bare = rf"{ordinal}?(?!\s?(?:h|:|\.\d|\d|-))(?=\W|$)" if words.when.get("bare_day") else ordinal
    nth = rf"(?:{ordinal}|\.)?" if words.when.get("bare_nth") else ordinal
    # `A week today`; in another language than English nobody leaves out what it is counted from.
    bare_further = "?" if words.when.get("bare_further") else ""
    return "|".join(
        (
            r"(?P<iso>20\d\d-\d\d-\d\d)",
            rf"{before}(?:{_day_first(words, article)}|{_month_first(words, article)})",
            rf"{before_numeric}(?:{_NUMERIC})",
            rf"(?:(?:{words.of('in')}\s+)?(?P<further>{words.count})\s+(?:{words.of('further')}\s*){bare_further})?"
            rf"(?P<near>{words.of('today', 'tomorrow', 'yesterday', 'day_after_tomorrow', 'day_before_yesterday')})"
            rf"(?:\s+{words.of('in', 'then')}\s+(?P<then>{words.count})|\s+(?P<week_on>{words.of('week_on')}))?",
            rf"(?P<week>{words.of('next_week', 'last_week', 'this_week')})"
            rf"(?:,?\s+{beside}(?P<in_week>{either(words.weekdays)}))?",
            rf"{article}(?P<rank>{words.of('rank')})\s+(?P<ranked>{either(words.weekdays)})\s+(?P<rank_of>{words.of('rank_of')})\b",
            rf"(?P<beside>{beside})(?P<weekday>{either(words.weekdays)})"
            rf"(?:\s+(?P<after>{words.of('next', 'last', 'after_next')}))?"
            rf"(?:,?\s+{article}(?P<d3>\d{{1,2}}){bare})?",
            rf"{words.of('in')}\s+(?P<in>{words.count})",
            _ago(words),
            rf"{words.of('for')}\s+(?P<for>{words.count})",
            rf"(?P<month_part>{words.of('month_end', 'month_mid')})\s+"
            rf"(?P<of_month>{months}|{words.of('this_month')})\b",
            rf"(?P<lone_month>{months})\b",
            rf"(?P<bare_nth>\d{{1,2}})(?:st|nd|rd|th)(?=\s+{words.of('at')}\s|\s*[,;.!?\n]|\s*$)",
            rf"{words.of('article')}\s+(?P<nth>\d{{1,2}}){nth}",
        )
    )


def _day_first(words: Vocabulary, article: str) -> str:
    """`3 June`, `the 3rd of June 2026`, `3 to 20 August`."""
    ordinal = rf"(?:{words.of('ordinal')}|\.)?"
    span = rf"(?:(?P<d0>\d{{1,2}})\s?{ordinal}\s?{words.of('to')}\s?{article})?"
    month = rf"(?P<m1>{words.month})"
    return rf"{article}{span}(?P<d1>\d{{1,2}})\s?{ordinal}\s?(?:{words.of('of')}\s+)?{month}{_YEAR.format('year1')}"


def _month_first(words: Vocabulary, article: str) -> str:
    """`June 3rd, 2026`, `August 3-20`; not `June 3:30`."""
    ordinal = rf"(?:{words.of('ordinal')})?"
    month = rf"(?P<m2>{words.month})"
    span = rf"(?:\s?{words.of('to')}\s?{article}(?P<d4>\d{{1,2}}){ordinal})?"
    return rf"{month}\s+{article}(?P<d2>\d{{1,2}}){ordinal}{span}{_YEAR.format('year2')}(?!\s?[:h]\d)"


def _ago(words: Vocabulary) -> str:
    counted = rf"(?P<ago>{words.count})"
    ago = words.of("ago")
    return rf"{ago}\s+{counted}" if words.when["ago_first"] else rf"{counted}\s+{ago}"


def time_shape(words: Vocabulary) -> str:
    """A time of day: `at 3`, `3pm`, `15:30`, `1 to 2pm`, `16h30`, `16 Uhr`, `half past three`, `noon`."""
    half, mark = words.of("am", "pm"), words.of("hour_words")
    spoken = rf"(?P<past>{words.of('spoken_minutes')})\s+(?P<spoken>\d{{1,2}}|{either(words.numbers)})\b"
    hour = r"(?P<hour>[01]?\d|2[0-4])(?:\s?(?:[:.h]|h\s)(?P<minute>[0-5]\d))?"
    until = rf"(?:\s?{words.of('to')}\s?(?P<hour2>[01]?\d|2[0-4])(?:[:.h][0-5]\d)?(?=\s*(?:{half}|{mark})|\b))?"
    return (
        rf"(?:(?P<at>{words.of('at')})\s*)?"
        rf"(?:(?P<noon>{words.of('noon')})"
        rf"|{spoken}(?:\s*(?P<half2>{half}))?"
        rf"|{hour}{until}(?:\s*(?P<mark>{mark})(?P<late>\s?[0-5]\d)?)?(?:\s*(?P<half>{half}))?)"
    )
