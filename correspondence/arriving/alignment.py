"""Finding one text's words again inside another, whatever a mail program has done to its lines.  Time nearly linear."""

from collections import defaultdict
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

_GRAM = 3
_MOST_PLACES = 8
_MOST_RUNS = 300
_GAP_BUDGET = 40_000


class Run(NamedTuple):
    """`length` words from `start` in the one text that stand from `origin` in the other."""

    start: int
    origin: int
    length: int


def runs(words: Sequence[str], original: Sequence[str]) -> list[Run]:
    """Stretches of at least three words of `words` that are found in `original`, in one order in both.

    Of all such chains the one with the most words, so that a phrase repeated outside does not hide the true copy.
    """
    places: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for origin in range(len(original) - _GRAM + 1):
        found = places[tuple(original[origin : origin + _GRAM])]
        if len(found) < _MOST_PLACES:
            found.append(origin)
    every: list[Run] = []
    stop = 0
    for start, gram in enumerate(zip(words, words[1:], words[2:], strict=False)):
        # Most words of a long mail are in no letter of ours: those must cost next to nothing.
        if start < stop or gram not in places:
            continue
        best = max((_extend(words, original, start, origin) for origin in places[gram]), key=len_of)
        every.append(best)
        stop = start + best.length
    return _best_chain(every)


def len_of(run: Run) -> int:
    """How many words a run holds."""
    return run.length


def _extend(words: Sequence[str], original: Sequence[str], start: int, origin: int) -> Run:
    length = 0
    while (
        start + length < len(words)
        and origin + length < len(original)
        and words[start + length] == original[origin + length]
    ):
        length += 1
    return Run(start, origin, length)


def _best_chain(every: list[Run]) -> list[Run]:
    """The heaviest subsequence of runs that rises in both texts; only the longest runs if somebody sends thousands."""
    if len(every) > _MOST_RUNS:
        every = sorted(sorted(every, key=len_of, reverse=True)[:_MOST_RUNS])
    weights: list[int] = []
    before: list[int] = []
    for number, run in enumerate(every):
        weight, link = run.length, -1
        for earlier in range(number):
            shared = _shared(every[earlier], run)
            if shared is not None and weights[earlier] + run.length - shared > weight:
                weight, link = weights[earlier] + run.length - shared, earlier
        weights.append(weight)
        before.append(link)
    chain: list[Run] = []
    at = weights.index(max(weights)) if weights else -1
    while at >= 0:
        shared = _shared(every[before[at]], every[at]) or 0 if before[at] >= 0 else 0
        start, origin, length = every[at]
        chain.append(Run(start + shared, origin + shared, length - shared))
        at = before[at]
    return chain[::-1]


def _shared(run: Run, later: Run) -> int | None:
    """How many words of the original both claim; None if the later one does not go on behind the other.

    The end of an answer may happen to look like the end of the label before it, so a run yields its first words.
    """
    shared = max(0, run.origin + run.length - later.origin)
    return shared if run.origin < later.origin and shared < later.length else None


def fill(chain: list[Run], words: Sequence[str], original: Sequence[str]) -> list[Run]:
    """What else matches between the runs of a chain, down to single words: short labels, line ends."""
    found: list[Run] = []
    budget = _GAP_BUDGET
    at = origin = 0
    for run in [*chain, Run(len(words), len(original), 0)]:
        cost = (run.start - at) * (run.origin - origin)
        if 0 < cost <= budget:
            budget -= cost
            blocks = SequenceMatcher(None, words[at : run.start], original[origin : run.origin], autojunk=False)
            found += [Run(at + a, origin + b, size) for a, b, size in blocks.get_matching_blocks() if size]
        at, origin = run.start + run.length, run.origin + run.length
    return found
