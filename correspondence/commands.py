"""From what a mail says to what it asks of the rules: one table per kind of statement."""

from collections.abc import Callable
from datetime import date, timedelta

from correspondence.arriving.reading import FieldAnswer, Intent, Statement
from correspondence.concern_answers import basis
from correspondence.levels import needs_a_yes
from correspondence.own_rights import confirm, meant, move
from correspondence.sender import NewAddress, Sender
from mentoring.answers import Acknowledge, AskHelp, AskStatus, FewerMails, Unclear
from mentoring.calendar import local_day
from mentoring.commands import Command
from mentoring.concerns import ABOUT, GiveBasis, OpenConcern, RaiseConcern, WithdrawConcern, number_of
from mentoring.confirmations import Doubt, Weighty
from mentoring.documents import Answer, FillForm, Sign, WantChanges
from mentoring.ending import End, Undo
from mentoring.letters import NOTHING_ASKED, OFFICE, Ask, Question
from mentoring.meetings import AgreeMeeting, CancelMeeting, ProposeMeeting, ReportContact, ReportMeeting
from mentoring.occasions import AnswerInvitation, AnswerSurvey
from mentoring.organising import CloseRelationship, Extend, Note
from mentoring.pause import AbsenceKind, Pause, Resume, together
from mentoring.renewal import AnswerRenewal
from mentoring.rights import AskForData, ConfirmForgetting, ForgetMe
from mentoring.words import Words

__all__ = ["NewAddress", "Sender", "commands_for"]

SNOOZE_DAYS, EXTEND_DAYS = 3, 14
BESIDE_END = End | RaiseConcern | ForgetMe | ConfirmForgetting


def commands_for(statements: tuple[Statement, ...], sender: Sender) -> tuple[Command, ...]:
    """What follows from a mail's statements: nothing, one command each, or one question back.

    A mail of which one part could not be read with certainty is asked back as a whole: nothing is half done.
    """
    found = tuple(command for statement in meant(statements, sender) for command in _commands(statement, sender))
    found = _each_once(found)
    if any(isinstance(command, Unclear) for command in found):
        return (Unclear(sender.member, sender.question),)
    if any(isinstance(command, End) for command in found):
        # It stands alone: what is done for its writer beside it would tell who that is.  A call for help does not.
        found = tuple(dict.fromkeys(command for command in found if isinstance(command, BESIDE_END)))
    weighed = tuple(_weighed(command, sender) for command in found)
    if found and sender.question == NOTHING_ASKED and not sender.has_token and not sender.trusted:
        # Anybody can write somebody's address into From: the one on file gets a letter that can be answered.
        return tuple(each for each in weighed if isinstance(each, Doubt | ForgetMe)) or (AskHelp(sender.member),)
    return weighed


def _each_once(found: tuple[Command, ...]) -> tuple[Command, ...]:
    """What is said twice in a mail is one, and so are two absences."""
    absences = tuple(command for command in found if isinstance(command, Pause))
    return tuple(dict.fromkeys(together(absences) if isinstance(command, Pause) else command for command in found))


def _weighed(command: Command, sender: Sender) -> Command:
    """A weighty act on weak evidence waits for a confirmation (`levels.py`)."""
    if not needs_a_yes(command, sender.trusted) or isinstance(command, ForgetMe):
        # To be forgotten is asked back by the rules themselves, in a letter that is told of as little as an END.
        return command
    assert isinstance(command, Weighty), f"{type(command).__name__} cannot wait for a yes"
    return Doubt(sender.member, command)


def _commands(statement: Statement, sender: Sender) -> tuple[Command, ...]:
    if sender.member in OFFICE:
        return _from_organiser(statement, sender)
    if statement.intent is Intent.NOTHING:
        return ()
    simple = _SIMPLE.get(statement.intent)
    if simple is not None:
        return (simple(statement, sender),)
    return (_by_question(statement, sender),)


