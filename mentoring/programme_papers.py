"""What a programme may say of its forms and of when something is due."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated

from mentoring.calendar import NO_SPAN, Span
from mentoring.knob import Knob

ANYONE = "any"
"""Stands for every role where a role is named."""

FIELD_KINDS = ("text", "list", "choice", "frequency", "duration", "date", "person")


class Strength(StrEnum):
    """How hard a rule is (`XC-05`): required reaches the organiser, advised only nudges."""

    REQUIRED = "required"
    ADVISED = "advised"


class Visibility(StrEnum):
    """Who may ever read a field (`XC-01`)."""

    PARTNERS = "partners"
    ORGANISER = "organiser"


class Resolve(StrEnum):
    """Which date holds when a calendar date and a span from the kick-off differ (`RED-05`)."""

    EARLIEST = "earliest"
    LATEST = "latest"
    ABSOLUTE = "absolute"


@dataclass(frozen=True, slots=True)
class Ladder:
    """Days relative to the due day: reminders before (negative) and after it, then the organiser, then an end."""

    remind: Annotated[
        tuple[int, ...], Knob("Days from the due day on which those who owe it are reminded, as [-14, -4, 2].")
    ] = ()
    escalate: Annotated[int | None, Knob("Days after the due day on which the organiser is told.")] = None
    lapse: Annotated[int | None, Knob("Days after the due day on which it is left at that.")] = None


@dataclass(frozen=True, slots=True)
class Due:
    """When something is owed: a span from the kick-off, a calendar date, or by the end of a meeting.

    A meeting never held cannot make anything due, so `by_meeting` goes with `after` as its backstop (`RED-12`).
    """

    after: Annotated[Span, Knob("So long after the kick-off.")] = NO_SPAN
    absolute: Annotated[date | None, Knob("A calendar date; say with resolve whether it or after holds.")] = None
    resolve: Annotated[Resolve, Knob("Which holds if after and absolute differ.")] = Resolve.LATEST
    by_meeting: Annotated[int | None, Knob("By the end of this meeting, counted from 1; after is its backstop.")] = None


@dataclass(frozen=True, slots=True)
class FormField:
    """One field of a form: who answers it, who may read it, and what the programme does not accept.

    A frequency may be no rarer than every `at_most_days`; a date may not pass the due day of the document
    `not_after`; `refusal` is what somebody who asks for more is told.
    """

    key: Annotated[str, Knob("A short name of its own, which stays the same when the wording changes.")]
    label: Annotated[str, Knob("What stands before the answer, in a few words.")]
    prompt: Annotated[str, Knob("The question itself.")]
    by: Annotated[str, Knob("Who answers: a role's key, or any for everybody.")] = ANYONE
    kind: Annotated[str, Knob("What kind of answer it is.", choices=FIELD_KINDS)] = "text"
    options: Annotated[tuple[str, ...], Knob("What a choice can be.")] = ()
    required: Annotated[bool, Knob("Whether the form is complete without it.")] = True
    visibility: Annotated[Visibility, Knob("Who may read the answer besides the partners.")] = Visibility.PARTNERS
    at_most_days: Annotated[int | None, Knob("A frequency may be no rarer than every so many days.")] = None
    not_after: Annotated[str, Knob("A date may be no later than the due day of the document of this key.")] = ""
    refusal: Annotated[str, Knob("What somebody is told whose answer is not taken.")] = ""


@dataclass(frozen=True, slots=True)
class DocumentRules:
    """A form that becomes a document: in force when filled, or when everybody has signed the same text."""

    key: Annotated[str, Knob("A short name of its own, such as agreement.")]
    title: Annotated[str, Knob("What letters call it.")]
    fields: Annotated[tuple[FormField, ...], Knob("Its questions.")]
    clauses: Annotated[tuple[str, ...], Knob("What stands in it as it is.")]
    signed: Annotated[bool, Knob("Whether everybody agrees to the same text before it is in force.")]
    due: Annotated[Due, Knob("By when it is to be complete.")]
    strength: Annotated[Strength, Knob("Whether the organiser is told if it stays open.")]
    ladder: Annotated[Ladder, Knob("When people are reminded of it.")]
    intro: Annotated[str, Knob("A sentence in the letter that brings the form.")] = ""
    copy_to_organiser: Annotated[bool, Knob("Whether the organiser is sent what is theirs to see.")] = False


@dataclass(frozen=True, slots=True)
class FieldWording:
    """The words of one question, kept beside the rules."""

    label: Annotated[str, Knob("What stands before the answer, in a few words.")] = ""
    prompt: Annotated[str, Knob("The question itself.")] = ""
    options: Annotated[tuple[str, ...], Knob("What a choice can be.")] = ()
    refusal: Annotated[str, Knob("What somebody is told whose answer is not taken.")] = ""


@dataclass(frozen=True, slots=True)
class DocumentWording:
    """The words of one form, kept beside the rules: a file of `[forms.KEY]` and `[forms.KEY.fields.KEY]`."""

    title: Annotated[str, Knob("What letters call it.")] = ""
    intro: Annotated[str, Knob("A sentence in the letter that brings the form.")] = ""
    clauses: Annotated[tuple[str, ...], Knob("What stands in it as it is.")] = ()
