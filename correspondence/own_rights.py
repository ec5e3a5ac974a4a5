"""Requests about a member's own data and address, and answers to what is asked back about them."""

from correspondence.arriving.reading import Intent, Statement
from correspondence.sender import NewAddress, Sender
from mentoring import letters, letters_rights
from mentoring.answers import Acknowledge, Unclear
from mentoring.commands import Command
from mentoring.confirmations import Confirm
from mentoring.letters import Ask
from mentoring.moving import ChangeAddress, ConfirmAddress, UndoAddress
from mentoring.rights import ConfirmForgetting

SAID_AGAIN = {letters.FORGET: Intent.FORGET_ME, letters_rights.DATA: Intent.MY_DATA}


def meant(statements: tuple[Statement, ...], sender: Sender) -> tuple[Statement, ...]:
    """A wish said again in answer to whether it is one ("Yes, please send me my data") is the yes."""
    again = SAID_AGAIN.get(sender.question.about.partition("/")[0])
    others = tuple(each for each in statements if each.intent is not again)
    if sender.question.kind is not Ask.CONFIRM or len(others) == len(statements):
        return statements
    return others or (Statement(Intent.AGREE),)


def confirm(statement: Statement, sender: Sender) -> Command:
    """The answer to a letter that asks for a yes, by what it asked about."""
    subject, _, which = sender.question.about.partition("/")
    member, yes = sender.member, statement.intent is Intent.AGREE
    match subject:
        case letters.FORGET:
            return ConfirmForgetting(member, yes)
        case letters_rights.NEW_ADDRESS:
            return ConfirmAddress(member, which, yes, sender.named is not NewAddress.TAKEN)
        case letters_rights.MOVED:
            return Acknowledge(member, sender.question) if yes else UndoAddress(member, which)
        case _:
            return Confirm(member, int(which), yes)


def move(sender: Sender) -> Command:
    """To one plain address; a mail that names none, or two, is asked back."""
    if sender.named is NewAddress.NONE:
        return Unclear(sender.member, sender.question)
    return ChangeAddress(sender.member, sender.mail, sender.named is NewAddress.FREE)
