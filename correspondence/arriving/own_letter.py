"""The quote taken off by comparing it with the letter we sent: in any program's wrapping, in any language.

What remains of a quote when all our words are gone was typed into it: an answer between two lines, a form filled in.
"""

from collections import Counter
from collections.abc import Iterator
from functools import partial

from correspondence.arriving import alignment, owners
from correspondence.arriving.owners import THEIRS
from correspondence.arriving.placed_words import Words
from correspondence.arriving.quotes import Line, Role

_FEWEST_WORDS = 6
_SHARE = 0.85
"""Of our letter, or of the quote: less may be another letter with the same greeting and footer."""
_MOST_LINES = 3000
_UNMARKED_RUN = 12
_UNMARKED_SHARE = 0.5


def claim(lines: list[Line], *letters: str) -> bool:
    """Give every line of the quote its true owner by comparing with the words of our letter.

    `letters` are what its reader may have seen: its plain text, and its HTML as text; programs quote either.
    Changes roles, and the text of lines that hold our words and the writer's.  False if our letter is not quoted.
    """
    best: tuple[int, list[int], Words, list[int]] | None = None
    for letter in letters:
        ours = Words.of(enumerate(letter.split("\n")))
        levels = 2 if "\n>" in letter else 1
        for find in (partial(_marked, levels=levels), _unmarked):
            region = find(lines, ours)
            theirs = Words.of((number, lines[number].text) for number in _with_wrapped_ends(lines, region))
            origins = _origins(theirs, ours)
            found = len(origins) - origins.count(THEIRS)
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
    owners.settle(lines, theirs, origins)
    owners.keep_labels(lines, region)
    return True


def _marked(lines: list[Line], ours: Words, levels: int) -> list[int]:
    """The lines of the quote depth that holds most of our letter; of two depths if our letter itself sets text off."""
    grams = set(ours.grams())
    by_depth: dict[int, list[int]] = {}
    for number, line in enumerate(lines):
        if line.role in (Role.QUOTE, Role.TAIL):
            by_depth.setdefault(line.depth, []).append(number)
    hits: dict[int, int] = {}
    for depth, numbers in by_depth.items():
        words = Words.of((number, lines[number].text) for number in numbers)
        hits[depth] = sum(gram in grams for gram in words.grams())
    best = max(hits, key=lambda depth: sum(hits.get(depth + level, 0) for level in range(levels)), default=0)
    if sum(hits.get(best + level, 0) for level in range(levels)) * 2 < _FEWEST_WORDS:
        return []
    return sorted(number for level in range(levels) for number in by_depth.get(best + level, ()))


def _unmarked(lines: list[Line], ours: Words) -> list[int]:
    """Some programs quote without any mark: a copy of at least half the letter in long stretches is a quote too."""
    own = [(number, line.text) for number, line in enumerate(lines) if line.role is Role.OWN]
    words = Words.of(own if len(own) <= _MOST_LINES else [])
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


def _origins(theirs: Words, ours: Words) -> list[int]:
    """For each word its place in our letter, -1 for a word of the writer's: for all if too few are ours for a quote."""
    chain = alignment.runs(theirs.words, ours.words)
    origins = [THEIRS] * len(theirs.words)
    if sum(run.length for run in chain) < max(_FEWEST_WORDS, _SHARE * min(len(theirs.words), len(ours.words))):
        return origins
    for run in chain:
        origins[run.start : run.start + run.length] = range(run.origin, run.origin + run.length)
    touched = {line for line, origin in zip(theirs.lines, origins, strict=True) if origin != THEIRS}
    counts, letter_counts = Counter(theirs.lines), Counter(ours.lines)
    for run in alignment.fill(chain, theirs.words, ours.words):
        line = theirs.lines[run.start]
        # A lone word between two runs is ours in a line that is ours already, or as a whole line like one of ours.
        if line in touched or run.length == counts[line] == letter_counts[ours.lines[run.origin]]:
            origins[run.start : run.start + run.length] = range(run.origin, run.origin + run.length)
    return origins
