"""Posts one letter, once per key: the same bytes however often it takes."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from email.headerregistry import Address
from typing import Protocol

from temporalio import activity
from temporalio.exceptions import ApplicationError

from activities.doors import Agency, Doors
from correspondence.writing import own_record
from correspondence.writing.addresses import message_id, reply_address
from correspondence.writing.mail import NotComposed, compose
from correspondence.writing.occasion import Occasion, Reader
from correspondence.writing.render import render
from mentoring.letters import CONCERNS, ENDS, NEW_END, OFFICE, ORGANISER, SECOND_ORGANISER
from mentoring.programme import Programme
from store.held import Held
from store.journal import Journal
from store.keyring import KeyringMissing
from store.outbox import Outbox, Outgoing
from store.registry import Person, Registry
from store.vault import SEALED, KeyMissing

REFUSED, LATER = "Refused", "Later"
"""How posting fails, besides `SEALED`, which is for want of a key: for good at this address; for now."""

WITNESSED = "seen in the mailbox"
"""What is noted of a letter in place of the server's words that were lost."""

THREAD_LENGTH = 10
"""How many letters of a thread are named in References: enough for every mail program to keep it together."""


DATA_EXPORT = "data_export"
"""The letter that brings its reader what we hold of them."""


class NoReader(Exception):
    """Nobody is to get this letter any more: its reader was forgotten, or the change of address it tells of is over."""


class NotPosted(Exception):
    """The mail server did not take the letter.

    `code` is "refused" (for this address or letter, for good), "later" (try again) or "login" (our settings);
    `status` is the server's three digits, 0 if it gave none.  Its words are left out: they often repeat the address.
    """

    def __init__(self, code: str, permanent: bool, status: int = 0) -> None:
        super().__init__(f"not posted: {code} ({status or 'no answer'})")
        self.code = code
        self.permanent = permanent
        self.status = status


class Postman(Protocol):
    async def post(self, sender: str, recipient: str, raw: bytes) -> str:
        """Hand one mail for one recipient to a mail server; its last words.  Raises NotPosted."""


class Witness(Protocol):
    """Somebody who can look whether a letter arrived whose attempt has no known end, so that it is not sent twice."""

    async def has(self, recipient: str, message_id: str) -> bool | None:
        """Whether it is there; None if that cannot be known now.  Raises nothing."""


