"""What goes on beside the story itself: help, doubts, concerns, rights, and the organiser's word."""

from datetime import datetime
from typing import assert_never

from mentoring import answers, budget, concerns, confirmations, ending, moving, organising, reaching, rights
from mentoring import commands as c
from mentoring import events as e
from mentoring.deadlines import owed
from mentoring.letters import ORGANISER
from mentoring.state import Relationship

Beside = (
    c.AskHelp
    | c.AskStatus
    | c.AskWhich
    | c.FewerMails
    | c.Acknowledge
    | c.Unclear
    | c.Doubt
    | c.FromElsewhere
    | concerns.Request
    | rights.Right
    | moving.MoveCommand
    | c.ReportBounce
    | c.Extend
    | c.CloseRelationship
    | c.Note
)


def beside(state: Relationship, command: Beside, now: datetime) -> tuple[e.Event, ...]:
    """What follows from a request that moves neither papers nor meetings nor the term."""
    match command:
        case c.AskHelp(member):
            return (e.HelpGiven(now, member),)
        case c.AskStatus(member):
            return (e.StatusTold(now, member),)
        case c.AskWhich(member, choices):
            if budget.allows(state, member, "which", now):
                return (e.WhichAsked(now, member, choices),)
            # Whoever answers the question itself, and not one of the addresses in it, is helped by a person.
            return () if budget.was_called(state, member, now) else (e.HumanCalled(now, member),)
        case c.FewerMails(member):
            return (e.NudgesStopped(now, member),)
        case c.Acknowledge():
            return answers.acknowledge(state, command, now)
        case c.Unclear(member, question):
            if concerns.belongs(state, member, question, now):
                return concerns.more(state, command, now)
            answered, called = budget.may_ask_back(state, member, now), budget.was_called(state, member, now)
            return answers.unclear(state, command, now, answered, called)
        case c.Doubt():
            return confirmations.doubt(state.confirmations, command, now)
        case c.FromElsewhere(member, mail):
            return (e.AddressLearned(now, member, mail),)
        case c.RaiseConcern() | c.GiveBasis() | c.WithdrawConcern() | c.OpenConcern():
            return concerns.decide(state, command, now)
        case c.ReportBounce():
            return reaching.bounced(state, command, now)
        case c.Extend():
            return organising.extend(state, command, owed(state.as_others_know_it()), now)
        case c.CloseRelationship():
            return ending.ask(state, ORGANISER, now)
        case c.Note(key):
            return (e.OrganiserNoted(now, key),)
        case c.AskForData() | c.ForgetMe() | c.ConfirmForgetting():
            return rights.decide(state, command, now)
        case c.ChangeAddress() | c.ConfirmAddress() | c.UndoAddress() | c.NoteReached():
            return moving.decide(state, command, now)
        case _:
            assert_never(command)
