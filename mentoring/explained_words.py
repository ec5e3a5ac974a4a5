"""Lengths of time, ladders and roles in words."""

from collections.abc import Iterable, Set

from mentoring.calendar import Span
from mentoring.programme import ANYONE, Ladder, Programme, Strength


def listed(words: Iterable[object], last: str = "and") -> str:
    """One, two and three.

    >>> listed(["one", "two", "three"])
    'one, two and three'
    """
    *most, end = [str(word) for word in words] or [""]
    return f"{', '.join(most)} {last} {end}" if most else end


def during(span: Span) -> str:
    """2 months and 28 days."""
    parts = [f"{n} {what}{'s' if n > 1 else ''}" for n, what in ((span.months, "month"), (span.days, "day")) if n]
    return listed(parts) if parts else "no time"


def every(span: Span) -> str:
    """every month; every 2 weeks; every 10 days."""
    if span.days and not span.months and span.days % 7 == 0:
        weeks = span.days // 7
        return "every week" if weeks == 1 else f"every {weeks} weeks"
    return "every month" if span == Span(months=1) else f"every {during(span)}"


def counted(fewest: int, most: int, label: str) -> str:
    """one mentor; 12 to 15 mentees."""
    if (fewest, most) == (1, 1):
        return f"one {label}"
    return f"{fewest if fewest == most else f'{fewest} to {most}'} {label}s"


def roles_said(programme: Programme, keys: Set[str], last: str = "or") -> str:
    """the mentor or the mentee; everybody."""
    if ANYONE in keys or keys >= {role.key for role in programme.roles}:
        return "everybody"
    return listed((f"the {role.label}" for role in programme.roles if role.key in keys), last)


def ladder(strength: Strength, steps: Ladder, whom: str) -> str:
    """What happens as the day comes near and goes by."""
    before = [str(-days) for days in steps.remind if days < 0]
    after = [str(days) for days in steps.remind if days > 0]
    parts = [f"{listed(before)} days before"] if before else []
    parts += ["on the day"] if 0 in steps.remind else []
    parts += [f"{listed(after)} day{'s' if after != ['1'] else ''} after it"] if after else []
    told = f"{whom[0].upper()}{whom[1:]} is reminded {listed(parts)}" if parts else "Nobody is reminded"
    if steps.escalate is not None:
        told += f"; the organiser is told {steps.escalate} days after it"
    elif strength is Strength.ADVISED:
        told += "; it is advised, so the organiser is never told"
    if steps.lapse is not None:
        told += f"; {steps.lapse} days after it, it is left at that"
    return f"{told}."
