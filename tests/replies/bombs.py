"""Mails made to exhaust a parser's stack, memory or time, made when they are asked for."""

import base64
import zlib
from collections.abc import Callable

_HEAD = b"From: mira@example.net\r\nTo: agency@mentoring.example.org\r\n"
_YES = b"\r\nYES\r\n"


def nested(depth: int) -> bytes:
    """Containers in containers."""
    boxes = b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (number, number) for number in range(depth)
    )
    return _HEAD + boxes + b"Content-Type: text/plain\r\n" + _YES


def forwarded(depth: int) -> bytes:
    """Mails in mails."""
    return _HEAD + b"Content-Type: message/rfc822\r\n\r\n" * depth + b"Subject: x\r\n" + _YES


def parts(count: int) -> bytes:
    """A container of very many parts."""
    part = b"--b\r\nContent-Type: text/plain\r\n\r\nYES\r\n"
    return _HEAD + b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n' + part * count + b"--b--\r\n"


def field(name: bytes, value: bytes) -> bytes:
    """One header field with this value."""
    return _HEAD + name + b": " + value + b"\r\n" + _YES


def body(kind: bytes, content: bytes, encoding: bytes = b"8bit") -> bytes:
    """A mail of one part."""
    return _HEAD + b"Content-Type: " + kind + b"\r\nContent-Transfer-Encoding: " + encoding + b"\r\n\r\n" + content


def _zeros() -> bytes:
    packed = zlib.compress(bytes(200 * 1024 * 1024), 9)
    return body(b'application/zip; name="plan.zip"', base64.encodebytes(packed), b"base64")


_NUMBERED = b"".join(b"n*%d*=a; " % number for number in range(20_000))

BOMBS: dict[str, Callable[[], bytes]] = {
    "containers, 19 deep": lambda: nested(19),
    "containers, 100 deep": lambda: nested(100),
    "containers, 1,000 deep": lambda: nested(1_000),
    "containers, 5,000 deep": lambda: nested(5_000),
    "one boundary for all": lambda: (
        _HEAD + b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\n' * 5_000 + b"YES"
    ),
    "mails in mails, 15 deep": lambda: forwarded(15),
    "mails in mails, 500 deep": lambda: forwarded(500),
    "mails in mails, 5,000 deep": lambda: forwarded(5_000),
    "a hundred thousand fields": lambda: _HEAD + b"".join(b"X-%d: y\r\n" % n for n in range(100_000)) + _YES,
    "a field folded for ever": lambda: field(b"Subject", b"a\r\n " * 200_000),
    "five megabytes of subject": lambda: field(b"Subject", b"a" * 5_000_000),
    "encoded words": lambda: field(b"Subject", b"=?utf-8?q?a?= " * 200_000),
    "encoded words within the limit": lambda: field(b"Subject", b"=?utf-8?b?" + b"A" * 200 + b"?= " * 39),
    "an encoded word of no charset": lambda: field(b"Subject", b"=?x-evil?b?////?= =?zlib?q?=00?="),
    "brackets in From": lambda: b"From: " + b"(" * 50_000 + b"\r\n" + _YES,
    "fewer brackets in From": lambda: b"From: " + b"(" * 3_000 + b"\r\n" + _YES,
    "addresses in From": lambda: b"From: " + b"a@b.c, " * 100_000 + b"x@y.z\r\n" + _YES,
    "escaped quotes in To": lambda: field(b"To", b'"\\' * 200_000),
    "escaped quotes within the limit": lambda: field(b"To", b'"\\' * 4_000),
    "parameters": lambda: field(b"Content-Type", b"text/plain; " + _NUMBERED),
    "parameters within the limit": lambda: field(b"Content-Type", b"text/plain; " + _NUMBERED[:8_000]),
    "references": lambda: field(b"References", b"<a@b> " * 1_300),
    "references without an end": lambda: field(b"References", b"<" * 8_000),
    "received": lambda: _HEAD + b"Received: from a by b; Mon, 2 Mar 2026 10:00:00 +0000\r\n" * 240 + _YES,
    "verdicts": lambda: field(b"Authentication-Results", b"mx.example.org; " + b"dkim=pass; " * 700),
    "uuencode that is none": lambda: body(b"text/plain", b"begin 644 x\n" + b"\xff" * 1000, b"x-uuencode"),
    "base64 that is none": lambda: body(b"text/plain", b"=" * 500_000, b"base64"),
    "quoted-printable that is none": lambda: body(b"text/plain", b"=" * 500_000, b"quoted-printable"),
    "an unknown charset": lambda: body(b"text/plain; charset=x-evil", b"YES\xff"),
    "markup in utf-7": lambda: body(b"text/plain; charset=utf-7", b"+ADw-script+AD4-"),
    "a codec that unpacks": lambda: body(b"text/plain; charset=zlib", zlib.compress(bytes(50_000_000))),
    "a codec of escapes": lambda: body(b"text/plain; charset=unicode_escape", rb"\x3cscript\x3e"),
    "a charset with a zero in it": lambda: body(b'text/plain; charset="utf-8\0"', b"YES"),
    "a charset of no length": lambda: body(b"text/plain; charset=" + b"a" * 5_000, b"YES"),
    "zeros": lambda: field(b"Subject", b"a\0b") + b"\0" * 100_000,
    "a date beyond all dates": lambda: field(b"Date", b"Fri, 99 Foo 99999999999999999 99:99:99 +9999999"),
    "no sender": lambda: b"Subject: x\r\n" + _YES,
    "two senders": lambda: b"From: mira@example.net\r\nFrom: mallory@example.org\r\n" + _YES,
    "nothing": lambda: b"",
    "line ends only": lambda: b"\n" * 3,
    "a byte order mark only": lambda: b"\xef\xbb\xbf",
    "one box in another, 100,000 times": lambda: body(b"text/html", b"<div>" * 100_000 + b"YES"),
    "fifty thousand tags": lambda: body(b"text/html", b"<b>a</b>" * 50_000),
    "entities that grow": lambda: body(b"text/html", _laughs()),
    "a calendar of rules": lambda: body(b"text/calendar", b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VEVENT\r\n" * 20_000),
    "a report of reports": lambda: (
        _HEAD
        + b"Content-Type: multipart/report; report-type=delivery-status; boundary=r\r\n\r\n"
        + b"--r\r\nContent-Type: message/delivery-status\r\n\r\n"
        + b"Final-Recipient: rfc822; a@b.c\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n" * 5_000
        + b"--r--\r\n"
    ),
    "ten thousand parts": lambda: parts(10_000),
    "as many parts as are read": lambda: parts(490),
    "fifty megabytes": lambda: body(b"text/plain", b"Yes, on Tuesday.\r\n" * 2_900_000),
    "as many bytes as are read": lambda: body(b"image/png", (b"QUJD" * 19 + b"\r\n") * 130_000, b"base64"),
    "as much text as is read": lambda: body(b"text/plain", b"Yes, on Tuesday.\r\n" * 55_000),
    "one word of capitals": lambda: body(b"text/plain", b"Yes.\r\n" + b"ICAg" * 140 + b"; x"),
    "a no to each of many things": lambda: body(b"text/plain", b"no, " * 1_500),
    "an archive of nothing but zeros": _zeros,
}


def _laughs() -> bytes:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return f'<!DOCTYPE l [<!ENTITY l0 "ha">{entities}]><p>&l9;</p>'.encode()
