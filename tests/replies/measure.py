"""The measure of understanding: replies with the reading a careful human gives, and how ours differ."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from correspondence.arriving.meaning import understand
from correspondence.arriving.reading import Context, FieldAnswer, FormField, Intent, Statement
from correspondence.questions import fields_for
from mentoring.letters import Ask
from worker.commands.many_mails import programme_of, question_of

# What does nothing, asks back or only sends the writer a letter of their own: to hear any other intent where it was
# not said would change what is done for a pair.
HARMLESS = frozenset({Intent.ASK_BACK, Intent.NOTHING, Intent.HELP, Intent.STATUS, Intent.NO_REPLY_REPORT})
GRAVE = frozenset(Intent) - HARMLESS

SENT = datetime(2026, 3, 4, 10, tzinfo=UTC)
SET = Path(__file__).parent / "set"


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply and the readings that are right; `set/tuned.toml` says how they are written."""

    text: str
    context: Context
    right: tuple[str, ...]

    @property
    def statements(self) -> tuple[Statement, ...]:
        return _understood(self.text, self.context)

    @property
    def read(self) -> str:
        return " + ".join(_written(each, self.context) for each in self.statements)

    @property
    def grave(self) -> set[Intent]:
        """What was heard that nobody said, and that would be done."""
        said = {word for right in self.right for word in right.split()}
        return {each.intent for each in self.statements if each.intent not in said} & GRAVE

    @property
    def doubtful(self) -> bool:
        return Intent.ASK_BACK in self.right

    def outcome(self) -> str:
        """right, asked (back, though it was plain), partial (one of two was heard) or wrong (what was not said)."""
        if self.read in self.right:
            return "right"
        if self.read in (Intent.ASK_BACK, Intent.NOTHING):
            return "asked"
        said = {each for right in self.right for each in right.split(" + ")}
        return "partial" if set(self.read.split(" + ")) <= said else "wrong"


@cache
def replies(name: str) -> tuple[Reply, ...]:
    """The replies of one file of the set; each is read once in a process, however often it is asked what it says."""
    return tuple(_replies(name))


@cache
def _understood(text: str, context: Context) -> tuple[Statement, ...]:
    return understand(text, context)


def _replies(name: str) -> Iterator[Reply]:
    for group in tomllib.loads((SET / f"{name}.toml").read_text(encoding="utf-8"))["group"]:
        zone, language = group.get("zone", "Europe/London"), group.get("language", "en")
        fields = _fields(group)
        sent = datetime.fromisoformat(group["sent"]) if "sent" in group else SENT
        context = Context(Ask(group["asked"]), sent, zone, language, fields)
        for text, right in group["replies"]:
            yield Reply(text, context, tuple(each.strip() for each in right.split("|")))


def _fields(group: Mapping[str, Any]) -> tuple[FormField, ...]:
    """The fields written out, or those of the form that one of our programmes asks."""
    if "programme" in group:
        return fields_for(programme_of(group["programme"]), question_of(Ask(group["asked"])), group["role"])
    return tuple(FormField(*field) for field in group.get("fields", ()))


def _written(statement: Statement, context: Context) -> str:
    written = [statement.intent.value]
    if statement.day:
        written.append(f"{statement.day}")
    if statement.until:
        written = [*written[:1], f"{statement.day or ''}..{statement.until}"]
    if statement.moment:
        written.append(f"{statement.moment.astimezone(ZoneInfo(context.zone)):%H:%M}")
    return " ".join([*written, *(_answer(answer) for answer in statement.answers)])


def _answer(answer: FieldAnswer) -> str:
    if answer.days:
        return f"{answer.key}={answer.days}d"
    return f"{answer.key}={answer.day}" if answer.day else answer.key
