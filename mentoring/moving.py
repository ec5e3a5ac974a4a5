"""A member moves to another address: asked for from the old one, confirmed from the new one (threat T15).

No address stands here: a change is known by the key of the mail that asked for it, and the addresses themselves lie
sealed with the person.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mentoring.state import Relationship

A_DAY, AT_MOST_A_DAY = timedelta(days=1), 3
ANSWER_WITHIN = timedelta(days=14)
"""The new address may say yes so long."""

UNDO_WITHIN = timedelta(hours=72)
"""So long the old address may take a change back, and with it whatever was changed after it."""


@dataclass(frozen=True, slots=True)
class ChangeAddress:
    """To the address in the mail under this key; `free`: it is nobody's yet."""

    member: str
    mail: str
    free: bool = True


@dataclass(frozen=True, slots=True)
class ConfirmAddress:
    """The answer, from the new address, to whether it is theirs."""

    member: str
    mail: str
    yes: bool
    free: bool = True


@dataclass(frozen=True, slots=True)
class UndoAddress:
    """The old address takes the change back."""

    member: str
    mail: str


@dataclass(frozen=True, slots=True)
class NoteReached:
    """In another relationship of theirs a new address was confirmed."""

    member: str


@dataclass(frozen=True, slots=True)
class AddressAsked:
    """The new address is asked whether it is theirs."""

    at: datetime
    member: str
    mail: str


@dataclass(frozen=True, slots=True)
class AddressRefused:
    """It is somebody else's, or too many were named; neither is told, nor that it was refused, before it is `confirmed`
    from there: or anybody could find out who takes part, by asking for one address after another.
    """

    at: datetime
    member: str
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class AddressChanged:
    at: datetime
    member: str
    mail: str


@dataclass(frozen=True, slots=True)
class AddressUndone:
    at: datetime
    member: str
    mail: str


@dataclass(frozen=True, slots=True)
class Reached:
    """Letters reach the member again; nothing is written about it."""

    at: datetime
    member: str


MoveCommand = ChangeAddress | ConfirmAddress | UndoAddress | NoteReached
MoveEvent = AddressAsked | AddressRefused | AddressChanged | AddressUndone | Reached


@dataclass(frozen=True, slots=True)
class Move:
    """A change of address that was asked for, when it was done, and whether it was taken back (UTC)."""

    member: str
    mail: str
    asked: datetime
    changed: datetime | None = None
    undone: bool = False

    @property
    def is_over(self) -> bool:
        """Whether nothing is waited for any more."""
        return self.undone or self.changed is not None


def decide(relationship: "Relationship", command: MoveCommand, now: datetime) -> tuple[MoveEvent, ...]:
    """What follows from a step of a change of address; each step counts once, and only for the newest one."""
    theirs = [move for move in relationship.moves if move.member == command.member]
    match command:
        case ChangeAddress(member, mail, free):
            if any(move.mail == mail for move in theirs):
                return ()
            # The letter goes to an address that nobody has vouched for.
            recent = [move for move in theirs if now - move.asked < A_DAY]
            may = free and len(recent) < AT_MOST_A_DAY
            return (AddressAsked(now, member, mail) if may else AddressRefused(now, member),)
        case ConfirmAddress(member, mail, yes, free):
            if not yes or not theirs or not _waits(theirs[-1], mail, now):
                return ()
            return (AddressChanged(now, member, mail) if free else AddressRefused(now, member, confirmed=True),)
        case UndoAddress(member, mail):
            return (AddressUndone(now, member, mail),) if theirs and _can_be_undone(theirs, mail, now) else ()
        case NoteReached(member):
            return (Reached(now, member),) if member in relationship.failing else ()


def _waits(newest: Move, mail: str, now: datetime) -> bool:
    return newest.mail == mail and not newest.is_over and now - newest.asked <= ANSWER_WITHIN


def _can_be_undone(moves: list[Move], mail: str, now: datetime) -> bool:
    """However many followed it: whoever took an address over could else see to it that none is taken back."""
    done = (move for move in moves if move.mail == mail and not move.undone)
    return any(move.changed is not None and now <= move.changed + UNDO_WITHIN for move in done)


def remember(moves: tuple[Move, ...], event: AddressAsked | AddressChanged | AddressUndone) -> tuple[Move, ...]:
    """What was asked for, confirmed and taken back; with a change all that was asked for after it is taken back."""
    match event:
        case AddressAsked(at, member, mail):
            return (*moves, Move(member, mail, at))
        case AddressChanged(at=at):
            return tuple(replace(each, changed=at) if _is_of(each, event) else each for each in moves)
        case AddressUndone(member=member):
            since = next((place for place, each in enumerate(moves) if _is_of(each, event)), len(moves))
            later = (replace(each, undone=True) if each.member == member else each for each in moves[since:])
            return (*moves[:since], *later)


def _is_of(move: Move, event: AddressChanged | AddressUndone) -> bool:
    return (move.member, move.mail) == (event.member, event.mail)
