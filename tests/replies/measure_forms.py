"""The measure of forms: filled ones with what a careful human puts into each field, and how our reading differs."""

import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from correspondence.arriving.meaning import understand
from correspondence.arriving.reading import Context
from correspondence.questions import fields_for
from mentoring.definition import parse_programme
from mentoring.letters import Ask, Question
from mentoring.programme import Programme

SENT = datetime(2026, 2, 4, 10, tzinfo=UTC)
HERE = Path(__file__).parent
PROGRAMMES = HERE.parents[1] / "programmes"


@cache
def programme(name: str) -> Programme:
    return parse_programme((PROGRAMMES / f"{name}.toml").read_text("utf-8"))


def context_of(form: str) -> Context:
    """The light in which a reply to a form is read: `red mentee`, `red plan`, `img survey`."""
    name, what = form.split()
    kinds = {"plan": Ask.PLAN_FORM, "survey": Ask.SURVEY}
    kind, role = kinds.get(what, Ask.AGREEMENT_FORM), what if what in ("mentor", "mentee") else "mentee"
    about = {Ask.PLAN_FORM: "plan", Ask.SURVEY: "closing"}.get(kind, "agreement")
    fields = fields_for(programme(name), Question(kind, about), role)
    return Context(kind, SENT, programme(name).zone, "en", fields)


@dataclass(frozen=True, slots=True)
class Form:
    """A filled form, and the answer that belongs into each field."""

    form: str
    text: str
    right: dict[str, str]
    language: str = "en"

    def read(self) -> dict[str, str]:
        statements = understand(self.text, replace(context_of(self.form), language=self.language))
        return {answer.key: answer.text for statement in statements for answer in statement.answers}

    def holds(self) -> bool:
        """Whether the right fields are answered, each with words that hold the right ones, and no other field."""
        read = self.read()
        return read.keys() == self.right.keys() and all(
            _plain(text).casefold() in _plain(read[key]).casefold() for key, text in self.right.items()
        )

    def count(self) -> Counter[str]:
        """How many fields are right, wrong (another text, or one nobody wrote) and missed."""
        read = self.read()
        right = sum(_plain(read.get(key, "")) == _plain(text) for key, text in self.right.items())
        missed = sum(key not in read for key in self.right)
        return +Counter(right=right, missed=missed, wrong=len(read) - right)


def forms(name: str) -> Iterator[Form]:
    """The forms of one file of the set."""
    for each in tomllib.loads((HERE / "filled_forms" / f"{name}.toml").read_text("utf-8"))["reply"]:
        yield Form(**each)


def _plain(text: str) -> str:
    return " ".join(text.split()).strip(" .;,")
