"""What a template may say: a letter's facts, the programme, its reader, and the other people by name."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from correspondence.writing.addresses import token_of
from correspondence.writing.inert import foreign
from correspondence.writing.occasion import Occasion, Reader
from correspondence.writing.source import Source
from mentoring.calendar import local_day
from mentoring.concern_cases import form_of
from mentoring.explained_words import listed
from mentoring.letters import ORGANISER, Ask
from mentoring.programme import ANYONE, DocumentRules, FormField, Programme, Role, Visibility
from mentoring.words import Words


@dataclass(frozen=True, slots=True)
class Blank:
    """A numbered field of a form as it is shown: `given` is what was answered so far.

    `refused` tells that an answer could not be taken, `refusal` what the programme says to that, if it says anything;
    `shared`, that the organiser may read it.
    """

    number: int
    key: str
    label: str
    prompt: str
    given: str
    missing: bool
    refused: bool
    refusal: str
    kind: str
    options: tuple[str, ...]
    shared: bool


def fields_asked(document: DocumentRules, role: str) -> tuple[FormField, ...]:
    """The fields of a document that a role (its key) answers, in the order in which letters number them from 1."""
    return tuple(field for field in document.fields if field.by in (role, ANYONE))


def context_of(occasion: Occasion, source: Source) -> dict[str, Any]:
    """Every name a template may use; a fact the letter does not bring has the source's default, or is undefined."""
    letter, programme = occasion.letter, occasion.programme
    reader = replace(occasion.reader, name=foreign(occasion.reader.name))
    people = {key: replace(person, name=foreign(person.name)) for key, person in occasion.people.items()}
    members = tuple(person for person in people.values() if person.role != ORGANISER)
    partners = tuple(person for person in members if person.id != reader.id)
    context: dict[str, Any] = {key: said(fact) for key, fact in {**source.defaults, **letter.facts}.items()}
    context |= {
        "reader": reader,
        "programme": programme,
        "relationship": programme.texts.relationship,
        "people": people,
        "partners": partners,
        "partner": listed(person.name for person in partners),
        "everyone": members,
        "pair": listed(person.name for person in members),
        "question": letter.question,
        "ref": token_of(occasion.reply_to),
        "today": local_day(occasion.at, reader.zone),
        "labels": {role.key: role.label for role in programme.roles},
    }
    if "document" in context:
        context |= _paper(programme.document(context["document"]), _role_of(programme, reader), context)
    if letter.question.kind is Ask.CONCERN_BASIS:
        context["blanks"] = _blanks(form_of(programme), context)
    if "survey" in context:
        context["survey"] = next(each for each in programme.surveys if each.key == context["survey"])
    if "event" in context:
        context["event"] = next(each for each in programme.gatherings if each.key == context["event"])
    return context


def said(fact: object) -> object:
    """A fact as templates see it: words as text, in tuples too."""
    if isinstance(fact, Words | str):
        return foreign(fact.text if isinstance(fact, Words) else fact)
    return tuple(said(each) for each in fact) if isinstance(fact, tuple | list) else fact


def _role_of(programme: Programme, reader: Reader) -> Role:
    """The reader's role, found by its label or its key; for anybody else one that answers no field of its own."""
    found = (role for role in programme.roles if reader.role in (role.label, role.key))
    return next(found, Role("", reader.role))


def _paper(document: DocumentRules, role: Role, context: Mapping[str, Any]) -> dict[str, Any]:
    """The document itself, and its fields for this reader with what was answered so far."""
    given = dict(context.get("answers", ()))
    labels = {field.key: field.label for field in document.fields}
    shown = tuple((labels[key], words) for key, words in given.items() if key in labels)
    return {"paper": document, "blanks": _blanks(fields_asked(document, role.key), context), "given": shown}


def _blanks(fields: Iterable[FormField], context: Mapping[str, Any]) -> tuple[Blank, ...]:
    given = dict(context.get("answers", ()))
    missing, refused = context.get("missing", ()), context.get("refused", ())
    return tuple(
        Blank(
            number=number,
            key=field.key,
            label=field.label,
            prompt=field.prompt,
            given=given.get(field.key, ""),
            missing=field.key in missing,
            refused=field.key in refused,
            refusal=field.refusal,
            kind=field.kind,
            options=field.options,
            shared=field.visibility is Visibility.ORGANISER,
        )
        for number, field in enumerate(fields, start=1)
    )
