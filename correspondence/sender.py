"""Who wrote a mail, answering what, and how sure that is."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from mentoring.letters import Question


class NewAddress(StrEnum):
    """What is known of an address that a mail names as the member's new one."""

    NONE = "none"
    FREE = "free"
    TAKEN = "taken"


@dataclass(frozen=True, slots=True)
class Sender:
    """Who wrote, answering which question: `trusted` says the sender is vouched for.

    `mail` is the key of the mail; `zone` is the relationship's, `sent` the local day the mail was written; `named`
    tells of the address that they want to move to, or are asked at; `first_document` is the key of the one that is
    meant where no letter asked for one.
    """

    member: str
    question: Question
    trusted: bool
    mail: str
    zone: str
    sent: date
    has_token: bool = True
    named: NewAddress = NewAddress.NONE
    first_document: str = ""