class Post:
    def __init__(
        self,
        outbox: Outbox,
        registry: Registry,
        journal: Journal,
        postman: Postman,
        agency: Agency,
        clock: Callable[[], datetime],
        witness: Witness | None = None,
    ) -> None:
        self._outbox = outbox
        self._registry = registry
        self._held = Held(registry, journal)
        self._postman = postman
        self._agency = agency
        self._doors = Doors(outbox, registry, agency)
        self._clock = clock
        self._witness = witness

    @activity.defn
    async def post(self, key: str) -> None:
        """Render once, then hand over the same bytes until the server takes them."""
        try:
            outgoing, recipient, raw = await asyncio.to_thread(self._prepare, key)
        except (KeyMissing, KeyringMissing):
            raise ApplicationError("A letter's words cannot be opened.", type=SEALED, non_retryable=True) from None
        except (NotComposed, NoReader) as trouble:
            # No mail can be written to this address, however often it is tried; or there is none any more.
            code = "not_composed" if isinstance(trouble, NotComposed) else "forgotten"
            await asyncio.to_thread(self._outbox.refused, key, code, False)
            raise _refused() from None
        # An export tells of all relationships of its reader, and is not to outlive one of them under this one's key.
        keep = outgoing.letter.name != DATA_EXPORT
        if outgoing.state == "posted":
            return
        if outgoing.state == "refused":
            raise _refused()
        if await self._arrived_before(outgoing, recipient):
            await asyncio.to_thread(self._outbox.posted, key, WITNESSED, keep)
            return
        try:
            answer = await self._postman.post(self._agency.address, recipient, raw)
        except NotPosted as trouble:
            await self._note_trouble(key, trouble, keep)
        else:
            await asyncio.to_thread(self._outbox.posted, key, answer, keep)

    async def _arrived_before(self, outgoing: Outgoing, recipient: str) -> bool:
        """An earlier attempt may have ended with the letter taken and the server's word, or our note of it, lost."""
        if self._witness is None or outgoing.attempts == 0:
            return False
        return await self._witness.has(recipient, self._message_id(outgoing.key)) is True

    async def _note_trouble(self, key: str, trouble: NotPosted, keep: bool) -> None:
        if trouble.permanent and trouble.code == "refused":
            await asyncio.to_thread(self._outbox.refused, key, trouble.code, keep)
            raise _refused() from None
        await asyncio.to_thread(self._outbox.deferred, key, trouble.code)
        raise ApplicationError("The mail server does not take letters now.", type=LATER) from None

    def _prepare(self, key: str) -> tuple[Outgoing, str, bytes]:
        outgoing = self._outbox.letter(key)
        reader, people, programme = self._readers(outgoing)
        raw = outgoing.raw or self._written(outgoing, reader, people, programme)
        if outgoing.state not in ("posted", "refused"):
            self._outbox.begin(key, raw, self._clock())
        return outgoing, reader.address, raw

    def _written(self, outgoing: Outgoing, reader: Reader, people: dict[str, Reader], programme: Programme) -> bytes:
        reply_to = reply_address(self._agency.address, outgoing.token, self._agency.separator)
        files = own_record.attachments(self._held.by(reader.id)) if outgoing.letter.name == DATA_EXPORT else ()
        doors = self._doors.of(reader.id, outgoing.choices, outgoing.at)
        occasion = Occasion(outgoing.letter, programme, reader, people, outgoing.at, reply_to, files, doors)
        alone = outgoing.letter.name in ENDS
        thread = [] if alone else self._outbox.thread(outgoing.stream, outgoing.letter.to, outgoing.at)
        references = tuple(self._message_id(key) for key in thread[-THREAD_LENGTH:])
        return compose(
            occasion,
            render(occasion),
            sender=Address(display_name=programme.title, addr_spec=self._agency.address),
            message_id=self._message_id(outgoing.key),
            in_reply_to=references[-1] if references else "",
            references=references,
            date=outgoing.at,
        )

    def _message_id(self, key: str) -> str:
        return message_id(key, self._outbox.token(key), self._agency.host)

    def _readers(self, outgoing: Outgoing) -> tuple[Reader, dict[str, Reader], Programme]:
        """Whom it goes to, and everybody it may speak of.  Raises NoReader."""
        programme = self._registry.programme_of(outgoing.stream)
        to, organised = outgoing.letter.to, self._registry.organiser_of(outgoing.stream)
        people = {
            member.id: _reader(member.id, programme.role(member.role).label, self._known(member.id, to))
            for member in self._registry.members_of(outgoing.stream)
        }
        organiser = self._registry.person(organised)
        people[ORGANISER] = _reader(ORGANISER, ORGANISER, organiser)
        if to == CONCERNS:
            route = Person(organiser.name, programme.contacts.concerns, organiser.zone, organiser.language)
            return _reader(CONCERNS, ORGANISER, route), people, programme
        if to == SECOND_ORGANISER:
            second = Person(organiser.name, programme.contacts.second_organiser, organiser.zone, organiser.language)
            return _reader(SECOND_ORGANISER, ORGANISER, second), people, programme
        return self._at_its_end(outgoing, people[to]), people, programme

    def _known(self, member: str, reader: str) -> Person:
        """Who they are; of somebody who was forgotten, that they were there.  Raises NoReader if it is the reader."""
        if not self._registry.is_forgotten(member):
            return self._registry.person(member)
        if member == reader:
            raise NoReader
        return Person("a former member" if reader in OFFICE else "your former partner", "", "UTC", "en")

    def _at_its_end(self, outgoing: Outgoing, reader: Reader) -> Reader:
        """A letter about another address goes there; at the new one nobody is called by name.  Raises NoReader."""
        if outgoing.letter.name not in ENDS:
            return reader
        move = self._registry.move_of(outgoing.letter)
        if move is None:
            raise NoReader
        if outgoing.letter.name == NEW_END:
            return replace(reader, name="reader", address=move.new)
        return replace(reader, address=move.old)


def _refused() -> ApplicationError:
    return ApplicationError("The address refuses letters.", type=REFUSED, non_retryable=True)


def _reader(key: str, role: str, person: Person) -> Reader:
    return Reader(key, person.name, person.address, role, person.zone, person.language)
