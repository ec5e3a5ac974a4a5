"""The words of dates in a language, and the one expression that finds what may be a date in a text."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from babel import Locale

from correspondence.arriving.lexicon import lexicon
from correspondence.arriving.phrases import folded


@dataclass(frozen=True, slots=True)
class DateWords:
    """How one language speaks of dates; `candidate` finds day and time phrases, `hint` is its cheap forerunner."""

    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    numbers: Mapping[str, int]
    units: Mapping[str, str]
    hint: re.Pattern[str]
    candidate: re.Pattern[str]
    time: re.Pattern[str]
    lead: re.Pattern[str]
    joint: re.Pattern[str]
    clock: re.Pattern[str]
    until: frozenset[str]
    pair: re.Pattern[str]
    never: re.Pattern[str]


def either(words: Iterable[str]) -> str:
    """Alternatives, longest first; matches nothing if there are none."""
    ordered = sorted({folded(word) for word in words}, key=len, reverse=True)
    return "(?:" + ("|".join(re.escape(word).replace(r"\ ", r"\s+") for word in ordered) or "(?!)") + ")"


@cache
def date_words(language: str) -> DateWords:
    """The date words of a language there is a lexicon for, compiled once."""
    when = lexicon(language).when
    months, weekdays = _names(language, "months"), _names(language, "days", ("wide",))
    weekdays |= {folded(name): day for name, day in when.get("weekdays", {}).items()}
    # A short name such as `so` or `do` is a weekday only right before a date.
    leading = [*weekdays, *_names(language, "days", ("abbreviated",))]
    units = {folded(word): unit for unit in ("day", "week", "fortnight", "month") for word in when[unit]}
    numbers = {folded(word): count for word, count in when["numbers"].items()}
    time = _time(when)
    day = _day(when, months, weekdays, leading, numbers, units)
    near = [when[key] for key in ("today", "tomorrow", "yesterday", "day_after_tomorrow",
                                  "day_before_yesterday", "noon", "next_week", "last_week", "this_week", "day")]
    hint = rf"\d|\b{either([*weekdays, *(word for words in near for word in words), *months])}\b"
    hint += rf"|\b{either(numbers)}\s+{either(units)}\b|\b{either([*when['week'], *when['fortnight'], *when['month']])}\b"
    return DateWords(
        months=months, weekdays=weekdays, numbers=numbers, units=units,
        hint=re.compile(hint),
        candidate=re.compile(rf"(?<![\w/.,:€$£%#-])(?:{day})(?![\w%€$£]|/\d|[.,:]\d)"),
        time=re.compile(rf"(?<![\w/:€$£#-])(?:{time})(?![\w%]|[:/]\d)"),
        lead=re.compile(rf"\b(?P<word>{either([*when['until'], *when['from'], *when['for']])})\s+(?:{either(when['article'])}\s+)?$"),
        joint=re.compile(rf"^\s*(?:{either(when['to'])})\s*(?:{either(when['article'])}\s*)?$"),
        clock=re.compile(rf"^[\s,;(–-]*(?:{either(when['at'])}\s*)?$"),
        never=re.compile(rf"\b{either(when.get('never_after', ()))}\s$"),
        pair=re.compile(rf"^\s*{either(when['and'])}\s"),
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


def _time(when: Mapping[str, list[str]]) -> str:
    """A time of day: `at 3`, `3pm`, `15:30`, `3.30 pm`, `16h30`, `16 Uhr`, `noon`.  A bare hour needs its `at`."""
    half = rf"(?:{either([*when['am'], *when['pm']])})"
    hour = r"(?P<hour>[01]?\d|2[0-4])"
    return (
        rf"(?:(?P<at>{either(when['at'])})\s*)?"
        rf"(?:(?P<noon>{either(when['noon'])})"
        rf"|(?P<past>{either(when.get('spoken_minutes', ()))})\s+(?P<spoken>\d{{1,2}}|{either(when['numbers'])})\b(?:\s*(?P<half2>{half}))?"
        rf"|{hour}(?:\s?(?:[:.h]|h\s)(?P<minute>[0-5]\d))?"
        rf"(?:\s?(?:{either(when['to'])})\s?(?P<hour2>[01]?\d|2[0-4])(?:[:.h][0-5]\d)?(?=\s*(?:{half}|{either(when['hour_words'])})|\b))?"
        rf"(?:\s*(?P<mark>{either(when['hour_words'])})(?P<late>\s?[0-5]\d)?)?(?:\s*(?P<half>{half}))?)"
    )


def _day(when: Mapping[str, list[str]], months: Iterable[str], weekdays: Iterable[str], leading: Iterable[str],
         numbers: Iterable[str], units: Iterable[str]) -> str:
    month = rf"(?:{either(months)})\b\.?"
    article = rf"(?:{either(when['article'])}\s*)?"
    of = rf"(?:{either(when['of'])}\s+)?"
    ordinal = rf"(?:{either(when['ordinal'])}|\.)?"
    count = rf"(?:\d{{1,3}}|{either(numbers)})"
    unit = either(units)
    near = either([*when["day_after_tomorrow"], *when["tomorrow"], *when["day_before_yesterday"], *when["yesterday"], *when["today"]])
    week = either([*when["next_week"], *when["last_week"], *when["this_week"]])
    beside = either([*when["next"], *when["last"], *when["this"], *when["article"], *when.get("after_next", ())])
    weekday = either(weekdays)
    leading_day = either(leading)
    year = r"(?:[\s,]*(?:de\s+|del\s+)?(?P<year{0}>20\d\d))?"
    counted = rf"(?P<ago>{count}\s+{unit})"
    ago = f"{either(when['ago'])}\\s+{counted}" if when["ago_first"] else f"{counted}\\s+{either(when['ago'])}"
    named = (
        rf"{article}(?:(?P<d0>\d{{1,2}})\s?{ordinal}\s?(?:{either(when['to'])})\s?{article})?(?P<d1>\d{{1,2}})\s?{ordinal}\s?{of}(?P<m1>{month}){year.format(1)}"
        rf"|(?P<m2>{month})\s+{article}(?P<d2>\d{{1,2}})(?:{either(when['ordinal'])})?(?:\s?(?:{either(when['to'])})\s?{article}(?P<d4>\d{{1,2}})(?:{either(when['ordinal'])})?)?{year.format(2)}(?!\s?[:h]\d)"
    )
    return (
        rf"(?P<iso>20\d\d-\d\d-\d\d)"
        rf"|(?:(?:{beside}\s+)*(?P<pre>{leading_day})\.?,?\s+)?(?:{named})"
        rf"|(?:(?:{beside}\s+)*(?P<pre2>{leading_day})\.?,?\s+{article})?(?P<numeric>\d{{1,2}}/\d{{1,2}}(?:/(?:20)?\d\d)?|\d{{1,2}}(?P<sign>[.-])\d{{1,2}}(?P=sign)(?:20)?\d\d|\d{{1,2}}\.\s?\d{{1,2}}\.)(?=\W|$)"
        rf"|(?P<near>{near})"
        rf"|(?P<week>{week})"
        rf"|(?P<beside>(?:{beside}\s+)*)(?P<weekday>{weekday})(?:\s+(?P<after>{either([*when['next'], *when['last']])}))?(?:\s+{article}(?P<d3>\d{{1,2}})(?:{either(when['ordinal'])}))?"
        rf"|{either(when['in'])}\s+(?P<in>{count}\s+{unit})"
        rf"|{ago}"
        rf"|{either(when['for'])}\s+(?P<for>{count}\s+{unit})"
        rf"|{either(when['article'])}\s+(?P<nth>\d{{1,2}}){ordinal if when.get('bare_nth') else either(when['ordinal'])}"
    )
