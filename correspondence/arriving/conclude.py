"""From what was said to statements: dates joined to their verbs, repetitions merged, contradictions asked back."""

from dataclasses import replace
from datetime import date

from correspondence.arriving.days import span_in_days
from correspondence.arriving.hits import Hit
from correspondence.arriving.phrases import DATE
from correspondence.arriving.reading import FieldAnswer, Intent, Statement
from correspondence.arriving.said import Said
from correspondence.arriving.verdict import (
    BESIDE, BINDING, GOODWILL, STRICT, TURNING, about_meetings, contradict, is_special, meaning_of,
)
from correspondence.arriving.when import Found, after, ends_of
from mentoring.letters import Ask

_ASK_BACK = (Statement(Intent.ASK_BACK, confidence=0.0),)
_ASSENTS = frozenset({"yes", "weak_yes", "agree"})
_GENERIC = _ASSENTS | {"no"}
# What answers a question about meetings or a text: a yes before it says no more than it does.
_ANSWERS = frozenset({
    Intent.MET, Intent.NOT_MET, Intent.MEETING_PROPOSED, Intent.MEETING_MOVED, Intent.MEETING_CANCELLED,
    Intent.CONTACT_HAPPENED, Intent.NO_REPLY_REPORT, Intent.WANT_CHANGES,
})
_PAST = frozenset({Intent.MET, Intent.CONTACT_HAPPENED})
_AT_MOST = 3

Placed = tuple[tuple[int, int], Statement]


def concluded(said: Said) -> tuple[Statement, ...] | None:
    """The statements; one ASK_BACK if they are doubtful; None if nothing at all was recognised."""
    meant = [(hit, meaning_of(hit.key, said.asked.asked)) for hit in said.hits if hit.key not in BESIDE]
    live = _nearest([(hit, intent) for hit, intent in meant if intent is not None])
    turned = [hit for hit, intent in live if intent is Intent.ASK_BACK and hit.key in TURNING]
    live = [(hit, intent) for hit, intent in live if hit not in turned]
    # `Yes, but could we ...`: the wish for changes is plain, whatever stands beside it.
    if any(hit.plain and intent is Intent.WANT_CHANGES for hit, intent in live):
        live = [(hit, intent) for hit, intent in live if hit.key not in _GENERIC]
    if any(not hit.plain or intent is Intent.ASK_BACK for hit, intent in live):
        return _ASK_BACK
    # An absence without a day answers nothing.
    live = [(hit, intent) for hit, intent in live if intent is not Intent.AWAY or said.dates_of(hit.clause) or _dates_beside(said, hit)]
    proposals = _proposals(said, live)
    if proposals is None or (turned and not proposals and all(hit.key in _ASSENTS for hit, _ in live)):
        return _ASK_BACK
    placed = [_statement(hit, intent, said) for hit, intent in live if not _mere(hit, said, live, proposals)]
    placed += proposals
    if not placed:
        return _ASK_BACK if meant else None
    return _agreed(placed, said, live)


def _nearest(live: list[tuple[Hit, Intent]]) -> list[tuple[Hit, Intent]]:
    """Of two meanings of the same words the one that this question gives them: `close the relationship`."""
    special = {(hit.clause, hit.start) for hit, _ in live if is_special(hit.key)}
    return [(hit, intent) for hit, intent in live if is_special(hit.key) or (hit.clause, hit.start) not in special]


def _mere(hit: Hit, said: Said, live: list[tuple[Hit, Intent]], proposals: list[Placed]) -> bool:
    """A bare yes or no beside a definite answer only introduces it, as it does within one sentence."""
    if hit.key not in _GENERIC or (said.asked.asked is Ask.KICKOFF and hit.key in ("yes", "agree")):
        return False
    definite = [(other.clause, intent) for other, intent in live if other.key not in _GENERIC]
    definite += [(place, statement.intent) for (place, _), statement in proposals]
    sentence = said.clauses[hit.clause].sentence
    if hit.key == "yes" and {intent for _, intent in definite} == {Intent.CONTACT_HAPPENED}:
        return False
    return any(intent in _ANSWERS or (hit.key != "agree" and said.clauses[clause].sentence == sentence)
               for clause, intent in definite)


def _agreed(placed: list[Placed], said: Said, live: list[tuple[Hit, Intent]]) -> tuple[Statement, ...]:
    statements = _merged([statement for _, statement in sorted(placed, key=lambda each: each[0])])
    intents = {statement.intent for statement in statements}
    if Intent.WANT_CHANGES in intents and said.asked.asked is not Ask.UNPROMPTED:
        statements = [each for each in statements if each.intent not in (Intent.AGREE, Intent.JOINED)]
    elif _binds(said, intents) and not _covered(said, live):
        return _ASK_BACK
    statements = _meeting_for_contact(statements)
    if any(_lacks(each) for each in statements):
        return _ASK_BACK
    if contradict({each.intent for each in statements}) or len(statements) > _AT_MOST:
        return _ASK_BACK
    if said.corrected:
        statements = [replace(each, confidence=min(each.confidence, 0.8)) for each in statements]
    return tuple(statements)


