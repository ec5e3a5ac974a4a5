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


SECOND_ORGANISER = "second_organiser"
"""The reader of letters to the second of the two without whom nothing of a concern is opened."""

OFFICE = frozenset({ORGANISER, SECOND_ORGANISER, CONCERNS})
"""Every reader who is no member."""


LEAVERS = frozenset({"end_pending", "end_undone", "forget_asked", "forget_noted"})
"""Letters whose very reader would tell who asked to end it."""


WHICH_ONE = "which_one"
"""The letter to a member of several relationships who did not say which of them they mean; and what it asks about."""


PRIVATE = LEAVERS | {
    "already_ended", "cannot_do", "concern_answer", "concern_basis", "concern_complete", "concern_notice",
    "concern_noted", "concern_taken_back", "help", "not_done", "nudges_stopped", "renewal_noted", "status",
    "data_asked", "data_export", "address_asked", "address_check", "address_changed", "address_noted",
    "address_refused", "address_undone", "ask_back", "confirm_act", "other_address", WHICH_ONE,
}  # fmt: skip
"""Answers that are nobody's business but their reader's.  To whoever watches they are all called the same, and for
that there are several: among questions about how things stand, a request to end it is one more.  What is asked back of
a request is among them: whose answer is waited for when an end is noted is who asked for it."""


NEW_END, OLD_END = ENDS = "address_check", "address_changed"
"""The letters about another address that go to the new one before it is known, and to the old one after that."""


FORGET = "forget"
"""What the question whether they are sure is about, of somebody who wishes to be forgotten."""


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
    CONCERN_OPEN = "concern_open"
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

    @property
    def is_leavers(self) -> bool:
        """Whether only somebody who asked to end it, or to be forgotten, is asked this."""
        return self.kind is Ask.END_CONFIRM or (self.kind is Ask.CONFIRM and self.about == FORGET)


NOTHING_ASKED = Question(Ask.UNPROMPTED)

Fact = str | int | bool | date | datetime | Words | tuple["Fact", ...]
"""What a letter may be told: enumerations, numbers, dates (UTC moments), member ids, and sealed words."""


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter to one reader: `to` is a member's id or one of OFFICE.

    `private`: whoever watches is not told what it is called nor in whose order it goes.
    """

    name: str
    to: str
    question: Question = NOTHING_ASKED
    facts: Mapping[str, Fact] = field(default_factory=dict)
    private: bool = field(default=False, compare=False)

    @property
    def tells_who_asked(self) -> bool:
        """Whether its very reader tells who asked to end it: it is kept as long as that, and no longer."""
        return self.name in LEAVERS or self.question.is_leavers
