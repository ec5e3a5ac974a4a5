"""Takes a relationship one step further: read, decide, and write down what follows.

What goes back and forth here is read by whoever watches the Temporal UI, so it is keys, dates and enumerations;
the words stay in the store.
"""

from dataclasses import dataclass, field
from datetime import datetime

from temporalio import activity

from mentoring.commands import Command, PassTime
from mentoring.events import Event
from mentoring.letterbook import letters_for
from mentoring.letters import ORGANISER, Letter
from mentoring.organising import ReportAddressFailing
from mentoring.picture import details, stage
from mentoring.relationship import decide, evolve, fold, initial, is_over, next_deadline
from mentoring.state import State
from store.inbox import Inbox
from store.journal import Journal, Standing
from store.outbox import Outbox
from store.registry import Registry

TIME, REFUSED = "time", "refused"
"""Causes that do not come by mail: `time/<deadline>` and `refused/<letter key>`; any other is an inbox key."""


@dataclass(frozen=True, slots=True)
class Step:
    """One cause for one relationship.  `now` is the workflow's clock (aware, UTC)."""

    relationship: str
    cause: str
    now: datetime


@dataclass(frozen=True, slots=True)
class LetterKey:
    """A letter to post: its key, and its name for whoever watches."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What follows for the waiting: letters to post, the next deadline (UTC) and what for, and how things stand."""

    letters: list[LetterKey] = field(default_factory=list)
    deadline: datetime | None = None
    why: str = ""
    stage: str = "enrolled"
    programme: str = ""
    details: str = ""
    over: bool = False


class Advance:
    def __init__(self, journal: Journal, inbox: Inbox, outbox: Outbox, registry: Registry) -> None:
        self._journal = journal
        self._inbox = inbox
        self._outbox = outbox
        self._registry = registry

    @activity.defn
    def advance(self, step: Step) -> Outcome:
        """Decide once per cause; asked again, give the same letters and how things stand by now."""
        entries = self._journal.read(step.relationship)
        state = fold(initial(self._registry.programme_of(step.relationship)), (entry.event for entry in entries))
        if not self._journal.is_handled(step.relationship, step.cause):
            events, letters, state = _live(state, self._commands(step), step.now)
            standing = _standing(state)
            self._journal.append(step.relationship, len(entries), step.cause, step.now, events, letters, standing)
        return self._outcome(step, state)

    def _commands(self, step: Step) -> list[Command]:
        kind, _, rest = step.cause.partition("/")
        match kind:
            case "time":
                return [PassTime()]
            case "refused":
                reader = self._outbox.letter(rest).letter.to
                return [ReportAddressFailing(reader)] if reader.isalnum() and reader != ORGANISER else []
            case _:
                return self._inbox.commands(step.cause)

    def _outcome(self, step: Step, state: State) -> Outcome:
        letters = [LetterKey(key, name) for key, name in self._journal.letters_of(step.relationship, step.cause)]
        standing = _standing(state)
        return Outcome(
            letters,
            standing.deadline,
            standing.why,
            standing.stage,
            state.programme.name,
            details(state),
            is_over(state),
        )


def _standing(state: State) -> Standing:
    deadline = next_deadline(state)
    return Standing(stage(state), deadline.at if deadline else None, deadline.why if deadline else "")


def _live(state: State, commands: list[Command], now: datetime) -> tuple[list[Event], list[Letter], State]:
    """The events and letters of one cause, each command seeing what the one before it changed."""
    events: list[Event] = []
    letters: list[Letter] = []
    for command in commands:
        for event in decide(state, command, now):
            after = evolve(state, event)
            events.append(event)
            letters += letters_for(event, state, after)
            state = after
    return events, letters, state
