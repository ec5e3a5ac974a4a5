"""How much of what somebody wrote is read: no more than a person writes who wants to be understood."""

import re
from unicodedata import normalize

LONGEST, MOST_PIECES = 6000, 150
"""What has more letters, or sentences and lines, is a story: it may answer a form, but it is no plain statement."""

LONGEST_FORM, MOST_LINES = 20_000, 250
"""And what is longer than that answers no form either, unless it is the answer to the only question."""

_END = re.compile(r"[.!?…;]+|\n+")
_LINE = re.compile(r"\S[^\n]*")


def is_story(text: str) -> bool:
    """Whether a text is longer than what is read as statements."""
    return _is_longer(text, LONGEST) or len(_END.findall(text)) > MOST_PIECES


def is_no_form(text: str) -> bool:
    """Whether a text is longer than what is read as the answers to a form."""
    return _is_longer(text, LONGEST_FORM) or len(_LINE.findall(text)) > MOST_LINES


def _is_longer(text: str, most: int) -> bool:
    """Counted as they are read: one sign may stand for eighteen letters."""
    return len(text) > most or (not text.isascii() and len(normalize("NFKC", text)) > most)
