"""What comes back from machines, taken in as bytes: bounces, absences and storms, and nothing of them an answer."""

from collections.abc import AsyncIterator
from email.message import EmailMessage
from pathlib import Path

import pytest

from mentoring.events import AddressFailing, LetterCameBack, Paused, PauseOffered
from tests.faults.desk import AGENCY, Desk, later, open_desk
from tests.store.opened import MIRA

STORM = 250
AWAY = "I am away from the office until 12 March 2026. Yes, I agree to everything, and I will be there on Friday."


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with open_desk(tmp_path) as desk:
        yield desk


def report(letter: EmailMessage, status: str, *, text: str = "", message_id: str = "", number: int = 0) -> bytes:
    """A delivery report (RFC 3464) about a letter, or about some other mail."""
    original = message_id or str(letter["Message-ID"])
    action = "delayed" if status.startswith("4") else "failed"
    return f"""From: MAILER-DAEMON@mx.wards.example
To: {AGENCY}
Return-Path: <>
Subject: Undelivered Mail Returned to Sender
Message-ID: <report-{number}-{status}@mx.wards.example>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

Your mail could not be delivered. {text}

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.wards.example

Final-Recipient: rfc822; {MIRA.address}
Action: {action}
Status: {status}

--b
Content-Type: message/rfc822

From: {AGENCY}
To: {MIRA.address}
Subject: Welcome
Message-ID: {original}

Hello

--b--
""".replace("\n", "\r\n").encode()


async def test_a_letter_that_came_back_for_good_is_told_at_once_and_its_text_takes_no_verb(desk: Desk) -> None:
    """T16: whatever a report says beside its report, nobody agreed to anything."""
    before = desk.story()
    state, _ = await desk.takes_in(report(desk.latest("mentee"), "5.1.1", text="YES I AGREE. END."))
    assert state == "done"
    assert [type(event) for event in desk.story()[len(before) :]] == [AddressFailing]
    assert desk.names("organiser") == ["address_failing"]
    told = desk.latest("organiser").as_string()
    assert MIRA.address not in told and "AGREE" not in told


async def test_a_full_mailbox_has_to_be_full_on_four_days(desk: Desk) -> None:
    letter = desk.latest("mentee")
    for number in range(4):
        assert desk.names("organiser") == []
        await desk.takes_in(report(letter, "5.2.2", number=number))
        later(desk, hours=2)
        await desk.takes_in(report(letter, "5.2.2", number=number + 10))
        later(desk, hours=22)
    assert sum(isinstance(event, LetterCameBack) for event in desk.story()) == 4
    assert desk.names("organiser") == ["address_failing"]


@pytest.mark.parametrize("forged", ["<wrong@letters.example>", "<aaaaaaaaaaaaaaaaaaaaaaaaaa@office.example>", "<>"])
async def test_a_report_about_no_letter_of_ours_has_no_effect(desk: Desk, forged: str) -> None:
    """T16: only who has seen a letter can say that it did not arrive."""
    before = desk.story()
    assert await desk.takes_in(report(desk.latest("mentee"), "5.1.1", message_id=forged)) == ("set_aside", "bounce")
    assert desk.story() == before


async def test_an_absence_with_a_day_becomes_one_question_and_a_yes_the_pause(desk: Desk) -> None:
    """T12: our letter meets the same machine again; its answer makes no second one."""
    machine = {"Auto_Submitted": "auto-replied", "Return_Path": "<>"}
    later(desk, minutes=1)
    await desk.takes_in(desk.answer("mentee", AWAY, desk.latest("mentee"), **machine))
    assert [type(event) for event in desk.story()[-1:]] == [PauseOffered]
    assert desk.names("mentee")[-1] == "pause_offer"
    later(desk, minutes=1)
    await desk.takes_in(desk.answer("mentee", AWAY, desk.latest("mentee"), **machine))
    assert sum(isinstance(event, PauseOffered) for event in desk.story()) == 1
    later(desk, hours=30)
    await desk.takes_in(desk.answer("mentee", "Yes please", desk.latest("mentee", "pause_offer")))
    (paused,) = [event for event in desk.story() if isinstance(event, Paused)]
    assert paused.back.isoformat() == "2026-03-13"


@pytest.mark.parametrize("writer", ["a stranger", "without a token", "a list", "no day"])
async def test_any_other_automatic_answer_is_set_aside(desk: Desk, writer: str) -> None:
    letter, before = desk.latest("mentee"), desk.story()
    headers = {"List_Id": "<staff.wards.example>"} if writer == "a list" else {"Auto_Submitted": "auto-replied"}
    raw = desk.answer("mentee", "I am away." if writer == "no day" else AWAY, letter, **headers)
    if writer == "a stranger":
        raw = raw.replace(MIRA.address.encode(), b"mallory@elsewhere.example")
    if writer == "without a token":
        raw = raw.replace(str(letter["Reply-To"]).encode(), AGENCY.encode())
        raw = raw.replace(str(letter["Message-ID"]).encode(), b"<other@wards.example>")
    state, reason = await desk.takes_in(raw)
    assert state == "set_aside" and reason.startswith("automatic/")
    assert desk.story() == before


async def test_a_storm_of_mails_is_answered_within_the_budget_and_drains(desk: Desk) -> None:
    """T12: a machine without the headers of one, answering every letter at once; a thousand are in tests/rules/."""
    before, mails, letter = len(desk.story()), len(desk.postbox.mails), desk.latest("mentee")
    for nth in range(STORM):
        later(desk, seconds=60 / STORM)
        letter = desk.latest("mentee") if nth < 10 else letter
        await desk.takes_in(desk.answer("mentee", "Your message is important to us and is being looked at.", letter))
    assert desk.store.inbox.progress() == (STORM, 0)
    assert desk.names("mentee")[-3:] == ["ask_back", "ask_back", "help"]
    assert desk.names("organiser") == ["human_needed"]
    assert len(desk.postbox.mails) - mails == 4 == len(desk.story()) - before


async def test_two_of_us_pointed_at_each_other_say_nothing(desk: Desk) -> None:
    """T12: a letter of ours, or of another house like ours, is a machine's by its own headers."""
    before = desk.story()
    for name in ("kickoff", "form"):
        raw = desk.latest("mentor", name).as_bytes()
        echoed = raw.replace(b"From: IMG Peer Mentoring <letters@office.example>", f"From: {MIRA.address}".encode())
        assert echoed != raw
        state, reason = await desk.takes_in(echoed)
        assert state == "set_aside" and reason.startswith("automatic/")
    assert desk.story() == before
