"""The whole business: what follows from a request, what is remembered, what is owed and when.

Each part of the story has its own file; here they are only put together.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import reduce
from typing import assert_never

from mentoring import (
    answers,
    cadence,
    confirmations,
    documents,
    ending,
    meetings,
    obligations,
    occasions,
    pause,
    renewal,
)
from mentoring import commands as c
from mentoring import events as e
from mentoring.calendar import at_hour, local_day
from mentoring.ending import Active, Closed, Ended, Leaving
from mentoring.obligations import Act, Obligation, Rung
from mentoring.programme import Programme
from mentoring.state import NotStarted, Relationship, State, Waiting


@dataclass(frozen=True, slots=True)
class When:
    """The next moment (UTC) at which silence itself becomes news, and what for: enumerations and dates only."""

    at: datetime
    why: str


def fold(state: State, events: Iterable[e.Event]) -> State:
    """The state after these events."""
    return reduce(evolve, events, state)


def initial(programme: Programme) -> State:
    return NotStarted(programme)


def decide(state: State, command: c.Command, now: datetime) -> tuple[e.Event, ...]:
    """What follows from a command: events, or nothing.  `now` is aware (UTC)."""
    match state:
        case NotStarted():
            return _start(state, command, now)
        case Waiting():
            return _before_kickoff(state, command, now)
        case Relationship(life=Ended()):
            return _after_the_end(state, command, now)
        case Relationship(life=Closed()):
            return ()
        case Relationship():
            events = _decide(state, command, now)
            return events + _consequences(fold(state, events), now)
        case _:
            assert_never(state)


def _start(state: NotStarted, command: c.Command, now: datetime) -> tuple[e.Event, ...]:
    if not isinstance(command, c.Start):
        return ()
    started = e.RelationshipStarted(now, command.members, command.zone, command.kickoff)
    waiting = evolve(state, started)
    return (started, *decide(waiting, c.PassTime(), now))


def _before_kickoff(state: Waiting, command: c.Command, now: datetime) -> tuple[e.Event, ...]:
    """Until the kick-off only time passes, and anybody may end it (`XC-03`)."""
    if isinstance(command, c.PassTime):
        return (e.KickedOff(now),) if now >= _kickoff_moment(state) else ()
    if isinstance(command, c.End):
        return (e.RelationshipEnded(now, local_day(now, state.zone), False),)
    return ()


def _after_the_end(state: Relationship, command: c.Command, now: datetime) -> tuple[e.Event, ...]:
    """Only what the programme lists is still taken (`XC-09`), and a call for help; any other reply is answered once."""
    match command:
        case c.PassTime() | c.AnswerSurvey() | c.Acknowledge() | c.ReportAddressFailing() | c.Note():
            return _decide(state, command, now)
        case c.AskHelp() | c.RaiseConcern():
            return _decide(state, command, now)
        case c.Start() | c.Extend() | c.CloseRelationship() | c.Doubt() | c.Confirm():
            return ()
        case _:
            return () if command.member in state.told_ended else (e.AlreadyEnded(now, command.member),)


def _decide(state: Relationship, command: c.Command, now: datetime) -> tuple[e.Event, ...]:
    match command:
        case c.Start():
            return ()
        case c.PassTime():
            return _pass_time(state, now)
        case c.FillForm():
            return documents.fill(state, command, now)
        case c.Sign():
            return documents.sign(state, command, now)
        case c.WantChanges():
            return documents.want_changes(state, command, now)
        case c.ProposeMeeting():
            return meetings.propose(state, command, now)
        case c.AgreeMeeting():
            return meetings.agree(state, command, now)
        case c.CancelMeeting():
            return meetings.cancel(state, command, now)
        case c.ReportMeeting():
            return meetings.report(state, command, now)
        case c.ReportContact():
            return meetings.report_contact(state, command, now)
        case c.AnswerRenewal():
            return renewal.answer(state, command, now)
        case c.AnswerSurvey():
            return occasions.answer_survey(state, command, now)
        case c.AnswerInvitation():
            return occasions.answer_invitation(state, command, now)
        case c.Pause():
            return pause.pause(state, command, now)
        case c.Resume():
            return pause.resume(state, command, now)
        case c.End():
            return ending.end(state, command, now)
        case c.Undo():
            return ending.undo(state, command, now)
        case c.AskHelp(member):
            return (e.HelpGiven(now, member),)
        case c.AskStatus(member):
            return (e.StatusTold(now, member),)
        case c.FewerMails(member):
            return (e.NudgesStopped(now, member),)
        case c.Acknowledge():
            return answers.acknowledge(state, command, now)
        case c.Unclear():
            return answers.unclear(state, command, now)
        case c.Doubt():
            return confirmations.doubt(state.confirmations, command, now)
        case c.Confirm():
            return _confirm(state, command, now)
        case c.RaiseConcern(member):
            return (e.ConcernRaised(now, member),)
        case c.ReportAddressFailing(member):
            return (e.AddressFailing(now, member),)
        case c.Extend(key, days):
            return (e.Extended(now, key, local_day(now, state.zone) + timedelta(days=days)),)
        case c.CloseRelationship():
            return (ending.ended(state, now, completed=False),)
        case c.Note(key):
            return (e.OrganiserNoted(now, key),)
        case _:
            assert_never(command)


def _confirm(state: Relationship, command: c.Confirm, now: datetime) -> tuple[e.Event, ...]:
    act = confirmations.confirmed(state.confirmations, command)
    if act is None:
        return ()
    answered = e.ConfirmationAnswered(now, command.member, command.number, command.yes)
    return (answered, *decide(evolve(state, answered), act, now)) if command.yes else (answered,)


def _consequences(state: State, now: datetime) -> tuple[e.Event, ...]:
    """A form due by the end of the next meeting is asked for as soon as the one before was held (`RED-11`)."""
    if not isinstance(state, Relationship) or not isinstance(state.life, Active | Leaving):
        return ()
    return tuple(
        e.FormSent(now, rules.key)
        for rules in state.programme.documents
        if rules.due.by_meeting
        and state.meetings.held_day(rules.due.by_meeting - 1)
        and not state.document(rules.key).sent
        and not state.document(rules.key).in_force
    )


def _pass_time(state: State, now: datetime) -> tuple[e.Event, ...]:
    """Everything that has come due, in the order of its time, each seeing what the ones before it changed."""
    done: tuple[e.Event, ...] = ()
    while events := _first_due(state, now):
        done, state = done + events, fold(state, events)
    return done


def _first_due(state: State, now: datetime) -> tuple[e.Event, ...]:
    deadline = next_deadline(state)
    if not isinstance(state, Relationship) or deadline is None or deadline.at > now:
        return ()
    for at, event in _moments(state, now):
        if at == deadline.at:
            return (event,)
    for obligation, rung in _open_rungs(state):
        if rung.at == deadline.at:
            return obligations.take_steps(state, obligation, now)
    return ()


def evolve(state: State, event: e.Event) -> State:
    match state, event:
        case NotStarted(programme), e.RelationshipStarted(_, members, zone, kickoff):
            return Waiting(programme, members, zone, kickoff)
        case Waiting(programme, members, zone, kickoff), e.KickedOff() | e.RelationshipEnded():
            drafts = {rules.key: documents.Document(rules.key) for rules in programme.documents}
            begun = Relationship(programme, members, zone, kickoff, event.at, drafts)
            return evolve(begun, event) if isinstance(event, e.RelationshipEnded) else begun
        case Relationship(), _:
            return _evolve(_read_again(state, event), event)
        case _:
            return state


def _read_again(state: Relationship, event: e.Event) -> Relationship:
    """A reply that could be read ends a run of replies that could not."""
    member = getattr(event, "member", None)
    if isinstance(event, e.NotUnderstood):
        return replace(state, unclear={**state.unclear, event.member: state.unclear.get(event.member, 0) + 1})
    if member in state.unclear and not isinstance(event, e.HumanCalled | e.AddressFailing):
        return replace(state, unclear={k: n for k, n in state.unclear.items() if k != member})
    return state


def _evolve(state: Relationship, event: e.Event) -> Relationship:
    match event:
        case e.FormAnswered() | e.FormSent() | e.TextOffered() | e.Signed() | e.DocumentInForce() | e.ChangesWanted():
            today = local_day(event.at, state.zone)
            changed = documents.remember(state.document(event.document), event, today)
            return replace(state, documents={**state.documents, event.document: changed})
        case (
            e.MeetingProposed()
            | e.MeetingMoved()
            | e.MeetingAgreed()
            | e.MeetingCancelled()
            | e.MeetingReported()
            | e.NoMeetingYet()
            | e.ReportsDiffer()
            | e.ContactReported()
        ):
            return replace(state, meetings=meetings.remember(state.meetings, event))
        case e.Asked() | e.Reminded() | e.Escalated() | e.Lapsed():
            return _step_taken(state, event)
        case e.RenewalAnswered() | e.Renewed():
            return replace(state, term=renewal.remember(state.term, event))
        case e.Paused():
            today = local_day(event.at, state.zone)
            return replace(state, absences=pause.remember_pause(state.absences, event, today))
        case e.WentAway():
            return replace(state, absences=pause.remember_begin(state.absences, event))
        case e.Resumed():
            return replace(state, absences=pause.remember_return(state.absences, event))
        case e.EndAsked() | e.EndUndone() | e.RelationshipEnded() | e.RelationshipClosed():
            return replace(state, life=ending.remember(state, event))
        case e.ConfirmationAsked() | e.ConfirmationAnswered():
            return replace(state, confirmations=confirmations.remember(state.confirmations, event))
        case e.Extended(key=key, until=until):
            return replace(state, extended={**state.extended, key: until})
        case e.NudgesStopped(member=member):
            return replace(state, quiet=state.quiet | {member})
        case e.AlreadyEnded(member=member):
            return replace(state, told_ended=state.told_ended | {member})
        case _:
            return state


def _step_taken(state: Relationship, event: obligations.StepTaken) -> Relationship:
    taken = state.steps.get(event.key, frozenset()) | {event.rung}
    state = replace(state, steps={**state.steps, event.key: taken})
    document, _, version = event.key.partition("/")
    if isinstance(event, e.Lapsed) and version and document in state.documents:
        withdrawn = documents.withdraw(state.document(document))
        return replace(state, documents={**state.documents, document: withdrawn})
    return state


def owed(state: State) -> tuple[Obligation, ...]:
    """What somebody owes now.  Nothing while an end is being waited for; the closing survey after it."""
    if not isinstance(state, Relationship):
        return ()
    match state.life:
        case Active():
            parts = (documents.owed(state), cadence.owed(state), occasions.owed(state), renewal.owed(state))
            return tuple(_extended(state, obligation) for part in parts for obligation in part)
        case Ended(day=day):
            return occasions.closing_survey(state, day)
        case _:
            return ()


def _extended(state: Relationship, obligation: Obligation) -> Obligation:
    """The organiser gave more time: one more reminder on that day, then word again."""
    until = state.extended.get(obligation.key)
    if until is None:
        return obligation
    steps = ((f"remind@{until}", until, Act.REMIND), (f"escalate@{until}", until + timedelta(days=1), Act.ESCALATE))
    rungs = tuple(Rung(name, _hour(state, state.not_while_away(day)), act) for name, day, act in steps)
    return replace(obligation, due=until, rungs=rungs)


def next_deadline(state: State) -> When | None:
    """The earliest step not yet taken; None while nothing is waited for."""
    match state:
        case NotStarted():
            return None
        case Waiting():
            return When(_kickoff_moment(state), "kick-off")
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
}


def _moments(state: Relationship, now: datetime) -> tuple[tuple[datetime, e.Event], ...]:
    """What happens by itself at a time, besides the steps of obligations."""
    match state.life:
        case Active():
            term_end = _hour(state, state.not_while_away(state.term_ends))
            return (*pause.moments(state, now), (term_end, ending.ended(state, now, completed=True)))
        case Leaving(until=until):
            return ((until, ending.ended(state, now, completed=False)),)
        case Ended(open_until=open_until):
            return ((open_until, e.RelationshipClosed(now)),)
        case Closed():
            return ()
        case _:
            assert_never(state.life)


def _open_rungs(state: Relationship) -> tuple[tuple[Obligation, Rung], ...]:
    found = ((obligation, obligations.next_rung(state, obligation)) for obligation in owed(state))
    return tuple((obligation, rung) for obligation, rung in found if rung)


def _kickoff_moment(state: Waiting) -> datetime:
    return at_hour(state.kickoff, state.programme.letters_at, state.zone)


def _hour(state: Relationship, day: date) -> datetime:
    return at_hour(day, state.programme.letters_at, state.zone)


def is_over(state: State) -> bool:
    return isinstance(state, Relationship) and isinstance(state.life, Closed)
