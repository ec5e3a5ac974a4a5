"""Mails that must change nothing: the same twice, a stranger's, a thief's, and one that comes too late."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import format_datetime

import pytest

from tests.town import MENTEE, MENTOR, Town
from tests.workflows.grounds import address_of, begin_pair, box, hand_in, mails, servers, service
from worker.clock import now
from worker.embedded.state import AGENCY
from worker.embedded.whole import Whole

PLACE = "quiet.example"
ADA, MIRA, MALLORY = address_of(MENTOR, PLACE), address_of(MENTEE, PLACE), "mallory@elsewhere.example"
ASKS = "Where are we? Status please."


@pytest.fixture(scope="module")
async def whole(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Whole]:
    async with servers(tmp_path_factory.mktemp("aside")) as whole, service(whole):
        yield whole


@pytest.fixture(scope="module")
async def town(whole: Whole) -> Town:
    town = await begin_pair(whole, place=PLACE)
    await town.answers(MENTOR, "form", "How often to meet: every two weeks")
    return town


async def test_the_same_mail_delivered_twice_counts_once(whole: Whole, town: Town) -> None:
    raw = _mail(ADA, ASKS, await _reply_address(whole, ADA))
    before, (came, _) = town.names(MENTOR).count("status"), whole.house.inbox.progress()
    await hand_in(whole, raw, ADA)
    await hand_in(whole, raw, ADA)
    await hand_in(whole, raw, ADA)
    assert whole.house.inbox.progress() == (came + 1, 0)
    assert town.names(MENTOR).count("status") == before + 1


FORGERIES: dict[str, tuple[str, Callable[[str], bytes]]] = {
    "a stranger": ("stranger", lambda to: _mail(MALLORY, ASKS, AGENCY)),
    "a stranger with a stolen token": ("", lambda to: _mail(MALLORY, "END", to)),
    "a member's address as a name": ("", lambda to: _mail(f'"{MIRA}" <{MALLORY}>', "END", to)),
    "a member's address as a comment": ("", lambda to: _mail(f"{MALLORY} ({MIRA})", "END", to)),
    "a sender field": ("", lambda to: _mail(MALLORY, "END", to, Sender=MIRA)),
    "a reply-to field": ("", lambda to: _mail(MALLORY, "END", to, **{"Reply-To": MIRA})),
    "the other party with my token": ("wrong_sender", lambda to: _mail(ADA, "END", to)),
    "two from fields": ("*", lambda to: b"From: " + MALLORY.encode() + b"\r\n" + _mail(MIRA, "END", to)),
    "two from fields, the other way": ("*", lambda to: b"From: " + MIRA.encode() + b"\r\n" + _mail(MALLORY, "END", to)),
    "two addresses in one field": ("*", lambda to: _mail(f"{MALLORY}, {MIRA}", "END", to)),
    "a broken address": ("*", lambda to: _mail(f"{MIRA}x)bob@evil.example", "END", to)),
}


@pytest.mark.parametrize("forgery", FORGERIES)
async def test_who_is_not_the_reader_of_a_letter_cannot_answer_it(whole: Whole, town: Town, forgery: str) -> None:
    """T01, T02: no effect, the forger is not answered, and the reason is kept; or the one on file is asked, once."""
    reason, make = FORGERIES[forgery]
    events, letters = town.story(), len(town.post())
    before = whole.house.inbox.set_aside_counts()
    login = ADA if reason == "wrong_sender" else MALLORY
    await hand_in(whole, make(await _reply_address(whole, MIRA)), login)
    after = whole.house.inbox.set_aside_counts()
    changed = {name for name in after if after[name] != before.get(name, 0)}
    assert changed == ({reason} - {""}) or (reason == "*" and len(changed) == 1)
    await town.rehearsal.settle()
    more = town.post()[letters:]
    assert [(mail.name, mail.role) for mail in more] in ([], [("other_address", MENTEE)][: not reason])
    assert town.story() == events + ["ConfirmationAsked"] * len(more)
    assert town.names().count("other_address") <= 1
    assert not await mails(whole, MALLORY)


async def test_whom_nobody_vouches_for_agrees_to_nothing_without_being_asked(whole: Whole) -> None:
    """A spoofed sender and a stolen token at once: the true owner of the address is asked whether it was them."""
    place = "forged.example"
    town = await begin_pair(whole, place=place)
    for role, form in ((MENTOR, FORM), (MENTEE, "How to reach the mentee: phone")):
        await town.answers(role, "form", form)
    mira = address_of(MENTEE, place)
    letter = town.latest(MENTEE, "sign").outgoing
    raw = await asyncio.to_thread(box(whole, mira).find, letter.key)
    to = str(message_from_bytes(raw, policy=policy.default)["Reply-To"])
    await hand_in(whole, _mail(mira, "I agree", to), None)
    await town.rehearsal.settle()
    assert "Signed" not in town.story()
    assert town.names(MENTEE)[-1] == "confirm_act"


async def test_a_token_used_again_gives_nothing_new(whole: Whole) -> None:
    town = await begin_pair(whole, place="again.example")
    mira = address_of(MENTEE, "again.example")
    to = await _reply_address(whole, mira)
    await hand_in(whole, _mail(mira, "END", to), mira)
    await town.rehearsal.settle()
    events = town.story()
    for _ in range(3):
        await hand_in(whole, _mail(mira, "END", to), mira)
        await hand_in(whole, _mail(MALLORY, "END", to), MALLORY)
    await town.rehearsal.settle()
    assert town.story().count("EndAsked") == events.count("EndAsked") == 1
    await town.to_the_end()
    assert town.names(MENTEE).count("ended") == town.names(MENTOR).count("ended") == 1


async def test_a_mail_to_what_is_over_is_kept_as_such(whole: Whole) -> None:
    town = await begin_pair(whole, place="over.example")
    await town.writes(MENTEE, "END")
    await town.to_the_end()
    letters = len(town.post())
    before = whole.house.inbox.set_aside_counts().get("closed", 0)
    ada = address_of(MENTOR, "over.example")
    await hand_in(whole, _mail(ada, ASKS, await _reply_address(whole, ada)), ada)
    await hand_in(whole, _mail(ada, "Thank you for everything", AGENCY), ada)
    assert whole.house.inbox.set_aside_counts()["closed"] == before + 2
    assert len(town.post()) == letters
    # But for what is held of whoever asks, as long as it is.
    await hand_in(whole, _mail(ada, "WHAT DO YOU HOLD", AGENCY), ada)
    await town.rehearsal.settle()
    await town.answers(MENTOR, "data_asked", "YES")
    assert sorted(set(town.names()) & {"data_asked", "data_export", "already_ended"}) == ["data_asked", "data_export"]
    assert len(town.post()) == letters + 2
    assert whole.house.registry.relationship(town.rehearsal.relationship).stage == "closed"


FORM = (
    "How to reach the mentor: email\nHow often to meet: every two weeks\nLength of a session: one hour\n"
    "Between sessions: text message\nTimes for a call: weekday evenings"
)


async def _reply_address(whole: Whole, address: str) -> str:
    """What the first letter somebody got is answered to, with its token."""
    return str((await mails(whole, address))[0]["Reply-To"])


_count = iter(range(1000))


def _mail(sender: str, text: str, to: str, **more: str) -> bytes:
    head = {"To": to, "Subject": "Re: your letter", "Date": format_datetime(now() + timedelta(minutes=1)), **more}
    mail = EmailMessage(policy=policy.SMTP)
    for name, value in head.items():
        mail[name] = value
    mail["Message-ID"] = f"<{next(_count)}@town.example>"
    mail.set_content(text)
    return b"From: " + sender.encode() + b"\r\n" + mail.as_bytes()
