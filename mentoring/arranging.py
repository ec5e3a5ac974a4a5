"""What follows when people propose, agree to, move, cancel or report a meeting, or tell of other contact."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from mentoring.answers import Declined, Why
from mentoring.calendar import local_day
from mentoring.meeting_memory import remember
from mentoring.meetings import (
    AgreeMeeting,
    CancelMeeting,
    ContactReported,
    Held,
    Meeting,
    MeetingAgreed,
    MeetingCancelled,
    MeetingEvent,
    MeetingMoved,
    MeetingProposed,
    MeetingReported,
    Meetings,
    NoMeetingYet,
    ProposeMeeting,
    ReportContact,
    ReportMeeting,
    ReportsDiffer,
)

if TYPE_CHECKING:
    from mentoring.state import Relationship

SAME_MEETING = timedelta(days=3)
"""Two reports at most so many days apart speak of one meeting."""

FARTHEST_AHEAD = timedelta(days=366)
FARTHEST_BACK = timedelta(days=31)
"""A day beyond these (before the kick-off, ahead of today) is a slip of the pen, so the writer is asked for it."""


def propose(
    relationship: "Relationship", command: ProposeMeeting, now: datetime
) -> tuple[MeetingEvent | Declined, ...]:
    """A new day to meet: another one than already fixed moves the meeting, the same one agrees to it.

    A meeting whose day has passed is moved only by its number ("we moved it to 3 June"); else the day is for the next.
    """
    today = local_day(now, relationship.zone)
    if command.day < today or (command.starts and command.starts <= now):
        return (Declined(now, command.member, Why.MEETING_IN_THE_PAST),)
    if command.day > today + FARTHEST_AHEAD:
        return (Declined(now, command.member, Why.NEEDS_A_DAY),)
    meetings = relationship.meetings
    coming = meetings.number(command.number)
    if coming is None or not coming.is_open:
        coming = meetings.coming()
    if coming is None or (coming.day < today and coming.number != command.number):
        return (MeetingProposed(now, command.member, len(meetings.all) + 1, command.day, command.starts),)
    if coming.day == command.day and (command.starts is None or command.starts == coming.starts):
        return agree(relationship, AgreeMeeting(command.member, coming.number), now)
    return (MeetingMoved(now, command.member, coming.number, command.day, command.starts),)


def agree(relationship: "Relationship", command: AgreeMeeting, now: datetime) -> tuple[MeetingEvent | Declined, ...]:
    """Yes to a day.  If it has been moved since the letter that is answered, the other day is asked about instead."""
    meeting = relationship.meetings.number(command.number)
    if meeting is None or not meeting.is_open:
        return (Declined(now, command.member, Why.NO_SUCH_MEETING),)
    if command.mark not in ("", meeting.mark) and command.member not in meeting.agreed:
        return (Declined(now, command.member, Why.DAY_MOVED),)
    if meeting.day < local_day(now, relationship.zone):
        return (Declined(now, command.member, Why.MEETING_IN_THE_PAST),)
    return () if command.member in meeting.agreed else (MeetingAgreed(now, command.member, meeting.number),)


def cancel(relationship: "Relationship", command: CancelMeeting, now: datetime) -> tuple[MeetingEvent | Declined, ...]:
    """Not on that day after all; said only afterwards, it is the report that they did not meet.

    Whoever answers an old letter means the meeting that stands now, unless they say another day.
    """
    meeting = relationship.meetings.number(command.number)
    if meeting is None or not meeting.is_open:
        meeting = relationship.meetings.coming()
    if meeting is None:
        return (Declined(now, command.member, Why.NO_SUCH_MEETING),)
    if command.day not in (None, meeting.day):
        return (Declined(now, command.member, Why.ANOTHER_MEETING),)
    if meeting.day < local_day(now, relationship.zone):
        return report(relationship, ReportMeeting(command.member, False, meeting.day, meeting.number), now)
    return (MeetingCancelled(now, command.member, meeting.number),)


def report(relationship: "Relationship", command: ReportMeeting, now: datetime) -> tuple[MeetingEvent | Declined, ...]:
    """Whether they met; a later answer of the same member corrects the earlier one."""
    today = local_day(now, relationship.zone)
    if command.met and (why := _no_day_for(relationship, command.day, today)):
        return (Declined(now, command.member, why),)
    meeting = _meant(relationship.meetings, command, today)
    if meeting is None and not command.met:
        return (NoMeetingYet(now, command.member),)
    if meeting and not command.met and meeting.is_open and meeting.day > today:
        return (MeetingCancelled(now, command.member, meeting.number),)
    number = meeting.number if meeting else len(relationship.meetings.all) + 1
    day = command.day or (meeting.day if meeting and meeting.day <= today else today)
    # Whoever was told that it was cancelled has to hear that it was held.
    known = meeting is not None and not meeting.cancelled
    event = MeetingReported(now, command.member, number, command.met, day, known)
    after = remember(relationship.meetings, event).number(number)
    differs = after is not None and after.held is Held.DIFFERS
    return (event, ReportsDiffer(now, number)) if differs else (event,)


def _no_day_for(relationship: "Relationship", day: date | None, today: date) -> Why | None:
    """Why they cannot have met or talked on this day."""
    if day and day > today:
        return Why.MET_IN_THE_FUTURE
    return Why.NEEDS_A_DAY if day and day < relationship.kickoff - FARTHEST_BACK else None


def _meant(meetings: Meetings, command: ReportMeeting, today: date) -> Meeting | None:
    """The meeting a report speaks of; None when it is one we had not heard of."""
    if command.number and (named := meetings.number(command.number)):
        return named
    fitting = (meeting for meeting in reversed(meetings.all) if not meeting.cancelled)
    return next((meeting for meeting in fitting if _fits(meeting, command, today)), None)


def _fits(meeting: Meeting, command: ReportMeeting, today: date) -> bool:
    said = command.day or today
    near = abs(said - meeting.held_on) <= SAME_MEETING
    if any(earlier.member == command.member for earlier in meeting.reports):
        # Their own word again: the same day is the same meeting, another day another one.
        return meeting.held_on == said if command.met else command.day is not None and near
    if command.day is None and meeting.is_open and meeting.day <= today:
        return True
    # "Not yet" alone never contradicts what somebody else has told of a day.
    return near if command.met or command.day else False


def report_contact(
    relationship: "Relationship", command: ReportContact, now: datetime
) -> tuple[MeetingEvent | Declined, ...]:
    """They were in touch otherwise, today unless another day is said."""
    today = local_day(now, relationship.zone)
    if why := _no_day_for(relationship, command.day, today):
        return (Declined(now, command.member, why),)
    return (ContactReported(now, command.member, command.day or today),)
