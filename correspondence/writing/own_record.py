"""What we hold of one person, as two files that go with a letter: one to read, and one for programs."""

import json
import textwrap
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, datetime

from correspondence.writing.occasion import Attachment
from mentoring.own_record import Entry, Membership, OwnRecord

WIDTH = 76


def attachments(record: OwnRecord) -> tuple[Attachment, ...]:
    """The same twice: as text and as JSON (moments in UTC)."""
    as_json = json.dumps(asdict(record), default=_plain, ensure_ascii=False, indent=2)
    return Attachment("what-we-hold.txt", "plain", as_text(record)), Attachment("what-we-hold.json", "json", as_json)


def as_text(record: OwnRecord) -> str:
    """For reading; what the person wrote stands indented, line by line as they wrote it."""
    return "\n".join([*_about(record), *(line for each in record.memberships for line in _part(each))]) + "\n"


def _about(record: OwnRecord) -> Iterator[str]:
    yield "What we hold about you"
    yield ""
    yield f"Name: {record.name}"
    yield f"Address: {record.address}"
    yield f"Time zone: {record.zone}"
    yield f"Language: {record.language}"


def _part(membership: Membership) -> Iterator[str]:
    yield ""
    yield f"{membership.programme} (version {membership.version}), as {membership.role}"
    yield f"  How it stands: {membership.stage}"
    if membership.kickoff:
        yield f"  Began on {membership.kickoff}"
    if membership.ended:
        yield f"  Ended on {membership.ended}"
    for entry in membership.entries:
        yield from _entry(entry)


def _entry(entry: Entry) -> Iterator[str]:
    yield ""
    yield f"  {entry.at:%Y-%m-%d %H:%M} UTC: you {entry.what}"
    for name, words in entry.particulars.items():
        yield f"    {name}:"
        for line in words.splitlines():
            yield from textwrap.wrap(line, WIDTH, initial_indent="      ", subsequent_indent="      ") or [""]


def _plain(value: object) -> str:
    assert isinstance(value, date | datetime)
    return value.isoformat()
