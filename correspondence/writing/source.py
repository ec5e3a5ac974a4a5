"""The folders of mail_templates/: what a letter is made from, and what letter.toml says about it."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

ENGLISH = "en"
SAME = "same"
"""What a letter asks that asks the question before it again."""


@dataclass(frozen=True, slots=True)
class Choice:
    """An answer a letter offers: the words on the button, and the reply it writes.  Both are Jinja templates.

    `typed`: short enough to be typed, so it is also listed as words.  `to`: where it goes, if not to the letter's own
    address.
    """

    label: str
    reply: str
    typed: bool
    to: str = ""


@dataclass(frozen=True, slots=True)
class Sample:
    """The facts of one example of a letter, for the tests and for whoever wants to see it.

    `role` is the key of the reader's role, or "organiser"; `asked` the question, if not the letter's first.
    """

    programme: str
    role: str
    asked: str
    facts: Mapping[str, Any]
    about: str


FOOTER = "{{ 'after' if over is defined else 'member' }}"
"""`over` comes with every letter to a member after the end."""


@dataclass(frozen=True, slots=True)
class Source:
    """One letter's folder.  `path` leads to its subject and body in the reader's language.

    `asks` are values of Ask, or "same" for whatever was asked before; `choices` are then the answers to each.
    `defaults` are the facts a letter may come without.  `footer`, a Jinja template, says "member",
    "after" (the end) or "elsewhere".
    """

    name: str
    path: str
    language: str
    to: str
    when: str
    asks: tuple[str, ...]
    footer: str
    answers: tuple[Choice, ...]
    choices: Mapping[str, tuple[Choice, ...]]
    defaults: Mapping[str, Any]
    samples: tuple[Sample, ...]


def letter_names() -> tuple[str, ...]:
    """Every letter there is, in alphabetical order."""
    return tuple(sorted(entry.name for entry in _folder().iterdir() if _is_letter(entry)))


@cache
def load(name: str, language: str = ENGLISH) -> Source:
    """The source of a letter in a language, in English where it was not translated; LookupError for no such letter."""
    if "/" in name or not _is_letter(_at(name)):
        raise LookupError(f"There is no letter {name!r}; please add the folder mail_templates/{name}.")
    table = tomllib.loads(text_of(f"{name}/letter.toml"))
    spoken = language.partition("-")[0].lower()
    translated = spoken != ENGLISH and _at(f"{name}/{spoken}/body.md").is_file()
    return Source(
        name=name,
        path=f"{name}/{spoken}" if translated else name,
        language=language if translated else ENGLISH,
        to=table["to"],
        when=table["when"],
        asks=(asks,) if isinstance(asks := table["asks"], str) else tuple(asks),
        footer=table.get("footer", FOOTER),
        answers=_choices(table.get("answers", [])),
        choices={ask: _choices(answers) for ask, answers in table.get("choices", {}).items()},
        defaults=table.get("defaults", {}),
        samples=tuple(_samples(table.get("sample", []))),
    )


def text_of(path: str) -> str:
    """The text of a file in mail_templates/."""
    return _at(path).read_text(encoding="utf-8")


def _choices(answers: list[dict[str, Any]]) -> tuple[Choice, ...]:
    return tuple(
        Choice(answer["label"], answer["reply"], answer.get("typed", True), answer.get("to", "")) for answer in answers
    )


def _samples(tables: list[dict[str, Any]]) -> Iterator[Sample]:
    for table in tables:
        asked, facts, about = table.get("asked", ""), table.get("facts", {}), table.get("about", "")
        yield Sample(table["programme"], table["role"], asked, facts, about)


def _is_letter(entry: Traversable) -> bool:
    return entry.is_dir() and not entry.name.startswith(("_", "."))


def _folder() -> Traversable:
    return files("mail_templates")


def _at(path: str) -> Traversable:
    found = _folder()
    for step in path.split("/"):
        found = found / step
    return found
