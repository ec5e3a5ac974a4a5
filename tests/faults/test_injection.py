"""Whatever people write, wherever: each mail has the header, the reader and the links that were meant (threat T06)."""

import csv
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.headerregistry import Address
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from lxml import html

from correspondence.writing.addresses import is_plain, message_id, token_of
from correspondence.writing.inert import foreign, one_line
from correspondence.writing.mail import compose
from correspondence.writing.occasion import Occasion
from correspondence.writing.render import render
from correspondence.writing.samples import occasion as sample_of
from correspondence.writing.source import Sample, load
from mentoring.documents import Answer, text_of
from mentoring.programme import DocumentRules, Programme
from mentoring.words import Words
from tests.faults.payloads import PAYLOADS
from tests.letters.shown import NAMES, SAMPLES
from tests.spec import IMG, RED
from worker.roster import BadRow, read_roster

HEADER = [
    "Date", "Message-ID", "List-Unsubscribe", "From", "To", "Reply-To", "Subject", "Auto-Submitted",
    "X-Auto-Response-Suppress", "MIME-Version", "Content-Type",
]  # fmt: skip
ELEMENTS = "//script|//img|//iframe|//object|//embed|//form|//input|//base|//svg|//link|//meta[@http-equiv]"
ATTRIBUTES = "//@*[starts-with(name(),'on') or name()='src' or name()='background' or name()='action']"


def written(occasion: Occasion) -> bytes:
    return compose(
        occasion,
        render(occasion),
        sender=Address(occasion.programme.title, addr_spec="letters@example.org"),
        message_id=message_id("k1", token_of(occasion.reply_to), "example.org"),
        in_reply_to="",
        references=(),
        date=occasion.at,
    )


def posted(occasion: Occasion) -> EmailMessage:
    """The letter as a mail server reads it."""
    raw = written(occasion)
    assert raw.isascii() and b"\n" not in raw.replace(b"\r\n", b"") and b"\r" not in raw.replace(b"\r\n", b"")
    assert b"\x00" not in raw and max(map(len, raw.split(b"\r\n"))) <= 998
    mail = message_from_bytes(raw, policy=policy.default)
    assert isinstance(mail, EmailMessage)
    return mail


def is_as_meant(mail: EmailMessage, occasion: Occasion) -> None:
    """Its fields by name, one reader, two parts, nothing fetched, and no link but to write to somebody named in it."""
    assert mail.keys() == HEADER
    for field, address in (("To", occasion.reader.address), ("Reply-To", occasion.reply_to)):
        assert [each.addr_spec for each in mail[field].addresses] == [address]
    assert not mail.defects and not any(part.defects for part in mail.walk())
    assert [part.get_content_type() for part in mail.walk()] == ["multipart/alternative", "text/plain", "text/html"]
    page = html.fromstring(_part(mail, "html"))
    assert not page.xpath(ELEMENTS) and not page.xpath(ATTRIBUTES)
    assert not any("url(" in style or "@import" in style for style in page.xpath("//@style|//style/text()"))
    for link in page.xpath("//@href"):
        _only_writes(link, occasion)


def _only_writes(link: str, occasion: Occasion) -> None:
    parts = urlsplit(link)
    assert parts.scheme == "mailto" and not parts.netloc and not parts.fragment
    contacts = occasion.programme.contacts
    known = {person.address for person in occasion.people.values()} | {occasion.reply_to}
    assert parts.path in known | {contacts.organiser, contacts.concerns, contacts.office}
    assert set(parse_qs(parts.query, keep_blank_values=True)) <= {"subject", "body"}


def _part(mail: EmailMessage, kind: str) -> str:
    body = mail.get_body((kind,))
    assert body is not None
    return str(body.get_content())


def is_inert(mail: EmailMessage, payload: str) -> None:
    """It was printed as it is, in the text and on the page, and nothing was computed of it."""
    written = "".join(foreign(one_line(payload)).split())
    text = "".join(_part(mail, "plain").split())
    page = "".join(html.fromstring(_part(mail, "html")).text_content().split())
    assert written in text and written in page
    assert "49" not in text.replace(written, "") and "49" not in page.replace(written, "")


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=list(PAYLOADS))
@pytest.mark.parametrize("name", ["kickoff-1", "meeting_proposed-1", "copy-1"])
def test_a_name_is_a_name(name: str, payload: str) -> None:
    """T06, T07, T08: whatever a member, or everybody in a letter, is called."""
    usual = SAMPLES[name]
    people = {key: replace(person, name=payload) for key, person in usual.people.items()}
    occasion = replace(usual, people=people, reader=replace(usual.reader, name=payload))
    mail = posted(occasion)
    is_as_meant(mail, occasion)
    is_inert(mail, payload)


