"""What a programme says well and still cannot mean; and what its organiser should know of it."""

import re
from collections.abc import Iterable
from datetime import date
from zoneinfo import available_timezones

from mentoring.calendar import Span, add
from mentoring.programme import (
    ANYONE,
    Contacts,
    DocumentRules,
    FormField,
    Ladder,
    Programme,
    Strength,
    Visibility,
)

_PHRASE = re.compile(r"(?:\([^()\[\]]*\w[^()\[\]]*\)|\[[^()\[\]]+\]|[^()\[\]\s]+|\s)*")
_MAYBE = re.compile(r"\[[^\]]*\]")
SOME_DAY = date(2026, 1, 1)


def contradictions(programme: Programme) -> list[str]:
    """A sentence for each thing that has to be changed before the programme can be used."""
    return [
        *_who(programme),
        *_keys("document", [document.key for document in programme.documents]),
        *(problem for document in programme.documents for problem in _document(programme, document)),
        *_meetings(programme),
        *_term(programme),
        *_occasions(programme),
        *_ticks(programme),
    ]


def remarks(programme: Programme) -> list[str]:
    """Sentences about what is allowed but should be meant: confidence without exceptions, what the organiser reads."""
    found = []
    if not programme.confidentiality.exceptions:
        found.append(
            "No exception to confidence is stated, so none is ever offered: a concern is answered with where help is."
        )
    elif not programme.contacts.second_organiser:
        bound = [role.label for role in programme.roles if programme.confidentiality.binds in (role.key, ANYONE)]
        found.append(
            "No second organiser is named (contacts.second_organiser), and one alone opens nothing: no word of a "
            f"concern can move through Peerpost, and the organiser is asked to speak to the {' or the '.join(bound)}."
        )
    for document in programme.documents:
        shown = [field.key for field in document.fields if field.visibility is Visibility.ORGANISER]
        if document.copy_to_organiser and shown:
            found.append(f"Of the {document.key} the organiser is sent: {', '.join(shown)}.")
    return found


def _who(programme: Programme) -> Iterable[str]:
    keys = [role.key for role in programme.roles]
    if not keys:
        yield "roles is missing; please say who takes part, each under [[roles]]."
    if ANYONE in keys:
        yield f"a role may not be called {ANYONE!r}, since that stands for every role."
    yield from _keys("role", keys)
    named = [
        ("first_meeting.by", programme.first_meeting.by),
        ("confidentiality.binds", programme.confidentiality.binds),
    ]
    named += [("first_meeting.agenda", programme.first_meeting.agenda or ANYONE)]
    named += [("after_care.role", care.role) for care in (programme.after_care,) if care]
    named += [(f"the field {f.key!r}: by", f.by) for d in programme.documents for f in d.fields]
    for what, role in named:
        if role not in (*keys, ANYONE):
            yield f"{what} is {role!r}, but no role has that key."
    if programme.zone not in available_timezones():
        yield f"zone is {programme.zone!r}; please give a name such as 'Europe/London'."
    contacts = programme.contacts
    for what, address in (
        ("organiser", contacts.organiser),
        ("concerns", contacts.concerns),
        ("office", contacts.office),
    ):
        if "@" not in address:
            yield f"contacts.{what} is {address!r}; please give a mail address."
    yield from _second_organiser(contacts)


def _second_organiser(contacts: Contacts) -> Iterable[str]:
    """Two people open a concern, so that neither can alone."""
    second = contacts.second_organiser
    if second and "@" not in second:
        yield f"contacts.second_organiser is {second!r}; please give a mail address."
    if second and second.strip().casefold() == contacts.organiser.strip().casefold():
        yield "contacts.second_organiser is the organiser; please name another person, or leave the line out."


def _ticks(programme: Programme) -> Iterable[str]:
    """A phrase that needs no word would be found in every reply."""
    for tick in programme.confidentiality.ticks:
        for phrase in tick.words:
            if not _PHRASE.fullmatch(phrase) or not _MAYBE.sub("", phrase).strip(" ~"):
                yield (
                    f"the tick {tick.label!r}: {phrase!r} is no phrase; please write words, (a|b) for one of these and "
                    "[a] for what may be left out."
                )


def _keys(what: str, keys: list[str]) -> Iterable[str]:
    for key in sorted({key for key in keys if keys.count(key) > 1}):
        yield f"the {what} {key!r} is there twice; please give each its own key."
    for key in keys:
        if not key or "/" in key:
            yield f"the {what} {key!r} needs a key that is a word, without a slash."


