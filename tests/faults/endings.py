"""A thousand lives that somebody ends, on the real rules and store, and what others than the writer can see of them.

Who ends it, and all that was written before and meanwhile, is drawn by lot; one draws the same lots again.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random

from activities.advance import Advance, Outcome, Step
from mentoring.answers import AskHelp, AskStatus, FewerMails
from mentoring.commands import Command, Start
from mentoring.documents import Answer, FillForm
from mentoring.ending import End
from mentoring.meetings import ProposeMeeting, ReportMeeting
from mentoring.members import Member
from mentoring.pause import AbsenceKind, Pause
from mentoring.words import Words
from store.registry import Person
from tests.store.opened import HEAD, IMG, IMG_TEXT, KICKOFF, NOW, Store

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NAMES = ("Jo Li", "Ada Lovelace", "Maximiliane Featherstonehaugh-Cholmondeley", "Mira Nair", "Wilhelmina Oyelaran")


@dataclass
class Ending:
    """One life: whose it was, who asked for the end and when, and every outcome that the workflow was told."""

    stream: str
    members: tuple[Member, ...]
    who: str
    asked: datetime
    outcomes: list[tuple[datetime, str, Outcome]] = field(default_factory=list)
    mails: list[tuple[str, str]] = field(default_factory=list)

    def role_of(self, member: str) -> str:
        return next(each.role for each in self.members if each.id == member)


def endings(store: Store, number: int, seed: int) -> Iterator[Ending]:
    lots = Random(seed)
    store.registry.keep_programme(IMG_TEXT)
    for nth in range(number):
        yield _Life(store, lots, nth).lived()


class _Life:
    def __init__(self, store: Store, lots: Random, nth: int) -> None:
        self._store, self._lots, self._nth = store, lots, nth
        self._advance = Advance(store.journal, store.inbox, store.outbox, store.registry)
        names = lots.sample(NAMES, 2)
        mentor, mentee = (Person(name, f"{at}-{nth}@town.example", "UTC", "en") for at, name in enumerate(names))
        pair = ((mentor, "mentor"), (mentee, "mentee"))
        stream, members, _ = store.registry.enrol(f"img|{nth}", IMG, pair, HEAD, NOW)
        store.inbox.keep(f"start-{stream}", stream, [Start(members, IMG.zone, KICKOFF)], NOW)
        self._names = {member.id: name for member, name in zip(members, names, strict=True)}
        self._length = {member.id: lots.randint(200, 3000) for member in members}
        asked = NOW + 2 * DAY + lots.randint(0, 7 * 24 * 60) * timedelta(minutes=1)
        self._ending = Ending(stream, members, lots.choice(members).id, asked)

    def lived(self) -> Ending:
        """From the kick-off to the letters about the end."""
        ending, lots = self._ending, self._lots
        self._step(f"start-{ending.stream}", NOW)
        before = sorted(NOW + lots.random() * (ending.asked - NOW) for _ in range(lots.randint(1, 3)))
        meanwhile = sorted(ending.asked + lots.random() * DAY for _ in range(lots.choice((0, 0, 1, 1, 2))))
        for at in before:
            self._writes(lots.choice(ending.members).id, at)
        self._writes(ending.who, ending.asked, End(ending.who))
        for at in meanwhile:
            self._writes(lots.choice(ending.members).id, at)
        while ending.outcomes[-1][2].stage != "ended":
            self._time_passes(self._deadline())
        return ending

    def _writes(self, member: str, at: datetime, command: Command | None = None) -> None:
        while self._deadline() <= at:
            self._time_passes(self._deadline())
        key = f"{len(self._ending.mails):02}{self._nth:062}"
        self._ending.mails.append((key, member))
        self._store.inbox.take(key, self._mail(self._length[member] + self._lots.randint(0, 60)), at)
        self._store.inbox.sort(key, self._ending.stream, [command or self._anything(member, at)])
        self._step(key, at)

    def _anything(self, member: str, at: datetime) -> Command:
        day: date = at.date()
        anything: list[Command] = [
            AskStatus(member), AskHelp(member), FewerMails(member), ReportMeeting(member, True, day),
            ReportMeeting(member, False), ProposeMeeting(member, day + 5 * DAY), self._form(member),
            Pause(member, AbsenceKind.AWAY, day + 20 * DAY, day + 25 * DAY),
        ]  # fmt: skip
        return self._lots.choice(anything)

    def _form(self, member: str) -> FillForm:
        theirs = [f for f in IMG.document("agreement").fields if f.by in (self._ending.role_of(member), "any")]
        return FillForm(member, "agreement", tuple(Answer(each.key, Words("as we said")) for each in theirs))

    def _time_passes(self, deadline: datetime) -> None:
        self._step(f"time/{deadline.isoformat()}/{self._ending.outcomes[-1][2].position}", deadline)

    def _step(self, cause: str, at: datetime) -> None:
        outcome = self._advance.advance(Step(self._ending.stream, cause, at))
        self._ending.outcomes.append((at, cause.partition("/")[0], outcome))
        for letter in self._store.outbox.of_cause(self._ending.stream, cause):
            # As long as a mail is that names its reader and their partner now and then.
            name = self._names.get(letter.letter.to, "Organiser")
            length = 2500 + 40 * len(name) + 15 * sum(map(len, self._names.values()))
            self._store.outbox.begin(letter.key, self._mail(length), at)
            self._store.outbox.posted(letter.key, "250 queued")

    def _mail(self, length: int) -> bytes:
        """Something of that length that cannot be made shorter by half."""
        return b"From: somebody\r\n\r\n" + self._lots.randbytes(length // 2).hex().encode()

    def _deadline(self) -> datetime:
        deadline = self._ending.outcomes[-1][2].deadline
        assert deadline is not None
        return deadline
