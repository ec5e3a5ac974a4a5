"""What a programme promises to keep in confidence, and the exceptions that it states itself."""

from collections.abc import Set
from dataclasses import dataclass
from typing import Annotated

from mentoring.knob import Knob
from mentoring.programme_papers import ANYONE

PRIOR_NOTICE = ("always", "unless_unsafe", "not_stated")


@dataclass(frozen=True, slots=True)
class Tick:
    """One thing that must hold for the exception number `of` (from 1); `words` are phrases that say so.

    They are written as in the lexicons: `(refuses|will not) seek help`.
    """

    of: Annotated[int, Knob("The number of the exception it belongs to, counted from 1.")]
    label: Annotated[str, Knob("What is ticked, in eight words at most.")]
    words: Annotated[
        tuple[str, ...], Knob("What people write instead of yes: (a|b) is one of these, [a] may lack.")
    ] = ()


@dataclass(frozen=True, slots=True)
class Confidentiality:
    """Who is bound, the exceptions the programme itself states (none: none is ever offered, `XC-04`).

    Every exception has at least one of the `ticks`, in their order.
    """

    statement: Annotated[str, Knob("What is promised, in the first letter.")]
    binds: Annotated[str, Knob("Who is bound: a role's key, or any.")] = ANYONE
    exceptions: Annotated[tuple[str, ...], Knob("The only exceptions there are; none if the list is empty.")] = ()
    prior_notice: Annotated[
        str, Knob("Whether the person concerned is told before anything is passed on.", choices=PRIOR_NOTICE)
    ] = ""
    ticks: Annotated[tuple[Tick, ...], Knob("What must hold together for an exception, where that is several.")] = ()

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
