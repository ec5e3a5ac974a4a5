"""What day a day phrase names: absolute days by `dateparser`, weekdays and spans by counting."""

import re
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Literal

import dateparser

from correspondence.arriving.datewords import DateWords, date_words
from correspondence.arriving.lexicon import lexicon
from correspondence.arriving.numbered import Named, month_first, nth, numeric
from correspondence.arriving.phrases import folded
from correspondence.arriving.reading import Context

_LENGTH = {"day": 1, "week": 7, "fortnight": 14, "month": 31}


def day_named(match: re.Match[str], sent: date, future: bool, context: Context, language: str) -> Named | None:
    """The day a candidate names, seen from `sent`; None if it names none (the 32nd of May)."""
    words = date_words(language)
    if match["weekday"]:
        return _weekday(match, sent, future, language)
    if match["rank"]:
        return _ranked(match["rank"], match["ranked"], match["rank_of"], sent, language)
    if match["week"]:
        return _week(match["week"], match["in_week"], sent, language)
    if match["numeric"]:
        return numeric(match["numeric"], sent, future, month_first(context))
    if match["month_part"]:
        return _part_of_month(match["month_part"], match["of_month"], sent, language)
    if match["lone_month"]:
        return _month(match["lone_month"], sent, future, language)
    if match["nth"] or match["bare_nth"]:
        return nth(int(match["nth"] or match["bare_nth"]), sent, future)
    if match["for"]:
        days = _length(match["for"], words)
        return Named(sent, sent + timedelta(days=days)) if days else None
    if match["in"] or match["ago"]:
        phrase = match["in"] or match["ago"]
        return _counted(phrase, sent, bool(match["in"]), words)
    if match["near"]:
        near = _near(match["near"], sent, language)
        further = match["further"] or match["then"] or (match["week_on"] and f"1 {match['week_on']}")
        # `A fortnight from tomorrow`.
        return replace(near, day=near.day + timedelta(days=_length(further, words))) if further else near
    return _absolute(match, sent, future, language)


def _absolute(match: re.Match[str], sent: date, future: bool, language: str) -> Named | None:
    if match["iso"]:
        return _parsed(match["iso"], "en", sent, future, "YMD")
    day, month, year = match["d1"] or match["d2"], match["m1"] or match["m2"], match["year1"] or match["year2"]
    said = f"{month.rstrip('.')} {year or ''}".strip()
    named = _parsed(f"{day} {said}", language, sent, future, "DMY")
    if named is None or not (match["d0"] or match["d4"]):
        return named if named is None else _checked(named, match["pre"], year, sent, language)
    other = int(match["d0"] or match["d4"])
    first, last = sorted((other, int(day)))
    try:
        return Named(named.day.replace(day=first), named.day.replace(day=last))
    except ValueError:
        return None


def _checked(named: Named, weekday: str | None, year: str | None, sent: date, language: str) -> Named:
    """`Tue 3 March`: if the weekday fits the other way in time, that is meant; if it never fits, it is unclear."""
    wanted = date_words(language).weekdays.get(weekday or "", -1)
    if wanted < 0 or named.day.weekday() == wanted:
        return named
    if not year:
        for shift in (-1, 1):
            other = _moved(named.day, shift)
            if other and other.weekday() == wanted and abs((other - sent).days) < 200:
                return Named(other)
    return replace(named, unclear=True)


def _moved(day: date, years: int) -> date | None:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return None


@lru_cache(maxsize=4096)
def _parsed(phrase: str, language: str, sent: date, future: bool, order: str) -> Named | None:
    """By dateparser; a day without a year is the next or the last one, yet 'today' may be either."""
    base = datetime.combine(sent, time.min)
    direction: Literal["future", "past"] = "future" if future else "past"
    found = dateparser.parse(
        phrase,
        languages=[language],
        settings={"RELATIVE_BASE": base, "DATE_ORDER": order, "PREFER_DATES_FROM": direction},
    )
    if found is None or abs((found.date() - sent).days) > 3 * 366:
        return None
    return Named(found.date())


def _month(name: str, sent: date, future: bool, language: str) -> Named | None:
    """`Until June`: its first day, as a careful reader takes it before asking."""
    named = _parsed(f"1 {name.rstrip('.')}", language, sent, future, "DMY")
    return named and replace(named, until=named.day, unclear=True)


def _part_of_month(part: str, of: str, sent: date, language: str) -> Named:
    """The last day of `the end of March`, the 15th of `mid March`; without a month's name of the month it is."""
    month = date_words(language).months.get(of.rstrip("."), sent.month)
    first = date(sent.year + (month < sent.month), month, 1)
    if part in {folded(word) for word in lexicon(language).when["month_mid"]}:
        return Named(first.replace(day=15), first.replace(day=15), unclear=True)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    # A day that nobody named bounds an absence and is proposed to nobody: it is all of a span.
    return Named(last, last, unclear=True)


