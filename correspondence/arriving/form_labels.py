"""Which field of a form is meant by what somebody wrote in front of an answer."""

import re
import tomllib
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from rapidfuzz.distance import OSA

from correspondence.arriving.frequency import interval
from correspondence.arriving.phrases import folded
from correspondence.arriving.reading import FormField

WORDS: dict[str, Any] = tomllib.loads(Path(__file__).with_name("form_words.toml").read_text("utf-8"))
_STOP = frozenset(folded(WORDS["stop"]).split())
_ALIKE = {word: group.split()[0] for group in WORDS["alike"] for word in folded(group).split()}
_TYPES = {"frequency": "frequency", "duration": "duration", "date": "date", "past": "date"}
_SENTENCE_END = re.compile(r"[.!?]\s")
_BRACKETS = re.compile(r"\([^)]*\)")
_NUMBER = re.compile(r"\d|\b(?:an?|one|two|half|ein|eine|halbe|une?|una|uma|media|demi)\b")
_TELEPHONE = re.compile(r"(?:\d[\s()/-]{0,2}){7}")
_TICKED = re.compile(r"^(?:[x✓✔☑✅👍]|(?:yes|y|ja|si|oui|sim|true|applies|it does|ticked)\b(?!.*\b(?:but|not)\b))")
_UNTICKED = re.compile(r"^(?:[✗✘☐❌]|(?:no|n|nein|non|nao|false|does not apply|not this)\b(?!.*\bbut\b))")
_MORE_WORDS = 4
"""`CHANGE How often to meet: monthly` may have so many words of its own before the label, or behind it."""
_LONGEST, _SHORT = 80, 6
_WORD = re.compile(r"[^\W_]+")


_LABELS: dict[str, list[str]] = WORDS["labels"]


def plain_words(text: str) -> tuple[str, ...]:
    """The words of a text, folded."""
    return tuple(_WORD.findall(folded(text)))


_ELSEWHERE = {plain_words(label): tuple(map(plain_words, others)) for label, others in _LABELS.items()}


@lru_cache(1024)
def label_words(field: FormField) -> tuple[str, ...]:
    """The words of a field's label."""
    return plain_words(field.label)


@lru_cache(1024)
def _key_words(field: FormField) -> tuple[str, ...]:
    return plain_words(field.key)


@lru_cache(1024)
def _names(field: FormField) -> frozenset[tuple[str, ...]]:
    """The words of a field's label and of its key, and those of the label in other languages."""
    return frozenset((label_words(field), _key_words(field), *_ELSEWHERE.get(label_words(field), ())))


def named(label: str, value: str, fields: tuple[FormField, ...], language: str, strict: bool) -> FormField | None:
    """The one field a label means: the same, its beginning, words only it has, or one of these with a slip.

    Of two that might be meant it is the one whose kind of answer `value` is.  `strict` forgives no slip.
    """
    words = plain_words(label)
    said = _telling(words)
    if not words or len(label) > _LONGEST or _SENTENCE_END.search(label) or all(word.isdigit() for word in words):
        return None
    if (whole := whole_label(words, fields)) is not None:
        return whole
    if said == {"call"} and _TELEPHONE.search(value):
        return None  # their own number: it says how to reach them, not when
    for names in (_begins, _in_label, _in_key, *(() if strict else (_in_question, _misspelt))):
        near = [each for each in fields if names(each, words, said)]
        if near:
            better = () if _may_hold(near[0], value, language) else _asked_for(words, said, near[0], fields)
            return (*better, near[0])[0] if len(near) == 1 else _of_kind(near, said, value, language)
    return None


def _may_hold(field: FormField, value: str, language: str) -> bool:
    """Whether a value, if there is one already, is an answer of the field's kind: `me` is no date."""
    return field.kind not in ("date", "duration", "past") or not value.strip() or suits(field, value, language)


def _asked_for(
    words: tuple[str, ...], said: frozenset[str], other: FormField, fields: tuple[FormField, ...]
) -> tuple[FormField, ...]:
    """The one field besides another whose question has the words: `Who completes the plan: me` is no date."""
    near = tuple(each for each in fields if each != other and _in_question(each, words, said))
    return near if len(near) == 1 else ()


def whole_label(words: tuple[str, ...], fields: tuple[FormField, ...]) -> FormField | None:
    """The field whose label or key these words are, or end with: `CHANGE How often to meet`."""
    for each in fields:
        if words in _names(each):
            return each
    for each in fields:
        label = label_words(each)
        if 1 < len(label) < len(words) <= len(label) + _MORE_WORDS and words[-len(label) :] == label:
            return each
    return None


