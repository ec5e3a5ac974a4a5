"""The small language in which the lexicons write phrases, made into regular expressions over folded words."""

import re
import unicodedata
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

PIECE = re.compile(r"[()\[\]|]|[^\s()\[\]|]+")
_CLOSING = {"(": ")", "[": "]"}
_GAP = r"(?:\S+ ){0,3}?"
_THUMB = re.compile(r"(?<=[\w.!])[ \t]*([👍👌🙌])|([👍👌🙌])[ \t]*(?=\w)")
_TONE = re.compile(r"(?<=[👍👌🙌👎✅✔✌🙏])[\U0001f3fb-\U0001f3ff\ufe0f]+")
_NOT_A_WORD = re.compile(r"[^\w⌖⌂*+'’@✓✔✗👍👎✅👌-]+")
_RUN = re.compile(r"([\W_])\1{5,}")
_MANY_BLANKS = re.compile(r"\s+")
_START = "(?<= )"

# Found dates and addresses are put into the text as one word each, so that phrases can name them.
DATE = "⌖"
ADDRESS = "⌂"
NAME = "{name}"
PERSONS = "name"
# In words where names have been made capital again (`with_names`).
_NAMED = r"[A-ZÀ-Þ]\S*(?: [A-ZÀ-Þ]\S*)?"

