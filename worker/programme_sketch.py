"""From a few answers to a whole programme that works: its rules, and the words of its forms, as tables of TOML."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time
from typing import Any

from mentoring.calendar import Span
from mentoring.explained_words import every

Table = dict[str, Any]

FIRST_MEETING = 14
A_MONTH = 28
"""As few days as a month has."""


@dataclass(frozen=True, slots=True)
class Sketch:
    """What an organiser answers: two roles, or one where both labels are the same."""

    name: str
    title: str
    organiser: str
    second_organiser: str
    zone: str
    language: str
    relationship: str
    roles: tuple[str, ...]
    welcome: str
    emergency: str
    months: int
    meet: Span
    required: bool
    contact_counts: bool
    agreement_days: int
    signed: bool
    renew_months: int
    exceptions: tuple[str, ...]

    @property
    def strength(self) -> str:
        return "required" if self.required else "advised"

    @property
    def keys(self) -> tuple[str, ...]:
        """The roles' keys: their labels as one word each."""
        return tuple("-".join(label.lower().split()) for label in self.roles)


def rules_of(sketch: Sketch) -> Table:
    """The file of the rules."""
    first, last = sketch.keys[0], sketch.keys[-1]
    alone = len(sketch.keys) == 1
    rules: Table = {
        "name": sketch.name,
        "version": "1",
        "title": sketch.title,
        "zone": sketch.zone,
        "language": sketch.language,
        "letters_at": time(9),
        "contacts": {"organiser": sketch.organiser},
        "texts": _texts(sketch),
        "roles": [_role(sketch, n) for n in range(len(sketch.roles))],
        "documents": list(_documents(sketch)),
        "first_meeting": {"due": {"days": FIRST_MEETING}} | _step(sketch, FIRST_MEETING) | {"by": first},
        "cadence": _cadence(sketch),
        "term": {"length": {"months": sketch.months}},
        "ending": {"grace_hours": 24, "open_days": 28, "survey": True, "retention": {"days": 30}},
        "confidentiality": {"statement": _statement(sketch), "binds": "any" if alone else first},
        "pause": {"longest": {"months": 2} if sketch.months > 2 else {"days": 14}},
        "surveys": [{"key": "closing", "questions": _closing(sketch)}],
    }
    rules["first_meeting"] |= {"agenda": last} if not alone else {"by": "any"}
    rules["contacts"] |= {"second_organiser": sketch.second_organiser} if sketch.second_organiser else {}
    if sketch.exceptions:
        rules["confidentiality"] |= {"exceptions": list(sketch.exceptions), "prior_notice": "always"}
    if sketch.renew_months:
        longest, more = {"months": sketch.months + sketch.renew_months}, {"months": sketch.renew_months}
        rules["renewal"] = {"length": more, "times": 1, "longest": longest}
        rules["renewal"] |= {"ask_days_before": 14, "remind_days_before": 5}
    return rules


def forms_of(sketch: Sketch) -> Table:
    """The file of the forms' words."""
    if not sketch.agreement_days:
        return {}
    fields: Table = {}
    for key, label in zip(sketch.keys, sketch.roles, strict=True):
        alone = len(sketch.keys) == 1
        asked = "What do the two of you hope for?" if alone else f"What do you hope for as {label}?"
        fields[f"goals-{key}"] = {"label": "Goals" if alone else f"Goals as {label}", "prompt": asked}
    often = f"How often do you want to meet? At least {every(sketch.meet)}."
    fields["frequency"] = {"label": "How often to meet", "prompt": often}
    if sketch.required:
        fields["frequency"]["refusal"] = f"{sketch.title} asks everybody to meet at least {every(sketch.meet)}."
    fields["way"] = {"label": "How to meet", "prompt": "How do you like to meet (in person, by video, by phone)?"}
    between = "What is the best way to reach each other between meetings?"
    fields["between"] = {"label": "Between meetings", "prompt": between}
    clauses = [
        "What we say to each other stays between us.",
        "Either of us may end this at any time, and nobody is asked for a reason.",
    ]
    words = {
        "title": "Agreement",
        "intro": "Talk it over when you first meet, then answer by reply.",
        "clauses": clauses,
    }
    return {"agreement": {**words, "fields": fields}}


def _texts(sketch: Sketch) -> Table:
    by = f"The {sketch.roles[0]} sets" if len(sketch.roles) > 1 else "Set"
    expectations = [
        f"{by} up the first meeting within two weeks.",
        f"Meet at least {every(sketch.meet)}.",
        "Either of you may end it at any time; nobody is asked for a reason.",
    ]
    words = {"welcome": sketch.welcome, "emergency": sketch.emergency, "expectations": expectations}
    return words | {"relationship": sketch.relationship}


def _role(sketch: Sketch, n: int) -> Table:
    role: Table = {"key": sketch.keys[n], "label": sketch.roles[n]}
    return role | ({"min": 2, "max": 2} if len(sketch.roles) == 1 else {})


def _documents(sketch: Sketch) -> Iterator[Table]:
    if not sketch.agreement_days:
        return
    alone = len(sketch.keys) == 1
    fields: list[Table] = [{"key": f"goals-{key}", "by": "any" if alone else key} for key in sketch.keys]
    frequency: Table = {"key": "frequency", "kind": "frequency", "visibility": "organiser"}
    frequency |= {"at_most_days": _days(sketch.meet)} if sketch.required else {}
    fields += [frequency, {"key": "way"}, {"key": "between"}]
    due = {"signed": sketch.signed, "due": {"after": {"days": sketch.agreement_days}}}
    yield (
        {"key": "agreement", "fields": fields}
        | due
        | _step(sketch, sketch.agreement_days)
        | {"copy_to_organiser": True}
    )


def _step(sketch: Sketch, days: int) -> Table:
    """How hard it is, and its ladder: halfway, shortly before, after it."""
    before = sorted({-(days // 2), -(days // 7)} - {0})
    end = {"escalate": 5} if sketch.required else {"lapse": 21}
    return {"strength": sketch.strength, "ladder": {"remind": [*before, 2], **end}}


def _cadence(sketch: Sketch) -> Table:
    """A gap is left before the next one can begin."""
    lapse = min(_days(sketch.meet, A_MONTH), 21)
    end = {"escalate": min(10, lapse - 2)} if sketch.required else {}
    phase = {"lasts": {"months": sketch.months}, "every": _length(sketch.meet)}
    rhythm = {"phases": [phase], "contact_counts": sketch.contact_counts, "strength": sketch.strength}
    return rhythm | {"ladder": {"remind": [3], **end, "lapse": lapse}}


def _statement(sketch: Sketch) -> str:
    if len(sketch.roles) == 1:
        return "What you say to each other stays between you."
    return f"Your {sketch.roles[0]} keeps in confidence what you say, until the end and after it."


def _closing(sketch: Sketch) -> list[str]:
    return [
        f"How useful was the {sketch.relationship} to you, from 1 (not at all) to 5 (very)?",
        f"What should {sketch.title} keep, and what should it change?",
    ]


def _days(span: Span, month: int = 31) -> int:
    return span.months * month + span.days


def _length(span: Span) -> Table:
    return {"months": span.months} if span.months else {"days": span.days}
