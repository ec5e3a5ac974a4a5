"""Words of people, programmes and dates, made inert: they can be neither Markdown, nor HTML, nor a header line.

A value is not escaped for one syntax after another.  Its punctuation is moved out of every syntax's reach, into
Unicode's private use plane, before the Markdown parser sees it, and moved back when the parser has finished.
"""

import re
import unicodedata
from html import escape
from urllib.parse import quote

from jinja2 import Undefined

_SHIFT = 0xF0000
_OPENS, _CLOSES = "\U000f1000", "\U000f1001"
_SYNTAX = "".join(chr(code) for code in range(0x20, 0x7F) if not chr(code).isalnum())
_HIDE = {ord(character): _SHIFT + ord(character) for character in _SYNTAX}
_SHOW = {shifted: plain for plain, shifted in _HIDE.items()}
_SHOW_AS_HTML = {shifted: escape(chr(plain)) for plain, shifted in _HIDE.items()}
_ADDRESS = re.compile(f"{_OPENS}([^{_CLOSES}]*){_CLOSES}")
# Controls, and what turns the direction of the text around it: neither belongs in a letter.
_UNWANTED = re.compile(f"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufeff{_OPENS}{_CLOSES}]")


_OUR_PLANE = re.compile("[\U000f0000-\U000f10ff]")


class Ready(str):
    """Made by ourselves out of values that are veiled already, or for a place where nothing is syntax."""

    __slots__ = ()


def one_line(value: object) -> str:
    """The text of a value on one line, without control characters; an undefined value raises, as StrictUndefined says.

    >>> one_line("a\\r\\nBcc: x")
    'a Bcc: x'
    """
    if isinstance(value, Undefined | Ready):
        return str(value)
    text = value if isinstance(value, str) else str(value)
    return unicodedata.normalize("NFC", _UNWANTED.sub("", " ".join(text.split())))


def foreign(text: str) -> str:
    """Text from outside, without the characters that we use as veiled ones; nobody writes them."""
    return _OUR_PLANE.sub("", text)


def header_text(value: str) -> str:
    """One line in which no encoded word can hide: some releases of `email` decode one into a new header line.

    >>> header_text("=?utf-8?q?=0ABcc:x?=")
    '= ?utf-8?q?=0ABcc:x? ='
    """
    return one_line(value).replace("=?", "= ?").replace("?=", "? =")


def veil(value: object) -> str:
    """A value as text that means nothing in Markdown and HTML; what is Ready stays as it is."""
    return value if isinstance(value, Ready) else one_line(value).translate(_HIDE)


def veiled_address(address: str) -> Ready:
    """An address that becomes a mailto link in HTML, and stays plain in text."""
    return Ready(_OPENS + veil(address) + _CLOSES)


def shown(text: str) -> str:
    """Veiled text as plain text."""
    return text.replace(_OPENS, "").replace(_CLOSES, "").translate(_SHOW)


def shown_in_html(html: str) -> str:
    """HTML made by the Markdown renderer, with veiled values put back escaped."""
    return _ADDRESS.sub(_link, html).translate(_SHOW_AS_HTML)


def _link(match: re.Match[str]) -> str:
    return f'<a href="mailto:{quote(shown(match[1]), safe="@")}">{match[1]}</a>'
