"""Whether everything in a reply is understood: what binds may not stand beside words that could take it back."""

import re
from collections.abc import Collection

from correspondence.arriving.clauses import Clause
from correspondence.arriving.hits import Hit
from correspondence.arriving.phrases import ADDRESS, DATE
from correspondence.arriving.reading import Intent
from correspondence.arriving.said import Said
from correspondence.arriving.verdict import ASSENTS, GOODWILL, STRICT, meaning_of
from mentoring.letters import Ask

_NUMBERED = re.compile(rf"[{DATE}{ADDRESS}\d]")
_WEIGHED = ("matters", "negation", "condition", "doubt", "modal", "nearly", "other", "contrast", "hearsay")
# What could take a no to the invitation back: reasons for it are told at length, with days and further noes.
# What is told beside an answer to a question that is about no text.
_BESIDE = ("hedges", *_WEIGHED[1:])
_PLAIN_QUESTIONS = frozenset({Ask.RENEWAL, Ask.END_CONFIRM})
_BOUND = STRICT | {Intent.JOINED}
_BARE = ASSENTS | {"no"}
_SHORT = 2
_TEXTS = frozenset({Ask.AGREEMENT_SIGN, Ask.RENEWAL, Ask.CONFIRM, Ask.END_CONFIRM})
# What is told in the same breath as a yes, and stands by itself.
_BY_THE_WAY = frozenset({"away", "pause"})
_ASSENTED = _TEXTS - {Ask.END_CONFIRM}
# Where a yes settles something; of a meeting that was, nobody says it by the way.
_WEIGHTY = frozenset(
    {
        Ask.AGREEMENT_SIGN,
        Ask.RENEWAL,
        Ask.CONFIRM,
        Ask.END_CONFIRM,
        Ask.KICKOFF,
        Ask.PAUSE_OFFER,
        Ask.GOAL_REVIEW,
        Ask.FIRST_MEETING,
        Ask.NEXT_MEETING,
    }
)
_HEDGED = ("condition", "doubt", "nearly", "other")


def covered(said: Said, live: Collection[Hit], proposed: Collection[int]) -> bool:
    """Whether every clause holds nothing but phrases, filler, reasons and small talk.

    `live` are the phrases that mean something here, `proposed` the numbers of the clauses that propose a day.
    """
    spans: dict[int, list[Hit]] = {}
    for hit in [*live, *(hit for hit in said.hits if hit.key in GOODWILL and hit.plain)]:
        spans.setdefault(hit.clause, []).append(hit)
    # Who does not join this year says no, whenever the next year comes.
    timeless = any(hit.key == "declined_to_join" for hit in live)
    return all(
        # A day that was heard as a proposal asks for nothing else; and a signature may have its date by itself.
        clause.reason
        or (place in proposed and not clause.contrast)
        or _is_mere_date(clause)
        or _is_covered(place, spans.get(place, []), said, timeless)
        for place, clause in enumerate(said.clauses)
    )


def idle(said: Said, live: Collection[Hit]) -> bool:
    """Whether a yes agrees to nothing that was asked: `yes, I saw your reminder`, `I agree it was a long winter`.

    A word or two of assent count for little beside what is about the letter only, or about the writer; `I agree to
    it` stands by itself, and so does a `yes` with thanks for the reminder in another sentence.
    """
    asked = said.asked.asked
    yes = [hit for hit in live if meaning_of(hit.key, asked) in _BOUND]
    if asked not in _WEIGHTY or not yes or any(hit.key not in _BARE for hit in yes):
        return False
    if any(clause.remark for clause in said.clauses) or (asked in _ASSENTED and _goes_on(yes, said)):
        return True
    # `D'accord` is an `ok` as well as an `I agree`: then it is as little as the former.
    weak = {(hit.clause, hit.start) for hit in yes if hit.key == "weak_yes" and _is_short(hit, said)}
    if any(hit.key == "agree" and (hit.clause, hit.start) not in weak for hit in yes):
        return False
    return all(_is_put_off(hit, said) for hit in yes) or (
        asked in _TEXTS and all(_is_short(hit, said) for hit in yes) and _tells_more(said)
    )


def _is_short(hit: Hit, said: Said) -> bool:
    return len(said.clauses[hit.clause].words[hit.start : hit.end].split()) <= _SHORT


