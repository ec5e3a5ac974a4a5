"""Every letter that the rules ask for can be written: whole lives of pairs, rendered letter by letter."""

from datetime import date

import pytest

from correspondence.writing.occasion import Occasion, Reader
from correspondence.writing.render import render
from correspondence.writing.samples import REPLY_TO, doors_of, pair
from correspondence.writing.source import SAME, letter_names, load
from mentoring.answers import Acknowledge, AskHelp, AskStatus, AskWhich, FewerMails, Unclear, Why
from mentoring.concerns import GiveBasis, OpenConcern, RaiseConcern, WithdrawConcern
from mentoring.confirmations import Confirm, Doubt, FromElsewhere
from mentoring.documents import Answer, FillForm, Sign, WantChanges
from mentoring.ending import End, Undo
from mentoring.letters import OFFICE, ORGANISER, SECOND_ORGANISER, Ask, Question
from mentoring.meetings import AgreeMeeting, CancelMeeting, ProposeMeeting, ReportContact, ReportMeeting
from mentoring.moving import ChangeAddress, ConfirmAddress, UndoAddress
from mentoring.occasions import AnswerInvitation, AnswerSurvey
from mentoring.organising import CloseRelationship, Extend, Note
from mentoring.pause import AbsenceKind, OfferPause, Pause, Resume
from mentoring.programme import Programme
from mentoring.reaching import ReportBounce
from mentoring.renewal import AnswerRenewal
from mentoring.rights import AskForData, ConfirmForgetting, ForgetMe
from mentoring.words import Words
from tests.spec import IMG, RED, Life, Sent, Step, agreed, answer, answers, day, lives, met, with_a_second

LATE = date(2026, 2, 10)


def helpful(of: Programme) -> tuple[Step, ...]:
    """A pair that does everything: agreement, meetings, plan, an amendment, a renewal, the closing questions."""
    ends = 365 if of is RED else 120
    steps: list[Step] = [
        (1, Acknowledge("ada", Question(Ask.KICKOFF))),
        (2, answers(of, "agreement", "ada")),
        (2.5, WantChanges("mira", "agreement")),
        *agreed(of, 3),
        (4, ProposeMeeting("ada", date(2026, 2, 3), day(8, 15))),
        (5, ProposeMeeting("mira", date(2026, 2, 4), day(9, 15))),
        (5.2, AgreeMeeting("ada", 1)),
        (10, ReportMeeting("ada", True, number=1)),
        (10.5, ReportMeeting("mira", False, number=1)),
        (11, ReportMeeting("mira", True, number=1)),
        (20, ProposeMeeting("ada", date(2026, 2, 20))),
        (21, CancelMeeting("mira")),
        *met(30, both=False),
        (33, ReportContact("mira")),
        (40, FillForm("ada", "agreement", (Answer("frequency", Words("weekly"), days=7),))),
        (60, FillForm("mira", "agreement", (Answer("frequency", Words("monthly"), days=31),))),
        (61, Sign("mira", "agreement", 3, "m")),
        (61, Sign("ada", "agreement", 3, "m")),
        (62, ReportMeeting("mira", False)),
        (ends - 8, AnswerRenewal("ada", True, "m")),
        (ends - 7, AnswerRenewal("mira", True, "m")),
    ]
    return tuple(steps)


