"""The whole of a relationship: one frozen value made of the parts."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from mentoring import pause, renewal
from mentoring.answers import Unread
from mentoring.budget import Told
from mentoring.calendar import at_hour, local_day
from mentoring.concern_cases import Case, Concern
from mentoring.confirmations import Confirmations
from mentoring.documents import Document
from mentoring.ending import Active, Leaving, Life
from mentoring.meetings import Meetings
from mentoring.members import Member
from mentoring.moving import Move
from mentoring.organising import Extension
from mentoring.pause import Absence
from mentoring.programme import Programme
from mentoring.reaching import CameBack
from mentoring.renewal import Term
from mentoring.rights import Rights


@dataclass(frozen=True, slots=True)
class NotStarted:
    """Nothing is known but the programme it will follow."""

    programme: Programme


@dataclass(frozen=True, slots=True)
class Waiting:
    """Enrolled; the kick-off day has not come.  Anybody may still end it, and what was said so far is remembered."""

    programme: Programme
    members: tuple[Member, ...]
    zone: str
    kickoff: date
    so_far: "Relationship | None" = None

    def under_way(self, at: datetime) -> "Relationship":
        """The relationship as it is from the kick-off letter on, or for somebody who writes before it."""
        if self.so_far:
            absences = pause.without_the_past(self.so_far.absences, local_day(at, self.zone))
            return replace(self.so_far, kicked_off=at, absences=absences)
        drafts = {rules.key: Document(rules.key) for rules in self.programme.documents}
        return Relationship(self.programme, self.members, self.zone, self.kickoff, at, drafts)


@dataclass(frozen=True, slots=True)
class Relationship:
    """A relationship from its kick-off letter on.

    `kickoff` is the local day everything is reckoned from, `kicked_off` the moment (UTC) of the letter.
    `steps` are the rungs taken of every obligation, `extended` the days the organiser granted, `unclear` the
    replies that could not be read, `quiet` those who want no nudges, `failing` those whose address fails,
    `came_back` how often letters did not arrive, `told_ended` those who wrote after the end and were answered, `told`
    what was answered within a day, `offered` until when each was asked about an absence; `cases` are the concerns by
    number, where the programme states exceptions.
    """

    programme: Programme
    members: tuple[Member, ...]
    zone: str
    kickoff: date
    kicked_off: datetime
    documents: Mapping[str, Document]
    meetings: Meetings = field(default_factory=Meetings)
    term: Term = field(default_factory=Term)
    absences: tuple[Absence, ...] = ()
    life: Life = field(default_factory=Active)
    confirmations: Confirmations = field(default_factory=Confirmations)
    steps: Mapping[str, frozenset[str]] = field(default_factory=dict)
    extended: Mapping[str, Extension] = field(default_factory=dict)
    unclear: Mapping[str, Unread] = field(default_factory=dict)
    quiet: frozenset[str] = frozenset()
    failing: frozenset[str] = frozenset()
    came_back: Mapping[str, CameBack] = field(default_factory=dict)
    told_ended: frozenset[str] = frozenset()
    told: Mapping[str, Told] = field(default_factory=dict)
    offered: Mapping[str, date] = field(default_factory=dict)
    concerns: Mapping[str, Concern] = field(default_factory=dict)
    cases: Mapping[int, Case] = field(default_factory=dict)
    rights: Rights = field(default_factory=Rights)
    moves: tuple[Move, ...] = ()

    @property
    def term_ends(self) -> date:
        """The local day on which the term is complete, pauses and renewals included."""
        return renewal.ends(self, self.term.renewals)

    @property
    def began(self) -> bool:
        """Whether the kick-off was reached; somebody may have ended it before."""
        return self.kicked_off >= at_hour(self.kickoff, self.programme.letters_at, self.zone)

    def as_others_know_it(self) -> "Relationship | Waiting":
        """As it was, as far as everybody but a leaver in their grace can tell."""
        return self.stayed() if isinstance(self.life, Leaving) else self

    def stayed(self) -> "Relationship | Waiting":
        """As if nobody had asked for the end: under way, or waiting for a kick-off that was not reached."""
        stayed = replace(self, life=Active())
        return stayed if self.began else Waiting(self.programme, self.members, self.zone, self.kickoff, stayed)

    def document(self, key: str) -> Document:
        """The document of this key; KeyError if the programme has none."""
        return self.documents[key]

    def role_of(self, member: str) -> str:
        """The role (its key) of a member; StopIteration for a stranger."""
        return next(each.role for each in self.members if each.id == member)

    def others(self, member: str) -> tuple[str, ...]:
        """Everybody's id but this member's."""
        return tuple(each.id for each in self.members if each.id != member)

    def moved(self, day: date, anchor: date) -> date:
        """`day`, reckoned from `anchor`, with every absence in between added."""
        return pause.moved(day, anchor, self.absences)

    def not_while_away(self, day: date) -> date:
        """`day`, or the return from the absence it falls in."""
        for absence in sorted(self.absences, key=lambda each: each.start):
            day = absence.back if absence.start <= day < absence.back else day
        return day


State = NotStarted | Waiting | Relationship
