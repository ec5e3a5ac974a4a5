"""Which lines of a mail are somebody else's, judged by structure alone."""

import re
from dataclasses import dataclass
from enum import Enum, auto

from correspondence.arriving import attributions

_MARKS = re.compile(r"^\s{0,3}(?!>=\s?\d)((?:>\s?){1,60})")
_MOST_LOOKED_AT = 400
"""Unquoted lines tried as the head of a quote; a mail with more of them above its quote is nobody's answer."""
_MOST_ENDS = 5
_WRAP_WIDTH = 60
_OPEN_ADDRESS = re.compile(r"<[\w.+=-]{1,64}@[\w.-]{1,190}$")
_LINKS_ONLY = re.compile(r"^[\s()<>\[\]]{0,20}(?:https?://|mailto:)\S{1,2000}[\s()<>\[\]]{0,20}$")
_OPEN_LINK = re.compile(r"https?://[^\s)>\]]{1,2000}$")
_LINE_ENDS = (".", "?", "!", ":", "…", "。", "？", "！")


class Role(Enum):
    """Whose a line is."""

    OWN = auto()
    QUOTE = auto()
    """Marked as quoted, or wrapped off a line that is."""
    TAIL = auto()
    """Behind the head of a quoted mail, without marks."""
    HEAD = auto()
    """Introduces a quote: attribution, copied header, delimiter."""


@dataclass(slots=True)
class Line:
    """A line of a body: its words without quote marks, how deep it is quoted, and whose it was found to be.

    `rest` is what was taken out of a line that held more than the writer's words.
    """

    text: str
    depth: int
    role: Role = Role.OWN
    rest: str = ""


def lines_of(text: str) -> list[Line]:
    """The lines of a body.  A line with quote marks is QUOTE, any other OWN until `mark` has looked."""
    raw_lines: list[str] = []
    for raw in text.split("\n"):
        if raw_lines and raw.startswith(">") and _OPEN_ADDRESS.search(raw_lines[-1]):
            # An address broken before its ">", not a quote mark.
            raw_lines[-1] += raw
        else:
            raw_lines.extend(attributions.parted(raw))
    return [_line(raw) for raw in raw_lines]


def _line(raw: str) -> Line:
    marks = _MARKS.match(raw)
    if marks is None or attributions.ARROWS.match(raw):
        return Line(raw.rstrip(), 0)
    return Line(raw[marks.end() :].rstrip(), marks.group(1).count(">"), Role.QUOTE)


def mark(lines: list[Line]) -> None:
    """Find the heads of quotes and give every line its role.  One pass, a bounded look at each line."""
    _mark_wrapped(lines)
    texts = [line.text if not line.depth else "" for line in lines]
    number = looked_at = 0
    while number < len(lines) and looked_at < _MOST_LOOKED_AT:
        if lines[number].role is Role.OWN and texts[number]:
            looked_at += 1
            size, whole = _head_at(lines, texts, number)
            if size:
                number = _give(lines, number, size, whole)
                continue
        number += 1


def _head_at(lines: list[Line], texts: list[str], number: int) -> tuple[int, bool]:
    """(lines of a head that begins or ends here, negative if it ends here; whether all behind it is quoted)."""
    if attributions.is_delimiter(texts, number):
        return 1, True
    if size := attributions.field_block(texts, number):
        return size, not _quote_follows(lines, number + size)
    quote_next = _quote_follows(lines, number + 1)
    if size := attributions.introduces(texts, number, quote_next):
        return -size, not quote_next
    return 0, False


def _give(lines: list[Line], number: int, size: int, whole: bool) -> int:
    """Mark a head and, if `whole`, all behind it; the number of the line to go on with."""
    first, stop = (number, number + size) if size > 0 else (number + size + 1, number + 1)
    while first > 0 and lines[first - 1].role is Role.OWN and attributions.is_separator(lines[first - 1].text):
        first -= 1
    for line in lines[first:stop]:
        line.role = Role.HEAD
    if whole:
        for line in lines[stop:]:
            line.role = Role.TAIL
        return len(lines)
    return stop


def _quote_follows(lines: list[Line], number: int) -> bool:
    """Whether the next line with something on it, within three, is quoted."""
    return next((line.depth > 0 for line in lines[number : number + 3] if line.text or line.depth), False)


def _mark_wrapped(lines: list[Line]) -> None:
    """A mail program that wraps quoted lines leaves their ends without a mark: such an end is no answer."""
    for number in range(1, len(lines) - 1):
        before, line = lines[number - 1], lines[number]
        if line.depth or not line.text or not before.depth:
            continue
        after = next(
            (below for below in lines[number + 1 : number + _MOST_ENDS] if below.depth or not below.text), line
        )
        if after.depth and _is_wrapped(before.text, line.text, after.text):
            line.role, line.depth = Role.QUOTE, before.depth


def _is_wrapped(before: str, text: str, after: str) -> bool:
    if _LINKS_ONLY.match(text) or (" " not in text and _OPEN_LINK.search(before)):
        return True
    if after[:1].islower() or before.endswith(_LINE_ENDS):
        return False  # typed into the middle of a sentence that goes on below, or behind one that was complete
    return (text[0].islower() or text[0] in ",;.)") and len(before) >= _WRAP_WIDTH
