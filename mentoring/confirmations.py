"""A weighty act on weak evidence waits for one more yes, from the address on file."""

from dataclasses import dataclass, replace
from datetime import datetime

from mentoring.documents import Sign
from mentoring.organising import CloseRelationship
from mentoring.renewal import AnswerRenewal

Weighty = Sign | AnswerRenewal | CloseRelationship


@dataclass(frozen=True, slots=True)
class Doubt:
    """A weighty act whose sender could not be verified; it is done only when confirmed."""

    member: str
    act: Weighty


@dataclass(frozen=True, slots=True)
class Confirm:
    """The answer to a confirmation letter: `yes` does the act, otherwise nothing happens."""

    member: str
    number: int
    yes: bool


@dataclass(frozen=True, slots=True)
class ConfirmationAsked:
    at: datetime
    member: str
    number: int
    act: Weighty


@dataclass(frozen=True, slots=True)
class ConfirmationAnswered:
    at: datetime
    member: str
    number: int
    yes: bool


@dataclass(frozen=True, slots=True)
class Confirmations:
    """How many were asked for, and those still open: (number, member, act)."""

    count: int = 0
    open: tuple[tuple[int, str, Weighty], ...] = ()


def doubt(confirmations: Confirmations, command: Doubt, now: datetime) -> tuple[ConfirmationAsked, ...]:
    """A new number, so that an older letter confirms nothing else."""
    return (ConfirmationAsked(now, command.member, confirmations.count + 1, command.act),)


def confirmed(confirmations: Confirmations, command: Confirm) -> Weighty | None:
    """The act that this member may confirm under this number: once."""
    for number, member, act in confirmations.open:
        if (number, member) == (command.number, command.member):
            return act
    return None


def remember(confirmations: Confirmations, event: ConfirmationAsked | ConfirmationAnswered) -> Confirmations:
    """What is asked stays open until it is answered, either way."""
    match event:
        case ConfirmationAsked(member=member, number=number, act=act):
            return Confirmations(number, (*confirmations.open, (number, member, act)))
        case ConfirmationAnswered(number=number):
            return replace(confirmations, open=tuple(each for each in confirmations.open if each[0] != number))
