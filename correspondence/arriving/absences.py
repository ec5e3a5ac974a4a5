"""Until when an automatic answer says that somebody is away."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from importlib.resources import files
from itertools import pairwise

from correspondence.arriving.lexicon import languages
from correspondence.arriving.mime import Mail
from correspondence.arriving.phrases import calm, folded
from correspondence.arriving.reading import Context
from correspondence.arriving.when import Found, after, find_dates

_TEXT_READ = 2000
# How many letters may lie between `back` and its day (`back in the office again on ...`), and between a day and a
# word of returning behind it (`bin ich ab dem 11. August wie gewohnt wieder erreichbar`).
_BEFORE, _BEHIND = 45, 40
_LONGEST = timedelta(days=400)
_WEEK = timedelta(days=7)
_DAY = timedelta(days=1)


def _any_of(words: Iterable[str]) -> str:
    ordered = sorted({folded(word) for word in words}, key=len, reverse=True)
    return rf"(?<!\w)(?:{'|'.join(map(re.escape, ordered))})"


_DAYS = tomllib.loads(files(__package__).joinpath("away.toml").read_text("utf-8"))["days"]
_UNTIL = re.compile(_any_of(_DAYS["until"]) + r"\s+(?:\w{1,3}\s+){0,2}$|" + _any_of(["jusqu'", "fino all'"]) + "$")
_LED = ("jusqu", "until", "till", "bis ", "hasta", "ate ", "fino")
_RETURNING = re.compile(_any_of(_DAYS["returning"]) + r"(?!\w| to you)")
_ABSENT = re.compile(_any_of(_DAYS["absent"]))
# A dot behind a number belongs to a date.
_SENTENCE_END = re.compile(r"(?<!\d)[.!?;](?=\s)|\n\s*\n")


def absence_until(mail: Mail, own_words: str, context: Context) -> date | None:
    """The last day of the absence that an automatic answer tells of, a local day in the writer's zone.

    Counted from when the mail was written; None if no day is told or the absence is over already.  The subject is
    read only if the text tells none: it often repeats our own.  Languages: those there is a lexicon for; a date in
    figures behind a word of away.toml in any other.
    """
    today = after(context.sent, context.zone, 0)
    for text in (own_words, mail.subject):
        plain = calm(folded(text[:_TEXT_READ]))
        read = [find_dates(plain, replace(context, language=each), True) for each in _languages(context.language)]
        # The languages that see fewer of the dates misread the rest.
        most = max(len(found) for found in read)
        ends = (_last_day(plain, found, today) for found in read if len(found) == most)
        if last := next(filter(None, ends), None):
            return last
    return None


def _languages(tag: str) -> tuple[str, ...]:
    """The writer's own first, for its order of day and month, then English and the rest."""
    own = tag.split("-")[0].lower()
    return tuple(dict.fromkeys((tag, *(each for each in ("en", *sorted(languages())) if each != own))))


def _last_day(plain: str, found: tuple[Found, ...], today: date) -> date | None:
    """The end of the first absence that is not over; a day of return near it is the better word."""
    returns = _returns(plain, found)
    ends: list[date] = []
    for number, each in enumerate(found):
        day = _end(plain, each, each in returns, today)
        # `From 3 August, back on the 10th`: the tenth before it was not meant.
        if day and today <= day <= today + _LONGEST and all(before.day <= day for before in found[:number]):
            ends.append(day)
    return max((day for day in ends if day <= min(ends) + _WEEK), default=None)


def _returns(plain: str, found: tuple[Found, ...]) -> list[Found]:
    """The days that a word of returning stands beside: each word has one, behind it or else before it."""
    returns = []
    for cue in _RETURNING.finditer(plain):
        behind = next((each for each in found if each.start >= cue.start() and each.end > cue.end()), None)
        if behind and _near(plain, cue.end(), behind.start, _BEFORE):
            returns.append(behind)
            continue
        before = next((each for each in reversed(found) if each.end <= cue.start()), None)
        if before and _near(plain, before.end, cue.start(), _BEHIND):
            returns.append(before)
    return [each for each in returns if not _is_last(plain, each)]


def _is_last(plain: str, found: Found) -> bool:
    """Whether a day is said to be the last one of an absence: `jusqu'au 14` holds its word itself."""
    return plain.startswith(_LED, found.start) or _UNTIL.search(plain[: found.start]) is not None


def _near(plain: str, end: int, start: int, most: int) -> bool:
    return start - end <= most and _SENTENCE_END.search(plain[max(0, end) : max(end, start)]) is None


def _end(plain: str, found: Found, returns: bool, today: date) -> date | None:
    """The last day of absence that one date tells of, if it tells of one."""
    if returns:
        # Whoever is back on a Monday and writes so on a Monday means the next one.
        again = _WEEK if found.day == today and not re.search(r"\d", plain[found.start : found.end]) else _DAY * 0
        return found.day + again - _DAY
    if found.unclear or found.moment is not None:
        return None
    if found.opens or _UNTIL.search(plain[: found.start]):
        return found.until or found.day
    if found.until is None:
        return None
    named = re.search(r"\d", plain[found.start : found.end]) and found.day != today
    return found.until if named or _ABSENT.search(_sentence(plain, found)) else None


def _sentence(plain: str, found: Found) -> str:
    ends = [0, *(each.end() for each in _SENTENCE_END.finditer(plain)), len(plain)]
    return next((plain[a:b] for a, b in pairwise(ends) if a <= found.start < b), "")
