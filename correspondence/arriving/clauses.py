"""A reply taken apart: greeting and signature put aside, then sentences, then clauses of folded words."""

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from correspondence.arriving.lexicon import Lexicon
from correspondence.arriving.phrases import ADDRESS, DATE, folded, words_of

_SENTENCE = re.compile(r"[^.!?\n…;]*(?:[.!?…;]+|\n|$)")
_CLAUSE = re.compile(r",|\s[-–—]+\s|:|\(|\)")
_ADDRESSES = re.compile(r"(?:https?://\S+|www\.\S+|<?(?<![\w.+-])[\w.+-]{1,64}@[\w-]+\.[\w.-]*\w>?)")
_QUOTED = re.compile(r"[\"“”„«»][^\"“”„«»\n]{2,400}[\"“”„«»]|‘[^’\n]{8,400}’(?=\W|$)")
_NAMED = re.compile(r"^[\W_]*[A-ZÀ-Ý][\w'’.-]*(?:[\s,&]+[A-ZÀ-Ý][\w'’.-]*){0,3}[\s,&]*$")
_OUR_SIGNS = re.compile(f"[{DATE}{ADDRESS}]")
QUOTE = "⍰"


@dataclass(frozen=True, slots=True)
class Clause:
    """Some words between two stops, as ` word word `, and in what light they stand.

    `trailing`: behind politeness in one breath (`all is well | at your end`); `quoted`: right behind who says it;
    `putting_off`: of the letter and not of what it asks (`saw your reminder`); `remark`: a yes to something else.
    """

    words: str
    sentence: int
    asks: bool = False
    polite: bool = False
    conditional: bool = False
    doubted: bool = False
    told: bool = False
    friendly: bool = False
    reason: bool = False
    contrast: bool = False
    trailing: bool = False
    quoted: bool = False
    putting_off: bool = False
    remark: bool = False

    def bare(self, filler: frozenset[str]) -> bool:
        return all(word in filler for word in self.words.split())

    def harmless(self, lexicon: Lexicon) -> bool:
        """Whether nothing is said that could matter: filler, or politeness that takes nothing back."""
        if self.asks:
            return False
        marks = lexicon.marks
        taken = any(marks[mark].search(self.words) for mark in ("negation", "doubt", "modal", "nearly"))
        return self.bare(lexicon.filler) or (self.friendly and not (self.conditional or self.contrast or taken))


def masked(text: str) -> str:
    """Mail and web addresses become one word; quoted passages become a word that nobody says."""
    text = _ADDRESSES.sub(f" {ADDRESS} ", _OUR_SIGNS.sub(" ", text))
    whole = text.strip().rstrip(".!")
    if len(whole.split()) <= 2:
        return text
    return _QUOTED.sub(f" {QUOTE} ", text)


def mail_addresses(text: str) -> tuple[str, ...]:
    """The mail addresses in a text, each once."""
    return tuple(dict.fromkeys(found.strip("<>") for found in _ADDRESSES.findall(text) if "@" in found))


def own_lines(text: str, lexicon: Lexicon) -> str:
    """The text without its greeting and without its close and signature."""
    lines = [line.strip() for line in text.strip().splitlines()]
    lines = _without_greeting(lines, lexicon)
    for place, line in enumerate(lines):
        if place and lexicon.closing.match(folded(line)):
            lines = lines[:place]
            break
    lines[-1:] = [_without_close(line, lexicon) for line in lines[-1:]]
    lines = _without_signature(lines, lexicon)
    while len(lines) > 1 and _is_name(lines[-1], lexicon):
        lines.pop()
    return "\n".join(lines)


def _without_signature(lines: list[str], lexicon: Lexicon) -> list[str]:
    """The lines without a last paragraph that opens with a name and says nothing in up to five lines."""
    blank = max((place for place, line in enumerate(lines) if not line), default=0)
    last = lines[blank + 1 :]
    named = bool(blank) and 1 < len(last) <= 5 and bool(_NAMED.match(last[0]))
    return lines[:blank] if named and all(_says_nothing(line, lexicon) for line in last) else lines


