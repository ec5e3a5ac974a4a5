"""A letter the rules ask for, and the one question it asks.  What it says is in mail_templates/."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from mentoring.words import Words

ORGANISER = "organiser"
"""The reader of letters that go to the programme's organiser instead of a member."""


CONCERNS = "concerns"
"""The reader of letters about concerns: the programme's route for them, which may be the organiser's too."""


PRIVATE = frozenset({"end_pending", "end_undone"})
"""Letters whose very reader would tell who asked to end it; that they exist is nobody else's business."""


class Ask(StrEnum):
    """What a letter asks; the context in which its reply is read."""

    KICKOFF = "kickoff"
    AGREEMENT_FORM = "agreement_form"
    AGREEMENT_SIGN = "agreement_sign"
    PLAN_FORM = "plan_form"
    FIRST_MEETING = "first_meeting"
    NEXT_MEETING = "next_meeting"
    MET_CHECK = "met_check"
    CADENCE_NUDGE = "cadence_nudge"
    GOAL_REVIEW = "goal_review"
    RENEWAL = "renewal"
    SURVEY = "survey"
    SLA_CHECK = "sla_check"
    AFTER_CARE = "after_care"
    EVENT = "event"
    CONCERN_BASIS = "concern_basis"
    CONFIRM = "confirm"
    PAUSE_OFFER = "pause_offer"
    END_CONFIRM = "end_confirm"
    ORGANISER_ESCALATION = "organiser_escalation"
    ORGANISER_CARE = "organiser_care"
    UNPROMPTED = "unprompted"


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, and about what: a document's version (`agreement/1`), a meeting (`meeting/3`), ..."""

    kind: Ask
    about: str = ""


NOTHING_ASKED = Question(Ask.UNPROMPTED)

Fact = str | int | bool | date | datetime | Words | tuple["Fact", ...]
"""What a letter may be told: enumerations, numbers, dates (UTC moments), member ids, and sealed words."""


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter to one reader: `to` is a member's id or ORGANISER."""

    name: str
    to: str
    question: Question = NOTHING_ASKED
    facts: Mapping[str, Fact] = field(default_factory=dict)
