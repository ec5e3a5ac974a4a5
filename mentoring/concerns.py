"""A concern that a member raises, and the one way in which words of it may ever move (`IMG-15`, `IMG-16`).

Only whom the programme binds may name one of its exceptions.  With that, the day on which the others were told and the
words to pass on, the others get a notice; then two organisers must each say that it is to be opened.  What happens is
decided here; what is known of it is in `concern_cases.py`.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from mentoring.answers import Declined, Unclear, Why
from mentoring.calendar import local_day
from mentoring.concern_cases import (
    BasisGiven,
    Case,
    Concern,
    ConcernAddedTo,
    ConcernEvent,
    ConcernOpened,
    ConcernRaised,
    ConcernReady,
    ConcernWithdrawn,
    OpeningAgreed,
    Refused,
    is_complete,
    latest,
    no_basis_left,
    remember,
)
from mentoring.ending import Ended, Leaving, Undo
from mentoring.letters import ORGANISER, SECOND_ORGANISER, Ask, Question
from mentoring.programme import ANYONE
from mentoring.words import Attribution, Words

if TYPE_CHECKING:
    from mentoring.state import Relationship

__all__ = [
    "BasisGiven", "Concern", "ConcernAddedTo", "ConcernOpened", "ConcernRaised", "ConcernReady", "ConcernWithdrawn",
    "GiveBasis", "OpenConcern", "OpeningAgreed", "RaiseConcern", "WithdrawConcern", "remember",
]  # fmt: skip

ABOUT = "concern"
ABOUT_CONCERN = Question(Ask.UNPROMPTED, ABOUT)
"""Nothing is asked; but what answers this belongs to the concern."""

SAME_CONCERN = timedelta(days=1)
"""A concern that is raised again so soon is the same one."""

FOLLOWED_FOR = timedelta(days=7)
"""So long an unasked mail that cannot be read is taken for more about the concern."""

TWO = (ORGANISER, SECOND_ORGANISER)
"""Who must agree, both, before anything is opened."""


@dataclass(frozen=True, slots=True)
class RaiseConcern:
    """A member says there is a concern.  Its words go nowhere (`IMG-16`)."""

    member: str


@dataclass(frozen=True, slots=True)
class GiveBasis:
    """Answers to the form of the concern `number`, in any order and in part.

    `ticks` and `denied` are numbers of the programme's ticks (from 1), `told` the local day on which the others were
    told, `words` what the organiser must know; `other`: something was named that is none of the exceptions.
    """

    member: str
    number: int
    ticks: tuple[int, ...] = ()
    denied: tuple[int, ...] = ()
    told: date | None = None
    words: Words | None = None
    other: bool = False


@dataclass(frozen=True, slots=True)
class WithdrawConcern:
    """The member takes a concern back; 0 is the one they raised last."""

    member: str
    number: int = 0


@dataclass(frozen=True, slots=True)
class OpenConcern:
    """One of the two organisers (`member`) wants the words sent to the programme's route for concerns."""

    member: str
    number: int


Request = RaiseConcern | GiveBasis | WithdrawConcern | OpenConcern


def decide(relationship: "Relationship", command: Request, now: datetime) -> tuple[ConcernEvent | Declined, ...]:
    """What follows from a request about a concern."""
    match command:
        case RaiseConcern():
            return raise_concern(relationship, command, now)
        case GiveBasis():
            return give_basis(relationship, command, now)
        case WithdrawConcern():
            return withdraw(relationship, command, now)
        case OpenConcern():
            return open_(relationship, command, now)


def raise_concern(
    relationship: "Relationship", command: RaiseConcern, now: datetime
) -> tuple[ConcernRaised | ConcernAddedTo, ...]:
    """The people responsible are told once of a concern, however often its word is said within a day."""
    concern = relationship.concerns.get(command.member)
    if concern is None or now - concern.raised >= SAME_CONCERN:
        return (ConcernRaised(now, Attribution(command.member)),)
    return add_to(relationship, command.member, now)


def add_to(relationship: "Relationship", member: str, now: datetime) -> tuple[ConcernAddedTo, ...]:
    """A further mail about a concern is answered once; who wrote the first has the address of a person by then."""
    concern = relationship.concerns.get(member)
    return (ConcernAddedTo(now, Attribution(member)),) if concern and not concern.added_to else ()


def belongs(relationship: "Relationship", member: str, question: Question, now: datetime) -> bool:
    """Whether a mail that cannot be read is more about the concern: it answers our letter about it, or nothing."""
    if question.kind is Ask.CONCERN_BASIS:
        return True
    concern = relationship.concerns.get(member)
    if concern is None or question.kind is not Ask.UNPROMPTED:
        return False
    if question.about.partition("/")[0] == ABOUT:
        return True
    return not question.about and not concern.added_to and now - concern.raised < FOLLOWED_FOR


