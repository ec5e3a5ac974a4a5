"""Who a letter is for, and what it is about."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

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
class Door:
    """One of its reader's relationships, as its own letters name it, and the address at which it is written to.

    Without `partners` they have not been told with whom yet; then it `begins` on that local day.
    """

    title: str
    role: str
    partners: tuple[str, ...]
    begins: date | None
    address: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Occasion:
    """A letter, its reader and the moment (aware, UTC) it is written.

    `people` are the members by id; `reply_to` is the address with this letter's token; where
    its answer has to choose, `doors` have one each instead.
    """

    letter: Letter
    programme: Programme
    reader: Reader
    people: Mapping[str, Reader]
    at: datetime
    reply_to: str
    attachments: tuple[Attachment, ...] = ()
    doors: tuple[Door, ...] = ()
