"""A relationship as whoever watches operations may see it: stages, dates, roles; no words, names or ids."""

from mentoring.calendar import local_day
from mentoring.deadlines import next_deadline, owed
from mentoring.ending import Closed, Ended, Leaving
from mentoring.obligations import Obligation
from mentoring.pause import is_away
from mentoring.state import NotStarted, Relationship, State, Waiting

RENEWAL = "renewal"


def stage(state: State) -> str:
    """Where a relationship stands, in one word of eight.

    enrolled, agreement, first_meeting, meetings, renewal, paused, ended or closed.  While somebody is in the grace
    of an END the stage stays what it was: nobody but the leaver is told before it is over (`XC-03`).
    """
    match state:
        case NotStarted() | Waiting():
            return "enrolled"
        case Relationship(life=Leaving()):
            return stage(state.as_others_know_it())
        case Relationship(life=Closed()):
            return "closed"
        case Relationship(life=Ended()):
            return "ended"
        case Relationship():
            return _under_way(state)


def _under_way(state: Relationship) -> str:
    if is_away(state):
        return "paused"
    if _renewal_is_asked(state):
        return RENEWAL
    signed = [rules for rules in state.programme.documents if rules.signed]
    if not all(state.document(rules.key).in_force for rules in signed):
        return "agreement"
    return "meetings" if state.meetings.held_days() else "first_meeting"


def _renewal_is_asked(state: Relationship) -> bool:
    """The question has gone out and the term has not been renewed since."""
    return f"{RENEWAL}/{state.term.renewals + 1}" in state.steps


def details(state: State) -> str:
    """A few lines of Markdown: stage, programme, next deadline, what is owed by which roles, meetings held."""
    state = state.as_others_know_it() if isinstance(state, Relationship) else state
    programme = state.programme
    lines = [f"**Stage:** {stage(state)}", f"**Programme:** {programme.name} {programme.version}"]
    match state:
        case NotStarted():
            return "  \n".join(lines)
        case Waiting():
            return "  \n".join([*lines, f"**Kick-off:** {state.kickoff}", _deadline(state, state.zone)])
        case Relationship():
            lines += [_deadline(state, state.zone), f"**Meetings held:** {len(state.meetings.held_days())}"]
            lines += [f"**Paused:** {each.start} until {each.back}" for each in state.absences if not each.over]
            return "  \n".join(lines) + _table(state)


def _deadline(state: State, zone: str) -> str:
    deadline = next_deadline(state)
    return f"**Next:** {local_day(deadline.at, zone)}, {deadline.why}" if deadline else "**Next:** nothing"


def _table(state: Relationship) -> str:
    rows = [_row(state, obligation) for obligation in sorted(owed(state), key=lambda each: (each.due, each.key))]
    return "\n\n" + "\n".join(["| owed | by | due |", "|---|---|---|", *rows]) if rows else ""


def _row(state: Relationship, obligation: Obligation) -> str:
    roles = sorted({state.role_of(owner) for owner in obligation.owners})
    return f"| {obligation.key} | {', '.join(roles)} | {obligation.due} |"
