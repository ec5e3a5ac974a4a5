"""Who is in a relationship, in which role."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Member:
    """A person in a relationship.  `id` is opaque: who it is, only the store knows."""

    id: str
    role: str
