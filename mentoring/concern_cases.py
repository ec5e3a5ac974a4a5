"""What has happened to a concern, and what is known of it: events and memory."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from mentoring.confidentiality import Confidentiality
from mentoring.programme import ANYONE, FormField, Programme
from mentoring.words import Attribution, Words

ALWAYS = "always"
TOLD, WORDS, TICK = "told", "words", "tick"
"""The keys of the form's fields; ticks are tick1, tick2, ..."""


class Refused(StrEnum):
    """What could not be taken of the answers to the form."""

    TOLD_LATER = "told_later"
    NO_BASIS = "no_basis"


@dataclass(frozen=True, slots=True)
class ConcernRaised:
    at: datetime
    by: Attribution


@dataclass(frozen=True, slots=True)
class ConcernAddedTo:
    """The member wrote again about the concern; they are told once where to talk, and nobody else is."""

    at: datetime
    by: Attribution


@dataclass(frozen=True, slots=True)
class BasisGiven:
    """Answers kept: numbers of ticks that hold or do not, the local day of telling, and the sealed words."""

    at: datetime
    by: Attribution
    number: int
    ticks: tuple[int, ...] = ()
    denied: tuple[int, ...] = ()
    told: date | None = None
    words: Words | None = None
    refused: tuple[Refused, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether it brings nothing new to keep."""
        return not (self.ticks or self.denied or self.told or self.words)


@dataclass(frozen=True, slots=True)
class ConcernReady:
    """All of it is there, and with this the others have their notice; `bases` are numbers of exceptions, from 1."""

    at: datetime
    by: Attribution
    number: int
    bases: tuple[int, ...]
    told: date | None


@dataclass(frozen=True, slots=True)
class OpeningAgreed:
    """One of the two organisers (which, not who) wants it opened."""

    at: datetime
    organiser: str
    number: int


@dataclass(frozen=True, slots=True)
class ConcernOpened:
    """Both do: the words go to the programme's route for concerns, and who had them opened is kept (roles only)."""

    at: datetime
    number: int
    organisers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ConcernWithdrawn:
    at: datetime
    by: Attribution
    number: int


@dataclass(frozen=True, slots=True)
class ConcernReminded:
    """Whoever raised it is reminded, once, of what is still open in the form."""

    at: datetime
    by: Attribution
    number: int


@dataclass(frozen=True, slots=True)
class OrganisersReminded:
    """Once while the form is not finished, and once when it is `ready` and one of the two has not said OPEN."""

    at: datetime
    number: int
    ready: bool


CaseEvent = (
    BasisGiven | ConcernReady | OpeningAgreed | ConcernOpened | ConcernWithdrawn | ConcernReminded | OrganisersReminded
)
ConcernEvent = ConcernRaised | ConcernAddedTo | CaseEvent


@dataclass(frozen=True, slots=True)
class Concern:
    """When a member last raised one (UTC), and whether a further mail about it has been answered."""

    raised: datetime
    added_to: bool = False


@dataclass(frozen=True, slots=True)
class Case:
    """One concern: what its form has been answered, since when it is ready (UTC), and what became of it.

    `raised` is when (UTC), `has_form` whether it has a form; `reminded` and `told_again` (with which `ready`) say who
    has heard of it once more.  `by` is "" once nobody can tell any more who raised it; their letter's token still says
    whose answer it is.
    """

    number: int
    by: str
    ticks: frozenset[int] = frozenset()
    denied: frozenset[int] = frozenset()
    told: date | None = None
    words: Words | None = None
    ready: datetime | None = None
    opened_by: frozenset[str] = frozenset()
    opened: bool = False
    withdrawn: bool = False
    raised: datetime | None = None
    has_form: bool = False
    reminded: bool = False
    told_again: frozenset[bool] = frozenset()

    @property
    def over(self) -> bool:
        return self.opened or self.withdrawn

    def with_answers(self, given: BasisGiven) -> "Case":
        """With these answers in the place of earlier ones."""
        ticks = (self.ticks | set(given.ticks)) - set(given.denied)
        denied = (self.denied | set(given.denied)) - set(given.ticks)
        return replace(self, ticks=ticks, denied=denied, told=given.told or self.told, words=given.words or self.words)


def remember(concern: Concern | None, event: ConcernRaised | ConcernAddedTo) -> Concern:
    """A concern raised anew may be added to anew."""
    if concern is not None and isinstance(event, ConcernAddedTo):
        return Concern(concern.raised, added_to=True)
    return Concern(event.at)


def remember_case(case: Case, event: CaseEvent) -> Case:
    """A case after one of its events."""
    match event:
        case BasisGiven():
            return case.with_answers(event)
        case ConcernReady():
            return replace(case, ready=event.at)
        case OpeningAgreed(organiser=organiser):
            return replace(case, opened_by=case.opened_by | {organiser})
        case ConcernOpened():
            return replace(case, opened=True)
        case ConcernWithdrawn():
            return replace(case, withdrawn=True)
        case ConcernReminded():
            return replace(case, reminded=True)
        case OrganisersReminded(ready=ready):
            return replace(case, told_again=case.told_again | {ready})


def latest(cases: Mapping[int, Case], member: str) -> Case | None:
    """The concern this member raised last; None if there is none that can be told to be theirs."""
    theirs = [case for case in cases.values() if case.by == member]
    return theirs[-1] if theirs else None


def is_complete(rules: Confidentiality, case: Case) -> bool:
    """One of the programme's exceptions, the words, and the day of telling where the programme says always first."""
    told = case.told is not None or rules.prior_notice != ALWAYS
    return bool(rules.bases(case.ticks)) and told and case.words is not None


def no_basis_left(rules: Confidentiality, case: Case) -> bool:
    """Whether what was answered leaves none of the exceptions possible."""
    return bool(case.denied) and all(rules.ticks_of(number) & case.denied for number in rules.numbers)


def missing(rules: Confidentiality, case: Case) -> tuple[str, ...]:
    """The keys of the fields that are still to be answered.

    Of an exception of which one tick is there, the others; if none has any, all ticks.
    """
    keys: list[str] = []
    if not rules.bases(case.ticks):
        begun = [n for n in rules.numbers if rules.ticks_of(n) & case.ticks]
        possible = (rules.ticks_of(n) for n in begun if not rules.ticks_of(n) & case.denied)
        wanted = {tick for ticks in possible for tick in ticks} or set(range(1, len(rules.ticks) + 1))
        wanted -= case.ticks
        keys += [f"{TICK}{number}" for number in sorted(wanted)]
    if case.told is None and rules.prior_notice == ALWAYS:
        keys.append(TOLD)
    return (*keys, *([WORDS] if case.words is None else []))


def _tick_prompt(rules: Confidentiality, number: int) -> str:
    others = sorted(rules.ticks_of(rules.ticks[number - 1].of) - {number})
    return f"Yes or no? It counts only with {' and '.join(map(str, others))}." if others else "Yes or no?"


def form_of(programme: Programme) -> tuple[FormField, ...]:
    """The form on which a basis is given, in the order in which the letter numbers it."""
    rules = programme.confidentiality
    others = [role.label for role in programme.roles if role.key != rules.binds]
    told = "other" if rules.binds == ANYONE else " and the ".join(others)
    ticks = (
        FormField(f"{TICK}{number}", tick.label, _tick_prompt(rules, number), kind="tick")
        for number, tick in enumerate(rules.ticks, start=1)
    )
    day = FormField(
        TOLD, f"The {told} was told on", "On which day did you say that you would pass this on?", kind="past"
    )
    words = FormField(WORDS, "What the organiser must know", "In your own words. Nothing else you write is passed on.")
    return (*ticks, day, words)
