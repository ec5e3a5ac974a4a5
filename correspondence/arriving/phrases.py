"""The small language in which the lexicons write phrases, made into regular expressions over folded words."""

import re
import unicodedata
from collections.abc import Iterable

_PIECE = re.compile(r"\(([^)]*)\)|\[([^\]]*)\]|(\S+)")
_NESTED = re.compile(r"[(\[][^)\]]*[(\[]|^[^(\[]*[)\]]|[)\]][^(\[]*[)\]]|[(\[][^)\]]*$")
_THUMB = re.compile(r"(\w)[ \t]+([👍👌🙌])")
_NOT_A_WORD = re.compile(r"[^\w⌖⌂*+'’@✓✔✗👍👎✅👌-]+")
_RUN = re.compile(r"([\W_])\1{5,}")
_MANY_BLANKS = re.compile(r"\s+")
_START = "(?<= )"

# Found dates and addresses are put into the text as one word each, so that phrases can name them.
DATE = "⌖"
ADDRESS = "⌂"


def folded(text: str) -> str:
    """Small letters without accents; typographic apostrophes and compatibility forms made plain."""
    plain = text if text.isascii() else unicodedata.normalize("NFKD", text).replace("’", "'").replace("‘", "'")
    if not plain.isascii():
        plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return plain.casefold()


def calm(text: str) -> str:
    """The text with every run of one sign cut to five: rows of blanks or dots cost time and say nothing.

    A thumb raised behind a word is a word of its own: `ok 👍`.
    """
    return _THUMB.sub(r"\1, \2", _RUN.sub(r"\1\1\1\1\1", text))


def words_of(text: str) -> str:
    """Folded text as ` word word word `: one blank around every word, no punctuation."""
    return f" {_MANY_BLANKS.sub(' ', _NOT_A_WORD.sub(' ', text)).strip()} "


def _word(word: str) -> str:
    if word == "{date}":
        return DATE + r"\d+"
    if word == "{address}":
        return ADDRESS
    if word == "~":
        return r"\S+(?: \S+){0,2}"
    if word == "{name}":
        return r"\S+(?: \S+)?"
    return re.escape(word).replace(r"\*", r"\S*")


def _choice(words: str) -> str:
    # The longest first: of `this` and `this case` the second must have its chance.
    options = sorted(folded(words).split("|"), key=len, reverse=True)
    return "|".join(" ".join(_word(word) for word in option.split()) for option in options)


def politeness(phrases: list[str], stops: list[str], kept: list[str]) -> re.Pattern[str]:
    """Like `any_of`, but a `~` at the end takes up to four words as long as none of them says something.

    `kept` are phrases with such a word that say nothing all the same: `at your end`.
    """
    saying = "|".join(_word(folded(stop)) for stop in stops) or "(?!)"
    tail = rf"(?:{any_of(kept).pattern}|(?!(?:{saying}) )\S+ ){{0,4}}"
    ordered = sorted(phrases, key=len, reverse=True)
    made = (_behind(phrase.removesuffix(" ~")) + (tail if phrase.endswith(" ~") else "") for phrase in ordered)
    return _at_words(made)


def pattern(phrase: str) -> str:
    """The regular expression of a phrase, over the form that `words_of` makes.

    Raises `ValueError` for brackets within brackets, or one that is not closed.
    """
    if _NESTED.search(phrase):
        raise ValueError(f"The phrase {phrase!r} has brackets within brackets, or one that is not closed.")
    made = []
    for choice, maybe, plain in _PIECE.findall(phrase):
        if plain == "~":
            made.append(r"(?:\S+ ){0,3}?")
        elif maybe:
            made.append(f"(?:(?:{_choice(maybe)}) )?")
        else:
            made.append(f"(?:{_choice(choice or plain)}) ")
    return _START + "".join(made)


def _behind(phrase: str) -> str:
    return pattern(phrase).removeprefix(_START)


def _at_words(made: Iterable[str]) -> re.Pattern[str]:
    """Any of these behind a blank, which is looked for once and not for each of them."""
    either = "|".join(made)
    return re.compile(f"{_START}(?:{either})" if either else "(?!)")


def any_of(phrases: list[str]) -> re.Pattern[str]:
    """One expression for all the phrases, longest first; it never matches if there are none."""
    ordered = sorted(phrases, key=len, reverse=True)
    return _at_words(_behind(phrase) for phrase in ordered)


def first_words(phrase: str) -> tuple[str, ...]:
    """The words one of which must stand in a text for the phrase to be in it: those of its first needed piece."""
    for choice, maybe, plain in _PIECE.findall(phrase):
        if not maybe and plain != "~":
            return tuple(_first(option) for option in folded(choice or plain).split("|"))
    raise ValueError(f"The phrase {phrase!r} needs at least one word that is not optional.")


def _first(option: str) -> str:
    word = option.split()[0]
    return {"{date}": DATE, "{address}": ADDRESS}.get(word, word)
