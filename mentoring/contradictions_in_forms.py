"""What a form says well and still cannot mean."""

from collections.abc import Iterator

from mentoring.findings import Finding, Place
from mentoring.ladder_findings import in_ladder, own_keys
from mentoring.programme import DocumentRules, FormField, Programme


def in_document(programme: Programme, document: DocumentRules, n: int) -> Iterator[Finding]:
    """A finding for each thing in the n-th document (from 1) that has to be changed."""
    here: Place = ("documents", n)
    yield from own_keys(f"{document.key} field", "fields", [field.key for field in document.fields], here)
    yield from in_ladder(document.key, here, document.strength, document.ladder)
    if not document.title.strip():
        yield Finding((*here, "title"), f"{document.key}: its title is empty; please say what letters call it.")
    if not document.fields:
        none = "has no fields; please say what it asks, each under [[documents.fields]]"
        yield Finding(here, f"{document.key} {none}.")
    if document.due.by_meeting is not None and document.due.by_meeting < 1:
        yield Finding((*here, "due"), f"{document.key}: due.by_meeting counts from 1.")
    documents = {each.key for each in programme.documents}
    for m, field in enumerate(document.fields, start=1):
        name = f"{document.key}: the field {field.key!r}"
        for key, sentence in _field(field, documents):
            yield Finding((*here, "fields", m, key), f"{name} {sentence}")


def _field(field: FormField, documents: set[str]) -> Iterator[tuple[str, str]]:
    """The key and how the sentence goes on."""
    for key, words in (("label", field.label), ("prompt", field.prompt)):
        if not words.strip():
            yield key, f"has no {key}; please give the words."
    if field.kind == "choice" and not field.options:
        yield "options", "is a choice; please list its options."
    if field.options and field.kind != "choice":
        yield "options", "has options, which only a choice can have."
    if field.at_most_days is not None and field.kind != "frequency":
        yield "at_most_days", "has at_most_days, which only a frequency can have."
    if field.at_most_days is not None and field.at_most_days < 1:
        yield "at_most_days", "accepts no frequency at all; please let at_most_days be at least 1."
    if field.not_after and field.kind != "date":
        yield "not_after", "has not_after, which only a date can have."
    if field.not_after and field.not_after not in documents:
        yield "not_after", f"has not_after {field.not_after!r}, but no document has that key."
    if (field.not_after or field.at_most_days is not None) and not field.refusal:
        yield "refusal", "can be refused; please say with refusal what its writer is told."
