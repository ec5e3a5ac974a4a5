"""A programme's course, foreseen: the rules themselves lived through, by people who never answer or by willing ones."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from mentoring.answers import Acknowledge
from mentoring.cadence import advised_interval, interval
from mentoring.calendar import add, at_hour, local_day
from mentoring.commands import Command, PassTime, Start
from mentoring.documents import Answer, FillForm, Sign
from mentoring.letterbook import letters_for
from mentoring.letters import Ask, Letter
from mentoring.meetings import AgreeMeeting, ProposeMeeting, ReportMeeting
from mentoring.members import Member, seats_of
from mentoring.occasions import AnswerInvitation, AnswerSurvey
from mentoring.programme import ANYONE, FormField, Programme
from mentoring.relationship import decide, evolve, initial, next_deadline
from mentoring.renewal import AnswerRenewal
from mentoring.state import Relationship, State
from mentoring.words import Words

NOON = time(12)
ANSWERED_AFTER = timedelta(days=1)
IN_TIME, A_WEEK = timedelta(days=2), timedelta(days=7)
MOST_LETTERS = 5000
"""No programme writes so many: what went on would go on for ever."""


@dataclass(frozen=True, slots=True)
class Foreseen:
    """A letter, when it is written (UTC), and on which local day."""

    at: datetime
    day: date
    letter: Letter


def members_of(programme: Programme) -> tuple[Member, ...]:
    """As few people as a relationship of the programme has."""
    return tuple(Member(seat.name, seat.role) for seat in seats_of(programme))


def foreseen(programme: Programme, kickoff: date, willing: bool) -> tuple[Foreseen, ...]:
    """Every letter of one relationship in order: of people who answer what they are asked, or who never do.

    The willing do not renew.
    """
    life = _Life(programme, kickoff, initial(programme), willing)
    eve = at_hour(kickoff - timedelta(days=1), NOON, programme.zone)
    life.do(eve, Start(members_of(programme), programme.zone, kickoff))
    while (moment := life.next()) and len(life.sent) < MOST_LETTERS:
        life.do(*moment)
    return tuple(life.sent)


class _Life:
    """A relationship as it goes on: what was written, and what its members will say to it."""

    def __init__(self, programme: Programme, kickoff: date, state: State, willing: bool) -> None:
        self._programme, self._kickoff, self._state, self._willing = programme, kickoff, state, willing
        self._planned: list[tuple[datetime, Command]] = []
        self.sent: list[Foreseen] = []

    def next(self) -> tuple[datetime, Command] | None:
        """What happens next, and when: somebody answers, or time passes."""
        deadline = next_deadline(self._state)
        moments: list[tuple[datetime, Command]] = [(deadline.at, PassTime())] if deadline else []
        return min([*moments, *self._planned], key=lambda moment: moment[0], default=None)

    def do(self, now: datetime, command: Command) -> None:
        self._planned = [each for each in self._planned if each[1] is not command]
        for event in decide(self._state, command, now):
            before, self._state = self._state, evolve(self._state, event)
            for letter in letters_for(event, before, self._state):
                self.sent.append(Foreseen(now, local_day(now, self._programme.zone), letter))
                self._planned += self._answers(letter, now) if self._willing else []

    def _answers(self, letter: Letter, now: datetime) -> list[tuple[datetime, Command]]:
        answer = _ANSWERS.get(letter.name)
        if answer is None or not isinstance(self._state, Relationship):
            return []
        said = answer(self._state, letter, local_day(now, self._programme.zone))
        return [(now + ANSWERED_AFTER, said)] if said else []


def _set_up(relationship: Relationship, letter: Letter, today: date) -> Command | None:
    """The first of those who are to set it up proposes a day in the middle of the time there is."""
    by = relationship.programme.first_meeting.by
    first = next(each.id for each in relationship.members if by in (each.role, ANYONE))
    due = add(relationship.kickoff, relationship.programme.first_meeting.due)
    return ProposeMeeting(letter.to, today + (due - today) / 2) if letter.to == first else None


def _next_one(relationship: Relationship, letter: Letter, today: date) -> Command | None:
    """After a meeting the first member proposes the next, in time."""
    if letter.to != relationship.members[0].id or not letter.facts.get("met"):
        return None
    coming = add(today, interval(relationship, today)) - IN_TIME
    last = relationship.term_ends - A_WEEK
    return ProposeMeeting(letter.to, min(coming, last)) if last > today + IN_TIME else None


def _agree(_: Relationship, letter: Letter, today: date) -> Command:
    _meeting, number, mark = letter.question.about.split("/")
    return AgreeMeeting(letter.to, int(number), mark)


def _met(_: Relationship, letter: Letter, today: date) -> Command:
    return ReportMeeting(letter.to, True, number=int(letter.question.about.split("/")[1]))


def _fill(relationship: Relationship, letter: Letter, today: date) -> Command | None:
    rules = relationship.programme.document(str(letter.facts["document"]))
    role = relationship.role_of(letter.to)
    often = advised_interval(relationship.programme, relationship.kickoff, today)
    usual = (add(today, often) - today).days
    answers = tuple(_answer(field, today, usual) for field in rules.fields if field.by in (role, ANYONE))
    return FillForm(letter.to, rules.key, answers) if answers else None


def _answer(field: FormField, today: date, usual: int) -> Answer:
    words = Words(field.options[0] if field.options else field.label)
    match field.kind:
        case "frequency":
            return Answer(field.key, words, days=min(usual, field.at_most_days or usual))
        case "date":
            return Answer(field.key, words, day=today + A_WEEK)
        case _:
            return Answer(field.key, words)


def _sign(_: Relationship, letter: Letter, today: date) -> Command:
    return Sign(letter.to, str(letter.facts["document"]), int(str(letter.facts["version"])), "mail")


def _survey(relationship: Relationship, letter: Letter, today: date) -> Command:
    key = str(letter.facts["survey"])
    questions = next(each.questions for each in relationship.programme.surveys if each.key == key)
    return AnswerSurvey(letter.to, key, tuple(Words("5") for _ in questions))


def _duties(letter: Letter) -> Command | None:
    return Acknowledge(letter.to, letter.question) if letter.question.kind is Ask.AFTER_CARE else None


_ANSWERS: dict[str, Callable[[Relationship, Letter, date], Command | None]] = {
    "kickoff": _set_up,
    "meeting_proposed": _agree,
    "met_check": _met,
    "met_noted": _next_one,
    "form": _fill,
    "sign": _sign,
    "goal_review": lambda _, letter, __: Acknowledge(letter.to, letter.question),
    "completed": lambda _, letter, __: _duties(letter),
    "renewal_asked": lambda _, letter, __: AnswerRenewal(letter.to, False, "mail"),
    "event_invitation": lambda _, letter, __: AnswerInvitation(letter.to, str(letter.facts["event"]), True),
    "survey": _survey,
}
