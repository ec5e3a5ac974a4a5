"""A roster: a CSV file with a line for each relationship."""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from email.errors import MessageError
from email.headerregistry import Address
from pathlib import Path
from zoneinfo import available_timezones

from correspondence.writing.addresses import is_plain
from mentoring.calendar import local_day
from mentoring.commands import Start
from mentoring.members import seats_of
from mentoring.programme import Programme
from store.registry import Person
from worker.house import House

OLDEST_KICKOFF = timedelta(days=28)
# Of a tag (BCP 47) what letters are looked up by: it becomes the name of a folder.
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")


@dataclass(frozen=True, slots=True)
class Row:
    """One relationship to start: its line in the file, its people with their roles, its kick-off day."""

    line: int
    people: tuple[tuple[Person, str], ...]
    kickoff: date


@dataclass(frozen=True, slots=True)
class BadRow:
    """A line that cannot be used, and why, in a sentence."""

    line: int
    reason: str


class RosterRefused(Exception):
    """Says why a file cannot be read as a roster at all."""


def read_roster(path: Path, programme: Programme, now: datetime) -> list[Row | BadRow]:
    """Every line, usable or not.  Columns: ROLE_name and ROLE_email for each role (ROLE1_name and so on where several
    have it), kickoff (2027-01-25, or empty for today); optional ROLE_zone and ROLE_language.

    Raises RosterRefused for a file that is no text in UTF-8.
    """
    try:
        return _read(path, programme, now)
    except UnicodeDecodeError:
        raise RosterRefused("The roster is not in UTF-8; please save it as CSV UTF-8.") from None
    except (OSError, csv.Error):
        raise RosterRefused("The roster cannot be read; please give a CSV file.") from None


def _read(path: Path, programme: Programme, now: datetime) -> list[Row | BadRow]:
    with path.open(newline="", encoding="utf-8-sig") as file:
        rows = csv.DictReader(file)
        needed = [f"{seat.name}_{what}" for seat in seats_of(programme) for what in ("name", "email")]
        missing = [name for name in needed if name not in (rows.fieldnames or ())]
        if missing:
            return [BadRow(1, f"The first line must name the columns {', '.join(missing)}.")]
        return list(_without_twins(_row(rows.line_num, row, programme, now) for row in rows))


def _without_twins(rows: Iterator[Row | BadRow]) -> Iterator[Row | BadRow]:
    seen: dict[str, int] = {}
    for row in rows:
        if isinstance(row, Row) and (first := seen.setdefault(_addresses(row), row.line)) != row.line:
            yield BadRow(row.line, f"The same people are on line {first} already.")
        else:
            yield row


def _row(line: int, row: Mapping[str, str | None], programme: Programme, now: datetime) -> Row | BadRow:
    try:
        kickoff = _kickoff((row.get("kickoff") or "").strip(), programme, now)
        people = tuple((_person(row, seat.name, programme), seat.role) for seat in seats_of(programme))
    except ValueError as problem:
        return BadRow(line, str(problem))
    if len({person.address.casefold() for person, _ in people}) < len(people):
        return BadRow(line, "Two people have the same address.")
    return Row(line, people, kickoff)


def _person(row: Mapping[str, str | None], seat: str, programme: Programme) -> Person:
    name, address, zone, language = (
        (row.get(f"{seat}_{what}") or "").strip() for what in ("name", "email", "zone", "language")
    )
    if not name or not name.isprintable():
        raise ValueError(f"{seat}_name is empty or not a name.")
    try:
        parsed = Address(addr_spec=address)
    except (ValueError, IndexError, MessageError):
        parsed = Address()
    if not parsed.username or not parsed.domain or not is_plain(address):
        raise ValueError(f"{seat}_email is not an email address.")
    if programme.contacts.is_staff(address):
        raise ValueError(f"{seat}_email is one of the programme's own, to which letters go that no member may read.")
    if zone and zone not in available_timezones():
        raise ValueError(f"{seat}_zone is not a time zone such as Europe/London.")
    if language and not _LANGUAGE.fullmatch(language):
        raise ValueError(f"{seat}_language is not a language tag such as en or pt-BR.")
    return Person(name, address, zone or programme.zone, language or programme.language)


def _kickoff(text: str, programme: Programme, now: datetime) -> date:
    today = local_day(now, programme.zone)
    try:
        day = date.fromisoformat(text) if text else today
    except ValueError:
        raise ValueError("kickoff is not a date such as 2027-01-25.") from None
    if day < today - OLDEST_KICKOFF:
        raise ValueError("kickoff lies more than four weeks back.")
    return day


def _addresses(row: Row) -> str:
    return "|".join(sorted(person.address.casefold() for person, _ in row.people))


def enrol(house: House, programme: Programme, row: Row, organiser: str, now: datetime) -> tuple[str, bool]:
    """The relationship of a row, and whether it is a new one: the same row again is the same relationship."""
    head = Person("Organiser", organiser, programme.zone, programme.language)
    key = f"{programme.name}|{row.kickoff}|{_addresses(row)}"
    relationship, members, is_new = house.registry.enrol(key, programme, row.people, head, now)
    start = Start(members, programme.zone, row.kickoff)
    house.inbox.keep(f"start-{relationship}", relationship, [start], now)
    return relationship, is_new


def good(rows: Sequence[Row | BadRow]) -> list[Row]:
    return [row for row in rows if isinstance(row, Row)]
