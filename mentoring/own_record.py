"""What a relationship's record holds of one member: what they said and did, and nothing that another one said.

Who asked for an end is not in it, whoever that was; nor is anything that only others were told.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from mentoring import events as e
from mentoring.programme import Programme


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing a member did: when (UTC), what, and its particulars by name, in their own words if they are words."""

    at: datetime
    what: str
    particulars: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Membership:
    """One relationship of a member, as they took part in it; `kickoff` and `ended` are local days."""

    programme: str
    version: str
    role: str
    stage: str
    kickoff: date | None
    ended: date | None
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class OwnRecord:
    """Everything that is held of one person, by themselves."""

    name: str
    address: str
    zone: str
    language: str
    memberships: tuple[Membership, ...]


def membership(programme: Programme, role: str, stage: str, events: Iterable[e.Event], member: str) -> Membership:
    """One member's part of a relationship; `role` is its key."""
    story = tuple(events)
    kickoff = next((event.kickoff for event in story if isinstance(event, e.RelationshipStarted)), None)
    ended = next((event.day for event in story if isinstance(event, e.RelationshipEnded)), None)
    own = (event for event in story if _writer(event) == member)
    entries = (Entry(event.at, *said) for event in own if (said := _said(event, programme)) is not None)
    label = programme.role(role).label
    return Membership(programme.title, programme.version, label, stage, kickoff, ended, tuple(entries))


def _writer(event: e.Event) -> str | None:
    """Whose doing an event is; who asked for an end is nobody's to read, and so is not among them."""
    if isinstance(event, e.ConcernRaised | e.BasisGiven):
        return event.by.member
    return getattr(event, "member", None)


def _said(event: e.Event, programme: Programme) -> tuple[str, dict[str, str]] | None:
    """What a member's own event tells of them, by an explicit list: what is not on it is not given away."""
    match event:
        case e.Joined():
            return "said yes to taking part", {}
        case e.FormAnswered(document=document, answers=answers):
            fields = {field.key: field.label for field in programme.document(document).fields}
            words = {fields.get(answer.field, answer.field): answer.words.text for answer in answers}
            return f"answered: {programme.document(document).title}", words
        case e.ChangesWanted(document=document):
            return f"asked for changes: {programme.document(document).title}", {}
        case e.Signed(document=document, version=version, digest=digest):
            signed = {"version": str(version), "digest of the text": digest}
            return f"agreed to: {programme.document(document).title}", signed
        case e.SurveyAnswered(survey=survey, answers=answers):
            return f"answered the survey: {survey}", {str(n): words.text for n, words in enumerate(answers, start=1)}
        case e.InvitationAnswered(gathering=gathering, coming=coming):
            return f"answered the invitation: {gathering}", {"coming": _yes(coming)}
        case e.RenewalAnswered(yes=yes):
            return "was asked about going on", {"answer": _yes(yes)}
        case e.ConcernRaised():
            return "said that there is a concern", {}
        case e.BasisGiven(words=words) if words is not None:
            return "answered about the concern", {"in your words": words.text}
        case e.NudgesStopped():
            return "asked for no more nudges", {}
        case e.DutiesAcknowledged():
            return "took note of the duties that stay", {}
        case _:
            return _of_meetings(event)


def _of_meetings(event: e.Event) -> tuple[str, dict[str, str]] | None:
    match event:
        case e.MeetingProposed(day=day) | e.MeetingMoved(day=day):
            return "proposed a day for a meeting", {"day": day.isoformat()}
        case e.MeetingAgreed(number=number):
            return "agreed to a day for a meeting", {"meeting": str(number)}
        case e.MeetingCancelled(number=number):
            return "cancelled a meeting", {"meeting": str(number)}
        case e.MeetingReported(number=number, met=met, day=day):
            told = {"meeting": str(number), "met": _yes(met), "day": day.isoformat()}
            return "told of a meeting", told
        case e.NoMeetingYet():
            return "told that there was no meeting yet", {}
        case e.ContactReported(day=day):
            return "told of a contact", {"day": day.isoformat()}
        case e.Paused(start=start, back=back):
            return "told of an absence", {"from": start.isoformat(), "back": back.isoformat()}
        case _:
            return None


def _yes(yes: bool) -> str:
    return "yes" if yes else "no"
