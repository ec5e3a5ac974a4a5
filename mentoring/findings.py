"""What is to be changed in a programme's file, and where."""

from dataclasses import dataclass

Place = tuple[str | int, ...]
"""The keys that lead to a value; a number counts the tables of one name, from 1."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A sentence for whoever wrote the file; one that `refuses` has to be followed before the programme can be used."""

    at: Place
    sentence: str
    refuses: bool = True


def place_words(place: Place) -> str:
    """A place as it is said: documents[1].due."""
    words = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in place)
    return words.removeprefix(".")


def said(place: Place, sentence: str) -> Finding:
    """A finding whose sentence goes on from its place: `zone is missing`."""
    return Finding(place, f"{place_words(place)} {sentence}")
