"""What a programme may say.  Frozen data; how it is read from a file is in `definition.py`."""

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from mentoring.calendar import Span
from mentoring.confidentiality import Confidentiality


class Strength(StrEnum):
    """How hard a rule is (`XC-05`): required reaches the organiser, advised only nudges."""

    REQUIRED = "required"
    ADVISED = "advised"


class Visibility(StrEnum):
    """Who may ever read a field (`XC-01`)."""

    PARTNERS = "partners"
    ORGANISER = "organiser"


class Resolve(StrEnum):
    """Which date holds when a calendar date and a span from the kick-off differ (`RED-05`)."""

    EARLIEST = "earliest"
    LATEST = "latest"
    ABSOLUTE = "absolute"


ANYONE = "any"
"""Stands for every role where a role is named."""


@dataclass(frozen=True, slots=True)
class Role:
    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Contacts:
    """Where people reach a human: mail addresses and a telephone number, empty if there is none.

    Without a `second_organiser` the words of a concern never move (`IMG-16`): one alone opens nothing.
    """

    organiser: str
    concerns: str
    office: str
    phone: str = ""
    second_organiser: str = ""


@dataclass(frozen=True, slots=True)
class Texts:
    """The programme's own words in its letters; `relationship` stands after "the" and "your"."""

    welcome: str
    expectations: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()
    emergency: str = ""
    relationship: str = "mentoring"


@dataclass(frozen=True, slots=True)
class Ladder:
    """Days relative to the due day: reminders before (negative) and after it, then the organiser, then an end."""

    remind: tuple[int, ...] = ()
    escalate: int | None = None
    lapse: int | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """When something is owed: a span from the kick-off, a calendar date, or by the end of a meeting.

    A meeting never held cannot make anything due, so `by_meeting` goes with `after` as its backstop (`RED-12`).
    """

    after: Span
    absolute: date | None = None
    resolve: Resolve = Resolve.LATEST
    by_meeting: int | None = None


@dataclass(frozen=True, slots=True)
class FormField:
    """One field of a form: who answers it, who may read it, and what the programme does not accept.

    A frequency may be no rarer than every `at_most_days`; a date may not pass the due day of the document
    `not_after`; `refusal` is what somebody who asks for more is told.
    """

    key: str
    label: str
    prompt: str
    by: str = ANYONE
    kind: str = "text"
    options: tuple[str, ...] = ()
    required: bool = True
    visibility: Visibility = Visibility.PARTNERS
    at_most_days: int | None = None
    not_after: str = ""
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class DocumentRules:
    """A form that becomes a document: in force when filled, or when everybody has signed the same text."""

    key: str
    title: str
    intro: str
    fields: tuple[FormField, ...]
    clauses: tuple[str, ...]
    signed: bool
    due: Due
    strength: Strength
    ladder: Ladder
    copy_to_organiser: bool = False


@dataclass(frozen=True, slots=True)
class FirstMeeting:
    """Who sets up the first meeting (a role, or anyone), by when, and who brings the agenda ('' for nobody)."""

    by: str
    due: Span
    strength: Strength
    ladder: Ladder
    agenda: str = ""


@dataclass(frozen=True, slots=True)
class Phase:
    """For so many months from the kick-off, a meeting at least every so often."""

    lasts: Span
    every: Span


@dataclass(frozen=True, slots=True)
class Cadence:
    """How often to meet; the last phase goes on.  `contact_counts`: a call or mail between two people will do."""

    phases: tuple[Phase, ...]
    contact_counts: bool
    strength: Strength
    ladder: Ladder


@dataclass(frozen=True, slots=True)
class Renewal:
    """How often (`times`) and for how long a relationship may be renewed, never beyond `longest` in all."""

    length: Span
    times: int
    longest: Span
    ask_days_before: int
    remind_days_before: int


@dataclass(frozen=True, slots=True)
class Ending:
    """The grace after an END in which only its writer knows, and how long letters are answered after the close.

    So long after that (`retention`) everything said is destroyed, and only dates and counts stay.
    """

    grace_hours: int
    open_days: int
    survey: bool
    retention: Span


@dataclass(frozen=True, slots=True)
class AfterCare:
    """Duties that outlive the relationship (`IMG-13`), and the role that has them."""

    role: str
    duties: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gathering:
    """A programme event people are invited to, such as a networking evening."""

    key: str
    title: str
    day: date
    invite_days_before: int


@dataclass(frozen=True, slots=True)
class Survey:
    """Questions asked every so often (an `every` of nothing: only at the close), answered apart from all else."""

    key: str
    every: Span
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Programme:
    """One programme in one version; a running relationship keeps the version it started with (`XC-11`)."""

    name: str
    version: str
    title: str
    zone: str
    language: str
    letters_at: time
    contacts: Contacts
    texts: Texts
    roles: tuple[Role, ...]
    documents: tuple[DocumentRules, ...]
    first_meeting: FirstMeeting
    cadence: Cadence
    term: Span
    renewal: Renewal | None
    ending: Ending
    confidentiality: Confidentiality
    after_care: AfterCare | None
    longest_pause: Span
    goal_review: Span | None
    gatherings: tuple[Gathering, ...]
    surveys: tuple[Survey, ...]

    def role(self, key: str) -> Role:
        """The role of this key; StopIteration if the programme has none."""
        return next(role for role in self.roles if role.key == key)

    def document(self, key: str) -> DocumentRules:
        """The rules of the document of this key; StopIteration if the programme has none."""
        return next(document for document in self.documents if document.key == key)
