"""What the organiser may do by replying to a letter, and what the organiser is told of."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Extend:
    """More time for what is owed under `key`, by days from now."""

    key: str
    days: int


@dataclass(frozen=True, slots=True)
class CloseRelationship:
    """The organiser ends it; the members read the same neutral letter as after any end."""

    key: str


@dataclass(frozen=True, slots=True)
class Note:
    """The organiser has taken it in hand; nothing else follows."""

    key: str


@dataclass(frozen=True, slots=True)
class RaiseConcern:
    """A member says there is a concern.  Its words go nowhere (`IMG-16`)."""

    member: str


@dataclass(frozen=True, slots=True)
class ReportAddressFailing:
    """A letter to this member came back for good."""

    member: str


@dataclass(frozen=True, slots=True)
class Extended:
    at: datetime
    key: str
    until: date


@dataclass(frozen=True, slots=True)
class OrganiserNoted:
    at: datetime
    key: str


@dataclass(frozen=True, slots=True)
class ConcernRaised:
    at: datetime
    member: str


@dataclass(frozen=True, slots=True)
class AddressFailing:
    at: datetime
    member: str
