"""A programme's tables as files for people: every key with what it decides, those that were left out among them."""

from collections.abc import Iterator, Mapping
from dataclasses import is_dataclass
from datetime import date, time
from typing import Any, get_args, get_origin

import tomlkit

from mentoring.calendar import Span
from mentoring.knob import Said, knobs_of
from mentoring.programme import Due, Ladder, Phase, Programme
from worker.programme_files import FORMS

WITHIN_A_LINE = (Span, Ladder, Due, Phase)
WIDTH = 100
WORDED_ELSEWHERE = {"title", "intro", "clauses", "label", "prompt", "options", "refusal"}

Table = Mapping[str, Any]


def rules_text(rules: Table) -> str:
    """NAME.toml, with a comment for every key the first time it could stand there."""
    lines = [
        "#:schema programme.schema.json",
        f"# {rules['title']}: its rules. The words of its forms are beside it, in {rules['name']}{FORMS}.",
        "# A line that begins with # and a key says what else could be decided there.",
        *_table(Programme, rules, "", set()),
    ]
    return "\n".join(lines) + "\n"


def forms_text(name: str, forms: Table) -> str:
    """NAME.forms.toml: words only, which may be changed without reading a rule."""
    lines = [
        "#:schema forms.schema.json",
        f"# The words of the forms of {name}. Change them as you like; the keys stay.",
    ]
    for key, document in forms.items():
        lines += ["", f"[forms.{_key(key)}]"]
        lines += [f"{word} = {_value(said)}" for word, said in document.items() if word != "fields"]
        for field, words in document["fields"].items():
            lines += ["", f"[forms.{_key(key)}.fields.{_key(field)}]"]
            lines += [f"{word} = {_value(said)}" for word, said in words.items()]
    return "\n".join(lines) + "\n"


def _table(kind: type, table: Table, path: str, told: set[tuple[type, str]]) -> Iterator[str]:
    """The keys of one table; then the tables below it, each under its own head."""
    knobs = [said for said in knobs_of(kind) if not (path.startswith("documents") and said.at in WORDED_ELSEWHERE)]
    below = [said for said in knobs if _inner(said.kind) or "." in said.at]
    for said in knobs:
        if said not in below:
            yield from _line(kind, said, table, told)
    for said in below:
        yield from _below(said, table, path, told)


def _line(kind: type, said: Said, table: Table, told: set[tuple[type, str]]) -> Iterator[str]:
    is_new = (kind, said.name) not in told
    told.add((kind, said.name))
    if said.at in table:
        yield from [f"# {said.knob.says}"] if is_new else []
        yield f"{said.at} = {_value(table[said.at])}"
    elif is_new:
        yield f"# {said.at}: {said.knob.says[0].lower()}{said.knob.says[1:]}"


def _below(said: Said, table: Table, path: str, told: set[tuple[type, str]]) -> Iterator[str]:
    head, _, key = said.at.partition(".")
    where = f"{path}.{head}" if path else head
    inner = _inner(said.kind)
    if head not in table:
        head = f"[[{where}]]" if get_origin(said.kind) is tuple else f"[{where}]"
        yield from ["", f"# {head}: {said.knob.says[0].lower()}{said.knob.says[1:]}"]
    elif key:
        yield from ["", f"# {said.knob.says}", f"[{where}]", f"{key} = {_value(table[head][key])}"]
    elif isinstance(table[head], list):
        for n, each in enumerate(table[head]):
            yield from ["", *([f"# {said.knob.says}"] if n == 0 else []), f"[[{where}]]"]
            yield from _table(inner, each, where, told)
    else:
        yield from ["", f"# {said.knob.says}", f"[{where}]"]
        yield from _table(inner, table[head], where, told)


def _inner(kind: Any) -> Any:
    """The dataclass of a table that has a head of its own; None for what stands within a line."""
    inner = next((each for each in (kind, *get_args(kind)) if is_dataclass(each)), None)
    return None if inner in WITHIN_A_LINE else inner


def _value(value: Any) -> str:
    """As TOML writes it; a list of texts or tables that is long goes line by line."""
    match value:
        case dict():
            return "{ " + ", ".join(f"{_key(key)} = {_value(each)}" for key, each in value.items()) + " }"
        case list():
            said = [_value(each) for each in value]
            within = f"[{', '.join(said)}]"
            return within if len(within) <= WIDTH else "[\n" + "".join(f"  {each},\n" for each in said) + "]"
        case date() | time():
            return value.isoformat()
        case _:
            return str(tomlkit.item(value).as_string())


def _key(key: str) -> str:
    return tomlkit.key(key).as_string()
