"""One of each: what every event and command looks like, every field given."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from mentoring.concern_cases import Refused
from mentoring.concerns import GiveBasis, OpenConcern, RaiseConcern
from mentoring.confirmations import FromElsewhere
from mentoring.documents import Answer, Sign
from mentoring.letters import Ask, Question
from mentoring.members import Member
from mentoring.moving import ChangeAddress
from mentoring.organising import CloseRelationship, Extend, Note
from mentoring.pause import AbsenceKind
from mentoring.renewal import AnswerRenewal
from mentoring.rights import AskForData
from mentoring.words import Attribution, Words

AT = datetime(2026, 1, 26, 9, 0, tzinfo=UTC)
DAY = date(2026, 3, 2)
PAIR = (Member("ada", "mentor"), Member("mira", "mentee"))
ANSWERS = (Answer("hopes", Words("to settle in")), Answer("rhythm", Words("every fortnight"), 14, DAY))
SIGNED = Sign("mira", "agreement", 1, "mail-1")
QUESTION = Question(Ask.AGREEMENT_SIGN, "agreement/1")
STEP = {"key": "agreement", "rung": "-14", "owners": ("ada", "mira"), "due": DAY}
SURVEY = {"member": "ada", "survey": "mid", "answers": (Words("yes"), Words(""))}
PROPOSAL = {"member": "ada", "number": 2, "day": DAY, "starts": AT}
BASIS: dict[str, Any] = {
    "member": "ada",
    "number": 1,
    "ticks": (2,),
    "denied": (1,),
    "told": DAY,
    "words": Words("he will see nobody"),
    "other": True,
}
START: dict[str, Any] = {"members": PAIR, "zone": "Europe/London", "kickoff": DAY}

EVENT_SAMPLES: Mapping[str, Mapping[str, Any]] = {
    "AddressFailing": {"member": "ada"},
    "AddressLearned": {"member": "ada", "mail": "mail-1"},
    "AddressAsked": {"member": "ada", "mail": "mail-1"},
    "AddressChanged": {"member": "ada", "mail": "mail-1"},
    "AddressRefused": {"member": "ada"},
    "AddressUndone": {"member": "ada", "mail": "mail-1"},
    "AlreadyEnded": {"member": "ada"},
    "Asked": STEP,
    "ChangesWanted": {"member": "ada", "document": "agreement"},
    "BasisGiven": {
        "by": Attribution("ada"),
        "number": 1,
        "ticks": (2,),
        "denied": (1,),
        "told": DAY,
        "words": Words("he will see nobody"),
        "refused": (Refused.NO_BASIS,),
    },
    "ConcernAddedTo": {"by": Attribution("ada")},
    "ConcernOpened": {"number": 1, "organisers": ("organiser", "second_organiser")},
    "ConcernRaised": {"by": Attribution("ada")},
    "ConcernReady": {"by": Attribution("ada"), "number": 1, "bases": (2,), "told": DAY},
    "ConcernReminded": {"by": Attribution("ada"), "number": 1},
    "ConcernWithdrawn": {"by": Attribution("ada"), "number": 1},
    "ConfirmationAnswered": {"member": "ada", "number": 1, "yes": True},
    "ConfirmationAsked": {"member": "mira", "number": 1, "act": SIGNED},
    "ContactReported": {"member": "ada", "day": DAY},
    "DataAsked": {"member": "ada"},
    "Declined": {"member": "ada", "why": "not_paused"},
    "DocumentInForce": {"document": "agreement", "version": 1, "digest": "3f2a"},
    "DutiesAcknowledged": {"member": "ada"},
    "EndAsked": {"by": Attribution("mira"), "until": AT},
    "EndUndone": {"by": Attribution("mira")},
    "Escalated": STEP,
    "Extended": {"key": "agreement", "until": DAY},
    "ForgettingAnswered": {"by": Attribution("mira"), "yes": True},
    "ForgettingAsked": {"by": Attribution("mira")},
    "FormAnswered": {
        "member": "ada",
        "document": "agreement",
        "version": 1,
        "answers": ANSWERS,
        "refused": ("contact_mentor",),
    },
    "FormSent": {"document": "agreement"},
    "HelpGiven": {"member": "ada"},
    "HumanCalled": {"member": "ada"},
    "ChangesHeld": {"member": "ada"},
    "InvitationAnswered": {"member": "ada", "gathering": "spring", "coming": True},
    "Joined": {"member": "ada"},
    "KickedOff": {},
    "Lapsed": STEP,
    "LetterCameBack": {"member": "ada"},
    "MeetingAgreed": {"member": "mira", "number": 2},
    "MeetingCancelled": {"member": "mira", "number": 2},
    "MeetingMoved": PROPOSAL,
    "MeetingProposed": PROPOSAL,
    "MeetingReported": {"member": "ada", "number": 2, "met": True, "day": DAY, "known": True},
    "NoMeetingYet": {"member": "ada"},
    "NotUnderstood": {"member": "ada", "question": QUESTION, "answered": True},
    "NudgesStopped": {"member": "ada"},
    "OpeningAgreed": {"organiser": "organiser", "number": 1},
    "OrganiserNoted": {"key": "agreement"},
    "OrganisersReminded": {"number": 1, "ready": True},
    "PauseOffered": {"member": "ada", "until": DAY},
    "Paused": {"member": "ada", "kind": AbsenceKind.AWAY, "start": DAY, "back": date(2026, 3, 16)},
    "RelationshipClosed": {},
    "RelationshipEnded": {"day": DAY, "completed": False},
    "RelationshipStarted": START,
    "Reached": {"member": "ada"},
    "Reminded": STEP,
    "RenewalAnswered": {"member": "ada", "yes": True, "mail": "mail-1"},
    "Renewed": {"nth": 1, "ends": DAY},
    "ReportsDiffer": {"number": 2},
    "Resumed": {"back": DAY, "member": "ada"},
    "Signed": {"member": "mira", "document": "agreement", "version": 1, "digest": "3f2a", "mail": "mail-1"},
    "StatusTold": {"member": "ada"},
    "SurveyAnswered": SURVEY,
    "TextOffered": {"document": "agreement", "version": 1, "digest": "3f2a"},
    "WentAway": {"start": DAY},
    "WhichAsked": {"member": "ada", "choices": ("one", "two")},
}

COMMAND_SAMPLES: Mapping[str, Mapping[str, Any]] = {
    "Acknowledge": {"member": "ada", "question": QUESTION},
    "AgreeMeeting": {"member": "ada", "number": 2},
    "AnswerInvitation": {"member": "ada", "gathering": "spring", "coming": False},
    "AnswerRenewal": {"member": "ada", "yes": True, "mail": "mail-1"},
    "AnswerSurvey": SURVEY,
    "AskForData": {"member": "ada"},
    "AskHelp": {"member": "ada"},
    "AskStatus": {"member": "ada"},
    "AskWhich": {"member": "ada", "choices": ("one", "two")},
    "CancelMeeting": {"member": "ada", "number": 2},
    "ChangeAddress": {"member": "ada", "mail": "mail-1", "free": False},
    "CloseRelationship": {"key": "agreement"},
    "Confirm": {"member": "ada", "number": 1, "yes": True},
    "ConfirmAddress": {"member": "ada", "mail": "mail-1", "yes": True, "free": False},
    "ConfirmForgetting": {"member": "mira", "yes": True},
    "Doubt": {"member": "ada", "act": AnswerRenewal("ada", False, "mail-1")},
    "End": {"member": "mira"},
    "FromElsewhere": {"member": "ada", "mail": "mail-1"},
    "Extend": {"key": "agreement", "days": 14},
    "FewerMails": {"member": "ada"},
    "GiveBasis": BASIS,
    "FillForm": {"member": "ada", "document": "agreement", "answers": ANSWERS},
    "ForgetMe": {"member": "mira"},
    "Note": {"key": "agreement"},
    "NoteReached": {"member": "ada"},
    "OpenConcern": {"member": "organiser", "number": 1},
    "OfferPause": {"member": "ada", "until": DAY},
    "PassTime": {},
    "Pause": {"member": "ada", "kind": AbsenceKind.PAUSE, "start": None, "back": DAY},
    "ProposeMeeting": PROPOSAL,
    "RaiseConcern": {"member": "ada"},
    "ReportBounce": {"member": "ada", "permanent": False},
    "ReportContact": {"member": "ada", "day": None},
    "ReportMeeting": {"member": "ada", "met": True, "day": DAY, "number": 2},
    "Resume": {"member": "ada"},
    "Sign": {"member": "mira", "document": "agreement", "version": 1, "mail": "mail-1"},
    "Start": START,
    "Unclear": {"member": "ada", "question": QUESTION},
    "Undo": {"member": "mira"},
    "UndoAddress": {"member": "ada", "mail": "mail-1"},
    "WithdrawConcern": {"member": "ada", "number": 1},
    "WantChanges": {"member": "ada", "document": "agreement"},
}

WEIGHTY = (
    SIGNED,
    AnswerRenewal("ada", False, "mail-1"),
    RaiseConcern("ada"),
    GiveBasis(**BASIS),
    OpenConcern("second_organiser", 1),
    CloseRelationship("agreement"),
    Note("agreement"),
    Extend("agreement", 3, to_members=False),
    FromElsewhere("ada", "mail-1"),
    AskForData("ada"),
    ChangeAddress("ada", "mail-1"),
)
"""What waits for a confirmation may be of several kinds, some of which have fields in common."""
