"""Whoever asks what is held of them, or to be forgotten, and of whom nothing is held, is told so.

It is said alike to everybody whose address we do not know, so it tells nobody whether somebody was a member.  Only to
an address that our border vouches for, once a week, and to few a day: nobody is written to for somebody else's forgery
(threat T13).  Each mail is answered at most once, whatever crashes.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime, timedelta

from correspondence.arriving import authenticity, mime
from correspondence.arriving.mime import Mail
from correspondence.arriving.reading import Context, Intent
from correspondence.arriving.understand import read_reply
from correspondence.writing.bare import nothing_held
from correspondence.writing.mail import NotComposed
from mentoring.letters import Ask
from store.inbox import Inbox
from store.vault import KeyMissing, Unreadable

ASKED, SENDING, TOLD = "nothing_held", "nothing_held/sending", "nothing_held/told"
"""Why such a mail is set aside, before, while and after it is answered."""

STRANGER = "stranger"
TAKEN, LATER = "taken", "later"

A_WEEK, A_DAY, MOST_A_DAY = timedelta(days=7), timedelta(days=1), 20
RIGHTS = {Intent.MY_DATA, Intent.FORGET_ME}

Send = Callable[[str, bytes], Awaitable[str]]
"""Hand a mail to an address: TAKEN, LATER (it may be tried again), or another word for never."""


def asks_for_rights(mail: Mail, authserv_id: str, at: datetime) -> bool:
    """Whether a stranger's mail, from an address that is theirs, asks for nothing but that."""
    if not authenticity.vouched(mail, authserv_id):
        return False
    statements = read_reply(mail, Context(Ask.UNPROMPTED, at)).statements
    return bool(statements) and {each.intent for each in statements} <= RIGHTS


class Strangers:
    def __init__(self, inbox: Inbox, agency: str, send: Send) -> None:
        self._inbox = inbox
        self._agency = agency
        self._send = send

    async def answer_one(self, now: datetime) -> None:
        """The oldest mail that asks; called again and again, it comes to each."""
        answer = await asyncio.to_thread(self._prepare, now)
        if answer is not None:
            key, recipient, raw = answer
            ended = await self._send(recipient, raw)
            why = {TAKEN: TOLD, LATER: ASKED}.get(ended, STRANGER)
            await asyncio.to_thread(self._inbox.recode, key, SENDING, why)

    def _prepare(self, now: datetime) -> tuple[str, str, bytes] | None:
        """The mail that asks, to whom it is answered, and with what; noted before it is done."""
        key = next(iter(self._inbox.aside(ASKED)), None)
        if key is None:
            return None
        mail, raw = self._mail(key), b""
        with suppress(NotComposed):
            raw = nothing_held(self._agency, mail, key, now) if mail and self._may_be_answered(mail, now) else b""
        self._inbox.recode(key, ASKED, SENDING if raw else STRANGER)
        return (key, mail.sender, raw) if mail and raw else None

    def _may_be_answered(self, mail: Mail, now: datetime) -> bool:
        told = [key for key in self._inbox.aside(TOLD) if now - self._inbox.taken_at(key) < A_WEEK]
        today = sum(now - self._inbox.taken_at(key) < A_DAY for key in told)
        known = {other.sender.casefold() for key in told if (other := self._mail(key))}
        return today < MOST_A_DAY and mail.sender.casefold() not in known

    def _mail(self, key: str) -> Mail | None:
        try:
            return mime.read(self._inbox.raw(key)[0])
        except (KeyMissing, Unreadable):
            return None
