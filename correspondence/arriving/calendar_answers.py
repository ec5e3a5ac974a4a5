"""An invitation answered in a calendar (iMIP: RFC 5546, RFC 6047), read by library and within limits."""

import re
import tomllib
from datetime import date, datetime
from importlib.resources import files
from typing import Any

from icalendar import Calendar

from correspondence.arriving.mime import Mail
from correspondence.arriving.quoting import folded
from correspondence.arriving.reading import CalendarAnswer

LONGEST = 64 * 1024
"""Characters of a calendar part; an answer to one invitation has about two thousand."""
_MOST_PARTS = 30
# Its rules say when clocks change, as far into the future as its sender likes.  Zones are taken by their names.
_ZONE = re.compile(r"^BEGIN:VTIMEZONE\s*$.*?^END:VTIMEZONE\s*$", re.MULTILINE | re.DOTALL | re.IGNORECASE)
_LONGEST_ID = 255
_EARLIEST, _LATEST = 1970, 2200
_WORDS = tomllib.loads(files(__package__).joinpath("calendar_words.toml").read_text("utf-8"))
_PHRASES = re.compile("|".join(re.escape(folded(phrase)) for phrase in _WORDS["phrases"]))
_LABEL = re.compile(
    rf"\W*(?:{'|'.join(re.escape(folded(label)) for label in _WORDS['labels'])})\W?\s?:|[-_*~=]{{5,}}|https?:"
)
_STATUS_BEFORE = re.compile(r"^[^\s:]{2,24}(?: [^\s:]{2,24})?: ")

# `/example.org/2021/Europe/Berlin`: whose list of zones it is does not matter (RFC 5545, 3.2.19).
_WHOSE_ZONE = re.compile(
    r'(;TZID=)"?/(?:[^:;"\n]{0,100}/)?((?:Africa|America|Antarctica|Asia|Atlantic|Australia|Europe|Indian|Pacific|Etc)/[^:;"\n]{1,60})"?',
    re.IGNORECASE,
)
_OWN_ZONE = re.compile(r';TZID="?/[^:;"\n]{0,200}"?', re.IGNORECASE)


def read(mail: Mail) -> CalendarAnswer | None:
    """What the calendar in a mail answers or asks; None if it holds none that can be read.  Never raises."""
    text = mail.calendar
    if not text or len(text) > LONGEST or text.upper().count("BEGIN:") > _MOST_PARTS:
        return None
    try:
        return _answer(Calendar.from_ical(_plain(text)), mail.sender)
    except (ValueError, TypeError, LookupError, AttributeError, OverflowError, RecursionError, Warning):
        # A broken calendar stumbles in as many ways as a broken mail does.
        return None


def _plain(text: str) -> str:
    """Lines unfolded (RFC 5545, 3.1), rules of zones left out, their names as everybody knows them."""
    text = re.sub(r"\r?\n[ \t]", "", text).replace("\r", "")
    return _OWN_ZONE.sub("", _WHOSE_ZONE.sub(r"\1\2", _ZONE.sub("", text)))


def _answer(calendar: Any, sender: str) -> CalendarAnswer | None:
    method = str(calendar.get("METHOD", "")).strip().upper()
    event = next(iter(calendar.walk("VEVENT")), None)
    if event is None or method not in ("REPLY", "COUNTER", "REQUEST", "CANCEL"):
        return None
    attendee = _attendee(event, sender)
    if method == "REPLY" and attendee is None:
        return None
    params = getattr(attendee, "params", {})
    comment = event.get("COMMENT") or params.get("X-RESPONSE-COMMENT", "")
    return CalendarAnswer(
        method,
        str(params.get("PARTSTAT", "")).upper(),
        str(event.get("UID", "")).strip()[:_LONGEST_ID],
        _number(event.get("SEQUENCE", 0)),
        _start(event),
        str(comment[0] if isinstance(comment, list) else comment).strip(),
        str(event.get("SUMMARY", "")).strip(),
    )


def _attendee(event: Any, sender: str) -> Any:
    """The one who answers: a reply names nobody else (RFC 5546, 3.2.3); of several it is the sender of the mail."""
    named = event.get("ATTENDEE", [])
    named = named if isinstance(named, list) else [named]
    theirs = [each for each in named if str(each).lower().removeprefix("mailto:").strip() == sender.lower()]
    return next(iter(theirs), named[0] if len(named) == 1 else None)


def _number(value: Any) -> int:
    return int(value) if str(value).isdecimal() and len(str(value)) < 10 else 0


def _start(event: Any) -> datetime | date | None:
    start = event.get("DTSTART")
    try:
        found = start.dt if start is not None else None
    except (ValueError, TypeError, AttributeError):
        return None
    return found if isinstance(found, date) and _EARLIEST < found.year < _LATEST else None


def own_words(text: str, answer: CalendarAnswer) -> str:
    """What the writer said in a mail's visible text and in the calendar's comment, without the program's lines."""
    title = folded(_STATUS_BEFORE.sub("", answer.summary))
    kept: list[str] = []
    for line in text.split("\n"):
        plain = folded(line).replace("“", '"').replace("”", '"').strip()
        if _PHRASES.search(plain) or _LABEL.match(plain) or (len(title) > 3 and title in plain):
            break
        kept.append(line)
    said = "\n".join(kept).strip()
    return said if answer.comment in said else f"{said}\n{answer.comment}".strip()
