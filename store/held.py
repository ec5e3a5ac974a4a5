"""What we hold of one person, over all their relationships."""

from mentoring.own_record import Membership, OwnRecord, membership
from store.journal import Journal
from store.registry import Registry


class Held:
    def __init__(self, registry: Registry, journal: Journal) -> None:
        self._registry = registry
        self._journal = journal

    def by(self, person: str) -> OwnRecord:
        """Raises KeyMissing if a part of it cannot be opened: half an answer would be a wrong one."""
        who = self._registry.person(person)
        theirs = tuple(
            self._membership(each.id, each.stage, person) for each in self._registry.relationships_of(person)
        )
        return OwnRecord(who.name, who.address, who.zone, who.language, theirs)

    def _membership(self, relationship: str, stage: str, person: str) -> Membership:
        role = next(each.role for each in self._registry.members_of(relationship) if each.id == person)
        events = (entry.event for entry in self._journal.read(relationship))
        return membership(self._registry.programme_of(relationship), role, stage, events, person)
