"""The words of a text, each with its place, for comparing what two programs made of the same letter."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from correspondence.arriving.quoting import folded

# Scripts without spaces are compared letter by letter, since their lines may break anywhere.  A picture is a word.
WORD = re.compile(
    r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W_]+(?:['’][^\W_]+)*|[\u2190-\u2bff\U0001f000-\U0001faff]"
)
_LINK = re.compile(r"<?(?:https?|mailto|cid):[^\s<>]{1,4000}>?|\[(?:image|cid|bild|img)\b[^\]]{0,300}\]", re.IGNORECASE)


def _blank(link: re.Match[str]) -> str:
    return " " * len(link.group())


def _same(text: str) -> str:
    """What two spellings of one word have in common."""
    low = folded(text)
    return low if low.isascii() else unicodedata.normalize("NFKC", low)


@dataclass(slots=True)
class Words:
    """Words in their order, each with the line it stands in and the place where it begins there."""

    words: list[str] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    places: list[int] = field(default_factory=list)

    @classmethod
    def of(cls, lines: Iterable[tuple[int, str]]) -> "Words":
        """The words of numbered lines; addresses of links are no words."""
        found = cls()
        for number, text in lines:
            plain = _LINK.sub(_blank, text) if ":" in text else text
            low = _same(plain)
            # Folding may lengthen a text (ß, ligatures); places are those of the text as it stands.
            whole = len(low) == len(plain)
            matches = list(WORD.finditer(low if whole else plain))
            found.words += [match.group() if whole else _same(match.group()) for match in matches]
            found.lines += [number] * len(matches)
            found.places += [match.start() for match in matches]
        return found

    def grams(self) -> Iterator[tuple[str, str, str]]:
        """Every three words in a row."""
        return zip(self.words, self.words[1:], self.words[2:], strict=False)
