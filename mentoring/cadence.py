"""How often to meet: the first meeting, the pair's rhythm, and the questions around each meeting."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from mentoring.calendar import Span, add, local_day
from mentoring.meetings import Contact, Held, Meeting
from mentoring.obligations import Act, Obligation, Rung, climb, rung
from mentoring.pause import Absence, moved
from mentoring.programme import ANYONE, Programme, Strength

if TYPE_CHECKING:
    from mentoring.state import Relationship

CHECK_AFTER, REMIND_AFTER, LAPSE_AFTER = 1, 5, 10
"""Days after a meeting's day: ask whether it was held, ask again, leave it open."""

MONTHLY_DAYS = (30, 31)
"""A frequency of so many days is meant as "monthly"; every four weeks stays every four weeks."""


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
    """`IMG-04`, `RED-04`: owed until a day is fixed or somebody says that they have met, even if the other differs."""
    rules, meetings = relationship.programme.first_meeting, relationship.meetings
    said_met = any(report.met for meeting in meetings.all for report in meeting.reports)
    if said_met or meetings.coming() or "lapse" in relationship.steps.get("first-meeting", ()):
        return ()
    owners = tuple(member.id for member in relationship.members if rules.by in (member.role, ANYONE))
    due = first_due(relationship)
    return (Obligation("first-meeting", owners, due, rules.strength, climb(relationship, rules.ladder, due)),)


def first_due(relationship: "Relationship") -> date:
    """The local day by which the first meeting is due."""
    due = add(relationship.kickoff, relationship.programme.first_meeting.due)
    return relationship.moved(due, relationship.kickoff)


def _rhythm(relationship: "Relationship") -> tuple[Obligation, ...]:
    """The next meeting (or contact) by the pair's own frequency, else the programme's phase (`IMG-08`, `RED-13`)."""
    rules, kickoff = relationship.programme.cadence, relationship.kickoff
    evidence = last_evidence(relationship)
    start = evidence.day if evidence else add(kickoff, relationship.programme.first_meeting.due)
    # Added up and reckoned from `start` each time, so that the 31st does not wear down to the 28th.
    anchor, passed = start, Span()
    while "lapse" in relationship.steps.get(f"cadence/{anchor}", ()):
        passed = passed.plus(interval(relationship, anchor))
        anchor = add(start, passed)
    base = add(start, passed.plus(interval(relationship, anchor)))
    due = relationship.moved(base, start if evidence else kickoff)
    coming = relationship.meetings.coming()
    if coming and len(coming.agreed) == len(relationship.members) and start < coming.day:
        # Two who have a date are left in peace until its check is over, but no longer than one more interval.
        due = max(due, min(add(coming.day, Span(days=LAPSE_AFTER)), add(due, interval(relationship, due))))
    everyone = tuple(member.id for member in relationship.members)
    # Whoever has only just told us of the last meeting is not nudged for the next in the same hour.
    told = local_day(evidence.told, relationship.zone) if evidence else kickoff
    rungs = climb(relationship, rules.ladder, max(due, told))
    return (Obligation(f"cadence/{anchor}", everyone, due, rules.strength, rungs),)


def last_evidence(relationship: "Relationship") -> Contact | None:
    """The last time they are known to have met, or been in touch where the programme counts that."""
    known = [Contact(m.held_on, m.told) for m in relationship.meetings.all if m.held is Held.YES and m.told]
    if relationship.programme.cadence.contact_counts:
        known += relationship.meetings.contacts
    return max(known, key=lambda each: (each.day, each.told), default=None)


def interval(relationship: "Relationship", day: date) -> Span:
    """How long after `day` the next meeting is due: the pair's own frequency comes first (`IMG-10`, `RED-15`)."""
    for rules in relationship.programme.documents:
        frequencies = {field.key for field in rules.fields if field.kind == "frequency"}
        for answer in relationship.document(rules.key).standing:
            if answer.field in frequencies and answer.days:
                return Span(months=1) if answer.days in MONTHLY_DAYS else Span(days=answer.days)
    return advised_interval(relationship.programme, relationship.kickoff, day, relationship.absences)


def advised_interval(programme: Programme, kickoff: date, day: date, absences: Sequence[Absence] = ()) -> Span:
    """The interval of the programme's phase that the local day `day` lies in; the last phase goes on (`IMG-09`).

    Like everything else a phase ends later by the absences in it.
    """
    passed = Span()
    for phase in programme.cadence.phases:
        passed = passed.plus(phase.lasts)
        if day < moved(add(kickoff, passed), kickoff, absences):
            return phase.every
    return programme.cadence.phases[-1].every


def _agenda(relationship: "Relationship", meeting: Meeting) -> tuple[Obligation, ...]:
    """`IMG-06`: the day before an agreed meeting, the one who owns the agenda is asked to think of it."""
    role = relationship.programme.first_meeting.agenda
    owners = tuple(member.id for member in relationship.members if role in (member.role, ANYONE))
    if not owners or len(meeting.agreed) < len(relationship.members) or not meeting.is_open:
        return ()
    ask = rung(relationship, meeting.day, -1, Act.ASK)
    too_late = rung(relationship, meeting.day, 0, Act.LAPSE)
    key = f"agenda/{meeting.number}/{meeting.day}"
    if not meeting.since < ask.at < too_late.at or key in relationship.steps:
        return ()
    return (Obligation(key, owners, meeting.day, Strength.ADVISED, (ask, too_late)),)


def _met_check(relationship: "Relationship", meeting: Meeting) -> tuple[Obligation, ...]:
    """The day after, whoever has said nothing is asked whether they met; then once more; then it stays unknown."""
    key = f"met/{meeting.number}/{meeting.day}"
    told = {said.member for said in meeting.reports}
    owners = tuple(member.id for member in relationship.members if member.id not in told)
    if not owners or "lapse" in relationship.steps.get(key, ()):
        return ()
    rungs: tuple[Rung, ...] = (
        rung(relationship, meeting.day, CHECK_AFTER, Act.ASK),
        rung(relationship, meeting.day, REMIND_AFTER, Act.REMIND),
        rung(relationship, meeting.day, LAPSE_AFTER, Act.LAPSE),
    )
    return (Obligation(key, owners, meeting.day, Strength.ADVISED, rungs),)
