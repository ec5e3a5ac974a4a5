"""A relationship from start to end on the real server with the clock turned: every letter, and the replies given."""

import asyncio
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from zoneinfo import ZoneInfo

from activities.intake.sort import OVER
from mentoring.calendar import at_hour
from mentoring.letters import CONCERNS, ORGANISER
from mentoring.programme import Programme
from store.outbox import Outgoing
from store.registry import Person
from worker.clock import now
from worker.embedded.reading import Correspondent
from worker.embedded.state import AGENCY, Folder
from worker.embedded.whole import Whole, running
from worker.roster import Row, enrol
from worker.service import begin
from worker.virtual import length, skip, time_of

IN_ONE_RUN = 1_000_000
"""A rehearsal is not cut into runs: the server's skipped time is wrong from the third run on."""

PATIENCE = 30.0
HEARTBEAT = 0.02
USUAL_DELAY = "3h"
NAMES = ("Ada Lovelace", "Mira Lind", "Noor Haddad", "Tom Okafor")


class RehearsalStuck(Exception):
    """Something waited for did not happen."""


class AnswersRefused(Exception):
    """Says what is wrong with an answers file."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What a role says to a letter: once, or every time it comes."""

    role: str
    to: str
    say: str
    after: timedelta
    always: bool


@dataclass(frozen=True, slots=True)
class Note:
    """What a role writes by itself, so many days after the kick-off."""

    role: str
    day: int
    say: str


@dataclass(frozen=True, slots=True)
class Answers:
    replies: tuple[Reply, ...] = ()
    notes: tuple[Note, ...] = ()


def read_answers(text: str) -> Answers:
    """An answers file (TOML): `[[reply]] role, to, say, after, always` and `[[write]] role, day, say`.

    Raises AnswersRefused with a sentence.
    """
    try:
        table = tomllib.loads(text)
        replies = tuple(
            Reply(r["role"], r["to"], r["say"], length(r.get("after", USUAL_DELAY)), bool(r.get("always", False)))
            for r in table.get("reply", [])
        )
        return Answers(replies, tuple(Note(w["role"], int(w["day"]), w["say"]) for w in table.get("write", [])))
    except tomllib.TOMLDecodeError as problem:
        raise AnswersRefused(f"The answers file is not TOML: {problem}.") from None
    except KeyError as missing:
        raise AnswersRefused(f"An answer lacks {missing}; each [[reply]] needs role, to, say.") from None
    except (TypeError, ValueError) as problem:
        raise AnswersRefused(f"The answers file cannot be used: {problem}") from None


@dataclass(frozen=True, slots=True)
class Sent:
    """A letter or a reply as it went: `at` is aware, in the programme's zone; `letter` is empty for a reply."""

    at: datetime
    letter: str
    to_role: str
    subject: str
    why: str
    text: str
    raw: bytes = b""
    from_role: str = ""


@dataclass(slots=True)
class Rehearsal:
    """One relationship under way on an embedded service of its own."""

    whole: Whole
    programme: Programme
    relationship: str
    addresses: dict[str, str]
    mails_sent: int = 0
    seen: set[str] = field(default_factory=set)

    async def settle(self) -> None:
        """Wait until every mail was dealt with, every letter has left, and nothing is due."""
        try:
            async with asyncio.timeout(PATIENCE):
                while not await self._is_settled():
                    await asyncio.sleep(HEARTBEAT)
        except TimeoutError:
            raise RehearsalStuck(f"Nothing moved for {PATIENCE:.0f} s.") from None

    async def _is_settled(self) -> bool:
        house = self.whole.house
        came, waiting = house.inbox.progress()
        if came < self.mails_sent or waiting or house.outbox.unposted(self.relationship):
            return False
        standing = house.registry.relationship(self.relationship)
        if standing.stage == OVER:
            return True
        return standing.deadline is not None and standing.deadline > await self.now()

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
        return None if standing.stage == OVER else standing.deadline

    def new_letters(self) -> list[Outgoing]:
        """Letters that have left since this was asked last."""
        fresh = [each for each in self.whole.house.outbox.all_of(self.relationship) if each.key not in self.seen]
        self.seen |= {each.key for each in fresh}
        return fresh

    async def reply(self, role: str, letter: Outgoing, text: str, at: datetime) -> None:
        """Answer a letter from its reader's mailbox, through SMTP, and let the service act on it."""
        box = self._box(role)
        await self._send(lambda: box.reply_to(box.find(letter.key), text, at))

    async def write(self, role: str, text: str, at: datetime) -> None:
        """Write to the agency without answering anything."""
        box = self._box(role)
        await self._send(lambda: box.write(AGENCY, "Hello", text, at))

    async def _send(self, send: Callable[[], None]) -> None:
        self.mails_sent += 1
        await asyncio.to_thread(send)
        await self.settle()

    def _box(self, role: str) -> Correspondent:
        return Correspondent(self.addresses[role], self.whole.ports.smtp, self.whole.ports.imap)

    def role_of(self, reader: str) -> str:
        """A role's key, or organiser."""
        if reader in (ORGANISER, CONCERNS):
            return ORGANISER
        return next(m.role for m in self.whole.house.registry.members_of(self.relationship) if m.id == reader)


