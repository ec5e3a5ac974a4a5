"""The words of forms, kept beside the rules: `[forms.agreement]` and `[forms.agreement.fields.frequency]`.

They may stand in a file of their own, so that an organiser can change a question without reading a rule.
"""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from functools import partial
from typing import Any

from mentoring.findings import Finding, Place, said
from mentoring.knob import knobs_of
from mentoring.programme_papers import DocumentWording, FieldWording
from mentoring.table import Part

OF_DOCUMENTS = tuple(knob.name for knob in knobs_of(DocumentWording))
OF_FIELDS = tuple(knob.name for knob in knobs_of(FieldWording))


def with_wording(table: Mapping[str, Any]) -> tuple[dict[str, Any], list[Finding], list[Finding]]:
    """The table with the words of `forms` put where the rules are; what is wrong with them; what nobody asked for."""
    problems: list[Finding] = []
    unknown: list[Finding] = []
    worded = deepcopy(dict(table))
    if isinstance(worded.get("forms"), dict):
        documents = _tables(worded, "documents")
        Part({}, (), problems, unknown).read(worded.pop("forms"), ("forms",), partial(_word, documents))
        problems += [finding for document in documents for finding in _unworded(document)]
    return worded, problems, unknown


def _word(documents: list[dict[str, Any]], forms: Part) -> None:
    for document in documents:
        key = str(document.get("key"))
        forms.asked.add(key)
        if key in forms.table:
            forms.one(key, partial(_word_document, document))


def _word_document(document: dict[str, Any], words: Part) -> None:
    _put(document, OF_DOCUMENTS, words)
    words.asked.add("fields")
    if "fields" in words.table:
        words.one("fields", partial(_word_fields, document))


def _word_fields(document: dict[str, Any], words: Part) -> None:
    for field in _tables(document, "fields"):
        key = str(field.get("key"))
        words.asked.add(key)
        if key in words.table:
            words.one(key, partial(_put, field, OF_FIELDS))


def _put(into: dict[str, Any], names: tuple[str, ...], words: Part) -> None:
    for name in names:
        words.asked.add(name)
        if name in words.table and name in into:
            words.problem(name, "is worded twice; please leave it in one of the two places.")
        elif name in words.table:
            into[name] = words.table[name]


def _unworded(document: dict[str, Any]) -> Iterator[Finding]:
    """What no letter could ask; to be read on, it is called by its key."""
    of = str(document.get("key"))
    here: list[tuple[dict[str, Any], Place, str]] = [(document, ("forms", of), "title")]
    here += [
        (field, ("forms", of, "fields", str(field.get("key"))), word)
        for field in _tables(document, "fields")
        for word in ("label", "prompt")
    ]
    for table, place, word in here:
        if word not in table:
            table[word] = place[-1]
            yield said((*place, word), "is missing; please give the words.")


def _tables(table: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    tables = table.get(key)
    return [each for each in tables if isinstance(each, dict)] if isinstance(tables, list) else []