def more(
    relationship: "Relationship", command: Unclear, now: datetime
) -> tuple[BasisGiven | ConcernReady | ConcernAddedTo, ...]:
    """A mail about a concern that cannot be read: nothing of it is kept, and what is missing is asked for again."""
    if command.question.kind is Ask.CONCERN_BASIS:
        return give_basis(relationship, GiveBasis(command.member, number_of(command.question)), now)
    return add_to(relationship, command.member, now)


def number_of(question: Question) -> int:
    """The number of the concern that a question is about; 0 if it names none."""
    number = question.about.partition("/")[2]
    return int(number) if number.isdecimal() else 0


def may_give_basis(relationship: "Relationship", member: str) -> bool:
    """Whom the programme binds may name its exceptions, if there are two to open what they write."""
    rules = relationship.programme.confidentiality
    binds = rules.binds in (ANYONE, relationship.role_of(member))
    return bool(rules.exceptions) and binds and bool(relationship.programme.contacts.second_organiser)


def give_basis(
    relationship: "Relationship", command: GiveBasis, now: datetime
) -> tuple[BasisGiven | ConcernReady | ConcernAddedTo, ...]:
    """Kept in part; when all of it is there the others get their notice, in the same step (`IMG-16`)."""
    case = relationship.cases.get(command.number)
    if case is None or case.by not in (command.member, "") or not may_give_basis(relationship, command.member):
        return ()
    if case.ready or case.withdrawn:
        return add_to(relationship, command.member, now)
    future = command.told is not None and command.told > local_day(now, relationship.zone)
    by, told = Attribution(command.member), None if future else command.told
    given = BasisGiven(now, by, case.number, command.ticks, command.denied, told, command.words)
    rules, after = relationship.programme.confidentiality, case.with_answers(given)
    refused = [Refused.TOLD_LATER] if future else []
    if command.other or no_basis_left(rules, after):
        refused.append(Refused.NO_BASIS)
    given = replace(given, refused=tuple(refused))
    if refused or not is_complete(rules, after):
        return (given,)
    return (given, ConcernReady(now, by, case.number, rules.bases(after.ticks), after.told))


def withdraw(
    relationship: "Relationship", command: WithdrawConcern, now: datetime
) -> tuple[ConcernWithdrawn | Declined, ...]:
    """Taken back by whoever raised it, until it is opened."""
    case = _own_open_case(relationship, command)
    if case is None:
        return (Declined(now, command.member, Why.NOTHING_TO_UNDO),)
    return (ConcernWithdrawn(now, Attribution(command.member), case.number),)


def _own_open_case(relationship: "Relationship", command: WithdrawConcern) -> Case | None:
    case = relationship.cases.get(command.number) or latest(relationship.cases, command.member)
    return case if case and not case.over and case.by in (command.member, "") else None


def can_withdraw(relationship: "Relationship", member: str) -> bool:
    """Whether an UNDO takes back a concern, neither opened nor taken back yet; a leaver's takes back their END."""
    case, life = latest(relationship.cases, member), relationship.life
    leaves = isinstance(life, Leaving) and member in life.asked
    return case is not None and not case.over and not leaves


def undo(relationship: "Relationship", command: Undo, now: datetime) -> tuple[ConcernWithdrawn | Declined, ...]:
    """A concern taken back by an UNDO that names none; nothing if there is none to take back."""
    if not can_withdraw(relationship, command.member):
        return ()
    return withdraw(relationship, WithdrawConcern(command.member), now)


def always_heard(relationship: "Relationship", command: object, now: datetime) -> bool:
    """A concern waits for no kick-off and does not end with the mentoring, as long as closing letters are answered."""
    match command:
        case Undo(member):
            return can_withdraw(relationship, member)
        case Unclear(member, question):
            return belongs(relationship, member, question, now)
        case WithdrawConcern() if isinstance(relationship.life, Ended):
            return _own_open_case(relationship, command) is not None
        case _:
            return isinstance(command, Request)


def open_(
    relationship: "Relationship", command: OpenConcern, now: datetime
) -> tuple[OpeningAgreed | ConcernOpened, ...]:
    """Nothing is opened until both have said so, each for themselves."""
    case = relationship.cases.get(command.number)
    if case is None or command.member not in TWO or case.ready is None:
        return ()
    agreed = OpeningAgreed(now, command.member, case.number)
    both = case.opened_by | {command.member} == set(TWO)
    return (agreed, ConcernOpened(now, case.number, TWO)) if both and not case.over else (agreed,)


def next_case(relationship: "Relationship", raised: ConcernRaised) -> dict[int, Case]:
    """The concerns with this one more."""
    number, by = len(relationship.cases) + 1, raised.by.member
    # Once nobody can tell who raised it, it cannot be told either whether they have a form.
    form = bool(by) and may_give_basis(relationship, by)
    return {**relationship.cases, number: Case(number, by, raised=raised.at, has_form=form)}
