"""The whole business: what follows from a request.

Each part of the story has its own file; here they are only put together.  What is remembered is in `remembering.py`,
what is owed and when in `deadlines.py`.
"""

from datetime import datetime
from typing import assert_never

from mentoring import (
    arranging,
    budget,
    concerns,
    confirmations,
    ending,
    occasions,
    pause,
    renewal,
    signing,
)
from mentoring import commands as c
from mentoring import events as e
from mentoring.beside import beside
from mentoring.deadlines import When, due_now, kickoff_moment, next_deadline, owed
from mentoring.ending import Active, Closed, Ended, Leaving
from mentoring.letters import NOTHING_ASKED, OFFICE, ORGANISER, SECOND_ORGANISER, Ask, Question
from mentoring.programme import Programme
from mentoring.remembering import evolve, fold
from mentoring.state import NotStarted, Relationship, State, Waiting

__all__ = ["When", "decide", "evolve", "fold", "initial", "is_over", "next_deadline", "owed"]


def initial(programme: Programme) -> State:
    """Where every relationship of a programme begins."""
    return NotStarted(programme)


def is_over(state: State) -> bool:
    """Whether nothing can happen any more."""
    return isinstance(state, Relationship) and isinstance(state.life, Closed)


def decide(state: State, command: c.Command, now: datetime) -> tuple[e.Event, ...]:
    """What follows from a command at `now` (aware, UTC): events, or nothing.  A stranger's command is nothing."""
    match state:
        case NotStarted():
            return _start(state, command, now)
        case Waiting() | Relationship() if _from_a_stranger(state, command):
            return ()
        case Waiting():
            return _before_kickoff(state, command, now)
        case Relationship(life=Ended()):
            return budget.kept(state, _after_the_end(state, command, now))
        case Relationship(life=Closed()):
            return budget.kept(state, _after_the_close(state, command, now))
        case Relationship() if not state.began:
            return budget.kept(state, _not_begun(state, command, now))
        case Relationship():
            events = budget.kept(state, _decide(state, command, now))
            return events + _consequences(fold(state, events), events, now)
        case _:
            assert_never(state)


ANYBODYS = c.Doubt | c.Confirm | c.FromElsewhere | c.Unclear | c.AskHelp | c.AskStatus | c.Undo | c.OpenConcern
"""What the organiser may ask for in their own name, and the second of the two; their other verbs name nobody."""
SECONDS = c.Doubt | c.Confirm | c.Unclear | c.OpenConcern


AfterTheKickoff = (
    c.FillForm
    | c.Sign
    | c.WantChanges
    | c.ProposeMeeting
    | c.AgreeMeeting
    | c.CancelMeeting
    | c.ReportMeeting
    | c.ReportContact
    | c.AnswerRenewal
    | c.AnswerSurvey
    | c.AnswerInvitation
)
"""What nobody has been asked for yet."""


def _from_a_stranger(state: Waiting | Relationship, command: c.Command) -> bool:
    """Only members ask for anything; the organiser's verbs may wait for a confirmation, or not be understood."""
    member = getattr(command, "member", None)
    if isinstance(command, SECONDS if member == SECOND_ORGANISER else ANYBODYS) and member in concerns.TWO:
        return False
    return member is not None and member not in {each.id for each in state.members}


def _start(state: NotStarted, command: c.Command, now: datetime) -> tuple[e.Event, ...]:
    if not isinstance(command, c.Start):
        return ()
    started = e.RelationshipStarted(now, command.members, command.zone, command.kickoff)
    waiting = evolve(state, started)
    return (started, *decide(waiting, c.PassTime(), now))


def _before_kickoff(state: Waiting, command: c.Command, now: datetime) -> tuple[e.Event, ...]:
    """Whatever comes at the hour of the kick-off or later finds it kicked off."""
    if now >= kickoff_moment(state):
        kicked_off = e.KickedOff(now)
        return (kicked_off, *decide(evolve(state, kicked_off), command, now))
    return () if isinstance(command, c.PassTime) else decide(state.under_way(now), command, now)


def _not_begun(state: Relationship, command: c.Command, now: datetime) -> tuple[e.Event, ...]:
    """Until the kick-off nothing is owed, filled in or arranged; all else is acted on as ever (`XC-03`, `A-05`).

    What belongs to the time after it is answered as what nobody could read is: nothing is done, and nothing lost.
    """
    match command:
        case c.Acknowledge(member, Question(kind=Ask.KICKOFF)):
            told = (e.StatusTold(now, member),) if budget.allows(state, member, "status", now) else ()
            return (*_decide(state, command, now), *told)
        case c.Doubt(member, act) if isinstance(act, AfterTheKickoff):
            return _decide(state, c.Unclear(member, NOTHING_ASKED), now)
        case _ if isinstance(command, AfterTheKickoff):
            return _decide(state, c.Unclear(command.member, NOTHING_ASKED), now)
        case _:
            return _decide(state, command, now)


