"""What a mail is about: one from another address, for the letter that asks whether it was theirs; or an end."""

from collections.abc import Iterable

from mentoring import commands as c
from mentoring.confirmations import About


def about(commands: Iterable[c.Command]) -> About:
    """What the first that can be told of these is about.

    Whoever says yes should know what to; but of an end it tells as little as of a pause, and of a concern nothing.
    """
    found = (_about(command) for command in commands)
    return next((each for each in found if each is not About.OTHER), About.OTHER)


def _about(command: c.Command) -> About:
    match command:
        case c.Doubt(act=act):
            return _about(act)
        case c.End() | c.Undo() | c.Pause() | c.Resume() | c.AnswerRenewal() | c.FewerMails():
            return About.GOING_ON
        case c.ProposeMeeting() | c.AgreeMeeting() | c.CancelMeeting() | c.ReportMeeting() | c.ReportContact():
            return About.MEETING
        case c.FillForm() | c.Sign() | c.WantChanges():
            return About.DOCUMENT
        case c.Extend() | c.Note() | c.CloseRelationship() | c.OpenConcern():
            return About.OFFICE
        case _:
            return About.OTHER


def asks_to_leave(command: c.Command) -> bool:
    """Whether it asks for an end, or to be forgotten, or takes that back: its writer may have said why."""
    match command:
        case c.End() | c.Undo() | c.ForgetMe() | c.ConfirmForgetting() | c.Doubt(act=c.CloseRelationship()):
            return True
        case _:
            return False