def awkward() -> tuple[Step, ...]:
    """A pair that does everything else there is to do."""
    unclear = Question(Ask.NEXT_MEETING)
    return (
        (1, AskHelp("ada")),
        (1, AskStatus("mira")),
        (1, Unclear("mira", unclear)),
        (1, Unclear("mira", unclear)),
        (1, Unclear("mira", unclear)),
        (2, FewerMails("mira")),
        (2, Sign("ada", "agreement", 1, "m")),
        (2, FillForm("ada", "agreement", (answer("nothing of the kind"),))),
        (2, FillForm("ada", "agreement", (answer("frequency"),))),
        (2, Doubt("ada", Sign("ada", "agreement", 1, "m"))),
        (2, Confirm("ada", 1, False)),
        (2, Doubt("ada", AnswerRenewal("ada", True, "m"))),
        (2, Doubt("ada", AnswerRenewal("ada", False, "m"))),
        (2, Doubt(ORGANISER, CloseRelationship("agreement"))),
        (2, Doubt(ORGANISER, Extend("agreement", 14))),
        (2, Doubt(ORGANISER, Extend("agreement", 3, to_members=False))),
        (2, Doubt(ORGANISER, Note("agreement"))),
        (2, Doubt("mira", RaiseConcern("mira"))),
        (2, Doubt("mira", FromElsewhere("mira", "m"))),
        (3, RaiseConcern("ada")),
        (3, RaiseConcern("mira")),
        (3, RaiseConcern("ada")),
        (3, ReportBounce("mira", permanent=True)),
        (3, OfferPause("ada", date(2026, 3, 12))),
        (3, AskHelp(ORGANISER)),
        (3, AskStatus(ORGANISER)),
        (3, Pause("ada", AbsenceKind.PAUSE, None, None)),
        (3, Pause("ada", AbsenceKind.PAUSE, None, date(2027, 1, 1))),
        (3, Resume("ada")),
        (3, CancelMeeting("ada")),
        (3, ProposeMeeting("ada", date(2026, 1, 2))),
        (3, ReportMeeting("ada", True, date(2026, 9, 1))),
        (3, Undo("mira")),
        (4, Pause("mira", AbsenceKind.AWAY, date(2026, 2, 5), date(2026, 2, 12))),
        (10, AskStatus("ada")),
        (12, Resume("mira")),
        (20, AnswerRenewal("ada", False, "m")),
        (21, Extend("agreement", 14)),
        (22, Note("agreement")),
        (70, Pause("ada", AbsenceKind.PAUSE, None, date(2026, 4, 20))),
        (100, End("mira")),
        (100.2, Undo("mira")),
        (101, End("ada")),
        (105, AskHelp("mira")),
        (105, ProposeMeeting("mira", date(2026, 6, 1))),
        (106, Acknowledge("ada", Question(Ask.AFTER_CARE))),
    )


def closing(of: Programme) -> tuple[Step, ...]:
    """The occasions of a programme, answered, and the last letters."""
    gatherings = [AnswerInvitation(who, each.key, who == "ada") for each in of.gatherings for who in ("ada", "mira")]
    survey = AnswerSurvey("mira", of.surveys[0].key, (Words("4"), Words("more of it")))
    return (*((70, each) for each in gatherings), (80, survey), (81, CloseRelationship("agreement")), (83, survey))


def concerned() -> tuple[Step, ...]:
    """Two concerns: one answered bit by bit and opened by both, one taken back when it was ready."""
    words, told = Words("he goes on operating"), date(2026, 1, 28)
    return (
        (3, RaiseConcern("ada")),
        (3, GiveBasis("ada", 1, ticks=(2,), other=True)),
        (3, Doubt("ada", GiveBasis("ada", 1, denied=(1,)))),
        (3, GiveBasis("ada", 1, ticks=(3,), told=told, words=words)),
        (3, Unclear(SECOND_ORGANISER, Question(Ask.CONCERN_OPEN, "concern/1"))),
        (3, Doubt(SECOND_ORGANISER, OpenConcern(SECOND_ORGANISER, 1))),
        (3, Confirm(SECOND_ORGANISER, 2, True)),
        (3, OpenConcern(ORGANISER, 1)),
        (5, RaiseConcern("ada")),
        (5, GiveBasis("ada", 2, ticks=(1,), told=told, words=words)),
        (5, WithdrawConcern("ada", 2)),
        (5, OpenConcern(ORGANISER, 2)),
    )


