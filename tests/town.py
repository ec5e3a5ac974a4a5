"""Ada, Mira and their post office: a story is told in mails and days, on the real servers."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage

from mentoring.events import Event
from mentoring.relationship import fold, initial
from mentoring.state import Relationship, State
from store.outbox import Outgoing
from worker.rehearsal import Rehearsal

MENTOR, MENTEE, ORGANISER = "mentor", "mentee", "organiser"


@dataclass(frozen=True)
class Mail:
    """A letter as its reader has it."""

    name: str
    role: str
    at: datetime
    subject: str
    text: str
    outgoing: Outgoing

    def says(self, words: str) -> bool:
        return " ".join(words.split()) in " ".join(self.text.split())


@dataclass
class Town:
    """One pair among the people of a town, and a clock that can be turned."""

    rehearsal: Rehearsal

    def post(self, role: str = "") -> list[Mail]:
        """Every letter so far, to one role or to all, oldest first."""
        house = self.rehearsal.whole.house
        mails = [self._mail(each) for each in house.outbox.all_of(self.rehearsal.relationship)]
        return [mail for mail in mails if role in ("", mail.role)]

    def names(self, role: str = "") -> list[str]:
        return [mail.name for mail in self.post(role)]

    def latest(self, role: str, name: str) -> Mail:
        return next(mail for mail in reversed(self.post(role)) if mail.name == name)

    def _mail(self, each: Outgoing) -> Mail:
        mail = message_from_bytes(each.raw or b"", policy=policy.default)
        assert isinstance(mail, EmailMessage)
        body = mail.get_body(("plain",))
        text = body.get_content() if body else ""
        return Mail(each.letter.name, self.rehearsal.role_of(each.letter.to), each.at, str(mail["Subject"]), text, each)

    async def answers(self, role: str, name: str, text: str) -> list[Mail]:
        """`role` replies to the latest letter of that name; the letters that follow."""
        before = len(self.post())
        letter = self.latest(role, name)
        at = max(await self.rehearsal.now(), letter.at) + timedelta(minutes=5)
        await self.rehearsal.reply(role, letter.outgoing, text, at)
        return self.post()[before:] if len(self.post()) > before else []

    async def writes(self, role: str, text: str) -> None:
        await self.rehearsal.write(role, text, await self.rehearsal.now())

    async def days(self, number: float) -> None:
        await self.rehearsal.turn_to(await self.rehearsal.now() + timedelta(days=number))

    async def in_days(self, number: int) -> str:
        """The date so many days from now in words: which day "next Wednesday" is depends on when the tests run."""
        return f"{await self.rehearsal.now() + timedelta(days=number):%d %B %Y}"

    async def until(self, day: date) -> None:
        """To the early evening of a day."""
        evening = datetime(day.year, day.month, day.day, 18, tzinfo=(await self.rehearsal.now()).tzinfo)
        await self.rehearsal.turn_to(evening)

    async def until_letter(self, role: str, name: str, again: bool = False) -> Mail:
        """From deadline to deadline until such a letter comes."""
        had = self.names(role).count(name) if again else 0
        while self.names(role).count(name) <= had:
            assert self.rehearsal.deadline is not None, f"no {name} for the {role} until the end"
            await self.rehearsal.turn_to(self.rehearsal.deadline + timedelta(seconds=1))
        return self.latest(role, name)

    async def to_the_end(self) -> None:
        while self.rehearsal.deadline is not None:
            await self.rehearsal.turn_to(self.rehearsal.deadline + timedelta(seconds=1))

    def events(self) -> list[Event]:
        house = self.rehearsal.whole.house
        return [entry.event for entry in house.journal.read(self.rehearsal.relationship)]

    def story(self) -> list[str]:
        return [type(event).__name__ for event in self.events()]

    def state(self) -> Relationship:
        state: State = fold(initial(self.rehearsal.programme), self.events())
        assert isinstance(state, Relationship)
        return state

    async def signs_the_agreement(self) -> None:
        """Both fill in their fields and sign."""
        for role in (MENTOR, MENTEE):
            await self.answers(role, "form", FORMS[self.rehearsal.programme.name][role])
        await self.answers(MENTOR, "sign", "I agree")
        await self.answers(MENTEE, "sign", "I agree")


FORMS = {
    "img": {
        MENTOR: (
            "How to reach the mentor: email\nHow often to meet: every two weeks\nLength of a session: one hour\n"
            "Between sessions: text message\nTimes for a call: weekday evenings"
        ),
        MENTEE: "How to reach the mentee: phone",
    },
    "red": {
        MENTOR: (
            "Goals as a mentor: learn to listen\nAction plan used and completed by: the mentee\n"
            "Action plan complete by: in six weeks\nHow often to meet: every two weeks\nHow to meet: by video\n"
            "Accountability determined by: a look back at each meeting"
        ),
        MENTEE: "Goals as a mentee: write my first budget",
    },
}
