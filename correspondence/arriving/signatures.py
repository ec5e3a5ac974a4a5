"""What a mail program, an organisation or a mailing list has put below somebody's words."""

import re

from correspondence.arriving.attributions import is_separator
from correspondence.arriving.quoting import CLOSINGS, DISCLAIMERS, LISTS, SENT_FROM, folded

_DELIMITER = re.compile(r"^\s{0,2}--\s{0,2}$|^__\s{0,2}$")
_LINK = re.compile(r"<?\[?\(?(?:https?://|mailto:)[^\s<>\])]{1,2000}\)?\]?>?")
_SENTENCE = re.compile(r", (?:is|it|was|so|but|which|that|ist|das|c'est|es|è)\b")
_LONGEST_LINE = 200
_SEARCHED = 800
_SHORTEST_LINE = 6
_MOST_WORDS = 11
_FEWEST_NAME_LINES = 2
_MOST_NAME_LINES = 6
_LONGEST_NAME_LINE = 60
_SHORTEST_DISCLAIMER = 100
_POSTSCRIPT = re.compile(r"^\s{0,4}p\.?\s?s\.?\s?[:.\s-]\s{0,3}\S", re.IGNORECASE)
_MOST_CARD_LINES = 12
_FEWEST_WAYS = 2
_NAME = re.compile(
    r"^\s{0,4}(?:(?:Dr|Prof|Ing|Mag|M\.?Sc|Ph\.?D)\.?,?\s)*(?:[^\W\d_a-z][\w.'’-]{0,30}[\s,|]{1,3}){1,4}[^.!?:]{0,60}$"
)
_REACHED = re.compile(r"\+\d[\d ()/.-]{6,20}\d|(?:https?://|www\.)\S{3,300}|[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{2,60}")
_SENTENCES = re.compile(r"[.!?][\"')]?\s*$|[.!?]\s+[^\W\d_]|^\s*(?:[-*•]|\d{1,2}[.)])\s", re.MULTILINE)
_FIRST_PERSON = re.compile(
    r"\bi (?:am|agree|can|could|did|do|had|have|hope|like|met|need|think|want|was|will|would)\b|\bi'(?:d|m|ll|ve)\b|"
    r"\b(?:ich|mir|mich|meine?n?|je|j'(?:ai|aimerais)|moi|yo|mis?|quiero|eu|meus?|minhas?|quero|voglio|vorrei|ik|jag|jeg)\b"
)
"""An organisation's paragraph speaks of no `I`: whoever asks for confidence for themselves is the writer."""
_SPOKEN = re.compile(
    r"^\W{0,3}(?:\w{1,30}\W{1,3}){3,20}(?<=[!?.…])\s*$|^\s*(?:for|to|from|and|für|an|und|de|à|et|y|para|e)\s"
)
"""A line below `best wishes` that says something, or goes on with it, is no name."""
_ARMOUR = re.compile(r"^-----(BEGIN|END) PGP (?:SIGNED MESSAGE|SIGNATURE)-----\s*$")


def own_lines(lines: list[str], first: bool, writer: str = "") -> list[int]:
    """Which of the lines are the writer's; the others are signature, footer or disclaimer.

    `first` tells that nothing stands above them in the mail; `writer` is the sender's name, as far as it is known.
    """
    # A signature stands near the top or at the end; a body of thousands of lines is searched no further.
    ends = range(max(_SEARCHED, len(lines) - _SEARCHED), len(lines))
    searched = [*range(min(len(lines), _SEARCHED)), *ends]
    marks = {number for number in searched if _DELIMITER.match(lines[number]) or is_program_line(lines[number])}
    words = next((number for number, line in enumerate(lines) if line.strip() and number not in marks), len(lines))
    # Above everything else such a line cuts nothing but itself: people write below it.
    above = {number for number in marks if first and number < words}
    stop = min(marks - above, default=len(lines))
    stop = _without_footers(lines, stop)
    if first and stop <= words:
        stop = len(lines)
    postscript = next((at for at in range(max(1, stop - _MOST_CARD_LINES), stop) if _POSTSCRIPT.match(lines[at])), stop)
    kept = _without_closing(lines, postscript, writer)
    return [number for number in (*range(kept), *range(postscript, stop)) if number not in above]


