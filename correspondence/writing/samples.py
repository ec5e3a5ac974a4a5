"""Examples of every letter, from the samples beside its words: for tests, and for whoever wants to see them."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

from correspondence.writing.addresses import reply_address
from correspondence.writing.occasion import Door, Occasion, Reader
from correspondence.writing.source import SAME, Sample, letter_names, load
from mentoring.letters import ORGANISER, WHICH_ONE, Ask, Letter, Question
from mentoring.programme import Programme

AT = datetime(2026, 1, 12, 9, tzinfo=UTC)
REPLY_TO = reply_address("letters@example.org", "mentoringmentoringmentorin")


def samples(programmes: Mapping[str, Programme]) -> Iterator[tuple[str, Occasion]]:
    """Every sample of every letter, named `letter-1`, `letter-2` ...; `programmes` by the name in their file."""
    for name in letter_names():
        for number, sample in enumerate(load(name).samples, start=1):
            yield f"{name}-{number}", occasion(name, sample, programmes[sample.programme])


def occasion(name: str, sample: Sample, programme: Programme) -> Occasion:
    """One sample as an occasion: Ada and Mira are the pair, Noor the organiser."""
    people = pair(programme)
    asks = load(name).asks
    kind = Ask(sample.asked or (Ask.UNPROMPTED if asks == (SAME,) else asks[0]))
    if sample.role == ORGANISER:
        reader = Reader("noor", "Noor Haddad", programme.contacts.organiser, ORGANISER, programme.zone, "en")
    else:
        key = next(role.label for role in programme.roles if role.key == sample.role)
        reader = next(person for person in people.values() if person.role == key)
    letter = Letter(name, ORGANISER if sample.role == ORGANISER else reader.id, Question(kind), sample.facts)
    return Occasion(letter, programme, reader, people, AT, REPLY_TO, doors=doors_of(letter, programme, reader, people))


def doors_of(letter: Letter, programme: Programme, reader: Reader, people: Mapping[str, Reader]) -> tuple[Door, ...]:
    """For the letter that asks which one is meant: one that is under way, and one that has yet to begin."""
    if letter.name != WHICH_ONE:
        return ()
    partners = tuple(person.name for person in people.values() if person.id != reader.id)
    first, second = (reply_address("letters@example.org", each * 13) for each in ("ab", "cd"))
    return (
        Door(programme.title, reader.role, partners, None, first),
        Door("Writers' Circle", "reader", (), AT.date(), second),
    )


def pair(programme: Programme) -> dict[str, Reader]:
    """Ada and Mira in the first two roles of a programme (in the one, if it has one role only)."""
    first, second = programme.roles[0], programme.roles[min(1, len(programme.roles) - 1)]
    ada = Reader("ada", "Ada Lovelace", "ada@example.org", first.label, programme.zone, programme.language)
    mira = Reader("mira", "Mira Lind", "mira@example.org", second.label, programme.zone, programme.language)
    return {"ada": ada, "mira": mira}
