"""Commands, events and letters as JSON and back; words and attributions sealed on the way.

Every event type has a version.  An event is never changed: what was written under an older version is brought up to
date when it is read (`UPCASTS`).
"""

import base64
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, get_args

import cattrs
from cattrs.strategies import configure_tagged_union

from mentoring.commands import Command
from mentoring.confirmations import Weighty
from mentoring.events import Event
from mentoring.letters import Fact
from mentoring.words import Attribution, Words

Json = Any
Seal = Callable[[str, str], str]
"""(kind, text) -> sealed text, where kind is `words` or `attribution`."""
Open = Callable[[str, str], str]

EVENTS: Mapping[str, type] = {cls.__name__: cls for cls in get_args(Event)}
COMMANDS: Mapping[str, type] = {cls.__name__: cls for cls in get_args(Command)}
VERSION = 1
UPCASTS: dict[tuple[str, int], Callable[[Json], Json]] = {}
"""(event type, version) -> the data as the next version has it."""

_converter = cattrs.Converter(forbid_extra_keys=True)
_converter.register_unstructure_hook(datetime, lambda moment: moment.isoformat())
_converter.register_structure_hook(datetime, lambda text, _: datetime.fromisoformat(text))
_converter.register_unstructure_hook(date, lambda day: day.isoformat())
_converter.register_structure_hook(date, lambda text, _: date.fromisoformat(text))
_converter.register_unstructure_hook(Words, lambda words: {"words": words.text})
_converter.register_structure_hook(Words, lambda node, _: Words(node["words"]))
_converter.register_unstructure_hook(Attribution, lambda by: {"attribution": by.member})
_converter.register_structure_hook(Attribution, lambda node, _: Attribution(node["attribution"]))
configure_tagged_union(Weighty, _converter)


@dataclass(frozen=True, slots=True)
class Packed:
    """A message as it is stored: its type, its version, and JSON with everything personal sealed."""

    type: str
    version: int
    data: Json


def pack(message: Command | Event, seal: Seal) -> Packed:
    return Packed(type(message).__name__, VERSION, _walk(_converter.unstructure(message), seal))


def unpack_event(packed: Packed, open_: Open) -> Event:
    data, version = packed.data, packed.version
    while upcast := UPCASTS.get((packed.type, version)):
        data, version = upcast(data), version + 1
    event: Event = _converter.structure(_walk(data, open_), EVENTS[packed.type])
    return event


def unpack_command(packed: Packed, open_: Open) -> Command:
    command: Command = _converter.structure(_walk(packed.data, open_), COMMANDS[packed.type])
    return command


def pack_facts(facts: Mapping[str, Fact], seal: Seal) -> Json:
    return {name: _walk(_fact(value), seal) for name, value in facts.items()}


def unpack_facts(data: Json, open_: Open) -> dict[str, Fact]:
    return {name: _unfact(_walk(value, open_)) for name, value in data.items()}


def _walk(node: Json, convert: Callable[[str, str], str]) -> Json:
    """The same JSON with the text below every sealed mark converted."""
    match node:
        case {"words": str(text)} if len(node) == 1:
            return {"words": convert("words", text)}
        case {"attribution": str(text)} if len(node) == 1:
            return {"attribution": convert("attribution", text)}
        case dict():
            return {key: _walk(value, convert) for key, value in node.items()}
        case list() | tuple():
            return [_walk(value, convert) for value in node]
        case _:
            return node


def _fact(value: Fact) -> Json:
    match value:
        case Words(text):
            return {"words": text}
        case datetime():
            return {"moment": value.isoformat()}
        case date():
            return {"day": value.isoformat()}
        case tuple():
            return [_fact(each) for each in value]
        case _:
            return value


def _unfact(node: Json) -> Fact:
    match node:
        case {"words": str(text)}:
            return Words(text)
        case {"moment": str(text)}:
            return datetime.fromisoformat(text)
        case {"day": str(text)}:
            return date.fromisoformat(text)
        case list():
            return tuple(_unfact(each) for each in node)
        case _:
            plain: Fact = node
            return plain


def as_text(sealed: bytes) -> str:
    return base64.b64encode(sealed).decode()


def as_bytes(text: str) -> bytes:
    return base64.b64decode(text)