def _weekday(match: re.Match[str], sent: date, future: bool, language: str) -> Named:
    """`Tuesday` is the nearest one in the direction of the question; today's own name is today."""
    when = lexicon(language).when
    said = " ".join(part for part in (match["beside"], match["after"]) if part)
    wanted = date_words(language).weekdays[re.sub(r"\s+", " ", match["weekday"])]
    if match["d3"]:
        named = nth(int(match["d3"]), sent, future)
        if named is not None:
            return Named(named.day, unclear=named.day.weekday() != wanted)
    forward = future
    if _says(said, when["next"]):
        forward = True
    if _says(said, when["last"]):
        forward = False
    days = (wanted - sent.weekday()) % 7 if forward else -((sent.weekday() - wanted) % 7)
    if _says(said, when.get("after_next", [])):
        return Named(sent + timedelta(days=(wanted - sent.weekday()) % 7 + 7))
    soon = _says(said, when["next"]) and 0 < days < 3
    if days == 0 and (_says(said, when["next"]) or _says(said, when["last"])):
        days = 7 if forward else -7
    # On a Thursday `next Friday` may be tomorrow, which few would call so, or a week later.
    return Named(sent + timedelta(days=days + 7 if soon and days == 1 else days), unclear=soon)


def _ranked(rank: str, weekday: str, of: str, sent: date, language: str) -> Named | None:
    """`The last Friday of the month`: of this one while it is still to come, or of the next."""
    when = lexicon(language).when
    place = {folded(word): number for word, number in when["rank"].items()}[re.sub(r"\s+", " ", rank)]
    wanted = date_words(language).weekdays[re.sub(r"\s+", " ", weekday)]
    first = sent.replace(day=1)
    following = (first + timedelta(days=31)).replace(day=1)
    for month in (following,) if _says(of, when["next"]) else (first, following):
        days = [month + timedelta(days=step) for step in range(31)]
        fitting = [day for day in days if day.month == month.month and day.weekday() == wanted]
        found = fitting[place - 1 if place > 0 else place]
        if found >= sent:
            return Named(found)
    return None


def _says(words: str, phrases: list[str]) -> bool:
    return any(re.search(rf"\b{re.escape(folded(phrase))}\b", words) for phrase in phrases)


def _week(phrase: str, weekday: str | None, sent: date, language: str) -> Named:
    """The Monday to Sunday of the week that is meant, or the weekday named in it."""
    when = lexicon(language).when
    shift = 7 if _says(phrase, when["next_week"]) else -7 if _says(phrase, when["last_week"]) else 0
    monday = sent + timedelta(days=shift - sent.weekday())
    if weekday:
        return Named(monday + timedelta(days=date_words(language).weekdays[weekday]))
    return Named(monday, monday + timedelta(days=6), unclear=True)


def _near(phrase: str, sent: date, language: str) -> Named:
    when = lexicon(language).when
    steps = (("day_after_tomorrow", 2), ("day_before_yesterday", -2), ("tomorrow", 1), ("yesterday", -1))
    for key, days in steps:
        if phrase in {folded(word) for word in when[key]}:
            return Named(sent + timedelta(days=days))
    return Named(sent)


def _counted(phrase: str, sent: date, forward: bool, words: DateWords) -> Named | None:
    count, unit = _count(phrase, words)
    if not count:
        return None
    named = _parsed(f"in {count} {unit}s" if forward else f"{count} {unit}s ago", "en", sent, forward, "DMY")
    return named


def _count(phrase: str, words: DateWords) -> tuple[int, str]:
    """`two weeks` as (2, "week"); a fortnight is two weeks; (0, "") if it says no number."""
    number, _, rest = re.sub(r"\s+", " ", phrase.strip()).rpartition(" ")
    count = int(number) if number.isdigit() else words.numbers.get(number, 0)
    unit = words.units.get(rest, "")
    if unit == "fortnight":
        return 2 * count, "week"
    return (count, unit) if unit else (0, "")


def _length(phrase: str, words: DateWords) -> int:
    count, unit = _count(phrase, words)
    return count * _LENGTH.get(unit, 0)


def span_in_days(text: str, language: str) -> int | None:
    """How many days `3d`, `2 weeks` or `a month` are; None if the text says no span."""
    words = date_words(language)
    units = "|".join(sorted(map(re.escape, words.units), key=len, reverse=True))
    numbers = "|".join(sorted(map(re.escape, words.numbers), key=len, reverse=True))
    more = "|".join(map(re.escape, lexicon(language).when.get("more", ()))) or "(?!)"
    match = re.search(rf"(?<![\w.])(\d{{1,3}}|{numbers})\s?(?:(?:{more}) )?({units})\b", folded(text))
    if match is None:
        return None
    return _length(f"{match[1]} {match[2]}", words) or None
