"""What a programme may say.  Frozen data; how it is read from a file is in `definition.py`."""

from dataclasses import dataclass
from datetime import time
from typing import Annotated

from mentoring.calendar import Span
from mentoring.confidentiality import Confidentiality
from mentoring.knob import Knob
from mentoring.programme_course import (
    AfterCare,
    Cadence,
    Ending,
    FirstMeeting,
    Gathering,
    Phase,
    Renewal,
    Survey,
)
from mentoring.programme_papers import (
    ANYONE,
    DocumentRules,
    Due,
    FormField,
    Ladder,
    Resolve,
    Strength,
    Visibility,
)

__all__ = [
    "ANYONE",
    "AfterCare",
    "Cadence",
    "Contacts",
    "DocumentRules",
    "Due",
    "Ending",
    "FirstMeeting",
    "FormField",
    "Gathering",
    "Ladder",
    "Phase",
    "Programme",
    "Renewal",
    "Resolve",
    "Role",
    "Strength",
    "Survey",
    "Texts",
    "Visibility",
]


@dataclass(frozen=True, slots=True)
class Role:
    """A part somebody takes, and how many people take it in one relationship."""

    key: Annotated[str, Knob("A short name of its own, by which the rest of the file names the role.")]
    label: Annotated[str, Knob("What letters call somebody in this role, after 'the' and 'your'.")]
    min: Annotated[int, Knob("The fewest people who take this part in one relationship.")] = 1
    max: Annotated[int, Knob("The most people who take this part in one relationship.")] = 1


@dataclass(frozen=True, slots=True)
class Contacts:
    """Where people reach a human: mail addresses and a telephone number, empty if there is none.

    Without a `second_organiser` the words of a concern never move (`IMG-16`): one alone opens nothing.
    """

    organiser: Annotated[str, Knob("The mail address that hears of what is required and still open.")]
    concerns: Annotated[str, Knob("The mail address for concerns, if not the organiser's.")] = ""
    office: Annotated[str, Knob("The mail address at the foot of every letter, if not the organiser's.")] = ""
    phone: Annotated[str, Knob("A telephone number at the foot of every letter.")] = ""
    second_organiser: Annotated[
        str, Knob("A second person's mail address, without whom no word of a concern is opened.")
    ] = ""

    def is_staff(self, address: str) -> bool:
        """Whether letters go there that no member may read: what is pending, and the words of a concern."""
        theirs = (self.organiser, self.concerns, self.second_organiser)
        return address.strip().casefold() in {each.strip().casefold() for each in theirs if each}


@dataclass(frozen=True, slots=True)
class Texts:
    """The programme's own words in its letters; `relationship` stands after "the" and "your"."""

    welcome: Annotated[str, Knob("A sentence that says what the programme is, in the first letter.")]
    emergency: Annotated[str, Knob("Whom to call if somebody is in danger; stands where a concern is answered.")]
    expectations: Annotated[tuple[str, ...], Knob("What is expected, in the first letter.")] = ()
    suggestions: Annotated[tuple[str, ...], Knob("What may help, in the first letter; never tracked.")] = ()
    relationship: Annotated[
        str, Knob("What the relationship is called after 'the' and 'your': mentoring, partnership, circle.")
    ] = "mentoring"


@dataclass(frozen=True, slots=True)
class Programme:
    """One programme in one version; a running relationship keeps the version it started with (`XC-11`)."""

    name: Annotated[str, Knob("The programme's short name, which is its file's name too.")]
    version: Annotated[str, Knob("A new one with every change; what runs keeps the one it began with.")]
    title: Annotated[str, Knob("What letters call the programme.")]
    zone: Annotated[str, Knob("The time zone its clock goes by, such as Europe/London.")]
    language: Annotated[str, Knob("The language of its letters, such as en.")]
    letters_at: Annotated[time, Knob("The hour at which its letters go out, such as 09:00:00.")]
    contacts: Annotated[Contacts, Knob("Where people reach a human.")]
    texts: Annotated[Texts, Knob("The programme's own words in its letters.")]
    roles: Annotated[tuple[Role, ...], Knob("Who takes part.")]
    documents: Annotated[tuple[DocumentRules, ...], Knob("The forms, each with its questions.")]
    first_meeting: Annotated[FirstMeeting, Knob("The first meeting.")]
    cadence: Annotated[Cadence, Knob("How often they meet.")]
    term: Annotated[Span, Knob("How long it lasts.", at="term.length")]
    renewal: Annotated[Renewal | None, Knob("Whether it can be renewed; left out if not.")]
    ending: Annotated[Ending, Knob("How it ends.")]
    confidentiality: Annotated[Confidentiality, Knob("What is kept in confidence.")]
    after_care: Annotated[AfterCare | None, Knob("Duties that stay after the end; left out if there are none.")]
    longest_pause: Annotated[Span, Knob("The longest pause somebody may ask for.", at="pause.longest")]
    goal_review: Annotated[
        Span | None, Knob("How often they are asked to look at their goals again.", at="goals.review_every")
    ]
    gatherings: Annotated[tuple[Gathering, ...], Knob("Events of the programme people are invited to.", at="events")]
    surveys: Annotated[tuple[Survey, ...], Knob("Questions asked every so often.")]

    def role(self, key: str) -> Role:
        """The role of this key; StopIteration if the programme has none."""
        return next(role for role in self.roles if role.key == key)

    def document(self, key: str) -> DocumentRules:
        """The rules of the document of this key; StopIteration if the programme has none."""
        return next(document for document in self.documents if document.key == key)
