"""A weighty act on weak evidence waits for one more yes, from the address on file."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from mentoring.concerns import GiveBasis, OpenConcern, RaiseConcern
from mentoring.documents import Sign
from mentoring.moving import ChangeAddress
from mentoring.organising import CloseRelationship, Extend, Note
from mentoring.renewal import AnswerRenewal
from mentoring.rights import AskForData, ConfirmForgetting, ForgetMe

ONE_A_DAY = timedelta(days=1)
ONE_AN_HOUR = timedelta(hours=1)
"""The same question again, under its number."""

LONGEST_OPEN = timedelta(days=14)
"""After this a question about another address may be asked again, should the first have been overlooked."""


class About(StrEnum):
    """What a mail is about, as far as a letter may tell: too little to know who wants to end it or has a concern."""

    GOING_ON = "going_on"
    MEETING = "meeting"
    DOCUMENT = "document"
    OFFICE = "office"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class FromElsewhere:
    """A reply to a member's letter came from an address nobody has: the mail under this key, not acted on yet.

    `came` is the local day on which it was written, `asks` what it is about.
    """

    member: str
    mail: str
    came: date | None = None
    asks: About = About.OTHER


Concerning = RaiseConcern | GiveBasis | OpenConcern
ConfirmedByName = Sign | AnswerRenewal | Concerning | CloseRelationship | Extend | Note | ChangeAddress
"""What `confirm_act` asks about; the others have letters of their own."""
Weighty = ConfirmedByName | FromElsewhere | AskForData


@dataclass(frozen=True, slots=True)
class Doubt:
    """A weighty act whose sender could not be verified; it is done only when confirmed."""

    member: str
    act: Weighty


@dataclass(frozen=True, slots=True)
class Confirm:
    """The answer to a confirmation letter: `yes` does the act, otherwise nothing happens."""

    member: str
    number: int
    yes: bool


@dataclass(frozen=True, slots=True)
class ConfirmationAsked:
    at: datetime
    member: str
    number: int
    act: Weighty


@dataclass(frozen=True, slots=True)
class ConfirmationAnswered:
    at: datetime
    member: str
    number: int
    yes: bool


@dataclass(frozen=True, slots=True)
class AddressLearned:
    """The member said that they sent the mail under this key: its address is theirs from now on."""

    at: datetime
    member: str
    mail: str


@dataclass(frozen=True, slots=True)
class Confirmations:
    """How many were asked for, those still open as (number, member, act), when each of them was asked last (UTC), and
    who was asked about an address when.
    """

    count: int = 0
    open: tuple[tuple[int, str, Weighty], ...] = ()
    asked: Mapping[int, datetime] = field(default_factory=dict)
    elsewhere: Mapping[str, datetime] = field(default_factory=dict)


def doubt(confirmations: Confirmations, command: Doubt, now: datetime) -> tuple[ConfirmationAsked, ...]:
    """A new number, so that an older letter confirms nothing else; what is open already is asked again under its own.

    So whoever forges the same once more takes away no question that waits for its answer.  Who has stolen a token can
    send as many mails as they like: of another address, one letter a day asks at most, and none while the last one
    waits for its answer.
    """
    if isinstance(command.act, FromElsewhere):
        asked = confirmations.elsewhere.get(command.member)
        waits = any(m == command.member and isinstance(act, FromElsewhere) for _, m, act in confirmations.open)
        if asked is not None and now - asked < (LONGEST_OPEN if waits else ONE_A_DAY):
            return ()
        return (ConfirmationAsked(now, command.member, confirmations.count + 1, command.act),)
    for number, member, act in confirmations.open:
        if _is_same((number, member, act), command.member, command.act):
            lately = now - confirmations.asked[number] < ONE_AN_HOUR
            return () if lately else (ConfirmationAsked(now, member, number, act),)
    return (ConfirmationAsked(now, command.member, confirmations.count + 1, command.act),)


def confirmed(confirmations: Confirmations, command: Confirm) -> Weighty | None:
    """The act that this member may confirm under this number: once."""
    for number, member, act in confirmations.open:
        if (number, member) == (command.number, command.member):
            return act
    return None


def outlives_the_end(confirmations: Confirmations, command: Doubt | Confirm) -> bool:
    """Whether it is about a concern, or what we hold: both are heard after the end too."""
    act = command.act if isinstance(command, Doubt) else confirmed(confirmations, command)
    return isinstance(act, RaiseConcern | GiveBasis | OpenConcern | AskForData)


def is_about_the_person(command: object) -> bool:
    """Whether it concerns its writer and not one of their relationships, so that it is done once for all of them."""
    act = command.act if isinstance(command, Doubt) else command
    return isinstance(act, AskForData | ForgetMe | ChangeAddress)


def may_be_heard_after_the_close(command: object) -> bool:
    """What is held, to be forgotten, and answers to what is asked back about either."""
    act = command.act if isinstance(command, Doubt) else command
    return isinstance(act, AskForData | ForgetMe | ConfirmForgetting | Confirm)


def is_about_data(confirmations: Confirmations, command: Doubt | Confirm) -> bool:
    """Whether it is about what we hold, which is heard even after the close."""
    act = command.act if isinstance(command, Doubt) else confirmed(confirmations, command)
    return isinstance(act, AskForData)


def remember(confirmations: Confirmations, event: ConfirmationAsked | ConfirmationAnswered) -> Confirmations:
    """What is asked stays open until it is answered, either way, or asked again."""
    match event:
        case ConfirmationAsked(member=member, number=number, act=act):
            still = tuple(each for each in confirmations.open if not _is_same(each, member, act))
            elsewhere = confirmations.elsewhere
            if isinstance(act, FromElsewhere):
                elsewhere = {**elsewhere, member: event.at}
            asked = {**confirmations.asked, number: event.at}
            return Confirmations(max(number, confirmations.count), (*still, (number, member, act)), asked, elsewhere)
        case ConfirmationAnswered(number=number):
            still = tuple(each for each in confirmations.open if each[0] != number)
            asked = {each: at for each, at in confirmations.asked.items() if each != number}
            return replace(confirmations, open=still, asked=asked)


def _is_same(asked: tuple[int, str, Weighty], member: str, act: Weighty) -> bool:
    """Whether the same was asked of the same member before, whichever mail it came with."""
    return asked[1] == member and _without_mail(asked[2]) == _without_mail(act)


def _without_mail(act: Weighty) -> Weighty:
    if isinstance(act, FromElsewhere):
        return FromElsewhere(act.member, "")
    return replace(act, mail="") if isinstance(act, Sign | AnswerRenewal | ChangeAddress) else act
