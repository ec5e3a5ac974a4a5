"""What the programme brings up by itself: goal reviews, evaluations, gatherings.  Nobody is chased for these."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from mentoring.calendar import Span, add
from mentoring.obligations import Act, Obligation, Rung, rung
from mentoring.programme import Gathering, Strength
from mentoring.words import Words

if TYPE_CHECKING:
    from mentoring.state import Relationship

SURVEY_AFTER = Span(days=3)


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
    """Taken whenever it comes; a survey the programme does not have brings nothing."""
    known = any(survey.key == command.survey for survey in relationship.programme.surveys)
    return (SurveyAnswered(now, command.member, command.survey, command.answers),) if known else ()


def answer_invitation(
    relationship: "Relationship", command: AnswerInvitation, now: datetime
) -> tuple[InvitationAnswered, ...]:
    """Yes or no to a gathering of the programme; a later answer replaces the earlier one."""
    known = any(gathering.key == command.gathering for gathering in relationship.programme.gatherings)
    return (InvitationAnswered(now, command.member, command.gathering, command.coming),) if known else ()


def owed(relationship: "Relationship") -> tuple[Obligation, ...]:
    """One question per occasion, on its day (`RED-16`, `RED-18`, `RED-19`)."""
    programme = relationship.programme
    found = [_recurring(relationship, "goals", programme.goal_review)]
    found += [_recurring(relationship, f"survey/{s.key}", s.every) for s in programme.surveys if s.every != Span()]
    found += [_invitation(relationship, gathering) for gathering in programme.gatherings]
    return tuple(obligation for obligation in found if obligation)


def closing_survey(relationship: "Relationship", ended: date) -> tuple[Obligation, ...]:
    """A few days after the end of what had begun, if the programme has a closing survey (`XC-09`)."""
    wanted = relationship.programme.ending.survey and any(s.key == "closing" for s in relationship.programme.surveys)
    if not wanted or not relationship.began or "survey/closing" in relationship.steps:
        return ()
    due = add(ended, SURVEY_AFTER)
    return (_question(relationship, "survey/closing", due, (rung(relationship, due, 0, Act.ASK),)),)


def _recurring(relationship: "Relationship", name: str, every: Span | None) -> Obligation | None:
    """The next of a series that goes by the calendar from the kick-off, until the term ends.

    One that could not be asked in time gives way to the one after it.
    """
    if every is None:
        return None
    nth = 1 + sum(1 for key in relationship.steps if key.rpartition("/")[0] == name)
    due, after = (
        relationship.moved(add(relationship.kickoff, every.times(n)), relationship.kickoff) for n in (nth, nth + 1)
    )
    if due >= relationship.term_ends:
        return None
    rungs = rung(relationship, due, 0, Act.ASK), rung(relationship, after, 0, Act.LAPSE)
    return _question(relationship, f"{name}/{nth}", due, rungs)


def _invitation(relationship: "Relationship", gathering: Gathering) -> Obligation | None:
    """Somebody else's calendar: no pause of the pair moves it, and nobody is invited to what has been."""
    key, day = f"event/{gathering.key}", gathering.day
    due = max(add(day, Span(days=-gathering.invite_days_before)), relationship.kickoff)
    ask = rung(relationship, due, 0, Act.ASK)
    too_late = rung(relationship, day, 0, Act.LAPSE)
    if ask.at >= too_late.at or key in relationship.steps:
        return None
    return _question(relationship, key, due, (ask, too_late))


def _question(relationship: "Relationship", key: str, due: date, rungs: tuple[Rung, ...]) -> Obligation:
    everyone = tuple(member.id for member in relationship.members)
    return Obligation(key, everyone, due, Strength.ADVISED, rungs)
