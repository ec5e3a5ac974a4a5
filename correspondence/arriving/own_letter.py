"""The quote taken off by comparing it with the letter we sent: in any program's wrapping, in any language.

What remains of a quote when all our words are gone was typed into it: an answer between two lines, a form filled in.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial

from correspondence.arriving import alignment, attributions, signatures
from correspondence.arriving.quotes import Line, Role
from correspondence.arriving.quoting import WARNINGS, folded

# Scripts without spaces are compared letter by letter, since their lines may break anywhere.  A picture is a word.
_WORD = re.compile(
    r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W_]+(?:['’][^\W_]+)*|[\u2190-\u2bff\U0001f000-\U0001faff]"
)
_LINK = re.compile(r"<?(?:https?|mailto|cid):[^\s<>]{1,4000}>?|\[(?:image|cid|bild|img)\b[^\]]{0,300}\]", re.IGNORECASE)
_PLACEHOLDER = re.compile(r"_{2,}|\.{4,}|…|\[\s{0,9}\]")
_UNBROKEN = 40
_THEIRS = -1
_LABEL_WORDS = 8
_LABEL_LINES = 5
_FEWEST_WORDS = 6
_SHARE = 0.3
_MOST_LINES = 3000
_UNMARKED_RUN = 12
_UNMARKED_SHARE = 0.5


def _blank(link: re.Match[str]) -> str:
    return " " * len(link.group())


def _same(text: str) -> str:
    """What two spellings of one word have in common."""
    return unicodedata.normalize("NFKC", folded(text))


@dataclass(slots=True)
class _Words:
    """Words in their order, each with the line it stands in and the place where it begins there."""

    words: list[str] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    places: list[int] = field(default_factory=list)

    @classmethod
    def of(cls, lines: Iterable[tuple[int, str]]) -> "_Words":
        found = cls()
        for number, text in lines:
            plain = _LINK.sub(_blank, text) if ":" in text else text
            low = _same(plain)
            # Folding may lengthen a text (ß, ligatures); places are those of the text as it stands.
            whole = len(low) == len(plain)
            for match in _WORD.finditer(low if whole else plain):
                found.words.append(match.group() if whole else _same(match.group()))
                found.lines.append(number)
                found.places.append(match.start())
        return found

    def grams(self) -> Iterator[tuple[str, str, str]]:
        return zip(self.words, self.words[1:], self.words[2:], strict=False)


def claim(lines: list[Line], *letters: str) -> bool:
    """Give every line of the quote its true owner by comparing with the words of our letter.

    `letters` are what its reader may have seen: its plain text, and its HTML as text; programs quote either.
    Changes roles, and the text of lines that hold our words and the writer's.  False if our letter is not quoted.
    """
    best: tuple[int, list[int], _Words, list[int]] | None = None
    for letter in letters:
        ours = _Words.of(enumerate(letter.split("\n")))
        levels = 2 if "\n>" in letter else 1
        for find in (partial(_marked, levels=levels), _unmarked):
            region = find(lines, ours)
            theirs = _Words.of((number, lines[number].text) for number in _with_wrapped_ends(lines, region))
            origins = _origins(theirs, ours)
            found = len(origins) - origins.count(_THEIRS)
            if found and (best is None or found > best[0]):
                best = found, region, theirs, origins
            if found >= len(ours.words) * _UNMARKED_SHARE:
                break
    if best is None:
        return False
    _, region, theirs, origins = best
    for number in region:
        if lines[number].role is Role.OWN:
            lines[number].role = Role.TAIL
    _settle(lines, theirs, origins)
    _keep_labels(lines, region)
    return True


def _marked(lines: list[Line], ours: _Words, levels: int) -> list[int]:
    """The lines of the quote depth that holds most of our letter; of two depths if our letter itself sets text off."""
    grams = set(ours.grams())
    by_depth: dict[int, list[int]] = {}
    for number, line in enumerate(lines):
        if line.role in (Role.QUOTE, Role.TAIL):
            by_depth.setdefault(line.depth, []).append(number)
    hits: dict[int, int] = {}
    for depth, numbers in by_depth.items():
        words = _Words.of((number, lines[number].text) for number in numbers)
        hits[depth] = sum(gram in grams for gram in words.grams())
    best = max(hits, key=lambda depth: sum(hits.get(depth + level, 0) for level in range(levels)), default=0)
    if sum(hits.get(best + level, 0) for level in range(levels)) * 2 < _FEWEST_WORDS:
        return []
    return sorted(number for level in range(levels) for number in by_depth.get(best + level, ()))


def _unmarked(lines: list[Line], ours: _Words) -> list[int]:
    """Some programs quote without any mark: a copy of at least half the letter in long stretches is a quote too."""
    own = [(number, line.text) for number, line in enumerate(lines) if line.role is Role.OWN]
    words = _Words.of(own if len(own) <= _MOST_LINES else [])
    chain = [run for run in alignment.runs(words.words, ours.words) if run.length >= _UNMARKED_RUN]
    if sum(run.length for run in chain) < max(_UNMARKED_RUN, len(ours.words) * _UNMARKED_SHARE):
        return []
    first, last = words.lines[chain[0].start], words.lines[chain[-1].start + chain[-1].length - 1]
    return list(range(first, last + 1))


def _with_wrapped_ends(lines: list[Line], region: list[int]) -> Iterator[int]:
    """The region and the unmarked lines right below marked ones: perhaps their wrapped ends."""
    inside = set(region)
    joined = False
    for number in range(region[0], region[-1] + 1) if region else ():
        joined = number in inside or (joined and lines[number].role is Role.OWN and bool(lines[number].text))
        if joined:
            yield number


def _origins(theirs: _Words, ours: _Words) -> list[int]:
    """For each word its place in our letter, -1 for a word of the writer's: for all if too few are ours for a quote."""
    chain = alignment.runs(theirs.words, ours.words)
    if sum(run.length for run in chain) < max(_FEWEST_WORDS, _SHARE * min(len(theirs.words), len(ours.words))):
        return [_THEIRS] * len(theirs.words)
    origins = [_THEIRS] * len(theirs.words)
    for run in chain:
        origins[run.start : run.start + run.length] = range(run.origin, run.origin + run.length)
    touched = {line for line, origin in zip(theirs.lines, origins, strict=True) if origin != _THEIRS}
    counts, letter_counts = Counter(theirs.lines), Counter(ours.lines)
    for run in alignment.fill(chain, theirs.words, ours.words):
        line = theirs.lines[run.start]
        # A lone word between two runs is ours in a line that is ours already, or as a whole line like one of ours.
        if line in touched or run.length == counts[line] == letter_counts[ours.lines[run.origin]]:
            origins[run.start : run.start + run.length] = range(run.origin, run.origin + run.length)
    return origins


