"""Moments in a database that knows no time zones: aware outside, naive UTC inside."""

from datetime import UTC, datetime


def to_naive_utc(value: object) -> datetime | None:
    """Raises ValueError for a naive datetime: it would be a guess which zone was meant."""
    if value is None:
        return None
    if not isinstance(value, datetime) or value.tzinfo is None:
        raise ValueError("A moment must be aware; give it a time zone.")
    return value.astimezone(UTC).replace(tzinfo=None)


def to_utc(value: object) -> datetime | None:
    return value.replace(tzinfo=UTC) if isinstance(value, datetime) else None
