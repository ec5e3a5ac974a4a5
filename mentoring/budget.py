"""How many answers that change nothing one reader gets: enough for a person, little for a machine that answers us.

A mail beyond it is noted and not answered (RFC 3834, section 2).  The question that asks back the second time is
another letter than the first, so that whoever tries again at once is not left without a word.  Nor are the others
written of more than a few changes a day that one member makes.
"""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from mentoring.answers import (
    ASK_BACK_AT_MOST,
    ChangesHeld,
    Declined,
    HelpGiven,
    HumanCalled,
    NotUnderstood,
    NudgesStopped,
    StatusTold,
    WhichAsked,
    unread,
)
from mentoring.concern_cases import BasisGiven
from mentoring.confirmations import ConfirmationAsked
from mentoring.letters import Letter
from mentoring.meetings import (
    ContactReported,
    MeetingCancelled,
    MeetingMoved,
    MeetingProposed,
    MeetingReported,
    NoMeetingYet,
)
from mentoring.occasions import InvitationAnswered, SurveyAnswered
from mentoring.pause import Paused, PauseOffered, Resumed
from mentoring.words import Attribution

if TYPE_CHECKING:
    from mentoring.events import Event
    from mentoring.state import Relationship

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
A_DAY = 3
"""Answers to HELP, STATUS, what could not be read, and absences, of which one of a kind an hour."""

OTHERS_A_DAY = 10
"""What cannot be done, what is to be confirmed, and thanks: whoever does one thing after another hears of each."""

Told = tuple[tuple[str, datetime], ...]
"""What a reader was answered within the last day: kind and moment (UTC)."""

THANKS = "thanks"
CALLED = "called"
"""Once a day a mail that is not answered is told to a human, or brings the organiser what they can do."""

CHANGES_A_DAY = 5
"""Days proposed, moved or called off, pauses and returns of one member that everybody is written of."""

CHANGE, HELD = "change", "held"
_ASK_BACK = tuple(f"ask_back/{nth}" for nth in range(1, ASK_BACK_AT_MOST + 1))
_OTHERS = frozenset({"refusal", THANKS, CALLED, CHANGE, HELD})


def kept(relationship: "Relationship", events: "tuple[Event, ...]") -> "tuple[Event, ...]":
    """The events of one command, without an answer that would change nothing and is one too many.

    With the first change of a day that the others are not written of any more, a human is told.
    """
    for event in events:
        kind, writer = _kind(relationship, event), writer_of(event)
        if kind == "" or allows(relationship, writer, kind, event.at):
            continue
        if kind == CHANGE and not _told_today(relationship, writer, HELD, event.at):
            return (*events, ChangesHeld(event.at, writer))
        if kind not in (THANKS, CHANGE) and len(events) == 1:
            return ()
    return events


def posted(relationship: "Relationship", event: "Event", letters: tuple[Letter, ...]) -> tuple[Letter, ...]:
    """The letters of one event without those that are one too many: thanks to its writer, or all of a change.

    What they told or changed is kept.
    """
    member, kind = getattr(event, "member", ""), _kind(relationship, event)
    if kind not in (THANKS, CHANGE) or allows(relationship, member, kind, event.at):
        return letters
    return tuple(letter for letter in letters if letter.to != member) if kind == THANKS else ()


def allows(relationship: "Relationship", member: str, kind: str, now: datetime) -> bool:
    """Whether one more answer of this kind may be sent to this reader now."""
    today = [(each, at) for each, at in relationship.told.get(member, ()) if now - at < DAY]
    if kind in _OTHERS:
        return sum(each == kind for each, _ in today) < (CHANGES_A_DAY if kind == CHANGE else OTHERS_A_DAY)
    idle = [(each, at) for each, at in today if each not in _OTHERS]
    return len(idle) < A_DAY and all(each != kind or now - at >= HOUR for each, at in idle)


def remember(relationship: "Relationship", event: "Event") -> dict[str, Told]:
    """What everybody was answered, with this event's answer if it brings one that counts."""
    kind, member = _kind(relationship, event), writer_of(event)
    if kind and not allows(relationship, member, kind, event.at):
        # Help that the budget does not hold is the last word of the day.
        kind = CALLED if isinstance(event, HelpGiven) else ""
    if not kind:
        return dict(relationship.told)
    recent = tuple(each for each in relationship.told.get(member, ()) if event.at - each[1] < DAY)
    return {**relationship.told, member: (*recent, (kind, event.at))}


def writer_of(event: "Event") -> str:
    """Whose reply brought an event; "" for what comes by itself, or when nobody can tell any more."""
    by: Attribution | None = getattr(event, "by", None)
    return by.member if by else str(getattr(event, "member", ""))


def _kind(relationship: "Relationship", event: "Event") -> str:
    """What sort of answer an event brings that changes nothing; "" for every other event."""
    match event:
        case HelpGiven():
            return "help"
        case StatusTold():
            return "status"
        case WhichAsked():
            return "which"
        case NotUnderstood(answered=True, member=member):
            return _asked_back(relationship, member, event.at)
        case HumanCalled():
            return CALLED
        case ChangesHeld():
            return HELD
        case MeetingProposed() | MeetingMoved() | MeetingCancelled() | Paused():
            return CHANGE
        case Resumed(member=member) if member:
            return CHANGE
        case PauseOffered():
            return "away"
        case NudgesStopped(member=member) if member in relationship.quiet:
            return "nudges"
        case Declined() | ConfirmationAsked() | BasisGiven(is_empty=True):
            return "refusal"
        case MeetingReported() | NoMeetingYet() | ContactReported() | SurveyAnswered() | InvitationAnswered():
            return THANKS
        case _:
            return ""


def may_ask_back(relationship: "Relationship", member: str, now: datetime) -> bool:
    """Whether a mail that could not be read may be answered."""
    return allows(relationship, member, _asked_back(relationship, member, now), now)


def was_called(relationship: "Relationship", member: str, now: datetime) -> bool:
    """Whether a human was told within the day that this member needs one."""
    return _told_today(relationship, member, CALLED, now)


def _told_today(relationship: "Relationship", member: str, kind: str, now: datetime) -> bool:
    return any(each == kind and now - at < DAY for each, at in relationship.told.get(member, ()))


def _asked_back(relationship: "Relationship", member: str, now: datetime) -> str:
    """The kind of the answer to a mail that could not be read: one after it another, whatever was read in between."""
    asked = [at for kind, at in relationship.told.get(member, ()) if kind in _ASK_BACK and now - at < DAY]
    before = max(len(asked), unread(relationship, member, now))
    return _ASK_BACK[before] if before < ASK_BACK_AT_MOST else "help"
