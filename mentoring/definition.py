"""From a programme's file (a parsed TOML table) to a `Programme`, or to sentences that say what to change."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any, TypeVar
from zoneinfo import ZoneInfo, available_timezones

from mentoring.calendar import Span
from mentoring.programme import (
    ANYONE,
    AfterCare,
    Cadence,
    Confidentiality,
    Contacts,
    DocumentRules,
    Due,
    Ending,
    FirstMeeting,
    FormField,
    Gathering,
    Ladder,
    Phase,
    Programme,
    Renewal,
    Resolve,
    Role,
    Strength,
    Survey,
    Texts,
    Visibility,
)

T = TypeVar("T")

FIELD_KINDS = ("text", "list", "choice", "frequency", "duration", "date", "person")
NO_SPAN = Span()


class ProgrammeRefused(Exception):
    """The definition cannot be used; `problems` are sentences for the one who wrote it."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(slots=True)
class Part:
    """One table of the file, the words that lead to it, and the problems found so far."""

    table: Mapping[str, Any]
    where: str
    problems: list[str]
    asked: set[str] = field(default_factory=set)

    def get(self, key: str, kind: type[T], default: T | None = None) -> T:
        self.asked.add(key)
        value = self.table.get(key, default)
        # TOML's true is a Python int too.
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            told = "is missing" if value is None else f"is {value!r}"
            self.problems.append(f"{self.where}{key} {told}; please give {_KIND_WORDS[kind]}.")
            return kind() if kind not in _EMPTY else _EMPTY[kind]
        return value

    def one_of(self, key: str, choices: tuple[str, ...], default: str | None = None) -> str:
        value = self.get(key, str, default)
        if value not in choices:
            self.problems.append(f"{self.where}{key} is {value!r}; please choose one of {', '.join(choices)}.")
            return choices[0]
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        values = self.get(key, list, [])
        if not all(isinstance(value, str) for value in values):
            self.problems.append(f"{self.where}{key} must be a list of texts.")
            return ()
        return tuple(values)

    def part(self, key: str) -> "Part":
        return Part(self.get(key, dict), f"{self.where}{key}.", self.problems)

    def maybe(self, key: str, read: Callable[["Part"], T]) -> T | None:
        """The part under `key`, read; None if the file does not have it."""
        return self.each_of(self.part(key), read) if key in self.table else None

    def every(self, key: str, read: Callable[["Part"], T]) -> tuple[T, ...]:
        tables = self.get(key, list, [])
        return tuple(
            self.each_of(Part(table, f"{self.where}{key}[{n}].", self.problems), read)
            for n, table in enumerate(tables, start=1)
        )

    def one(self, key: str, read: Callable[["Part"], T]) -> T:
        return self.each_of(self.part(key), read)

    def span(self, key: str, default: Span | None = None) -> Span:
        if key not in self.table and default is not None:
            self.asked.add(key)
            return default
        return self.one(key, lambda part: Span(part.get("months", int, 0), part.get("days", int, 0)))

    @staticmethod
    def each_of(part: "Part", read: Callable[["Part"], T]) -> T:
        result = read(part)
        for key in part.table.keys() - part.asked:
            part.problems.append(f"{part.where}{key} is not something a programme can say; please take it out.")
        return result


_KIND_WORDS: dict[type, str] = {
    str: "a text",
    int: "a whole number",
    bool: "true or false",
    list: "a list",
    dict: "a table",
    date: "a date such as 2026-02-23",
    time: "an hour such as 09:00:00",
}
_EMPTY: dict[type, Any] = {date: date(2000, 1, 1), time: time(9)}


def read_programme(table: Mapping[str, Any]) -> Programme:
    """The programme a parsed TOML file defines; raises ProgrammeRefused with every problem found."""
    problems: list[str] = []
    programme = Part.each_of(Part(table, "", problems), _programme)
    problems += _contradictions(programme) if not problems else []
    if problems:
        raise ProgrammeRefused(problems)
    return programme


def _programme(part: Part) -> Programme:
    return Programme(
        name=part.get("name", str),
        version=part.get("version", str),
        title=part.get("title", str),
        zone=part.get("zone", str),
        language=part.get("language", str),
        letters_at=part.get("letters_at", time),
        contacts=part.one("contacts", _contacts),
        texts=part.one("texts", _texts),
        roles=part.every("roles", lambda p: Role(p.get("key", str), p.get("label", str))),
        documents=part.every("documents", _document),
        first_meeting=part.one("first_meeting", _first_meeting),
        cadence=part.one("cadence", _cadence),
        term=part.one("term", lambda p: p.span("length")),
        renewal=part.maybe("renewal", _renewal),
        ending=part.one("ending", _ending),
        confidentiality=part.one("confidentiality", _confidentiality),
        after_care=part.maybe("after_care", lambda p: AfterCare(p.get("role", str), p.texts("duties"))),
        longest_pause=part.one("pause", lambda p: p.span("longest")),
        goal_review=part.maybe("goals", lambda p: p.span("review_every")),
        gatherings=part.every("events", _gathering),
        surveys=part.every("surveys", _survey),
    )


def _contacts(part: Part) -> Contacts:
    organiser = part.get("organiser", str)
    return Contacts(
        organiser, part.get("concerns", str, organiser), part.get("office", str, organiser), part.get("phone", str, "")
    )


def _texts(part: Part) -> Texts:
    return Texts(
        part.get("welcome", str), part.texts("expectations"), part.texts("suggestions"), part.get("emergency", str)
    )


def _ladder(part: Part) -> Ladder:
    remind = tuple(day for day in part.get("remind", list, []) if isinstance(day, int))
    if list(remind) != sorted(remind):
        part.problems.append(f"{part.where}remind must go forward in time, for instance [-14, -4, 2].")
    escalate = part.get("escalate", int) if "escalate" in part.table else None
    lapse = part.get("lapse", int) if "lapse" in part.table else None
    return Ladder(remind, escalate, lapse)


