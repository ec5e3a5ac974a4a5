"""From what was said to statements: dates joined to their verbs, repetitions merged, contradictions asked back."""

from dataclasses import replace

from correspondence.arriving.coverage import covered, idle, parts
from correspondence.arriving.hits import Hit
from correspondence.arriving.particulars import Placed, dates_beside, merged, statement_of
from correspondence.arriving.preferred import nearest, yields
from correspondence.arriving.proposals import proposals_in
from correspondence.arriving.reading import Intent, Statement
from correspondence.arriving.said import Said
from correspondence.arriving.verdict import (
    ASSENTS,
    BESIDE,
    BINDING,
    COURTESY,
    FACTS,
    GENERIC,
    STRICT,
    TURNING,
    contradict,
    meaning_of,
)
from correspondence.arriving.when import after
from mentoring.letters import Ask

_ASK_BACK = (Statement(Intent.ASK_BACK, confidence=0.0),)
# What answers a question about meetings or a text: a yes before it says no more than it does.
_ANSWERS = frozenset(
    {
        Intent.MET,
        Intent.NOT_MET,
        Intent.MEETING_PROPOSED,
        Intent.MEETING_MOVED,
        Intent.MEETING_CANCELLED,
        Intent.CONTACT_HAPPENED,
        Intent.NO_REPLY_REPORT,
        Intent.WANT_CHANGES,
    }
)
# Take a date: beside one that cannot be they would say less than was written, or something else.
_DATED = frozenset(
    {
        Intent.MET,
        Intent.CONTACT_HAPPENED,
        Intent.MEETING_PROPOSED,
        Intent.MEETING_MOVED,
        Intent.PAUSE,
        Intent.AWAY,
        Intent.ORGANISER_SNOOZE,
        Intent.ORGANISER_EXTEND,
    }
)
# Are themselves the parting, or a person will ask.
_PARTED = frozenset(
    {
        Intent.END,
        Intent.LEAVE_GROUP,
        Intent.FINISH,
        Intent.DECLINED_TO_JOIN,
        Intent.FORGET_ME,
        Intent.FEWER_MAILS,
        Intent.CONCERN,
        Intent.UNDO,
        Intent.ORGANISER_CLOSE,
        Intent.ORGANISER_REMATCH,
    }
)
_PAPERS = frozenset({Ask.AGREEMENT_FORM, Ask.PLAN_FORM, Ask.AGREEMENT_SIGN})
_AT_MOST = 3


def concluded(said: Said) -> tuple[Statement, ...] | None:
    """The statements; one ASK_BACK if they are doubtful; None if nothing at all was recognised."""
    meant = [(hit, _meaning(hit, said)) for hit in said.hits if hit.key not in BESIDE]
    live = nearest([(hit, intent) for hit, intent in meant if intent is not None])
    # What follows the word `note` is the note, whatever it says.
    if live and live[0][0].key == "organiser_note":
        return (Statement(Intent.ORGANISER_NOTE),)
    live = [(hit, intent) for hit, intent in live if not yields(hit, said, live)]
    # `Very busy, please pause`: a mere excuse says no more than what it excuses.
    if any(hit.key != "not_lately" for hit, _ in live):
        live = [(hit, intent) for hit, intent in live if hit.key != "not_lately"]
    turned = [hit for hit, intent in live if intent is Intent.ASK_BACK and hit.key in TURNING]
    live = [(hit, intent) for hit, intent in live if hit not in turned]
    # `Yes, but could we ...`: the wish for changes is plain, whatever stands beside it.
    if any(hit.plain and intent is Intent.WANT_CHANGES for hit, intent in live):
        live = [(hit, intent) for hit, intent in live if hit.key not in GENERIC]
    if any(not hit.plain or intent is Intent.ASK_BACK for hit, intent in live):
        return _ASK_BACK
    live = [pair for pair in live if not _is_undated_absence(*pair, said)]
    proposals = proposals_in(said, live)
    if proposals is None or (turned and not proposals and all(hit.key in ASSENTS for hit, _ in live)):
        return _ASK_BACK
    placed = [statement_of(hit, intent, said) for hit, intent in live if not _mere(hit, said, live, proposals)]
    placed += proposals
    if not placed:
        return _ASK_BACK if any(intent or hit.key not in COURTESY for hit, intent in meant) else None
    return _agreed(placed, said, live, proposals)


def _meaning(hit: Hit, said: Said) -> Intent | None:
    """What a phrase means here: `no more mails until 2 April` is a pause, for it says when they may come again."""
    today = after(said.asked.sent, said.asked.zone, 0)
    if hit.key == "fewer_mails" and any(said.ahead[number].day > today for number in said.dates_of(hit.clause)):
        return Intent.PAUSE
    # `I forgot`, where a form or a text is asked for: it has not been seen to, and no meeting was missed.
    words, marks = said.clauses[hit.clause].words[hit.start : hit.end], said.lexicon.marks
    told = marks["negation"].search(f" {words.strip()} ") or marks["meeting"].search(words)
    if hit.key == "not_met" and said.asked.asked in _PAPERS and not told:
        return None
    return meaning_of(hit.key, said.asked.asked)


def _is_undated_absence(hit: Hit, intent: Intent, said: Said) -> bool:
    """An absence without a day answers nothing."""
    return intent is Intent.AWAY and not (said.dates_of(hit.clause) or dates_beside(said, hit))


