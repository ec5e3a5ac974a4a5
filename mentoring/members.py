"""Who is in a relationship, in which role."""

from dataclasses import dataclass

from mentoring.programme import Programme


@dataclass(frozen=True, slots=True)
class Member:
    """A person in a relationship.  `id` is opaque: who it is, only the store knows."""

    id: str
    role: str


@dataclass(frozen=True, slots=True)
class Seat:
    """A place that somebody takes in a relationship: a role's key, and a name that tells it from others of the role."""

    name: str
    role: str


def seats_of(programme: Programme) -> tuple[Seat, ...]:
    """The places that must be taken: mentor and mentee; or writer1 and writer2 where one role is for two."""
    return tuple(
        Seat(f"{role.key}{n}" if role.max > 1 else role.key, role.key)
        for role in programme.roles
        for n in range(1, role.min + 1)
    )
