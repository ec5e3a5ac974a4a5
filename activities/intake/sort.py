"""Finds out of a stored mail: is it a person, who, about what, is it really them, and what do they ask?"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from traceback import extract_tb

from sqlalchemy.exc import SQLAlchemyError

from activities.intake import strangers, two_ended
from activities.intake.whose import Found, SetAside, Whose
from correspondence.arriving import absences, authenticity, automatic, bounces, mime, visible
from correspondence.arriving.mime import Mail
from correspondence.arriving.reading import Context, FormField, Statement
from correspondence.arriving.understand import read_reply
from correspondence.arriving.visible import SentLetter
from correspondence.commands import NewAddress, Sender, commands_for
from correspondence.questions import fields_for, first_document
from correspondence.subjects import about, asks_to_leave
from correspondence.writing.addresses import find_token
from mentoring.answers import AskWhich
from mentoring.calendar import local_day
from mentoring.commands import Command
from mentoring.confirmations import Doubt, FromElsewhere, is_about_the_person
from mentoring.ending import End
from mentoring.letters import NEW_END, OFFICE, Ask
from mentoring.pause import OfferPause
from mentoring.programme import Programme
from mentoring.reaching import report_of
from mentoring.rights import ForgetMe
from store.inbox import KEY_MISSING, Inbox
from store.keyring import KeyringMissing
from store.outbox import Outbox
from store.registry import Person, Registry
from store.vault import Destroyed, KeyMissing, Unreadable

log = logging.getLogger("peerpost")

LATEST_DATE = timedelta(days=730)


@dataclass(frozen=True, slots=True)
class Sorted:
    """Of which relationship a mail asks what, and whether its words are not to be kept: its writer wants to leave."""

    relationship: str
    commands: tuple[Command, ...]
    forget: bool = False


class Sorter:
    def __init__(self, inbox: Inbox, outbox: Outbox, registry: Registry, agency: str, authserv_id: str) -> None:
        self._inbox = inbox
        self._outbox = outbox
        self._registry = registry
        self._agency = agency
        self._authserv_id = authserv_id
        self._whose = Whose(inbox, outbox, registry, agency, authserv_id)

    def sort(self, key: str) -> str | None:
        """Note what a mail asks; the relationship to tell of it, or None if it was set aside."""
        raw = b""
        try:
            raw, taken_at = self._inbox.raw(key)
            match self._readable(key, raw, taken_at):
                case SetAside(reason):
                    self._inbox.set_aside(key, reason)
                    return None
                case Sorted(relationship, commands, forget):
                    self._inbox.sort(key, relationship, commands, forget)
                    return relationship
        except Destroyed:
            self._inbox.set_aside(key, "forgotten")
        except KeyMissing:
            self._wait_for_its_key(key, raw)
        except Unreadable:
            self._inbox.set_aside(key, "damaged")
        return None

    def _wait_for_its_key(self, key: str, raw: bytes) -> None:
        """Until somebody has put it back: no other mail waits for that, and this one is not lost."""
        if self._inbox.state(key)[1] != KEY_MISSING:
            log.error("A mail cannot be read for want of a key.", extra={"code": KEY_MISSING})
        self._inbox.set_aside(key, KEY_MISSING, self._whose.stream_of(mime.read(raw)) if raw else None)

    def _readable(self, key: str, raw: bytes, taken_at: datetime) -> Sorted | SetAside:
        """No mail may hold up the mails behind it, whatever it does to the parsers; trouble of the store may."""
        try:
            return self._sorted(key, raw, taken_at)
        except (SQLAlchemyError, OSError, KeyMissing, KeyringMissing):
            raise
        except Exception as error:
            where = extract_tb(error.__traceback__)[-1]
            told = {"error": type(error).__name__, "where": f"{where.name}:{where.lineno}"}
            log.error("A mail could not be read.", extra=told)
            return SetAside("unreadable")

    def _sorted(self, key: str, raw: bytes, taken_at: datetime) -> Sorted | SetAside:
        tree = mime.parsed(raw)
        mail = mime.mail_of(tree)
        if mail.too_much:
            return SetAside("hostile")
        bounce = bounces.in_tree(tree, len(raw))
        if bounce.failed:
            return self._bounced(bounce)
        found = self._whose.of(mail)
        letter = _as_sent(found)
        # What our own letter says in a quote is no sign of a machine.
        own_words = visible.split(mail, letter).text if letter else None
        if reason := automatic.is_automatic(mail, own_words, self._agency):
            absent = None if reason in automatic.NO_RESPONDER else self._absent(mail, own_words, found, taken_at)
            return absent or SetAside(f"automatic/{reason}")
        if isinstance(found, SetAside):
            asks = found.reason == strangers.STRANGER and strangers.asks_for_rights(mail, self._authserv_id, taken_at)
            return SetAside(strangers.ASKED) if asks else found
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
            first_document=first_document(programme),
            named=self._named(reading.statements, found, key, taken_at),
        )
        commands = commands_for(reading.statements, sender)
        if found.is_at_an_end and not two_ended.only_about_it(commands):
            return SetAside("wrong_sender")
        if found.elsewhere:
            commands = (Doubt(found.member, FromElsewhere(found.member, key, sender.sent, about(commands))),)
            return Sorted(found.relationship, commands)
        forget = (found.letter is not None and found.letter.letter.tells_who_asked) or any(map(asks_to_leave, commands))
        return Sorted(found.relationship, _of_several(commands, found) if found.others else commands, forget)

    def _named(self, statements: tuple[Statement, ...], found: Found, key: str, at: datetime) -> NewAddress:
        """What is known of the address a member wants to move to; one that is free is kept, sealed, for the asking."""
        letter = found.letter
        if letter is not None and letter.letter.name == NEW_END:
            move = self._registry.move_of(letter.letter)
            return two_ended.known_of(self._registry, move.new if move else "", self._agency, found.person)
        address = two_ended.new_address(statements) if found.member not in OFFICE else ""
        named = two_ended.known_of(self._registry, address, self._agency, found.person)
        if named is NewAddress.FREE and not found.elsewhere:
            self._registry.rights.propose(found.person, key, address, at)
        return named

    def _is_trusted(self, mail: Mail, found: Found) -> bool:
        """The border vouches for the sender, or this answers a letter sent only to ask whether it was them."""
        return found.question.kind is Ask.CONFIRM or authenticity.vouched(mail, self._authserv_id)

    def _context(self, found: Found, programme: Programme, person: Person, sent: datetime) -> Context:
        fields = () if found.member in OFFICE else self._fields(found, programme)
        return Context(found.question.kind, sent, person.zone, person.language, fields, _still_missing(found))

    def _fields(self, found: Found, programme: Programme) -> tuple[FormField, ...]:
        role = next(m.role for m in self._registry.members_of(found.relationship) if m.id == found.member)
        return fields_for(programme, found.question, role)


def _of_several(commands: tuple[Command, ...], found: Found) -> tuple[Command, ...]:
    """What concerns the person is done once; of all else it is asked which relationship is meant, and nothing guessed.

    Who wants to be forgotten ends them all.
    """
    personal = tuple(command for command in commands if is_about_the_person(command))
    ends = any(isinstance(command, ForgetMe) for command in personal)
    rest = [each for each in commands if each not in personal and not (ends and isinstance(each, End))]
    which = (AskWhich(found.member, (found.relationship, *found.others)),) if rest else ()
    return (*personal, *which)


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
