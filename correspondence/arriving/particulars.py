"""The particulars of a statement: which of the dates said beside it are its own, and what else it names."""

from dataclasses import replace
from datetime import date, timedelta

from correspondence.arriving.days import span_in_days
from correspondence.arriving.hits import Hit
from correspondence.arriving.phrases import DATE
from correspondence.arriving.reading import FieldAnswer, Intent, Statement
from correspondence.arriving.said import Said
from correspondence.arriving.when import Found, after, ends_of

_PAST = frozenset({Intent.MET, Intent.CONTACT_HAPPENED})

# A statement with its place in the text: the clause's number and the position in it.
Placed = tuple[tuple[int, int], Statement]


def statement_of(hit: Hit, intent: Intent, said: Said) -> Placed:
    """The statement a phrase makes, with its dates: past ones for what has happened, else those to come."""
    clause = said.clauses[hit.clause]
    numbers = said.dates_of(hit.clause) or dates_beside(said, hit)
    statement = Statement(intent, confidence=0.9 if hit.key == "weak_yes" else 1.0)
    place = (hit.clause, hit.start)
    if intent in _PAST:
        behind = [said.behind[number] for number in numbers if is_past(said, number)]
        behind = [found for found in behind if found.until is None]
        if not behind and any(_is_long_past(said, number) for number in said.dates_of(hit.clause)):
            return place, Statement(Intent.ASK_BACK, confidence=0.0)
        return place, on_date(statement, behind[0]) if behind else statement
    ahead = [said.ahead[number] for number in numbers]
    today = after(said.asked.sent, said.asked.zone, 0)
    if intent is Intent.RESUME and ahead and ahead[0].day > today:
        # `I am back on Monday`, said before: an absence that ends the day before.
        sure = 0.7 if ahead[0].unclear else 1.0
        return place, Statement(Intent.AWAY, until=ahead[0].day - timedelta(days=1), confidence=sure)
    if intent is Intent.MEETING_MOVED and ahead and ahead[-1].until and ahead[-1].unclear:
        return place, Statement(Intent.ASK_BACK, confidence=0.0)
    if intent is Intent.MEETING_MOVED and ahead:
        return place, on_date(statement, replace(ahead[-1], day=ahead[-1].until or ahead[-1].day))
    if intent in (Intent.AWAY, Intent.PAUSE) and ahead:
        absent = _absent(statement, ahead[0], today)
        return place, absent if intent is Intent.PAUSE else _until_return(absent, numbers[0], said)
    if intent is Intent.FEWER_MAILS and ahead and said.dates_of(hit.clause):
        # `No more mails until 1 June`: a pause, and no fewer of them afterwards.
        if len(ahead) == 1 and ahead[0].until and ahead[0].opens:
            return place, _absent(replace(statement, intent=Intent.PAUSE), ahead[0], today)
        return place, Statement(Intent.ASK_BACK, confidence=0.0)
    if intent is Intent.PAUSE:
        days = span_in_days(clause.words, said.lexicon.language)
        return place, replace(statement, until=after(said.asked.sent, said.asked.zone, days)) if days else statement
    if intent is Intent.ADDRESS_CHANGE and len(said.addresses) == 1:
        return place, replace(statement, answers=(FieldAnswer("address", said.addresses[0]),))
    if intent is Intent.MEETING_CANCELLED:
        own = [said.ahead[number] for number in said.dates_of(hit.clause)]
        named = len(own) == 1 and not own[0].until and not own[0].unclear
        return place, replace(statement, day=own[0].day) if named else statement
    if intent in (Intent.ORGANISER_SNOOZE, Intent.ORGANISER_EXTEND):
        return place, _organised(statement, ahead, said, clause.words)
    return place, statement


def dates_beside(said: Said, hit: Hit) -> list[int]:
    """The dates in the other clauses of the sentence, but for those that speak of something to come."""
    beside = said.places_in(said.clauses[hit.clause].sentence)
    own = [place for place in beside if not said.clauses[place].reason and place not in said.looking_ahead]
    # `I will fill it in on Sunday, I am off that day`: the day is that of the errand.
    errand = said.lexicon.marks["errand"]
    if hit.key == "away":
        own = [place for place in own if not errand.search(said.clauses[place].words)]
    return [number for place in own for number in said.dates_of(place)]


def _absent(statement: Statement, found: Found, today: date) -> Statement:
    """An absence or a pause with its first and last day; a single day ends a pause and is all of an absence."""
    day, until = ends_of(found)
    if statement.intent is Intent.PAUSE:
        return replace(statement, day=day if until and day != today else None, until=until or found.day)
    return replace(statement, day=day, until=until or found.day)


def _until_return(absent: Statement, number: int, said: Said) -> Statement:
    """`Back on the 5th` names the first day after the absence: its last is the day before."""
    found = (said.lexicon.marks["returning"].search(clause.words) for clause in said.clauses)
    returns = any(each is not None and f"{DATE}{number}" in each[0].split() for each in found)
    if absent.until is None or not returns:
        return absent
    if absent.until <= after(said.asked.sent, said.asked.zone, 0):
        return Statement(Intent.ASK_BACK, confidence=0.0)
    return replace(absent, day=None, until=absent.until - timedelta(days=1))


def _organised(statement: Statement, ahead: list[Found], said: Said, words: str) -> Statement:
    """A snooze until a day; an extension until a day, or by a number of days in the answer `days`."""
    today = after(said.asked.sent, said.asked.zone, 0)
    if ahead and not (ahead[0].until and ahead[0].day == today):
        return replace(statement, until=ahead[0].until or ahead[0].day)
    if ahead and ahead[0].until:
        days: int | None = (ahead[0].until - today).days
    else:
        days = span_in_days(words, said.lexicon.language) or span_in_days(words, "en")
    if days is None:
        return statement
    if statement.intent is Intent.ORGANISER_SNOOZE:
        return replace(statement, until=after(said.asked.sent, said.asked.zone, days))
    return replace(statement, answers=(FieldAnswer("days", str(days), days=days),))


def on_date(statement: Statement, found: Found) -> Statement:
    """The statement with a day and, if one was said, a time; less sure if a careful reader would ask again."""
    sure = min(statement.confidence, 0.7 if found.unclear else 1.0)
    return replace(statement, day=found.day, moment=found.moment, confidence=sure)


def is_past(said: Said, number: int) -> bool:
    """Whether a date is rather behind than ahead: no more than half a year ago."""
    sent = after(said.asked.sent, said.asked.zone, 0)
    return said.behind[number].day <= sent and (sent - said.behind[number].day).days <= 183


def _is_long_past(said: Said, number: int) -> bool:
    """Whether a date lies so far back that no meeting now spoken of was then."""
    return said.behind[number].day <= after(said.asked.sent, said.asked.zone, -183)


def merged(statements: list[Statement]) -> list[Statement]:
    """Of two statements of one intent the more definite stays; different days of one intent stay two."""
    made: list[Statement] = []
    for each in statements:
        twin = next((other for other in made if other.intent is each.intent and _fits(other, each)), None)
        if twin is None:
            made.append(each)
            continue
        made[made.index(twin)] = replace(
            twin,
            day=twin.day or each.day,
            moment=twin.moment or each.moment,
            until=twin.until or each.until,
            answers=twin.answers or each.answers,
            confidence=max(twin.confidence, each.confidence),
        )
    return made


def _fits(one: Statement, other: Statement) -> bool:
    return all(
        left is None or right is None or left == right
        for left, right in ((one.day, other.day), (one.moment, other.moment), (one.until, other.until))
    )
