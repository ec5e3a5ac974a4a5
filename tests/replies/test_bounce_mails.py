"""Reports of mail systems in the wordings of many programs and languages, and mails that only look like reports."""

import json
import tomllib
from importlib.resources import files

import pytest

from correspondence.arriving import automatic, bounces, mime
from correspondence.arriving.bounces import NO_BOUNCE, Bounce

LETTER = "<l1@mentoring.example.org>"
MAILS: dict[str, list[dict[str, str]]] = tomllib.loads(
    files(__package__).joinpath("bounce_mails.toml").read_text("utf-8")
)


def _raw(mail: dict[str, str]) -> bytes:
    return f"To: agency+k3vq7x@mentoring.example.org\n{mail['mail'].strip()}\n".encode()


def test_there_are_enough_of_either_kind() -> None:
    assert len(MAILS["bounce"]) >= 40 <= len(MAILS["other"])


@pytest.mark.parametrize("mail", MAILS["bounce"], ids=lambda mail: mail["name"])
def test_a_report_names_the_address_that_was_not_reached(mail: dict[str, str]) -> None:
    assert bounces.failed_addresses(_raw(mail)) == (mail["failed"],)


@pytest.mark.parametrize("mail", MAILS["other"], ids=lambda mail: mail["name"])
def test_what_only_looks_like_a_report_is_none(mail: dict[str, str]) -> None:
    assert bounces.read(_raw(mail)) == NO_BOUNCE


@pytest.mark.parametrize(
    "mail", [mail for mail in MAILS["other"] if "person" in mail["name"].split()[:2]], ids=lambda mail: mail["name"]
)
def test_a_person_who_writes_of_a_report_is_a_person(mail: dict[str, str]) -> None:
    assert automatic.is_automatic(mime.read(_raw(mail))) == ""


def test_a_sender_that_the_other_side_does_not_know_is_no_missing_reader() -> None:
    head = "Return-Path: <>\nFrom: MAILER-DAEMON@example.net\nSubject: failure notice\n\n"
    raw = f"{head}<mira@example.net>: Domain of sender address does not exist\n".encode()
    assert bounces.read(raw) == Bounce(("mira@example.net",), permanent=False)


@pytest.mark.parametrize(
    "text",
    [
        '{"bouncedRecipients"',
        '{"bouncedRecipients": 3}',
        '{"Message": "bouncedRecipients"}',
        '{"bounce": {"bouncedRecipients": [1]}}',
    ],
)
def test_a_broken_notification_is_none(text: str) -> None:
    assert bounces.read(f"From: no-reply@sns.example\nSubject: Notification\n\n{text}\n".encode()) == NO_BOUNCE


def test_a_notification_passed_on_by_a_topic_names_the_letter() -> None:
    failed = [{"emailAddress": "mira@example.net", "status": "5.1.1"}]
    inner = {"bounce": {"bouncedRecipients": failed}, "mail": {"commonHeaders": {"messageId": LETTER}}}
    told = json.dumps({"Type": "Notification", "Message": json.dumps(inner)})
    raw = f"From: no-reply@sns.example\n\n{told}\n".encode()
    assert bounces.read(raw) == Bounce(("mira@example.net",), permanent=True, original_id=LETTER)