def _goes_on(yes: Collection[Hit], said: Said) -> bool:
    """Whether each yes is a word or two at the head of a sentence about something else: `yes we talked about it`."""
    return all(
        _is_short(hit, said)
        and hit.key != "agree"
        and any(
            clause.sentence == said.clauses[hit.clause].sentence
            and not (clause.reason or clause.friendly)
            and not said.hits_at(place) & _BY_THE_WAY
            and _left(place, [each for each in said.hits if each.key in _BARE | GOODWILL - {"ahead"}], said)
            for place, clause in enumerate(said.clauses)
        )
        for hit in yes
    )


def _left(place: int, hits: Collection[Hit], said: Said) -> bool:
    """Whether a clause has more than a word of its own beside these phrases and filler."""
    rest = _without([hit for hit in hits if hit.clause == place], said.clauses[place])
    left = [word for word in rest.split() if word not in said.lexicon.filler and word[0] != DATE]
    return bool(left) and (len(rest.split()) > 1 or left[0] in said.lexicon.vocabulary)


def _without(hits: Collection[Hit], clause: Clause) -> str:
    """The words of a clause that these phrases of it leave over."""
    rest = clause.words
    for hit in sorted(hits, key=lambda each: -each.start):
        rest = f"{rest[: hit.start]} {rest[hit.end :]}"
    return rest


def _tells_more(said: Said) -> bool:
    """Whether a clause has content of its own that nothing understands: `ok, it was a long week at work`."""
    for place, clause in enumerate(said.clauses):
        hits = [hit for hit in said.hits if hit.clause == place]
        if clause.reason or clause.friendly or any(hit.key not in _BARE for hit in hits):
            continue
        if _left(place, hits, said):
            return True
    return False


def _is_put_off(hit: Hit, said: Said) -> bool:
    own = said.clauses[hit.clause]
    short = _is_short(hit, said)
    return any(
        clause.putting_off
        and (clause.sentence == own.sentence or (short and (hit.key == "weak_yes" or not clause.friendly)))
        for clause in said.clauses
    )


def parts(said: Said, live: Collection[Hit]) -> bool:
    """Whether somebody seems to want to leave, in words that no phrase has: `I want out of this`."""
    spoken = {hit.clause for hit in live if hit.key not in ASSENTS}
    return any(
        not clause.reason and place not in spoken and _parts(clause, said) for place, clause in enumerate(said.clauses)
    )


def _parts(clause: Clause, said: Said) -> bool:
    """`I am not backing out` wants to stay."""
    found = said.lexicon.marks["parting"].finditer(clause.words)
    return any(
        not clause.words[: match.start()].endswith((" not ", " no ", " nicht ", " ne ", " nao ")) for match in found
    )


def _is_covered(place: int, hits: list[Hit], said: Said, timeless: bool) -> bool:
    clause = said.clauses[place]
    rest = f" {' '.join(_without(hits, clause).split())} "
    if clause.asks or (not timeless and said.lexicon.marks["later"].search(rest)):
        return False
    # Of `but I agree` nothing is left over: what follows the `but` is understood.
    left = said.lexicon.marks["contrast"].sub("", rest) if hits else rest
    if all(word in said.lexicon.filler for word in left.split()):
        return True
    others = any(hit.clause == place and hit.key not in GOODWILL and not _within(hit, hits) for hit in said.hits)
    if timeless and not (clause.conditional or clause.doubted or clause.told or said.hits_at(place) & ASSENTS):
        return not any(said.lexicon.marks[mark].search(rest) for mark in _HEDGED)
    return (not hits and clause.harmless(said.lexicon)) or (not others and _is_small_talk(rest, clause, said))


def _within(hit: Hit, others: Collection[Hit]) -> bool:
    return any(hit.start < other.end and other.start < hit.end for other in others)


def _is_mere_date(clause: Clause) -> bool:
    return clause.words.strip().startswith(DATE) and len(clause.words.split()) == 1


def _is_small_talk(words: str, clause: Clause, said: Said) -> bool:
    """Whether words are about something else altogether: no doubt, no number and nothing the question is about."""
    if clause.conditional or clause.doubted or clause.told or clause.contrast or _NUMBERED.search(words):
        return False
    weighed = _BESIDE if said.asked.asked in _PLAIN_QUESTIONS else _WEIGHED
    return not any(said.lexicon.marks[mark].search(words) for mark in weighed)
