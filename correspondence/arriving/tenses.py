"""Verbs that are alike in present and past (es `quedamos`, pt `falamos`): what stands beside them says which it is."""

from collections.abc import Callable
from dataclasses import replace

from correspondence.arriving.clauses import Clause
from correspondence.arriving.hits import Hit
from correspondence.arriving.lexicon import Lexicon
from correspondence.arriving.phrases import DATE

_TOLD = frozenset({"met", "contact_happened"})


def in_their_time(
    hits: tuple[Hit, ...], clauses: tuple[Clause, ...], lexicon: Lexicon, lies: Callable[[int], int]
) -> tuple[Hit, ...]:
    """The phrases, those of what is to come as such, and not plain where nothing tells it from what has been.

    `lies` says where a date is, by its number: 1 if it can only be to come, -1 if it can only be past, 0 if either.
    """
    either = lexicon.marks["either_time"]
    found = []
    for hit in hits:
        if hit.key in _TOLD and either.search(f" {clauses[hit.clause].words[hit.start : hit.end].strip()} "):
            words = clauses[hit.clause].words
            days = [lies(int(word[1:])) for word in words.split() if word[0] == DATE]
            # `Já nos encontrámos na segunda`: already, so the Monday is the last.
            if lexicon.marks["already"].search(words):
                pass
            elif 1 in days or (-1 not in days and lexicon.marks["to_come"].search(words)):
                hit = replace(hit, key="ahead")
            elif 0 in days and -1 not in days and not lexicon.marks["gone_by"].search(_near(hit, clauses)):
                hit = replace(hit, plain=False)
        found.append(hit)
    return tuple(found)


def _near(hit: Hit, clauses: tuple[Clause, ...]) -> str:
    """The words of the clause and of the two on either side: `quedamos el lunes, fue muy bien`."""
    near = clauses[max(hit.clause - 2, 0) : hit.clause + 3]
    return f" {' '.join(clause.words.strip() for clause in near)} "
