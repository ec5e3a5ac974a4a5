"""The course of a programme as its people will read it: every letter by the line in their list of mails."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from correspondence.writing.addresses import reply_address
from correspondence.writing.occasion import Occasion, Reader
from correspondence.writing.render import subject_line
from mentoring.foreseen import Foreseen, foreseen, members_of
from mentoring.letters import OFFICE, ORGANISER
from mentoring.members import Member
from mentoring.programme import Programme

NOWHERE = reply_address("letters@example.org", "a" * 26)


@dataclass(frozen=True, slots=True)
class Written:
    """One letter on a local day: its name, its subject, and who reads it, by role; `week` counts from 1."""

    day: date
    week: int
    letter: str
    subject: str
    to: tuple[str, ...]


def course(programme: Programme, kickoff: date, willing: bool) -> list[Written]:
    """Every letter in order; what several get on one day is one."""
    written: list[Written] = []
    for each in _written(programme, kickoff, willing):
        same = (
            n for n, w in enumerate(written) if (w.day, w.letter, w.subject) == (each.day, each.letter, each.subject)
        )
        place = next(same, None)
        if place is None:
            written.append(each)
        else:
            to = tuple(dict.fromkeys((*written[place].to, *each.to)))
            written[place] = Written(each.day, each.week, each.letter, each.subject, to)
    return written


def _written(programme: Programme, kickoff: date, willing: bool) -> Iterator[Written]:
    people = {member.id: _reader(programme, member) for member in members_of(programme)}
    for each in foreseen(programme, kickoff, willing):
        reader = people.get(each.letter.to) or _office(programme)
        occasion = Occasion(each.letter, programme, reader, people, each.at, NOWHERE)
        week = (each.day - kickoff).days // 7 + 1
        yield Written(each.day, week, each.letter.name, subject_line(occasion), (_whom(each, reader),))


def _whom(each: Foreseen, reader: Reader) -> str:
    return ORGANISER if each.letter.to in OFFICE else reader.role


def _reader(programme: Programme, member: Member) -> Reader:
    label = programme.role(member.role).label
    address = f"{member.id}@example.org"
    return Reader(member.id, f"the {label}", address, label, programme.zone, programme.language)


def _office(programme: Programme) -> Reader:
    contact = programme.contacts.organiser
    return Reader(ORGANISER, "the organiser", contact, ORGANISER, programme.zone, programme.language)
