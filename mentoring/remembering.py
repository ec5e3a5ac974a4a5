"""What is remembered of each event.  No rule lives here."""

from collections.abc import Iterable
from dataclasses import replace
from functools import reduce

from mentoring import (
    budget,
    concern_cases,
    concerns,
    confirmations,
    documents,
    ending,
    meeting_memory,
    meetings,
    moving,
    obligations,
    pause,
    reaching,
    renewal,
    rights,
)
from mentoring import events as e
from mentoring.answers import Unread, unread
from mentoring.calendar import local_day
from mentoring.ending import Active, Leaving
from mentoring.organising import Extension
from mentoring.state import NotStarted, Relationship, State, Waiting


def fold(state: State, events: Iterable[e.Event]) -> State:
    """The state after these events."""
    return reduce(evolve, events, state)


def evolve(state: State, event: e.Event) -> State:
    """The state after one event; an event that does not belong to the state changes nothing."""
    match state, event:
        case NotStarted(programme), e.RelationshipStarted(_, members, zone, kickoff):
            return Waiting(programme, members, zone, kickoff)
        case Waiting(), e.KickedOff():
            return state.under_way(event.at)
        case Waiting(), _:
            after = evolve(state.under_way(event.at), event)
            return after.stayed() if isinstance(after, Relationship) and isinstance(after.life, Active) else after
        case Relationship(life=Leaving()), e.EndUndone():
            life = ending.remember(state, event)
            state = replace(state, rights=rights.remember(state.rights, event))
            return replace(state, life=life) if isinstance(life, Leaving) else state.stayed()
        case Relationship(), _:
            told = budget.remember(state, event)
            return _evolve(_heard_again(replace(state, told=told), event), event)
        case _:
            return state


def _heard_again(state: Relationship, event: e.Event) -> Relationship:
    """A reply ends the worry about an address; one that could be read ends a run of those that could not."""
    member = getattr(event, "member", None)
    if member is None or isinstance(event, e.HumanCalled | e.AddressFailing | e.LetterCameBack | e.PauseOffered):
        return state
    came_back = {k: score for k, score in state.came_back.items() if k != member}
    state = replace(state, failing=state.failing - {member}, came_back=came_back)
    if isinstance(event, e.NotUnderstood):
        one_more = Unread(unread(state, event.member, event.at) + 1, event.at)
        return replace(state, unclear={**state.unclear, event.member: one_more})
    return replace(state, unclear={k: known for k, known in state.unclear.items() if k != member})


def _evolve(state: Relationship, event: e.Event) -> Relationship:
    """Each part of the story remembers its own events."""
    today = local_day(event.at, state.zone)
    if isinstance(event, documents.DocumentEvent):
        changed = documents.remember(state.document(event.document), event, today)
        return replace(state, documents={**state.documents, event.document: changed})
    if isinstance(event, concern_cases.ConcernEvent):
        return _concerned(state, event)
    if isinstance(event, meetings.MeetingEvent):
        return replace(state, meetings=meeting_memory.remember(state.meetings, event))
    match event:
        case e.Asked() | e.Reminded() | e.Escalated() | e.Lapsed():
            return _step_taken(state, event)
        case e.RenewalAnswered() | e.Renewed():
            return replace(state, term=renewal.remember(state.term, event))
        case e.Paused():
            return replace(state, absences=pause.remember_pause(state.absences, event, today))
        case e.WentAway():
            return replace(state, absences=pause.remember_begin(state.absences, event))
        case e.Resumed():
            return replace(state, absences=pause.remember_return(state.absences, event))
        case e.EndAsked() | e.RelationshipEnded() | e.RelationshipClosed():
            return replace(state, life=ending.remember(state, event))
        case e.ConfirmationAsked() | e.ConfirmationAnswered():
            return replace(state, confirmations=confirmations.remember(state.confirmations, event))
        case e.Extended(key=key, until=until, to_members=to_members):
            return replace(state, extended={**state.extended, key: Extension(today, until, to_members)})
        case _:
            return _of_a_member(state, event)


def _concerned(state: Relationship, event: concern_cases.ConcernEvent) -> Relationship:
    """`XC-04`: only where the programme states exceptions is there more to a concern than that it was raised."""
    if not isinstance(event, e.ConcernRaised | e.ConcernAddedTo):
        changed = concern_cases.remember_case(state.cases[event.number], event)
        return replace(state, cases={**state.cases, event.number: changed})
    member = event.by.member
    known = {**state.concerns, member: concern_cases.remember(state.concerns.get(member), event)}
    if isinstance(event, e.ConcernRaised) and state.programme.confidentiality.exceptions:
        return replace(state, concerns=known, cases=concerns.next_case(state, event))
    return replace(state, concerns=known)


def _of_a_member(state: Relationship, event: e.Event) -> Relationship:
    """What is known of one member: whether letters reach them, what they were asked, what they wished."""
    match event:
        case e.AddressFailing(member=member):
            return replace(state, failing=state.failing | {member})
        case e.LetterCameBack(member=member):
            score = reaching.remember(state.came_back.get(member), event, state.zone)
            return replace(state, came_back={**state.came_back, member: score})
        case e.PauseOffered(member=member, until=until):
            return replace(state, offered={**state.offered, member: until})
        case e.NudgesStopped(member=member):
            return replace(state, quiet=state.quiet | {member})
        case e.AlreadyEnded(member=member):
            return replace(state, told_ended=state.told_ended | {member})
        case _:
            return _of_their_own(state, event)


def _of_their_own(state: Relationship, event: e.Event) -> Relationship:
    """What a member asked for themselves."""
    match event:
        case e.ForgettingAsked() | e.ForgettingAnswered():
            return replace(state, rights=rights.remember(state.rights, event))
        case e.AddressAsked() | e.AddressChanged() | e.AddressUndone():
            return replace(state, moves=moving.remember(state.moves, event))
        case _:
            return state


def _step_taken(state: Relationship, event: obligations.StepTaken) -> Relationship:
    taken = state.steps.get(event.key, frozenset()) | {event.rung}
    state = replace(state, steps={**state.steps, event.key: taken})
    subject, _, rest = event.key.partition("/")
    if not isinstance(event, e.Lapsed) or not rest:
        return state
    if subject in state.documents:
        withdrawn = documents.withdraw(state.document(subject))
        return replace(state, documents={**state.documents, subject: withdrawn})
    if subject == "met":
        return replace(state, meetings=meeting_memory.give_up(state.meetings, int(rest.partition("/")[0])))
    return state
