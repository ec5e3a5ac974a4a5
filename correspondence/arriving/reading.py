"""What a mail was found to say: the words between the reading of mail and the rules."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from mentoring.letters import Ask


class Kind(StrEnum):
    """What sort of mail it is."""

    PERSON = "person"
    AUTOMATIC = "automatic"
    BOUNCE = "bounce"
    HOSTILE = "hostile"


class Intent(StrEnum):
    """What a statement in a mail asks for or tells."""

    JOINED = "joined"
    DECLINED_TO_JOIN = "declined_to_join"
    AGREE = "agree"
    WANT_CHANGES = "want_changes"
    FORM_ANSWERS = "form_answers"
    MET = "met"
    NOT_MET = "not_met"
    MEETING_PROPOSED = "meeting_proposed"
    MEETING_MOVED = "meeting_moved"
    MEETING_CANCELLED = "meeting_cancelled"
    CONTACT_HAPPENED = "contact_happened"
    RENEW = "renew"
    FINISH = "finish"
    END = "end"
    LEAVE_GROUP = "leave_group"
    UNDO = "undo"
    PAUSE = "pause"
    AWAY = "away"
    RESUME = "resume"
    FEWER_MAILS = "fewer_mails"
    HELP = "help"
    STATUS = "status"
    CONCERN = "concern"
    NO_REPLY_REPORT = "no_reply_report"
    SURVEY_ANSWERS = "survey_answers"
    ADDRESS_CHANGE = "address_change"
    MY_DATA = "my_data"
    FORGET_ME = "forget_me"
    ORGANISER_SNOOZE = "organiser_snooze"
    ORGANISER_EXTEND = "organiser_extend"
    ORGANISER_CLOSE = "organiser_close"
    ORGANISER_REMATCH = "organiser_rematch"
    ORGANISER_NOTE = "organiser_note"
    ORGANISER_OPEN = "organiser_open"
    AUTOMATIC = "automatic"
    BOUNCE = "bounce"
    NOTHING = "nothing"
    ASK_BACK = "ask_back"


@dataclass(frozen=True, slots=True)
class FormField:
    """A field that may be answered: its key, its label in the letter, its type in the programme.

    `kind` is one of text, list, choice, frequency, duration, date, person, tick, past; `prompt` is what the form asks
    below the label.  A tick (yes or no) may also be `said` in one of these phrases; past is a day that has been.
    """

    key: str
    label: str
    kind: str = "text"
    options: tuple[str, ...] = ()
    prompt: str = ""
    said: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FieldAnswer:
    """An answer found in a mail: `days` is the interval of a frequency in days (monthly = 31), `day` a date."""

    key: str
    text: str
    days: int | None = None
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Context:
    """In which light a mail is read.

    `sent` is when it was written (aware, UTC); `zone` an IANA name and `language` a BCP 47 tag of the writer;
    `fields` are the questions of the form that was asked, in the letter's order;
    `open` the keys of those that are still missing: if it is but one, a reply without labels answers it.
    """

    asked: Ask
    sent: datetime
    zone: str = "UTC"
    language: str = "en"
    fields: tuple[FormField, ...] = ()
    open: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing a mail says.

    `day` is a local date in the writer's zone; `moment` (aware, UTC) is set only if a time of day was said too;
    `until` is the last day of a span (of an absence) or the day a snooze ends; `confidence` lies between 0 and 1.
    """

    intent: Intent
    day: date | None = None
    moment: datetime | None = None
    until: date | None = None
    answers: tuple[FieldAnswer, ...] = ()
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class CalendarAnswer:
    """An answer given, or an invitation made, in a calendar (RFC 5546).

    `method` is REPLY, COUNTER, REQUEST or CANCEL; `status` the PARTSTAT of the one who answers; `uid` and `sequence`
    say which invitation and which version of it.  `start` is aware, or naive where its zone is unknown, or a mere day.
    `comment` and `summary` are as the calendar has them.
    """

    method: str
    status: str = ""
    uid: str = ""
    sequence: int = 0
    start: datetime | date | None = None
    comment: str = ""
    summary: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """The whole of what was read: the writer's own words, what was cut off, and the statements in text order.

    `attachments` is how many files came along, unopened.  `away_until` is the last day of the absence that an
    automatic answer tells of (a local day in the writer's zone), None if it tells of none.  `calendar` is the
    invitation or the answer to one that came in the mail, already part of the statements.
    """

    kind: Kind
    visible_text: str
    cut: str = ""
    statements: tuple[Statement, ...] = ()
    failed_addresses: tuple[str, ...] = ()
    permanent: bool = False
    note: str = ""
    attachments: int = 0
    away_until: date | None = None
    calendar: CalendarAnswer | None = None
