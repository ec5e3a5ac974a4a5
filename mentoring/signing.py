"""What follows when people fill in a form, assent to a text, or want it changed."""

from datetime import datetime
from typing import TYPE_CHECKING

from mentoring.answers import Declined, StatusTold, Why
from mentoring.calendar import local_day
from mentoring.documents import (
    Answer,
    ChangesWanted,
    Document,
    DocumentEvent,
    DocumentInForce,
    FillForm,
    FormAnswered,
    Sign,
    Signed,
    TextOffered,
    WantChanges,
    digest_of,
    missing_fields,
    remember,
)
from mentoring.paperwork import latest_day, waited_for
from mentoring.programme import ANYONE, DocumentRules, FormField

if TYPE_CHECKING:
    from mentoring.state import Relationship


def fill(
    relationship: "Relationship", command: FillForm, now: datetime
) -> tuple[DocumentEvent | Declined | StatusTold, ...]:
    """Answers kept, those the programme does not accept refused, the text offered once nothing is missing."""
    if command.document not in relationship.documents:
        return (Declined(now, command.member, Why.UNKNOWN_FIELD),)
    rules, document = relationship.programme.document(command.document), relationship.document(command.document)
    role = relationship.role_of(command.member)
    fields = {field.key: field for field in rules.fields if field.by in (role, ANYONE)}
    known = tuple(answer for answer in command.answers if answer.field in fields)
    if not known:
        return (Declined(now, command.member, Why.UNKNOWN_FIELD),)
    refused = tuple(a.field for a in known if _is_refused(relationship, fields[a.field], a))
    kept = tuple(answer for answer in known if answer.field not in refused)
    if not refused and set(kept) <= set(document.answers) and (document.offered or document.is_settled):
        # The same form again changes nothing, least of all what has been signed; the writer hears how it stands.
        return (StatusTold(now, command.member),)
    # An answer to a text that was offered, or is in force, makes a new version that nobody has signed yet.
    version = document.version + 1 if kept and (document.offered or document.is_settled) else document.version
    event = FormAnswered(now, command.member, document.key, version, kept, refused)
    if not kept:
        return (event,)
    return (event, *_offer(rules, remember(document, event, local_day(now, relationship.zone)), now))


def _is_refused(relationship: "Relationship", field: FormField, answer: Answer) -> bool:
    """Rarer than the programme's floor (`RED-08`), later than the document it has to be ready for (`RED-07`), none of
    the programme's choices, or no day where a day is asked.
    """
    words = answer.words.text.strip()
    if field.options and words:
        return words not in field.options
    if field.kind == "date" and words and answer.day is None:
        return True
    if field.at_most_days is not None:
        return answer.days is None or answer.days > field.at_most_days
    if field.not_after:
        return answer.day is None or answer.day > latest_day(relationship, field.not_after)
    return False


def _offer(rules: DocumentRules, document: Document, now: datetime) -> tuple[DocumentEvent, ...]:
    if missing_fields(rules, document):
        return ()
    digest = digest_of(rules, document.answers)
    if rules.signed:
        return (TextOffered(now, document.key, document.version, digest),)
    return (DocumentInForce(now, document.key, document.version, digest),)


def forms_due(relationship: "Relationship", member: str = "") -> tuple[str, ...]:
    """The keys of the forms to be asked for now, those due by the end of the meeting after the one held (`RED-11`).

    Of one `member`: those that wait for them, and that they were not sent yet.
    """
    due = []
    for rules in relationship.programme.documents:
        document, before = relationship.document(rules.key), (rules.due.by_meeting or 1) - 1
        if not before or not relationship.meetings.held_day(before) or document.sent or document.in_force:
            continue
        waits = member in waited_for(relationship, rules, document) and member not in document.sent_to
        due += [rules.key] if waits or not member else []
    return tuple(due)


def sign(relationship: "Relationship", command: Sign, now: datetime) -> tuple[DocumentEvent | Declined, ...]:
    """Assent to the version that is offered now; with the last signature it is in force (`RED-10`, `XC-08`)."""
    if command.document not in relationship.documents:
        return (Declined(now, command.member, Why.NOTHING_TO_SIGN),)
    document = relationship.document(command.document)
    if command.version == document.in_force or any(s.member == command.member for s in document.signatures):
        return ()
    if command.version != document.version or document.is_settled:
        return (Declined(now, command.member, Why.OUT_OF_DATE),)
    if not document.offered:
        return (Declined(now, command.member, Why.FORM_NOT_COMPLETE),)
    signed = Signed(now, command.member, document.key, document.version, document.offered, command.mail)
    if {s.member for s in document.signatures} | {command.member} >= {m.id for m in relationship.members}:
        return (signed, DocumentInForce(now, document.key, document.version, document.offered))
    return (signed,)


def want_changes(
    relationship: "Relationship", command: WantChanges, now: datetime
) -> tuple[DocumentEvent | Declined, ...]:
    """The form again, with what has been answered, for the member to say what should be different."""
    if command.document not in relationship.documents:
        return (Declined(now, command.member, Why.UNKNOWN_FIELD),)
    return (ChangesWanted(now, command.member, command.document),)