def _document(programme: Programme, document: DocumentRules) -> Iterable[str]:
    yield from _keys(f"{document.key} field", [field.key for field in document.fields])
    yield from _strong(document.key, document.strength, document.ladder)
    if not document.fields:
        yield f"{document.key} has no fields; please say what it asks, each under [[documents.fields]]."
    if document.due.by_meeting is not None and document.due.by_meeting < 1:
        yield f"{document.key}: due.by_meeting counts from 1."
    for field in document.fields:
        yield from _field(programme, document, field)


def _field(programme: Programme, document: DocumentRules, field: FormField) -> Iterable[str]:
    name = f"{document.key}: the field {field.key!r}"
    if field.kind == "choice" and not field.options:
        yield f"{name} is a choice; please list its options."
    if field.at_most_days is not None and field.kind != "frequency":
        yield f"{name} has at_most_days, which only a frequency can have."
    if field.not_after and field.kind != "date":
        yield f"{name} has not_after, which only a date can have."
    if field.not_after and field.not_after not in {each.key for each in programme.documents}:
        yield f"{name}: not_after is {field.not_after!r}, but no document has that key."
    if (field.not_after or field.at_most_days is not None) and not field.refusal:
        yield f"{name} can be refused; please say with refusal what its writer is told."


def _strong(what: str, strength: Strength, ladder: Ladder) -> Iterable[str]:
    """`XC-05`: required reaches the organiser, advised never does."""
    if strength is Strength.REQUIRED and ladder.escalate is None:
        yield f"{what} is required, so its ladder needs escalate: when the organiser is told."
    if strength is Strength.ADVISED and ladder.escalate is not None:
        yield f"{what} is advised, so nobody is reported for it; please take escalate out or make it required."
    others = [*ladder.remind, *([ladder.escalate] if ladder.escalate is not None else [])]
    if ladder.lapse is not None and others and ladder.lapse <= max(others):
        yield f"{what}: its ladder lapses before its other steps; please let lapse be the last day."


def _meetings(programme: Programme) -> Iterable[str]:
    first, cadence = programme.first_meeting, programme.cadence
    yield from _strong("first_meeting", first.strength, first.ladder)
    yield from _strong("cadence", cadence.strength, cadence.ladder)
    if not cadence.phases:
        yield "cadence.phases is empty; please say how often to meet."
    if any(Span() in (phase.every, phase.lasts) for phase in cadence.phases):
        yield "cadence.phases: every phase lasts some time and has a meeting every so often; please give both."
    if cadence.ladder.lapse is None:
        yield "cadence.ladder.lapse is missing; without it a silent pair would hear of one gap and never of the next."


def _term(programme: Programme) -> Iterable[str]:
    if programme.term == Span():
        yield "term.length is nothing; please say how long the mentoring lasts."
    if programme.ending.grace_hours < 0 or programme.ending.open_days < 0:
        yield "ending: grace_hours and open_days are nought or more."
    renewal = programme.renewal
    if renewal is None:
        return
    if _longer(programme.term.plus(renewal.length.times(renewal.times)), renewal.longest):
        yield "renewal: the term and its renewals together are longer than renewal.longest; please lower one."
    if renewal.times < 1 or renewal.length == Span():
        yield "renewal: times and length say how often and for how long; without either leave [renewal] out."
    if not renewal.ask_days_before > renewal.remind_days_before >= 0:
        yield "renewal: ask_days_before must be more than remind_days_before, and that nought or more."


def _occasions(programme: Programme) -> Iterable[str]:
    keys = [survey.key for survey in programme.surveys]
    yield from _keys("survey", keys)
    yield from _keys("event", [gathering.key for gathering in programme.gatherings])
    if programme.ending.survey and "closing" not in keys:
        yield "ending.survey is true, but no survey has the key 'closing'."
    for survey in programme.surveys:
        if survey.every == Span() and survey.key != "closing":
            yield f"the survey {survey.key!r} would never be asked; please say how often with every."
        if not survey.questions:
            yield f"the survey {survey.key!r} has no questions."
    if programme.goal_review == Span():
        yield "goals.review_every is nothing; please say how often, or leave [goals] out."
    for gathering in programme.gatherings:
        if gathering.invite_days_before < 0:
            yield f"the event {gathering.key!r}: invite_days_before is nought or more."
    if programme.after_care and not programme.after_care.duties:
        yield "after_care has no duties; please list them, or leave [after_care] out."


def _longer(one: Span, other: Span) -> bool:
    return add(SOME_DAY, one) > add(SOME_DAY, other)