def suits(field: FormField, value: str, language: str) -> bool:
    """Whether a value can be an answer of the field's kind; a text can be anything."""
    match field.kind:
        case "frequency":
            return interval(value, language) is not None
        case "tick":
            return ticked(value) is not None
        case "duration" | "date" | "past":
            return bool(_NUMBER.search(folded(value)))
        case "choice":
            return any(folded(option) == folded(value).strip(" .") for option in field.options)
        case _:
            return True


def is_typed(field: FormField) -> bool:
    """Whether only answers of one kind make sense."""
    return field.kind in _TYPES or field.kind in ("choice", "tick")


def ticked(value: str) -> bool | None:
    """Whether a box is ticked or left out, by a sign or a word; None if that cannot be told."""
    plain = folded(value).strip(" .!:-_|*[]()<>")
    if _TICKED.match(plain):
        return True
    return False if _UNTICKED.match(plain) else None


@lru_cache(1024)
def questions_of(field: FormField) -> tuple[tuple[str, ...], ...]:
    """The words of what the form asks beside the label, whole and in part, the longest first."""
    asked = [field.label, field.prompt] if field.label.endswith("?") else [field.prompt]
    parts = {plain_words(part) for text in asked for part in (text, *_parts(text))}
    return tuple(sorted((part for part in parts if len(part) > 1), key=len, reverse=True))


def _parts(prompt: str) -> tuple[str, ...]:
    first = prompt.partition("?")[0]
    return (first, _BRACKETS.sub(" ", first), _BRACKETS.sub(" ", prompt)) if "?" in prompt else ()


def end_of(text: str, words: tuple[str, ...]) -> int | None:
    """Where the text behind these words goes on, if it begins with them."""
    at = 0
    for number, found in enumerate(_WORD.finditer(text)):
        if number == len(words):
            break
        if folded(found.group()) != words[number]:
            return None
        at = found.end()
    else:
        return at if len(_WORD.findall(text)) == len(words) else None
    return at


def without_signs(text: str) -> str:
    """What follows a label or a question, without the signs between."""
    return re.sub(r"^(?:,?[\s.…)]*\?)?[\s.:!*_|–—=-]*", "", text)


def _begins(field: FormField, words: tuple[str, ...], said: frozenset[str]) -> bool:
    label = label_words(field)
    shorter, longer = sorted((words, label), key=len)
    return longer[: len(shorter)] == shorter and (shorter is words or len(words) <= len(label) + _MORE_WORDS)


def _in_label(field: FormField, words: tuple[str, ...], said: frozenset[str]) -> bool:
    return bool(said) and said <= telling_words(field.label)


def _in_key(field: FormField, words: tuple[str, ...], said: frozenset[str]) -> bool:
    more = telling_words(_TYPES.get(field.kind, ""))
    return bool(said) and said <= telling_words(field.label) | telling_words(field.key) | more


def _in_question(field: FormField, words: tuple[str, ...], said: frozenset[str]) -> bool:
    asked = telling_words(_BRACKETS.sub(" ", field.prompt.partition("?")[0]))
    return len(said) > 1 and said <= telling_words(field.label) | telling_words(field.key) | asked


def _misspelt(field: FormField, words: tuple[str, ...], said: frozenset[str]) -> bool:
    written, label = " ".join(words), " ".join(label_words(field))
    if OSA.distance(written, label) <= max(len(label) // 8, 1) and len(label) > 4:
        return True
    right = _right_words(field)
    return bool(said) and all(word in right or any(_near(word, other) for other in right) for word in said)


@lru_cache(1024)
def _right_words(field: FormField) -> frozenset[str]:
    """The words that may name a field, with all that mean the same as one in its label."""
    label = telling_words(field.label)
    return label | telling_words(field.key) | {word for word in _ALIKE if _ALIKE[word] in label}


def _near(word: str, other: str) -> bool:
    return min(len(word), len(other)) > 4 and OSA.distance(word, other) <= (2 if len(word) > 8 else 1)


def _of_kind(near: list[FormField], said: frozenset[str], value: str, language: str) -> FormField | None:
    short = len(value.split()) <= _SHORT
    kind = [each for each in near if short and is_typed(each) and suits(each, value, language)]
    same = [each for each in near if telling_words(each.label) == said and not is_typed(each)]
    found = kind or same
    return found[0] if len(found) == 1 else None


@cache
def telling_words(text: str) -> frozenset[str]:
    """The words of a label that tell what is asked, each in its first form: `goal` for `objectives`."""
    return _telling(plain_words(text))


def _telling(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(_stem(word) for word in words if word not in _STOP)


def _stem(word: str) -> str:
    single = word.removesuffix("s")
    return _ALIKE.get(word) or _ALIKE.get(single) or single