def _meeting_for_contact(statements: list[Statement]) -> list[Statement]:
    """They met and talked: that is one meeting, on the day either names."""
    contact = next((each for each in statements if each.intent is Intent.CONTACT_HAPPENED), None)
    if contact is None or not any(each.intent is Intent.MET for each in statements):
        return statements
    return [replace(each, day=each.day or contact.day, moment=each.moment or contact.moment) if each.intent is Intent.MET else each
            for each in statements if each is not contact]


def _lacks(statement: Statement) -> bool:
    """Whether a statement lacks what it is about: a new address, a longer time."""
    needed = statement.intent in (Intent.ADDRESS_CHANGE, Intent.ORGANISER_EXTEND)
    return needed and not statement.answers and statement.until is None


def _binds(said: Said, intents: set[Intent]) -> bool:
    """Whether something weighty is said, or a yes that a `but` follows."""
    if intents & STRICT and said.asked.asked in BINDING and intents != {Intent.UNDO}:
        return True
    softened = intents & {Intent.AGREE, Intent.JOINED, Intent.RENEW, Intent.FINISH, Intent.END, Intent.FORGET_ME}
    return bool(softened) and any(clause.contrast and not clause.reason for clause in said.clauses)


def _covered(said: Said, live: list[tuple[Hit, Intent]]) -> bool:
    """Whether every clause is understood: nothing but phrases, filler and reasons."""
    spans: dict[int, list[Hit]] = {}
    meaningless = [hit for hit in said.hits if hit.key in GOODWILL and hit.plain]
    for hit in [*(hit for hit, _ in live), *meaningless]:
        spans.setdefault(hit.clause, []).append(hit)
    for place, clause in enumerate(said.clauses):
        if clause.reason:
            continue
        # A signature's date by itself.
        if clause.words.strip().startswith(DATE) and len(clause.words.split()) == 1:
            continue
        rest = clause.words
        for hit in sorted(spans.get(place, ()), key=lambda each: -each.start):
            rest = f"{rest[: hit.start]} {rest[hit.end :]}"
        if clause.asks or not (_filler(rest, said) or (place not in spans and clause.harmless(said.lexicon))):
            return False
    return True


def _filler(words: str, said: Said) -> bool:
    return all(word in said.lexicon.filler for word in words.split())


def _merged(statements: list[Statement]) -> list[Statement]:
    """Of two statements of one intent the more definite stays; different days of one intent stay two."""
    made: list[Statement] = []
    for each in statements:
        twin = next((other for other in made if other.intent is each.intent and _fits(other, each)), None)
        if twin is None:
            made.append(each)
            continue
        made[made.index(twin)] = replace(twin, day=twin.day or each.day, moment=twin.moment or each.moment,
                                         until=twin.until or each.until, answers=twin.answers or each.answers,
                                         confidence=max(twin.confidence, each.confidence))
    return made


def _fits(one: Statement, other: Statement) -> bool:
    return all(left is None or right is None or left == right
               for left, right in ((one.day, other.day), (one.moment, other.moment), (one.until, other.until)))


def _statement(hit: Hit, intent: Intent, said: Said) -> Placed:
    clause = said.clauses[hit.clause]
    numbers = said.dates_of(hit.clause) or _dates_beside(said, hit)
    statement = Statement(intent, confidence=0.9 if hit.key == "weak_yes" else 1.0)
    place = (hit.clause, hit.start)
    if intent in _PAST:
        behind = [said.behind[number] for number in numbers if _is_past(said, number)]
        return place, _on(statement, behind[0]) if behind else statement
    ahead = [said.ahead[number] for number in numbers]
    if intent is Intent.MEETING_MOVED and ahead:
        return place, _on(statement, replace(ahead[-1], day=ahead[-1].until or ahead[-1].day))
    if intent in (Intent.AWAY, Intent.PAUSE) and ahead:
        return place, _absent(statement, ahead[0], after(said.asked.sent, said.asked.zone, 0))
    if intent is Intent.ADDRESS_CHANGE and len(said.addresses) == 1:
        return place, replace(statement, answers=(FieldAnswer("address", said.addresses[0]),))
    if intent in (Intent.ORGANISER_SNOOZE, Intent.ORGANISER_EXTEND):
        return place, _organised(statement, ahead, said, clause.words)
    return place, statement


def _dates_beside(said: Said, hit: Hit) -> list[int]:
    """The dates in the other clauses of the sentence, but for those that speak of something to come."""
    sentence = said.clauses[hit.clause].sentence
    return [number for place, clause in enumerate(said.clauses)
            if clause.sentence == sentence and not clause.reason and not _ahead(said, place) for number in said.dates_of(place)]


def _ahead(said: Said, place: int) -> bool:
    return any(hit.key in BESIDE and hit.clause == place for hit in said.hits)