def _after_the_end(state: Relationship, command: c.Command, now: datetime) -> tuple[e.Event, ...]:
    """Only what the programme lists is still taken (`XC-09`), and a call for help; any other reply is answered once."""
    match command:
        case c.PassTime() | c.AnswerSurvey() | c.ReportBounce() | c.Note() | c.AskHelp() | c.AskWhich():
            return _decide(state, command, now)
        case _ if concerns.always_heard(state, command, now):
            return _decide(state, command, now)
        case c.AskForData() | c.ForgetMe() | c.ConfirmForgetting() | c.UndoAddress() | c.NoteReached():
            return _decide(state, command, now)
        case c.AskStatus(member) if member == ORGANISER:
            return _decide(state, command, now)
        case c.Acknowledge(question=Question(kind=Ask.AFTER_CARE)):
            return _decide(state, command, now)
        case c.Doubt() | c.Confirm():
            return _decide(state, command, now) if confirmations.outlives_the_end(state.confirmations, command) else ()
        case c.Start() | c.Extend() | c.CloseRelationship() | c.OfferPause() | c.FromElsewhere() | c.ConfirmAddress():
            return ()
        case c.Unclear(member) | c.Undo(member) if member in OFFICE:
            return ()
        case _:
            return () if command.member in state.told_ended else (e.AlreadyEnded(now, command.member),)


def _after_the_close(state: Relationship, command: c.Command, now: datetime) -> tuple[e.Event, ...]:
    """Until it is destroyed a member may ask what is held of them, and have it forgotten (T26); nothing else."""
    if isinstance(command, c.Doubt | c.Confirm):
        asks = confirmations.is_about_data(state.confirmations, command)
    else:
        asks = isinstance(command, c.AskForData | c.ForgetMe | c.ConfirmForgetting)
    return _decide(state, command, now) if asks else ()


def _decide(state: Relationship, command: c.Command, now: datetime) -> tuple[e.Event, ...]:
    match command:
        case c.Start():
            return ()
        case c.PassTime():
            return _pass_time(state, now)
        case c.FillForm():
            return signing.fill(state, command, now)
        case c.Sign():
            return signing.sign(state, command, now)
        case c.WantChanges():
            return signing.want_changes(state, command, now)
        case c.ProposeMeeting():
            return arranging.propose(state, command, now)
        case c.AgreeMeeting():
            return arranging.agree(state, command, now)
        case c.CancelMeeting():
            return arranging.cancel(state, command, now)
        case c.ReportMeeting():
            return arranging.report(state, command, now)
        case c.ReportContact():
            return arranging.report_contact(state, command, now)
        case c.AnswerRenewal():
            return renewal.answer(state, command, now)
        case c.AnswerSurvey():
            return occasions.answer_survey(state, command, now)
        case c.AnswerInvitation():
            return occasions.answer_invitation(state, command, now)
        case c.Pause() | c.OfferPause() | c.Resume():
            return pause.decide(state, command, now)
        case c.End(member):
            return ending.ask(state, member, now)
        case c.Undo():
            return concerns.undo(state, command, now) or ending.undo(state, command, now)
        case c.Confirm():
            return _confirm(state, command, now)
        case _:
            return beside(state, command, now)


def _confirm(state: Relationship, command: c.Confirm, now: datetime) -> tuple[e.Event, ...]:
    act = confirmations.confirmed(state.confirmations, command)
    if act is None:
        # Answered already, or asked anew about something else.
        return () if command.member in OFFICE - {ORGANISER} else (e.StatusTold(now, command.member),)
    answered = e.ConfirmationAnswered(now, command.member, command.number, command.yes)
    return (answered, *decide(evolve(state, answered), act, now)) if command.yes else (answered,)


def _consequences(state: State, events: tuple[e.Event, ...], now: datetime) -> tuple[e.Event, ...]:
    """A form due by the end of the next meeting is asked for as soon as the one before was held (`RED-11`).

    In the grace of an END whoever tells of that meeting gets it all the same: the lack of it would tell of the END.
    """
    match state:
        case Relationship(life=Active()):
            return tuple(e.FormSent(now, key) for key in signing.forms_due(state))
        case Relationship(life=Leaving()):
            told = [event.member for event in events if isinstance(event, e.MeetingReported)]
            return tuple(e.FormSent(now, key, told[0]) for key in signing.forms_due(state, *told[:1])) if told else ()
        case _:
            return ()


def _pass_time(state: State, now: datetime) -> tuple[e.Event, ...]:
    """Everything that has come due, in the order of its time, each seeing what the ones before it changed."""
    done: tuple[e.Event, ...] = ()
    while isinstance(state, Relationship) and (events := due_now(state, now)):
        done, state = done + events, fold(state, events)
    return done
