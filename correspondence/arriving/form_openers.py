"""Where the answer to a field begins: behind a label, a number, a question of ours, or in a sentence about it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from correspondence.arriving.datewords import date_words
from correspondence.arriving.form_labels import (
    WORDS,
    end_of,
    label_words,
    named,
    plain_words,
    questions_of,
    whole_label,
    without_signs,
)
from correspondence.arriving.form_sentences import told
from correspondence.arriving.lexicon import languages
from correspondence.arriving.named_wish import change
from correspondence.arriving.reading import FormField

_MARKS = re.compile(
    r"^[\s>*_•·▪●|–—-]*(?:#(?!\d)\s*)*(?:(?:but|and|also|aber|und|pero|mais|mas)\s(?=[^:=]{2,40}[:=]))?", re.IGNORECASE
)
_LABEL = re.compile(
    r"^(?P<label>[^:=\t|\n]{1,80}?)[\s*_]*(?P<sign>:(?!//|\d\d\b)|=|\t|\||(?<=\w)\?(?=[\s*_]+\S)|\s[-–—](?=\s)|(?<=\w)[-–—](?=\s))"
    r"[\s*_|]*(?P<value>.*)$"
)
_NUMBER = re.compile(
    rf"^(?:(?:{WORDS['only']})\s+(?=\D{{0,14}}\d{{1,2}}\b[^\d:]{{0,24}}:))?[(\[]?"
    rf"(?:(?P<word>(?:{WORDS['number']}|#)\.?\s?)?(?P<number>\d{{1,2}}))"
    rf"(?P<dot>\s?(?:[.)\]]+(?!\d)|:(?!\d)|[-–](?=\s)|\t|\|)|(?=\s))[\s*_|\t]*(?:(?:{WORDS['for_now']})\s*:\s*)?(?P<value>.*)$",
    re.IGNORECASE,
)
_TAKEN_BACK = rf"(?:(?:{WORDS['sorry']})\b[\s,.:;!–—-]+)*"
_SORRY = re.compile(rf"^(?=\w){_TAKEN_BACK}(?P<instead>(?:{WORDS['instead']})\b[\s,.:;!–—-]*)?", re.IGNORECASE)
_BREAK = re.compile(r"[;|]\s*|[.!?,]\s+|\s[-–—]\s|\s(?=(?:and|und|y|et|e)\s)")
_ASKED_END = re.compile(r"[^\w?]*(?:\?|$)")
_MOST_BREAKS = 24
_MOST_LINES = 400
"""Longer than any form filled in: what stands below goes on with the last answer."""
_SEARCHED = 600


@dataclass(slots=True)
class Piece:
    """A line, or a part of one: which field's answer begins here (None: it goes on, or is none) and the words.

    `number` is set if nothing but a number names the field; -1 for one item of a labelled list.  `sign` is what was
    written between label or number and answer, the number too; `label` the label as it was written, `place` its number.
    `corrects` tells that it takes back what was written; `told` that a sentence about the field holds its answer.
    """

    text: str
    of: FormField | None = None
    number: int = 0
    labelled: bool = False
    corrects: bool = False
    told: bool = False
    sign: str = ""
    label: str = ""
    place: int = 0


def pieces(text: str, fields: tuple[FormField, ...], language: str) -> Iterator[Piece]:
    """The pieces of a reply to a form, in the order of the text; an empty line is an empty piece."""
    lines = text.splitlines()
    rows = sum(_row(line, fields) is not None for line in lines[:_MOST_LINES]) > 1
    for line in lines[:_MOST_LINES]:
        yield from _parted(line, fields, language, rows)
    yield from (Piece(line) for line in lines[_MOST_LINES:])


def _parted(line: str, fields: tuple[FormField, ...], language: str, rows: bool) -> Iterator[Piece]:
    """A line and, where further fields are answered in it, what belongs to each."""
    first = _piece(line, fields, language) or (_row(line, fields) if rows else None) or Piece(line)
    for _ in range(_MOST_BREAKS):
        found = _further(first, fields, language)
        if found is None:
            break
        first.text = found[0]
        yield first
        first = found[1]
    yield first


def field_begun(line: str, fields: tuple[FormField, ...], language: str) -> FormField | None:
    """The field that a line names, by more than a number."""
    found = _piece(line, fields, language)
    return found.of if found is not None and found.labelled else None


def taken_back(text: str) -> str:
    """What is to stand instead, if a text begins by taking something back; else ""."""
    sorry = _SORRY.match(text)
    return text[sorry.end() :] if sorry and sorry.end() else ""


def _further(piece: Piece, fields: tuple[FormField, ...], language: str) -> tuple[str, Piece] | None:
    """What remains of a piece if another field's answer begins within it, and that."""
    if piece.number and (run := _next_number(piece, fields)) is not None:
        return run
    for count, gap in enumerate(_BREAK.finditer(piece.text, 0, _SEARCHED)):
        if count == _MOST_BREAKS:
            return None
        after = _piece(piece.text[gap.end() :], fields, language, strict=True)
        if after is None or not after.text.strip() or not (after.labelled or after.corrects):
            continue
        sign = gap.group().strip()
        if sign in ("", ",") and not (after.told or piece.labelled or after.sign in (":", "=")):
            continue
        if sign in ("-", "–", "—") and not (after.corrects or piece.labelled):
            continue
        return piece.text[: gap.start()].rstrip(" ,;"), after
    return None


