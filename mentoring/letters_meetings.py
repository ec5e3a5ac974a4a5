"""Letters about meetings: days proposed and fixed, and whether they were held."""

from datetime import date

from mentoring import events as e
from mentoring.ending import Leaving
from mentoring.letter_facts import day_facts, to_all
from mentoring.letters import NOTHING_ASKED, OFFICE, Ask, Fact, Letter, Question
from mentoring.meetings import DayEvent, Held, Meeting, ReportEvent
from mentoring.state import Relationship


def day_question(meeting: Meeting) -> Question:
    """Whether this very day suits: a yes to it is no yes to another."""
    return Question(Ask.NEXT_MEETING, f"meeting/{meeting.number}/{meeting.mark}")


def about_a_day(event: DayEvent, now: Relationship) -> tuple[Letter, ...]:
    """The other is asked about a new day; both hear when it is fixed or off."""
    meeting = now.meetings.number(event.number)
    assert meeting is not None
    facts, asked = day_facts(meeting), day_question(meeting)
    match event:
        case e.MeetingProposed(member=member) | e.MeetingMoved(member=member):
            told: dict[str, Fact] = facts | {"by": member, "moved": isinstance(event, e.MeetingMoved)}
            others = tuple(Letter("meeting_proposed", other, asked, told) for other in now.others(member))
            return (*others, Letter("meeting_noted", member, asked, told))
        case e.MeetingAgreed():
            everyone = len(meeting.agreed) == len(now.members)
            return to_all(now, "meeting_fixed", asked, facts) if everyone else ()
        case e.MeetingCancelled(member=member):
            return to_all(now, "meeting_cancelled", Question(Ask.NEXT_MEETING), facts | {"by": member})


def held_back(member: str, now: Relationship, today: date) -> tuple[Letter, ...]:
    """The day a leaver was not asked about while their grace ran, now that they stay.

    Whoever proposed it was told that they were; whoever watches is not told of this letter either.
    """
    meeting = now.meetings.coming()
    if meeting is None or meeting.day < today or member in OFFICE or member in meeting.agreed:
        return ()
    if isinstance(now.life, Leaving):
        return ()
    told: dict[str, Fact] = day_facts(meeting) | {"by": meeting.agreed[0], "moved": False}
    return (Letter("meeting_proposed", member, day_question(meeting), told, private=True),)


def about_meeting(event: ReportEvent, now: Relationship) -> tuple[Letter, ...]:
    """A thank-you to whoever told us; the other is asked only about what nobody had told of before."""
    match event:
        case e.MeetingReported(member=member, number=number, met=met, day=day):
            meeting = now.meetings.number(number)
            if meeting is None or meeting.held is Held.DIFFERS:
                return ()
            noted: dict[str, Fact] = {"number": number, "met": met, "day": day}
            own = Letter("met_noted", member, Question(Ask.NEXT_MEETING), noted)
            silent = () if event.known else now.others(member)
            check = Question(Ask.MET_CHECK, f"meeting/{number}")
            return (own, *(Letter("met_told", other, check, noted | {"by": member}) for other in silent))
        case e.NoMeetingYet(member=member):
            return (Letter("met_noted", member, Question(Ask.NEXT_MEETING), {"met": False}),)
        case e.ReportsDiffer(number=number):
            meeting = now.meetings.number(number)
            facts = day_facts(meeting) if meeting else {}
            return to_all(now, "met_differs", Question(Ask.MET_CHECK, f"meeting/{number}"), facts)
        case e.ContactReported(member=member, day=day):
            return (Letter("contact_noted", member, NOTHING_ASKED, {"day": day}),)
