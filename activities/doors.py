"""Where a member of several relationships writes to: one address for each of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from correspondence.writing.addresses import reply_address
from correspondence.writing.occasion import Door
from mentoring.calendar import local_day
from store.outbox import Outbox
from store.registry import Enrolled, Registry

OVER, NOT_BEGUN = "closed", "enrolled"


@dataclass(frozen=True, slots=True)
class Agency:
    """Our own address, which replies come back to, and what stands between its name and a token."""

    address: str
    separator: str = "+"

    @property
    def host(self) -> str:
        return self.address.rpartition("@")[2]


class Doors:
    def __init__(self, outbox: Outbox, registry: Registry, agency: Agency) -> None:
        self._outbox = outbox
        self._registry = registry
        self._agency = agency

    def of(self, member: str, choices: Sequence[str], now: datetime) -> tuple[Door, ...]:
        """Those of these relationships that go on still, named as their letters name them.  Raises KeyMissing."""
        found = [self._registry.relationship(each) for each in choices]
        return tuple(self._door(each, member, now) for each in found if each.stage != OVER)

    def _door(self, each: Enrolled, member: str, now: datetime) -> Door:
        programme, members = self._registry.programme_of(each.id), self._registry.members_of(each.id)
        role = next(programme.role(one.role).label for one in members if one.id == member)
        begun = each.stage != NOT_BEGUN
        # Before the kick-off letter nobody has been told with whom.
        partners = tuple(self._name(one.id) for one in members if one.id != member) if begun else ()
        begins = local_day(each.deadline, programme.zone) if each.deadline and not begun else None
        address = reply_address(self._agency.address, self._outbox.door(each.id, member, now), self._agency.separator)
        return Door(programme.title, role, partners, begins, address)

    def _name(self, person: str) -> str:
        return "your former partner" if self._registry.is_forgotten(person) else self._registry.person(person).name
