"""By when each document is due, who is waited for, and the two weeks an amendment stays open."""

from datetime import date
from typing import TYPE_CHECKING

from mentoring.calendar import Span, add
from mentoring.documents import Document, missing_fields
from mentoring.obligations import Act, Obligation, climb, rung
from mentoring.programme import ANYONE, DocumentRules, Due, Resolve, Strength

if TYPE_CHECKING:
    from mentoring.state import Relationship

AMENDMENT_OPEN = Span(days=14)
REMIND_BEFORE = 7


def owed(relationship: "Relationship") -> tuple[Obligation, ...]:
    """What is still to be filled in or signed: first versions, and amendments under way."""
    found = []
    for rules in relationship.programme.documents:
        document = relationship.document(rules.key)
        if not document.in_force:
            found.append(_first_version(relationship, rules, document))
        elif document.since is not None:
            found.append(_amendment(relationship, rules, document, document.since))
    return tuple(found)


def _first_version(relationship: "Relationship", rules: DocumentRules, document: Document) -> Obligation:
    due = due_day(relationship, rules)
    rungs = climb(relationship, rules.ladder, due)
    if rules.due.by_meeting and (later := relationship.meetings.held_day(rules.due.by_meeting + 1)):
        # `RED-11`: a meeting after the one it was due by, and still no plan: the organiser hears at once.
        at_once = rung(relationship, later, 0, Act.ESCALATE)
        sooner = (at_once if step.act is Act.ESCALATE and at_once.at < step.at else step for step in rungs)
        rungs = tuple(sorted(sooner, key=lambda step: step.at))
    return Obligation(rules.key, waited_for(relationship, rules, document), due, rules.strength, rungs)


def due_day(relationship: "Relationship", rules: DocumentRules) -> date:
    """The local day a document is due (`RED-05`, `RED-11`, `RED-12`).

    By a meeting it is the day that meeting was held; until then it is the programme's date, later by every pause.
    """
    due = rules.due
    if due.by_meeting and (held := relationship.meetings.held_day(due.by_meeting)):
        return held
    return relationship.moved(programmes_day(due, relationship.kickoff), relationship.kickoff)


def programmes_day(due: Due, kickoff: date) -> date:
    """The day the programme's rule gives, before any pause moves it (`RED-05`)."""
    relative = add(kickoff, due.after)
    if due.absolute is None:
        return relative
    match due.resolve:
        case Resolve.EARLIEST:
            return min(relative, due.absolute)
        case Resolve.LATEST:
            return max(relative, due.absolute)
        case Resolve.ABSOLUTE:
            return due.absolute


def latest_day(relationship: "Relationship", key: str) -> date:
    """The last day for a document, as far as is known today: the meeting it is due by may have a day already."""
    rules, meetings = relationship.programme.document(key), relationship.meetings
    coming = meetings.coming()
    if coming and rules.due.by_meeting == len(meetings.held_days()) + 1:
        return coming.day
    return due_day(relationship, rules)


def _amendment(relationship: "Relationship", rules: DocumentRules, document: Document, since: date) -> Obligation:
    due = amendment_due(relationship, since)
    rungs = rung(relationship, due, -REMIND_BEFORE, Act.REMIND), rung(relationship, due, 0, Act.LAPSE)
    owners = waited_for(relationship, rules, document)
    return Obligation(f"{document.key}/{since}", owners, due, Strength.ADVISED, rungs)


def amendment_due(relationship: "Relationship", since: date) -> date:
    """The local day until which an amendment begun on `since` may be signed."""
    return relationship.moved(add(since, AMENDMENT_OPEN), since)


def waited_for(relationship: "Relationship", rules: DocumentRules, document: Document) -> tuple[str, ...]:
    """Those without whom it does not go on: who has a field to fill, else who has not signed."""
    missing = {field.by for field in missing_fields(rules, document)}
    if missing:
        return tuple(m.id for m in relationship.members if m.role in missing or ANYONE in missing)
    signed = {signature.member for signature in document.signatures}
    return tuple(m.id for m in relationship.members if m.id not in signed)
