"""Dates and times of day in plain language, as a careful reader in the writer's zone would take them."""

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock
from zoneinfo import ZoneInfo

from correspondence.arriving.datewords import DateWords, date_words
from correspondence.arriving.days import day_named, span_in_days
from correspondence.arriving.lexicon import languages, lexicon
from correspondence.arriving.numbered import Named
from correspondence.arriving.phrases import folded
from correspondence.arriving.reading import Context
from correspondence.arriving.times import Time, time_of

# How far before a date its `until` may begin.
_BEFORE = 40


@dataclass(frozen=True, slots=True)
class Found:
    """A date found at text[start:end].

    `day` is a local date in the writer's zone; `moment` (aware, UTC) is set if a time of day was said; `until` is the
    last day if a span was said (then a time of day belongs to it); `opens` if only its last day was said (`until
    1 September`): then `day` is the same; `counted` if it is a length of time (`for two weeks`).  `unclear` if a
    careful reader would ask again: an hour without morning or afternoon, a weekday that does not fit its date.
    """

    day: date
    moment: datetime | None
    until: date | None
    start: int
    end: int
    unclear: bool
    opens: bool = False
    counted: bool = False


@dataclass(frozen=True, slots=True)
class _Piece:
    """A day phrase or a time of day, still without the other."""

    start: int
    end: int
    named: Named | None = None
    time: Time | None = None
    counted: bool = False


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
        if match["near"] and words.never.search(plain[max(0, match.start() - _BEFORE) : match.start()]):
            continue
        # A month by itself is a day only as the end or the beginning of something.
        if match["lone_month"] and not words.lead.search(plain[max(0, match.start() - _BEFORE) : match.start()]):
            continue
        if match["weekday"] and words.habit.search(plain[max(0, match.start() - _BEFORE) : match.start()]):
            continue
        # English is tried on every language: `mon` is a French word first.
        own = _languages(context.language)[0]
        if own != language and match[0] in lexicon(own).filler:
            continue
        named = day_named(match, sent, future, context, language)
        if named is not None:
            found.append(_Piece(match.start(), match.end(), named, counted=bool(match["for"])))
    taken = [(piece.start, piece.end) for piece in found]
    for match in words.time.finditer(plain):
        if not any(start < match.end() and match.start() < end for start, end in taken):
            time = time_of(match, lexicon(language).when)
            if time is not None:
                found.append(_Piece(match.start(), match.end(), time=time))
    return sorted(found, key=lambda piece: piece.start)


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
        fresh = Found(day.day, None, day.until, piece.start, piece.end, day.unclear, counted=piece.counted)
        if waiting and day.until is None and re.fullmatch(r"[\s,]*(?:on\s+)?", plain[waiting.end : piece.start]):
            fresh = replace(_at(fresh, waiting, context), start=waiting.start)
        waiting = None
        found.append(fresh)
    return _with_far_time(found, pieces, plain, context)


def _with_far_time(found: list[Found], pieces: list[_Piece], plain: str, context: Context) -> list[Found]:
    """`Friday works, 2pm?`: one day and one unmistakable time in one sentence belong together."""
    times = [piece for piece in pieces if piece.time is not None and piece.time.exact]
    if len(found) != 1 or len(times) != 1 or found[0].moment or found[0].until:
        return found
    between = plain[found[0].end : times[0].start]
    if not between or len(between) > 40 or re.search(r"[.!?\n;]", between):
        return found
    return [replace(_at(found[0], times[0], context), end=found[0].end)]


def _at(found: Found, piece: _Piece, context: Context) -> Found:
    """The day with a time of day, in the writer's zone."""
    assert piece.time is not None
    said = clock(piece.time.hour, piece.time.minute)
    local = datetime.combine(found.day, said, tzinfo=ZoneInfo(context.zone))
    unclear = found.unclear or piece.time.unclear
    return replace(found, moment=local.astimezone(UTC), end=max(found.end, piece.end), unclear=unclear)


def _spans(found: list[Found], plain: str, words: DateWords) -> list[Found]:
    """Two dates joined by `to` become one span; a date after `until` is the end of one that opens now."""
    made: list[Found] = []
    for each in found:
        last = made[-1] if made else None
        # `From 1 June for two weeks`: the length of time begins that day.
        if last and not last.until and each.until and not plain[last.end : each.start].strip() and each.counted:
            made[-1] = replace(last, until=last.day + (each.until - each.day), end=each.end)
            continue
        if last and not last.until and words.joint.match(plain[last.end : each.start]):
            until = _later(each.day, last.day)
            opened = words.lead.search(plain[max(0, last.start - _BEFORE) : last.start]) is not None
            if until and (opened or not words.pair.match(plain[last.end : each.start])):
                made[-1] = replace(last, until=until, moment=each.moment, end=each.end)
                continue
        lead = words.lead.search(plain[max(0, each.start - _BEFORE) : each.start])
        # `Jusqu'au` is an article too, and then part of the date.
        within = any(plain.startswith(f"{word} ", each.start) for word in words.until)
        if within or (lead and lead["word"] in words.until):
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
