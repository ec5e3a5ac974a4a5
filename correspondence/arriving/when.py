"""Dates and times of day in plain language, as a careful reader in the writer's zone would take them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from correspondence.arriving.datewords import DateWords, date_words
from correspondence.arriving.days import Named, day_named, span_in_days
from correspondence.arriving.lexicon import languages, lexicon
from correspondence.arriving.phrases import folded
from correspondence.arriving.reading import Context


@dataclass(frozen=True, slots=True)
class Found:
    """A date found at text[start:end].

    `day` is a local date in the writer's zone; `moment` (aware, UTC) is set if a time of day was said; `until` is the
    last day if a span was said (then a time of day belongs to it); `opens` if only its last day was said (`until 1 September`): then `day` is the same.
    `unclear` if a careful reader would ask again: an hour without morning or afternoon, a date that does not exist.
    """

    day: date
    moment: datetime | None
    until: date | None
    start: int
    end: int
    unclear: bool
    opens: bool = False


@dataclass(frozen=True, slots=True)
class _Piece:
    """A day phrase or a time of day, still without the other."""

    start: int
    end: int
    named: Named | None = None
    hour: int | None = None
    minute: int = 0
    unclear: bool = False
    exact: bool = False


def find_dates(text: str, context: Context, future: bool) -> tuple[Found, ...]:
    """The dates in a text in their order, resolved against the day it was sent in the writer's zone.

    `future` says which way a day without a year or week is meant.  Languages: the writer's, then English.
    """
    plain = _same_length(text)
    found: tuple[Found, ...] = ()
    for language in _languages(context.language):
        found = _found_in(plain, context, future, language)
        if found:
            break
    return found


def _languages(tag: str) -> tuple[str, ...]:
    own = tag.split("-")[0].lower()
    return (own, "en") if own != "en" and own in languages() else ("en",)


def _same_length(text: str) -> str:
    """Folded text in which every letter keeps its place."""
    if text.isascii():
        return text.lower()
    return "".join(letter.lower() if letter.isascii() else (folded(letter) or " ")[0] for letter in text)


def _found_in(plain: str, context: Context, future: bool, language: str) -> tuple[Found, ...]:
    words = date_words(language)
    if not words.hint.search(plain):
        return ()
    pieces = _pieces(plain, context, future, words, language)
    return tuple(_spans(_joined(pieces, plain, context, words), plain, words))


def _pieces(plain: str, context: Context, future: bool, words: DateWords, language: str) -> list[_Piece]:
    sent = context.sent.astimezone(ZoneInfo(context.zone)).date()
    found = []
    for match in words.candidate.finditer(plain):
        if match["near"] and words.never.search(plain[: match.start()]):
            continue
        named = day_named(match, sent, future, context, language)
        if named is not None:
            found.append(_Piece(match.start(), match.end(), named))
    taken = [(piece.start, piece.end) for piece in found]
    for match in words.time.finditer(plain):
        if not any(start < match.end() and match.start() < end for start, end in taken):
            piece = _time(match, lexicon(language).when)
            if piece is not None:
                found.append(piece)
    return sorted(found, key=lambda piece: piece.start)


def _time(match: re.Match[str], when: Mapping[str, Any]) -> _Piece | None:
    """A time of day, if it is one: a bare number is not.  A bare hour from 1 to 7 is meant in the afternoon."""
    if match["noon"]:
        return _Piece(match.start(), match.end(), hour=12)
    if match["past"]:
        return _spoken(match, when)
    said = any(match[name] for name in ("minute", "mark", "half"))
    if not said and not match["at"]:
        return None
    hour, minute = int(match["hour"]), int(match["minute"] or match["late"] or 0)
    half = match["half"]
    if half is not None:
        late = half.strip() in {folded(word) for word in when["pm"]}
        # `11 to 1pm` begins in the morning.
        if late and match["hour2"] and int(match["hour2"]) < hour < 12:
            late = False
        if hour > 12 or hour == 0:
            return _Piece(match.start(), match.end(), hour=hour % 24, minute=minute, exact=True)
        return _Piece(match.start(), match.end(), hour=hour % 12 + (12 if late else 0), minute=minute, exact=True)
    if 1 <= hour <= 7 and not (match["hour"].startswith("0")):
        return _Piece(match.start(), match.end(), hour=hour + 12, minute=minute, unclear=True)
    return _Piece(match.start(), match.end(), hour=hour % 24, minute=minute, exact=match["minute"] is not None)


def _spoken(match: re.Match[str], when: Mapping[str, Any]) -> _Piece | None:
    """`Half past three`: the hour with its minutes before or after."""
    number = match["spoken"]
    hour = int(number) if number.isdigit() else {folded(word): count for word, count in when["numbers"].items()}[number]
    if hour > 23:
        return None
    late = match["half2"] is not None and match["half2"].strip() in {folded(word) for word in when["pm"]}
    afternoon = hour <= 7 and match["half2"] is None
    if hour < 12 and (late or afternoon):
        hour += 12
    minutes = (hour * 60 + {folded(word): count for word, count in when["spoken_minutes"].items()}[match["past"]]) % 1440
    return _Piece(match.start(), match.end(), hour=minutes // 60, minute=minutes % 60, unclear=afternoon)


def _joined(pieces: list[_Piece], plain: str, context: Context, words: DateWords) -> list[Found]:
    """Days with the time of day that stands right before or after them."""
    found: list[Found] = []
    waiting: _Piece | None = None
    for piece in pieces:
        if piece.named is None:
            last = found[-1] if found else None
            if last and not last.moment and last.until is None and words.clock.match(plain[last.end : piece.start]):
                found[-1] = _at(last, piece, context)
                waiting = None
            else:
                waiting = piece
            continue
        day = piece.named
        fresh = Found(day.day, None, day.until, piece.start, piece.end, day.unclear)
        if waiting and day.until is None and re.fullmatch(r"[\s,]*(?:on\s+)?", plain[waiting.end : piece.start]):
            fresh = replace(_at(fresh, waiting, context), start=waiting.start)
        waiting = None
        found.append(fresh)
    return _with_far_time(found, pieces, plain, context)


def _with_far_time(found: list[Found], pieces: list[_Piece], plain: str, context: Context) -> list[Found]:
    """`Friday works, 2pm?`: one day and one unmistakable time in one sentence belong together."""
    times = [piece for piece in pieces if piece.named is None and piece.exact]
    if len(found) != 1 or len(times) != 1 or found[0].moment or found[0].until:
        return found
    between = plain[found[0].end : times[0].start]
    if not between or len(between) > 40 or re.search(r"[.!?\n;]", between):
        return found
    return [replace(_at(found[0], times[0], context), end=found[0].end)]


def _at(found: Found, time: _Piece, context: Context) -> Found:
    assert time.hour is not None
    local = datetime(found.day.year, found.day.month, found.day.day, time.hour, time.minute, tzinfo=ZoneInfo(context.zone))
    return replace(found, moment=local.astimezone(UTC), end=max(found.end, time.end), unclear=found.unclear or time.unclear)


def _spans(found: list[Found], plain: str, words: DateWords) -> list[Found]:
    """Two dates joined by `to` become one span; a date after `until` is the end of one that opens now."""
    made: list[Found] = []
    for each in found:
        last = made[-1] if made else None
        if last and not last.until and words.joint.match(plain[last.end : each.start]):
            until = _later(each.day, last.day)
            opened = words.lead.search(plain[: last.start]) is not None
            if until and (opened or not words.pair.match(plain[last.end : each.start])):
                made[-1] = replace(last, until=until, moment=each.moment, end=each.end)
                continue
        lead = words.lead.search(plain[: each.start])
        if lead and lead["word"] in words.until:
            each = replace(each, opens=True, until=each.until or each.day)
        made.append(each)
    return made


def _later(day: date, first: date) -> date | None:
    """The day a span ends that began before it: `from Friday to Monday` is the Monday after."""
    if first < day:
        return day
    week = day + timedelta(days=7)
    return week if first < week else None


def ends_of(found: Found) -> tuple[date | None, date | None]:
    """First and last day of an absence: the first is unknown for `until 1 September`."""
    return (None if found.opens else found.day), found.until


def after(sent: datetime, zone: str, days: int) -> date:
    """The local date so many days after the mail was sent."""
    return sent.astimezone(ZoneInfo(zone)).date() + timedelta(days=days)


__all__ = ["Found", "after", "ends_of", "find_dates", "span_in_days"]
