"""What a mail without a token may do, before the kick-off and from where nobody vouches for the sender."""

import asyncio
from datetime import timedelta
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from smtplib import SMTP

from tests.stories.conftest import Begin, begin, whole
from tests.town import MENTEE, ORGANISER, Town
from tests.workflows.grounds import until
from worker.clock import now
from worker.embedded.reading import Correspondent
from worker.embedded.state import AGENCY
from worker.embedded.whole import Whole
from worker.programme_files import programme_text
from worker.rehearsal import Rehearsal, begin_rehearsal

__all__ = ["begin", "whole"]


async def test_an_address_in_from_alone_ends_nothing(begin: Begin) -> None:
    """T01: nobody vouches for the sender and there is no token: the person on file gets one letter to answer."""
    town = await begin("img")
    for words in ("END", "STOP THE NUDGES", "CONCERN"):
        await asyncio.to_thread(_hand_in, town.rehearsal, words)
        await town.rehearsal.settle()
    assert town.story()[-2:] == ["HelpGiven", "ConfirmationAsked"]
    assert town.names(MENTEE)[-2:] == ["help", "confirm_act"]
    assert town.latest(MENTEE, "confirm_act").says("call 999"), "a person in need is not kept waiting for a yes"
    assert town.names(ORGANISER) == []
    await town.answers(MENTEE, "help", "END")
    assert town.names(MENTEE)[-1] == "end_pending"


async def test_a_reply_from_another_address_waits_for_a_yes_and_is_theirs_from_then_on(begin: Begin) -> None:
    """T02: on the real servers: one letter to the address on file, none to the other one."""
    town = await begin("img")
    home = Correspondent("mira@home.example", town.rehearsal.whole.ports.smtp, town.rehearsal.whole.ports.imap)
    letter = town.latest(MENTEE, "kickoff").outgoing
    await _hand_in_as(town, home, letter.raw or b"", "END")
    assert town.names(MENTEE)[-1] == "other_address" and "EndAsked" not in town.story()

    await town.answers(MENTEE, "other_address", "YES")
    # The first mail is taken in once more, as one of theirs.
    await until(lambda: "EndAsked" in town.story(), "the first mail to be heard")
    await town.rehearsal.settle()
    assert town.story()[-3:] == ["ConfirmationAnswered", "AddressLearned", "EndAsked"]
    await _hand_in_as(town, home, town.latest(MENTEE, "end_pending").outgoing.raw or b"", "UNDO")
    assert town.story()[-1] == "EndUndone"
    assert town.names(MENTEE).count("other_address") == 1
    assert await asyncio.to_thread(home.inbox) == []


async def _hand_in_as(town: Town, whom: Correspondent, letter: bytes, text: str) -> None:
    await asyncio.to_thread(whom.reply_to, letter, text, now() + timedelta(minutes=1))
    await town.rehearsal.settle()


async def test_before_the_kick_off_an_end_and_a_concern_in_one_mail_are_both_heard(whole: Whole) -> None:
    """And what the letter about the end offers is there: HELP and STATUS are answered, UNDO takes it back."""
    later = now().date() + timedelta(days=30)
    town = Town(await begin_rehearsal(whole, programme_text("img"), later, "early.example"))
    await town.writes(MENTEE, "I want to end this. He harasses me, I have a concern.")
    assert sorted(town.names(MENTEE)) == ["concern_answer", "end_pending"]
    assert town.names(ORGANISER) == ["concern_pending"]
    for word in ("HELP", "STATUS", "UNDO"):
        await town.answers(MENTEE, "end_pending", word)
    assert town.names(MENTEE)[2:] == ["help", "status", "end_undone"]


def _hand_in(rehearsal: Rehearsal, words: str) -> None:
    """Without a login, as anybody can."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = rehearsal.addresses[MENTEE], AGENCY, "Hello"
    mail["Date"], mail["Message-ID"] = format_datetime(now()), make_msgid(domain="evil.example")
    mail.set_content(words)
    with SMTP("127.0.0.1", rehearsal.whole.ports.smtp, local_hostname="localhost") as server:
        server.send_message(mail, "mallory@evil.example", [AGENCY])
