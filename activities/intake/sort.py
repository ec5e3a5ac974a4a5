"""Finds out of a stored mail: is it a person, who, about what, is it really them, and what do they ask?"""

import logging
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from traceback import extract_tb

from sqlalchemy.exc import SQLAlchemyError

from correspondence.arriving import absences, authenticity, automatic, bounces, mime, visible
from correspondence.arriving.mime import Mail
from correspondence.arriving.reading import Context, FormField
from correspondence.arriving.understand import read_reply
from correspondence.arriving.visible import SentLetter
from correspondence.commands import Sender, commands_for
from correspondence.questions import fields_for
from correspondence.writing.addresses import find_token
from mentoring.calendar import local_day
from mentoring.commands import Command
from mentoring.confirmations import Doubt, FromElsewhere
from mentoring.letters import CONCERNS, NOTHING_ASKED, OFFICE, ORGANISER, SECOND_ORGANISER, Ask, Question
from mentoring.pause import OfferPause
from mentoring.programme import Programme
from mentoring.reaching import report_of
from store.inbox import Inbox
from store.outbox import Outbox, Outgoing
from store.registry import Person, Registry
from store.vault import KeyMissing, Unreadable

log = logging.getLogger("peerpost")

OVER = "closed"
"""The stage of a relationship on whose mails nobody acts any more."""

OTHER_ADDRESS = "other_address"
"""The letter that asks whether a mail from another address was theirs; its cause is that mail's key."""

LATEST_DATE = timedelta(days=730)

NO_RESPONDER = ("loop", "list", "receipt", "report")
"""Automatic mail in which no answering machine speaks for the member."""


@dataclass(frozen=True, slots=True)
class Sorted:
    """Of which relationship a mail asks what."""

    relationship: str
    commands: tuple[Command, ...]


@dataclass(frozen=True, slots=True)
class SetAside:
    """Why a mail is kept for a human instead: a code, never a word of it."""

    reason: str


@dataclass(frozen=True, slots=True)
class Found:
    """Who writes, in which relationship, answering which letter (None: unprompted).

    `elsewhere`: from an address that is nobody's, so that whoever it is has yet to say that it was them.
    """

    relationship: str
    member: str
    person: str
    letter: Outgoing | None
    elsewhere: bool = False

    @property
    def question(self) -> Question:
        return self.letter.letter.question if self.letter else NOTHING_ASKED


