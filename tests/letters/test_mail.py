"""The bytes of a letter: a mail that any program shows, threads, and answers to the right place."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from email import message_from_bytes, policy
from email.headerregistry import Address
from email.message import EmailMessage

import pytest

from correspondence.writing.addresses import message_id
from correspondence.writing.mail import NotComposed, compose
from correspondence.writing.occasion import Occasion
from correspondence.writing.render import render
from tests.letters.shown import NAMES, SAMPLES

TOKEN = "mentoringmentoringmentorin"
IDENTITY = message_id("k1", TOKEN, "example.org")


def posted(
    occasion: Occasion,
    identity: str = IDENTITY,
    references: tuple[str, ...] = (),
    date: datetime = datetime(2026, 1, 12, 9, tzinfo=UTC),
) -> bytes:
    return compose(
        occasion,
        render(occasion),
        sender=Address(occasion.programme.title, addr_spec="letters@example.org"),
        message_id=identity,
        in_reply_to=references[-1] if references else "",
        references=references,
        date=date,
    )


def read(raw: bytes) -> EmailMessage:
    mail = message_from_bytes(raw, policy=policy.default)
    assert isinstance(mail, EmailMessage)
    return mail


def unflowed(text: str) -> list[str]:
    """The paragraphs of a flowed text (RFC 3676, section 4.1), as a mail program shows them."""
    paragraphs = [""]
    for line in text.splitlines():
        paragraphs[-1] += line.removeprefix(" ")
        if not line.endswith(" "):
            paragraphs.append("")
    return paragraphs


@pytest.mark.parametrize("name", NAMES)
def test_a_letter_becomes_the_same_mail_every_time(name: str) -> None:
    raw = posted(SAMPLES[name])
    assert raw == posted(SAMPLES[name])
    assert raw.isascii()
    assert all(len(line) <= 998 for line in raw.split(b"\r\n"))
    assert b"\n" not in raw.replace(b"\r\n", b"")


@pytest.mark.parametrize("name", NAMES)
def test_text_and_page_arrive_as_they_were_written(name: str) -> None:
    rendered, mail = render(SAMPLES[name]), read(posted(SAMPLES[name]))
    text, page = mail.iter_parts()
    assert mail.get_content_type() == "multipart/alternative"
    assert text["Content-Type"].params["format"] == "flowed"
    assert page.get_content().replace("\r\n", "\n").rstrip() == rendered.html.rstrip()
    shown = unflowed(text.get_content().replace("\r\n", "\n"))
    assert "".join(shown).split() == "".join(unflowed(rendered.text)).split()
    assert " ".join(" ".join(shown).split()) == " ".join(rendered.text.split())


def test_a_sentence_over_two_lines_is_one_line_on_a_wide_screen() -> None:
    text, _ = read(posted(SAMPLES["end_pending-1"])).iter_parts()
    assert any(len(paragraph) > 200 for paragraph in unflowed(text.get_content()))


def test_the_header_says_who_writes_to_whom_and_that_a_service_does() -> None:
    mail = read(posted(SAMPLES["status-1"]))
    assert str(mail["From"]) == "IMG Peer Mentoring <letters@example.org>"
    assert str(mail["To"]) == "Ada Lovelace <ada@example.org>"
    assert str(mail["Reply-To"]) == f"IMG Peer Mentoring <letters+{TOKEN}@example.org>"
    assert mail["Date"].datetime == datetime(2026, 1, 12, 9, tzinfo=UTC)
    assert str(mail["Message-ID"]) == IDENTITY
    assert (mail["Auto-Submitted"], mail["X-Auto-Response-Suppress"]) == ("auto-generated", "All")
    assert mail["List-Unsubscribe"] == f"<mailto:letters+{TOKEN}@example.org?subject=STOP%20THE%20NUDGES>"
    assert mail["Precedence"] is None and mail["In-Reply-To"] is None and mail["References"] is None


def test_a_name_in_any_alphabet_arrives() -> None:
    occasion = SAMPLES["status-1"]
    for name in ("Åsa Ünsal", "Ольга Петрова", "山田 花子", 'Ada "the Countess" Lovelace, FRS', "مريم"):
        mail = read(posted(replace(occasion, reader=replace(occasion.reader, name=name))))
        assert [(each.display_name, each.addr_spec) for each in mail["To"].addresses] == [(name, "ada@example.org")]


def test_a_long_name_with_a_comma_is_one_name() -> None:
    """Its field used to be folded, and folding it lost the quotes: two addresses, and no letter for its bearer."""
    occasion = SAMPLES["status-1"]
    for name in ("Ada King, Countess of Lovelace, who wrote the first programme of all, in 1843", "Ada; " * 15):
        mail = read(posted(replace(occasion, reader=replace(occasion.reader, name=name))))
        assert [(each.display_name, each.addr_spec) for each in mail["To"].addresses] == [
            (name.strip(), "ada@example.org")
        ]


def test_a_long_thread_keeps_its_beginning_and_its_end() -> None:
    ids = tuple(message_id(f"cause-{n}/met_check/ada", TOKEN, "letters.example.org") for n in range(40))
    mail = read(posted(SAMPLES["status-1"], references=ids))
    named = str(mail["References"]).split()
    assert (named[0], named[-1], len(named)) == (ids[0], ids[-1], 12)
    assert str(mail["In-Reply-To"]) == ids[-1]


def test_ids_stay_whole_however_long_they_are() -> None:
    long = message_id("k" * 200, TOKEN, "a-rather-long-name-of-a-host.letters.example.org")
    raw = posted(SAMPLES["status-1"], identity=long, references=(long, long))
    assert raw.count(long.encode()) == 4
    assert b"=?" not in raw.partition(b"\r\n\r\n")[0]


def test_two_letters_have_two_boundaries() -> None:
    one = read(posted(SAMPLES["status-1"])).get_boundary()
    assert one != read(posted(SAMPLES["status-1"], identity=message_id("k2", TOKEN, "example.org"))).get_boundary()


def test_a_date_without_a_zone_is_refused_and_one_with_any_zone_is_taken() -> None:
    with pytest.raises(NotComposed):
        posted(SAMPLES["status-1"], date=datetime(2026, 1, 12, 9))  # noqa: DTZ001 - that is the point
    there = datetime(2026, 1, 12, 3, tzinfo=timezone(timedelta(hours=-6)))
    assert read(posted(SAMPLES["status-1"], date=there))["Date"].datetime == datetime(2026, 1, 12, 9, tzinfo=UTC)
