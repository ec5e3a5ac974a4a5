"""How often to meet: the first meeting, the pair's rhythm, and the questions around each meeting."""

from datetime import date
from typing import TYPE_CHECKING

from mentoring.calendar import Span, add
from mentoring.meetings import Meeting
from mentoring.obligations import Act, Obligation, Rung, climb, rung
from mentoring.programme import ANYONE, Programme, Strength

if TYPE_CHECKING:
    from mentoring.state import Relationship

CHECK_AFTER, REMIND_AFTER, LAPSE_AFTER = 1, 5, 10
"""Days after a meeting's day: ask whether it was held, ask again, leave it open."""

MONTHLY_DAYS = range(28, 32)


def owed(relationship: "Relationship") -> tuple[Obligation, ...]:
    """What the pair owes around its meetings: the first one, the next one, and word of those that were fixed."""
    checks = tuple(
        obligation
        for meeting in relationship.meetings.all
        if meeting.fixed and not meeting.cancelled
        for obligation in (*_agenda(relationship, meeting), *_met_check(relationship, meeting))
    )
    return (*_first_meeting(relationship), *_rhythm(relationship), *checks)


def _first_meeting(relationship: "Relationship") -> tuple[Obligation, ...]:
    """`IMG-04`, `RED-04`: owed until a day is fixed or the meeting was held."""
    rules, meetings = relationship.programme.first_meeting, relationship.meetings
    if meetings.held_days() or meetings.coming() or "lapse" in relationship.steps.get("first-meeting", ()):
        return ()
    base = add(relationship.kickoff, rules.due)
    owners = tuple(member.id for member in relationship.members if rules.by in (member.role, ANYONE))
    due = relationship.moved(base, relationship.kickoff)
    rungs = climb(relationship, rules.ladder, relationship.kickoff, base)
    return (Obligation("first-meeting", owners, due, rules.strength, rungs),)


def _rhythm(relationship: "Relationship") -> tuple[Obligation, ...]:
    """The next meeting (or contact) by the pair's own frequency, else the programme's phase (`IMG-08`, `RED-13`)."""
    rules = relationship.programme.cadence
    anchor = last_evidence(relationship)
    if anchor is None:
        anchor = add(relationship.kickoff, relationship.programme.first_meeting.due)
    while "lapse" in relationship.steps.get(f"cadence/{anchor}", ()):
        anchor = add(anchor, interval(relationship, anchor))
    base = add(anchor, interval(relationship, anchor))
    coming = relationship.meetings.coming()
    if coming and len(coming.agreed) == len(relationship.members) and anchor < coming.day:
        # Two who have a date are left in peace until then, but no longer than one more interval.
        base = max(base, min(coming.day, add(base, interval(relationship, base))))
    due = relationship.moved(base, anchor)
    everyone = tuple(member.id for member in relationship.members)
    rungs = climb(relationship, rules.ladder, anchor, base)
    return (Obligation(f"cadence/{anchor}", everyone, due, rules.strength, rungs),)


def last_evidence(relationship: "Relationship") -> date | None:
    """The last day on which they are known to have met, or been in touch where the programme counts that."""
    days = relationship.meetings.held_days()
    if relationship.programme.cadence.contact_counts:
        days += relationship.meetings.contacts
    return max(days, default=None)


def interval(relationship: "Relationship", day: date) -> Span:
    """How long after `day` the next meeting is due: the pair's own frequency comes first (`IMG-10`, `RED-15`)."""
    for rules in relationship.programme.documents:
        for answer in relationship.document(rules.key).standing:
            if answer.days:
                return Span(months=1) if answer.days in MONTHLY_DAYS else Span(days=answer.days)
    return advised_interval(relationship.programme, relationship.kickoff, day)


def advised_interval(programme: Programme, kickoff: date, day: date) -> Span:
    """The interval of the programme's phase that `day` lies in; the last phase goes on (`IMG-09`)."""
    passed = Span()
    for phase in programme.cadence.phases:
        passed = passed.plus(phase.lasts)
        if day < add(kickoff, passed):
            return phase.every
    return programme.cadence.phases[-1].every


def expected_meetings(programme: Programme, kickoff: date, until: date) -> int:
    """How many meetings the programme's own rhythm expects from the kick-off to `until` (`IMG-08`)."""
    count, day = 0, add(kickoff, advised_interval(programme, kickoff, kickoff))
    while day <= until:
        count, day = count + 1, add(day, advised_interval(programme, kickoff, day))
    return count


def _agenda(relationship: "Relationship", meeting: Meeting) -> tuple[Obligation, ...]:
    """`IMG-06`: the day before an agreed meeting, the one who owns the agenda is asked to think of it."""
    role = relationship.programme.first_meeting.agenda
    owners = tuple(member.id for member in relationship.members if member.role == role)
    if not owners or len(meeting.agreed) < len(relationship.members) or not meeting.is_open:
        return ()
    step = rung(relationship, meeting.since.date(), meeting.day, -1, Act.ASK)
    if step.at <= meeting.since:
        return ()
    return (Obligation(f"agenda/{meeting.number}/{meeting.day}", owners, meeting.day, Strength.ADVISED, (step,)),)


def _met_check(relationship: "Relationship", meeting: Meeting) -> tuple[Obligation, ...]:
    key = f"met/{meeting.number}/{meeting.day}"
    told = {said.member for said in meeting.reports}
    owners = tuple(member.id for member in relationship.members if member.id not in told)
    if not owners or "lapse" in relationship.steps.get(key, ()):
        return ()
    anchor = meeting.since.date()
    rungs: tuple[Rung, ...] = (
        rung(relationship, anchor, meeting.day, CHECK_AFTER, Act.ASK),
        rung(relationship, anchor, meeting.day, REMIND_AFTER, Act.REMIND),
        rung(relationship, anchor, meeting.day, LAPSE_AFTER, Act.LAPSE),
    )
    return (Obligation(key, owners, relationship.moved(meeting.day, anchor), Strength.ADVISED, rungs),)
