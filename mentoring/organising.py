"""What the organiser may do by replying to a letter."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from mentoring.calendar import local_day

if TYPE_CHECKING:
    from mentoring.obligations import Obligation
    from mentoring.state import Relationship

LONGEST_EXTENSION = 366


@dataclass(frozen=True, slots=True)
class Extend:
    """More time for what is owed under `key`, by days from now."""

    key: str
    days: int
    to_members: bool = True


@dataclass(frozen=True, slots=True)
class CloseRelationship:
    """The organiser ends it; the members read the same neutral letter as after any end."""

    key: str


@dataclass(frozen=True, slots=True)
class Note:
    """The organiser has taken it in hand; nothing else follows."""

    key: str


@dataclass(frozen=True, slots=True)
class Extended:
    at: datetime
    key: str
    until: date
    to_members: bool = True


@dataclass(frozen=True, slots=True)
class OrganiserNoted:
    at: datetime
    key: str


@dataclass(frozen=True, slots=True)
class Extension:
    """More time, given on the local day `granted`; a pause after that moves `until` as well."""

    granted: date
    until: date
    to_members: bool = True


def extend(
    relationship: "Relationship", command: Extend, owed: "tuple[Obligation, ...]", now: datetime
) -> tuple[Extended | OrganiserNoted, ...]:
    """More time for something that is owed; for anything else the organiser's word is just noted."""
    if command.days < 1 or command.key not in {obligation.key for obligation in owed}:
        return (OrganiserNoted(now, command.key),)
    days = timedelta(days=min(command.days, LONGEST_EXTENSION))
    return (Extended(now, command.key, local_day(now, relationship.zone) + days, command.to_members),)
