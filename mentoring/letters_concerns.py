"""Letters about a concern: to whoever raised it, to those it is about, to the two who open it, to the route for it."""

from datetime import date

from mentoring import events as e
from mentoring.concern_cases import Case, missing
from mentoring.concerns import ABOUT, ABOUT_CONCERN, TWO, may_give_basis
from mentoring.letters import CONCERNS, NOTHING_ASKED, Ask, Fact, Letter, Question
from mentoring.programme import ANYONE
from mentoring.state import Relationship
from mentoring.words import Words

AnsweredEvent = e.ConcernRaised | e.ConcernAddedTo | e.BasisGiven | e.ConcernReady
OpeningEvent = e.OpeningAgreed | e.ConcernOpened | e.ConcernWithdrawn


def about_concern(event: AnsweredEvent, now: Relationship) -> tuple[Letter, ...]:
    """What is asked of whoever raised it, and the notice to the others before anybody may open a word (`IMG-16`)."""
    member = event.by.member
    match event:
        case e.ConcernRaised():
            return _raised(now, member)
        case e.ConcernAddedTo():
            return (Letter("concern_noted", member, ABOUT_CONCERN),)
        case e.BasisGiven(refused=refused):
            case = now.cases[event.number]
            return () if not refused and not _open(now, case) else (_basis(now, case, member, refused),)
        case e.ConcernReady(bases=stated, told=told):
            facts = _ready(stated, told)
            noted = Letter("concern_complete", member, _thread(event.number), facts)
            # Where the programme lets somebody not be told for their safety, our letter does not tell them either.
            notices = tuple(Letter("concern_notice", other, ABOUT_CONCERN, facts) for other in now.others(member))
            ready = (Letter("concern_ready", who, _opening(event.number), facts) for who in TWO)
            return (*(notices if told else ()), noted, *ready)


def about_what_is_open(event: e.ConcernReminded | e.OrganisersReminded, now: Relationship) -> tuple[Letter, ...]:
    """Once more to whoever has not answered; nothing that was answered is in it but for its writer."""
    case = now.cases[event.number]
    match event:
        case e.ConcernReminded(by=by):
            return (_basis(now, case, by.member, (), again=True),)
        case e.OrganisersReminded(ready=False):
            return (Letter("concern_pending", CONCERNS, NOTHING_ASKED, {"form": True, "again": True}),)
        case e.OrganisersReminded(number=number):
            facts = _ready(now.programme.confidentiality.bases(case.ticks), case.told) | {"again": True}
            waiting = (who for who in TWO if who not in case.opened_by)
            return tuple(Letter("concern_ready", who, _opening(number), facts) for who in waiting)


def _ready(stated: tuple[int, ...], told: date | None) -> dict[str, Fact]:
    facts: dict[str, Fact] = {"bases": stated}
    return facts | ({"told": told} if told else {})


def _opening(number: int) -> Question:
    return Question(Ask.CONCERN_OPEN, f"{ABOUT}/{number}")


def _raised(now: Relationship, member: str) -> tuple[Letter, ...]:
    rules = now.programme.confidentiality
    if not rules.exceptions:
        # `XC-04`: where the programme states no exception, none is offered and nobody is alarmed.
        return (Letter("concern_answer", member, ABOUT_CONCERN, {"stated": False}),)
    number, form = len(now.cases), may_give_basis(now, member)
    bound = rules.binds in (ANYONE, now.role_of(member))
    facts: dict[str, Fact] = {"stated": True}
    facts |= {"missing": missing(rules, now.cases[number])} if form else {"named": True} if bound else {}
    asked = Question(Ask.CONCERN_BASIS, f"{ABOUT}/{number}") if form else _thread(number)
    # Whose concern it is is told only of those who could have put it into words for the organiser.
    pending: dict[str, Fact] = {"form": form}
    pending |= {"speak_to": member} if bound and not form else {}
    return (Letter("concern_answer", member, asked, facts), Letter("concern_pending", CONCERNS, NOTHING_ASKED, pending))


def _thread(number: int) -> Question:
    """Nothing is asked; but an UNDO in answer to it takes this concern back."""
    return Question(Ask.UNPROMPTED, f"{ABOUT}/{number}")


def _open(now: Relationship, case: Case) -> tuple[str, ...]:
    return missing(now.programme.confidentiality, case)


def _basis(now: Relationship, case: Case, member: str, refused: tuple[str, ...], again: bool = False) -> Letter:
    """What is still to be answered; the words themselves are not repeated."""
    facts: dict[str, Fact] = {"missing": _open(now, case), "refused": refused}
    facts |= {"ticks": tuple(sorted(case.ticks)), "kept": case.words is not None}
    facts |= {"told": case.told} if case.told else {}
    facts |= {"again": True} if again else {}
    return Letter("concern_basis", member, Question(Ask.CONCERN_BASIS, f"{ABOUT}/{case.number}"), facts)


def about_opening(event: OpeningEvent, now: Relationship) -> tuple[Letter, ...]:
    """Each organiser hears what their OPEN did; the words go to the route alone; of one taken back, only that."""
    case = now.cases[event.number]
    match event:
        case e.OpeningAgreed(organiser=organiser):
            waits = not case.over and case.opened_by != set(TWO)
            state = "withdrawn" if case.withdrawn else "waits" if waits else "opened"
            return (Letter("concern_opening_noted", organiser, NOTHING_ASKED, {"state": state}),)
        case e.ConcernOpened():
            facts: dict[str, Fact] = {
                "words": case.words or Words(""),
                "bases": now.programme.confidentiality.bases(case.ticks),
            }
            facts |= {"told": case.told} if case.told else {}
            return (Letter("concern_words", CONCERNS, NOTHING_ASKED, facts),)
        case e.ConcernWithdrawn(by=by):
            told = now.others(by.member) if case.ready and case.told else ()
            return (
                Letter("concern_taken_back", by.member),
                *(Letter("concern_not_passed", other) for other in told),
                Letter("concern_withdrawn", CONCERNS),
            )