def _says_nothing(line: str, lexicon: Lexicon) -> bool:
    words = words_of(lexicon.plain(line))
    return not any(phrase.expression.search(words) for phrase in lexicon.phrases_for(words))


def _without_greeting(lines: list[str], lexicon: Lexicon) -> list[str]:
    """A first line or the words up to its first comma are a greeting if they open like one and are at most 5."""
    if not lines or not lexicon.greeting.match(words_of(folded(lines[0])), 1):
        return lines
    head, mark, tail = lines[0].partition(",") if "," in lines[0] else lines[0].partition("!")
    if mark and len(head.split()) <= 5:
        return [tail.strip(), *lines[1:]]
    if len(lines) > 1 and len(lines[0].split()) <= 4:
        return lines[1:]
    return lines


def _without_close(line: str, lexicon: Lexicon) -> str:
    """A last line without the close behind its last stop: `I agree. Best wishes, Ada`."""
    for stop in reversed(list(re.finditer(r"[.!?]\s+", line))):
        if lexicon.closing.match(folded(line[stop.end() :].split(",")[0])):
            line = line[: stop.end()]
    return line


def _is_name(line: str, lexicon: Lexicon) -> bool:
    """Whether the last line is a signature: blank, or up to four capitalised words none of which says anything."""
    if not line.strip("-–—_* "):
        return True
    if not _NAMED.match(line):
        return False
    return _says_nothing(line, lexicon)


def clauses_of(text: str, lexicon: Lexicon) -> tuple[Clause, ...]:
    """The clauses of a text in their order; dates and addresses are already single words in it."""
    found: list[Clause] = []
    sentences = [sentence for sentence in _SENTENCE.findall(text) if sentence.strip()]
    for number, sentence in enumerate(sentences):
        fresh = _clauses_in(sentence, number, lexicon, len(sentences) == 1)
        # `We met. In my dreams.`: what is nothing but doubt is about the sentence before.
        if fresh and all(_is_all_doubt(clause.words, lexicon) for clause in fresh):
            found = [replace(each, doubted=each.doubted or each.sentence == number - 1) for each in found]
        found += fresh
    return tuple(found)


def _is_all_doubt(words: str, lexicon: Lexicon) -> bool:
    return bool(words.strip()) and not lexicon.marks["doubt"].sub("", words).strip()


def _clauses_in(sentence: str, number: int, lexicon: Lexicon, only: bool) -> list[Clause]:
    marks = lexicon.marks
    said = _CLAUSE.split(sentence)
    named = [piece for piece in said if (only and len(said) == 1) or not _is_vocative(piece, lexicon)]
    whole = [words_of(lexicon.plain(piece)) for piece in named]
    friendly = [bool(lexicon.friendly.search(piece)) for piece in whole]
    polite = any(marks["polite"].search(piece) for piece in whole)
    asked = any(_starts_asking(piece, lexicon) for piece in whole)
    off, remark = marks["putting_off"], marks["remark"]
    pieces = [
        (cut, kind, not at and _trails(piece, lexicon), bool(off.search(piece)), bool(remark.search(piece)))
        for piece, kind in zip(whole, friendly, strict=True)
        for at, cut in enumerate(_bare_pieces(piece, lexicon))
    ]
    asks = asked or "?" in sentence or any(_starts_asking(piece, lexicon) for piece, *_ in pieces)
    conditional = any(_is_condition(piece, lexicon, "?" in sentence) for piece, *_ in pieces)
    found: list[Clause] = []
    reason, told, doubted, quoted = False, False, False, False
    offer = next((place for place, (piece, *_) in enumerate(pieces) if _offers_day(piece, lexicon)), 0)
    for place, (piece, kind, trails, later, agrees) in enumerate(pieces):
        opens = bool(marks["reason"].match(piece, 1))
        reason = opens or (reason and not marks["hence"].match(piece, 1))
        contrast = bool(marks["contrast"].search(piece))
        # `I agree, how about Tuesday?` asks about the Tuesday only.
        asking = asks and not (place < offer and _is_said(piece, lexicon))
        light = Clause(piece, number, asking, polite, conditional, False, told, kind, reason, contrast)
        found.append(replace(light, trailing=trails, quoted=quoted, putting_off=later, remark=agrees))
        told = told or bool(marks["hearsay"].search(piece))
        theirs = marks["own_word"].sub("", piece)
        quoted = any(match.end() == len(theirs) for match in marks["hearsay"].finditer(theirs))
        doubted = doubted or (not opens and _doubts(piece, lexicon))
    return [replace(clause, doubted=True) for clause in found] if doubted else found


