"""How sure we must be of who writes before a verb is done: one table.

From is what its writer typed (RFC 5322, section 3.6.2), so the more a verb weighs, the more must stand behind it.
"""

from collections.abc import Mapping
from enum import IntEnum

from mentoring import commands as c


class Level(IntEnum):
    """What a mail must bring; each level needs the ones before it too."""

    TOKEN = 0
    """The token of a letter of ours.  From whatever address it comes, only the one on file gets an answer."""

    SENDER = 1
    """From is the address on file of the one whose token it is, or one of theirs that they told us of."""

    VOUCHED = 2
    """Our border says that From is not forged; otherwise one more mail, to the address on file, asks for a yes."""

    CONFIRMED = 3
    """One more mail asks for a yes, whatever the border says."""


LEVELS: Mapping[type[c.Command], Level] = {
    c.AskHelp: Level.TOKEN,
    c.Unclear: Level.TOKEN,
    c.AskStatus: Level.SENDER,
    c.FewerMails: Level.SENDER,
    c.Acknowledge: Level.SENDER,
    c.FillForm: Level.SENDER,
    # What is changed is in force with both signatures only.
    c.WantChanges: Level.SENDER,
    c.ProposeMeeting: Level.SENDER,
    c.AgreeMeeting: Level.SENDER,
    c.CancelMeeting: Level.SENDER,
    c.ReportMeeting: Level.SENDER,
    c.ReportContact: Level.SENDER,
    c.AnswerSurvey: Level.SENDER,
    c.AnswerInvitation: Level.SENDER,
    c.Pause: Level.SENDER,
    c.Resume: Level.SENDER,
    # At once, and blameless; the days of grace are what a forgery meets.
    c.End: Level.SENDER,
    c.Undo: Level.SENDER,
    # Its token went to the address on file alone, and only to ask this.
    c.Confirm: Level.SENDER,
    # Its token went to one address alone: to the old one, or to the new one, and only from there it counts.
    c.ConfirmForgetting: Level.SENDER,
    c.ConfirmAddress: Level.SENDER,
    c.UndoAddress: Level.SENDER,
    c.Sign: Level.VOUCHED,
    c.AnswerRenewal: Level.VOUCHED,
    c.RaiseConcern: Level.VOUCHED,
    c.GiveBasis: Level.VOUCHED,
    # Then nothing is passed on.
    c.WithdrawConcern: Level.SENDER,
    c.Extend: Level.VOUCHED,
    c.Note: Level.VOUCHED,
    c.ChangeAddress: Level.VOUCHED,
    c.FromElsewhere: Level.CONFIRMED,
    c.AskForData: Level.CONFIRMED,
    c.ForgetMe: Level.CONFIRMED,
    c.CloseRelationship: Level.CONFIRMED,
    c.OpenConcern: Level.CONFIRMED,
}
"""Every verb a mail can ask for.  One that is not named here needs to be vouched for."""


def level_of(command: c.Command) -> Level:
    """What evidence this command needs."""
    return LEVELS.get(type(command), Level.VOUCHED)


def needs_a_yes(command: c.Command, vouched: bool) -> bool:
    """Whether it waits for a yes from the address on file; `vouched` is what our border says of the sender."""
    level = level_of(command)
    return level is Level.CONFIRMED or (level is Level.VOUCHED and not vouched)
