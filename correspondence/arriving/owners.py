"""Whose the lines of a quote are, once it is known which of its words come from our letter."""

import re

from correspondence.arriving import attributions, signatures
from correspondence.arriving.placed_words import WORD, Words
from correspondence.arriving.quotes import Line, Role
from correspondence.arriving.quoting import WARNINGS, folded

THEIRS = -1
"""The place in our letter of a word that is not in it."""
_PLACEHOLDER = re.compile(r"_{2,}|\.{4,}|…|\[\s{0,9}\]")
_NUMBERED = re.compile(r"^\W*\d{1,2}[.)]\s+\S")
_UNBROKEN = 40
_LABEL_WORDS = 8
_LABEL_LINES = 5
_FOREIGN_LINES = 14
_BLANK_LINES = 5


def settle(lines: list[Line], theirs: Words, origins: list[int]) -> None:
    """Ours become QUOTE, the writer's OWN; heads, program lines and what stands behind a further head stay cut.

    `origins` has for each of their words its place in our letter, or THEIRS.
    """
    ours = {number for number, origin in zip(theirs.lines, origins, strict=True) if origin != THEIRS}
    seen_ours = False
    skip_to, at = -1, 0
    while at < len(theirs.words):
        number, start = theirs.lines[at], at
        while at < len(theirs.words) and theirs.lines[at] == number:
            at += 1
        if lines[number].role is Role.OWN:
            goes_on = start > 0 and origins[start] == origins[start - 1] + 1 > 0
            if goes_on and THEIRS not in origins[start:at]:
                lines[number].role = Role.QUOTE
        elif number in ours:
            seen_ours = True
            _share(lines[number], theirs.places[start:at], origins[start:at])
        elif number >= skip_to:
            texts = [line.text for line in lines[number : number + _FOREIGN_LINES]]
            block = attributions.is_delimiter(texts, 0) or attributions.field_block(texts, 0)
            head = block or _introduction(texts)
            if seen_ours and (block or (head and lines[number].role is Role.TAIL)):
                return
            skip_to = number + (head or _noise(texts, [number + below in ours for below in range(len(texts))]))
            if skip_to == number:
                lines[number].role = Role.OWN


def _share(line: Line, places: list[int], origins: list[int]) -> None:
    """A line of ours, perhaps with words of the writer's: a label and its answer stay together, else only theirs."""
    line.role = Role.QUOTE
    foreign = [place for place, origin in enumerate(origins) if origin == THEIRS]
    if not foreign:
        return
    line.role = Role.OWN
    start, after = places[foreign[0]], foreign[-1] + 1
    if line.text[:start].rstrip(" _[").endswith((":", "：")) and after == len(places):
        line.text = _PLACEHOLDER.sub("", line.text).strip()
        return
    stop = places[after] if after < len(places) else len(line.text)
    line.text, line.rest = line.text[start:stop].strip(" _|[]"), f"{line.text[:start]} {line.text[stop:]}".strip()


def _introduction(texts: list[str]) -> int:
    """How many of these lines, from the first, are an "On ... wrote:"; 0 if none."""
    ends = range(min(attributions.MOST_LINES, len(texts)))
    return next((end + 1 for end in ends if attributions.introduces(texts, end, False) == end + 1), 0)


def _noise(texts: list[str], ours: list[bool]) -> int:
    """How many of these lines, from the first, neither we nor the writer typed: a gateway's warning, a footer."""
    first = texts[0].strip()
    if (
        attributions.is_separator(first)
        or signatures.is_program_line(first)
        or (len(first) >= _UNBROKEN and " " not in first)
    ):
        return 1
    size = next((number for number, text in enumerate(texts) if not text.strip() or ours[number]), len(texts))
    low = folded(" ".join(texts[:size]))
    warned = any(all(word in low for word in group) for group in WARNINGS)
    return size if warned or signatures.is_footer(low) else 0


def keep_labels(lines: list[Line], region: list[int]) -> None:
    """A label of our form stays with the answer below it, be it right below or below the label's explanation."""
    for number in range(region[0] + 1, min(region[-1] + 3, len(lines))):
        if not _is_own(lines[number]):
            continue
        # A program may leave a line or two free around what is typed between the quoted ones.
        blanks = (back for back in range(1, _BLANK_LINES + 1) if lines[max(number - back, 0)].text.strip())
        above = number - next(blanks, _BLANK_LINES)
        if _is_own(lines[above]):
            continue
        for label in range(above, max(above - _LABEL_LINES, region[0] - 1), -1):
            if _is_own(lines[label]) or not lines[label].text.strip():
                break
            if _is_label(lines[label].text):
                lines[label].role = Role.OWN
                break
            if _NUMBERED.match(lines[label].text):
                # A numbered question over one line or two: all of it is the label.
                if lines[above].text.rstrip(" *_").endswith("?"):
                    lines[label].text = " ".join(line.text.strip() for line in lines[label : above + 1])
                    lines[label].role = Role.OWN
                break


def _is_own(line: Line) -> bool:
    return line.role is Role.OWN and bool(line.text.strip())


def _is_label(text: str) -> bool:
    """A line of ours that waits for an answer: short and with a colon, or with a place to fill in."""
    plain = _PLACEHOLDER.sub("", text).rstrip(" *_")
    marked = plain != text.rstrip(" *")
    return plain.endswith((":", "：")) and (marked or len(WORD.findall(plain)) <= _LABEL_WORDS)
