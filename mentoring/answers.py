"""Answering people: help, the state of things, what cannot be done, and what was not understood."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from mentoring.letters import OFFICE, ORGANISER, Ask, Question

if TYPE_CHECKING:
    from mentoring.state import Relationship

ASK_BACK_AT_MOST = 2
FORGOTTEN_AFTER = timedelta(days=7)
"""So long after the last one a reply that cannot be read is the first again."""


class Why(StrEnum):
    """Why something a member asked for cannot be done; the letter says what to do instead."""

    PAUSE_NEEDS_DATE = "pause_needs_date"
    PAUSE_TOO_LONG = "pause_too_long"
    NOT_PAUSED = "not_paused"
    NO_SUCH_MEETING = "no_such_meeting"
    ANOTHER_MEETING = "another_meeting"
    DAY_MOVED = "day_moved"
    MEETING_IN_THE_PAST = "meeting_in_the_past"
    MET_IN_THE_FUTURE = "met_in_the_future"
    NEEDS_A_DAY = "needs_a_day"
    NOTHING_TO_SIGN = "nothing_to_sign"
    FORM_NOT_COMPLETE = "form_not_complete"
    NO_RENEWAL = "no_renewal"
    NOTHING_TO_UNDO = "nothing_to_undo"
    UNKNOWN_FIELD = "unknown_field"
    OUT_OF_DATE = "out_of_date"


@dataclass(frozen=True, slots=True)
class AskHelp:
    member: str


@dataclass(frozen=True, slots=True)
class AskStatus:
    member: str


@dataclass(frozen=True, slots=True)
class Unclear:
    """A reply nobody could read with certainty, and the question it answered."""

    member: str
    question: Question


@dataclass(frozen=True, slots=True)
class AskWhich:
    """A mail that answers nothing, of a member of several relationships (`choices`): which of them is meant?"""

    member: str
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FewerMails:
    """No more nudges to this member; what is required still reaches them."""

    member: str


@dataclass(frozen=True, slots=True)
class Acknowledge:
    """A reply that asks for nothing: thanks, or something to take note of."""

    member: str
    question: Question


@dataclass(frozen=True, slots=True)
class HelpGiven:
    at: datetime
    member: str


@dataclass(frozen=True, slots=True)
class WhichAsked:
    """What the mail asked for is not kept: it is to be said again, to one of them."""

    at: datetime
    member: str
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StatusTold:
    at: datetime
    member: str


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """A reply could not be read; `answered` unless its writer has had as many answers as a day holds."""

    at: datetime
    member: str
    question: Question
    answered: bool = True


@dataclass(frozen=True, slots=True)
class HumanCalled:
    """A member's replies could not be read twice running, or were not answered; the organiser is told, without them."""

    at: datetime
    member: str


@dataclass(frozen=True, slots=True)
class ChangesHeld:
    """A member changed more in a day than the others are written of; the organiser is told, and they are, once."""

    at: datetime
    member: str


@dataclass(frozen=True, slots=True)
class NudgesStopped:
    at: datetime
    member: str


@dataclass(frozen=True, slots=True)
class Declined:
    at: datetime
    member: str
    why: Why


@dataclass(frozen=True, slots=True)
class DutiesAcknowledged:
    """The member confirmed the duties that outlive the relationship (`IMG-13`)."""

    at: datetime
    member: str


@dataclass(frozen=True, slots=True)
class Joined:
    """The member said yes to the kick-off letter."""

    at: datetime
    member: str


@dataclass(frozen=True, slots=True)
class Unread:
    """How many replies running could not be read, and when the last of them came (UTC)."""

    count: int
    last: datetime


def unread(relationship: "Relationship", member: str, now: datetime) -> int:
    """How many replies of this member running could not be read, as far as that is still remembered."""
    known = relationship.unclear.get(member)
    return known.count if known and now - known.last < FORGOTTEN_AFTER else 0


def unclear(
    relationship: "Relationship", command: Unclear, now: datetime, answered: bool, called: bool
) -> tuple[NotUnderstood | HumanCalled | HelpGiven, ...]:
    """Asked back at most twice; with the second the organiser is told that a member needs a human.

    After that nothing is new in one more such mail, and it is only answered while it may be.  One that is not answered
    is told to a human as well, unless this happened within the day (`called`).
    """
    asked_back = NotUnderstood(now, command.member, command.question, answered)
    before = unread(relationship, command.member, now)
    if command.member in OFFICE:
        if answered and before < ASK_BACK_AT_MOST:
            return (asked_back,)
        # There is nobody to call for the organiser, who is written what they can do instead.
        help_given = (replace(asked_back, answered=False), HelpGiven(now, ORGANISER))
        return help_given if command.member == ORGANISER and not called else ()
    # Nothing is left to decide for a leaver, and word of them would tell the organiser who leaves.
    human = () if called or command.question.kind is Ask.END_CONFIRM else (HumanCalled(now, command.member),)
    if not answered:
        return (asked_back, *human) if human or before < ASK_BACK_AT_MOST else ()
    return (asked_back, *human) if before + 1 == ASK_BACK_AT_MOST else (asked_back,)


def acknowledge(
    relationship: "Relationship", command: Acknowledge, now: datetime
) -> tuple[DutiesAcknowledged | Joined, ...]:
    """Only a few questions can be answered by a nod; elsewhere a nod changes nothing."""
    if command.question.kind is Ask.AFTER_CARE:
        return (DutiesAcknowledged(now, command.member),)
    if command.question.kind is Ask.KICKOFF:
        return (Joined(now, command.member),)
    return ()
