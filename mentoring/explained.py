"""A programme's rules as a person would explain them to another."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from mentoring.calendar import NO_SPAN, Span
from mentoring.explained_course import confidence, ending, meetings, occasions
from mentoring.explained_words import counted, during, ladder, listed, roles_said
from mentoring.programme import ANYONE, DocumentRules, FormField, Programme, Resolve, Visibility


@dataclass(frozen=True, slots=True)
class Explained:
    """Sentences under one heading."""

    about: str
    sentences: tuple[str, ...]


def explained(programme: Programme) -> tuple[Explained, ...]:
    """Everything the programme says, heading by heading."""
    return (
        Explained("Who and how long", tuple(_who(programme))),
        Explained("Meetings", tuple(meetings(programme))),
        *(Explained(rules.title, tuple(_document(programme, rules))) for rules in programme.documents),
        *_some("Besides", occasions(programme)),
        Explained("In confidence", tuple(confidence(programme))),
        Explained("The end", tuple(ending(programme))),
        Explained("Letters", tuple(_letters(programme))),
    )


def _some(about: str, sentences: Iterable[str]) -> tuple[Explained, ...]:
    found = tuple(sentences)
    return (Explained(about, found),) if found else ()


def _who(programme: Programme) -> Iterator[str]:
    people = listed(counted(role.min, role.max, role.label) for role in programme.roles)
    yield f"Each relationship is of {people}. Letters call it the {programme.texts.relationship}."
    yield f"It lasts {during(programme.term)} from the kick-off; an absence moves what comes after it."
    renewal = programme.renewal
    if renewal is None:
        yield "It cannot be renewed."
        return
    times = "once" if renewal.times == 1 else f"up to {renewal.times} times"
    yield (
        f"If everybody says so it goes on {times} for {during(renewal.length)}, and never beyond "
        f"{during(renewal.longest)} in all. They are asked {renewal.ask_days_before} days before the end, and whoever "
        f"has not answered is reminded {renewal.remind_days_before} days before. Silence lets it end as planned."
    )


def _document(programme: Programme, rules: DocumentRules) -> Iterator[str]:
    by = {field.by for field in rules.fields}
    yield (
        f"A form of {len(rules.fields)} question{'s' if len(rules.fields) > 1 else ''}, answered by "
        f"{roles_said(programme, by, 'and')}: {'; '.join(_asked(programme, field) for field in rules.fields)}."
    )
    yield f"It is due {_due(rules)}."
    if rules.signed:
        clauses = f" and {len(rules.clauses)} clause{'s' if len(rules.clauses) > 1 else ''}" if rules.clauses else ""
        yield f"It is in force once everybody has agreed to exactly the same text: the answers{clauses}."
    else:
        yield "It is in force as soon as it is filled in; nobody signs it."
    yield ladder(rules.strength, rules.ladder, "whoever has not answered")
    seen = [field.label for field in rules.fields if field.visibility is Visibility.ORGANISER]
    if rules.copy_to_organiser and seen:
        yield f"The organiser is sent a copy of: {'; '.join(seen)}. Nothing else of it."
    else:
        yield "The organiser sees nothing of it."
    for field in rules.fields:
        if field.at_most_days is not None:
            yield f"{field.label}: an answer rarer than every {field.at_most_days} days is not taken."
        if field.not_after:
            yield f"{field.label}: no later than the {programme.document(field.not_after).title} is due."


def _asked(programme: Programme, field: FormField) -> str:
    return field.label if field.by == ANYONE else f"{field.label} (the {programme.role(field.by).label})"


def _due(rules: DocumentRules) -> str:
    due = rules.due
    parts = [f"by the end of meeting {due.by_meeting}"] if due.by_meeting is not None else []
    after = f"{during(due.after)} after the kick-off" if due.after != NO_SPAN else "at the kick-off"
    parts += [f"{'and no later than ' if parts else ''}{after}"] if due.absolute is None else []
    if due.absolute is not None:
        how = {Resolve.EARLIEST: ", whichever is earlier", Resolve.LATEST: ", whichever is later"}
        day = f"{due.absolute.day} {due.absolute:%B %Y}"
        parts.append(f"on {day}" if due.resolve is Resolve.ABSOLUTE else f"{after} or on {day}{how[due.resolve]}")
    return " ".join(parts)


def _letters(programme: Programme) -> Iterator[str]:
    yield f"They go out at {programme.letters_at:%H:%M} ({programme.zone}); a reply is answered at once."
    contacts = programme.contacts
    phone = f" or {contacts.phone}" if contacts.phone else ""
    yield f"Every letter says how to reach a person: {contacts.office}{phone}."
    if programme.longest_pause != Span():
        longest = during(programme.longest_pause)
        yield f"Anybody may say that they are away, for {longest} at most; meanwhile they are not reminded."