def _strength(part: Part) -> Strength:
    return Strength(part.one_of("strength", tuple(Strength)))


def _due(part: Part) -> Due:
    absolute = part.get("absolute", date) if "absolute" in part.table else None
    if absolute is not None and "resolve" not in part.table:
        part.problems.append(
            f"{part.where}absolute and {part.where}after are two dates; please say with resolve which one holds: "
            "earliest, latest or absolute."
        )
    if "by_meeting" in part.table and "after" not in part.table:
        part.problems.append(
            f"{part.where}by_meeting needs a backstop, since the meeting may never be held; please add after."
        )
    return Due(
        after=part.span("after", NO_SPAN),
        absolute=absolute,
        resolve=Resolve(part.one_of("resolve", tuple(Resolve), Resolve.LATEST)),
        by_meeting=part.get("by_meeting", int) if "by_meeting" in part.table else None,
    )


def _field(part: Part) -> FormField:
    return FormField(
        key=part.get("key", str),
        label=part.get("label", str),
        prompt=part.get("prompt", str),
        by=part.get("by", str, ANYONE),
        kind=part.one_of("kind", FIELD_KINDS, "text"),
        options=part.texts("options"),
        required=part.get("required", bool, True),
        visibility=Visibility(part.one_of("visibility", tuple(Visibility), Visibility.PARTNERS)),
        at_most_days=part.get("at_most_days", int) if "at_most_days" in part.table else None,
        not_after=part.get("not_after", str, ""),
        refusal=part.get("refusal", str, ""),
    )


def _document(part: Part) -> DocumentRules:
    return DocumentRules(
        key=part.get("key", str),
        title=part.get("title", str),
        intro=part.get("intro", str, ""),
        fields=part.every("fields", _field),
        clauses=part.texts("clauses"),
        signed=part.get("signed", bool),
        due=part.one("due", _due),
        strength=_strength(part),
        ladder=part.one("ladder", _ladder),
        copy_to_organiser=part.get("copy_to_organiser", bool, False),
    )


def _first_meeting(part: Part) -> FirstMeeting:
    return FirstMeeting(
        by=part.get("by", str, ANYONE),
        due=part.span("due"),
        strength=_strength(part),
        ladder=part.one("ladder", _ladder),
        agenda=part.get("agenda", str, ""),
    )


def _cadence(part: Part) -> Cadence:
    return Cadence(
        phases=part.every("phases", lambda p: Phase(p.span("lasts"), p.span("every"))),
        contact_counts=part.get("contact_counts", bool),
        strength=_strength(part),
        ladder=part.one("ladder", _ladder),
    )


def _renewal(part: Part) -> Renewal:
    return Renewal(
        length=part.span("length"),
        times=part.get("times", int),
        longest=part.span("longest"),
        ask_days_before=part.get("ask_days_before", int),
        remind_days_before=part.get("remind_days_before", int),
    )


def _ending(part: Part) -> Ending:
    if "ask_reason" in part.table:
        part.asked.add("ask_reason")
        part.problems.append("ending.ask_reason: nobody is ever asked why they leave; please take the line out.")
    return Ending(part.get("grace_hours", int, 24), part.get("open_days", int, 28), part.get("survey", bool, True))


def _confidentiality(part: Part) -> Confidentiality:
    exceptions = part.texts("exceptions")
    if exceptions and "prior_notice" not in part.table:
        part.problems.append(
            "confidentiality.exceptions are stated, so please say with prior_notice whether the person concerned "
            "is told first: always, unless_unsafe or not_stated."
        )
    return Confidentiality(
        part.get("binds", str, ANYONE), part.get("statement", str), exceptions, part.get("prior_notice", str, "")
    )


def _gathering(part: Part) -> Gathering:
    return Gathering(
        part.get("key", str), part.get("title", str), part.get("day", date), part.get("invite_days_before", int, 14)
    )


def _survey(part: Part) -> Survey:
    return Survey(part.get("key", str), part.span("every", NO_SPAN), part.texts("questions"))


def _contradictions(programme: Programme) -> list[str]:
    """What is well formed and still cannot be meant."""
    problems = []
    roles = {role.key for role in programme.roles} | {ANYONE}
    named = [(f"first_meeting.by is {programme.first_meeting.by!r}", programme.first_meeting.by)]
    named += [(f"the field {f.key!r} is asked of {f.by!r}", f.by) for d in programme.documents for f in d.fields]
    named += [(f"after_care.role is {c.role!r}", c.role) for c in (programme.after_care,) if c]
    problems += [f"{what}, but no role has that key." for what, role in named if role not in roles]
    if programme.zone not in available_timezones():
        problems.append(f"zone is {programme.zone!r}; please give a name such as {ZoneInfo('Europe/London').key}.")
    if not programme.cadence.phases:
        problems.append("cadence.phases is empty; please say how often to meet.")
    if programme.cadence.ladder.lapse is None:
        problems.append("cadence.ladder.lapse is missing; without it a silent pair would be written to once for ever.")
    renewal = programme.renewal
    if renewal and _longer(programme.term.plus(renewal.length.times(renewal.times)), renewal.longest):
        problems.append(
            "renewal: the term and its renewals together are longer than renewal.longest; please lower one."
        )
    for document in programme.documents:
        if document.strength is Strength.REQUIRED and document.ladder.escalate is None:
            problems.append(f"{document.key} is required, so its ladder needs escalate: when the organiser is told.")
    return problems


def _longer(one: Span, other: Span) -> bool:
    return (one.months, one.days) > (other.months, other.days)
