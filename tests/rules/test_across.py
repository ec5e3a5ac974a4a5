"""What every programme has in common (`XC`), where no other file says it already."""

from collections.abc import Iterator
from dataclasses import fields
from datetime import date

import pytest

from mentoring.commands import Command, PassTime
from mentoring.concerns import RaiseConcern
from mentoring.ending import End
from mentoring.events import RelationshipClosed, Signed
from mentoring.letters import CONCERNS, ORGANISER, Fact
from mentoring.meetings import ReportContact
from mentoring.programme import Programme, Visibility
from mentoring.relationship import next_deadline, owed
from mentoring.words import Words
from tests.spec import IMG, RED, agreed, answers, day, given, lives, met

FULL = {
    programme.name: lives(programme, *agreed(programme), *met(5), (20, RaiseConcern("mira")), *met(40))
    for programme in (IMG, RED)
}


def inner(fact: Fact) -> Iterator[Fact]:
    """A fact and all that is in it."""
    yield fact
    if isinstance(fact, tuple):
        for each in fact:
            yield from inner(each)


@pytest.mark.parametrize("programme", [IMG, RED])
def test_a_field_is_the_partners_alone_unless_the_programme_says_otherwise(programme: Programme) -> None:
    """XC-01."""
    life = FULL[programme.name]
    declared = {f.key for d in programme.documents for f in d.fields if f.visibility is Visibility.ORGANISER}
    for sent in life.letters():
        if sent.to in (ORGANISER, CONCERNS) and any(
            isinstance(f, Words) for fs in sent.letter.facts.values() for f in inner(fs)
        ):
            assert sent.name == "copy" and sent.answers <= declared


@pytest.mark.parametrize("programme", [IMG, RED])
def test_no_deadline_names_anybody(programme: Programme) -> None:
    """XC-02: what Temporal's timers are called."""
    for n in range(0, 430, 7):
        deadline = next_deadline(lives(programme, *met(5), until=n).state)
        assert deadline is None or not any(secret in deadline.why for secret in ("ada", "mira"))


def test_the_kinds_of_deadline_a_pair_has_are_all_there() -> None:
    """XC-06: a calendar date, a span from an event, the end of a meeting, once a month, and elapsed hours."""
    due = {o.key.split("/")[0]: o.due for o in owed(lives(RED, *met(5), *met(12), until=13).state)}
    assert due["agreement"] == date(2026, 2, 23)
    assert due["renewal"] == date(2027, 1, 26)
    assert due["plan"] == date(2026, 2, 7)
    assert due["cadence"] == date(2026, 3, 7)
    deadline = next_deadline(lives(RED, (13, End("ada")), until=13).state)
    assert deadline is not None and deadline.at == day(15, 9, of=RED)


def test_a_consent_keeps_who_what_when_and_by_which_mail() -> None:
    """XC-08."""
    assert [each.name for each in fields(Signed)] == ["at", "member", "document", "version", "digest", "mail"]
    assert all(len(event.digest) == 64 for event in FULL["red"].happened(Signed))


@pytest.mark.parametrize("command", [End("ada"), ReportContact("mira"), answers(RED, "plan", "mira"), PassTime()])
def test_after_the_close_no_mail_and_no_time_moves_anything(command: Command) -> None:
    """XC-09."""
    assert isinstance(FULL["red"].events[-1], RelationshipClosed)
    given(FULL["red"]).when(command, at=day(1000)).then_nothing()


@pytest.mark.parametrize("programme", [IMG, RED])
def test_words_are_sealed_wherever_they_are(programme: Programme) -> None:
    """XC-10: nothing that happened shows a word, so that the record without its words stays whole."""
    assert "what they said" not in repr(FULL[programme.name].events)
    assert all(event.at.tzinfo for event in FULL[programme.name].events)
