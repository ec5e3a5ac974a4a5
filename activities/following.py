"""What an event changes beyond its relationship: who has which address, who is to be forgotten.

Done before the event is written, for each may be done twice, but not left out.
"""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from correspondence.arriving import mime
from correspondence.arriving.digest import anew
from mentoring.commands import Command
from mentoring.confirmations import AddressLearned
from mentoring.ending import End, EndUndone
from mentoring.events import Event
from mentoring.letters import ORGANISER
from mentoring.moving import AddressChanged, AddressUndone, NoteReached
from mentoring.rights import ForgettingAnswered
from store.inbox import Inbox
from store.registry import Registry
from store.vault import KeyMissing, Unreadable

OVER = "closed"


class Following:
    def __init__(self, inbox: Inbox, registry: Registry) -> None:
        self._inbox = inbox
        self._registry = registry

    def follow(self, relationship: str, cause: str, event: Event, now: datetime) -> None:
        """Do what this event of a relationship, of this cause, brings elsewhere."""
        rights = self._registry.rights
        match event:
            case AddressLearned():
                self._learn(relationship, event)
            case AddressChanged(member=member, mail=mail):
                if rights.move(member, mail, now):
                    self._ask_elsewhere(relationship, cause, member, [NoteReached(member)])
            case AddressUndone(member=member, mail=mail):
                rights.move_back(member, mail)
            case ForgettingAnswered(by=by, yes=True):
                rights.forget(by.member, now)
                self._ask_elsewhere(relationship, cause, by.member, [End(by.member)])
            case EndUndone(by=by) if by.member != ORGANISER:
                # Whoever goes on somewhere has to be known there.
                rights.keep(by.member)
            case _:
                pass

    def _learn(self, relationship: str, event: AddressLearned) -> None:
        """The address of a mail is the member's too; and the mail is read anew, as one of theirs."""
        try:
            raw, taken_at = self._inbox.raw(event.mail)
        except (KeyMissing, Unreadable):
            return
        sender = mime.read(raw).sender
        person = self._registry.organiser_of(relationship) if event.member == ORGANISER else event.member
        if not sender or self._registry.is_staff_of(person, sender):
            # What whoever runs the programme writes is not to be taken for a member's, whatever that member says.
            return
        if self._registry.rights.learn_alias(person, sender):
            self._inbox.take(anew(event.mail), raw, taken_at)
            # What follows of it, an END perhaps, is done with that one alone.
            self._inbox.let_go(event.mail)

    def _ask_elsewhere(self, relationship: str, cause: str, person: str, commands: Sequence[Command]) -> None:
        """The same of their other relationships, under keys that are the same however often this is done.

        They are told as of any mail whose signal was lost, by the intake's next round.
        """
        at = self._inbox.taken_at(cause)
        for other in self._registry.relationships_of(person):
            if other.id != relationship and other.stage != OVER:
                key = sha256(f"{cause}|{other.id}".encode()).hexdigest()
                self._inbox.keep(key, other.id, commands, at)
