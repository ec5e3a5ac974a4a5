"""What a programme's file may say, told beside the fields it becomes: for the reader of the file, and its schema."""

from dataclasses import MISSING, Field, dataclass, fields
from functools import cache
from typing import Any, get_args, get_origin, get_type_hints


@dataclass(frozen=True, slots=True)
class Knob:
    """What a field decides, in a sentence for the organiser who writes the file.

    `at` is its place in the file where that is not its own name (`term.length`); `choices` are the words it may be.
    """

    says: str
    at: str = ""
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """A field of a dataclass that a file gives: its name, its place, its type, and what is taken if it is left out."""

    name: str
    at: str
    kind: Any
    knob: Knob
    default: Any

    @property
    def required(self) -> bool:
        """Whether the file must say it."""
        return self.default is MISSING


def knobs_of(kind: type) -> tuple[Said, ...]:
    """Every field of a dataclass whose type is `Annotated` with a Knob, in order; others are not said in a file."""
    return _knobs(kind)


@cache
def _knobs(kind: type) -> tuple[Said, ...]:
    hints = get_type_hints(kind, include_extras=True)
    found = []
    for field in fields(kind):
        parts = get_args(hints[field.name])
        knob = next((part for part in parts[1:] if isinstance(part, Knob)), None)
        if knob is not None:
            found.append(Said(field.name, knob.at or field.name, parts[0], knob, _default(field, parts[0])))
    return tuple(found)


def _default(field: "Field[Any]", kind: Any) -> Any:
    """A list may be left out, and so may what may be nothing."""
    if get_origin(kind) is tuple:
        return ()
    return None if type(None) in get_args(kind) else field.default
