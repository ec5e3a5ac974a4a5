"""Letters about a member's rights: what we hold, being forgotten, another address."""

from mentoring import events as e
from mentoring.ending import Active, Leaving
from mentoring.letters import FORGET, NEW_END, OLD_END, Ask, Letter, Question
from mentoring.moving import UNDO_WITHIN
from mentoring.state import Relationship

DATA, NEW_ADDRESS, MOVED = "data", "address", "moved"
"""What a question is about; those about an address with the key of the mail that asked for the change."""


def about_rights(
    event: e.DataAsked | e.ForgettingAsked | e.ForgettingAnswered, before: Relationship
) -> tuple[Letter, ...]:
    """To whoever asked; nobody else is written to."""
    match event:
        case e.DataAsked(member=member):
            return (Letter("data_export", member),)
        case e.ForgettingAsked(by=by):
            return (Letter("forget_asked", by.member, Question(Ask.CONFIRM, FORGET)),)
        case e.ForgettingAnswered(by=by, yes=True):
            # Where their END begins here and now, the letter about it says the rest.
            return () if _begins_to_end(before, by.member) else (Letter("forget_noted", by.member),)
        case e.ForgettingAnswered(by=by):
            return (Letter("not_done", by.member),)


def about_moving(
    event: e.AddressAsked | e.AddressRefused | e.AddressChanged | e.AddressUndone,
) -> tuple[Letter, ...]:
    """To the member, at one address or the other (`letters.NEW_END`, `OLD_END`)."""
    match event:
        case e.AddressAsked(member=member, mail=mail):
            return (
                Letter(NEW_END, member, Question(Ask.CONFIRM, f"{NEW_ADDRESS}/{mail}")),
                Letter("address_asked", member),
            )
        case e.AddressRefused(member=member, confirmed=False):
            return (Letter("address_asked", member),)
        case e.AddressRefused(member=member):
            return (Letter("address_refused", member),)
        case e.AddressChanged(at=at, member=member, mail=mail):
            asked = Question(Ask.CONFIRM, f"{MOVED}/{mail}")
            return (Letter(OLD_END, member, asked, {"until": at + UNDO_WITHIN}), Letter("address_noted", member))
        case e.AddressUndone(member=member):
            return (Letter("address_undone", member),)


def _begins_to_end(before: Relationship, member: str) -> bool:
    life = before.life
    return isinstance(life, Active) or (isinstance(life, Leaving) and member not in life.asked)
