"""Mails made to exhaust a parser end in a reason, and before any parser has seen them."""

import pytest

from correspondence.arriving import limits, mime

HEAD = b"From: mallory@example.net\r\nTo: agency@mentoring.example.org\r\n"


def _nested(depth: int) -> bytes:
    start = b'From: mallory@example.net\r\nContent-Type: multipart/mixed; boundary="b0"\r\n\r\n'
    inner = b"".join(
        b'--b%d\r\nContent-Type: multipart/mixed; boundary="b%d"\r\n\r\n' % (number, number + 1)
        for number in range(depth)
    )
    return start + inner + b"--b%d\r\nContent-Type: text/plain\r\n\r\nYES\r\n" % depth


BOMBS = {
    "size": HEAD + b"\r\n" + b"x" * (limits.MAX_BYTES + 1),
    "header block": HEAD + b"".join(b"X-%d: %s\r\n" % (number, b"y" * 1000) for number in range(100)) + b"\r\nYES",
    "number of fields": HEAD + b"".join(b"X-%d: y\r\n" % number for number in range(300)) + b"\r\nYES",
    "field length": HEAD + b"Subject: " + b"a" * 9000 + b"\r\n\r\nYES",
    "encoded words": HEAD + b"Subject: " + b"=?utf-8?q?a?= " * 200 + b"\r\n\r\nYES",
    "number of addresses": HEAD + b"Cc: " + b"a@example.org, " * 60 + b"x@example.org\r\n\r\nYES",
    "number of lines": HEAD + b"\r\n" * 400_000,
    "nesting": _nested(1000),
    "number of parts": HEAD
    + b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n'
    + b"--b\r\nContent-Type: text/plain\r\n\r\nYES\r\n" * 600,
}


@pytest.mark.parametrize("reason", BOMBS)
def test_what_is_beyond_a_limit_is_named_and_not_read(reason: str) -> None:
    mail = mime.read(BOMBS[reason])
    assert mail.too_much == reason
    assert mail.text == mail.sender == ""


def test_parameters_without_end_in_an_inner_part_are_noticed_too() -> None:
    inner = b"--b\r\nContent-Type: text/plain; " + b"".join(b"n*%d*=a; " % number for number in range(20000))
    raw = HEAD + b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n' + inner + b"\r\n\r\nYES\r\n--b--\r\n"
    assert mime.read(raw).too_much == "field length"


def test_mails_inside_mails_inside_mails_are_not_followed() -> None:
    assert mime.read(HEAD + b"Content-Type: message/rfc822\r\n\r\n" * 5000 + b"Subject: x\r\n\r\nYES").too_much != ""


def test_three_thousand_brackets_in_a_from_field_are_no_address() -> None:
    mail = mime.read(b"From: " + b"(" * 3000 + b"\r\nSubject: x\r\n\r\nYES")
    assert (mail.sender, mail.too_much) == ("", "")


def test_more_text_than_anybody_types_is_too_much() -> None:
    assert mime.read(HEAD + b"\r\n" + b"so it goes\r\n" * 120_000).too_much == "text"


def test_a_photograph_of_some_megabytes_is_not_too_much() -> None:
    picture = b"\r\n".join([b"QUJD" * 19] * 40_000)
    raw = (
        HEAD
        + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n"
        + b"--b\r\nContent-Type: text/plain\r\n\r\nsee the picture\r\n"
        + b"--b\r\nContent-Type: image/jpeg\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + picture
        + b"\r\n--b--\r\n"
    )
    mail = mime.read(raw)
    assert (mail.too_much, mail.text.strip()) == ("", "see the picture")
    assert [(each.kind, each.content()) for each in mail.attachments] == [("image/jpeg", b"")]


def test_an_ordinary_mail_is_within_the_limits() -> None:
    assert limits.too_much(limits.unwrap(HEAD + b"Subject: hello\r\n\r\nYES\r\n")) == ""


@pytest.mark.parametrize(
    "before",
    [
        b"\r\n\r\n",
        b"\xef\xbb\xbf",
        b"\n\xef\xbb\xbf",
        b" \t\r\n\n",
        b"From mira Mon Mar  2 2026\r\n\r\n",
        b"\n>From x\n",
    ],
)
def test_what_stands_before_the_first_field_is_no_part_of_the_mail(before: bytes) -> None:
    mail = mime.read(before + b"From: mira@example.net\r\nSubject: Re: x\r\n\r\nFrom now on, yes.\r\n")
    assert (mail.sender, mail.text) == ("mira@example.net", "From now on, yes.\n")
