"""What is known of the meetings after one more event."""

from dataclasses import replace

from mentoring.meetings import (
    Contact,
    ContactReported,
    Meeting,
    MeetingAgreed,
    MeetingCancelled,
    MeetingEvent,
    MeetingMoved,
    MeetingProposed,
    MeetingReported,
    Meetings,
    NoMeetingYet,
    Report,
    ReportsDiffer,
)


def give_up(meetings: Meetings, number: int) -> Meetings:
    """Nobody said whether it was held: it stays unknown, and is no longer a meeting to come."""
    meeting = meetings.number(number)
    return meetings if meeting is None else _with(meetings, replace(meeting, given_up=True))


def remember(meetings: Meetings, event: MeetingEvent) -> Meetings:
    """What is known after one more event."""
    match event:
        case MeetingProposed(at=at, member=member, number=number, day=day, starts=starts):
            return _with(meetings, Meeting(number, day, starts, at, True, (member,)))
        case ContactReported(at=at, day=day):
            return replace(meetings, contacts=(*meetings.contacts, Contact(day, at)))
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
    reports = (*others, Report(event.member, event.met, event.day))
    return replace(meeting, reports=reports, told=meeting.told or event.at)


def _with(meetings: Meetings, meeting: Meeting) -> Meetings:
    others = tuple(each for each in meetings.all if each.number != meeting.number)
    return replace(meetings, all=tuple(sorted((*others, meeting), key=lambda each: each.number)))
