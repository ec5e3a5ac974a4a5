"""Agreement and action plan: what can be asked, what can have happened, and what is known of each.

What follows from a request is in `signing.py`, by when it is due in `paperwork.py`.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import sha256

from mentoring.programme import DocumentRules, FormField
from mentoring.words import Words


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
    """The form is asked for now, because the meeting before its due one was held.

    In the grace of an END it is asked of the `member` who told of that meeting, and of nobody else.
    """

    at: datetime
    document: str
    member: str = ""


DocumentEvent = FormAnswered | TextOffered | Signed | DocumentInForce | ChangesWanted | FormSent


@dataclass(frozen=True, slots=True)
class Signature:
    member: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Document:
    """One document of a relationship.

    `version` counts the texts begun, and no number is ever used twice, so that nobody signs another text than they
    read; `answers` belong to that version.  `in_force` is the version that holds (0: none yet), with `standing` its
    answers; an amendment is under way, and was last changed on the local day `since`.  The form was `sent` to all whom
    it waits for, or so far to those `sent_to`.
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
    sent_to: frozenset[str] = frozenset()

    @property
    def is_settled(self) -> bool:
        """In force, with no amendment under way."""
        return self.in_force > 0 and self.since is None


def remember(document: Document, event: DocumentEvent, today: date) -> Document:
    """The document after an event of the local day `today`."""
    match event:
        case FormAnswered(version=version, answers=answers):
            if not answers:
                return document
            fresh = {answer.field: answer for answer in answers}
            merged = {answer.field: answer for answer in document.answers} | fresh
            since = today if document.in_force else None
            return replace(
                document, version=version, answers=tuple(merged.values()), offered="", signatures=(), since=since
            )
        case TextOffered(digest=digest):
            return replace(document, offered=digest)
        case Signed(at=at, member=member):
            return replace(document, signatures=(*document.signatures, Signature(member, at)))
        case DocumentInForce(version=version, digest=digest):
            return replace(document, in_force=version, standing=document.answers, offered=digest, since=None)
        case FormSent(member=""):
            return replace(document, sent=True)
        case FormSent(member=member):
            return replace(document, sent_to=document.sent_to | {member})
        case ChangesWanted(member=member) if not document.is_settled:
            # Whoever wants another text does not stand by the one they may have signed.
            return replace(document, signatures=tuple(s for s in document.signatures if s.member != member))
        case ChangesWanted():
            return document


def withdraw(document: Document) -> Document:
    """An amendment nobody completed: what was in force stays, and the number of the other text is not used again."""
    return replace(document, answers=document.standing, offered="", signatures=(), since=None)


def missing_fields(rules: DocumentRules, document: Document) -> tuple[FormField, ...]:
    """The required fields that have no answer yet."""
    given = {answer.field for answer in document.answers if answer.words.text.strip()}
    return tuple(field for field in rules.fields if field.required and field.key not in given)


def text_of(rules: DocumentRules, answers: Iterable[Answer]) -> str:
    """The exact text that is signed: the same for every reader."""
    given = {answer.field: answer.words.text for answer in answers}
    lines = [rules.title, ""]
    lines += [f"{field.label}: {' '.join(given.get(field.key, '').split())}" for field in rules.fields]
    lines += ["", *rules.clauses] if rules.clauses else []
    return "\n".join(lines)


def digest_of(rules: DocumentRules, answers: Iterable[Answer]) -> str:
    """SHA-256 of the exact text, in hexadecimal."""
    return sha256(text_of(rules, answers).encode()).hexdigest()
