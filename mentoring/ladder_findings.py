"""What is wrong with a ladder, and with keys that are not each its own."""

from collections.abc import Iterator

from mentoring.findings import Finding, Place
from mentoring.programme_papers import Ladder, Strength


def in_ladder(what: str, place: Place, strength: Strength, ladder: Ladder) -> Iterator[Finding]:
    """`XC-05`: required reaches the organiser, advised never does."""
    here = (*place, "ladder")
    if strength is Strength.REQUIRED and ladder.escalate is None:
        yield Finding(here, f"{what} is required, so its ladder needs escalate: when the organiser is told.")
    if strength is Strength.ADVISED and ladder.escalate is not None:
        nobody = "nobody is reported for it; please take escalate out or make it required"
        yield Finding((*here, "escalate"), f"{what} is advised, so {nobody}.")
    others = [*ladder.remind, *([ladder.escalate] if ladder.escalate is not None else [])]
    if ladder.lapse is not None and others and ladder.lapse <= max(others):
        last = "its ladder lapses before its other steps; please let lapse be the last day"
        yield Finding((*here, "lapse"), f"{what}: {last}.")


def own_keys(what: str, table: str, keys: list[str], within: Place = ()) -> Iterator[Finding]:
    """A finding for each key that two have, or that cannot be part of a name."""
    for key in sorted({key for key in keys if keys.count(key) > 1}):
        second = [n for n, each in enumerate(keys, start=1) if each == key][1]
        place = (*within, table, second, "key")
        yield Finding(place, f"the {what} {key!r} is there twice; please give each its own key.")
    for n, key in enumerate(keys, start=1):
        if not key or "/" in key:
            place = (*within, table, n, "key")
            yield Finding(place, f"the {what} {key!r} needs a key that is a word, without a slash.")
