"""What a programme promises to keep in confidence, and the exceptions that it states itself."""

from collections.abc import Set
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tick:
    """One thing that must hold for the exception number `of` (from 1); `words` are phrases that say so.

    They are written as in the lexicons: `(refuses|will not) seek help`.
    """

    of: int
    label: str
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Confidentiality:
    """Who is bound, the exceptions the programme itself states (none: none is ever offered, `XC-04`).

    Every exception has at least one of the `ticks`, in their order.
    """

    binds: str
    statement: str
    exceptions: tuple[str, ...] = ()
    prior_notice: str = ""
    ticks: tuple[Tick, ...] = ()

    @property
    def numbers(self) -> range:
        """The numbers of the exceptions, from 1."""
        return range(1, len(self.exceptions) + 1)

    def ticks_of(self, exception: int) -> frozenset[int]:
        """The numbers of the ticks (from 1) that an exception needs, all of them (`IMG-15`)."""
        return frozenset(number for number, tick in enumerate(self.ticks, start=1) if tick.of == exception)

    def bases(self, ticks: Set[int]) -> tuple[int, ...]:
        """The exceptions of which every tick is among these."""
        return tuple(number for number in self.numbers if self.ticks_of(number) <= ticks)
