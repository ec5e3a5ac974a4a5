"""Who a letter is for, and what it is about."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from mentoring.letters import Letter
from mentoring.programme import Programme


@dataclass(frozen=True, slots=True)
class Reader:
    """A member as letters know them: `role` as the programme words it, or "organiser"; `zone` an IANA name,
    `language` a BCP 47 tag."""

    id: str
    name: str
    address: str
    role: str
    zone: str
    language: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """A text that goes with a letter; `kind` is `plain` or `json`."""

    name: str
    kind: str
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Occasion:
    """A letter, its reader and the moment (aware, UTC) it is written.

    `people` are the members by id; `reply_to` is the address with this letter's token.
    """

    letter: Letter
    programme: Programme
    reader: Reader
    people: Mapping[str, Reader]
    at: datetime
    reply_to: str
    attachments: tuple[Attachment, ...] = ()
