"""HTML of mail programs as plain text with the conventions of plain text: "> ", "-- ", "Original Message"."""

import re
from html import unescape

from lxml import etree

from correspondence.arriving.html_marks import Mark, mark_of

_SKIPPED = frozenset("head style script title template noscript object svg math select button audio video".split())
_BLOCKS = frozenset(
    "address article aside blockquote body center dd div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6 header "
    "hr html li main nav ol p pre section table tbody tfoot thead tr ul".split()
)
_SPACED = frozenset("p h1 h2 h3 h4 h5 h6 ul ol table blockquote pre".split())
_SPACE = re.compile(r"[ \t\n\r\f\xa0]+")
_HIDDEN = re.compile(r"display\s{0,4}:\s{0,4}none|mso-hide\s{0,4}:\s{0,4}all", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]{0,2000}>")
_UNDECLARED = re.compile(r"^\s{0,200}<\?xml[^>]{0,200}>")
_LONGEST_EMOJI = 8
_UNMARKED = Mark.NONE

SIGNATURE_LINE = "-- "
CUT_LINE = "-----Original Message-----"


def to_text(html: str) -> str:
    """The readable text of an HTML mail; quoted parts as "> " lines, hidden parts left out.  Never raises.

    Signatures and quotes that a mail program marks in its own way are rewritten into the customs of plain text, so
    that one set of rules reads both kinds of mail.
    """
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    source = _UNDECLARED.sub("", html.replace("\x00", "")).encode("utf-8", "replace")
    try:
        root = etree.fromstring(source, parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if root is None or any(error.type_name == "ERR_RESOURCE_LIMIT" for error in parser.error_log):
        # Nested deeper than the parser goes: better without marks than without words.
        return unescape(_TAG.sub(" ", html))
    writer = _Writer()
    _walk(root, writer)
    return writer.text()


def _walk(root: etree._Element, writer: "_Writer") -> None:
    """Depth first without recursion: what is nested a thousand deep must not exhaust the stack."""
    waiting: list[tuple[etree._Element, bool]] = [(root, False)]
    while waiting:
        element, left = waiting.pop()
        if left:
            writer.leave(element)
            writer.words(element.tail)
            continue
        if not isinstance(element.tag, str) or _unseen(element):
            writer.words(element.tail)
            continue
        writer.enter(element)
        writer.words(element.text)
        if len(element):
            waiting.append((element, True))
            waiting.extend([(child, False) for child in reversed(element)])
        else:
            writer.leave(element)
            writer.words(element.tail)


def _unseen(element: etree._Element) -> bool:
    style = element.get("style")
    return element.tag in _SKIPPED or (style is not None and _HIDDEN.search(style) is not None)


class _Writer:
    """Collects lines while a tree is walked."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._now: list[str] = []
        self._quotes: list[etree._Element] = []
        self._verbatim = 0
        self._counts: dict[etree._Element, int] = {}

    def words(self, text: str | None) -> None:
        if not text:
            return
        if self._verbatim:
            first, *others = text.split("\n")
            self._now.append(first)
            for line in others:
                self._break()
                self._now.append(line)
            return
        self._now.append(_SPACE.sub(" ", text))

    def enter(self, element: etree._Element) -> None:
        name = str(element.tag)
        if name in _BLOCKS:
            self._end_line()
            if name in _SPACED:
                self._gap()
        if name == "br":
            self._break()
        elif name in ("td", "th"):
            self._now.append(" ")
        elif name == "li":
            self._now.append(self._bullet(element))
        elif name == "img":
            self._now.append(_picture(element.get("alt", "")))
        elif name == "pre":
            self._verbatim += 1
        self._mark(element)

    def leave(self, element: etree._Element) -> None:
        name = str(element.tag)
        if name == "pre":
            self._verbatim -= 1
        if name in _BLOCKS:
            self._end_line()
        if self._quotes and self._quotes[-1] is element:
            self._end_line()
            self._quotes.pop()
        if name in _SPACED:
            self._gap()

    def text(self) -> str:
        self._end_line()
        return re.sub(r"\n{3,}", "\n\n", "\n".join(self._lines)).strip("\n")

    def _mark(self, element: etree._Element) -> None:
        mark = mark_of(element)
        if mark is _UNMARKED:
            return
        match mark:
            case Mark.QUOTE:
                self._end_line()
                self._quotes.append(element)
            case Mark.SIGNATURE:
                self._end_line()
                self._lines.append(self._prefix() + SIGNATURE_LINE)
            case Mark.QUOTE_FOLLOWS:
                self._end_line()
                self._lines.append(self._prefix() + CUT_LINE)
            case Mark.NONE:
                pass

    def _bullet(self, item: etree._Element) -> str:
        parent = item.getparent()
        if parent is None or parent.tag != "ol":
            return "- "
        self._counts[parent] = self._counts.get(parent, 0) + 1
        return f"{self._counts[parent]}. "

    def _prefix(self) -> str:
        return ">" * len(self._quotes) + " " if self._quotes else ""

    def _break(self) -> None:
        line = "".join(self._now)
        line = line.rstrip() if self._verbatim else _SPACE.sub(" ", line).strip()
        self._lines.append((self._prefix() + line).rstrip() if line or self._quotes else "")
        self._now.clear()

    def _end_line(self) -> None:
        if self._now:
            if "".join(self._now).strip():
                self._break()
            self._now.clear()

    def _gap(self) -> None:
        if self._lines and self._lines[-1].strip("> "):
            self._lines.append(self._prefix().rstrip())


def _picture(alt: str) -> str:
    """Mail programs send emoji as pictures; other pictures say nothing the writer typed."""
    is_emoji = 0 < len(alt) <= _LONGEST_EMOJI and not any(
        character.isalnum() or character.isspace() for character in alt
    )
    return alt if is_emoji else ""
