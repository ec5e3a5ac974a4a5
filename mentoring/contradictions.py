"""What a programme says well and still cannot mean."""

import re
from collections.abc import Iterator
from datetime import date
from zoneinfo import available_timezones

from mentoring.calendar import NO_SPAN, Span, add
from mentoring.contradictions_in_forms import in_document
from mentoring.findings import Finding, Place, said
from mentoring.ladder_findings import in_ladder, own_keys
from mentoring.programme import ANYONE, Contacts, Programme
from mentoring.table import MOST, near

_PHRASE = re.compile(r"(?:\([^()\[\]]*\w[^()\[\]]*\)|\[[^()\[\]]+\]|[^()\[\]\s]+|\s)*")
_MAYBE = re.compile(r"\[[^\]]*\]")
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
SOME_DAY = date(2026, 1, 1)
MEMBERS = 2
"""How many people a relationship has, so far."""


def contradictions(programme: Programme) -> list[Finding]:
    """A finding for each thing that has to be changed before the programme can be used."""
    return [
        *_names(programme),
        *_roles(programme),
        *_roles_named(programme),
        *_contacts(programme.contacts),
        *own_keys("document", "documents", [document.key for document in programme.documents]),
        *(each for n, document in enumerate(programme.documents, 1) for each in in_document(programme, document, n)),
        *_meetings(programme),
        *_term(programme),
        *_occasions(programme),
        *_ticks(programme),
    ]


def _names(programme: Programme) -> Iterator[Finding]:
    if not _NAME.fullmatch(programme.name):
        yield said(("name",), f"is {programme.name!r}; please give small letters, figures and hyphens, as in red-2.")
    for what, words in (("version", programme.version), ("title", programme.title)):
        if not words.strip():
            yield said((what,), "is empty; please give a text.")
    for what, words in (("relationship", programme.texts.relationship), ("welcome", programme.texts.welcome)):
        if not words.strip():
            yield said(("texts", what), "is empty; please give a text.")
    if programme.zone not in available_timezones():
        yield said(("zone",), f"is {programme.zone!r}; please give a name such as 'Europe/London'.")


def _roles(programme: Programme) -> Iterator[Finding]:
    keys = [role.key for role in programme.roles]
    if not keys:
        yield said(("roles",), "is missing; please say who takes part, each under [[roles]].")
        return
    if ANYONE in keys:
        yield Finding(("roles",), f"a role may not be called {ANYONE!r}, since that stands for every role.")
    yield from own_keys("role", "roles", keys)
    labels = [role.label.strip() for role in programme.roles]
    for n, role in enumerate(programme.roles, start=1):
        if not role.label.strip() or role.label.strip() in labels[: n - 1]:
            yield Finding(("roles", n, "label"), f"the role {role.key!r} needs a label of its own for its letters.")
        if not 0 < role.min <= role.max:
            yield Finding(("roles", n), f"the role {role.key!r}: min is at least 1, and max no less than min.")
    fewest, most = sum(role.min for role in programme.roles), sum(role.max for role in programme.roles)
    if (fewest, most) != (MEMBERS, MEMBERS):
        count = str(fewest) if fewest == most else f"{fewest} to {most}"
        two = "for now a relationship has two; please change the roles, or their min and max"
        yield Finding(("roles",), f"roles are for {count} people in a relationship; {two}.")


def _roles_named(programme: Programme) -> Iterator[Finding]:
    """A role named anywhere must be there."""
    first, care = programme.first_meeting, programme.after_care
    named: list[tuple[Place, str, str]] = [
        (("first_meeting", "by"), "first_meeting.by", first.by),
        (("confidentiality", "binds"), "confidentiality.binds", programme.confidentiality.binds),
        (("first_meeting", "agenda"), "first_meeting.agenda", first.agenda or ANYONE),
    ]
    named += [(("after_care", "role"), "after_care.role", care.role)] if care else []
    named += [
        (("documents", n, "fields", m, "by"), f"the field {field.key!r}: by", field.by)
        for n, document in enumerate(programme.documents, start=1)
        for m, field in enumerate(document.fields, start=1)
    ]
    keys = {role.key for role in programme.roles} | {ANYONE}
    for place, what, role in named:
        if role not in keys:
            yield Finding(place, f"{what} is {role!r}, but no role has that key.{near(role, sorted(keys))}")


