"""What a programme's own words say that its rules do not."""

import re
from collections.abc import Iterator

from mentoring.findings import Finding, Place
from mentoring.programme import Programme

ROLE_WORDS = ("mentor", "mentee", "coach", "coachee", "tutor", "tutee", "buddy", "apprentice")
_TEMPLATE = re.compile(r"\{\{|\{%|\$\{|%\(")
_LINK = re.compile(r"https?://|www\.", re.IGNORECASE)


def on_words(programme: Programme) -> Iterator[Finding]:
    """A role nobody has, a blank that nothing fills in, and a link to a text of which nothing is kept."""
    known = " ".join(word for role in programme.roles for word in (role.label, role.key)).casefold()
    strange = [word for word in ROLE_WORDS if word not in known.split()]
    wrong = re.compile(rf"\b({'|'.join(strange)})(s|'s|s')?\b", re.IGNORECASE) if strange else None
    for place, what, words in _texts(programme):
        named = wrong.search(words) if wrong else None
        if named:
            own = " and ".join(f"{role.label!r}" for role in programme.roles)
            yield Finding(place, f"{what} speaks of a {named[1].lower()}, but the roles are {own}.")
        if _TEMPLATE.search(words):
            yield Finding(place, f"{what} has a blank for something to be filled in; it is shown as it stands.")
        if place[0] == "documents" and _LINK.search(words):
            kept = "of which nothing is kept; please put into the form itself what people agree to"
            yield Finding(place, f"{what} leads to a page, {kept}.")


def _texts(programme: Programme) -> Iterator[tuple[Place, str, str]]:
    """Every text that letters show, its place, and what it is called."""
    texts, told = programme.texts, programme.confidentiality
    yield ("texts", "welcome"), "The welcome", texts.welcome
    for n, words in enumerate(texts.expectations, start=1):
        yield ("texts", "expectations"), f"Expectation {n}", words
    for n, words in enumerate(texts.suggestions, start=1):
        yield ("texts", "suggestions"), f"Suggestion {n}", words
    yield ("confidentiality", "statement"), "The statement on confidence", told.statement
    for n, words in enumerate(told.exceptions, start=1):
        yield ("confidentiality", "exceptions"), f"Exception {n}", words
    for n, words in enumerate(programme.after_care.duties if programme.after_care else (), start=1):
        yield ("after_care", "duties"), f"Duty {n} after the end", words
    for n, survey in enumerate(programme.surveys, start=1):
        for m, words in enumerate(survey.questions, start=1):
            yield ("surveys", n, "questions"), f"Question {m} of the survey {survey.key!r}", words
    yield from _forms(programme)


def _forms(programme: Programme) -> Iterator[tuple[Place, str, str]]:
    for n, document in enumerate(programme.documents, start=1):
        yield ("documents", n, "intro"), f"The intro of the {document.key}", document.intro
        for m, words in enumerate(document.clauses, start=1):
            yield ("documents", n, "clauses"), f"Clause {m} of the {document.key}", words
        for m, field in enumerate(document.fields, start=1):
            name = f"The {document.key} field {field.key!r}"
            for key in ("label", "prompt", "refusal"):
                yield ("documents", n, "fields", m, key), name, getattr(field, key)
