"""Takes a relationship one step further: read, decide, and write down what follows.

What goes back and forth here is read by whoever watches the Temporal UI, so it is keys, dates and enumerations;
the words stay in the store.
"""

from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

from temporalio import activity
from temporalio.exceptions import ApplicationError

from activities.following import Following
from mentoring.calendar import local_day
from mentoring.commands import Command, PassTime
from mentoring.events import Event
from mentoring.letterbook import letters_for
from mentoring.letters import Letter
from mentoring.obligations import Act
from mentoring.picture import details, stage
from mentoring.reaching import report_of
from mentoring.relationship import When, decide, evolve, fold, initial, is_over, next_deadline
from mentoring.state import NotStarted, Relationship, State
from store.inbox import Inbox
from store.journal import Journal, Standing
from store.keyring import KeyringMissing
from store.outbox import Outbox, Outgoing
from store.registry import Registry
from store.vault import SEALED, KeyMissing

TIME, REFUSED = "time", "refused"
"""Causes that do not come by mail: `time/<deadline>/<position>` and `refused/<letter key>`; others are inbox keys."""

ACTS = {Act.ASK: "question", Act.REMIND: "reminder", Act.ESCALATE: "word to the organiser", Act.LAPSE: "last day"}
SUBJECTS = {"met": "meeting check", "cadence": "next meeting", "first-meeting": "first meeting"}
"""Obligations that would puzzle who has not read the rules, as whoever watches may read them."""


@dataclass(frozen=True, slots=True)
class Step:
    """One cause for one relationship.  `now` is the workflow's clock (aware, UTC)."""

    relationship: str
    cause: str
    now: datetime


@dataclass(frozen=True, slots=True)
class LetterKey:
    """A letter to post: its key, what whoever watches may call it, and its lane.

    Letters of one lane go to the same reader, so they leave one after another.  What nobody may know of has none.
    """

    key: str
    name: str
    lane: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What follows for the waiting: letters to post, the next deadline (UTC), and how things stand.

    `deadline` is when to ask again.  `expected` (UTC) and `why` are for whoever watches: the next deadline as
    everybody but a leaver in their grace knows it, and what it is, in a few words.  `position` is how long the
    journal was: with it a deadline is a cause of its own each time it comes, should the same moment come again.
    """

    letters: list[LetterKey] = field(default_factory=list)
    deadline: datetime | None = None
    expected: datetime | None = None
    why: str = ""
    stage: str = "enrolled"
    programme: str = ""
    details: str = ""
    over: bool = False
    position: int = 0


class Advance:
    def __init__(self, journal: Journal, inbox: Inbox, outbox: Outbox, registry: Registry) -> None:
        self._journal = journal
        self._inbox = inbox
        self._outbox = outbox
        self._registry = registry
        self._following = Following(inbox, registry)

    @activity.defn
    def advance(self, step: Step) -> Outcome:
        """Decide once per cause; asked again, give the same letters and how things stand by now."""
        try:
            return self._one_step(step)
        except (KeyMissing, KeyringMissing):
            # It stops here, with nothing written: a person has to see to the key.
            raise ApplicationError("What was written cannot be opened.", type=SEALED, non_retryable=True) from None

    def _one_step(self, step: Step) -> Outcome:
        # Asked before the reading: an attempt that was given up may still commit, and then this one must not answer
        # from what it read before.  `append` refuses it, and it is tried again.
        handled = self._journal.is_handled(step.relationship, step.cause)
        entries = self._journal.read(step.relationship)
        state = fold(initial(self._registry.programme_of(step.relationship)), (entry.event for entry in entries))
        position = len(entries)
        if not handled:
            events, letters, state = _live(state, self._commands(step), step.now)
            standing = _standing(state)
            # Before the commit, for each may be done twice, but not left out.
            for event in events:
                self._following.follow(step.relationship, step.cause, event, step.now)
            self._journal.append(step.relationship, position, step.cause, step.now, events, letters, standing)
            position += len(events)
        return self._outcome(step, state, position)

    def _commands(self, step: Step) -> list[Command]:
        kind, _, rest = step.cause.partition("/")
        match kind:
            case "time":
                return [PassTime()]
            case "refused":
                report = report_of(self._outbox.letter(rest).letter, permanent=True)
                return [report] if report else []
            case _:
                return self._inbox.commands(step.cause)

    def _outcome(self, step: Step, state: State, position: int) -> Outcome:
        deadline, expected = next_deadline(state), next_deadline(_as_others_know_it(state))
        return Outcome(
            letters=self._letters(step),
            deadline=deadline.at if deadline else None,
            expected=expected.at if expected else None,
            why=_in_words(state, expected) if expected else "",
            stage=stage(state),
            programme=state.programme.name,
            details=details(state),
            over=is_over(state),
            position=position,
        )

    def _letters(self, step: Step) -> list[LetterKey]:
        """The letters of this cause; at a start, whatever has not left yet.

        A start that is asked for again finds a journal: the waiting was lost, and with it the letters under way.
        """
        if step.cause != f"start-{step.relationship}":
            found = self._outbox.of_cause(step.relationship, step.cause)
        else:
            found = [o for o in self._outbox.all_of(step.relationship) if o.state in ("waiting", "sending")]
        return [_as_watched(each) for each in found]


def _as_watched(outgoing: Outgoing) -> LetterKey:
    letter = outgoing.letter
    if letter.private:
        return LetterKey(outgoing.key, "an answer")
    lane = sha256(f"{outgoing.stream}|{letter.to}".encode()).hexdigest()[:8]
    return LetterKey(outgoing.key, letter.name.replace("_", " "), lane)


def _as_others_know_it(state: State) -> State:
    return state.as_others_know_it() if isinstance(state, Relationship) else state


def _in_words(state: State, expected: When) -> str:
    """Such as "agreement reminder on 2027-02-14" (a day of the relationship's own zone)."""
    key, _, act = expected.why.partition(": ")
    name = key.partition("/")[0]
    words = [SUBJECTS.get(name, name), *([ACTS[Act(act)]] if act else [])]
    zone = state.programme.zone if isinstance(state, NotStarted) else state.zone
    return f"{' '.join(words)} on {local_day(expected.at, zone)}"


def _standing(state: State) -> Standing:
    """As others know it: the tables are looked at by people who are not told of an END before everybody is."""
    deadline = next_deadline(_as_others_know_it(state))
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
