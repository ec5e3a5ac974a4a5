"""given(a life so far).when(a command).then(its events): the rules as sentences; and whole lives, day by day.

The cast: Ada mentors, Mira is mentored, Mallory is a stranger.  Days are counted from the kick-off, Monday 26 January
2026; a day is its noon in the programme's zone unless an hour is said.
"""

import tomllib
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from importlib.resources import files
from typing import TypeVar

from mentoring.calendar import at_hour, local_day
from mentoring.commands import Command, PassTime, Start
from mentoring.definition import read_programme
from mentoring.documents import Answer, FillForm, Sign
from mentoring.events import Declined, Event
from mentoring.letterbook import letters_for
from mentoring.letters import Letter
from mentoring.meetings import ReportMeeting
from mentoring.members import Member
from mentoring.programme import Programme
from mentoring.relationship import decide, evolve, fold, initial, next_deadline
from mentoring.state import Relationship, State
from mentoring.words import Words

E = TypeVar("E")

KICKOFF = date(2026, 1, 26)
PAIR = (Member("ada", "mentor"), Member("mira", "mentee"))


def programme(name: str) -> Programme:
    """One of the programmes that come with the service, as its file defines it."""
    return read_programme(tomllib.loads(files("programmes").joinpath(f"{name}.toml").read_text(encoding="utf-8")))


IMG, RED = programme("img"), programme("red")


def with_a_second(of: Programme) -> Programme:
    """The programme with a second organiser, without whom no word of a concern moves."""
    return replace(of, contacts=replace(of.contacts, second_organiser="second@office.example"))


def day(n: float, hour: int = 12, of: Programme = IMG, kickoff: date = KICKOFF) -> datetime:
    """The moment (UTC) when it is `hour` o'clock in the programme's zone, `n` days after the kick-off."""
    return at_hour(kickoff + timedelta(days=n), time(hour), of.zone)


@dataclass(frozen=True)
class Sent:
    """A letter, and the local day and moment (UTC) it is for."""

    on: date
    at: datetime
    letter: Letter

    @property
    def name(self) -> str:
        return self.letter.name

    @property
    def to(self) -> str:
        return self.letter.to

    @property
    def answers(self) -> set[str]:
        """The fields whose answers it shows."""
        shown = self.letter.facts["answers"]
        assert isinstance(shown, tuple)
        return {str(pair[0]) for pair in shown if isinstance(pair, tuple)}


@dataclass
class Life:
    """A relationship lived through: what happened and what was written, in order."""

    programme: Programme
    kickoff: date
    state: State
    now: datetime
    events: list[Event] = field(default_factory=list)
    sent: list[Sent] = field(default_factory=list)

    def goes_on(self, until: datetime, stop_when_over: bool = True) -> "Life":
        """Time passes to `until`, deadline by deadline, as it does in the running service."""
        while (deadline := next_deadline(self.state)) and deadline.at <= until:
            self.now = max(self.now, deadline.at)
            assert self.does(PassTime()), f"the deadline of {deadline} brings nothing"
        self.now = max(self.now, until)
        return self

    def does(self, command: Command) -> tuple[Event, ...]:
        """Somebody asks for something now."""
        happened = decide(self.state, command, self.now)
        for event in happened:
            before, self.state = self.state, evolve(self.state, event)
            today = local_day(self.now, self.programme.zone)
            self.sent += [Sent(today, self.now, letter) for letter in letters_for(event, before, self.state)]
        self.events += happened
        return happened

    @property
    def pair(self) -> Relationship:
        assert isinstance(self.state, Relationship)
        return self.state

    def letters(self, name: str = "", to: str = "") -> list[Sent]:
        return [sent for sent in self.sent if name in ("", sent.name) and to in ("", sent.to)]

    def days(self, name: str, to: str = "") -> list[date]:
        """The days on which this letter was written, the same day said once."""
        return sorted({sent.on for sent in self.letters(name, to)})

    def happened(self, kind: type[E]) -> list[E]:
        return [event for event in self.events if isinstance(event, kind)]


