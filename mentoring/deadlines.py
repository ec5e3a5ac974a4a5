"""What is owed now, and the next moment at which something happens although nobody writes."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import assert_never

from mentoring import cadence, concern_reminders, ending, obligations, occasions, paperwork, pause, renewal
from mentoring import events as e
from mentoring.calendar import at_hour
from mentoring.ending import Active, Closed, Ended, Leaving
from mentoring.obligations import Act, Obligation, Rung
from mentoring.state import NotStarted, Relationship, State, Waiting

ESCALATE_AFTER, LAPSE_AFTER = timedelta(days=1), timedelta(days=10)
"""How long after the day the organiser granted there is word again, and when it is left at that."""


@dataclass(frozen=True, slots=True)
class When:
    """The next moment (UTC) at which silence itself becomes news, and what for: enumerations and dates only."""

    at: datetime
    why: str


def owed(state: State) -> tuple[Obligation, ...]:
    """What somebody owes now.  Nothing before the kick-off or in the grace of an end; the closing survey after it."""
    if not isinstance(state, Relationship):
        return ()
    match state.life:
        case Active() if state.began:
            parts = (paperwork.owed(state), cadence.owed(state), occasions.owed(state), renewal.owed(state))
            return tuple(_extended(state, obligation) for part in parts for obligation in part)
        case Ended(day=day):
            return occasions.closing_survey(state, day)
        case _:
            return ()


def _extended(state: Relationship, obligation: Obligation) -> Obligation:
    """The organiser gave more time: one more reminder on that day, and word again only where there was to be any."""
    extension = state.extended.get(obligation.key)
    if extension is None:
        return obligation
    until = state.moved(extension.until, extension.granted)
    if not extension.to_members:
        once_more = Rung(f"{Act.ESCALATE}@{extension.until}", hour_of(state, until), Act.ESCALATE)
        return replace(obligation, rungs=(*obligation.rungs, once_more))
    rungs = [Rung(f"{Act.REMIND}@{extension.until}", hour_of(state, until), Act.REMIND)]
    if any(step.act is Act.ESCALATE for step in obligation.rungs):
        again = hour_of(state, until + ESCALATE_AFTER)
        rungs.append(Rung(f"{Act.ESCALATE}@{extension.until}", again, Act.ESCALATE))
    last = hour_of(state, until + LAPSE_AFTER)
    rungs += [replace(step, at=max(step.at, last)) for step in obligation.rungs if step.act is Act.LAPSE]
    return replace(obligation, due=until, rungs=tuple(rungs))


def next_deadline(state: State) -> When | None:
    """The earliest step not yet taken; None while nothing is waited for."""
    match state:
        case NotStarted():
            return None
        case Waiting():
            return When(kickoff_moment(state), "kick-off")
        case Relationship():
            moments = [When(at, _WHY[type(event)]) for at, event in _moments(state, state.kicked_off)]
            steps = [When(rung.at, f"{obligation.key}: {rung.act}") for obligation, rung in _open_rungs(state)]
            return min((*moments, *steps), key=lambda when: when.at, default=None)
        case _:
            assert_never(state)


_WHY: dict[type, str] = {
    e.WentAway: "start of an absence",
    e.Resumed: "return from an absence",
    e.RelationshipEnded: "end of the relationship",
    e.RelationshipClosed: "last day for closing replies",
    e.ConcernReminded: "word again about a concern",
    e.OrganisersReminded: "word again about a concern",
}


def due_now(state: Relationship, now: datetime) -> tuple[e.Event, ...]:
    """What has come due first by `now`: (), or the events of one moment or of one obligation."""
    deadline = next_deadline(state)
    if deadline is None or deadline.at > now:
        return ()
    for at, event in _moments(state, now):
        if at == deadline.at:
            return (event,)
    for obligation, rung in _open_rungs(state):
        if rung.at == deadline.at:
            return obligations.take_steps(state, obligation, now)
    return ()


def _moments(state: Relationship, now: datetime) -> tuple[tuple[datetime, e.Event], ...]:
    """What happens by itself at a time, besides the steps of obligations."""
    concerns = concern_reminders.moments(state, now)
    match state.life:
        case Active():
            complete = (ending.term_end(state), ending.ended(state, now, completed=True))
            return (*pause.moments(state, now), complete, *concerns)
        case Leaving(until=until):
            return ((until, ending.ended(state, now, completed=until >= ending.term_end(state))), *concerns)
        case Ended(open_until=open_until):
            return ((open_until, e.RelationshipClosed(now)), *concerns)
        case Closed():
            return ()
        case _:
            assert_never(state.life)


def _open_rungs(state: Relationship) -> tuple[tuple[Obligation, Rung], ...]:
    found = ((obligation, obligations.next_rung(state, obligation)) for obligation in owed(state))
    return tuple((obligation, rung) for obligation, rung in found if rung)


def kickoff_moment(state: Waiting) -> datetime:
    """The moment (UTC) of the kick-off letters."""
    return at_hour(state.kickoff, state.programme.letters_at, state.zone)


def hour_of(state: Relationship, day: date) -> datetime:
    """The moment (UTC) of the programme's letters on a local day, or on the return from the absence it falls in."""
    return at_hour(state.not_while_away(day), state.programme.letters_at, state.zone)
