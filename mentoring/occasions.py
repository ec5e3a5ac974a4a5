"""What the programme brings up by itself: goal reviews, evaluations, gatherings.  Nobody is chased for these."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from mentoring.calendar import Span, add
from mentoring.obligations import Act, Obligation, rung
from mentoring.programme import Strength
from mentoring.words import Words

if TYPE_CHECKING:
    from mentoring.state import Relationship


@dataclass(frozen=True, slots=True)
class AnswerSurvey:
    """Answers to the questions of one survey, in the survey's order where they could be told apart."""

    member: str
    survey: str
    answers: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class AnswerInvitation:
    member: str
    gathering: str
    coming: bool


@dataclass(frozen=True, slots=True)
class SurveyAnswered:
    """That it was answered; the answers themselves are kept apart from the relationship's record."""

    at: datetime
    member: str
    survey: str
    answers: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class InvitationAnswered:
    at: datetime
    member: str
    gathering: str
    coming: bool


def answer_survey(relationship: "Relationship", command: AnswerSurvey, now: datetime) -> tuple[SurveyAnswered, ...]:
    return (SurveyAnswered(now, command.member, command.survey, command.answers),)


def answer_invitation(
    relationship: "Relationship", command: AnswerInvitation, now: datetime
) -> tuple[InvitationAnswered, ...]:
    return (InvitationAnswered(now, command.member, command.gathering, command.coming),)


def owed(relationship: "Relationship") -> tuple[Obligation, ...]:
    """One question per occasion, on its day (`RED-16`, `RED-18`, `RED-19`)."""
    programme = relationship.programme
    found = [_recurring(relationship, "goals", programme.goal_review)]
    found += [_recurring(relationship, f"survey/{s.key}", s.every) for s in programme.surveys if s.every != Span()]
    found += [_gathering(relationship, g.key, g.day, g.invite_days_before) for g in programme.gatherings]
    return tuple(obligation for obligation in found if obligation)


SURVEY_AFTER = Span(days=3)


def closing_survey(relationship: "Relationship", ended: date) -> tuple[Obligation, ...]:
    """A few days after the end, if the programme has a closing survey (`XC-09`)."""
    wanted = relationship.programme.ending.survey and any(s.key == "closing" for s in relationship.programme.surveys)
    if not wanted or "survey/closing" in relationship.steps:
        return ()
    step = rung(relationship, ended, add(ended, SURVEY_AFTER), 0, Act.ASK)
    everyone = tuple(member.id for member in relationship.members)
    return (Obligation("survey/closing", everyone, add(ended, SURVEY_AFTER), Strength.ADVISED, (step,)),)


def _recurring(relationship: "Relationship", name: str, every: Span | None) -> Obligation | None:
    """The next of a series that goes by the calendar from the kick-off, until the term ends."""
    if every is None:
        return None
    past = sum(1 for key in relationship.steps if key.rpartition("/")[0] == name)
    base = add(relationship.kickoff, every.times(past + 1))
    if relationship.moved(base, relationship.kickoff) >= relationship.term_ends:
        return None
    return _asked_once(relationship, f"{name}/{past + 1}", base)


def _gathering(relationship: "Relationship", key: str, day: date, days_before: int) -> Obligation | None:
    if day <= relationship.kickoff or f"event/{key}" in relationship.steps:
        return None
    starts = max(add(day, Span(days=-days_before)), relationship.kickoff)
    return _asked_once(relationship, f"event/{key}", starts)


def _asked_once(relationship: "Relationship", key: str, base: date) -> Obligation:
    step = rung(relationship, relationship.kickoff, base, 0, Act.ASK)
    everyone = tuple(member.id for member in relationship.members)
    return Obligation(key, everyone, relationship.moved(base, relationship.kickoff), Strength.ADVISED, (step,))
