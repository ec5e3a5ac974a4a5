"""Meetings and contacts: proposed, agreed, moved, cancelled, and whether they were held."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from mentoring.answers import Declined, Why
from mentoring.calendar import local_day

if TYPE_CHECKING:
    from mentoring.state import Relationship

SAME_MEETING_DAYS = 3
"""Two reports at most so many days apart speak of one meeting."""


@dataclass(frozen=True, slots=True)
class ProposeMeeting:
    """`day` is local to the relationship; `starts` (UTC) only if a time was said.  `number` 0: the next one."""

    member: str
    day: date
    starts: datetime | None = None
    number: int = 0


@dataclass(frozen=True, slots=True)
class AgreeMeeting:
    member: str
    number: int


@dataclass(frozen=True, slots=True)
class CancelMeeting:
    member: str
    number: int = 0


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


MeetingEvent = (
    MeetingProposed
    | MeetingMoved
    | MeetingAgreed
    | MeetingCancelled
    | MeetingReported
    | ReportsDiffer
    | ContactReported
    | NoMeetingYet
)


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
    """`since` is when its day was last set; `fixed` says it had a day before it was reported."""

    number: int
    day: date
    starts: datetime | None
    since: datetime
    fixed: bool
    agreed: tuple[str, ...] = ()
    cancelled: bool = False
    reports: tuple[Report, ...] = ()

    @property
    def held(self) -> Held:
        answers = {report.met for report in self.reports}
        if answers == {True, False}:
            return Held.DIFFERS
        return Held.UNKNOWN if not answers else Held.YES if answers == {True} else Held.NO

    @property
    def held_on(self) -> date:
        return next((report.day for report in self.reports if report.met), self.day)

    @property
    def is_open(self) -> bool:
        return not self.cancelled and not self.reports


@dataclass(frozen=True, slots=True)
class Meetings:
    """All meetings by number, and the days of other contact."""

    all: tuple[Meeting, ...] = ()
    contacts: tuple[date, ...] = field(default=())

    def number(self, number: int) -> Meeting | None:
        return next((meeting for meeting in self.all if meeting.number == number), None)

    def coming(self) -> Meeting | None:
        """The meeting that has a day and no report yet."""
        return next((meeting for meeting in reversed(self.all) if meeting.is_open), None)

    def held_days(self) -> tuple[date, ...]:
        return tuple(sorted(meeting.held_on for meeting in self.all if meeting.held is Held.YES))

    def held_day(self, nth: int) -> date | None:
        """The day of the `nth` meeting that was held; None if there were not so many."""
        days = self.held_days()
        return days[nth - 1] if 1 <= nth <= len(days) else None


def propose(
    relationship: "Relationship", command: ProposeMeeting, now: datetime
) -> tuple[MeetingEvent | Declined, ...]:
    """A new day to meet: another one than already fixed moves the meeting, the same one agrees to it."""
    if command.day < local_day(now, relationship.zone) or (command.starts and command.starts <= now):
        return (Declined(now, command.member, Why.MEETING_IN_THE_PAST),)
    coming = relationship.meetings.number(command.number) if command.number else None
    if coming is None or not coming.is_open:
        coming = relationship.meetings.coming()
    if coming is None:
        number = len(relationship.meetings.all) + 1
        return (MeetingProposed(now, command.member, number, command.day, command.starts),)
    if coming.day == command.day and (command.starts is None or command.starts == coming.starts):
        return agree(relationship, AgreeMeeting(command.member, coming.number), now)
    return (MeetingMoved(now, command.member, coming.number, command.day, command.starts),)


def agree(relationship: "Relationship", command: AgreeMeeting, now: datetime) -> tuple[MeetingEvent | Declined, ...]:
    meeting = relationship.meetings.number(command.number)
    if meeting is None or not meeting.is_open:
        return (Declined(now, command.member, Why.NO_SUCH_MEETING),)
    return () if command.member in meeting.agreed else (MeetingAgreed(now, command.member, meeting.number),)


def cancel(relationship: "Relationship", command: CancelMeeting, now: datetime) -> tuple[MeetingEvent | Declined, ...]:
    meeting = relationship.meetings.number(command.number) or relationship.meetings.coming()
    if meeting is None or not meeting.is_open:
        return (Declined(now, command.member, Why.NO_SUCH_MEETING),)
    return (MeetingCancelled(now, command.member, meeting.number),)


def report(relationship: "Relationship", command: ReportMeeting, now: datetime) -> tuple[MeetingEvent | Declined, ...]:
    """Whether they met; a later answer of the same member corrects the earlier one."""
    today = local_day(now, relationship.zone)
    if command.met and command.day and command.day > today:
        return (Declined(now, command.member, Why.MET_IN_THE_FUTURE),)
    meeting = _meant(relationship.meetings, command, today)
    if meeting is None and not command.met:
        return (NoMeetingYet(now, command.member),)
    number = meeting.number if meeting else len(relationship.meetings.all) + 1
    planned = meeting.day if meeting and meeting.day <= today else today
    event = MeetingReported(now, command.member, number, command.met, command.day or planned, meeting is not None)
    after = remember(relationship.meetings, event).number(number)
    differs = after is not None and after.held is Held.DIFFERS
    return (event, ReportsDiffer(now, number)) if differs else (event,)


def _meant(meetings: Meetings, command: ReportMeeting, today: date) -> Meeting | None:
    """The meeting a report speaks of; None when it is one we had not heard of."""
    if command.number:
        return meetings.number(command.number)
    for meeting in reversed(meetings.all):
        own = any(said.member == command.member for said in meeting.reports)
        if meeting.cancelled or own or meeting.day > today:
            continue
        if command.day is None or abs(command.day - meeting.held_on) <= timedelta(days=SAME_MEETING_DAYS):
            return meeting
    return None


def report_contact(
    relationship: "Relationship", command: ReportContact, now: datetime
) -> tuple[MeetingEvent | Declined, ...]:
    today = local_day(now, relationship.zone)
    if command.day and command.day > today:
        return (Declined(now, command.member, Why.MET_IN_THE_FUTURE),)
    return (ContactReported(now, command.member, command.day or today),)


def remember(meetings: Meetings, event: MeetingEvent) -> Meetings:
    match event:
        case MeetingProposed(at=at, member=member, number=number, day=day, starts=starts):
            return _with(meetings, Meeting(number, day, starts, at, True, (member,)))
        case ContactReported(day=day):
            return replace(meetings, contacts=(*meetings.contacts, day))
        case MeetingReported(at=at, number=number, day=day) if meetings.number(number) is None:
            return _with(meetings, _reported(Meeting(number, day, None, at, False), event))
        case ReportsDiffer() | NoMeetingYet():
            return meetings
        case MeetingMoved() | MeetingAgreed() | MeetingCancelled() | MeetingReported():
            meeting = meetings.number(event.number)
            return meetings if meeting is None else _with(meetings, _changed(meeting, event))


def _changed(meeting: Meeting, event: MeetingMoved | MeetingAgreed | MeetingCancelled | MeetingReported) -> Meeting:
    match event:
        case MeetingMoved(at=at, member=member, day=day, starts=starts):
            return replace(meeting, day=day, starts=starts, since=at, agreed=(member,))
        case MeetingAgreed(at=at, member=member):
            return replace(meeting, since=at, agreed=(*meeting.agreed, member))
        case MeetingCancelled():
            return replace(meeting, cancelled=True)
        case MeetingReported():
            return _reported(meeting, event)


def _reported(meeting: Meeting, event: MeetingReported) -> Meeting:
    others = tuple(said for said in meeting.reports if said.member != event.member)
    return replace(meeting, reports=(*others, Report(event.member, event.met, event.day)))


def _with(meetings: Meetings, meeting: Meeting) -> Meetings:
    others = tuple(each for each in meetings.all if each.number != meeting.number)
    return replace(meetings, all=tuple(sorted((*others, meeting), key=lambda each: each.number)))