def _absent(statement: Statement, found: Found, today: date) -> Statement:
    """An absence or a pause with its first and last day; a single day ends a pause and is all of an absence."""
    day, until = ends_of(found)
    if statement.intent is Intent.PAUSE:
        return replace(statement, day=day if until and day != today else None, until=until or found.day)
    return replace(statement, day=day, until=until or found.day)


def _organised(statement: Statement, ahead: list[Found], said: Said, words: str) -> Statement:
    """A snooze until a day; an extension until a day, or by a number of days in the answer `days`."""
    today = after(said.asked.sent, said.asked.zone, 0)
    if ahead and not (ahead[0].until and ahead[0].day == today):
        return replace(statement, until=ahead[0].until or ahead[0].day)
    days = (ahead[0].until - today).days if ahead and ahead[0].until else span_in_days(words, said.lexicon.language)
    if days is None:
        return statement
    if statement.intent is Intent.ORGANISER_SNOOZE:
        return replace(statement, until=after(said.asked.sent, said.asked.zone, days))
    return replace(statement, answers=(FieldAnswer("days", str(days), days=days),))


def _on(statement: Statement, found: Found) -> Statement:
    return replace(statement, day=found.day, moment=found.moment, confidence=min(statement.confidence, 0.7 if found.unclear else 1.0))


def _is_past(said: Said, number: int) -> bool:
    """Whether a date is rather behind than ahead: no more than half a year ago."""
    sent = said.asked.sent.date()
    return said.behind[number].day <= sent and (sent - said.behind[number].day).days <= 183


def _proposals(said: Said, live: list[tuple[Hit, Intent]]) -> list[Placed] | None:
    """Dates by themselves, where a date is an answer; None if several are offered."""
    telling = [hit for hit, intent in live if hit.key not in _GENERIC and intent is not Intent.NOT_MET]
    taken = {said.clauses[hit.clause].sentence for hit in telling}
    spoken = {hit.clause for hit in telling}
    found: list[Placed] = []
    for place, clause in enumerate(said.clauses):
        beside = clause.sentence in taken and (place in spoken or not _ahead(said, place))
        if beside or clause.reason or _refused(said, place):
            continue
        for number in said.dates_of(place):
            statement = _dated(said, place, number)
            if statement is not None:
                found.append(((place, clause.words.index(f"{DATE}{number}")), statement))
    if len(_merged([statement for _, statement in found])) > 1:
        found = [each for each in found if _ahead(said, each[0][0])]
        if not found:
            return None
    merged = _merged([statement for _, statement in found])
    if len(merged) == 1 and merged[0].intent is Intent.ASK_BACK and any(intent is Intent.NOT_MET for _, intent in live):
        return []
    return None if len(merged) > 1 else [(found[0][0], merged[0])] if found else []


def _is_mere_date(said: Said, place: int) -> bool:
    """Whether a clause is a date with nothing but a yes or filler around it, or stands in a sentence with a yes."""
    sentence = said.clauses[place].sentence
    answered = {said.clauses[hit.clause].sentence for hit in said.hits if hit.key in _GENERIC or hit.key in ("met", "not_yet", "not_met")}
    return sentence in answered or all(word[0] == DATE or word in said.lexicon.filler for word in said.clauses[place].words.split())


def _refused(said: Said, place: int) -> bool:
    """Whether the dates of a clause do not suit, or stand under a condition or in doubt."""
    clause, marks = said.clauses[place], said.lexicon.marks
    if clause.doubted or clause.told or marks["condition"].match(clause.words, 1):
        return True
    return bool(marks["negation"].search(clause.words)) or any(hit.key == "unsuitable" and hit.clause == place for hit in said.hits)


def _dated(said: Said, place: int, number: int) -> Statement | None:
    asked = said.asked.asked
    clause = said.clauses[place]
    coming = any(hit.key in BESIDE and said.clauses[hit.clause].sentence == clause.sentence for hit in said.hits)
    if any(hit.key == "see_you" and hit.clause == place for hit in said.hits) and not clause.conditional and asked in (Ask.FIRST_MEETING, Ask.NEXT_MEETING):
        return _on(Statement(Intent.AGREE), said.ahead[number])
    if not about_meetings(asked):
        return _on(Statement(Intent.MEETING_PROPOSED), said.ahead[number]) if coming and asked is Ask.UNPROMPTED else None
    if not (coming or clause.asks or said.ahead[number].moment or _is_mere_date(said, place)):
        return Statement(Intent.ASK_BACK, confidence=0.0)
    if asked in (Ask.MET_CHECK, Ask.CADENCE_NUDGE) and not coming and not clause.asks and _is_past(said, number):
        if not _is_mere_date(said, place):
            return Statement(Intent.ASK_BACK, confidence=0.0)
        return _on(Statement(Intent.MET), said.behind[number])
    if said.ahead[number].until is not None:
        return Statement(Intent.ASK_BACK, confidence=0.0)
    return _on(Statement(Intent.MEETING_PROPOSED), said.ahead[number])

