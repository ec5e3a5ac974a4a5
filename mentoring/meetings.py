"""Meetings and contacts: what can be asked, what can have happened, and what is known of each.

What follows from a request is in `arranging.py`.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class ProposeMeeting:
    """`day` is local to the relationship; `starts` (UTC) only if a time was said.  `number` 0: the next one."""

    member: str
    day: date
    starts: datetime | None = None
    number: int = 0


@dataclass(frozen=True, slots=True)
class AgreeMeeting:
    """Yes to a day: `mark` is that of the meeting as the letter showed it, empty for the day that stands."""

    member: str
    number: int
    mark: str = ""


@dataclass(frozen=True, slots=True)
class CancelMeeting:
    """`number` 0: the next one.  `day`: the local day that was said, if one was."""

    member: str
    number: int = 0
    day: date | None = None


@dataclass(frozen=True, slots=True)
class ReportMeeting:
    """Did they meet?  `day` None: on the day that was fixed, else today.  `number` 0: the latest unreported."""

    member: str
    met: bool
    day: date | None = None
    number: int = 0


@dataclass(frozen=True, slots=True)
class ReportContact:
    member: str
    day: date | None = None


@dataclass(frozen=True, slots=True)
class MeetingProposed:
    at: datetime
    member: str
    number: int
    day: date
    starts: datetime | None


@dataclass(frozen=True, slots=True)
class MeetingMoved:
    at: datetime
    member: str
    number: int
    day: date
    starts: datetime | None


@dataclass(frozen=True, slots=True)
class MeetingAgreed:
    at: datetime
    member: str
    number: int


@dataclass(frozen=True, slots=True)
class MeetingCancelled:
    at: datetime
    member: str
    number: int


@dataclass(frozen=True, slots=True)
class MeetingReported:
    """`known` is False when nobody had told us of this meeting before."""

    at: datetime
    member: str
    number: int
    met: bool
    day: date
    known: bool


@dataclass(frozen=True, slots=True)
class ReportsDiffer:
    """One says they met and one says they did not.  Nobody is accused (`XC-12`)."""

    at: datetime
    number: int


@dataclass(frozen=True, slots=True)
class ContactReported:
    at: datetime
    member: str
    day: date


@dataclass(frozen=True, slots=True)
class NoMeetingYet:
    """Asked about meeting, a member said "not yet" and no day was fixed: no breach, a fact."""

    at: datetime
    member: str


DayEvent = MeetingProposed | MeetingMoved | MeetingAgreed | MeetingCancelled
ReportEvent = MeetingReported | ReportsDiffer | ContactReported | NoMeetingYet
MeetingEvent = DayEvent | ReportEvent


class Held(StrEnum):
    """What is known about a meeting from the reports so far."""

    UNKNOWN = "unknown"
    YES = "yes"
    NO = "no"
    DIFFERS = "differs"


@dataclass(frozen=True, slots=True)
class Report:
    member: str
    met: bool
    day: date


@dataclass(frozen=True, slots=True)
class Meeting:
    """One meeting, by its number in the relationship.

    `since` is when its day was last set or agreed to; `fixed` says it had a day before it was reported; `told` is
    when the first report of it came; `given_up` says nobody told us in time whether it was held.
    """

    number: int
    day: date
    starts: datetime | None
    since: datetime
    fixed: bool
    agreed: tuple[str, ...] = ()
    cancelled: bool = False
    reports: tuple[Report, ...] = ()
    told: datetime | None = None
    given_up: bool = False

    @property
    def mark(self) -> str:
        """What tells this day from another the same meeting had before or after."""
        return (self.starts or self.day).isoformat()

    @property
    def held(self) -> Held:
        """Yes or no if all who have told us say the same."""
        answers = {report.met for report in self.reports}
        if answers == {True, False}:
            return Held.DIFFERS
        return Held.UNKNOWN if not answers else Held.YES if answers == {True} else Held.NO

    @property
    def held_on(self) -> date:
        """The local day it was held, as first told; until then the day it was fixed for."""
        return next((report.day for report in self.reports if report.met), self.day)

    @property
    def is_open(self) -> bool:
        """Whether it still has a day of which nobody has told us anything."""
        return not self.cancelled and not self.reports and not self.given_up


@dataclass(frozen=True, slots=True)
class Contact:
    """They were in touch on `day`; `told` is when we heard of it."""

    day: date
    told: datetime


@dataclass(frozen=True, slots=True)
class Meetings:
    """All meetings by number, and other contact."""

    all: tuple[Meeting, ...] = ()
    contacts: tuple[Contact, ...] = ()

    def number(self, number: int) -> Meeting | None:
        """The meeting of this number; None if there is none."""
        return next((meeting for meeting in self.all if meeting.number == number), None)

    def coming(self) -> Meeting | None:
        """The meeting that has a day and no report yet."""
        return next((meeting for meeting in reversed(self.all) if meeting.is_open), None)

    def held_days(self) -> tuple[date, ...]:
        """The days of the meetings that were held, in order."""
        return tuple(sorted(meeting.held_on for meeting in self.all if meeting.held is Held.YES))

    def held_day(self, nth: int) -> date | None:
        """The day of the `nth` meeting that was held; None if there were not so many."""
        days = self.held_days()
        return days[nth - 1] if 1 <= nth <= len(days) else None
