"""Commands, events and letters as JSON and back; words and attributions sealed on the way.

Every event type has a version.  An event is never changed: what was written under an older version is brought up to
date when it is read, by the `UPCASTS` of its type.
"""

import base64
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, get_args

import cattrs
from cattrs.strategies import configure_tagged_union

from mentoring.answers import NotUnderstood
from mentoring.commands import Command
from mentoring.concerns import RaiseConcern
from mentoring.confirmations import Weighty
from mentoring.ending import End, Undo
from mentoring.events import Event
from mentoring.letters import Ask, Fact, Letter, Question
from mentoring.rights import ConfirmForgetting, ForgetMe
from mentoring.words import Attribution, Words
from store.moments import moment_text

Json = Any
Seal = Callable[[str, str], str]
"""(kind, text) -> sealed text, where kind is `words` or `attribution`."""
Open = Callable[[str, str], str]

EVENTS: Mapping[str, type] = {cls.__name__: cls for cls in get_args(Event)}
COMMANDS: Mapping[str, type] = {cls.__name__: cls for cls in get_args(Command)}


def _member_as_attribution(data: Json) -> Json:
    """Before it was sealed who had raised a concern, it was known."""
    return {"at": data["at"], "by": {"known": data["member"]}}


UPCASTS: dict[str, tuple[Callable[[Json], Json], ...]] = {
    "ConcernAddedTo": (_member_as_attribution,),
    "ConcernRaised": (_member_as_attribution,),
}
"""Type -> one function for each version it has left behind, oldest first, from data of that version to the next.

A type without any is at version 1.  Words are still sealed when an upcast sees them.
"""

_converter = cattrs.Converter(forbid_extra_keys=True)
_converter.register_unstructure_hook(datetime, moment_text)
_converter.register_structure_hook(datetime, lambda text, _: datetime.fromisoformat(text))
_converter.register_unstructure_hook(date, lambda day: day.isoformat())
_converter.register_structure_hook(date, lambda text, _: date.fromisoformat(text))
_converter.register_unstructure_hook(Words, lambda words: {"words": words.text})
_converter.register_structure_hook(Words, lambda node, _: Words(node["words"]))
_converter.register_unstructure_hook(Attribution, lambda by: {"attribution": by.member})
_converter.register_structure_hook(Attribution, lambda node, _: Attribution(node.get("attribution", node.get("known"))))


def _seal_who_asks(kind: type[End | Undo | RaiseConcern | ForgetMe]) -> None:
    """The event will tell who asked only under the attribution key, so the request must not tell it before."""
    _converter.register_unstructure_hook(kind, lambda asked: {"by": {"attribution": asked.member}})
    _converter.register_structure_hook(kind, lambda data, _: kind(data["by"]["attribution"]))


for _kind in (End, Undo, RaiseConcern, ForgetMe):
    _seal_who_asks(_kind)
_converter.register_unstructure_hook(
    ConfirmForgetting, lambda answer: {"by": {"attribution": answer.member}, "yes": answer.yes}
)
_converter.register_structure_hook(
    ConfirmForgetting, lambda data, _: ConfirmForgetting(data["by"]["attribution"], data["yes"])
)


def _asked_back(event: NotUnderstood) -> Json:
    """Who could not be understood in answer to a question that only leavers are asked is one of them."""
    question = _converter.unstructure(event.question)
    member = {"attribution": event.member} if event.question.is_leavers else event.member
    return {"at": moment_text(event.at), "member": member, "question": question, "answered": event.answered}


def _not_understood(data: Json, _: type) -> NotUnderstood:
    member, question = data["member"], _converter.structure(data["question"], Question)
    who = member if isinstance(member, str) else member["attribution"]
    return NotUnderstood(datetime.fromisoformat(data["at"]), who, question, data.get("answered", True))


_converter.register_unstructure_hook(NotUnderstood, _asked_back)
_converter.register_structure_hook(NotUnderstood, _not_understood)
# Last, for it takes the hooks of its members as they are by now.
configure_tagged_union(Weighty, _converter)


class WrittenByNewer(Exception):
    """A newer release wrote this; an older one must not guess what it means."""


@dataclass(frozen=True, slots=True)
class Packed:
    """A message as it is stored: its type, its version, and JSON with everything personal sealed."""

    type: str
    version: int
    data: Json


def version_of(type_: str) -> int:
    """The version under which messages of this type are written now."""
    return 1 + len(UPCASTS.get(type_, ()))


def pack(message: Command | Event, seal: Seal) -> Packed:
    """A message as it is stored.  Raises ValueError for a naive moment in it."""
    name = type(message).__name__
    return Packed(name, version_of(name), _walk(_converter.unstructure(message), seal))


def unpack_event(packed: Packed, open_: Open) -> Event:
    """An event as it is understood now.  Raises WrittenByNewer."""
    event: Event = _converter.structure(_walk(_up_to_date(packed, EVENTS), open_), EVENTS[packed.type])
    return event


def unpack_command(packed: Packed, open_: Open) -> Command:
    """A command as it is understood now.  Raises WrittenByNewer."""
    command: Command = _converter.structure(_walk(_up_to_date(packed, COMMANDS), open_), COMMANDS[packed.type])
    return command


def _up_to_date(packed: Packed, known: Mapping[str, type]) -> Json:
    if packed.type not in known or packed.version > version_of(packed.type):
        raise WrittenByNewer(f"{packed.type} {packed.version} is not known to this release.")
    data = packed.data
    for upcast in UPCASTS.get(packed.type, ())[packed.version - 1 :]:
        data = upcast(data)
    return data


def pack_letter(letter: Letter, seal: Seal) -> Json:
    """A letter as it is stored; of those whose very reader tells who asks, the reader goes under that key."""
    return {
        "name": letter.name,
        "to": {"attribution": seal("attribution", letter.to)} if letter.tells_who_asked else letter.to,
        "question": {"kind": letter.question.kind, "about": letter.question.about},
        "facts": pack_facts(letter.facts, seal),
        "private": letter.private,
    }


def unpack_letter(data: Json, open_: Open) -> Letter:
    """A letter as it was decided.  Its reader is nobody once the key of who asked is gone."""
    to = data["to"]
    question = Question(Ask(data["question"]["kind"]), data["question"]["about"])
    reader = to if isinstance(to, str) else open_("attribution", to["attribution"])
    return Letter(data["name"], reader, question, unpack_facts(data["facts"], open_), data["private"])


def pack_facts(facts: Mapping[str, Fact], seal: Seal) -> Json:
    """What a letter is told, as it is stored.  Raises ValueError for a naive moment in it."""
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
            return {"moment": moment_text(value)}
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
