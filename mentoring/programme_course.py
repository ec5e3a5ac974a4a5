"""What a programme may say of the way from the kick-off to the end."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from mentoring.calendar import NO_SPAN, Span
from mentoring.knob import Knob
from mentoring.programme_papers import ANYONE, Ladder, Strength

A_WHILE = Span(days=30)


@dataclass(frozen=True, slots=True)
class FirstMeeting:
    """Who sets up the first meeting (a role, or anyone), by when, and who brings the agenda ('' for nobody)."""

    due: Annotated[Span, Knob("So long after the kick-off it is to be held.")]
    strength: Annotated[Strength, Knob("Whether the organiser is told if it is not.")]
    ladder: Annotated[Ladder, Knob("When those who set it up are reminded.")]
    by: Annotated[str, Knob("Who sets it up: a role's key, or any.")] = ANYONE
    agenda: Annotated[str, Knob("Who is asked for topics before a meeting: a role's key, any, or nothing.")] = ""


@dataclass(frozen=True, slots=True)
class Phase:
    """For so many months from the kick-off, a meeting at least every so often."""

    lasts: Annotated[Span, Knob("How long this rhythm lasts; the last one goes on.")]
    every: Annotated[Span, Knob("A meeting at least every so often.")]


@dataclass(frozen=True, slots=True)
class Cadence:
    """How often to meet; the last phase goes on.  `contact_counts`: a call or mail between two people will do."""

    phases: Annotated[tuple[Phase, ...], Knob("The rhythm, in the order of time.")]
    contact_counts: Annotated[bool, Knob("Whether a call or a mail to each other counts as a meeting does.")]
    strength: Annotated[Strength, Knob("Whether the organiser is told of a gap.")]
    ladder: Annotated[Ladder, Knob("When they are asked about a gap, and when it is left at that.")]


@dataclass(frozen=True, slots=True)
class Renewal:
    """How often (`times`) and for how long a relationship may be renewed, never beyond `longest` in all."""

    length: Annotated[Span, Knob("How much longer it lasts each time.")]
    times: Annotated[int, Knob("How often it may be renewed.")]
    longest: Annotated[Span, Knob("The longest it may last in all.")]
    ask_days_before: Annotated[int, Knob("So many days before the end everybody is asked.")]
    remind_days_before: Annotated[int, Knob("So many days before the end whoever has not answered is reminded.")]


@dataclass(frozen=True, slots=True)
class Ending:
    """The grace after an END in which only its writer knows, and how long letters are answered after the close.

    So long after that (`retention`) everything said is destroyed, and only dates and counts stay.
    """

    grace_hours: Annotated[int, Knob("Hours after an END in which it can be taken back and nobody else is told.")] = 24
    open_days: Annotated[int, Knob("Days after the end in which closing replies are still taken.")] = 28
    survey: Annotated[bool, Knob("Whether the survey with the key closing is sent at the end.")] = True
    retention: Annotated[Span, Knob("So long after that everything said is destroyed.")] = A_WHILE


@dataclass(frozen=True, slots=True)
class AfterCare:
    """Duties that outlive the relationship (`IMG-13`), and the role that has them."""

    role: Annotated[str, Knob("Whose they are: a role's key.")]
    duties: Annotated[tuple[str, ...], Knob("The duties that stay after the end.")]


@dataclass(frozen=True, slots=True)
class Gathering:
    """A programme event people are invited to, such as a networking evening."""

    key: Annotated[str, Knob("A short name of its own.")]
    title: Annotated[str, Knob("What letters call it.")]
    day: Annotated[date, Knob("The day it takes place.")]
    invite_days_before: Annotated[int, Knob("So many days before it everybody is invited.")] = 14


@dataclass(frozen=True, slots=True)
class Survey:
    """Questions asked every so often (an `every` of nothing: only at the close), answered apart from all else."""

    key: Annotated[str, Knob("A short name of its own; the one called closing is sent at the end.")]
    every: Annotated[Span, Knob("How often it is sent; not said for the closing one.")] = NO_SPAN
    questions: Annotated[tuple[str, ...], Knob("The questions, in order.")] = ()
