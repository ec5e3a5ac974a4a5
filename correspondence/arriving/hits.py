"""What the clauses of a reply say: each phrase that was found, and whether it is meant as it stands."""

from collections.abc import Iterator
from dataclasses import dataclass

from correspondence.arriving.clauses import Clause
from correspondence.arriving.lexicon import Lexicon
from correspondence.arriving.phrases import ADDRESS, DATE, Phrase
from correspondence.arriving.verdict import is_bound, meaning_of
from mentoring.letters import Ask

# Acts that a question may ask for without becoming doubtful, and those that a polite request may.
_COLOURS = frozenset({"ahead", "unsuitable", "see_you"})
_ASKABLE = _COLOURS | {"help", "status", "my_data", "meeting_moved", "want_changes", "organiser_note"}
_POLITE = _ASKABLE | {
    "away",
    "fewer_mails",
    "pause",
    "resume",
    "forget_me",
    "address_change",
    "meeting_cancelled",
    "concern",
    "renew",
    "withdrawn",
    "organiser_snooze",
    "organiser_extend",
    "organiser_close",
    "organiser_rematch",
}
# Told of what happened between two people: `he` and `she` in it are no hearsay.
_TOLD = _COLOURS | {
    "in_hand",
    "went_well",
    "met",
    "not_met",
    "not_yet",
    "contact_happened",
    "no_reply_report",
    "meeting_moved",
    "meeting_cancelled",
    "help",
    "concern",
}
# Of these what another says is hearsay.
_REPORTED = frozenset({"met", "not_met", "contact_happened"})
# Happens between two people; of somebody else's boss, train or meeting it is not said.
_BETWEEN = frozenset({"met", "not_met", "contact_happened", "meeting_cancelled"})
# In a list with an ending they make it one of the words there are.
_LISTED = frozenset({"help", "status"})
# Stay what they are beside an `if` or a `maybe`: nothing is done that could not be wanted.
_NOT_DOUBTED = _COLOURS | {"help", "status", "concern", "want_changes", "my_data"}
_OPEN_TO_CONDITIONS = _COLOURS | {"help", "status", "concern", "want_changes", "meeting_moved"}
# `She has not replied` is the one, and for the same words no doubtful other.
_DENIED = {"not_met": "met", "no_reply_report": "contact_happened"}
# Nothing but the end itself may stand beside these.
_WHOLE = frozenset({"end", "no_longer", "leave_group", "forget_me", "undo"})


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase for `key` in the clause number `clause`; `plain` if it is said without doubt."""

    key: str
    clause: int
    start: int
    end: int
    plain: bool


def hits_in(clauses: tuple[Clause, ...], lexicon: Lexicon, asked: Ask) -> tuple[Hit, ...]:
    """The phrases found, in text order; of overlapping ones the longest that may mean something here."""
    found: list[Hit] = []
    for place, clause in enumerate(clauses):
        if not clause.reason:
            found += _hits_in_clause(place, clauses, lexicon, asked)
    return tuple(found)


def _hits_in_clause(place: int, clauses: tuple[Clause, ...], lexicon: Lexicon, asked: Ask) -> list[Hit]:
    clause = clauses[place]
    chosen: list[Hit] = []
    for phrase, start, end in sorted(_matches(clause, lexicon), key=_weight, reverse=True):
        # `I want to stop` finishes what is to be renewed; where nothing is, it ends, and must not be hidden.
        if is_bound(phrase.key) and meaning_of(phrase.key, asked) is None:
            continue
        same = [hit for hit in chosen if hit.start < end and start < hit.end and _alike(hit.key, phrase.key)]
        # The same words may say `yes` and `agree`: both are kept, and the question decides.
        if any(hit.start != start or hit.end != end or hit.key == phrase.key for hit in same):
            continue
        if phrase.key in _BETWEEN and _of_others(clause, start, end, lexicon):
            continue
        # `I will reply when I am back` tells of no absence.
        if phrase.key in ("resume", "away") and _is_day_of_errand(clause, start, end, phrase.key, lexicon):
            continue
        if phrase.key == "away" and lexicon.marks["while"].search(clause.words[:start]):
            continue
        plain = _plain(phrase, clause, start, end, lexicon)
        if phrase.way == "alone" and phrase.key in _WHOLE:
            if _is_label(place, clauses):
                continue
            plain = plain and _is_all_said(place, clauses, lexicon)
        chosen.append(Hit(phrase.key, place, start, end, plain))
    denied = {(hit.start, hit.end, _DENIED[hit.key]) for hit in chosen if hit.plain and hit.key in _DENIED}
    chosen = [hit for hit in chosen if hit.plain or (hit.start, hit.end, hit.key) not in denied]
    return sorted(chosen, key=lambda hit: hit.start)


def _beside(place: int, clauses: tuple[Clause, ...]) -> list[Clause]:
    """The clauses of the same sentence, at most five on either side: who says more says more than one word."""
    near = range(max(place - 5, 0), min(place + 6, len(clauses)))
    return [clauses[at] for at in near if at != place and clauses[at].sentence == clauses[place].sentence]


def _is_all_said(place: int, clauses: tuple[Clause, ...], lexicon: Lexicon) -> bool:
    """Whether a word alone is all that its sentence says, and no item of a list."""
    beside = _beside(place, clauses)
    if any(DATE in clause.words for clause in (clauses[place], *beside)):
        return False
    return all(clause.harmless(lexicon) or clause.reason or _is_understood(clause, lexicon) for clause in beside)


def _is_understood(clause: Clause, lexicon: Lexicon) -> bool:
    found = [phrase.key for phrase, _, _ in _matches(clause, lexicon)]
    return bool(found) and _LISTED.isdisjoint(found)


def _is_label(place: int, clauses: tuple[Clause, ...]) -> bool:
    """Whether a word by itself names the time behind it: `end: 6 pm`."""
    behind = clauses[place + 1 : place + 2]
    same = bool(behind) and behind[0].sentence == clauses[place].sentence
    return same and len(clauses[place].words.split()) == 1 and behind[0].words.strip()[:1].isdigit()


def _of_others(clause: Clause, start: int, end: int, lexicon: Lexicon) -> bool:
    """Whether a phrase is said of somebody or something else: `met her boss`, `my train was cancelled`."""
    others = lexicon.marks["others"]
    return any(match.start() < end + 1 for match in others.finditer(clause.words))


def _is_day_of_errand(clause: Clause, start: int, end: int, key: str, lexicon: Lexicon) -> bool:
    """Whether it is said when something will be done: `I will fill it in on Sunday, when I am off`."""
    before = clause.words[:start]
    if key == "away" and (DATE not in before or DATE in clause.words[start:]):
        return False
    return lexicon.marks["errand"].search(before) is not None


def _weight(match: tuple[Phrase, int, int]) -> tuple[int, bool]:
    phrase, start, end = match
    return end - start, phrase.way == "alone"


def _alike(key: str, other: str) -> bool:
    """Whether of two overlapping phrases one must yield: what only colours a clause hides nothing."""
    return key not in _COLOURS and other not in _COLOURS


def _matches(clause: Clause, lexicon: Lexicon) -> Iterator[tuple[Phrase, int, int]]:
    named = ""
    for phrase in lexicon.phrases_for(clause.words):
        if phrase.named:
            named = named or lexicon.named(clause.words)
        match = phrase.expression.search(named if phrase.named else clause.words)
        if match is None:
            continue
        before = phrase.way == "within" or _bare(_unasked(clause.words[: match.start()], lexicon), lexicon)
        behind = phrase.way != "alone" or _bare(clause.words[match.end() :], lexicon)
        if before and behind:
            yield phrase, match.start(), match.end()


def _unasked(words: str, lexicon: Lexicon) -> str:
    """The words without the opening of a request and without a `but` or `so`."""
    for mark in ("polite", "contrast", "hence"):
        words = lexicon.marks[mark].sub("", words)
    return words


def _bare(words: str, lexicon: Lexicon) -> bool:
    return all(word in lexicon.filler or word[0] in DATE + ADDRESS for word in words.split())


def _plain(phrase: Phrase, clause: Clause, start: int, end: int, lexicon: Lexicon) -> bool:
    key = phrase.key
    head, tail = f" {clause.words[:start].strip()} ", f" {clause.words[end:].strip()} "
    marks = lexicon.marks
    if clause.trailing and key in _WHOLE and phrase.way == "alone" and len(clause.words[start:end].split()) == 1:
        return False
    if key in _REPORTED and (clause.quoted or marks["hearsay"].search(marks["own_word"].sub("", head))):
        return False
    if key in _REPORTED and marks["unreal"].search(head):
        return False
    if clause.asks and key not in (_POLITE if clause.polite else _ASKABLE):
        return False
    if clause.conditional and (key not in _OPEN_TO_CONDITIONS or marks["condition"].match(clause.words, 1)):
        return False
    if marks["negation"].search(marks["paired"].sub("", head) if phrase.negative else clause.words[:end]):
        return False
    if key not in _TOLD and (clause.told or marks["hearsay"].search(head) or marks["third"].search(head)):
        return False
    if key not in _NOT_DOUBTED and (clause.doubted or marks["nearly"].search(head)):
        return False
    if key not in _TOLD | _ASKABLE and not clause.polite and marks["modal"].search(head):
        return False
    return key not in _WHOLE or _ends_it(head, tail, clause, lexicon)


def _ends_it(head: str, tail: str, clause: Clause, lexicon: Lexicon) -> bool:
    """Whether nothing behind an ending takes some of it away: not later, not perhaps, no object of its own."""
    later = lexicon.marks["later"]
    if later.search(head) or later.search(tail) or clause.contrast:
        return False
    return all(word in lexicon.filler for word in tail.split())
