"""Somebody's own words, and who asked for something: kept sealed wherever they are stored."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """Free text of a participant.  Sealed under the relationship's content key; never shown by `repr`."""

    text: str

    def __repr__(self) -> str:
        return "Words(…)"


@dataclass(frozen=True, slots=True)
class Attribution:
    """Which member asked.  Sealed under the relationship's attribution key, which dies first.

    `member` is empty once that key is gone: then nobody can tell any more.
    """

    member: str

    def __repr__(self) -> str:
        return "Attribution(…)"
