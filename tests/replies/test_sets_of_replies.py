"""`understand --set` reads a file to its end, whatever stands in one of its lines."""

import json
from pathlib import Path
from typing import Any

import pytest

from worker.commands.many_mails import read_set

SENT = "2027-02-01T10:00:00+00:00"
GOOD = {"id": "good", "asked": "renewal", "sent": SENT, "body": "Yes please"}


def read(tmp_path: Path, *lines: str) -> list[dict[str, Any]]:
    path = tmp_path / "replies.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    return [json.loads(line) for line in read_set(path)]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('{"id": "bad", "sent": "yesterday", "body": "yes"}', "`sent` is no time"),
        ('{"id": "bad", "body": "yes"}', "`sent` is no time"),
        ('{"id": "bad", "sent": 5, "body": "yes"}', "`sent` is no time"),
        (f'{{"id": "bad", "asked": "the_weather", "sent": "{SENT}"}}', "there is no question 'the_weather'"),
        (f'{{"id": "bad", "asked": ["renewal"], "sent": "{SENT}"}}', "there is no question"),
        (f'{{"id": "bad", "sent": "{SENT}", "body": "yes", "headers": ["From"]}}', "cannot be used"),
        (f'{{"id": "bad", "sent": "{SENT}", "body": "yes", "letter": "hello"}}', "cannot be used"),
        ("not json at all", "cannot be used"),
        ("[1, 2]", "it is no JSON object"),
    ],
)
def test_a_line_that_cannot_be_used_is_asked_back_and_stops_no_other(tmp_path: Path, line: str, said: str) -> None:
    first, bad, last = read(tmp_path, json.dumps(GOOD), line, json.dumps({**GOOD, "id": "last"}))
    assert (first["intent"], last["intent"]) == ("renew", "renew")
    assert (bad["intent"], bad["confidence"]) == ("ask_back", 0.0)
    assert said in bad["error"] and bad["error"].startswith("Line 2 ")


def test_blank_lines_are_passed_over(tmp_path: Path) -> None:
    assert [each["id"] for each in read(tmp_path, "", json.dumps(GOOD), "  ", "")] == ["good"]


@pytest.mark.parametrize("missing", ["id", "asked", "body", "zone", "language", "role", "programme", "subject"])
def test_a_line_may_leave_out_all_but_when_it_was_sent(tmp_path: Path, missing: str) -> None:
    whole = {
        **GOOD,
        "zone": "Europe/London",
        "language": "en",
        "role": "mentee",
        "programme": "img",
        "subject": "Re: it",
    }
    (found,) = read(tmp_path, json.dumps({key: value for key, value in whole.items() if key != missing}))
    assert "error" not in found


def test_a_zone_language_or_programme_that_nobody_knows_stops_nothing(tmp_path: Path) -> None:
    (found,) = read(tmp_path, json.dumps({**GOOD, "zone": "Moon/Sea", "language": "tlh", "programme": "theirs"}))
    assert found["intent"] == "renew"


def test_a_content_type_that_is_given_says_what_the_body_is(tmp_path: Path) -> None:
    """HTML is read as such, letters by their charset, and a report of a failure is a bounce."""
    report = (
        "--b\r\nContent-Type: text/plain\r\n\r\nNot delivered.\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n"
        "Reporting-MTA: dns; mx.example\r\n\r\nFinal-Recipient: rfc822; mira@town.example\r\nAction: failed\r\n"
        "Status: 5.1.1\r\n--b--\r\n"
    )
    html = {"headers": {"Content-Type": "text/html; charset=utf-8"}, "body": "<b>Yes</b> please"}
    latin = {
        "language": "de",
        "headers": {"content-type": "text/plain; charset=iso-8859-1"},
        "body": "Ja, sehr gerne verlängern",
    }
    failed = {
        "headers": {"Content-Type": 'multipart/report; report-type=delivery-status; boundary="b"'},
        "body": report,
    }
    found = read(tmp_path, *(json.dumps({**GOOD, **each}) for each in (html, latin, failed)))
    assert [each["intent"] for each in found] == ["renew", "renew", "bounce"]


def test_any_header_that_is_given_counts(tmp_path: Path) -> None:
    given = {"headers": {"Auto-Submitted": "auto-replied"}}
    assert read(tmp_path, json.dumps({**GOOD, **given}))[0]["intent"] == "automatic"
