"""Being away: no letters meanwhile, and every later date moves by as much."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from mentoring.answers import Declined, StatusTold, Why
from mentoring.calendar import add, at_hour, local_day
from mentoring.ending import Leaving

if TYPE_CHECKING:
    from mentoring.state import Relationship


class AbsenceKind(StrEnum):
    """A pause is agreed for the pair; away is one member's absence.  In a pair both stop the clock."""

    PAUSE = "pause"
    AWAY = "away"


@dataclass(frozen=True, slots=True)
class Absence:
    """From `start` up to, not including, `back`: local days; `begun` and `over` once that has been noted."""

    start: date
    back: date
    begun: bool = False
    over: bool = False


@dataclass(frozen=True, slots=True)
class Pause:
    """`start` None is today; `back` None asks the writer for the date."""

    member: str
    kind: AbsenceKind
    start: date | None
    back: date | None


@dataclass(frozen=True, slots=True)
class Resume:
    member: str


@dataclass(frozen=True, slots=True)
class OfferPause:
    """A member's mail program answered by itself that they are away; `until` is the last day of it (local)."""

    member: str
    until: date


@dataclass(frozen=True, slots=True)
class PauseOffered:
    at: datetime
    member: str
    until: date


@dataclass(frozen=True, slots=True)
class Paused:
    at: datetime
    member: str
    kind: AbsenceKind
    start: date
    back: date


@dataclass(frozen=True, slots=True)
class WentAway:
    """An absence announced for later has begun: no letter, but whoever watches sees it."""

    at: datetime
    start: date


@dataclass(frozen=True, slots=True)
class Resumed:
    """`back` is the day on which it really went on: an early return shortens the absence, a withdrawn one has none.

    `member` is who said so, empty for a return on the day that was known.
    """

    at: datetime
    back: date
    member: str = ""


def together(absences: Sequence[Pause]) -> Pause:
    """What one mail says of its writer's absences: one, from the first day to the later end."""
    latest = max(absences, key=lambda each: each.back or date.min)
    starts = [each.start for each in absences]
    return replace(latest, start=None if None in starts else min(start for start in starts if start))


def moved(day: date, anchor: date, absences: Sequence[Absence]) -> date:
    """`day`, reckoned from `anchor`, later by every absence between them."""
    for absence in sorted(absences, key=lambda each: each.start):
        start = max(absence.start, anchor)
        if start <= day and start < absence.back:
            day += absence.back - start
    return day


def decide(
    relationship: "Relationship", command: Pause | OfferPause | Resume, now: datetime
) -> tuple[Paused | PauseOffered | Resumed | Declined | StatusTold, ...]:
    """What follows from a request about an absence."""
    match command:
        case Pause():
            return pause(relationship, command, now)
        case OfferPause():
            return offer(relationship, command, now)
        case Resume():
            return resume(relationship, command, now)


def pause(relationship: "Relationship", command: Pause, now: datetime) -> tuple[Paused | Declined | StatusTold, ...]:
    """An absence as announced, unless it has no end or is longer than the programme allows.

    Absences that touch become one that lasts as long as both.  One that is known already is told to the writer alone.
    """
    today = local_day(now, relationship.zone)
    start, back = max(command.start or today, today), command.back
    if back is None or back <= start:
        return (Declined(now, command.member, Why.PAUSE_NEEDS_DATE),)
    for absence in relationship.absences:
        if not absence.over and start <= absence.back and absence.start <= back:
            start, back = min(start, absence.start), max(back, absence.back)
    if back > add(start, relationship.programme.longest_pause):
        return (Declined(now, command.member, Why.PAUSE_TOO_LONG),)
    if any((absence.start, absence.back) == (start, back) and not absence.over for absence in relationship.absences):
        return (StatusTold(now, command.member),)
    return (Paused(now, command.member, command.kind, start, back),)


def resume(relationship: "Relationship", command: Resume, now: datetime) -> tuple[Resumed | Declined, ...]:
    """Back at once; whoever is not away yet takes back the next absence that was announced."""
    today = local_day(now, relationship.zone)
    absence = min((a for a in relationship.absences if not a.over), key=lambda each: each.start, default=None)
    if absence is None:
        return (Declined(now, command.member, Why.NOT_PAUSED),)
    return (Resumed(now, min(max(today, absence.start), absence.back), command.member),)


def offer(relationship: "Relationship", command: OfferPause, now: datetime) -> tuple[PauseOffered, ...]:
    """Asked once per absence, and never of whoever has told us: the answer of a machine is nobody's word.

    Our letter meets the same machine again, which must not bring another one.
    """
    today, back = local_day(now, relationship.zone), command.until + timedelta(days=1)
    asked = relationship.offered.get(command.member)
    known = any(not each.over and each.start <= command.until for each in relationship.absences)
    if command.until <= today or known or (asked is not None and asked >= today):
        return ()
    leaving = isinstance(relationship.life, Leaving) and command.member in relationship.life.asked
    if leaving or back > add(today, relationship.programme.longest_pause):
        return ()
    return (PauseOffered(now, command.member, command.until),)


def remember_pause(absences: tuple[Absence, ...], event: Paused, today: date) -> tuple[Absence, ...]:
    """The absence instead of those it touches, which are part of it."""
    kept = tuple(a for a in absences if a.over or a.back < event.start or event.back < a.start)
    return (*kept, Absence(event.start, event.back, begun=event.start <= today))


def remember_begin(absences: tuple[Absence, ...], event: WentAway) -> tuple[Absence, ...]:
    """The absence that begins on that day has begun."""
    return tuple(replace(a, begun=True) if a.start == event.start else a for a in absences)


def remember_return(absences: tuple[Absence, ...], event: Resumed) -> tuple[Absence, ...]:
    """The absence is as long as it really was."""
    return tuple(
        replace(a, back=event.back, over=True) if not a.over and a.start <= event.back <= a.back else a
        for a in absences
    )


def without_the_past(absences: tuple[Absence, ...], today: date) -> tuple[Absence, ...]:
    """Of an absence that passed before the kick-off nothing is left to tell."""
    return tuple(replace(each, over=True) if each.back <= today else each for each in absences)


def is_away(relationship: "Relationship") -> bool:
    """Whether an absence has begun and is not over."""
    return any(absence.begun and not absence.over for absence in relationship.absences)


def moments(relationship: "Relationship", now: datetime) -> tuple[tuple[datetime, WentAway | Resumed], ...]:
    """When announced absences begin and end: (the programme's hour of that day, what happens)."""
    hour, zone = relationship.programme.letters_at, relationship.zone
    ahead = [absence for absence in relationship.absences if not absence.over]
    begins = tuple((at_hour(a.start, hour, zone), WentAway(now, a.start)) for a in ahead if not a.begun)
    returns = tuple((at_hour(a.back, hour, zone), Resumed(now, a.back)) for a in ahead)
    return (*begins, *returns)
