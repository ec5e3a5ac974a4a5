"""Amazon SES tells of bounces by a topic, too: a mail whose text is JSON and no report part."""

import json
from dataclasses import dataclass
from typing import Any

MARK = "bouncedRecipients"
"""Without this word a text is no such notification."""

_LONGEST = 64 * 1024
# Long lines are broken on the way, within strings too.
_DECODER = json.JSONDecoder(strict=False)


@dataclass(frozen=True, slots=True)
class Notice:
    """`told` is what is said of each address; `original_id` the Message-ID of the letter, with brackets, or ""."""

    failed: tuple[str, ...]
    told: tuple[str, ...]
    original_id: str


def notice(text: str) -> Notice | None:
    """The bounce that a notification tells of; None if the text is none.  Raises nothing."""
    start = text[:_LONGEST].lstrip()
    if not start.startswith("{") or MARK not in start:
        return None
    try:
        told, _ = _DECODER.raw_decode(start)
    except (ValueError, RecursionError):
        return None
    told = _inner(told)
    recipients = [each for each in _list(_dict(told.get("bounce")).get("bouncedRecipients")) if isinstance(each, dict)]
    failed = tuple(str(each.get("emailAddress", "")) for each in recipients)
    said = tuple(f" {each.get('status', '')} {each.get('diagnosticCode', '')}" for each in recipients)
    original = _dict(_dict(told.get("mail")).get("commonHeaders")).get("messageId", "")
    return Notice(failed, said, original if isinstance(original, str) else "") if failed else None


def _inner(told: Any) -> dict[str, Any]:
    """What a topic passes on stands as text in the field `Message`."""
    message = _dict(told).get("Message")
    if not isinstance(message, str):
        return _dict(told)
    try:
        return _dict(_DECODER.decode(message))
    except (ValueError, RecursionError):
        return {}


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
