"""What an answered invitation, or a reaction with one sign, says under the question that was asked."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from correspondence.arriving import meaning
from correspondence.arriving.length import LONGEST
from correspondence.arriving.lexicon import languages, lexicon
from correspondence.arriving.meaning import ASK_BACK, NOTHING
from correspondence.arriving.phrases import calm
from correspondence.arriving.reading import CalendarAnswer, Context, Intent, Statement
from correspondence.arriving.said import heard
from correspondence.arriving.verdict import ASSENTS, YES, contradict, meaning_of
from correspondence.arriving.when import after
from mentoring.letters import Ask

_PROPOSED = frozenset({Ask.FIRST_MEETING, Ask.NEXT_MEETING})
_SPOKEN_OF = _PROPOSED | {Ask.KICKOFF, Ask.MET_CHECK, Ask.CADENCE_NUDGE, Ask.UNPROMPTED}
_ACCEPTED = dict.fromkeys(_PROPOSED | {Ask.EVENT}, Intent.AGREE)
_DECLINED = dict.fromkeys(_SPOKEN_OF, Intent.MEETING_CANCELLED) | {Ask.EVENT: Intent.DECLINED_TO_JOIN}
_NEW_TIME = frozenset({Intent.MEETING_PROPOSED, Intent.MEETING_MOVED})
_ABOUT_A_TIME = _NEW_TIME | {Intent.AGREE, Intent.DECLINED_TO_JOIN, Intent.MEETING_CANCELLED}
_YES_OF_ANY_SORT = ASSENTS | {"coming", "joined", "see_you"}
_THUMBS_UP = "\N{THUMBS UP SIGN}"


def reacted(sign: str, context: Context) -> tuple[Statement, ...]:
    """A reaction instead of a reply: a raised thumb is a weak yes, any other sign says nothing."""
    if not sign.startswith(_THUMBS_UP):
        return NOTHING
    intent = meaning_of("weak_yes", context.asked)
    if intent is None:
        return ASK_BACK if context.asked in YES else NOTHING
    return (Statement(intent, confidence=0.8),)


def answered(answer: CalendarAnswer, words: str, context: Context) -> tuple[Statement, ...]:
    """What an answer in a calendar and the writer's own `words` beside it say; ASK_BACK where they disagree."""
    pressed = _pressed(answer, context)
    if pressed is None:
        return meaning.understand(words, context)
    if pressed.intent is Intent.ASK_BACK:
        return ASK_BACK
    if not words.strip():
        return (pressed,)
    # What is said beside an accepted invitation is said beside a yes.
    yes = f"{_THUMBS_UP}. " if pressed.intent is Intent.AGREE else ""
    said = meaning.understand(yes + words, context)
    if said != ASK_BACK:
        return _together(pressed, said)
    # `Would that suit you?` beside an invitation, and what holds no yes beside a refusal, take nothing back.
    stands = answer.method != "REPLY" or (pressed.intent is not Intent.AGREE and not _assents(words, context))
    return (pressed,) if stands else ASK_BACK


def _assents(words: str, context: Context) -> bool:
    """Whether any of our languages finds a yes of any sort in the words, be it doubtful."""
    text = calm(words[:LONGEST])
    return any(hit.key in _YES_OF_ANY_SORT for each in languages() for hit in heard(text, context, lexicon(each)).hits)


def _together(pressed: Statement, said: tuple[Statement, ...]) -> tuple[Statement, ...]:
    beside = tuple(each for each in said if each.intent not in (Intent.NOTHING, pressed.intent))
    same = [each for each in said if each.intent is pressed.intent]
    times = {each.intent for each in beside} & _ABOUT_A_TIME
    if pressed.intent is Intent.MEETING_CANCELLED and times and times <= _NEW_TIME:
        return beside
    if times or any(each.day not in (None, pressed.day) for each in same if pressed.day):
        return ASK_BACK
    if contradict({pressed.intent, *(each.intent for each in beside)}):
        return ASK_BACK
    return (pressed, *beside)


def _pressed(answer: CalendarAnswer, context: Context) -> Statement | None:
    """What the calendar alone says under the question; None if it says nothing there."""
    intent: Intent | None = None
    match answer.method, answer.status:
        case "REPLY", "ACCEPTED":
            intent = _ACCEPTED.get(context.asked)
        case "REPLY", "DECLINED":
            intent = _DECLINED.get(context.asked)
        case "REPLY", "TENTATIVE":
            intent = Intent.ASK_BACK if context.asked in _DECLINED else None
        case "CANCEL", _:
            intent = Intent.MEETING_CANCELLED if context.asked in _SPOKEN_OF else None
        case (("COUNTER" | "REQUEST"), _) if context.asked in _SPOKEN_OF:
            return _offered(answer.start, context) or ASK_BACK[0]
    day = _day_of(answer.start, context) if intent is Intent.MEETING_CANCELLED else None
    return Statement(intent, day) if intent else None


def _day_of(start: datetime | date | None, context: Context) -> date | None:
    """The day in the writer's zone."""
    if not isinstance(start, datetime):
        return start
    return (start.astimezone(ZoneInfo(context.zone)) if start.tzinfo else start).date()


def _offered(start: datetime | date | None, context: Context) -> Statement | None:
    """The start of an invitation as a proposal, in the writer's zone if it has none; None if there is none ahead."""
    zone = ZoneInfo(context.zone)
    if start is None:
        return None
    if not isinstance(start, datetime):
        ahead = start >= after(context.sent, context.zone, 0)
        return Statement(Intent.MEETING_PROPOSED, day=start) if ahead else None
    sure = 1.0 if start.tzinfo else 0.7
    moment = (start if start.tzinfo else start.replace(tzinfo=zone)).astimezone(UTC)
    day = moment.astimezone(zone).date()
    return Statement(Intent.MEETING_PROPOSED, day, moment, confidence=sure) if moment > context.sent else None
