"""From a programme's file (a parsed TOML table) to a `Programme`, or to sentences that say what to change."""

import tomllib
from collections.abc import Mapping
from datetime import date, time
from typing import Any

from mentoring.calendar import Span
from mentoring.confidentiality import Confidentiality, Tick
from mentoring.contradictions import contradictions
from mentoring.programme import (
    ANYONE,
    AfterCare,
    Cadence,
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
from mentoring.table import Part

__all__ = ["ProgrammeRefused", "read_programme"]

FIELD_KINDS = ("text", "list", "choice", "frequency", "duration", "date", "person")
PRIOR_NOTICE = ("always", "unless_unsafe", "not_stated")
NO_SPAN = Span()


class ProgrammeRefused(Exception):
    """The definition cannot be used; `problems` are sentences for the one who wrote it."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def parse_programme(text: str) -> Programme:
    """The programme a file's text defines; raises ProgrammeRefused."""
    try:
        return read_programme(tomllib.loads(text))
    except tomllib.TOMLDecodeError as problem:
        raise ProgrammeRefused([f"The file is not TOML: {problem}."]) from None


def read_programme(table: Mapping[str, Any]) -> Programme:
    """The programme a parsed TOML file defines; raises ProgrammeRefused with every problem found.

    Contradictions are looked for only in what can be read without a problem.
    """
    problems: list[str] = []
    programme = Part(table, "", problems).read(_programme)
    problems += contradictions(programme) if not problems else []
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
        organiser,
        part.get("concerns", str, organiser),
        part.get("office", str, organiser),
        part.get("phone", str, ""),
        part.get("second_organiser", str, ""),
    )


def _texts(part: Part) -> Texts:
    return Texts(
        part.get("welcome", str),
        part.texts("expectations"),
        part.texts("suggestions"),
        part.get("emergency", str),
        part.get("relationship", str, "mentoring"),
    )


def _ladder(part: Part) -> Ladder:
    remind = part.numbers("remind")
    if list(remind) != sorted(set(remind)):
        part.problem("remind must go forward in time, for instance [-14, -4, 2].")
    return Ladder(remind, _number(part, "escalate"), _number(part, "lapse"))


def _number(part: Part, key: str) -> int | None:
    return part.get(key, int) if key in part.table else None


def _strength(part: Part) -> Strength:
    return Strength(part.one_of("strength", tuple(Strength)))


def _due(part: Part) -> Due:
    absolute = part.get("absolute", date) if "absolute" in part.table else None
    if absolute is not None and "resolve" not in part.table:
        part.problem(
            "absolute and after are two dates; please say with resolve which one holds: earliest, latest or absolute."
        )
    if "by_meeting" in part.table and "after" not in part.table:
        part.problem("by_meeting needs a backstop, since the meeting may never be held; please add after.")
    if absolute is None and "after" not in part.table and "by_meeting" not in part.table:
        part.problem("after is missing; please say how long after the kick-off it is due, as { days = 28 }.")
    return Due(
        after=part.span("after", NO_SPAN),
        absolute=absolute,
        resolve=Resolve(part.one_of("resolve", tuple(Resolve), Resolve.LATEST)),
        by_meeting=_number(part, "by_meeting"),
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
        at_most_days=_number(part, "at_most_days"),
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
        part.problem("ask_reason: nobody is ever asked why they leave; please take the line out.")
    return Ending(
        part.get("grace_hours", int, 24),
        part.get("open_days", int, 28),
        part.get("survey", bool, True),
        part.span("retention", Span(days=30)),
    )


def _confidentiality(part: Part) -> Confidentiality:
    exceptions = part.texts("exceptions")
    notice = part.one_of("prior_notice", PRIOR_NOTICE) if "prior_notice" in part.table else ""
    if exceptions and not notice:
        part.problem(
            "exceptions are stated, so please say with prior_notice whether the person concerned is told first: "
            f"{', '.join(PRIOR_NOTICE)}."
        )
    stated = part.every("ticks", lambda p: Tick(p.get("of", int), p.get("label", str), p.texts("words")))
    if any(not 1 <= tick.of <= len(exceptions) for tick in stated):
        part.problem("ticks: of is the number of an exception, counted from 1.")
    ticks = (
        tick
        for number, text in enumerate(exceptions, start=1)
        # Without ticks of its own an exception is one that may be ticked as it stands.
        for tick in [each for each in stated if each.of == number] or [Tick(number, text)]
    )
    binds, statement = part.get("binds", str, ANYONE), part.get("statement", str)
    return Confidentiality(binds, statement, exceptions, notice, tuple(ticks))


def _gathering(part: Part) -> Gathering:
    return Gathering(
        part.get("key", str), part.get("title", str), part.get("day", date), part.get("invite_days_before", int, 14)
    )


def _survey(part: Part) -> Survey:
    return Survey(part.get("key", str), part.span("every", NO_SPAN), part.texts("questions"))