def _forms() -> Iterator[tuple[Programme, DocumentRules, str]]:
    for programme in (IMG, RED):
        for document in programme.documents:
            for field in document.fields:
                yield programme, document, field.key


FORMS = list(_forms())


def answered(programme: Programme, document: DocumentRules, field: str, payload: str, letter: str) -> Occasion:
    """A letter about a document in which one field was answered so, and the others plainly."""
    answers = tuple(Answer(f.key, Words(payload if f.key == field else "plainly")) for f in document.fields)
    facts: dict[str, Any] = dict(next(s for n, s in SAMPLES.items() if n.startswith(f"{letter}-")).letter.facts)
    facts |= {"document": document.key, "answers": tuple((a.field, a.words) for a in answers)}
    facts |= {"text": Words(text_of(document, answers))} if "text" in facts else {}
    facts |= {"missing": (), "refused": ()} if letter == "form_incomplete" else {}
    by = next(f.by for f in document.fields if f.key == field)
    role = programme.roles[0].key if by == "any" else by
    usual = load(letter).samples[0]
    return sample_of(letter, Sample(programme.name, role, usual.asked, facts, usual.about), programme)


@pytest.mark.parametrize(
    ("programme", "document", "field"), FORMS, ids=[f"{p.name}-{d.key}-{field}" for p, d, field in FORMS]
)
def test_an_answer_in_a_form_is_an_answer(programme: Programme, document: DocumentRules, field: str) -> None:
    """T06, T07, T08: in every field of every form, where it is shown to its writer and where both read it."""
    for payload in PAYLOADS.values():
        for letter in ("form_incomplete", "in_force"):
            occasion = answered(programme, document, field, payload, letter)
            mail = posted(occasion)
            is_as_meant(mail, occasion)
            is_inert(mail, payload)


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=list(PAYLOADS))
def test_all_that_a_letter_may_be_told_is_told_as_words(payload: str) -> None:
    """T06: every letter with words in it, all of them and all names at once."""
    for name in NAMES:
        usual = SAMPLES[name]
        facts: dict[str, Any] = dict(usual.letter.facts)
        if not {"text", "answers", "words"} & facts.keys():
            continue
        facts |= {key: Words(payload) for key in ("text", "words") if key in facts}
        facts |= {"answers": tuple((key, Words(payload)) for key, _ in facts["answers"])} if "answers" in facts else {}
        people = {key: replace(person, name=payload) for key, person in usual.people.items()}
        occasion = replace(usual, letter=replace(usual.letter, facts=facts), people=people)
        is_as_meant(posted(occasion), occasion)


def test_there_are_sixty_of_them_and_each_is_different() -> None:
    assert len(set(PAYLOADS.values())) == len(PAYLOADS) >= 60


COLUMNS = ("mentor_name", "mentor_email", "mentee_zone", "mentee_language", "kickoff")
GOOD = {"mentor_name": "Ada", "mentor_email": "ada@wards.example", "mentee_name": "Mira", "mentee_email": "m@w.example"}


@pytest.mark.parametrize("column", COLUMNS)
def test_a_column_of_a_roster_is_taken_as_what_it_is_or_refused_without_being_repeated(
    tmp_path: Path, column: str
) -> None:
    """T06, T07: also the names of folders that a language would open."""
    path, columns = tmp_path / "roster.csv", [*GOOD, "mentee_zone", "mentee_language", "kickoff"]
    for payload in (*PAYLOADS.values(), "../help", "en/../../x", "..", "\x1b[31mred"):
        with path.open("w", newline="", encoding="utf-8") as file:
            rows = csv.DictWriter(file, columns, restval="")
            rows.writeheader()
            rows.writerow(GOOD | {column: payload})
        for row in read_roster(path, IMG, datetime(2026, 1, 12, tzinfo=UTC)):
            if isinstance(row, BadRow):
                assert payload not in row.reason or len(payload) < 3
            else:
                (mentor, _), (mentee, _) = row.people
                assert column == "mentor_name" or payload == "mallory@evil.example", (column, payload)
                assert mentor.name.isprintable() and is_plain(mentor.address)
                assert mentee.language == "en" and mentee.zone == IMG.zone
