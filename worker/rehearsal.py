"""A relationship on the real server with the clock turned: written to, answered, and moved from date to date."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from activities.intake.whose import OVER
from mentoring.letters import OFFICE, ORGANISER, SECOND_ORGANISER
from mentoring.members import seats_of
from mentoring.programme import Programme
from store.journal import Entry
from store.outbox import Outgoing
from store.registry import Person
from worker.clock import now
from worker.embedded.reading import Correspondent
from worker.embedded.state import AGENCY
from worker.embedded.whole import Whole
from worker.roster import Row, enrol
from worker.service import begin
from worker.virtual import skip, time_of

# Longer than a signal that was lost takes to be given again.
PATIENCE = 90.0
HEARTBEAT = 0.02
NAMES = ("Ada Lovelace", "Mira Lind", "Noor Haddad", "Tom Okafor")


class RehearsalStuck(Exception):
    """Something waited for did not happen."""


@dataclass(slots=True)
class Rehearsal:
    """One relationship under way on an embedded service of its own."""

    whole: Whole
    programme: Programme
    relationship: str
    addresses: dict[str, str]
    seen: set[str] = field(default_factory=set)

    async def settle(self) -> None:
        """Wait until every mail was dealt with, every letter has left, and nothing is due."""
        try:
            async with asyncio.timeout(PATIENCE):
                while not await self._is_settled():
                    await asyncio.sleep(HEARTBEAT)
        except TimeoutError:
            raise RehearsalStuck(f"Not settled after {PATIENCE:.0f} s: {await self._standing()}.") from None

    async def _standing(self) -> str:
        """What there is to wait for, as counts and dates."""
        house = self.whole.house
        mails, letters = len(self.whole.lying_in_wait()), house.outbox.unposted(self.relationship)
        waits = "some" if house.inbox.waits_for(self.relationship) else "no"
        return (
            f"{mails} mails not taken in, {waits} mail to be dealt with, {letters} letters not posted, "
            f"the next thing due at {house.next_moment(self.relationship)}, and it is {await self.now()} there"
        )

    async def _is_settled(self) -> bool:
        if not self._all_has_left():
            return False
        # When the next thing happens is written together with its letters: read after them, it could be newer.
        house = self.whole.house
        standing = house.registry.relationship(self.relationship)
        deadline = await asyncio.to_thread(house.next_moment, self.relationship)
        if not self._all_has_left():
            return False
        return standing.stage == OVER or (deadline is not None and deadline > await self.now())

    def _all_has_left(self) -> bool:
        house = self.whole.house
        if self.whole.lying_in_wait() or house.inbox.waits_for(self.relationship):
            return False
        return not house.outbox.unposted(self.relationship)

    async def now(self) -> datetime:
        return await time_of(self.whole.client, self.relationship)

    async def turn_to(self, moment: datetime) -> None:
        """Turn the clock to a moment (aware) and let what comes due happen."""
        far = moment - await self.now()
        if far > timedelta(0):
            await skip(self.whole.client, self.relationship, far)
        await self.settle()

    @property
    def deadline(self) -> datetime | None:
        """The next moment at which something happens by itself; None when it is over."""
        standing = self.whole.house.registry.relationship(self.relationship)
        return None if standing.stage == OVER else self.whole.house.next_moment(self.relationship)

    def new_letters(self) -> list[Outgoing]:
        """Letters that were due since this was asked last."""
        outbox = self.whole.house.outbox
        fresh = [key for key in outbox.keys_of(self.relationship) if key not in self.seen]
        self.seen |= set(fresh)
        return [outbox.letter(key) for key in fresh]

    def journal(self) -> list[Entry]:
        """Everything that has happened."""
        return self.whole.house.journal.read(self.relationship)

    async def reply(self, role: str, letter: Outgoing, text: str, at: datetime) -> None:
        """Answer a letter from its reader's mailbox, through SMTP, and let the service act on it."""
        box = self._box(role)
        await self._send(lambda: box.reply_to(box.find(letter.key), text, at))

    async def write(self, role: str, text: str, at: datetime) -> None:
        """Write to the agency without answering anything."""
        box = self._box(role)
        await self._send(lambda: box.write(AGENCY, "Hello", text, at))

    async def _send(self, send: Callable[[], None]) -> None:
        await asyncio.to_thread(send)
        await self.settle()

    def _box(self, role: str) -> Correspondent:
        return Correspondent(self.addresses[role], self.whole.ports.smtp, self.whole.ports.imap)

    def role_of(self, reader: str) -> str:
        """A role's key, with a number where several have it; or organiser."""
        if reader == SECOND_ORGANISER:
            return reader
        if reader in OFFICE:
            return ORGANISER
        members = self.whole.house.registry.members_of(self.relationship)
        return next(s.name for s, m in zip(seats_of(self.programme), members, strict=True) if m.id == reader)


async def begin_rehearsal(whole: Whole, text: str, kickoff: date, place: str = "town.example") -> Rehearsal:
    """Enrol one made-up pair, whose addresses are at `place`."""
    programme = whole.house.registry.keep_programme(text)
    people, addresses = [], {ORGANISER: programme.contacts.organiser}
    if programme.contacts.second_organiser:
        addresses[SECOND_ORGANISER] = programme.contacts.second_organiser
    for seat, name in zip(seats_of(programme), NAMES, strict=False):
        addresses[seat.name] = f"{name.partition(' ')[0].lower()}@{place}"
        people.append((Person(name, addresses[seat.name], programme.zone, programme.language), seat.role))
    row = Row(1, tuple(people), kickoff)
    relationship, _ = enrol(whole.house, programme, row, programme.contacts.organiser, now())
    await begin(whole.client, whole.settings, relationship, programme.name)
    begun = Rehearsal(whole, programme, relationship, addresses)
    await begun.settle()
    return begun