def _contacts(contacts: Contacts) -> Iterator[Finding]:
    """Two people open a concern, so that neither can alone."""
    second = contacts.second_organiser
    for what in ("organiser", "concerns", "office", "second_organiser"):
        address = getattr(contacts, what)
        if "@" not in address and (address or what != "second_organiser"):
            yield said(("contacts", what), f"is {address!r}; please give a mail address.")
    if second and second.strip().casefold() == contacts.organiser.strip().casefold():
        same = "is the organiser; please name another person, or leave the line out."
        yield said(("contacts", "second_organiser"), same)


def _ticks(programme: Programme) -> Iterator[Finding]:
    """A phrase that needs no word would be found in every reply."""
    for tick in programme.confidentiality.ticks:
        for phrase in tick.words:
            if not _PHRASE.fullmatch(phrase) or not _MAYBE.sub("", phrase).strip(" ~"):
                how = "please write words, (a|b) for one of these and [a] for what may be left out"
                sentence = f"the tick {tick.label!r}: {phrase!r} is no phrase; {how}."
                yield Finding(("confidentiality", "ticks"), sentence)


def _meetings(programme: Programme) -> Iterator[Finding]:
    first, cadence = programme.first_meeting, programme.cadence
    yield from in_ladder("first_meeting", ("first_meeting",), first.strength, first.ladder)
    yield from in_ladder("cadence", ("cadence",), cadence.strength, cadence.ladder)
    if not cadence.phases:
        yield said(("cadence", "phases"), "is empty; please say how often to meet.")
    if any(_is_none(phase.every) or _is_none(phase.lasts) for phase in cadence.phases):
        every = "cadence.phases: every phase lasts some time and has a meeting every so often; please give both."
        yield Finding(("cadence", "phases"), every)
    if cadence.ladder.lapse is None:
        without = "is missing; without it a silent pair would hear of one gap and never of the next."
        yield said(("cadence", "ladder", "lapse"), without)


def _term(programme: Programme) -> Iterator[Finding]:
    if _is_none(programme.term):
        yield said(("term", "length"), f"is nothing; please say how long the {programme.texts.relationship} lasts.")
    if programme.ending.grace_hours < 0 or programme.ending.open_days < 0:
        yield Finding(("ending",), "ending: grace_hours and open_days are nought or more.")
    renewal = programme.renewal
    if renewal is None:
        return
    if longer(programme.term.plus(renewal.length.times(renewal.times)), renewal.longest):
        both = "renewal: the term and its renewals together are longer than renewal.longest; please lower one."
        yield Finding(("renewal", "longest"), both)
    if renewal.times < 1 or _is_none(renewal.length):
        how = "renewal: times and length say how often and for how long; without either leave [renewal] out."
        yield Finding(("renewal",), how)
    if not renewal.ask_days_before > renewal.remind_days_before >= 0:
        order = "renewal: ask_days_before must be more than remind_days_before, and that nought or more."
        yield Finding(("renewal", "ask_days_before"), order)
    if not _is_none(programme.term) and not longer(programme.term, Span(days=renewal.ask_days_before)):
        early = "lies before the kick-off; please ask nearer to the end of the term."
        yield said(("renewal", "ask_days_before"), early)


def _occasions(programme: Programme) -> Iterator[Finding]:
    keys = [survey.key for survey in programme.surveys]
    yield from own_keys("survey", "surveys", keys)
    yield from own_keys("event", "events", [gathering.key for gathering in programme.gatherings])
    if programme.ending.survey and "closing" not in keys:
        yield said(("ending", "survey"), "is true, but no survey has the key 'closing'.")
    for n, survey in enumerate(programme.surveys, start=1):
        if _is_none(survey.every) and survey.key != "closing":
            never = f"the survey {survey.key!r} would never be asked; please say how often with every."
            yield Finding(("surveys", n), never)
        if not survey.questions:
            yield Finding(("surveys", n, "questions"), f"the survey {survey.key!r} has no questions.")
    if programme.goal_review == NO_SPAN:
        yield said(("goals", "review_every"), "is nothing; please say how often, or leave [goals] out.")
    for n, gathering in enumerate(programme.gatherings, start=1):
        if gathering.invite_days_before < 0:
            nought = f"the event {gathering.key!r}: invite_days_before is nought or more."
            yield Finding(("events", n, "invite_days_before"), nought)
    if programme.after_care and not programme.after_care.duties:
        yield said(("after_care",), "has no duties; please list them, or leave [after_care] out.")


def longer(one: Span, other: Span) -> bool:
    """Whether one length of time is more than another."""
    return after(one) > after(other)


def after(span: Span) -> date:
    """Some day and this much later; the last day there is where that goes further."""
    if span.months > MOST or span.days > MOST:
        return date.max
    return add(SOME_DAY, span)


def _is_none(span: Span) -> bool:
    return span == NO_SPAN
