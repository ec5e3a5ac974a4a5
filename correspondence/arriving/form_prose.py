"""Answers in free sentences: `we'd like to meet every three weeks, about an hour each time, best reached by Signal`."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice, pairwise

from correspondence.arriving.form_labels import WORDS, telling_words
from correspondence.arriving.frequency import interval
from correspondence.arriving.phrases import folded
from correspondence.arriving.reading import FormField

_PROSE: dict[str, str] = WORDS["prose"]
_CLAUSE = re.compile(r"(?P<text>(?:[^.!?;:\n,(]|(?<=\d)[.,:](?=\d))+)(?P<stop>[.!?;:\n,(]|$)")
_AND = re.compile(r"\s(?:and|und|y|e|et)\s(?!(?:a half|demie|media|meia)\b)", re.IGNORECASE)
_LONGEST, _MOST = 160, 60
"""A clause that answers has no more signs, and a reply in sentences no more clauses."""


def _whole(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w'’-])(?:{_PROSE[name]})(?![\w'’-])", re.IGNORECASE)


_WAY, _REACH, _MEET, _AGREED, _EACH = map(_whole, ("way", "reach", "meet", "agreed", "each"))
_DURATION, _BESIDE, _NOT_SO, _IF_OK = map(_whole, ("duration", "beside", "not_so", "if_ok"))
_LED_WAY = re.compile(rf"(?:\b(?:{_PROSE['before']})\s+)?(?<![\w'’-])(?:{_PROSE['way']})(?![\w'’-])", re.IGNORECASE)
_THEN = re.compile(rf"^\s*(?:and |und |y |et |e )?(?:{_PROSE['then']})\b", re.IGNORECASE)
_LATER = re.compile(rf"(?<=\w)\s(?:{_PROSE['then']})\b", re.IGNORECASE)
_GOAL = re.compile(rf"\W*(?:{_PROSE['goal']})\b", re.IGNORECASE)
_SHORT_NOT = re.compile(r"n['’]t\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Clause:
    start: int
    end: int
    text: str
    asks: bool


def told_freely(text: str, fields: tuple[FormField, ...], language: str) -> tuple[list[tuple[FormField, str]], str]:
    """The fields that sentences without a label plainly answer, and the text without them.

    How often, how long and by which way (to be reached, to meet), each only if a single field asks for that and all
    clauses that say it say the same; no clause that asks, denies, tells of the past or sets a condition.
    """
    found: list[tuple[FormField, str]] = []
    clauses = list(_clauses(text))
    used: list[_Clause] = []
    for asks_for, read in (
        (_frequency_field, lambda clause: _often(clause, language)),
        (_duration_field, _long),
        (_way_field, _way),
    ):
        of = asks_for(fields)
        answers = [(each, answer) for each in clauses if not each.asks and (answer := read(each.text))]
        if of is None or not answers:
            continue
        joined = _joined(answers, text)
        if joined:
            found.append((of, joined))
            used += [clause for clause, _ in answers]
    if (goal := _goal_field(fields)) is not None and (
        told := [each for each in _sentences(text) if _GOAL.match(each.text)]
    ):
        found.append((goal, " ".join(each.text.strip() for each in told)))
        used = [each for each in used if not any(one.start <= each.start < one.end for one in told)] + told
    rest = text
    for clause in sorted(set(used), key=lambda each: -each.start):
        rest = f"{rest[: clause.start]}\n{rest[clause.end :]}"
    return found, rest


def _joined(answers: list[tuple[_Clause, str]], text: str) -> str:
    """One answer, or several that go on with each other: `every two weeks, then monthly`; "" if they differ."""
    first, said = answers[0]
    if all(folded(answer) == folded(said) for _, answer in answers):
        return said
    last, ending = answers[-1]
    goes_on = all(_THEN.match(clause.text) or "\n" not in text[first.start : clause.end] for clause, _ in answers[1:])
    joint = len(answers) == 2 and goes_on and "." not in text[first.end - 1 : last.start]
    begins, ends = text.find(said, first.start), text.rfind(ending, 0, last.end)
    return text[begins : ends + len(ending)] if joint and 0 <= begins < ends else ""


def _clauses(text: str) -> Iterator[_Clause]:
    """The clauses of a text, cut at `and` too; each knows whether its sentence asks."""
    for count, found in enumerate(_CLAUSE.finditer(text)):
        if count == _MOST:
            return
        ending = re.search(r"[.!?;\n]", text[found.end("text") :][:_LONGEST])
        # What a colon follows is a label, which was read before, or none of ours: `Phone: 07700`.
        asks = found["stop"] == ":" or (ending is not None and ending.group() == "?")
        start = found.start("text")
        cuts = [start, *(found.start("text") + cut.start() for cut in _AND.finditer(found["text"])), found.end("text")]
        for begin, end in pairwise(cuts):
            if end - begin <= _LONGEST:
                yield _Clause(begin, end, _IF_OK.sub("", text[begin:end]), asks)


def _sentences(text: str) -> Iterator[_Clause]:
    for found in islice(re.finditer(r"[^.!?\n]+(?P<stop>[.!?\n]|$)", text), _MOST):
        if found["stop"] != "?":
            yield _Clause(found.start(), found.end(), found.group(), False)


def _often(clause: str, language: str) -> str:
    days = interval(clause, language)
    if days is None or _denied(clause):
        return ""
    said = _shortest(clause, lambda part: interval(part, language) == days)
    later = _LATER.search(clause)
    if later is not None and interval(clause[later.end() :], language) is not None:
        return clause.strip()  # `weekly at first, then monthly`, without a comma
    plain = _MEET.search(clause) or _AGREED.search(clause) or _is_alone(clause, said)
    return said if plain else ""


def _long(clause: str) -> str:
    found = _DURATION.search(clause)
    if found is None or _denied(clause) or re.search(r"\bin\s*$", clause[: found.start()]):
        return ""
    said = found.group().strip()
    return said if _EACH.search(clause) or _MEET.search(clause) or _is_alone(clause, said) else ""


def _way(clause: str) -> str:
    found = _LED_WAY.search(clause)
    if found is None or _denied(clause):
        return ""
    said = clause[found.start() :].strip()
    return said if _REACH.search(clause) or _is_alone(clause, said, _WAY) else ""


def _denied(clause: str) -> bool:
    return bool(_NOT_SO.search(clause) or _SHORT_NOT.search(clause))


def _is_alone(clause: str, said: str, of: re.Pattern[str] | None = None) -> bool:
    """Whether a clause holds but the answer and words that say nothing."""
    rest = of.sub(" ", clause) if of else clause.replace(said, " ")
    return not re.search(r"\w", _BESIDE.sub(" ", rest))


def _shortest(clause: str, holds: Callable[[str], bool]) -> str:
    """The fewest words of a clause in a row of which something still holds."""
    words = clause.split()
    while len(words) > 1 and holds(" ".join(words[1:])):
        words = words[1:]
    while len(words) > 1 and holds(" ".join(words[:-1])):
        words = words[:-1]
    said = " ".join(words)
    led = re.search(rf"(?:\b(?:{_PROSE['lead']})\s+)*$", clause[: max(clause.find(said), 0)], re.IGNORECASE)
    return f"{led.group() if led else ''}{said}"


def _frequency_field(fields: tuple[FormField, ...]) -> FormField | None:
    return _only([each for each in fields if each.kind == "frequency"])


def _goal_field(fields: tuple[FormField, ...]) -> FormField | None:
    """The field that is called a goal."""
    return _only([each for each in fields if each.kind == "text" and "goal" in telling_words(each.label)])


def _duration_field(fields: tuple[FormField, ...]) -> FormField | None:
    return _only([each for each in fields if each.kind == "duration"])


def _way_field(fields: tuple[FormField, ...]) -> FormField | None:
    """The field whose question lists ways: `(email, phone, ...)`."""
    return _only([each for each in fields if each.kind == "text" and len(_WAY.findall(each.prompt)) > 1])


def _only(fields: list[FormField]) -> FormField | None:
    return fields[0] if len(fields) == 1 else None
