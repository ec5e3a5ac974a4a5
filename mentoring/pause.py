"""Being away: no letters meanwhile, and every later date moves by as much."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from mentoring.answers import Declined, Why
from mentoring.calendar import add, at_hour, local_day

if TYPE_CHECKING:
    from mentoring.state import Relationship


class AbsenceKind(StrEnum):
    """A pause is agreed for the pair; away is one member's absence.  In a pair both stop the clock."""

    PAUSE = "pause"
    AWAY = "away"


@dataclass(frozen=True, slots=True)
class Absence:
    """From `start` up to, not including, `back`: local days."""

    start: date
    back: date


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
class Paused:
    at: datetime
    member: str
    kind: AbsenceKind
    start: date
    back: date


@dataclass(frozen=True, slots=True)
class Resumed:
    """`back` is the day on which it really went on; an early return shortens the absence."""

    at: datetime
    back: date


def moved(day: date, anchor: date, absences: Sequence[Absence]) -> date:
    """`day`, reckoned from `anchor`, later by every absence between them."""
    for absence in sorted(absences, key=lambda each: each.start):
        start = max(absence.start, anchor)
        if start <= day and start < absence.back:
            day += absence.back - start
    return day


def pause(relationship: "Relationship", command: Pause, now: datetime) -> tuple[Paused | Declined, ...]:
    """An absence as announced, unless it has no end or is longer than the programme allows.

    Absences that overlap become one that lasts as long as both.
    """
    today = local_day(now, relationship.zone)
    start, back = max(command.start or today, today), command.back
    if back is None or back <= start:
        return (Declined(now, command.member, Why.PAUSE_NEEDS_DATE),)
    for absence in relationship.absences:
        if start <= absence.back and absence.start <= back:
            start, back = min(start, absence.start), max(back, absence.back)
    if back > add(start, relationship.programme.longest_pause):
        return (Declined(now, command.member, Why.PAUSE_TOO_LONG),)
    return (Paused(now, command.member, command.kind, start, back),)


def resume(relationship: "Relationship", command: Resume, now: datetime) -> tuple[Resumed | Declined, ...]:
    today = local_day(now, relationship.zone)
    if not any(absence.start <= today < absence.back for absence in relationship.absences):
        return (Declined(now, command.member, Why.NOT_PAUSED),)
    return (Resumed(now, today),)


def remember_pause(absences: tuple[Absence, ...], event: Paused) -> tuple[Absence, ...]:
    kept = tuple(a for a in absences if a.back < event.start or event.back < a.start)
    return (*kept, Absence(event.start, event.back))


def remember_return(absences: tuple[Absence, ...], event: Resumed) -> tuple[Absence, ...]:
    return tuple(replace(a, back=event.back) if a.start <= event.back < a.back else a for a in absences)


def is_paused(relationship: "Relationship", day: date) -> bool:
    return any(absence.start <= day < absence.back for absence in relationship.absences)


def next_return(relationship: "Relationship") -> tuple[date, datetime] | None:
    """The day the next announced absence ends and when the letter about it is due; None if nobody is away."""
    open_absences = [a for a in relationship.absences if a.back not in relationship.returns]
    if not open_absences:
        return None
    back = min(absence.back for absence in open_absences)
    return back, at_hour(back, relationship.programme.letters_at, relationship.zone)
