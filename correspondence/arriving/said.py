"""A reply as one language reads it: its clauses, the phrases in them and the dates, before anything is concluded."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property

from rapidfuzz.distance import OSA

from correspondence.arriving.clauses import Clause, clauses_of, mail_addresses, masked, own_lines
from correspondence.arriving.hits import Hit, hits_in
from correspondence.arriving.lexicon import Lexicon
from correspondence.arriving.phrases import DATE, words_of
from correspondence.arriving.reading import Context
from correspondence.arriving.tenses import in_their_time
from correspondence.arriving.unread import holds_unread_date
from correspondence.arriving.verdict import BESIDE, TO_COME
from correspondence.arriving.when import Found, after, find_dates

_SHORT = 3
_FAR = 100


@dataclass(frozen=True)
class Said:
    """What one language finds in a reply.

    `ahead` and `behind` are the same dates read as coming and as past; a clause names them by their number.
    `unread_date` tells that there is another that cannot be, or could not be read.
    """

    asked: Context
    lexicon: Lexicon
    clauses: tuple[Clause, ...]
    hits: tuple[Hit, ...]
    ahead: tuple[Found, ...]
    behind: tuple[Found, ...]
    addresses: tuple[str, ...] = ()
    corrected: bool = False
    unread_date: bool = False

    def dates_of(self, place: int) -> tuple[int, ...]:
        """The numbers of the dates in one clause."""
        return self._dates[place]

    def places_in(self, sentence: int) -> list[int]:
        """The clauses of one sentence."""
        return self._sentences[sentence]

    def hits_at(self, place: int) -> frozenset[str]:
        """The keys of what was found in one clause."""
        return frozenset(hit.key for hit in self.hits if hit.clause == place)

    @cached_property
    def looking_ahead(self) -> frozenset[int]:
        """The clauses that speak of something to come."""
        return frozenset(hit.clause for hit in self.hits if hit.key in BESIDE)

    # Each of these is asked once for every phrase: looked up, a long reply costs time in proportion to its length.
    @cached_property
    def _dates(self) -> list[tuple[int, ...]]:
        return [tuple(int(word[1:]) for word in each.words.split() if word[0] == DATE) for each in self.clauses]

    @cached_property
    def _sentences(self) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        for place, clause in enumerate(self.clauses):
            found.setdefault(clause.sentence, []).append(place)
        return found


def heard(text: str, context: Context, lexicon: Lexicon) -> Said:
    """The reply as read in the lexicon's language."""
    own = own_lines(text, lexicon)
    plain = masked(own)
    spoken = context if context.language.startswith(lexicon.language) else replace(context, language=lexicon.language)
    ahead = find_dates(plain, spoken, True)
    behind = _same_dates(ahead, find_dates(plain, spoken, False)) if ahead else ()
    named = _named(plain, ahead)
    clauses, unread = clauses_of(named, lexicon), holds_unread_date(named, lexicon.language)
    hits = in_their_time(hits_in(clauses, lexicon, context.asked), clauses, lexicon, _lies(ahead, behind, context))
    said = Said(context, lexicon, clauses, hits, ahead, behind, mail_addresses(own), unread_date=unread)
    return said if said.hits else _corrected(said)


def _lies(ahead: tuple[Found, ...], behind: tuple[Found, ...], context: Context) -> Callable[[int], int]:
    """Where a date is, by its number: to come (1), past (-1), or either (0) as a mere weekday may be.

    In answer to a letter about a meeting to come a day that may be either is one to come.
    """
    today = after(context.sent, context.zone, 0)

    def lies(number: int) -> int:
        coming, past = ahead[number], behind[number]
        # The tenth of June, written on the eleventh, is not that of next year.
        far = (coming.day - today).days > _FAR and past.day < today
        if coming.day < today or far or (coming.unclear and not past.unclear):
            return -1
        sure = past.day >= today < coming.day or past.unclear or coming.moment is not None
        return 1 if sure or context.asked in TO_COME else 0

    return lies


def _same_dates(ahead: tuple[Found, ...], behind: tuple[Found, ...]) -> tuple[Found, ...]:
    """The past reading of each date, or its only reading."""
    return tuple(next((each for each in behind if each.start == found.start), found) for found in ahead)


def _named(text: str, dates: tuple[Found, ...]) -> str:
    """The text with each date as one word that carries its number."""
    for number, found in reversed(tuple(enumerate(dates))):
        text = f"{text[: found.start]} {DATE}{number} {text[found.end :]}"
    return text


def _corrected(said: Said) -> Said:
    """A slip of the pen is forgiven in a reply of up to three words that holds no date and no question."""
    words = " ".join(clause.words for clause in said.clauses).split()
    if not words or len(words) > _SHORT or said.ahead or any(clause.asks for clause in said.clauses):
        return said
    right = [_nearest(word, said.lexicon) for word in words]
    if right == words:
        return said
    clauses = (Clause(words_of(" ".join(right)), 0),)
    return replace(said, clauses=clauses, hits=hits_in(clauses, said.lexicon, said.asked.asked), corrected=True)


def _nearest(word: str, lexicon: Lexicon) -> str:
    """The one command that is a slip away: one letter, two in a long word, never the first."""
    if word.rstrip("s") == "ye" and "yes" in lexicon.vocabulary:
        return "yes"
    if word == "yse" and "yes" in lexicon.vocabulary:
        return "yes"
    if len(word) < 4 or word in lexicon.vocabulary:
        return word
    slips = 1 if len(word) < 8 else 2
    alike = (command for command in lexicon.commands if command[0] == word[0])
    near = {command for command in alike if OSA.distance(command, word) <= slips}
    return near.pop() if len(near) == 1 else word
