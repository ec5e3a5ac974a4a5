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
    """A mail's own words, and all the rest of its text."""

    text: str
    cut: str


def visible_text(raw: bytes, letter: SentLetter | None = None) -> str:
    """The own words in the bytes of a mail; see `split`."""
    return split(mime.read(raw), letter).text


def split(mail: Mail, letter: SentLetter | None = None) -> Visible:
    """Part a mail's text into the writer's own words and the rest.  Never raises; time linear in the text's length."""
    lines = quotes.lines_of(cleaned(mail.text))
    quotes.mark(lines)
    if letter is not None:
        own_letter.claim(lines, *_versions(letter))
    kept = _own(lines, mail.sender_name)
    cut = [line.rest if number in kept else f"{line.rest} {line.text}".strip() for number, line in enumerate(lines)]
    return Visible(_joined([lines[number].text for number in sorted(kept)]), _joined(cut))


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
