"""Days and months in a relationship's own time zone.

Everything owed is owed by a local day; the moment at which we write about it is the programme's
hour of that day (`XC-07`: months by calendar, never by thirty days).
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time as people say it: calendar months and days."""

    months: int = 0
    days: int = 0

    def times(self, n: int) -> "Span":
        """So many times this length."""
        return Span(self.months * n, self.days * n)

    def plus(self, other: "Span") -> "Span":
        """Both lengths, one after the other."""
        return Span(self.months + other.months, self.days + other.days)


NO_SPAN = Span()


def add(day: date, span: Span) -> date:
    """`day` moved on by `span`; 31 January and a month is the last day of February."""
    months = day.year * 12 + day.month - 1 + span.months
    year, month = divmod(months, 12)
    last = monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last)) + timedelta(days=span.days)


def local_day(moment: datetime, zone: str) -> date:
    """The day it is in `zone` at an aware moment."""
    return moment.astimezone(ZoneInfo(zone)).date()


def at_hour(day: date, hour: time, zone: str) -> datetime:
    """The moment (UTC) when clocks in `zone` show `hour` on `day`, on either side of a clock change."""
    return datetime.combine(day, hour, ZoneInfo(zone)).astimezone(UTC)


def next_slot(moment: datetime, hour: time, zone: str) -> datetime:
    """The first time at or after `moment` when clocks in `zone` show `hour`."""
    today = local_day(moment, zone)
    slot = at_hour(today, hour, zone)
    return slot if slot >= moment else at_hour(today + timedelta(days=1), hour, zone)
