"""Moments in a database that knows no time zones: aware outside, naive UTC inside."""

from datetime import UTC, datetime


def to_naive_utc(value: object) -> datetime | None:
    """An aware moment without its zone, which is UTC.  Raises ValueError for a naive one: which zone was meant?"""
    if value is None:
        return None
    if not isinstance(value, datetime) or value.tzinfo is None:
        raise ValueError("A moment must be aware; give it a time zone.")
    return value.astimezone(UTC).replace(tzinfo=None)


def moment_text(moment: datetime) -> str:
    """A moment within JSON: ISO 8601 in UTC.  Raises ValueError for a naive datetime."""
    to_naive_utc(moment)
    return moment.astimezone(UTC).isoformat()


def to_utc(value: object) -> datetime | None:
    """What `to_naive_utc` made, aware again."""
    return value.replace(tzinfo=UTC) if isinstance(value, datetime) else None
