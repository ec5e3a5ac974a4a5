"""Whatever bytes arrive become a `Mail`, and nothing in it claims more than the bytes do."""

import random
from datetime import UTC, datetime

import pytest

from correspondence.arriving import mime
from correspondence.arriving.mime import Mail


def _mail(*fields: str, body: bytes = b"Yes, gladly.\r\n") -> Mail:
    return mime.read("\r\n".join(fields).encode() + b"\r\n\r\n" + body)


def _text(body: bytes, kind: str = "text/plain; charset=utf-8", encoding: str = "8bit") -> str:
    return _mail(f"Content-Type: {kind}", f"Content-Transfer-Encoding: {encoding}", body=body).text.strip()


def test_an_ordinary_mail_is_read_in_all_its_parts() -> None:
    mail = _mail(
        "From: Mira Nowak <mira@EXAMPLE.net>",
        "To: Peerpost <agency+k3vq7x@mentoring.example.org>",
        "Message-ID: <m1@example.net>",
        "In-Reply-To: <l1@mentoring.example.org>",
        "References: <l0@mentoring.example.org>\r\n <l1@mentoring.example.org>",
        "Date: Mon, 2 Mar 2026 11:00:00 +0100",
        "Subject: =?utf-8?q?Caf=C3=A9?= at noon",
    )
    assert (mail.sender, mail.sender_name) == ("mira@example.net", "Mira Nowak")
    assert mail.recipients == ("agency+k3vq7x@mentoring.example.org",)
    assert (mail.message_id, mail.subject) == ("<m1@example.net>", "Café at noon")
    assert mail.references == ("<l1@mentoring.example.org>", "<l0@mentoring.example.org>")
    assert mail.date == datetime(2026, 3, 2, 10, tzinfo=UTC)
    assert mail.text == "Yes, gladly.\n"


@pytest.mark.parametrize(
    "field",
    [
        "From: mira@example.net, mallory@example.com",
        "From: mira@example.net\r\nFrom: mallory@example.com",
        "From: alice@x)mallory@example.com",
        "From: mira@example.net <mallory@example.com",
        "From: <mira@example.net> <mallory@example.com>",
        "From: mira@example.net mallory@example.com",
        'From: "mira@example.net\\" <mallory@example.com>',
        "From: undisclosed-recipients:;",
        "From: =?utf-8?q?mira=40example=2Enet?=",
        "From: mira@exa\tmple.net",
        "Sender: mira@example.net",
        "Reply-To: mira@example.net",
    ],
)
def test_an_ambiguous_from_field_names_nobody(field: str) -> None:
    assert _mail(field).sender == ""


@pytest.mark.parametrize(
    "field",
    [
        'From: "ada@example.org" <mallory@example.com>',
        "From: =?utf-8?q?Ada_=3Cada=40example=2Eorg=3E?= <mallory@example.com>",
        "From: ada@example.org (Ada) <mallory@example.com>",
        'From: "Ada <ada@example.org>" <mallory@example.com>',
    ],
)
def test_a_display_name_is_never_taken_for_the_address(field: str) -> None:
    assert _mail(field).sender == "mallory@example.com"


def test_a_domain_in_other_letters_is_compared_in_ascii() -> None:
    assert _mail("From: mira@bücher.example").sender == "mira@xn--bcher-kva.example"
    assert _mail("From: mira@ex\N{CYRILLIC SMALL LETTER A}mple.net").sender == "mira@xn--exmple-4nf.net"


def test_a_control_character_hidden_in_an_encoded_word_empties_the_field() -> None:
    mail = _mail("Subject: =?utf-8?q?hi=0ABcc:_mallory@example.com?=", "From: mira@example.net")
    assert mail.subject == ""
    assert not any("mallory" in value for _, value in mail.headers)


def test_recipients_are_found_wherever_servers_note_them_best_first() -> None:
    mail = _mail(
        "Delivered-To: agency@mentoring.example.org",
        "Received: from mx.example.net by mentoring.example.org\r\n for <agency+k3vq7x@mentoring.example.org>; today",
        "X-Original-To: agency+other@mentoring.example.org",
        "Cc: noor@example.net",
        "To: Undisclosed <hidden@example.net>",
    )
    assert mail.recipients == (
        "hidden@example.net",
        "agency@mentoring.example.org",
        "agency+k3vq7x@mentoring.example.org",
        "agency+other@mentoring.example.org",
        "noor@example.net",
    )


@pytest.mark.parametrize("prefix", [b"\r\n\r\n", b"\n", b"\xef\xbb\xbf", b"From mira Mon Mar  2 10:00:00 2026\n"])
def test_what_stands_before_the_first_field_is_forgiven(prefix: bytes) -> None:
    mail = mime.read(prefix + b"From: mira@example.net\n\nYes\n")
    assert (mail.sender, mail.text.strip()) == ("mira@example.net", "Yes")


@pytest.mark.parametrize(
    ("label", "codec"),
    [
        ("utf-8", "utf-8"),
        ("iso-8859-1", "cp1252"),
        ("windows-1252", "cp1252"),
        ("iso-8859-15", "iso-8859-15"),
        ("x-unknown", "utf-8"),
        ("us-ascii", "utf-8"),
        ("", "utf-8"),
        ("utf-7", "utf-8"),
        ("unicode_escape", "utf-8"),
        ("zlib", "utf-8"),
    ],
)
def test_a_text_is_decoded_by_its_label_or_by_what_it_is(label: str, codec: str) -> None:
    words = "Zusage: 5 € für Größe"
    assert _text(words.encode(codec), f'text/plain; charset="{label}"') == words


