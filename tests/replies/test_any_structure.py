"""Mails of any structure at all: trees of parts, charsets, encodings, headers, dates, reports, calendars."""

import base64
import quopri
from datetime import UTC, datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from correspondence.arriving import mime
from correspondence.arriving.reading import Kind, Reading
from tests.replies import confined

any_mail = settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])

CHARSETS = st.sampled_from(
    "utf-8 us-ascii iso-8859-1 iso-8859-15 windows-1252 koi8-r gb2312 big5 shift_jis euc-kr iso-2022-jp utf-16 utf-7 "
    "x-unknown zlib idna unicode_escape punycode utf-8\0".split(" ")
)
ENCODINGS = st.sampled_from("7bit 8bit binary base64 quoted-printable x-uuencode QUOTED-PRINTABLE; ?".split())
KINDS = st.sampled_from(
    "text/plain text/html text/calendar text/enriched application/pdf application/ms-tnef image/png text "
    "message/rfc822 message/delivery-status message/disposition-notification message/partial text/rfc822-headers "
    "TEXT/Plain; /".split()
)
BOXES = st.sampled_from("mixed alternative related signed report digest encrypted x-unknown".split())
WORDS = st.one_of(
    st.text(max_size=80),
    st.sampled_from(
        [
            "Yes, next Tuesday at 3 pm.",
            "> quoted\n\nNo.",
            "On Mon, Mar 2, 2026 at 10:00 AM Ada <ada@example.org> wrote:\n> x",
            "<div>Yes<blockquote>x</blockquote></div>",
            "BEGIN:VCALENDAR\nMETHOD:REPLY\nBEGIN:VEVENT\nATTENDEE;PARTSTAT=DECLINED:mailto:mira@example.net\nEND:VEVENT",
            "Final-Recipient: rfc822; mira@example.net\nAction: failed\nStatus: 5.1.1\n",
            "From: mira@example.net\nSubject: inside\n\nYes",
            "begin 644 x\n#0V%T\n`\nend",
        ]
    ),
)
DATES = st.one_of(
    st.datetimes().map(lambda at: at.strftime("%a, %d %b %Y %H:%M:%S +0100")),
    st.sampled_from(
        "|Mon, 31 Feb 2026 25:61:61 +9999|yesterday|2026-03-02T10:00:00Z|Mon, 2 Mar 26 10:00 EST".split("|")
    ),
    st.text(max_size=30),
)
NAMES = st.sampled_from(
    "From To Cc Reply-To Date Subject Message-ID In-Reply-To References Auto-Submitted Precedence Return-Path Received "
    "List-Id X-Auto-Response-Suppress Authentication-Results Content-Language Delivered-To X-Failed-Recipients".split()
)
VALUES = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        [
            "Mira <mira@example.net>",
            "=?utf-8?b?w7w=?= =?koi8-r?q?=F0?= =?x?y?z?=",
            "<a@b> <c@d",
            "auto-replied",
            "(((a) b) c@d.e",
            '"\\"@',
            "a: b, c@d;, <@x,@y:z@w>",
            "mira@xn--a.example",
        ]
    ),
)


def _encoded(data: bytes, encoding: str) -> bytes:
    match encoding:
        case "base64":
            return base64.encodebytes(data)
        case "quoted-printable":
            return quopri.encodestring(data)
        case _:
            return data


def _bytes(text: str, charset: str) -> bytes:
    try:
        return text.encode(charset)
    except (LookupError, ValueError):
        return text.encode("utf-8", "replace")


@st.composite
def leaves(draw: st.DrawFn) -> bytes:
    charset, encoding = draw(CHARSETS), draw(ENCODINGS)
    data = draw(st.one_of(st.binary(max_size=60), WORDS.map(lambda text: _bytes(text, charset))))
    name = draw(
        st.sampled_from(
            ["", "\nContent-Disposition: attachment; filename*=utf-8''%e4.pdf", "; format=flowed; delsp=yes"]
        )
    )
    head = f"Content-Type: {draw(KINDS)}; charset={charset}{name}\nContent-Transfer-Encoding: {encoding}\n\n"
    return head.encode("utf-8", "replace") + _encoded(data, encoding)


@st.composite
def boxes(draw: st.DrawFn, parts: st.SearchStrategy[bytes]) -> bytes:
    boundary = draw(st.sampled_from([b"a", b"b", b"=_x", b"a b", b""]))
    inner = b"".join(b"\n--" + boundary + b"\n" + part for part in draw(st.lists(parts, max_size=4)))
    end = draw(st.sampled_from([b"\n--" + boundary + b"--\n", b"", b"\n--" + boundary]))
    kind = draw(BOXES).encode()
    return b"Content-Type: multipart/" + kind + b'; boundary="' + boundary + b'"\n\nprologue' + inner + end


@st.composite
def carried(draw: st.DrawFn, parts: st.SearchStrategy[bytes]) -> bytes:
    return b"Content-Type: message/rfc822\n\nFrom: ada@example.org\n" + draw(parts)


TREES = st.recursive(leaves(), lambda parts: st.one_of(boxes(parts), carried(parts)), max_leaves=8)


@st.composite
def mails(draw: st.DrawFn) -> bytes:
    fields = draw(st.lists(st.tuples(NAMES, VALUES), max_size=8))
    head = "".join(f"{name}: {value}\n" for name, value in [*fields, ("Date", draw(DATES))])
    raw = head.encode("utf-8", "replace") + draw(TREES)
    return raw.replace(b"\n", b"\r\n") if draw(st.booleans()) else raw


@any_mail
@given(mails())
def test_a_mail_of_any_structure_has_a_reading(raw: bytes) -> None:
    found = confined.read(raw)
    assert isinstance(found, Reading)
    assert isinstance(found.kind, Kind)


@any_mail
@given(mails())
def test_what_was_read_can_be_written_down(raw: bytes) -> None:
    """No half characters and no line ends in a header: the store and the letters take every string as it is."""
    found = mime.read(raw)
    for text in (found.subject, found.sender, found.sender_name, found.text, found.html, found.message_id):
        text.encode("utf-8")
    assert "\n" not in found.subject + found.sender + found.sender_name + found.message_id
    assert found.date is None or found.date.tzinfo is UTC


@any_mail
@given(st.binary(max_size=400))
def test_bytes_that_are_no_mail_have_a_reading(raw: bytes) -> None:
    assert isinstance(confined.read(raw), Reading)


@any_mail
@given(DATES)
def test_a_date_field_is_a_moment_or_nothing(value: str) -> None:
    moment = mime.read(f"From: mira@example.net\nDate: {value}\n\nYes".encode("utf-8", "replace")).date
    assert moment is None or (moment.utcoffset() == timedelta(0) and moment > datetime.min.replace(tzinfo=UTC))
