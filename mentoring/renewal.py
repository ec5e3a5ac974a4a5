"""Going on after the term: asked before it ends, both must say yes, no oftener than the programme allows."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from mentoring.answers import Declined, Why
from mentoring.calendar import add
from mentoring.obligations import Act, Obligation, rung
from mentoring.programme import Strength

if TYPE_CHECKING:
    from mentoring.state import Relationship


@dataclass(frozen=True, slots=True)
class AnswerRenewal:
    """`mail` is the key of the mail that says so: a yes is a consent (`XC-08`)."""

    member: str
    yes: bool
    mail: str


@dataclass(frozen=True, slots=True)
class RenewalAnswered:
    at: datetime
    member: str
    yes: bool
    mail: str


@dataclass(frozen=True, slots=True)
class Renewed:
    at: datetime
    nth: int
    ends: date


@dataclass(frozen=True, slots=True)
class Term:
    """`renewals` so far; `answers` are those to the renewal that is being asked about."""

    renewals: int = 0
    answers: dict[str, bool] = field(default_factory=dict)


def ends(relationship: "Relationship", renewals: int) -> date:
    """The local day the term ends after so many renewals, pauses included, never beyond the longest (`IMG-07`)."""
    programme = relationship.programme
    base = add(relationship.kickoff, programme.term)
    if programme.renewal and renewals:
        base = add(relationship.kickoff, programme.term.plus(programme.renewal.length.times(renewals)))
        base = min(base, add(relationship.kickoff, programme.renewal.longest))
    return relationship.moved(base, relationship.kickoff)


def answer(
    relationship: "Relationship", command: AnswerRenewal, now: datetime
) -> tuple[RenewalAnswered | Renewed | Declined, ...]:
    """A yes or no; the term is longer from the moment the last one says yes."""
    if not may_renew(relationship):
        return (Declined(now, command.member, Why.NO_RENEWAL),)
    if relationship.term.answers.get(command.member) == command.yes:
        return ()
    answered = RenewalAnswered(now, command.member, command.yes, command.mail)
    answers = relationship.term.answers | {command.member: command.yes}
    if all(answers.get(member.id, False) for member in relationship.members):
        nth = relationship.term.renewals + 1
        return (answered, Renewed(now, nth, ends(relationship, nth)))
    return (answered,)


def may_renew(relationship: "Relationship") -> bool:
    """Whether the programme has one more renewal that would make the term any longer."""
    rules, so_far = relationship.programme.renewal, relationship.term.renewals
    if rules is None or so_far >= rules.times:
        return False
    return ends(relationship, so_far + 1) > ends(relationship, so_far)


def remember(term: Term, event: RenewalAnswered | Renewed) -> Term:
    """Answers are kept until the renewal they belong to."""
    match event:
        case RenewalAnswered(member=member, yes=yes):
            return replace(term, answers=term.answers | {member: yes})
        case Renewed(nth=nth):
            return Term(renewals=nth)


def owed(relationship: "Relationship") -> tuple[Obligation, ...]:
    """The question before the term ends, and one reminder to whoever has not answered."""
    rules = relationship.programme.renewal
    silent = tuple(m.id for m in relationship.members if m.id not in relationship.term.answers)
    if rules is None or not may_renew(relationship) or not silent:
        return ()
    end = relationship.term_ends
    rungs = (
        rung(relationship, end, -rules.ask_days_before, Act.ASK),
        rung(relationship, end, -rules.remind_days_before, Act.REMIND),
    )
    return (Obligation(f"renewal/{relationship.term.renewals + 1}", silent, end, Strength.ADVISED, rungs),)
