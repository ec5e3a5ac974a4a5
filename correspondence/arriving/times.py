"""Times of day as people say them: `3pm`, `15:30`, `at 3`, `half past three`, `noon`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from correspondence.arriving.phrases import folded


@dataclass(frozen=True, slots=True)
class Time:
    """A time of day; `unclear` if morning or afternoon was left open, `exact` if it cannot be a mere number."""

    hour: int
    minute: int = 0
    unclear: bool = False
    exact: bool = False


def time_of(match: re.Match[str], when: Mapping[str, Any]) -> Time | None:
    """A time of day, if it is one: a bare number is not.  A bare hour from 1 to 7 is meant in the afternoon."""
    if match["noon"]:
        return Time(hour=12)
    if match["past"]:
        return _spoken(match, when)
    said = any(match[name] for name in ("minute", "mark", "half"))
    if not said and not match["at"]:
        return None
    hour, minute = int(match["hour"]), int(match["minute"] or match["late"] or 0)
    half = match["half"]
    if half is not None:
        late = half.strip() in {folded(word) for word in when["pm"]}
        # `11 to 1pm` begins in the morning.
        if late and match["hour2"] and int(match["hour2"]) < hour < 12:
            late = False
        if hour > 12 or hour == 0:
            return Time(hour=hour % 24, minute=minute, exact=True)
        return Time(hour=hour % 12 + (12 if late else 0), minute=minute, exact=True)
    if 1 <= hour <= 7 and not (match["hour"].startswith("0")):
        return Time(hour=hour + 12, minute=minute, unclear=True)
    return Time(hour=hour % 24, minute=minute, exact=match["minute"] is not None)


def _spoken(match: re.Match[str], when: Mapping[str, Any]) -> Time | None:
    """`Half past three`: the hour with its minutes before or after."""
    number = match["spoken"]
    hour = int(number) if number.isdigit() else {folded(word): count for word, count in when["numbers"].items()}[number]
    if hour > 23:
        return None
    late = match["half2"] is not None and match["half2"].strip() in {folded(word) for word in when["pm"]}
    afternoon = hour <= 7 and match["half2"] is None
    if hour < 12 and (late or afternoon):
        hour += 12
    shift = {folded(word): count for word, count in when["spoken_minutes"].items()}[match["past"]]
    hour, minute = divmod((hour * 60 + shift) % 1440, 60)
    return Time(hour=hour, minute=minute, unclear=afternoon)