def _mere(hit: Hit, said: Said, live: list[tuple[Hit, Intent]], proposals: list[Placed]) -> bool:
    """A bare yes or no beside a definite answer only introduces it, as it does within one sentence."""
    if hit.key not in GENERIC or (said.asked.asked is Ask.KICKOFF and hit.key in ("yes", "agree")):
        return False
    # `I agree, how about Tuesday?`: two answers, each by its own words.
    if said.asked.asked in BINDING and hit.key == "agree":
        return False
    definite = [(other.clause, intent) for other, intent in live if other.key not in GENERIC]
    # `Yes, and the next one is on 3 March`: two things told.  `Yes, on 3 March` has only that one.
    told = hit.key == "yes" and said.asked.asked in FACTS
    definite += [
        (place, statement.intent)
        for (place, _), statement in proposals
        if not (told and said.lexicon.marks["again"].search(said.clauses[place].words))
    ]
    sentence = said.clauses[hit.clause].sentence
    if hit.key == "yes" and {intent for _, intent in definite} == {Intent.CONTACT_HAPPENED}:
        return False
    # `Yes that works, and I am away until Friday`: said twice, the yes stands for itself.
    twice = any(other.key == "yes" and said.clauses[other.clause].sentence == sentence for other, _ in live)
    if hit.key == "weak_yes" and twice and {intent for _, intent in definite} == {Intent.AWAY}:
        return False
    joint = said.lexicon.marks["joint"]
    return any(
        intent in _ANSWERS
        or (
            hit.key != "agree"
            and said.clauses[clause].sentence == sentence
            and not (intent is Intent.AWAY and joint.match(said.clauses[clause].words, 1))
        )
        for clause, intent in definite
    )


def _agreed(
    placed: list[Placed], said: Said, live: list[tuple[Hit, Intent]], proposals: list[Placed]
) -> tuple[Statement, ...]:
    statements = merged([statement for _, statement in sorted(placed, key=lambda each: each[0])])
    intents = {statement.intent for statement in statements}
    if Intent.WANT_CHANGES in intents and said.asked.asked is not Ask.UNPROMPTED:
        statements = [each for each in statements if each.intent not in (Intent.AGREE, Intent.JOINED)]
    elif _is_unheard(said, intents, [hit for hit, _ in live], {place for (place, _), _ in proposals}):
        return _ASK_BACK
    statements = _pause_for_absence(_meeting_for_contact(_without_how(statements, said)))
    if said.unread_date and any(each.intent in _DATED for each in statements):
        return _ASK_BACK
    if any(_lacks(each) or each.intent is Intent.ASK_BACK for each in statements):
        return _ASK_BACK
    if contradict({each.intent for each in statements}) or len(statements) > _AT_MOST:
        return _ASK_BACK
    if said.corrected:
        statements = [replace(each, confidence=min(each.confidence, 0.8)) for each in statements]
    return tuple(statements)


def _is_unheard(said: Said, intents: set[Intent], live: list[Hit], proposed: set[int]) -> bool:
    """Whether something was said and not understood that could take back what was, or that wants to leave."""
    if _binds(said, intents, live) and not covered(said, live, proposed):
        return True
    return idle(said, live) or (not intents & _PARTED and parts(said, live))


def _without_how(statements: list[Statement], said: Said) -> list[Statement]:
    """`We talked it through, all fine`: how they came to their answer is no news of its own."""
    if said.asked.asked not in (Ask.GOAL_REVIEW, Ask.RENEWAL) or len(statements) == 1:
        return statements
    return [each for each in statements if each.intent is not Intent.CONTACT_HAPPENED]


def _meeting_for_contact(statements: list[Statement]) -> list[Statement]:
    """They met and talked: that is one meeting, on the day either names."""
    contact = next((each for each in statements if each.intent is Intent.CONTACT_HAPPENED), None)
    if contact is None or not any(each.intent is Intent.MET for each in statements):
        return statements
    return [
        replace(each, day=each.day or contact.day, moment=each.moment or contact.moment)
        if each.intent is Intent.MET
        else each
        for each in statements
        if each is not contact
    ]


def _pause_for_absence(statements: list[Statement]) -> list[Statement]:
    """`A break, back on the 11th`, `away until the 5th, pause until the 10th`: one pause, which is the longer."""
    pause = next((each for each in statements if each.intent is Intent.PAUSE and each.until), None)
    away = next((each for each in statements if each.intent is Intent.AWAY), None)
    if pause is None or away is None or away.until is None or pause.until is None:
        return statements
    begun = away.day is None or (pause.day is not None and pause.day <= away.day)
    alike = begun and pause.until >= away.until
    return [each for each in statements if each is not away] if alike else statements


def _lacks(statement: Statement) -> bool:
    """Whether a statement lacks what it is about: a new address, a longer time."""
    needed = statement.intent in (Intent.ADDRESS_CHANGE, Intent.ORGANISER_EXTEND)
    return needed and not statement.answers and statement.until is None


def _binds(said: Said, intents: set[Intent], live: list[Hit]) -> bool:
    """Whether something weighty is said, or a yes that a `but` follows."""
    if intents & STRICT and said.asked.asked in BINDING and intents != {Intent.UNDO}:
        return True
    softened = intents & {Intent.AGREE, Intent.JOINED, Intent.RENEW, Intent.FINISH, Intent.END, Intent.FORGET_ME}
    # `It was lovely, but I have no time.  Please end it.`: what comes before a parting leads to it.
    from_here = max((hit.clause for hit in live if hit.plain), default=0) if softened <= _PARTED else 0
    return bool(softened) and any(clause.contrast and not clause.reason for clause in said.clauses[from_here:])
