"""A whole life, played: every letter as it would be sent, and the replies given to it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from zoneinfo import ZoneInfo

from mentoring.calendar import at_hour
from mentoring.events import Event
from store.outbox import Outgoing
from worker.embedded.state import AGENCY, Folder
from worker.embedded.whole import running
from worker.rehearsal import Rehearsal, begin_rehearsal
from worker.script import Answers, Reply


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


async def rehearse(
    folder: Path, text: str, kickoff: date, answers: Answers, tell: Callable[[Sent], None]
) -> list[Sent]:
    """The whole life of a relationship; `tell` hears of each letter and reply as it goes."""
    async with running(Folder(folder), with_ui=False) as whole:
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
        fresh = self._rehearsal.new_letters()
        entries = self._rehearsal.journal() if fresh else []
        for letter in fresh:
            sent = _as_sent(self._rehearsal, letter, [entry.event for entry in entries if entry.cause == letter.cause])
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


def _as_sent(rehearsal: Rehearsal, letter: Outgoing, events: list[Event]) -> Sent:
    mail = message_from_bytes(letter.raw or b"", policy=policy.default)
    assert isinstance(mail, EmailMessage)
    body = mail.get_body(("plain",))
    return Sent(
        at=_in_zone(rehearsal, letter.at),
        letter=letter.letter.name,
        to_role=rehearsal.role_of(letter.letter.to),
        subject=str(mail["Subject"]),
        why=_why(letter, events),
        text=body.get_content() if body else "",
        raw=letter.raw or b"",
    )


def _why(letter: Outgoing, events: list[Event]) -> str:
    """What brought a letter about: the obligation and its step, or a reply."""
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
