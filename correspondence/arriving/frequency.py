"""How often: `every two weeks`, `2 weekly`, `twice a month` as the days from one time to the next."""

import re
from functools import cache

from correspondence.arriving.dateshapes import either
from correspondence.arriving.datewords import date_words
from correspondence.arriving.lexicon import languages, lexicon
from correspondence.arriving.phrases import folded, words_of

_DAYS = {"day": 1, "week": 7, "fortnight": 14}
_YEARLY = {1: 31, 2: 61, 3: 92, 4: 122, 6: 183, 12: 365}


def interval(text: str, tag: str) -> int | None:
    """The days between two meetings; None if it says none or `as needed`.

    A month is 31 days, two are 61, three 92, six 183: long enough for any of the year.  Languages: the writer's,
    then English, then the others: people do not always write in the language they get their letters in.
    """
    own = tag.split("-")[0].lower()
    for language in dict.fromkeys((own if own in languages() else "en", "en", *languages())):
        found = _in_language(words_of(folded(text)), language)
        if found is not None:
            return found or None
    return None


def _in_language(words: str, language: str) -> int | None:
    counted = _counted(words, language)
    if counted is not None:
        return counted
    plain = words.replace("-", " ")
    return next((days for phrase, days in _phrases(language) if phrase in plain), None)


@cache
def _phrases(language: str) -> tuple[tuple[str, int], ...]:
    """` phrase ` and its days, the longest first."""
    spoken = lexicon(language).frequency
    return tuple((f" {phrase} ", spoken[phrase]) for phrase in sorted(spoken, key=len, reverse=True))


@cache
def _expression(language: str) -> re.Pattern[str]:
    spoken, date = lexicon(language), date_words(language)
    number = rf"(\d+|{either(date.numbers)})"
    return re.compile(rf" (?:{either(spoken.every)} {number}|{number}) ?-?({either(date.units)})(?:ly)? ")


def _counted(words: str, language: str) -> int | None:
    """`Every six weeks`, `2 weekly`; not `a month`, which may be `twice a month`."""
    match = _expression(language).search(words)
    if match is None:
        return None
    date = date_words(language)
    said = match[1] or match[2]
    count = int(said) if said.isdigit() else date.numbers[said]
    if count < 2:
        return None
    unit = date.units[match[3]]
    return _YEARLY.get(count, count * 30) if unit == "month" else count * _DAYS[unit]
