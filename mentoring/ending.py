"""The no-blame end (`XC-03`), the completion of the term, and the close.

No reason is asked, so there is no field for one.  Who asked is an `Attribution`, sealed apart, for UNDO alone.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from mentoring.answers import Declined, Why
from mentoring.calendar import Span, add, at_hour, local_day, next_slot
from mentoring.letters import ORGANISER
from mentoring.words import Attribution

if TYPE_CHECKING:
    from mentoring.state import Relationship


@dataclass(frozen=True, slots=True)
class End:
    member: str


@dataclass(frozen=True, slots=True)
class Undo:
    member: str


@dataclass(frozen=True, slots=True)
class EndAsked:
    """Nudges and invitations stop at once; the others hear of it at `until` at the latest, unless it is undone."""

    at: datetime
    by: Attribution
    until: datetime


@dataclass(frozen=True, slots=True)
class EndUndone:
    at: datetime
    by: Attribution


@dataclass(frozen=True, slots=True)
class RelationshipEnded:
    """`completed`: on the last day of its term.  The event does not tell who, or why, on purpose."""

    at: datetime
    day: date
    completed: bool


@dataclass(frozen=True, slots=True)
class RelationshipClosed:
    """Nothing is sent any more and no reply is acted on."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Active:
    """Under way, as far as everybody but a leaver in their grace knows."""


@dataclass(frozen=True, slots=True)
class Leaving:
    """Somebody has asked to end it; `asks` are those who did and have not taken it back, each with their own grace."""

    asks: tuple[tuple[str, datetime], ...]

    @property
    def asked(self) -> tuple[str, ...]:
        return tuple(by for by, _ in self.asks)

    @property
    def until(self) -> datetime:
        """When the first grace is over, and with it the relationship."""
        return min(until for _, until in self.asks)


@dataclass(frozen=True, slots=True)
class Ended:
    """Over for the pair; the closing letters may still be answered until `open_until`."""

    day: date
    open_until: datetime


@dataclass(frozen=True, slots=True)
class Closed:
    """Over for us too."""


Life = Active | Leaving | Ended | Closed


def ask(relationship: "Relationship", by: str, now: datetime) -> tuple[EndAsked, ...]:
    """One reply suffices, from anybody, in any state: a member's END and the organiser's CLOSE take the same path.

    The others hear at the programme's hour, the first after the grace.  Who asks while another's grace runs is told
    of their own, which then may be over sooner than they know; told of the other's, they would know of the other.
    Where the term is complete before the grace is over, all read that it is complete.
    """
    life, rules = relationship.life, relationship.programme
    if isinstance(life, Ended | Closed) or (isinstance(life, Leaving) and by in life.asked):
        return ()
    until = next_slot(now + timedelta(hours=rules.ending.grace_hours), rules.letters_at, relationship.zone)
    return (EndAsked(now, Attribution(by), min(until, term_end(relationship))),)


def term_end(relationship: "Relationship") -> datetime:
    """The moment (UTC) at which the term is complete: the programme's hour of its last day."""
    return at_hour(relationship.term_ends, relationship.programme.letters_at, relationship.zone)


def undo(relationship: "Relationship", command: Undo, now: datetime) -> tuple[EndUndone | Declined, ...]:
    """Taken back by whoever asked, while the grace runs."""
    life = relationship.life
    if isinstance(life, Leaving) and command.member in life.asked:
        return (EndUndone(now, Attribution(command.member)),)
    if command.member == ORGANISER:
        return ()
    return (Declined(now, command.member, Why.NOTHING_TO_UNDO),)


def ended(relationship: "Relationship", now: datetime, completed: bool) -> RelationshipEnded:
    """The end as everybody reads it, on the local day of `now`."""
    return RelationshipEnded(now, local_day(now, relationship.zone), completed)


def remember(
    relationship: "Relationship", event: EndAsked | EndUndone | RelationshipEnded | RelationshipClosed
) -> Life:
    """Who has asked and until when; then only that it is over, and until when letters are answered."""
    life = relationship.life
    match event:
        case EndAsked(by=by, until=until):
            return Leaving((*(life.asks if isinstance(life, Leaving) else ()), (by.member, until)))
        case EndUndone(by=by) if isinstance(life, Leaving):
            still = tuple(ask for ask in life.asks if ask[0] != by.member)
            return Leaving(still) if still else Active()
        case EndUndone():
            return life
        case RelationshipEnded(day=day):
            rules = relationship.programme
            last = add(day, Span(days=rules.ending.open_days))
            return Ended(day, at_hour(last, rules.letters_at, relationship.zone))
        case RelationshipClosed():
            return Closed()