Slots = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A way to say `key`.

    `way` is "alone" (nothing else is said in the clause), "opening" (nothing is said before it) or "within";
    `negative`: the phrase itself holds a negation, as `did not meet` does; `named`: it has a gap for a name.
    """

    key: str
    way: str
    negative: bool
    named: bool
    source: str

    @property
    def expression(self) -> re.Pattern[str]:
        """Compiled when it is first needed: of thousands of phrases a reply comes near a few."""
        return _compiled(self.source)


@cache
def _compiled(source: str) -> re.Pattern[str]:
    return re.compile(source)


def folded(text: str) -> str:
    """Small letters without accents; typographic apostrophes and compatibility forms made plain."""
    plain = text if text.isascii() else unicodedata.normalize("NFKD", text).replace("’", "'").replace("‘", "'")
    if not plain.isascii():
        plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return plain.casefold()


def calm(text: str) -> str:
    """The text with every run of one sign cut to five: rows of blanks or dots cost time and say nothing.

    A raised thumb is a word of its own, before a word and behind it, whatever the colour of its skin: `ok 👍🏽`.
    """
    return _THUMB.sub(_apart, _RUN.sub(r"\1\1\1\1\1", _TONE.sub("", text)))


def _apart(thumb: re.Match[str]) -> str:
    return f", {thumb[1]}" if thumb[1] else f"{thumb[2]}, "


def words_of(text: str) -> str:
    """Folded text as ` word word word `: one blank around every word, no punctuation."""
    return f" {_MANY_BLANKS.sub(' ', _NOT_A_WORD.sub(' ', text)).strip()} "


def with_names(words: str, known: Container[str], determiners: Container[str]) -> str:
    """The same words with each in capitals that may be a name: no word of the language, nor called `my` or `the`."""
    made, prior = [], ""
    for word in words.split(" "):
        named = len(word) > 2 and word[0].isalpha() and word.removesuffix("'s") not in known
        made.append(word.upper() if named and prior not in determiners else word)
        prior = word
    named_words = " ".join(made)
    return named_words if len(named_words) == len(words) else words


def _word(word: str, slots: Slots) -> str:
    """The expression of one word with the blank behind it."""
    if word == "{date}":
        return DATE + r"\d+ "
    if word == "{address}":
        return ADDRESS + " "
    if word == "~":
        return r"\S+(?: \S+){0,2} "
    if word == NAME:
        return rf"(?:{'|'.join((_NAMED, *slots[PERSONS]))}) " if PERSONS in slots else r"\S+(?: \S+)? "
    if word.startswith("{"):
        return f"(?:{_either([_read(option) for option in _slot(word, slots)], slots)})"
    return re.escape(word).replace(r"\*", r"\S*") + " "


def _slot(word: str, slots: Slots) -> Sequence[str]:
    if word[1:-1] not in slots:
        raise ValueError(f"There is no slot {word!r} in [slots].")
    return slots[word[1:-1]]


@dataclass(frozen=True, slots=True)
class _Bracket:
    """One of these sequences; or none of them, if it may be left out."""

    options: list[list["str | _Bracket"]]
    needed: bool


@cache
def _read(phrase: str) -> list["str | _Bracket"]:
    """A phrase in its parts.  Raises ValueError for a bracket that is not closed, or not opened."""
    pieces = PIECE.findall(folded(phrase))
    (parts,), rest = _options(phrase, pieces, "")
    if rest:
        raise ValueError(f"The phrase {phrase!r} has a bracket that was not opened.")
    return parts


def _options(phrase: str, pieces: list[str], closing: str) -> tuple[list[list["str | _Bracket"]], list[str]]:
    """The sequences up to a closing bracket, and what is behind it."""
    options: list[list[str | _Bracket]] = [[]]
    while pieces:
        piece, pieces = pieces[0], pieces[1:]
        if piece in _CLOSING:
            inner, pieces = _options(phrase, pieces, _CLOSING[piece])
            options[-1].append(_Bracket(inner, piece == "("))
        elif piece == closing:
            return options, pieces
        elif piece == "|" and closing:
            options.append([])
        elif piece in ")]|":
            return options, [piece, *pieces]
        else:
            options[-1].append(piece)
    if closing:
        raise ValueError(f"The phrase {phrase!r} has a bracket that is not closed.")
    return options, pieces


def _either(options: Iterable[list["str | _Bracket"]], slots: Slots) -> str:
    """The longest first: of `this` and `this case` the second must have its chance."""
    return "|".join(sorted((_joined(option, slots) for option in options), key=len, reverse=True))


def _joined(parts: list["str | _Bracket"], slots: Slots) -> str:
    made = []
    for part in parts:
        if isinstance(part, str):
            made.append(_word(part, slots))
        else:
            made.append(f"(?:{_either(part.options, slots)}){'' if part.needed else '?'}")
    return "".join(made)


def politeness(phrases: list[str], stops: list[str], kept: list[str], slots: Slots) -> re.Pattern[str]:
    """Like `any_of`, but a `~` at the end takes up to four words as long as none of them says something.

    `kept` are phrases with such a word that say nothing all the same: `at your end`.
    """
    saying = "|".join(_word(folded(stop), slots) for stop in stops) or "(?!)"
    tail = rf"(?:{any_of(kept, slots).pattern}|(?!{saying})\S+ ){{0,4}}"
    longest_first = sorted(phrases, key=len, reverse=True)
    made = (_behind(each.removesuffix(" ~"), slots) + (tail if each.endswith(" ~") else "") for each in longest_first)
    return _at_words(made)


def pattern(phrase: str, slots: Slots = MappingProxyType({})) -> str:
    """The regular expression of a phrase, over the form that `words_of` makes.

    `slots` are the lists that a phrase may name: `{go_on}` is any of the phrases of `slots["go_on"]`.
    Raises `ValueError` for a bracket that is not closed or not opened, or a slot that there is not.
    """
    return _START + _behind(phrase, slots)


def _behind(phrase: str, slots: Slots) -> str:
    return "".join(_GAP if part == "~" else _joined([part], slots) for part in _read(phrase))


def _at_words(made: Iterable[str]) -> re.Pattern[str]:
    """Any of these behind a blank, which is looked for once and not for each of them."""
    either = "|".join(made)
    return re.compile(f"{_START}(?:{either})" if either else "(?!)")


def any_of(phrases: list[str], slots: Slots = MappingProxyType({})) -> re.Pattern[str]:
    """One expression for all the phrases, longest first; it never matches if there are none."""
    return _at_words(_behind(phrase, slots) for phrase in sorted(phrases, key=len, reverse=True))


def first_words(phrase: str, slots: Slots = MappingProxyType({})) -> tuple[str, ...]:
    """The words one of which must stand in a text for the phrase to be in it: those of its first needed piece."""
    found = _firsts(_read(phrase), slots)
    if not found:
        raise ValueError(f"The phrase {phrase!r} needs at least one word that is not optional.")
    return tuple(dict.fromkeys(found))


def _firsts(parts: list["str | _Bracket"], slots: Slots) -> list[str]:
    """None if a phrase of these parts may begin with anything at all, and nothing further is needed."""
    for part in parts:
        options = _needed(part, slots)
        firsts = [_firsts(option, slots) for option in options]
        if firsts and all(firsts):
            return [word for words in firsts for word in words]
        if not options and isinstance(part, str) and part not in ("~", NAME):
            return [{"{date}": DATE, "{address}": ADDRESS}.get(part, part)]
    return []


def _needed(part: "str | _Bracket", slots: Slots) -> list[list["str | _Bracket"]]:
    """The sequences one of which must stand there: those of a needed bracket or of a slot."""
    if not isinstance(part, str):
        return part.options if part.needed else []
    if part.startswith("{") and part not in ("{date}", "{address}", NAME):
        return [_read(option) for option in _slot(part, slots)]
    return []
