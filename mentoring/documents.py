"""Agreement and action plan: who fills what, the exact text, assent, amendment."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import sha256
from typing import TYPE_CHECKING

from mentoring.answers import Declined, Why
from mentoring.calendar import Span, add, local_day
from mentoring.obligations import Act, Obligation, climb, rung
from mentoring.programme import ANYONE, DocumentRules, FormField, Resolve, Strength
from mentoring.words import Words

if TYPE_CHECKING:
    from mentoring.state import Relationship

AMENDMENT_OPEN_DAYS = 14


@dataclass(frozen=True, slots=True)
class Answer:
    """What was written for a field; `days` is the interval of a frequency, `day` the date of a date field."""

    field: str
    words: Words
    days: int | None = None
    day: date | None = None


@dataclass(frozen=True, slots=True)
class FillForm:
    member: str
    document: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Sign:
    """Assent to one exact version; `mail` is the key of the mail that says so (`XC-08`)."""

    member: str
    document: str
    version: int
    mail: str


@dataclass(frozen=True, slots=True)
class WantChanges:
    """The member does not want to sign as it stands, without saying yet what to change."""

    member: str
    document: str


@dataclass(frozen=True, slots=True)
class FormAnswered:
    """Answers kept, and the fields whose answer the programme does not accept (`RED-08`)."""

    at: datetime
    member: str
    document: str
    version: int
    answers: tuple[Answer, ...]
    refused: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TextOffered:
    """Every field is there: this is the text to sign, known by its digest."""

    at: datetime
    document: str
    version: int
    digest: str


@dataclass(frozen=True, slots=True)
class Signed:
    at: datetime
    member: str
    document: str
    version: int
    digest: str
    mail: str


@dataclass(frozen=True, slots=True)
class DocumentInForce:
    at: datetime
    document: str
    version: int
    digest: str


@dataclass(frozen=True, slots=True)
class ChangesWanted:
    at: datetime
    member: str
    document: str


@dataclass(frozen=True, slots=True)
class FormSent:
    """The form is asked for now, because the meeting before its due one was held."""

    at: datetime
    document: str


DocumentEvent = FormAnswered | TextOffered | Signed | DocumentInForce | ChangesWanted | FormSent


@dataclass(frozen=True, slots=True)
class Signature:
    member: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Document:
    """One document of a relationship.

    `version` counts the texts offered; `answers` belong to that version.  `in_force` is the version that holds
    (0: none yet), with `standing` its answers; while `version` is higher, an amendment is under way since `since`.
    """

    key: str
    version: int = 1
    answers: tuple[Answer, ...] = ()
    offered: str = ""
    signatures: tuple[Signature, ...] = ()
    in_force: int = 0
    standing: tuple[Answer, ...] = ()
    since: date | None = None
    sent: bool = False


def fill(relationship: "Relationship", command: FillForm, now: datetime) -> tuple[DocumentEvent | Declined, ...]:
    """Answers kept, those below the programme's floor refused, the text offered once nothing is missing."""
    rules, document = relationship.programme.document(command.document), relationship.document(command.document)
    role = relationship.role_of(command.member)
    fields = {field.key: field for field in rules.fields if field.by in (role, ANYONE)}
    known = tuple(answer for answer in command.answers if answer.field in fields)
    if not known:
        return (Declined(now, command.member, Why.UNKNOWN_FIELD),)
    refused = tuple(answer.field for answer in known if _is_refused(fields[answer.field], answer))
    kept = tuple(answer for answer in known if answer.field not in refused)
    # An answer to a text that was offered, or is in force, makes a new version that nobody has signed yet.
    version = document.version + 1 if kept and document.offered else document.version
    event = FormAnswered(now, command.member, document.key, version, kept, refused)
    return (
        (event, *_offer(rules, remember(document, event, local_day(now, relationship.zone)), now)) if kept else (event,)
    )


def _offer(rules: DocumentRules, document: Document, now: datetime) -> tuple[DocumentEvent, ...]:
    if missing_fields(rules, document):
        return ()
    digest = digest_of(rules, document.answers)
    if rules.signed:
        return (TextOffered(now, document.key, document.version, digest),)
    return (DocumentInForce(now, document.key, document.version, digest),)


def sign(relationship: "Relationship", command: Sign, now: datetime) -> tuple[DocumentEvent | Declined, ...]:
    document = relationship.document(command.document)
    if command.version == document.in_force or any(s.member == command.member for s in document.signatures):
        return ()
    if not document.offered:
        return (Declined(now, command.member, Why.FORM_NOT_COMPLETE),)
    if command.version != document.version:
        return (Declined(now, command.member, Why.OUT_OF_DATE),)
    signed = Signed(now, command.member, document.key, document.version, document.offered, command.mail)
    if {s.member for s in document.signatures} | {command.member} >= {m.id for m in relationship.members}:
        return (signed, DocumentInForce(now, document.key, document.version, document.offered))
    return (signed,)