def test_codecs_that_turn_letters_into_markup_are_not_believed() -> None:
    assert _text(b"+ADw-script+AD4-", "text/plain; charset=utf-7") == "+ADw-script+AD4-"
    assert _text(rb"\x3cscript\x3e", "text/plain; charset=unicode_escape") == r"\x3cscript\x3e"


def test_a_lying_label_does_not_lose_the_words_around_it() -> None:
    assert "gladly" in _text(b"Yes, gladly \xff\xfe!", "text/plain; charset=utf-8")


def test_a_stray_byte_or_letter_does_not_turn_into_a_plain_yes() -> None:
    assert _text(b"YES\xff") != "YES"
    assert _text(b"YE\x00S") != "YES"
    assert _text("Y\N{CYRILLIC CAPITAL LETTER IE}S".encode()) != "YES"


def test_transfer_encodings_are_taken_off_even_when_damaged() -> None:
    assert _text(b"WWVzLCBnbGFkbHk", encoding="base64") == "Yes, gladly"
    assert _text(b"WWVz\r\n LCBn!bGFkbHk=\r\n", encoding="BASE64") == "Yes, gladly"
    assert _text(b"Yes=2C gl=\r\nadly =C3=A9 =XX", encoding="quoted-printable") == "Yes, gladly é =XX"
    assert _text(b"Yes", encoding="x-unheard-of") == "Yes"


def test_flowed_lines_are_joined_and_quotes_stay_apart() -> None:
    body = b"We met on \r\nTuesday.\r\n> Have you \r\n> met?\r\n>> older \r\nstuffed line\r\n-- \r\nMira\r\n"
    text = _text(body, "text/plain; charset=utf-8; format=flowed")
    assert text == "We met on Tuesday.\n> Have you met?\n>> older \nstuffed line\n-- \nMira"


def test_an_empty_text_part_gives_way_to_the_html_part() -> None:
    body = (
        b"--b\r\nContent-Type: text/plain\r\n\r\n \r\n--b\r\nContent-Type: text/html\r\n\r\n"
        b"<style>p{}</style><p>Yes,<br>gladly</p><script>no()</script><p style='display:none'>no</p>\r\n--b--\r\n"
    )
    mail = _mail("Content-Type: multipart/alternative; boundary=b", body=body)
    assert mail.text == "Yes,\ngladly"


def test_attachments_are_counted_and_a_mail_inside_stays_closed() -> None:
    body = (
        b"--b\r\nContent-Type: text/plain\r\n\r\nsee below\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n"
        b"Subject: inner\r\n\r\nEND\r\n--b\r\nContent-Type: text/plain; name=notes.txt\r\n"
        b"Content-Disposition: attachment\r\n\r\nEND\r\n--b\r\nContent-Type: application/pdf\r\n\r\n%PDF\r\n--b--\r\n"
    )
    mail = _mail("Content-Type: multipart/mixed; boundary=b", body=body)
    assert mail.text.strip() == "see below"
    assert [(each.name, each.kind) for each in mail.attachments] == [
        ("", "message/rfc822"),
        ("notes.txt", "text/plain"),
        ("", "application/pdf"),
    ]
    assert [each.content() for each in mail.attachments] == [b"", b"END", b"%PDF"]


def test_a_calendar_answer_is_handed_on() -> None:
    body = (
        b"--b\r\nContent-Type: text/plain\r\n\r\nAccepted\r\n"
        b"--b\r\nContent-Type: text/calendar; method=REPLY\r\n\r\nBEGIN:VCALENDAR\r\n--b--\r\n"
    )
    assert _mail("Content-Type: multipart/alternative; boundary=b", body=body).calendar.strip() == "BEGIN:VCALENDAR"


NO_DATES = ["garbage", "Fri, 99 Foo 99999999999999 99:99:99 +9999999", "", "Mon, 2 Mar 2026 10:00 +9900"]


@pytest.mark.parametrize("date", NO_DATES)
def test_a_date_that_is_none_is_none(date: str) -> None:
    assert _mail(f"Date: {date}").date is None


def test_no_bytes_at_all_and_only_line_ends_are_mails_too() -> None:
    assert mime.read(b"") == mime.read(b"\n\n\n") == Mail()


DAMAGE = [b"", b"\r\n", b'"', b"=?", b"\x00", b"\xff", b";", b"--b", b"<"]
WHOLE = b"""From: Mira <mira@example.net>
To: agency@mentoring.example.org
Subject: =?iso-2022-jp?b?GyRCJV8laRsoQg==?=
Date: Mon, 2 Mar 2026 11:00:00 +0100
MIME-Version: 1.0
Content-Type: multipart/alternative; boundary="b"

--b
Content-Type: text/plain; charset=utf-8; format=flowed
Content-Transfer-Encoding: quoted-printable

Yes =E2=9C=93
> No
--b
Content-Type: text/html
Content-Transfer-Encoding: base64

PHA+WWVzPC9wPg==
--b--
"""


def test_thousands_of_damaged_mails_are_read_without_an_exception() -> None:
    chance = random.Random(20260302)
    assert mime.read(WHOLE).text == "Yes ✓\n> No"
    for _ in range(3_000):
        damaged = bytearray(WHOLE)
        for _ in range(chance.randint(1, 12)):
            at = chance.randrange(len(damaged))
            damaged[at : at + chance.randint(0, 3)] = chance.choice(DAMAGE)
        assert isinstance(mime.read(bytes(damaged)), Mail)