def rightful() -> tuple[Step, ...]:
    """A pair that asks what is held of them, moves, and wants to be forgotten."""
    return (
        (5, Doubt("ada", AskForData("ada"))),
        (5.1, Confirm("ada", 1, True)),
        (6, Doubt("ada", ChangeAddress("ada", "m"))),
        (6.1, Confirm("ada", 2, True)),
        (6.2, ConfirmAddress("ada", "m", True)),
        (7, UndoAddress("ada", "m")),
        (8, ChangeAddress("ada", "n", free=False)),
        (8.1, ChangeAddress("ada", "o")),
        (8.2, ConfirmAddress("ada", "o", True, free=False)),
        (9, ForgetMe("mira")),
        (9.1, ConfirmForgetting("mira", True)),
        (20, ForgetMe("ada")),
        (20.1, ConfirmForgetting("ada", True)),
    )


def changing() -> tuple[Step, ...]:
    """More days proposed within one than the other is written of."""
    return tuple((3, ProposeMeeting("ada", date(2026, 2, 5 + nth))) for nth in range(7))


def early() -> tuple[Step, ...]:
    """A mentee who writes on the eve, and is away when it begins."""
    away = Pause("mira", AbsenceKind.AWAY, date(2026, 1, 24), date(2026, 2, 6))
    pause = Pause("mira", AbsenceKind.PAUSE, date(2026, 2, 2), date(2026, 2, 20))
    said = (Acknowledge("mira", Question(Ask.KICKOFF)), ReportMeeting("mira", True), away, Resume("mira"), pause)
    more = (ReportMeeting("mira", True), FewerMails("mira"), Undo("mira"), AskHelp("mira"))
    which = AskWhich("ada", ("one", "two"))
    return tuple((-1, command) for command in (*said, *more, which, which))


LIVES = {
    "silent": lambda of: lives(of),
    "late and silent": lambda of: lives(of, kickoff=LATE),
    "helpful": lambda of: lives(of, *helpful(of)),
    "awkward": lambda of: lives(of, *awkward()),
    "concerned": lambda of: lives(with_a_second(of), *concerned(), until=6),
    "rightful": lambda of: lives(of, *rightful()),
    "changing its mind": lambda of: lives(of, *changing(), until=4),
    "early": lambda of: lives(of, *early(), until=30),
    "closed by the organiser": lambda of: lives(of, *closing(of)),
}


def posted(of: Programme, sent: Sent) -> Occasion:
    people = pair(of)
    organiser = Reader(ORGANISER, "Noor Haddad", of.contacts.organiser, ORGANISER, of.zone, "en")
    reader = organiser if sent.to in OFFICE else people[sent.to]
    doors = doors_of(sent.letter, of, reader, people)
    return Occasion(sent.letter, of, reader, {**people, ORGANISER: organiser}, sent.at, REPLY_TO, doors=doors)


def life(name: str, of: Programme) -> Life:
    return LIVES[name](of)


@pytest.mark.parametrize("of", [IMG, RED], ids=["img", "red"])
@pytest.mark.parametrize("name", list(LIVES))
def test_every_letter_of_a_life_can_be_written(name: str, of: Programme) -> None:
    written = life(name, of).sent
    assert written
    for sent in written:
        rendered = render(posted(of, sent))
        source, asked = load(sent.name), sent.letter.question.kind
        assert source.asks == (SAME,) or asked in source.asks, f"{sent.name} asks {asked}"
        assert asked is Ask.UNPROMPTED or rendered.answers or sent.name == "form"
        assert len(rendered.subject) <= 75
        assert "Words(" not in rendered.text and "{" not in rendered.text


def test_all_letters_there_are_belong_to_some_life() -> None:
    """No letter is written for nothing, and none is asked for that was never written."""
    asked = {sent.name for name in LIVES for of in (IMG, RED) for sent in life(name, of).sent}
    assert asked == set(letter_names())


def test_there_is_an_answer_to_every_reason_why_not() -> None:
    shown = {sample.facts["why"] for sample in load("cannot_do").samples}
    assert shown == set(Why)


def test_there_are_words_for_every_question_that_may_be_asked_back() -> None:
    # What cannot be read about a concern is answered with the lines that are still open.
    never_asked = {Ask.SLA_CHECK, Ask.CONCERN_BASIS}
    assert set(load("ask_back").choices) == {ask.value for ask in Ask if ask not in never_asked}