def want_changes(relationship: "Relationship", command: WantChanges, now: datetime) -> tuple[DocumentEvent, ...]:
    return (ChangesWanted(now, command.member, command.document),)


def remember(document: Document, event: DocumentEvent, today: date) -> Document:
    match event:
        case FormAnswered(version=version, answers=answers):
            if not answers:
                return document
            fresh = {answer.field: answer for answer in answers}
            merged = {answer.field: answer for answer in document.answers} | fresh
            since = today if document.in_force and document.version == document.in_force else document.since
            return replace(
                document, version=version, answers=tuple(merged.values()), offered="", signatures=(), since=since
            )
        case TextOffered(digest=digest):
            return replace(document, offered=digest)
        case Signed(at=at, member=member):
            return replace(document, signatures=(*document.signatures, Signature(member, at)))
        case DocumentInForce(version=version, digest=digest):
            return replace(document, in_force=version, standing=document.answers, offered=digest, since=None)
        case FormSent():
            return replace(document, sent=True)
        case ChangesWanted():
            return document


def withdraw(document: Document) -> Document:
    """An amendment nobody completed: what was in force stays, under a version of its own."""
    return replace(document, version=document.in_force, answers=document.standing, since=None)


def missing_fields(rules: DocumentRules, document: Document) -> tuple[FormField, ...]:
    given = {answer.field for answer in document.answers if answer.words.text.strip()}
    return tuple(field for field in rules.fields if field.required and field.key not in given)


def _is_refused(field: FormField, answer: Answer) -> bool:
    return field.at_most_days is not None and (answer.days is None or answer.days > field.at_most_days)


def text_of(rules: DocumentRules, answers: Iterable[Answer]) -> str:
    """The exact text that is signed: the same for every reader."""
    given = {answer.field: answer.words.text for answer in answers}
    lines = [rules.title, ""]
    lines += [f"{field.label}: {' '.join(given.get(field.key, '').split())}" for field in rules.fields]
    lines += ["", *rules.clauses] if rules.clauses else []
    return "\n".join(lines)


def digest_of(rules: DocumentRules, answers: Iterable[Answer]) -> str:
    return sha256(text_of(rules, answers).encode()).hexdigest()


def owed(relationship: "Relationship") -> tuple[Obligation, ...]:
    found = []
    for rules in relationship.programme.documents:
        document = relationship.document(rules.key)
        if not document.in_force:
            found.append(_first_version(relationship, rules, document))
        elif document.since is not None and document.version > document.in_force:
            found.append(_amendment(relationship, document, document.since))
    return tuple(found)


def _first_version(relationship: "Relationship", rules: DocumentRules, document: Document) -> Obligation:
    base = due_base(relationship, rules)
    rungs = climb(relationship, rules.ladder, relationship.kickoff, base)
    if rules.due.by_meeting and (later := relationship.meetings.held_day(rules.due.by_meeting + 1)):
        # `RED-11`: a meeting after the one it was due by, and still no plan: the organiser hears at once.
        at_once = rung(relationship, later, later, 0, Act.ESCALATE)
        rungs = tuple(sorted((*(r for r in rungs if r.act is not Act.ESCALATE), at_once), key=lambda r: r.at))
    due = relationship.moved(base, relationship.kickoff)
    return Obligation(rules.key, waited_for(relationship, rules, document), due, rules.strength, rungs)


def due_base(relationship: "Relationship", rules: DocumentRules) -> date:
    """The due day before any pause moves it (`RED-05`, `RED-11`, `RED-12`)."""
    due = rules.due
    if due.by_meeting and (held := relationship.meetings.held_day(due.by_meeting)):
        return held
    relative = add(relationship.kickoff, due.after)
    if due.absolute is None:
        return relative
    match due.resolve:
        case Resolve.EARLIEST:
            return min(relative, due.absolute)
        case Resolve.LATEST:
            return max(relative, due.absolute)
        case Resolve.ABSOLUTE:
            return due.absolute


def _amendment(relationship: "Relationship", document: Document, since: date) -> Obligation:
    due = add(since, Span(days=AMENDMENT_OPEN_DAYS))
    rungs = (
        rung(relationship, since, due, -7, Act.REMIND),
        rung(relationship, since, due, 0, Act.LAPSE),
    )
    rules = relationship.programme.document(document.key)
    owners = waited_for(relationship, rules, document)
    return Obligation(
        f"{document.key}/{document.version}", owners, relationship.moved(due, since), Strength.ADVISED, rungs
    )


def waited_for(relationship: "Relationship", rules: DocumentRules, document: Document) -> tuple[str, ...]:
    """Those without whom it does not go on: who has a field to fill, else who has not signed."""
    missing = {field.by for field in missing_fields(rules, document)}
    if missing:
        return tuple(m.id for m in relationship.members if m.role in missing or ANYONE in missing)
    signed = {signature.member for signature in document.signatures}
    return tuple(m.id for m in relationship.members if m.id not in signed)