class Sorter:
    def __init__(self, inbox: Inbox, outbox: Outbox, registry: Registry, agency: str, authserv_id: str) -> None:
        self._inbox = inbox
        self._outbox = outbox
        self._registry = registry
        self._agency = agency
        self._authserv_id = authserv_id

    def sort(self, key: str) -> str | None:
        """Note what a mail asks; the relationship to tell of it, or None if it was set aside."""
        try:
            raw, taken_at = self._inbox.raw(key)
        except Unreadable:
            self._inbox.set_aside(key, "damaged")
            return None
        match self._readable(key, raw, taken_at):
            case SetAside(reason):
                self._inbox.set_aside(key, reason)
                return None
            case Sorted(relationship, commands):
                self._inbox.sort(key, relationship, commands)
                return relationship

    def _readable(self, key: str, raw: bytes, taken_at: datetime) -> Sorted | SetAside:
        """No mail may hold up the mails behind it, whatever it does to the parsers; trouble of the store may."""
        try:
            return self._sorted(key, raw, taken_at)
        except KeyMissing:
            return SetAside("forgotten")
        except (SQLAlchemyError, OSError):
            raise
        except Exception as error:
            where = extract_tb(error.__traceback__)[-1]
            told = {"error": type(error).__name__, "where": f"{where.name}:{where.lineno}"}
            log.error("A mail could not be read.", extra=told)
            return SetAside("unreadable")

    def _sorted(self, key: str, raw: bytes, taken_at: datetime) -> Sorted | SetAside:
        mail = mime.read(raw)
        if mail.too_much:
            return SetAside("hostile")
        bounce = bounces.read(raw)
        if bounce.failed:
            return self._bounced(bounce)
        found = self._whose(mail)
        letter = _as_sent(found)
        # What our own letter says in a quote is no sign of a machine.
        own_words = visible.split(mail, letter).text if letter else None
        if reason := automatic.is_automatic(mail, own_words, self._agency):
            absent = None if reason in NO_RESPONDER else self._absent(mail, own_words, found, taken_at)
            return absent or SetAside(f"automatic/{reason}")
        if isinstance(found, SetAside):
            return found
        if found.elsewhere:
            return Sorted(found.relationship, (Doubt(found.member, FromElsewhere(found.member, key)),))
        return self._read(key, mail, letter, found, taken_at)

    def _absent(self, mail: Mail, own_words: str | None, found: Found | SetAside, taken_at: datetime) -> Sorted | None:
        """A machine's answer to a letter that tells the last day of an absence becomes a question, never an answer."""
        if own_words is None or isinstance(found, SetAside) or found.elsewhere or found.member in OFFICE:
            return None
        programme, person = self._registry.programme_of(found.relationship), self._registry.person(found.person)
        context = self._context(found, programme, person, _written_at(mail, found, taken_at))
        until = absences.absence_until(mail, own_words, context)
        return Sorted(found.relationship, (OfferPause(found.member, until),)) if until else None

    def _bounced(self, bounce: bounces.Bounce) -> Sorted | SetAside:
        """Only what comes back of a letter of ours counts; its text says nothing."""
        token = find_token((), (bounce.original_id,), "", self._agency)
        letter = self._outbox.by_token(token) if token else None
        report = report_of(letter.letter, bounce.permanent) if letter else None
        return Sorted(letter.stream, (report,)) if letter and report else SetAside("bounce")

    def _whose(self, mail: Mail) -> Found | SetAside:
        """The token says about what; the sender's address must be that of the one it was given to."""
        token = find_token(mail.recipients, mail.references, mail.text, self._agency)
        letter = self._outbox.by_token(token) if token else None
        writer = self._registry.person_at(mail.sender) if mail.sender else None
        if letter is None or not letter.letter.to:
            # The letter to a leaver is nobody's any more, once it cannot be known who that was.
            return self._unprompted(writer)
        member = letter.letter.to
        person = self._registry.organiser_of(letter.stream) if member in OFFICE else member
        found = Found(letter.stream, ORGANISER if member == CONCERNS else member, person, letter)
        if member == SECOND_ORGANISER:
            return found if self._registry.is_second_organiser(mail.sender, letter.stream) else SetAside("wrong_sender")
        if writer == person or self._is_the_one_asked_about(mail, letter):
            return found
        if writer or not mail.sender or member == CONCERNS:
            return SetAside("wrong_sender" if writer else "stranger")
        return replace(found, elsewhere=True)

    def _is_the_one_asked_about(self, mail: Mail, letter: Outgoing) -> bool:
        """Whoever writes from another address may say yes from there, if our border vouches for it.

        The question went to the address on file, so who answers it reads the mail that comes there.
        """
        if letter.letter.name != OTHER_ADDRESS or not authenticity.vouched(mail, self._authserv_id):
            return False
        asked_about, _ = self._inbox.raw(letter.cause)
        return mime.read(asked_about).sender == mail.sender

    def _unprompted(self, writer: str | None) -> Found | SetAside:
        if writer is None:
            return SetAside("stranger")
        theirs = self._registry.relationships_of(writer)
        running = [each for each in theirs if each.stage != OVER]
        if not running:
            return SetAside("closed" if theirs else "organiser_unprompted")
        if len(running) > 1:
            return SetAside("several_relationships")
        return Found(running[0].id, writer, writer, None)

    def _read(
        self, key: str, mail: Mail, letter: SentLetter | None, found: Found, taken_at: datetime
    ) -> Sorted | SetAside:
        programme = self._registry.programme_of(found.relationship)
        person = self._registry.person(found.person)
        context = self._context(found, programme, person, _written_at(mail, found, taken_at))
        reading = read_reply(mail, context, letter)
        sender = Sender(
            member=found.member,
            question=found.question,
            trusted=self._is_trusted(mail, found),
            mail=key,
            zone=programme.zone,
            sent=local_day(context.sent, programme.zone),
            has_token=found.letter is not None,
        )
        return Sorted(found.relationship, commands_for(reading.statements, sender))

    def _is_trusted(self, mail: Mail, found: Found) -> bool:
        """The border vouches for the sender, or this answers a letter sent only to ask whether it was them."""
        return found.question.kind is Ask.CONFIRM or authenticity.vouched(mail, self._authserv_id)

    def _context(self, found: Found, programme: Programme, person: Person, sent: datetime) -> Context:
        fields = () if found.member in OFFICE else self._fields(found, programme)
        return Context(found.question.kind, sent, person.zone, person.language, fields, _still_missing(found))

    def _fields(self, found: Found, programme: Programme) -> tuple[FormField, ...]:
        role = next(m.role for m in self._registry.members_of(found.relationship) if m.id == found.member)
        return fields_for(programme, found.question, role)


def _still_missing(found: Found) -> tuple[str, ...]:
    """The fields that the letter which is answered said are missing yet."""
    facts = found.letter.letter.facts if found.letter else {}
    missing = facts.get("missing", ())
    return tuple(str(key) for key in missing) if isinstance(missing, tuple) else ()


def _written_at(mail: Mail, found: Found, taken_at: datetime) -> datetime:
    """When the mail was written: by its own date, unless that lies before the letter it answers."""
    earliest = found.letter.at if found.letter else None
    written = mail.date or taken_at
    latest = max(taken_at, earliest or taken_at) + LATEST_DATE
    # A clock that is years wrong says nothing; one that was turned for a trial may be months ahead.
    written = written if written <= latest else taken_at
    return max(written, earliest) if earliest else written


def _as_sent(found: Found | SetAside) -> SentLetter | None:
    """The letter that is answered, as its reader had it: to tell their words from ours."""
    letter = found.letter if isinstance(found, Found) else None
    return visible.as_sent(letter.raw, letter.at) if letter and letter.raw else None
