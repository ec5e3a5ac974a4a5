"""What the people of a rehearsal say: an answers file."""

import tomllib
from dataclasses import dataclass
from datetime import timedelta

from worker.virtual import length

USUAL_DELAY = "3h"


class AnswersRefused(Exception):
    """Says what is wrong with an answers file."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What a role says to a letter: once, or every time it comes."""

    role: str
    to: str
    say: str
    after: timedelta
    always: bool


@dataclass(frozen=True, slots=True)
class Note:
    """What a role writes by itself, so many days after the kick-off."""

    role: str
    day: int
    say: str


@dataclass(frozen=True, slots=True)
class Answers:
    replies: tuple[Reply, ...] = ()
    notes: tuple[Note, ...] = ()


def read_answers(text: str) -> Answers:
    """An answers file (TOML): `[[reply]] role, to, say, after, always` and `[[write]] role, day, say`.

    Raises AnswersRefused with a sentence.
    """
    try:
        table = tomllib.loads(text)
        replies = tuple(
            Reply(r["role"], r["to"], r["say"], length(r.get("after", USUAL_DELAY)), bool(r.get("always", False)))
            for r in table.get("reply", [])
        )
        return Answers(replies, tuple(Note(w["role"], int(w["day"]), w["say"]) for w in table.get("write", [])))
    except tomllib.TOMLDecodeError as problem:
        raise AnswersRefused(f"The answers file is not TOML: {problem}.") from None
    except KeyError as missing:
        raise AnswersRefused(f"An answer lacks {missing}; each [[reply]] needs role, to, say.") from None
    except (TypeError, ValueError) as problem:
        raise AnswersRefused(f"The answers file cannot be used: {problem}") from None