def _from_organiser(statement: Statement, sender: Sender) -> tuple[Command, ...]:
    about = sender.question.about
    match statement.intent:
        case Intent.ORGANISER_SNOOZE | Intent.ORGANISER_EXTEND:
            usual = SNOOZE_DAYS if statement.intent is Intent.ORGANISER_SNOOZE else EXTEND_DAYS
            snoozed = statement.intent is Intent.ORGANISER_SNOOZE
            return (Extend(about, _days(statement, sender, usual), to_members=not snoozed),)
        case Intent.ORGANISER_CLOSE:
            return (CloseRelationship(about),)
        case Intent.ORGANISER_OPEN:
            return (OpenConcern(sender.member, number_of(sender.question)),)
        case Intent.ORGANISER_NOTE | Intent.ORGANISER_REMATCH:
            return (Note(about),)
        case Intent.AGREE | Intent.UNDO | Intent.FINISH if sender.question.kind is Ask.CONFIRM:
            return (confirm(statement, sender),)
        case Intent.HELP:
            return (AskHelp(sender.member),)
        case Intent.STATUS:
            return (AskStatus(sender.member),)
        case Intent.UNDO if sender.question.kind is Ask.END_CONFIRM:
            return (Undo(sender.member),)
        case Intent.AGREE if sender.question.kind is Ask.END_CONFIRM:
            return ()
        case Intent.NOTHING:
            return ()
        case _:
            return (Unclear(sender.member, sender.question),)


def _days(statement: Statement, sender: Sender, usual: int) -> int:
    said = next((answer.days for answer in statement.answers if answer.key == "days" and answer.days), None)
    until = statement.until or statement.day
    if said is None and until is not None and until > sender.sent:
        return (until - sender.sent).days
    return said or usual


def _by_question(statement: Statement, sender: Sender) -> Command:
    """Statements whose meaning hangs on what was asked."""
    asked, member = sender.question, sender.member
    match statement.intent, asked.kind:
        case ((Intent.AGREE | Intent.UNDO | Intent.FINISH | Intent.DECLINED_TO_JOIN), Ask.CONFIRM):
            return confirm(statement, sender)
        case Intent.AGREE, Ask.AGREEMENT_SIGN:
            document, _, version = asked.about.partition("/")
            return Sign(member, document, int(version), sender.mail)
        case Intent.AGREE, (Ask.NEXT_MEETING | Ask.FIRST_MEETING) if statement.day:
            return _propose(statement, sender)
        case Intent.AGREE, (Ask.NEXT_MEETING | Ask.FIRST_MEETING) if asked.about:
            return AgreeMeeting(member, _number(asked), asked.about.partition("/")[2].partition("/")[2])
        case Intent.AGREE, (Ask.AFTER_CARE | Ask.KICKOFF | Ask.GOAL_REVIEW):
            return Acknowledge(member, asked)
        case Intent.AGREE, Ask.PAUSE_OFFER:
            back = date.fromisoformat(asked.about) + timedelta(days=1) if asked.about else None
            return Pause(member, AbsenceKind.AWAY, None, back)
        case Intent.AGREE, Ask.RENEWAL:
            return AnswerRenewal(member, True, sender.mail)
        case ((Intent.AGREE | Intent.JOINED | Intent.DECLINED_TO_JOIN | Intent.FINISH), Ask.EVENT):
            return AnswerInvitation(member, asked.about, statement.intent in (Intent.AGREE, Intent.JOINED))
        case Intent.AGREE, Ask.END_CONFIRM:
            return Acknowledge(member, asked)
        case Intent.JOINED, _:
            return Acknowledge(member, Question(Ask.KICKOFF))
        case Intent.DECLINED_TO_JOIN, _:
            return End(member)
        case ((Intent.RENEW | Intent.FINISH), _):
            return AnswerRenewal(member, statement.intent is Intent.RENEW, sender.mail)
        case Intent.FORM_ANSWERS, Ask.CONCERN_BASIS:
            return basis(statement, member, number_of(asked))
        case ((Intent.FORM_ANSWERS | Intent.WANT_CHANGES), _) if statement.answers:
            return FillForm(member, _document(sender), tuple(_answer(each) for each in statement.answers))
        case Intent.WANT_CHANGES, _:
            return WantChanges(member, _document(sender))
        case Intent.SURVEY_ANSWERS, _:
            return AnswerSurvey(member, asked.about, tuple(Words(each.text) for each in statement.answers))
        case _:
            return Unclear(member, asked)


