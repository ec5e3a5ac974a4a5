"""The words somebody wrote themselves, and what was cut off around them."""

import re
from dataclasses import dataclass
from datetime import datetime

from correspondence.arriving import html_text, mime, own_letter, quotes, signatures
from correspondence.arriving.mime import Mail
from correspondence.arriving.quotes import Line, Role

_INVISIBLE = re.compile(
    "[\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\u00ad\x00-\x08\x0b\x0c\x0e-\x1f\x7f]"
)
_BLANK_LINES = re.compile(r"\n[ \t>]*(?:\n[ \t>]*){3,}(?=\n)")
_SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_QUOTED = re.compile(r"^[ \t]{0,3}>.*\n?", re.MULTILINE)

MOST_LINES = 1000
MOST_TEXT = 40_000
"""Lines and characters that are searched for quotes and signatures; a person's answer ends long before."""


@dataclass(frozen=True, slots=True)
class SentLetter:
    """The letter that is answered, as it was sent; `sent` is aware, in UTC.

    `body` is its plain text.  Give its `html` too where it had one: most programs quote that, with its buttons.
    """

    sender: str
    sent: datetime
    subject: str
    body: str
    html: str = ""


def as_sent(raw: bytes, sent: datetime) -> SentLetter:
    """The letter in the bytes that were sent; `sent` is aware, in UTC."""
    mail = mime.read(raw)
    return SentLetter(mail.sender, sent, mail.subject, mail.text, mail.html)


@dataclass(frozen=True, slots=True)
class Visible:
    """A mail's own words, and all the rest of its text.

    `beyond` tells that some of the words stand behind what was searched: they may be a quote, or say something else.
    """

    text: str
    cut: str
    beyond: bool = False


def visible_text(raw: bytes, letter: SentLetter | None = None) -> str:
    """The own words in the bytes of a mail; see `split`."""
    return split(mime.read(raw), letter).text


def split(mail: Mail, letter: SentLetter | None = None) -> Visible:
    """Part a mail's text into the writer's own words and the rest.  Never raises; time linear in the text's length."""
    text, behind = _searched(cleaned(mail.text))
    lines = quotes.lines_of(text)
    quotes.mark(lines)
    tail = bool(lines) and lines[-1].role is Role.TAIL
    if letter is not None:
        own_letter.claim(lines, *_versions(letter))
    kept = _own(lines, mail.sender_name)
    cut = [line.rest if number in kept else f"{line.rest} {line.text}".strip() for number, line in enumerate(lines)]
    own = [lines[number].text for number in sorted(kept)]
    # Behind a head without marks all is quoted; elsewhere what has no mark is kept, and nobody says that it was read.
    more = "" if tail else _QUOTED.sub("", behind).strip()
    rest = behind if not more else "\n".join(_QUOTED.findall(behind))
    return Visible(_joined([*own, more]), _joined([*cut, rest]), bool(more))


def _searched(text: str) -> tuple[str, str]:
    """The part of a text that is searched, whole lines of it, and what stands behind."""
    end, lines = -1, 0
    while lines < MOST_LINES and (below := text.find("\n", end + 1, MOST_TEXT)) >= 0:
        end, lines = below, lines + 1
    if lines < MOST_LINES and len(text) <= MOST_TEXT:
        return text, ""
    stop = end + 1 if end >= 0 else MOST_TEXT
    return text[:stop], text[stop:]


def _versions(letter: SentLetter) -> tuple[str, ...]:
    html = html_text.to_text(letter.html) if letter.html else ""
    return tuple(cleaned(text) for text in (letter.body, html) if text)


def cleaned(text: str) -> str:
    """Text without invisible and direction marks, every kind of space a plain one, armour taken off."""
    text = _SPACES.sub(" ", _INVISIBLE.sub("", text))
    return signatures.without_armour(_BLANK_LINES.sub(_fewer, text))


def _fewer(blank: re.Match[str]) -> str:
    """Two lines for many with nothing on them, quoted if any of them was."""
    return "\n>\n>" if ">" in blank.group() else "\n\n\n"


def _own(lines: list[Line], writer: str) -> set[int]:
    """The numbers of the lines that are the writer's, signatures gone from each stretch of them."""
    kept: set[int] = set()
    stretch: list[int] = []
    for number, line in enumerate([*lines, Line("", 0, Role.TAIL)]):
        if line.role is Role.OWN:
            stretch.append(number)
        elif stretch:
            first = stretch[0] == 0
            texts = [lines[at].text for at in stretch]
            if any(texts):
                kept.update(stretch[own] for own in signatures.own_lines(texts, first, writer))
            stretch = []
    return kept


def _joined(lines: list[str]) -> str:
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