def _next_number(piece: Piece, fields: tuple[FormField, ...]) -> tuple[str, Piece] | None:
    """`1) by phone 2) monthly`: the number that follows, on one line."""
    number = piece.number + 1
    found = re.search(rf"[\s;,]+[(]?{number}\s?[.):]+\s+(?=\S)", piece.text[:_SEARCHED])
    if found is None or number > len(fields):
        return None
    return piece.text[: found.start()], Piece(
        piece.text[found.end() :], fields[number - 1], number, sign=found.group().strip()
    )


def _piece(line: str, fields: tuple[FormField, ...], language: str, strict: bool = False) -> Piece | None:
    """The answer a line, or what stands behind a stop in it, begins with; None if it begins none."""
    start = _marks_end(line)
    bare, tail = line[start : start + _SEARCHED], line[start + _SEARCHED :]
    found = _piece_of(bare, fields, language, strict)
    if found is not None:
        found.text += tail
    return found


def _piece_of(bare: str, fields: tuple[FormField, ...], language: str, strict: bool) -> Piece | None:
    sorry = _SORRY.match(bare)
    behind = sorry.end() if sorry else 0
    for start in dict.fromkeys((0, behind)):
        found = _opened(bare[start:], fields, language, strict or start > 0)
        if found is not None:
            found.corrects = start > 0
            return found
    if sorry and sorry["instead"] and bare[behind:].strip():
        return Piece(bare[behind:], corrects=True)
    return None


def _marks_end(line: str) -> int:
    marks = _MARKS.match(line)
    return marks.end() if marks else 0


def _opened(text: str, fields: tuple[FormField, ...], language: str, strict: bool) -> Piece | None:
    if (numbered := _numbered(text, fields, language)) is not None:
        return numbered
    label = _LABEL.match(text)
    if label is not None:
        of = named(label["label"], label["value"], fields, language, strict)
        if of is not None and (label["sign"] != "?" or _is_its_name(label["label"], of)):
            return Piece(label["value"], of, labelled=True, sign=label["sign"], label=label["label"].casefold())
        if (listed := _counted(label["label"], text, fields, language)) is not None:
            return listed
    if (wished := change(text, fields)) is not None:
        return Piece(wished[1], wished[0], labelled=True)
    if (asked := _asked(text, fields)) is not None:
        return asked
    if (alone := whole_label(plain_words(text), fields)) is not None and plain_words(text) == label_words(alone):
        return Piece("", alone, labelled=True)
    answer = told(text, fields, language)
    return Piece(answer[1], answer[0], labelled=True, told=True) if answer else None


def _is_its_name(label: str, of: FormField) -> bool:
    """Whether a label that ends with a question mark is the field's, or its beginning: else they ask something."""
    words = plain_words(label)
    return words in (label_words(of)[: len(words)], *questions_of(of))


def _numbered(text: str, fields: tuple[FormField, ...], language: str) -> Piece | None:
    match = _NUMBER.match(text)
    if match is None or not (match["dot"] or match["word"]):
        return None
    value, number = match["value"], int(match["number"])
    inner = _opened(value, fields, language, True) if not _NUMBER.match(value) else None
    if inner is not None and inner.labelled and not inner.told:
        inner.place = number
        return inner
    of = fields[number - 1] if 1 <= number <= len(fields) else None
    if _month_follows(value) and (of is None or of.kind != "date"):
        return None
    return Piece(value, of, number, sign=text.removesuffix(value).strip())


def _month_follows(value: str) -> bool:
    """`1. March` is a day and no number of a field."""
    first = next(iter(plain_words(value[:20])), "")
    return any(first in date_words(language).months for language in languages())


def _counted(label: str, text: str, fields: tuple[FormField, ...], language: str) -> Piece | None:
    """`Step 1: read` is one of the steps, not their whole."""
    name = label.rstrip("0123456789. #")
    of = named(name, text, fields, language, True) if name != label and name.strip() else None
    return Piece(text, of, labelled=True, number=-1) if of is not None else None


def _asked(text: str, fields: tuple[FormField, ...]) -> Piece | None:
    """Our question, with the answer behind it or below."""
    for each in fields:
        for question in questions_of(each):
            end = end_of(text, question)
            if end is not None and ("?" in text[:end] or _ASKED_END.match(text[end:])):
                return Piece(without_signs(text[end:]), each, labelled=True)
    return None


def _row(line: str, fields: tuple[FormField, ...]) -> Piece | None:
    """A table's row whose cells stand on one line, the label first and written as the form has it."""
    bare = line[_marks_end(line) :]
    for each in fields:
        end = end_of(bare, label_words(each)) if bare.startswith(each.label) else None
        if end is not None and bare[end : end + 1].isspace():
            return Piece(bare[end:].strip(), each, labelled=True)
    return None