Step = tuple[float | date | datetime, Command]


def lives(
    programme: Programme, *steps: Step, until: float | date | datetime | None = None, kickoff: date = KICKOFF
) -> Life:
    """A pair's life: enrolled the day before the kick-off, then these commands on these days.

    It is lived until `until`, or until nothing is waited for any more.
    """
    eve = at_hour(kickoff - timedelta(days=1), time(12), programme.zone)
    life = Life(programme, kickoff, initial(programme), eve)
    life.does(Start(PAIR, programme.zone, kickoff))
    for when, command in steps:
        life.goes_on(_moment(programme, kickoff, when)).does(command)
    last = at_hour(kickoff + timedelta(days=3000), time(12), programme.zone)
    return life.goes_on(last if until is None else _moment(programme, kickoff, until))


def _moment(programme: Programme, kickoff: date, when: float | date | datetime) -> datetime:
    if isinstance(when, datetime):
        return when
    if isinstance(when, date):
        return at_hour(when, time(12), programme.zone)
    return day(when, 12, programme, kickoff)


@dataclass(frozen=True)
class When:
    before: State
    events: tuple[Event, ...]

    def then(self, *expected: Event) -> None:
        assert self.events == expected

    def then_nothing(self) -> None:
        assert self.events == ()

    def then_declined(self, why: str) -> None:
        assert [event.why for event in self.events if isinstance(event, Declined)] == [why]
        assert len(self.events) == 1

    def kinds(self) -> list[str]:
        return [type(event).__name__ for event in self.events]

    def letters(self) -> list[Letter]:
        found: list[Letter] = []
        state = self.before
        for event in self.events:
            before, state = state, evolve(state, event)
            found += letters_for(event, before, state)
        return found

    def then_letters(self, *expected: tuple[str, str]) -> None:
        """The letters it brings: (name, reader)."""
        assert [(letter.name, letter.to) for letter in self.letters()] == list(expected)


@dataclass(frozen=True)
class Given:
    state: State

    def when(self, command: Command, at: datetime) -> When:
        return When(self.state, decide(self.state, command, at))


def given(so_far: Programme | Life | State, *events: Event) -> Given:
    """A programme nobody has started yet, or a life so far, and what happened then."""
    if isinstance(so_far, Life):
        return Given(fold(so_far.state, events))
    return Given(fold(initial(so_far) if isinstance(so_far, Programme) else so_far, events))


def answers(of: Programme, document: str, member: str, **instead: Answer) -> FillForm:
    """Everything this member may fill in, with `instead` of some answers."""
    role = next(each.role for each in PAIR if each.id == member)
    fields = [each for each in of.document(document).fields if each.by in (role, "any")]
    given = {each.key: answer(each.key, each.kind) for each in fields} | instead
    return FillForm(member, document, tuple(given.values()))


def answer(key: str, kind: str = "text") -> Answer:
    """A plausible answer to a field of this kind."""
    match kind:
        case "frequency":
            return Answer(key, Words("every two weeks"), days=14)
        case "date":
            return Answer(key, Words("2 March 2026"), day=date(2026, 3, 2))
        case _:
            return Answer(key, Words(f"what they said of {key}"))


def agreed(of: Programme, on: float = 3) -> tuple[Step, ...]:
    """The steps by which a pair fills in and signs its agreement on one day."""
    filled = tuple((on, answers(of, "agreement", member.id)) for member in PAIR)
    return (*filled, *((on, Sign(member.id, "agreement", 1, f"mail-{member.id}")) for member in PAIR))


def met(on: float, *, told: float | None = None, both: bool = True) -> tuple[Step, ...]:
    """The steps by which a pair tells of a meeting on day `on`, on day `told`."""
    when = on if told is None else told
    day_of = KICKOFF + timedelta(days=on)
    reported: tuple[Step, ...] = ((when, ReportMeeting("ada", True, day_of)),)
    return (*reported, (when, ReportMeeting("mira", True, day_of))) if both else reported
