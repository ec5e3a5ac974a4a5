"""Days that are named by numbers alone: `3/4`, `12.3.26`, `the 3rd`."""

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from correspondence.arriving.reading import Context

_MONTH_FIRST_ZONES = (
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Los_Angeles",
    "America/Phoenix",
    "America/Detroit",
    "America/Anchorage",
    "America/Boise",
    "America/Indiana",
    "America/Kentucky",
    "America/North_Dakota",
    "Pacific/Honolulu",
    "America/Puerto_Rico",
    "US/",
    "America/Juneau",
)
# In days: how near a day must be to be thought of, and how far off it may be before the other order is tried.
_NEAR, _FAR = 122, 274


@dataclass(frozen=True, slots=True)
class Named:
    """A day, or a span of days if `until` is set."""

    day: date
    until: date | None = None
    unclear: bool = False


def numeric(phrase: str, sent: date, future: bool, month_first: bool) -> Named | None:
    """`3/4`: in the writer's order; unclear if the other order gives a day as near."""
    numbers = [int(number) for number in re.findall(r"\d+", phrase)]
    first, second = numbers[0], numbers[1]
    year = numbers[2] + (2000 if numbers[2] < 100 else 0) if len(numbers) > 2 else None
    # Where the usual order names no month, the other one is meant.
    turned = first <= 12 if month_first else second > 12
    day, month = (second, first) if turned else (first, second)
    named = _dated(day, month, year, sent, future)
    either = year is None and max(first, second) <= 12 and first != second
    other = _dated(month, day, None, sent, future) if either else None
    if named is None or other is None or abs((other.day - sent).days) > _NEAR:
        return named
    # `3/4` on the 5th of March, in the order of a country where that was yesterday, is no day of next year.
    far = future and abs((named.day - sent).days) > _FAR
    return replace(other if far else named, unclear=True)


def _dated(day: int, month: int, year: int | None, sent: date, future: bool) -> Named | None:
    years = [year] if year else [sent.year - 1, sent.year, sent.year + 1]
    days = []
    for each in years:
        try:
            days.append(date(each, month, day))
        except ValueError:
            continue
    fitting = [each for each in days if year or (each >= sent if future else each <= sent)]
    if not fitting:
        return None
    return Named(min(fitting) if future else max(fitting))


def nth(day: int, sent: date, future: bool) -> Named | None:
    """`the 3rd`: of this month, or of the next or last one that has such a day."""
    if not 1 <= day <= 31:
        return None
    step = timedelta(days=1 if future else -1)
    each = sent
    for _ in range(63):
        if each.day == day:
            return Named(each)
        each += step
    return None


def month_first(context: Context) -> bool:
    return context.language.startswith("en") and context.zone.startswith(_MONTH_FIRST_ZONES)