def _settle(lines: list[Line], theirs: _Words, origins: list[int]) -> None:
    """Ours become QUOTE, the writer's OWN; heads, program lines and what stands behind a further head stay cut."""
    texts = [line.text for line in lines]
    seen_ours = False
    skip_to, at = -1, 0
    while at < len(theirs.words):
        number, start = theirs.lines[at], at
        while at < len(theirs.words) and theirs.lines[at] == number:
            at += 1
        if lines[number].role is Role.OWN:
            goes_on = start > 0 and origins[start] == origins[start - 1] + 1 > 0
            if goes_on and _THEIRS not in origins[start:at]:
                lines[number].role = Role.QUOTE
        elif any(origin != _THEIRS for origin in origins[start:at]):
            seen_ours = True
            _share(lines[number], theirs.places[start:at], origins[start:at])
        elif number >= skip_to:
            block = _head(texts, number)
            if block and seen_ours and lines[number].role is Role.TAIL:
                return
            skip_to = number + block
            if not block and not _is_noise(texts[number]):
                lines[number].role = Role.OWN


def _share(line: Line, places: list[int], origins: list[int]) -> None:
    """A line of ours, perhaps with words of the writer's: a label and its answer stay together, else only theirs."""
    line.role = Role.QUOTE
    foreign = [place for place, origin in enumerate(origins) if origin == _THEIRS]
    if not foreign:
        return
    start, after = places[foreign[0]], foreign[-1] + 1
    stop = places[after] if after < len(places) else len(line.text)
    typed = line.text[start:stop].strip(" _|[]")
    if line.text[:start].rstrip(" _[").endswith((":", "：")) and after == len(places):
        typed = _PLACEHOLDER.sub("", line.text).strip()
    line.text, line.role = typed, Role.OWN


def _head(texts: list[str], number: int) -> int:
    """How many lines from here introduce another mail; 0 if none do."""
    if attributions.is_delimiter(texts, number):
        return 1
    if block := attributions.field_block(texts, number):
        return block
    for end in range(number, min(number + attributions.MOST_LINES, len(texts))):
        if attributions.introduces(texts, end, False) == end - number + 1:
            return end - number + 1
    return 0


def _keep_labels(lines: list[Line], region: list[int]) -> None:
    """A label of our form stays with the answer below it, be it right below or below the label's explanation."""
    for number in range(region[0] + 1, min(region[-1] + 3, len(lines))):
        if lines[number].role is not Role.OWN or lines[number - 1].role is Role.OWN or not lines[number].text.strip():
            continue
        above = number - 1 if lines[number - 1].text.strip() else number - 2
        for label in range(above, max(above - _LABEL_LINES, region[0] - 1), -1):
            if lines[label].role is Role.OWN or not lines[label].text.strip():
                break
            if _is_label(lines[label].text):
                lines[label].role = Role.OWN
                break


def _is_label(text: str) -> bool:
    """A line of ours that waits for an answer: short and with a colon, or with a place to fill in."""
    plain = _PLACEHOLDER.sub("", text).rstrip(" *_")
    marked = plain != text.rstrip(" *")
    return plain.endswith((":", "：")) and (marked or len(_WORD.findall(plain)) <= _LABEL_WORDS)


def _is_noise(text: str) -> bool:
    """A line inside a quote that neither we nor the writer typed."""
    text = text.strip()
    low = folded(text)
    if not text or attributions.is_separator(text) or signatures.is_program_line(text) or signatures.is_footer(text):
        return True
    if len(text) >= _UNBROKEN and " " not in text:
        return True
    return any(all(word in low for word in group) for group in WARNINGS)