def _is_condition(piece: str, lexicon: Lexicon, asked: bool) -> bool:
    """Whether a piece holds a condition; `cuando` that opens a question is none."""
    if asked and lexicon.marks["question"].match(piece, 1):
        return False
    return bool(lexicon.marks["condition"].search(piece)) and not _is_said(piece, lexicon)


def _offers_day(piece: str, lexicon: Lexicon) -> bool:
    return DATE in piece and bool(lexicon.marks["offering"].search(piece))


def _is_said(piece: str, lexicon: Lexicon) -> bool:
    """Whether a piece is a phrase by itself: `si` opens a condition, but alone it is a yes."""
    return any(phrase.way == "alone" and phrase.expression.fullmatch(piece, 1) for phrase in lexicon.phrases_for(piece))


def _doubts(piece: str, lexicon: Lexicon) -> bool:
    """Whether a piece puts its whole sentence in doubt: `perhaps`, `or ...`, or a `but not yet` by itself."""
    marks = lexicon.marks
    if marks["doubt"].search(piece) or marks["other"].match(piece, 1):
        return True
    rest = marks["negation"].sub("", marks["later"].sub("", marks["contrast"].sub("", piece)))
    refused = marks["contrast"].match(piece, 1) and marks["negation"].search(piece)
    return bool(refused) and all(word in lexicon.filler for word in rest.split())


def _bare_pieces(piece: str, lexicon: Lexicon) -> list[str]:
    """A piece without politeness, cut where a new clause begins; what is polite and an answer too stays."""
    rest = lexicon.friendly.sub("", piece)
    if rest != piece and _is_said(piece, lexicon):
        return [piece]
    cuts = _cut(rest, lexicon)
    # Something stays of a clause that was all politeness: it is a clause, and it says nothing.
    return [cut for cut in cuts if cut.strip()] or [" "]


def _trails(piece: str, lexicon: Lexicon) -> bool:
    """Whether words stand behind politeness in one breath: `at your end`, `a nice year end`."""
    last = max((match.end() for match in lexicon.friendly.finditer(piece)), default=0)
    return bool(last and piece[last:].strip())


def _is_vocative(piece: str, lexicon: Lexicon) -> bool:
    """Whether a piece is but a name: capitalised, and no word of the language."""
    if not _NAMED.match(piece):
        return False
    return not any(word in lexicon.vocabulary for word in words_of(lexicon.plain(piece)).split())


def _starts_asking(piece: str, lexicon: Lexicon) -> bool:
    """Whether a piece opens like a question: `did it`, and not `did not` with its subject left out."""
    opening = lexicon.marks["question"].match(piece, 1)
    if opening is None or len(piece.split()) <= 2 or piece.startswith("not ", opening.end()):
        return False
    # `Podem contar comigo` opens as a question does, and is an answer.
    return not _is_said(piece, lexicon)


def _cut(piece: str, lexicon: Lexicon) -> list[str]:
    """A piece cut again where a reason, a contrast or a further clause begins: `end this because ...` gives two."""
    places = [0]
    for mark in ("reason", "contrast", "joint"):
        places += [match.start() for match in lexicon.marks[mark].finditer(piece) if match.start() > 1]
    oh = lexicon.marks["interjection"].match(piece, 1)
    openers = lexicon.marks["opener"]
    if opener := openers.match(piece, 1) or (oh and openers.match(piece, oh.end())):
        places.append(piece.index(" ", opener.start()))
    if len(places) > 1 and _is_said(piece, lexicon):
        return [piece]
    places = [*sorted(set(places)), len(piece)]
    return [words_of(piece[start:end]) for start, end in pairwise(places)]
