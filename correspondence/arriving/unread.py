"""Dates that were written and not understood: a 30 February, a year 9999.  A statement beside one is asked back."""

import re
from functools import cache

from correspondence.arriving.dateshapes import either
from correspondence.arriving.datewords import date_words
from correspondence.arriving.phrases import DATE, folded

_SHAPES = r"\d{1,2}/\d{1,2}(?:/\d{2,5})?|\d{3,5}-\d\d?-\d\d?|\d\d?\.\d\d?\.\d{2,5}"
_NUMERIC = rf"(?<![\w/.-])(?!24/7|50/50)(?:{_SHAPES})(?![\w/])"
# What is left of a year that the date before it does not have.
_YEAR_LEFT = rf"{DATE}\d+[\s,]*(?:del?\s+)?\d{{4,}}\b|{DATE}\d+\s+[/.-]\s?\d{{2,}}\b"


def holds_unread_date(text: str, language: str) -> bool:
    """Whether a text in which each date found is one word still holds what looks like a date or a year of one."""
    return bool(_unread(language).search(folded(text)))


@cache
def _unread(language: str) -> re.Pattern[str]:
    months = either({*date_words(language).months, *date_words("en").months})
    day_first = rf"\b\d{{1,3}}\s?(?:st|nd|rd|th|\.|o)?\s+(?:of\s+|de\s+)?{months}\b"
    month_first = rf"\b{months}\s+\d{{1,3}}(?:st|nd|rd|th)?\b(?![:.]\d)"
    return re.compile("|".join((_NUMERIC, _YEAR_LEFT, day_first, month_first)))
