"""What a mail without a token may do, before the kick-off and from where nobody vouches for the sender."""

import asyncio
from datetime import timedelta
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from smtplib import SMTP

from tests.stories.conftest import Begin, begin, whole
from tests.town import MENTEE, ORGANISER
from worker.clock import now
from worker.embedded.state import AGENCY
from worker.embedded.whole import Whole, programme_text
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


async def test_before_the_kick_off_a_mail_is_kept_for_a_human(whole: Whole) -> None:
    before = whole.house.inbox.set_aside_counts().get("before_kickoff", 0)
    later = now().date() + timedelta(days=30)
    pair = await begin_rehearsal(whole, programme_text("img"), later, "early.example")
    await pair.write(MENTEE, "CONCERN", now())
    assert whole.house.inbox.set_aside_counts()["before_kickoff"] == before + 1


def _hand_in(rehearsal: Rehearsal, words: str) -> None:
    """Without a login, as anybody can."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = rehearsal.addresses[MENTEE], AGENCY, "Hello"
    mail["Date"], mail["Message-ID"] = format_datetime(now()), make_msgid(domain="evil.example")
    mail.set_content(words)
    with SMTP("127.0.0.1", rehearsal.whole.ports.smtp, local_hostname="localhost") as server:
        server.send_message(mail, "mallory@evil.example", [AGENCY])
    rehearsal.mails_sent += 1