def _concern(statement: Statement, sender: Sender) -> Command:
    """Told in so many words in answer to the form, it is no exception that the programme states."""
    number = number_of(sender.question)
    if sender.question.kind is Ask.CONCERN_BASIS and number and statement.confidence < 1:
        return GiveBasis(sender.member, number, other=True)
    return RaiseConcern(sender.member)


def _undo(statement: Statement, sender: Sender) -> Command:
    if sender.question.kind is Ask.CONFIRM:
        return confirm(statement, sender)
    if sender.question.about.partition("/")[0] == ABOUT:
        return WithdrawConcern(sender.member, number_of(sender.question))
    return Undo(sender.member)


def _document(sender: Sender) -> str:
    asked = sender.question
    if asked.kind in (Ask.AGREEMENT_FORM, Ask.AGREEMENT_SIGN, Ask.PLAN_FORM):
        return asked.about.partition("/")[0]
    return sender.first_document


def _answer(found: FieldAnswer) -> Answer:
    return Answer(found.key, Words(found.text), found.days, found.day)


def _number(asked: Question) -> int:
    subject, number, *_ = *asked.about.split("/"), ""
    return int(number) if subject == "meeting" and number else 0


def _propose(statement: Statement, sender: Sender) -> Command:
    day = local_day(statement.moment, sender.zone) if statement.moment else statement.day
    if day is None:
        return Unclear(sender.member, sender.question)
    return ProposeMeeting(sender.member, day, statement.moment, _number(sender.question))


def _report(statement: Statement, sender: Sender) -> Command:
    asked = sender.question
    number = _number(asked) if asked.kind is Ask.MET_CHECK else 0
    return ReportMeeting(sender.member, statement.intent is Intent.MET, statement.day, number)


def _away(statement: Statement, sender: Sender) -> Command:
    """AWAY names the last day of absence, so they are back the day after it."""
    back = statement.until + timedelta(days=1) if statement.until else None
    return Pause(sender.member, AbsenceKind.AWAY, statement.day, back)


def _pause(statement: Statement, sender: Sender) -> Command:
    return Pause(sender.member, AbsenceKind.PAUSE, statement.day, statement.until)


_SIMPLE: dict[Intent, Callable[[Statement, Sender], Command]] = {
    Intent.ASK_BACK: lambda _, sender: Unclear(sender.member, sender.question),
    Intent.ADDRESS_CHANGE: lambda _, sender: move(sender),
    Intent.MY_DATA: lambda _, sender: AskForData(sender.member),
    Intent.FORGET_ME: lambda _, sender: ForgetMe(sender.member),
    Intent.HELP: lambda _, sender: AskHelp(sender.member),
    Intent.STATUS: lambda _, sender: AskStatus(sender.member),
    Intent.FEWER_MAILS: lambda _, sender: FewerMails(sender.member),
    Intent.END: lambda _, sender: End(sender.member),
    Intent.LEAVE_GROUP: lambda _, sender: End(sender.member),
    Intent.UNDO: _undo,
    Intent.CONCERN: _concern,
    Intent.MEETING_PROPOSED: _propose,
    Intent.MEETING_MOVED: _propose,
    Intent.MEETING_CANCELLED: lambda said, sender: CancelMeeting(sender.member, _number(sender.question), said.day),
    Intent.MET: _report,
    Intent.NOT_MET: _report,
    Intent.CONTACT_HAPPENED: lambda statement, sender: ReportContact(sender.member, statement.day),
    Intent.PAUSE: _pause,
    Intent.AWAY: _away,
    Intent.RESUME: lambda _, sender: Resume(sender.member),
}
