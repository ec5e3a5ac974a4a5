"""Whose a mail is, and which letter it answers: by its token and its sender, and by nothing it says."""

from dataclasses import dataclass, replace

from activities.intake import two_ended
from correspondence.arriving import authenticity, mime
from correspondence.arriving.mime import Mail
from correspondence.writing.addresses import find_token
from mentoring.letters import CONCERNS, ENDS, NOTHING_ASKED, OFFICE, ORGANISER, SECOND_ORGANISER, WHICH_ONE, Question
from store.inbox import Inbox
from store.outbox import Outbox, Outgoing
from store.registry import Registry
from store.vault import Destroyed

OVER = "closed"
"""The stage of a relationship on whose mails nobody acts any more."""

OTHER_ADDRESS = "other_address"
"""The letter that asks whether a mail from another address was theirs; its cause is that mail's key."""


@dataclass(frozen=True, slots=True)
class SetAside:
    """Why a mail is kept for a human instead: a code, never a word of it."""

    reason: str


@dataclass(frozen=True, slots=True)
class Found:
    """Who writes, in which relationship, answering which letter (None: unprompted).

    `elsewhere`: from an address that is nobody's, so that whoever it is has yet to say that it was them.  `others`
    are their other relationships, where nothing tells which of them is meant.
    """

    relationship: str
    member: str
    person: str
    letter: Outgoing | None
    elsewhere: bool = False
    others: tuple[str, ...] = ()

    @property
    def is_at_an_end(self) -> bool:
        """Whether it answers a letter about another address, from the end that letter went to."""
        return self.letter is not None and self.letter.letter.name in ENDS

    @property
    def question(self) -> Question:
        return self.letter.letter.question if self.letter else NOTHING_ASKED


class Whose:
    def __init__(self, inbox: Inbox, outbox: Outbox, registry: Registry, agency: str, authserv_id: str) -> None:
        self._inbox = inbox
        self._outbox = outbox
        self._registry = registry
        self._agency = agency
        self._authserv_id = authserv_id

    def of(self, mail: Mail) -> Found | SetAside:
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
        if found.is_at_an_end:
            return found if two_ended.is_from_its_end(self._registry, letter, mail.sender) else SetAside("wrong_sender")
        if self._registry.is_forgotten(person):
            return SetAside("stranger")
        if writer == person and letter.letter.question.about == WHICH_ONE:
            # An answer to the question itself tells no more than the mail before it.
            return self._unprompted(writer)
        if writer == person or self._is_the_one_asked_about(mail, letter):
            return found
        if writer or not mail.sender or member == CONCERNS:
            return SetAside("wrong_sender" if writer else "stranger")
        return replace(found, elsewhere=True)

    def stream_of(self, mail: Mail) -> str | None:
        """The relationship of a mail that lacks a key, where its token or its one sender tells."""
        token = find_token(mail.recipients, mail.references, mail.text, self._agency)
        if token and (stream := self._outbox.stream_of(token)):
            return stream
        writer = self._registry.person_at(mail.sender) if mail.sender else None
        found = self._unprompted(writer)
        return found.relationship if isinstance(found, Found) else None

    def _is_the_one_asked_about(self, mail: Mail, letter: Outgoing) -> bool:
        """Whoever writes from another address may say yes from there, if our border vouches for it.

        The question went to the address on file, so who answers it reads the mail that comes there.
        """
        if letter.letter.name != OTHER_ADDRESS or not authenticity.vouched(mail, self._authserv_id):
            return False
        try:
            asked_about, _ = self._inbox.raw(letter.cause)
        except Destroyed:
            # They took so long over the answer that the mail was let go.
            return False
        return mime.read(asked_about).sender == mail.sender

    def _unprompted(self, writer: str | None) -> Found | SetAside:
        if writer is None:
            return SetAside("stranger")
        theirs = self._registry.relationships_of(writer)
        if not theirs:
            return SetAside("organiser_unprompted")
        # Of what is closed nothing is heard but what its members may ask as long as anything is held of them.
        meant = [each.id for each in theirs if each.stage != OVER] or [theirs[0].id]
        return Found(meant[0], writer, writer, None, others=tuple(meant[1:]))
