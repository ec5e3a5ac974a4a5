"""Everything somebody may ask of a relationship."""

from dataclasses import dataclass
from datetime import date

from mentoring.answers import Acknowledge, AskHelp, AskStatus, AskWhich, FewerMails, Unclear
from mentoring.concerns import GiveBasis, OpenConcern, RaiseConcern, WithdrawConcern
from mentoring.confirmations import Confirm, Doubt, FromElsewhere
from mentoring.documents import FillForm, Sign, WantChanges
from mentoring.ending import End, Undo
from mentoring.meetings import AgreeMeeting, CancelMeeting, ProposeMeeting, ReportContact, ReportMeeting
from mentoring.members import Member
from mentoring.moving import ChangeAddress, ConfirmAddress, NoteReached, UndoAddress
from mentoring.occasions import AnswerInvitation, AnswerSurvey
from mentoring.organising import CloseRelationship, Extend, Note
from mentoring.pause import OfferPause, Pause, Resume
from mentoring.reaching import ReportBounce
from mentoring.renewal import AnswerRenewal
from mentoring.rights import AskForData, ConfirmForgetting, ForgetMe


@dataclass(frozen=True, slots=True)
class Start:
    """Enrol these members; `kickoff` is a local day in `zone` (an IANA name)."""

    members: tuple[Member, ...]
    zone: str
    kickoff: date


@dataclass(frozen=True, slots=True)
class PassTime:
    """The deadline that `next_deadline` named has come."""


Command = (
    Start
    | PassTime
    | FillForm
    | Sign
    | WantChanges
    | ProposeMeeting
    | AgreeMeeting
    | CancelMeeting
    | ReportMeeting
    | ReportContact
    | AnswerRenewal
    | AnswerSurvey
    | AnswerInvitation
    | Pause
    | Resume
    | End
    | Undo
    | AskHelp
    | AskStatus
    | AskWhich
    | FewerMails
    | Acknowledge
    | Unclear
    | Doubt
    | Confirm
    | FromElsewhere
    | RaiseConcern
    | GiveBasis
    | WithdrawConcern
    | OpenConcern
    | ReportBounce
    | OfferPause
    | Extend
    | CloseRelationship
    | Note
    | AskForData
    | ForgetMe
    | ConfirmForgetting
    | ChangeAddress
    | ConfirmAddress
    | UndoAddress
    | NoteReached
)

__all__ = [
    "Acknowledge",
    "AgreeMeeting",
    "AnswerInvitation",
    "AnswerRenewal",
    "AnswerSurvey",
    "AskForData",
    "AskHelp",
    "AskStatus",
    "AskWhich",
    "CancelMeeting",
    "ChangeAddress",
    "CloseRelationship",
    "Command",
    "Confirm",
    "ConfirmAddress",
    "ConfirmForgetting",
    "Doubt",
    "End",
    "Extend",
    "FewerMails",
    "FillForm",
    "ForgetMe",
    "FromElsewhere",
    "GiveBasis",
    "Note",
    "NoteReached",
    "OfferPause",
    "OpenConcern",
    "PassTime",
    "Pause",
    "ProposeMeeting",
    "RaiseConcern",
    "ReportBounce",
    "ReportContact",
    "ReportMeeting",
    "Resume",
    "Sign",
    "Start",
    "Unclear",
    "Undo",
    "UndoAddress",
    "WantChanges",
    "WithdrawConcern",
]
