"""Anything owed by a date: who owes it, how hard the rule is, and the ladder of steps as the date passes.

What is owed is asked of the state, never stored (`deadlines.owed`).  Evidence makes an obligation vanish;
only the steps taken are events.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from mentoring.calendar import at_hour
from mentoring.programme import Ladder, Strength

if TYPE_CHECKING:
    from mentoring.state import Relationship


class Act(StrEnum):
    """What a rung of a ladder does."""

    ASK = "ask"
    REMIND = "remind"
    ESCALATE = "escalate"
    LAPSE = "lapse"


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of a ladder: its name is kept in the journal once it is taken, so it never changes."""

    name: str
    at: datetime
    act: Act


@dataclass(frozen=True, slots=True)
class Obligation:
    """Something owed now: by whom (member ids), by which local day, and the rungs in the order of their time."""

    key: str
    owners: tuple[str, ...]
    due: date
    strength: Strength
    rungs: tuple[Rung, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    at: datetime
    key: str
    rung: str
    owners: tuple[str, ...]
    due: date


@dataclass(frozen=True, slots=True)
class Reminded:
    at: datetime
    key: str
    rung: str
    owners: tuple[str, ...]
    due: date


@dataclass(frozen=True, slots=True)
class Escalated:
    at: datetime
    key: str
    rung: str
    owners: tuple[str, ...]
    due: date


@dataclass(frozen=True, slots=True)
class Lapsed:
    at: datetime
    key: str
    rung: str
    owners: tuple[str, ...]
    due: date


StepTaken = Asked | Reminded | Escalated | Lapsed
_EVENTS: dict[Act, Callable[[datetime, str, str, tuple[str, ...], date], StepTaken]] = {
    Act.ASK: Asked,
    Act.REMIND: Reminded,
    Act.ESCALATE: Escalated,
    Act.LAPSE: Lapsed,
}


def rung(relationship: "Relationship", due: date, offset: int, act: Act) -> Rung:
    """A step `offset` days from `due` (a day that pauses have moved already), at the programme's hour."""
    day = due + timedelta(days=offset)
    day = relationship.moved(day, due) if offset > 0 else day
    at = at_hour(relationship.not_while_away(day), relationship.programme.letters_at, relationship.zone)
    return Rung(act if act in (Act.ESCALATE, Act.LAPSE) else f"{act}{offset:+d}", at, act)


def climb(relationship: "Relationship", ladder: Ladder, due: date) -> tuple[Rung, ...]:
    """The rungs of a programme's ladder for something due on `due`."""
    steps = [(offset, Act.REMIND) for offset in ladder.remind]
    steps += [(ladder.escalate, Act.ESCALATE)] if ladder.escalate is not None else []
    steps += [(ladder.lapse, Act.LAPSE)] if ladder.lapse is not None else []
    rungs = (rung(relationship, due, offset, act) for offset, act in steps)
    return tuple(sorted(rungs, key=lambda step: step.at))


def next_rung(relationship: "Relationship", obligation: Obligation) -> Rung | None:
    """The earliest rung not yet taken."""
    return next((step for step in obligation.rungs if not _taken(relationship, obligation, step)), None)


def take_steps(relationship: "Relationship", obligation: Obligation, now: datetime) -> tuple[StepTaken, ...]:
    """All rungs of one obligation that are due.

    After an outage several may be due together: then a question or reminder that a later one overtakes is not
    written, but whatever reaches the organiser is, and with it the last reminder: nobody is reported unwarned.
    """
    due = [step for step in obligation.rungs if step.at <= now and not _taken(relationship, obligation, step)]
    words = [step for step in due if step.act in (Act.ASK, Act.REMIND)]
    overtaken = words if due and due[-1].act is Act.LAPSE else words[:-1]
    kept = [step for step in due if step not in overtaken]
    return tuple(_EVENTS[step.act](now, obligation.key, step.name, obligation.owners, obligation.due) for step in kept)


def _taken(relationship: "Relationship", obligation: Obligation, step: Rung) -> bool:
    taken = relationship.steps.get(obligation.key, frozenset())
    if step.name in taken:
        return True
    # What would have been due before the kick-off letter is not sent along with it.
    if step.act in (Act.ASK, Act.REMIND) and step.at < relationship.kicked_off:
        return True
    # A later rung that was taken has overtaken this one.
    return any(later.name in taken for later in obligation.rungs[obligation.rungs.index(step) + 1 :])
