"""The simplest classifiers that learn from examples: the best single question, and a logistic regression.

They are fair judges of what can be told: they learn on one half of the cases and are asked about the other.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from math import exp

Case = Mapping[str, float]
"""What is seen of one case: a feature's name and its value; what is missing is nought."""

MANY, ROUNDS, PACE = 40, 120, 0.3


def accuracy(cases: Sequence[Case], answers: Sequence[bool]) -> tuple[float, float, str]:
    """How often the best question, and the regression, are right on the second half; and what the question was."""
    half = len(cases) // 2
    learnt = _questions(cases[:half], answers[:half])[:MANY]
    if not learnt:
        return 0.5, 0.5, "nothing differs"
    _, name, limit, above = learnt[0]
    stump = [(case.get(name, 0.0) > limit) == above for case in cases[half:]]
    weights = _weights(cases[:half], answers[:half], [(n, at) for _, n, at, _ in learnt])
    guesses = [_score(case, weights) > 0 for case in cases[half:]]
    return _right(stump, answers[half:]), _right(guesses, answers[half:]), f"{name} > {limit:g}"


def _right(guesses: Sequence[bool], answers: Sequence[bool]) -> float:
    return sum(guess == answer for guess, answer in zip(guesses, answers, strict=True)) / len(answers)


def _questions(cases: Sequence[Case], answers: Sequence[bool]) -> list[tuple[float, str, float, bool]]:
    """(how often right, feature, limit, whether above it means yes), the best first."""
    counts = Counter(name for case in cases for name in case)
    found = []
    for name in sorted(name for name, count in counts.items() if count >= len(cases) // 50):
        values = [case.get(name, 0.0) for case in cases]
        known = sorted(set(values))
        for limit in {known[(len(known) - 1) * part // 6] for part in range(6)} - {known[-1]}:
            right = _right([value > limit for value in values], answers)
            found.append((max(right, 1 - right), name, limit, right >= 0.5))
    return sorted(found, key=lambda each: (-each[0], each[1], each[2]))


def _weights(
    cases: Sequence[Case], answers: Sequence[bool], asked: Sequence[tuple[str, float]]
) -> dict[tuple[str, float], float]:
    weights = dict.fromkeys(asked, 0.0)
    rows = [{each for each in asked if case.get(each[0], 0.0) > each[1]} for case in cases]
    for _ in range(ROUNDS):
        slope = dict.fromkeys(weights, 0.0)
        for row, answer in zip(rows, answers, strict=True):
            miss = answer - 1 / (1 + exp(-sum(weights[each] if each in row else -weights[each] for each in weights)))
            for each in weights:
                slope[each] += miss if each in row else -miss
        for each in weights:
            weights[each] += PACE * slope[each] / len(rows) - 0.01 * weights[each]
    return weights


def _score(case: Case, weights: Mapping[tuple[str, float], float]) -> float:
    return sum(weight if case.get(name, 0.0) > limit else -weight for (name, limit), weight in weights.items())
