"""Everything that can have happened in a relationship.  Never changed, only added to."""

from dataclasses import dataclass
from datetime import date, datetime

from mentoring.answers import (
    ChangesHeld,
    Declined,
    DutiesAcknowledged,
    HelpGiven,
    HumanCalled,
    Joined,
    NotUnderstood,
    NudgesStopped,
    StatusTold,
    WhichAsked,
)
from mentoring.concern_cases import (
    BasisGiven,
    ConcernAddedTo,
    ConcernOpened,
    ConcernRaised,
    ConcernReady,
    ConcernReminded,
    ConcernWithdrawn,
    OpeningAgreed,
    OrganisersReminded,
)
from mentoring.confirmations import AddressLearned, ConfirmationAnswered, ConfirmationAsked
from mentoring.documents import ChangesWanted, DocumentInForce, FormAnswered, FormSent, Signed, TextOffered
from mentoring.ending import EndAsked, EndUndone, RelationshipClosed, RelationshipEnded
from mentoring.meetings import (
    ContactReported,
    MeetingAgreed,
    MeetingCancelled,
    MeetingMoved,
    MeetingProposed,
    MeetingReported,
    NoMeetingYet,
    ReportsDiffer,
)
from mentoring.members import Member
from mentoring.moving import AddressAsked, AddressChanged, AddressRefused, AddressUndone, Reached
from mentoring.obligations import Asked, Escalated, Lapsed, Reminded
from mentoring.occasions import InvitationAnswered, SurveyAnswered
from mentoring.organising import Extended, OrganiserNoted
from mentoring.pause import Paused, PauseOffered, Resumed, WentAway
from mentoring.reaching import AddressFailing, LetterCameBack
from mentoring.renewal import RenewalAnswered, Renewed
from mentoring.rights import DataAsked, ForgettingAnswered, ForgettingAsked


@dataclass(frozen=True, slots=True)
class RelationshipStarted:
    at: datetime
    members: tuple[Member, ...]
    zone: str
    kickoff: date


@dataclass(frozen=True, slots=True)
class KickedOff:
    """The kick-off letters are due: from here on things are owed."""

    at: datetime


@dataclass(frozen=True, slots=True)
class AlreadyEnded:
    """A member wrote after the end and is told so, once."""

    at: datetime
    member: str


Event = (
    RelationshipStarted
    | KickedOff
    | AlreadyEnded
    | Joined
    | FormAnswered
    | FormSent
    | TextOffered
    | Signed
    | ChangesWanted
    | DocumentInForce
    | MeetingProposed
    | MeetingMoved
    | MeetingAgreed
    | MeetingCancelled
    | MeetingReported
    | NoMeetingYet
    | ReportsDiffer
    | ContactReported
    | Asked
    | Reminded
    | Escalated
    | Lapsed
    | RenewalAnswered
    | Renewed
    | SurveyAnswered
    | InvitationAnswered
    | PauseOffered
    | Paused
    | WentAway
    | Resumed
    | EndAsked
    | EndUndone
    | RelationshipEnded
    | RelationshipClosed
    | HelpGiven
    | StatusTold
    | WhichAsked
    | NudgesStopped
    | DutiesAcknowledged
    | NotUnderstood
    | HumanCalled
    | ChangesHeld
    | Declined
    | ConfirmationAsked
    | ConfirmationAnswered
    | AddressLearned
    | ConcernRaised
    | ConcernAddedTo
    | BasisGiven
    | ConcernReady
    | OpeningAgreed
    | ConcernOpened
    | ConcernWithdrawn
    | ConcernReminded
    | OrganisersReminded
    | LetterCameBack
    | AddressFailing
    | Extended
    | OrganiserNoted
    | DataAsked
    | ForgettingAsked
    | ForgettingAnswered
    | AddressAsked
    | AddressRefused
    | AddressChanged
    | AddressUndone
    | Reached
)

__all__ = [
    "AddressAsked",
    "AddressChanged",
    "AddressFailing",
    "AddressLearned",
    "AddressRefused",
    "AddressUndone",
    "AlreadyEnded",
    "Asked",
    "BasisGiven",
    "ChangesHeld",
    "ChangesWanted",
    "ConcernAddedTo",
    "ConcernOpened",
    "ConcernRaised",
    "ConcernReady",
    "ConcernReminded",
    "ConcernWithdrawn",
    "ConfirmationAnswered",
    "ConfirmationAsked",
    "ContactReported",
    "DataAsked",
    "Declined",
    "DocumentInForce",
    "DutiesAcknowledged",
    "EndAsked",
    "EndUndone",
    "Escalated",
    "Event",
    "Extended",
    "ForgettingAnswered",
    "ForgettingAsked",
    "FormAnswered",
    "FormSent",
    "HelpGiven",
    "HumanCalled",
    "InvitationAnswered",
    "Joined",
    "KickedOff",
    "Lapsed",
    "LetterCameBack",
    "MeetingAgreed",
    "MeetingCancelled",
    "MeetingMoved",
    "MeetingProposed",
    "MeetingReported",
    "NoMeetingYet",
    "NotUnderstood",
    "NudgesStopped",
    "OpeningAgreed",
    "OrganiserNoted",
    "OrganisersReminded",
    "PauseOffered",
    "Paused",
    "Reached",
    "RelationshipClosed",
    "RelationshipEnded",
    "RelationshipStarted",
    "Reminded",
    "RenewalAnswered",
    "Renewed",
    "ReportsDiffer",
    "Resumed",
    "Signed",
    "StatusTold",
    "SurveyAnswered",
    "TextOffered",
    "WentAway",
    "WhichAsked",
]
