"""Mails damaged in the ways that programs, disks and enemies damage them; the same chance makes the same mutants."""

import os
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.replies.mail_clients import CLIENTS, SPEECH, Written
from tests.replies.test_visible_mails import MAILS, as_bytes

FOLDER = "PEERPOST_FUZZ_MAILS"
"""Names a folder of mails to damage as well, beside those of the tests."""
COUNT = "PEERPOST_FUZZ_MUTANTS"

_BOUNCE = b"""From: MAILER-DAEMON@example.org
Content-Type: multipart/report; report-type=delivery-status; boundary="r"

--r
Content-Type: text/plain

could not be delivered
--r
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org

Final-Recipient: rfc822; mira@example.net
Action: failed
Status: 5.1.1

--r
Content-Type: message/rfc822

From: agency@mentoring.example.org
To: mira@example.net
Subject: Your agreement

Dear Mira
--r--
"""
_CALENDAR = b"""From: Mira <mira@example.net>
Date: Mon, 2 Mar 2026 11:00:00 +0100
Subject: =?utf-8?q?Accepted=3A_Caf=C3=A9?=
Content-Type: multipart/mixed; boundary="c"

--c
Content-Type: text/calendar; method=REPLY; charset=utf-8
Content-Transfer-Encoding: base64

QkVHSU46VkNBTEVOREFSDQpNRVRIT0Q6UkVQTFkNCkJFR0lOOlZFVkVOVA0KVUlEOmENCkFUVEVO
REVFO1BBUlRTVEFUPUFDQ0VQVEVEOm1haWx0bzptaXJhQGV4YW1wbGUubmV0DQpFTkQ6VkVWRU5U
DQpFTkQ6VkNBTEVOREFSDQo=
--c
Content-Type: text/plain; charset="iso-8859-1"; format=flowed
Content-Transfer-Encoding: quoted-printable

Ja, am Dienstag =FCber Mittag.=20
--c--
"""
_SPLICED = b'\0|\r|\n\n|\x1b[2J|=?|?=|--|>|<|\xff\xfe|\xe2\x80\xae|;|"|('.split(b"|")


def seeds() -> list[bytes]:
    """Whole mails: of every program and language, of every shape in mails/, and those that the environment names."""
    made = [
        client(Written(speech["top"], speech["body"].strip("\n"), "", language))
        for language, speech in SPEECH.items()
        for client in CLIENTS
    ]
    shapes = [as_bytes(mail) for mails in MAILS.values() for mail in mails]
    folder = os.environ.get(FOLDER)
    found = sorted(path for path in Path(folder).rglob("*") if path.is_file()) if folder else []
    return [_BOUNCE, _CALENDAR, *made, *shapes, *(path.read_bytes() for path in found)]


def mutants(of: Sequence[bytes], count: int, chance: random.Random) -> Iterator[bytes]:
    """`count` damaged mails, each from one of the given or two of them."""
    for _ in range(count):
        raw = bytearray(chance.choice(of))
        for _ in range(chance.choice((1, 1, 2, 5, 20))):
            chance.choice(_WAYS)(raw, of, chance)
        yield bytes(raw)


def _place(raw: bytearray, chance: random.Random) -> int:
    """Anywhere, but half the time in the first part, where the structure is."""
    return chance.randrange(min(len(raw), chance.choice((400, len(raw)))) + 1) if raw else 0


def _flip(raw: bytearray, _: Sequence[bytes], chance: random.Random) -> None:
    if raw:
        raw[chance.randrange(len(raw))] = chance.randrange(256)


def _cut(raw: bytearray, _: Sequence[bytes], chance: random.Random) -> None:
    at = _place(raw, chance)
    del raw[at : at + chance.choice((1, 2, 10, 100, len(raw)))]


def _double(raw: bytearray, _: Sequence[bytes], chance: random.Random) -> None:
    at = _place(raw, chance)
    raw[at:at] = raw[at : at + chance.choice((1, 10, 100, 1000))] * chance.choice((1, 2, 30))


def _splice(raw: bytearray, of: Sequence[bytes], chance: random.Random) -> None:
    other = chance.choice(of)
    start = chance.randrange(len(other) + 1)
    at = _place(raw, chance)
    raw[at : at + chance.choice((0, 100))] = other[start : start + chance.choice((20, 200, 2000))]


def _insert(raw: bytearray, _: Sequence[bytes], chance: random.Random) -> None:
    at = _place(raw, chance)
    raw[at:at] = chance.choice(_SPLICED) * chance.choice((1, 1, 3, 200))


def _move_lines(raw: bytearray, _: Sequence[bytes], chance: random.Random) -> None:
    lines = raw.split(b"\n")
    first, second = chance.randrange(len(lines)), chance.randrange(len(lines))
    lines[first], lines[second] = lines[second], lines[first]
    raw[:] = b"\n".join(lines)


_WAYS = (_flip, _cut, _double, _splice, _insert, _move_lines)
