"""Dates that stand by themselves: a proposal, a meeting that was, or something that is asked back."""

import re
from functools import lru_cache

from correspondence.arriving.hits import Hit
from correspondence.arriving.particulars import Placed, is_past, merged, on_date
from correspondence.arriving.phrases import DATE, folded
from correspondence.arriving.reading import Intent, Statement
from correspondence.arriving.said import Said
from correspondence.arriving.verdict import BESIDE, GENERIC, about_meetings
from correspondence.arriving.when import after
from mentoring.letters import Ask

_ANY_TIME = frozenset(
    {
        Ask.UNPROMPTED,
        Ask.AGREEMENT_FORM,
        Ask.AGREEMENT_SIGN,
        Ask.GOAL_REVIEW,
        Ask.RENEWAL,
        Ask.SLA_CHECK,
        Ask.AFTER_CARE,
    }
)
_TELLING = GENERIC | {"met", "not_yet", "not_met"}


def proposals_in(said: Said, live: list[tuple[Hit, Intent]]) -> list[Placed] | None:
    """Dates by themselves, where a date is an answer; None if several are offered."""
    telling = [hit for hit, intent in live if hit.key not in GENERIC and intent is not Intent.NOT_MET]
    taken = {said.clauses[hit.clause].sentence for hit in telling}
    spoken = {hit.clause for hit in telling}
    found: list[Placed] = []
    for place, clause in enumerate(said.clauses):
        beside = clause.sentence in taken and (place in spoken or place not in said.looking_ahead)
        if beside or clause.reason or _refused(said, place):
            continue
        for number in said.dates_of(place):
            statement = _dated(said, place, number)
            if statement is not None:
                found.append(((place, clause.words.index(f"{DATE}{number}")), statement))
    if len(merged([statement for _, statement in found])) > 1:
        found = [each for each in found if each[0][0] in said.looking_ahead]
        if not found:
            return None
    several = merged([statement for _, statement in found])
    vague = any(each.intent is Intent.ASK_BACK for each in several)
    # `Not yet, next week`: no date to propose, and yet no doubt that they have not met.
    if not found or (vague and any(intent is Intent.NOT_MET for _, intent in live)):
        return []
    return None if len(several) > 1 else [(found[0][0], several[0])]


def _is_mere_date(said: Said, place: int) -> bool:
    """Whether a clause is a date with nothing but a yes or filler around it, or stands in a sentence with a yes."""
    sentence = said.clauses[place].sentence
    answered = {said.clauses[hit.clause].sentence for hit in said.hits if hit.key in _TELLING}
    words = said.clauses[place].words.split()
    return sentence in answered or all(word[0] == DATE or word in said.lexicon.filler for word in words)


def _refused(said: Said, place: int) -> bool:
    """Whether the dates of a clause do not suit, or stand under a condition or in doubt."""
    clause, marks = said.clauses[place], said.lexicon.marks
    if clause.doubted or clause.told or marks["condition"].match(clause.words, 1):
        return True
    # The day somebody is back at work is no day to meet, nor that on which they were to have met.
    if marks["returning"].search(clause.words) or marks["unreal"].search(clause.words):
        return True
    refused = any(hit.key == "unsuitable" and hit.clause == place for hit in said.hits)
    return refused or bool(marks["negation"].search(clause.words))


def _dated(said: Said, place: int, number: int) -> Statement | None:
    """What a date by itself says: AGREE (`see you Tuesday`), MET, MEETING_PROPOSED, ASK_BACK, or nothing here."""
    asked, clause, found = said.asked.asked, said.clauses[place], said.ahead[number]
    coming, today = _is_coming(said, place), after(said.asked.sent, said.asked.zone, 0)
    proposal = on_date(Statement(Intent.MEETING_PROPOSED), found)
    if not about_meetings(asked):
        # `How about Tuesday at 3?` is plain under any question of a pair's that asks for no date itself.
        meeting = found.moment is not None or _holds(clause.words, "meeting", said)
        meeting = meeting or (clause.asks and _offers(clause.words, said))
        plain = meeting and coming and found.until is None and found.day >= today
        return proposal if asked in _ANY_TIME and plain else None
    if found.day < today:
        return _gone_by(said, number)
    if _is_goodbye(said, place):
        # In answer to the first letter nobody has named a day that `see you on Tuesday` could agree to.
        return proposal if asked is Ask.FIRST_MEETING else on_date(Statement(Intent.AGREE), found)
    errand = _holds(clause.words, "errand", said)
    mere = _is_mere_date(said, place) and not errand
    if not mere and not _offers(clause.words, said) and (asked is Ask.KICKOFF or errand):
        return None
    asks_back = Statement(Intent.ASK_BACK, confidence=0.0)
    if asked in (Ask.MET_CHECK, Ask.CADENCE_NUDGE) and not coming and not clause.asks and is_past(said, number):
        return on_date(Statement(Intent.MET), said.behind[number]) if mere else asks_back
    plain = coming or clause.asks or mere or found.moment is not None
    return proposal if plain and found.until is None else asks_back


def _gone_by(said: Said, number: int) -> Statement | None:
    """A day before the mail is proposed to nobody: it is that of a meeting told beside it, or is asked back."""
    plain = {hit.key for hit in said.hits if hit.plain}
    if "met" in plain:
        return on_date(Statement(Intent.MET), said.behind[number])
    if {"not_met", "not_yet", "contact_happened", "meeting_cancelled"} & plain:
        return None
    if said.asked.asked in (Ask.MET_CHECK, Ask.CADENCE_NUDGE) and is_past(said, number):
        return on_date(Statement(Intent.MET), said.behind[number])
    return Statement(Intent.ASK_BACK, confidence=0.0)


def _is_coming(said: Said, place: int) -> bool:
    """Whether a sentence speaks of something to come; `all good` beside the date of a clause does not."""
    sentence = said.clauses[place].sentence
    beside = (hit for hit in said.hits if hit.key in BESIDE and said.clauses[hit.clause].sentence == sentence)
    mere = {hit.clause for hit in said.hits if hit.key in GENERIC} - {place}
    return any(hit.clause not in mere for hit in beside)


def _offers(words: str, said: Said) -> bool:
    """Whether words speak of meeting or offer a day: the first letter is answered with many other days."""
    return _holds(words, "meeting", said) or _holds(words, "offering", said)


def _holds(words: str, mark: str, said: Said) -> bool:
    return _found(said.lexicon.marks[mark], words)


@lru_cache(maxsize=256)
def _found(expression: re.Pattern[str], words: str) -> bool:
    """Whether an expression is in a clause: asked once, however many dates the clause holds."""
    return expression.search(words) is not None


def _is_goodbye(said: Said, place: int) -> bool:
    """`See you on Tuesday` agrees to the Tuesday that was proposed."""
    if said.asked.asked not in (Ask.FIRST_MEETING, Ask.NEXT_MEETING) or said.clauses[place].conditional:
        return False
    return any(hit.key == "see_you" and hit.clause == place and not _is_end_of_time(said, hit) for hit in said.hits)


def _is_end_of_time(said: Said, hit: Hit) -> bool:
    """`Bis Dienstag!` is a goodbye; `auf Reisen bis Dienstag` tells how long something lasts."""
    words = said.clauses[hit.clause].words
    leads = {word for phrase in said.lexicon.when["until"] for word in folded(phrase).split()}
    led = leads.issuperset(word for word in words[hit.start : hit.end].split() if word[0] != DATE)
    return led and not all(word in said.lexicon.filler for word in words[: hit.start].split())