async def begin_rehearsal(whole: Whole, text: str, kickoff: date, place: str = "town.example") -> Rehearsal:
    """Enrol one made-up pair, whose addresses are at `place`."""
    programme = whole.house.registry.keep_programme(text)
    people, addresses = [], {ORGANISER: programme.contacts.organiser}
    for role, name in zip(programme.roles, NAMES, strict=False):
        addresses[role.key] = f"{name.partition(' ')[0].lower()}@{place}"
        people.append((Person(name, addresses[role.key], programme.zone, programme.language), role.key))
    came, _ = whole.house.inbox.progress()
    row = Row(1, tuple(people), kickoff)
    relationship, _ = enrol(whole.house, programme, row, programme.contacts.organiser, now())
    await begin(whole.client, whole.settings, relationship, programme.name)
    begun = Rehearsal(whole, programme, relationship, addresses, came)
    await begun.settle()
    return begun


async def rehearse(
    folder: Path, text: str, kickoff: date, answers: Answers, tell: Callable[[Sent], None]
) -> list[Sent]:
    """The whole life of a relationship; `tell` hears of each letter and reply as it goes."""
    async with running(Folder(folder), IN_ONE_RUN, with_ui=False) as whole:
        played = _Play(await begin_rehearsal(whole, text, kickoff), answers, kickoff, tell)
        await played.through()
        return played.sent


@dataclass(slots=True)
class _Planned:
    at: datetime
    role: str
    say: str
    letter: Outgoing | None


class _Play:
    """Plays the answers to the letters as they come."""

    def __init__(self, rehearsal: Rehearsal, answers: Answers, kickoff: date, tell: Callable[[Sent], None]) -> None:
        self._rehearsal = rehearsal
        self._tell = tell
        self._replies = list(answers.replies)
        hour = rehearsal.programme.letters_at
        self._planned = [
            _Planned(_local(rehearsal, kickoff + timedelta(days=note.day), hour.hour + 1), note.role, note.say, None)
            for note in answers.notes
        ]
        self.sent: list[Sent] = []

    async def through(self) -> None:
        rehearsal = self._rehearsal
        self._read_letters()
        while rehearsal.deadline is not None:
            due = min(self._planned, key=lambda planned: planned.at, default=None)
            if due is not None and due.at < rehearsal.deadline:
                self._planned.remove(due)
                await self._speak(due)
            else:
                await rehearsal.turn_to(rehearsal.deadline + timedelta(seconds=1))
            self._read_letters()

    async def _speak(self, due: _Planned) -> None:
        rehearsal = self._rehearsal
        await rehearsal.turn_to(due.at)
        at = _in_zone(rehearsal, due.at)
        said = Sent(at, "", AGENCY, "", "", due.say, from_role=due.role)
        self.sent.append(said)
        self._tell(said)
        if due.letter is not None:
            await rehearsal.reply(due.role, due.letter, due.say, due.at)
        else:
            await rehearsal.write(due.role, due.say, due.at)

    def _read_letters(self) -> None:
        for letter in self._rehearsal.new_letters():
            sent = _as_sent(self._rehearsal, letter)
            self.sent.append(sent)
            self._tell(sent)
            answer = self._answer_to(sent)
            if answer is not None:
                self._planned.append(_Planned(letter.at + answer.after, sent.to_role, answer.say, letter))

    def _answer_to(self, sent: Sent) -> Reply | None:
        for reply in self._replies:
            if reply.role == sent.to_role and reply.to == sent.letter:
                if not reply.always:
                    self._replies.remove(reply)
                return reply
        return None


def _as_sent(rehearsal: Rehearsal, letter: Outgoing) -> Sent:
    mail = message_from_bytes(letter.raw or b"", policy=policy.default)
    assert isinstance(mail, EmailMessage)
    body = mail.get_body(("plain",))
    return Sent(
        at=_in_zone(rehearsal, letter.at),
        letter=letter.letter.name,
        to_role=rehearsal.role_of(letter.letter.to),
        subject=str(mail["Subject"]),
        why=_why(rehearsal, letter),
        text=body.get_content() if body else "",
        raw=letter.raw or b"",
    )


def _why(rehearsal: Rehearsal, letter: Outgoing) -> str:
    """What brought a letter about: the obligation and its step, or a reply."""
    events = [e.event for e in rehearsal.whole.house.journal.read(rehearsal.relationship) if e.cause == letter.cause]
    if not letter.cause.startswith("time/"):
        return "kick-off" if letter.cause.startswith("start-") else f"a reply: {_words(type(events[0]).__name__)}"
    keyed = [event for event in events if letter.letter.question.about in (getattr(event, "key", ""), "")] or events
    event = keyed[0]
    key = getattr(event, "key", "")
    return f"{key}: {_words(type(event).__name__)}" if key else _words(type(event).__name__)


def _words(name: str) -> str:
    return "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in name).strip()


def _in_zone(rehearsal: Rehearsal, moment: datetime) -> datetime:
    return moment.astimezone(ZoneInfo(rehearsal.programme.zone))


def _local(rehearsal: Rehearsal, day: date, hour: int) -> datetime:
    return at_hour(day, time(min(hour, 23)), rehearsal.programme.zone)
