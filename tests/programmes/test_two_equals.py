"""A programme of two equals, as `peerpost programme new` writes it: one role that both have."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from correspondence.writing.occasion import Occasion, Reader
from correspondence.writing.render import render
from mentoring.calendar import Span
from mentoring.definition import read_programme
from mentoring.foreseen import Foreseen, foreseen, members_of
from mentoring.letters import OFFICE, ORGANISER
from mentoring.programme import Programme
from worker.programme_course import NOWHERE
from worker.programme_sketch import Sketch, forms_of, rules_of
from worker.roster import BadRow, Row, read_roster

SKETCH = Sketch(
    name="circle",
    title="Writing circle",
    organiser="noor@college.example",
    second_organiser="",
    zone="Europe/Dublin",
    language="en",
    relationship="circle",
    roles=("writer",),
    welcome="Two people who write read to each other.",
    emergency="If anybody is in danger now, call 112.",
    months=4,
    meet=Span(days=14),
    required=True,
    contact_counts=True,
    agreement_days=14,
    signed=True,
    renew_months=2,
    exceptions=("what is illegal",),
)
CIRCLE: Programme = read_programme(rules_of(SKETCH) | {"forms": forms_of(SKETCH)})
NOW = datetime(2027, 1, 20, 9, tzinfo=UTC)


def shown(each: Foreseen) -> str:
    """The whole letter, as its reader gets it."""
    people = {
        member.id: Reader(member.id, name, f"{member.id}@town.example", "writer", CIRCLE.zone, "en")
        for member, name in zip(members_of(CIRCLE), ("Ada Lovelace", "Mira Lind"), strict=True)
    }
    office = Reader(ORGANISER, "Noor", CIRCLE.contacts.organiser, ORGANISER, CIRCLE.zone, "en")
    letter = render(Occasion(each.letter, CIRCLE, people.get(each.letter.to, office), people, each.at, NOWHERE))
    return "\n".join([letter.subject, letter.text, letter.html, *(reply for _, reply in letter.answers)])


@pytest.mark.parametrize("willing", [True, False], ids=["willing", "silent"])
def test_their_letters_speak_of_writers_and_of_their_circle_only(willing: bool) -> None:
    """UC-01: from the first letter to the last, to them and to the organiser."""
    sent = foreseen(CIRCLE, date(2027, 1, 25), willing)
    assert {each.letter.name for each in sent} >= {"kickoff", "form", "completed", "survey", "organiser_ended"}
    assert any(each.letter.to in OFFICE for each in sent)
    for each in sent:
        words = shown(each).lower()
        assert "mentor" not in words and "mentee" not in words, each.letter.name
    assert "your circle is complete" in shown(next(each for each in sent if each.letter.name == "completed")).lower()


def test_both_are_asked_and_both_sign() -> None:
    sent = [(each.letter.name, each.letter.to) for each in foreseen(CIRCLE, date(2027, 1, 25), willing=True)]
    for name in ("kickoff", "form", "sign", "in_force", "met_check", "renewal_asked"):
        assert {to for letter, to in sent if letter == name} == {"writer1", "writer2"}


def test_a_roster_has_a_column_for_each_of_them(tmp_path: Path) -> None:
    roster = tmp_path / "spring.csv"
    columns = "writer1_name,writer1_email,writer2_name,writer2_email,kickoff\n"
    roster.write_text(f"{columns}Ada,ada@town.example,Mira,mira@town.example,2027-01-25\n")
    (row,) = read_roster(roster, CIRCLE, NOW)
    assert isinstance(row, Row)
    assert [(person.name, role) for person, role in row.people] == [("Ada", "writer"), ("Mira", "writer")]
    roster.write_text(f"{columns}Ada,ada@town.example,Mira,ADA@town.example,2027-01-25\n")
    assert read_roster(roster, CIRCLE, NOW) == [BadRow(2, "Two people have the same address.")]
    roster.write_text("writer_name,writer_email\n")
    (told,) = read_roster(roster, CIRCLE, NOW)
    assert isinstance(told, BadRow) and "writer1_name, writer1_email, writer2_name" in told.reason


@pytest.mark.parametrize("staff", ["organiser", "concerns", "second_organiser"])
def test_who_reads_what_no_member_may_takes_part_in_nothing_themselves(tmp_path: Path, staff: str) -> None:
    """T21: a concern would be told to the very person it is about, or opened by them."""
    contacts = replace(CIRCLE.contacts, **{staff: "Head@office.example"})
    roster = tmp_path / "spring.csv"
    columns = "writer1_name,writer1_email,writer2_name,writer2_email,kickoff\n"
    roster.write_text(f"{columns}Ada,ada@town.example,Mira,head@OFFICE.example,2027-01-25\n")
    (told,) = read_roster(roster, replace(CIRCLE, contacts=contacts), NOW)
    assert isinstance(told, BadRow) and told.reason.startswith("writer2_email is one of the programme's own")
