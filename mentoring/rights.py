"""A member's rights over what we hold of them: to get it, and to be forgotten.

Who wants to be forgotten wants to end it too, so it is told only as an END is (`XC-03`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from mentoring import ending
from mentoring.ending import EndAsked, EndUndone
from mentoring.words import Attribution

if TYPE_CHECKING:
    from mentoring.state import Relationship

ONE_A_DAY = timedelta(days=1)
ANSWER_WITHIN = timedelta(days=14)
"""The question whether they are sure may be answered so long."""


@dataclass(frozen=True, slots=True)
class AskForData:
    """What do you hold?"""

    member: str


@dataclass(frozen=True, slots=True)
class ForgetMe:
    member: str


@dataclass(frozen=True, slots=True)
class ConfirmForgetting:
    """The answer to whether they are sure."""

    member: str
    yes: bool


@dataclass(frozen=True, slots=True)
class DataAsked:
    at: datetime
    member: str


@dataclass(frozen=True, slots=True)
class ForgettingAsked:
    """Whether they are sure is asked of them alone."""

    at: datetime
    by: Attribution


@dataclass(frozen=True, slots=True)
class ForgettingAnswered:
    """With a yes all their relationships end, and they are forgotten when the last of them has closed."""

    at: datetime
    by: Attribution
    yes: bool


Right = AskForData | ForgetMe | ConfirmForgetting
RightsEvent = DataAsked | ForgettingAsked | ForgettingAnswered


@dataclass(frozen=True, slots=True)
class Rights:
    """Who was asked whether they are sure, and when (UTC); who is to be forgotten."""

    asked: Mapping[str, datetime] = field(default_factory=dict)
    forgetting: frozenset[str] = frozenset()


def decide(relationship: "Relationship", command: Right, now: datetime) -> tuple[RightsEvent | EndAsked, ...]:
    """What follows from one of these requests; a second answer to the same question is nothing."""
    match command:
        case AskForData(member):
            return (DataAsked(now, member),)
        case ForgetMe(member):
            asked = relationship.rights.asked.get(member)
            soon = asked is not None and now - asked < ONE_A_DAY
            return () if soon else (ForgettingAsked(now, Attribution(member)),)
        case ConfirmForgetting(member, yes):
            return _forget(relationship, member, yes, now)


def _forget(relationship: "Relationship", member: str, yes: bool, now: datetime) -> tuple[RightsEvent | EndAsked, ...]:
    """Sure within a fortnight: the relationship ends by the path of every END."""
    asked = relationship.rights.asked.get(member)
    if asked is None or now - asked > ANSWER_WITHIN:
        return ()
    answered = ForgettingAnswered(now, Attribution(member), yes)
    return (answered, *ending.ask(relationship, member, now)) if yes else (answered,)


def remember(rights: Rights, event: ForgettingAsked | ForgettingAnswered | EndUndone) -> Rights:
    """Whoever takes the end back is not to be forgotten either."""
    match event:
        case ForgettingAsked(at, by):
            return Rights({**rights.asked, by.member: at}, rights.forgetting)
        case ForgettingAnswered(_, by, yes):
            asked = {key: at for key, at in rights.asked.items() if key != by.member}
            return Rights(asked, rights.forgetting | ({by.member} if yes else frozenset()))
        case EndUndone(by=by):
            return Rights(rights.asked, rights.forgetting - {by.member})