def is_program_line(line: str) -> bool:
    """A whole line such as "Sent from my telephone", in any of the languages known."""
    if not _SHORTEST_LINE <= len(line) <= _LONGEST_LINE:
        return False
    plain = folded(_LINK.sub("", line)).strip(" .!*_<>[]()|\u200e-–—")
    if not plain or plain.count(" ") >= _MOST_WORDS or _SENTENCE.search(plain):
        return False
    return SENT_FROM.fullmatch(plain) is not None


def _without_footers(lines: list[str], stop: int) -> int:
    """Take paragraphs off the end while they are a disclaimer, a list's footer or a line of dashes."""
    while True:
        while stop and (not lines[stop - 1].strip() or is_separator(lines[stop - 1])):
            stop -= 1
        start = stop
        while start and lines[start - 1].strip():
            start -= 1
        if not start or not is_footer("\n".join(lines[start:stop])):
            return stop
        stop = start


def is_footer(paragraph: str) -> bool:
    """A paragraph that an organisation or a mailing list adds below every mail."""
    low = folded(paragraph)
    if any(words in low for words in LISTS):
        return True
    if len(low) < _SHORTEST_DISCLAIMER or not any(all(word in low for word in group) for group in DISCLAIMERS):
        return False
    return _FIRST_PERSON.search(low) is None


def _without_closing(lines: list[str], stop: int, writer: str) -> int:
    """Up to "Kind regards," if a few short lines (name, title, telephone) follow and something precedes.

    A name alone is no signature but how a letter ends.
    """
    for number in range(max(0, stop - _MOST_NAME_LINES - 3), stop):
        if folded(lines[number]).strip(" ,.!-–—*_") not in CLOSINGS:
            continue
        below = [line for line in lines[number + 1 : stop] if line.strip()]
        above = any(line.strip() for line in lines[:number])
        if (
            above
            and _FEWEST_NAME_LINES <= len(below) <= _MOST_NAME_LINES
            and all(len(line) <= _LONGEST_NAME_LINE for line in below)
            and not any(map(_SPOKEN.search, below[:2]))
        ):
            return number
    return _without_card(lines, stop, writer)


def _without_card(lines: list[str], stop: int, writer: str) -> int:
    """Up to the writer's name with where it can be reached below: to the end, and without a sentence in between."""
    names = set(folded(writer).split())
    for number in range(max(1, stop - _MOST_CARD_LINES), stop - 1):
        above = next((line for line in reversed(lines[:number]) if line.strip()), ":")
        if lines[number - 1].strip() or above.rstrip().endswith((":", "：")) or not _NAME.match(lines[number]):
            continue
        if names and names.isdisjoint(folded(lines[number]).replace(",", " ").split()):
            continue
        below = "\n".join(lines[number + 1 : stop])
        if len(_REACHED.findall(below)) >= _FEWEST_WAYS and not _SENTENCES.search(below):
            return number
    return stop


def without_armour(text: str) -> str:
    """The words inside a clear-signed mail (RFC 9580, section 7)."""
    if "-----BEGIN PGP SIGNED MESSAGE-----" not in text:
        return text
    inside: list[str] = []
    state = ""
    for line in text.split("\n"):
        armour = _ARMOUR.match(line)
        if armour is not None:
            state = "hash" if "MESSAGE" in line else "signature" if armour.group(1) == "BEGIN" else ""
        elif state == "hash":
            state = "" if not line.strip() else state
        elif state != "signature":
            inside.append(line.removeprefix("- "))
    return "\n".join(inside)
