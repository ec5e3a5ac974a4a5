"""A concern that a member raises, and what they write after it.  Its words go nowhere (`IMG-16`)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from mentoring.letters import Ask, Question

if TYPE_CHECKING:
    from mentoring.state import Relationship

ABOUT_CONCERN = Question(Ask.UNPROMPTED, "concern")
"""Nothing is asked; but what answers this belongs to the concern."""

SAME_CONCERN = timedelta(days=1)
"""A concern that is raised again so soon is the same one."""

FOLLOWED_FOR = timedelta(days=7)
"""So long an unasked mail that cannot be read is taken for more about the concern."""


@dataclass(frozen=True, slots=True)
class RaiseConcern:
    """A member says there is a concern.  Its words go nowhere (`IMG-16`)."""

    member: str


@dataclass(frozen=True, slots=True)
class ConcernRaised:
    at: datetime
    member: str


@dataclass(frozen=True, slots=True)
class ConcernAddedTo:
    """The member wrote again about the concern; they are told once where to talk, and nobody else is."""

    at: datetime
    member: str


@dataclass(frozen=True, slots=True)
class Concern:
    """When a member last raised one (UTC), and whether a further mail about it has been answered."""

    raised: datetime
    added_to: bool = False


def raise_concern(
    relationship: "Relationship", command: RaiseConcern, now: datetime
) -> tuple[ConcernRaised | ConcernAddedTo, ...]:
    """The people responsible are told once of a concern, however often its word is said within a day."""
    concern = relationship.concerns.get(command.member)
    if concern is None or now - concern.raised >= SAME_CONCERN:
        return (ConcernRaised(now, command.member),)
    return add_to(relationship, command.member, now)


def add_to(relationship: "Relationship", member: str, now: datetime) -> tuple[ConcernAddedTo, ...]:
    """A further mail about a concern is answered once; who wrote the first has the address of a person by then."""
    return () if relationship.concerns[member].added_to else (ConcernAddedTo(now, member),)


def belongs(relationship: "Relationship", member: str, question: Question, now: datetime) -> bool:
    """Whether a mail that cannot be read is more about the concern: it answers our letter about it, or nothing."""
    concern = relationship.concerns.get(member)
    if concern is None:
        return False
    if question == ABOUT_CONCERN:
        return True
    return question.kind is Ask.UNPROMPTED and not concern.added_to and now - concern.raised < FOLLOWED_FOR


def remember(concern: Concern | None, event: ConcernRaised | ConcernAddedTo) -> Concern:
    """A concern raised anew may be added to anew."""
    if concern is not None and isinstance(event, ConcernAddedTo):
        return Concern(concern.raised, added_to=True)
    return Concern(event.at)
