"""How a letter says days, moments and lists, as its reader's part of the world writes them."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_time, get_timezone_location

from correspondence.writing.inert import Ready, veil

ENGLISH_DAY = "EEEE d MMMM y"
LONG_LINE = 72


def locale_of(language: str, zone: str) -> Locale:
    """The locale of a language; English is American for readers in America, and British elsewhere."""
    if language.partition("-")[0] == "en":
        return Locale("en", "US" if zone.startswith(("America/", "US/")) else "GB")
    return Locale.parse(language, sep="-")


def day_words(day: date, locale: Locale) -> str:
    """Tuesday 3 March 2026, or as the locale has it; `day` is local to the reader already."""
    british = locale.language == "en" and locale.territory == "GB"
    return format_date(day, ENGLISH_DAY if british else "full", locale)


def moment_words(moment: datetime, zone: str, locale: Locale) -> str:
    """Tuesday 3 March 2026 at 15:00 (London time), from an aware moment."""
    if moment.tzinfo is None:
        raise ValueError("A moment in a letter needs a time zone; please pass an aware datetime.")
    there = moment.astimezone(ZoneInfo(zone))
    clock = format_time(there, "short", locale=locale).replace("\u202f", " ")
    place = get_timezone_location(zone, locale, return_city=True)
    return f"{day_words(there.date(), locale)} at {clock} ({place} time)"


def quoted(text: str) -> Ready:
    """An exact text, set off from the letter: nothing changed, short lines kept as lines, long ones as paragraphs."""
    parts: list[str] = []
    for line in text.splitlines():
        if not line.strip():
            parts.append(">")
        elif len(line) > LONG_LINE:
            parts += [">", f"> {veil(line)}", ">"]
        else:
            parts.append(f"> {veil(line)}\\")
    joined = "\n".join(parts)
    # A line that ends its paragraph needs no break after it.
    return Ready(joined.replace("\\\n>\n", "\n>\n").removesuffix("\\"))
