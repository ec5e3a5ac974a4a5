"""The words of quoting.toml, ready for matching."""

import re
import tomllib
from collections.abc import Iterable
from importlib.resources import files

_DATA = tomllib.loads(files(__package__).joinpath("quoting.toml").read_text("utf-8"))
_SHORTEST_WILD = 60


def _alternatives(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first."""
    return "|".join(re.escape(word) for word in sorted({word.casefold() for word in words}, key=len, reverse=True))


def folded(text: str) -> str:
    """Text for comparing with the lists: one case, one apostrophe."""
    return text.casefold().replace("’", "'").replace("‘", "'")


def _whole_words(words: Iterable[str]) -> re.Pattern[str]:
    """Any of the words; scripts written without spaces match inside a run of letters too."""
    spaced = [word for word in words if word[-1].isascii() or "\u00c0" <= word[-1] <= "\u06ff"]
    unspaced = [word for word in words if word not in spaced]
    return re.compile(rf"(?<!\w)(?:{_alternatives(spaced)})(?!\w)|{_alternatives(unspaced)}")


VERB = _whole_words(_DATA["attribution"]["verbs"])
OPENER = re.compile(rf"(?:{_alternatives(_DATA['attribution']['openers'])})(?=[\s.,\d])")
QUOTING = re.compile(rf"(?:{_alternatives(_DATA['attribution']['quoting'])})\s")
DELIMITER = re.compile(_alternatives(_DATA["delimiters"]["words"]))
FORWARDED = re.compile(rf"(?:{_alternatives(_DATA['delimiters']['forwarded'])})\s?:$")
WRITE_ABOVE = re.compile(_alternatives(_DATA["delimiters"]["write_above"]))
SENT_FROM = re.compile(
    "|".join(
        re.escape(folded(words)).replace(r"\*", rf".{{1,{_SHORTEST_WILD}}}")
        for words in _DATA["signatures"]["sent_from"]
    )
)
CLOSINGS = frozenset(folded(words) for words in _DATA["signatures"]["closings"])
DISCLAIMERS: tuple[tuple[str, ...], ...] = tuple(tuple(group) for group in _DATA["footers"]["disclaimers"])
LISTS: tuple[str, ...] = tuple(_DATA["footers"]["lists"])
WARNINGS: tuple[tuple[str, ...], ...] = tuple(tuple(group) for group in _DATA["footers"]["warnings"])

FIELD_KINDS: dict[str, frozenset[str]] = {
    folded(name): frozenset(kind for kind, names in _DATA["headers"].items() if name in names)
    for names in _DATA["headers"].values()
    for name in names
}
"""Name of a header field in any language -> what it may be: from, date, to, subject, other."""
