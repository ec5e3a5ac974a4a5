"""A JSON Schema of a programme's file, made from the dataclasses it becomes: for editors that help in writing one."""

from datetime import date, time
from enum import StrEnum
from typing import Any, get_args

from mentoring.calendar import Span
from mentoring.knob import Said, knobs_of
from mentoring.programme import DocumentRules, FormField, Programme
from mentoring.programme_papers import DocumentWording, FieldWording

Schema = dict[str, Any]

DRAFT = "http://json-schema.org/draft-07/schema#"
WORDED_ELSEWHERE = {DocumentRules: {"title"}, FormField: {"label", "prompt"}}
"""What may stand in the file of the forms' words instead."""

_PLAIN: dict[Any, Schema] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    bool: {"type": "boolean"},
    date: {"type": "string", "format": "date"},
    # An hour of TOML has no zone, so it is not what JSON Schema calls a time.
    time: {"type": "string", "pattern": r"^\d\d:\d\d(:\d\d)?"},
    Span: {
        "type": "object",
        "properties": {"months": {"type": "integer", "minimum": 0}, "days": {"type": "integer", "minimum": 0}},
        "additionalProperties": False,
    },
}


def programme_schema() -> Schema:
    """Of NAME.toml, with the words of its forms or without."""
    schema = _table_of(Programme)
    schema["properties"]["forms"] = forms_schema()["properties"]["forms"]
    return {"$schema": DRAFT, "title": "A programme of Peerpost", **schema}


def forms_schema() -> Schema:
    """Of NAME.forms.toml."""
    fields = {"type": "object", "additionalProperties": _table_of(FieldWording), "description": "By a field's key."}
    document = _table_of(DocumentWording)
    document["properties"]["fields"] = fields
    forms = {"type": "object", "additionalProperties": document, "description": "By a document's key."}
    whole = {"type": "object", "properties": {"forms": forms}, "required": ["forms"], "additionalProperties": False}
    return {"$schema": DRAFT, "title": "The words of a programme's forms", **whole}


def _table_of(kind: type) -> Schema:
    """A table that gives a dataclass, and nothing else."""
    schema = _empty()
    for said in knobs_of(kind):
        *tables, key = said.at.split(".")
        into = schema
        for table in tables:
            into["required"] += [table] if said.required else []
            into = into["properties"].setdefault(table, _empty())
        into["properties"][key] = _described(said)
        into["required"] += [key] if said.required and key not in WORDED_ELSEWHERE.get(kind, ()) else []
    return schema


def _empty() -> Schema:
    return {"type": "object", "properties": {}, "required": [], "additionalProperties": False}


def _described(said: Said) -> Schema:
    schema = {"description": said.knob.says, **_kind_of(said.kind)}
    if said.knob.choices:
        schema["enum"] = list(said.knob.choices)
    if isinstance(said.default, str | int) and said.default != "":
        schema["default"] = said.default
    return schema


def _kind_of(kind: Any) -> Schema:
    several = get_args(kind)
    if type(None) in several:
        return _kind_of(several[0])
    if several:
        return {"type": "array", "items": _kind_of(several[0])}
    if kind in _PLAIN:
        return dict(_PLAIN[kind])
    if issubclass(kind, StrEnum):
        return {"type": "string", "enum": [str(word) for word in kind]}
    return _table_of(kind)
