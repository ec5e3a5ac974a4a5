"""Reads a filled form from top to bottom: which of its lines belong to the answer that is open."""

import re
from dataclasses import dataclass, field

from correspondence.arriving.form_labels import is_typed, suits
from correspondence.arriving.form_openers import Piece, pieces, taken_back
from correspondence.arriving.form_order import numbered
from correspondence.arriving.phrases import folded
from correspondence.arriving.quoting import CLOSINGS
from correspondence.arriving.reading import FormField

_ITEM = re.compile(r"^\s*(?:[-*•–]|\w[.)])\s")
_OTHER_LABEL = re.compile(r"^\W*(?!(?:or|and|also|plus|und|oder|et|ou|y|o|e)\b)[^\W\d][\w'’/ ]{0,40}:(?=\s|$)")
_GOES_ON = re.compile(r"^\s*(?:[a-zà-ÿ]|\()")


@dataclass(slots=True)
class Answered:
    """A field with the lines of its answer.

    `number` is set if only that named the field; `below` tells that the answer began under its label, `told` that it
    is part of a sentence; `item` is the next number of a list within it; `label` and `place` stood in front.
    """

    of: FormField
    lines: list[str] = field(default_factory=list)
    number: int = 0
    below: bool = False
    item: int = 0
    told: bool = False
    label: str = ""
    place: int = 0

    @property
    def value(self) -> str:
        return "\n".join(self.lines).strip()

    @property
    def first(self) -> str:
        """The first line of the answer with anything on it."""
        return next((line.strip() for line in self.lines if line.strip()), "")


def read_form(text: str, fields: tuple[FormField, ...], language: str) -> tuple[list[Answered], str]:
    """The fields answered, in text order, and the lines that belong to none."""
    return _Reader(fields, language).read(text)


class _Reader:
    """Reads the pieces of one reply from top to bottom, with the field that is open."""

    def __init__(self, fields: tuple[FormField, ...], language: str) -> None:
        self._fields, self._language = fields, language
        self._found: list[Answered] = []
        self._around: list[str] = []
        self._open: Answered | None = None
        self._blank = False
        self._last = False
        self._highest = 0
        self._labelled: set[str] = set()

    def read(self, text: str) -> tuple[list[Answered], str]:
        """The fields answered, in text order, and what belongs to none."""
        cut = list(pieces(numbered(text, self._fields, self._language), self._fields, self._language))
        self._highest = max((piece.number for piece in cut if not piece.labelled), default=0)
        self._labelled = {piece.of.key for piece in cut if piece.labelled and piece.of}
        ends = [place for place, piece in enumerate(cut) if piece.of]
        for place, piece in enumerate(cut):
            self._last = not ends or place >= ends[-1]
            self._take(piece)
        doubtful = self._named_twice()
        return [each for each in self._found if each.of.key not in doubtful or not each.number], "\n".join(self._around)

    def _take(self, piece: Piece) -> None:
        if piece.labelled and piece.of is not None:
            self._begin_labelled(piece)
        elif piece.number:
            self._take_numbered(piece)
        elif piece.corrects and self._open is not None:
            self._open.lines = [piece.text]
        else:
            self._go_on(piece.text)

    def _begin_labelled(self, piece: Piece) -> None:
        assert piece.of is not None
        if piece.number < 0 and self._open is not None and self._open.of == piece.of:
            self._open.lines.append(piece.text.strip())
            return
        before = next((each for each in self._found if each.of == piece.of), None)
        if before and before.label != piece.label and not (is_typed(piece.of) or piece.told or piece.corrects):
            # "Keep: the pairs. Change: the forms." answer one question in two parts.
            before.lines.append(piece.text)
            self._open, self._blank = before, False
            return
        below = not piece.text.strip()
        self._begin(Answered(piece.of, [piece.text], 0, below, told=piece.told, label=piece.label, place=piece.place))

    def _begin(self, opened: Answered) -> None:
        self._found.append(opened)
        self._open, self._blank = opened, False

    def _take_numbered(self, piece: Piece) -> None:
        """A bare number names a field, unless it counts the items of the answer that is open."""
        line, opened = f"{piece.sign} {piece.text}", self._open
        if opened is not None and not piece.corrects and self._is_item(piece, opened):
            opened.lines.append(line)
            opened.item, self._blank = piece.number + 1, False
        elif piece.of is None or (piece.of.key in self._labelled and not piece.corrects):
            self._open = None
            self._around.append(line)
        else:
            before = [each for each in self._found if each.of == piece.of]
            instead = taken_back(piece.text) if before else ""
            if instead or piece.corrects:
                self._found = [each for each in self._found if each.of != piece.of]
            self._begin(Answered(piece.of, [instead or piece.text], piece.number, not piece.text.strip()))

    def _is_item(self, piece: Piece, opened: Answered) -> bool:
        if opened.number or is_typed(opened.of):
            return False
        if piece.number == opened.place + 1 and self._highest == len(self._fields):
            return False  # the numbers go on to the form's last field
        lists = not opened.first or opened.lines[-1].endswith(":") or opened.of == piece.of
        return piece.number == opened.item or (piece.number == 1 and lists)

    def _named_twice(self) -> set[str]:
        numbered = [each for each in self._found if each.number]
        return {one.of.key for one in numbered for other in numbered if one.of == other.of and one.value != other.value}

    def _go_on(self, line: str) -> None:
        opened = self._open
        if not line.strip():
            self._blank = True
            (opened.lines if opened else self._around).append(line)
        elif opened is not None and self._belongs(line, opened):
            opened.lines.append(line.strip())
            self._blank = False
        else:
            self._open = None
            self._around.append(line)

    def _belongs(self, line: str, opened: Answered) -> bool:
        """Whether a line that opens no field goes on with the answer above it."""
        if folded(line).strip(" ,.!-–—*_") in CLOSINGS:
            return False
        first = opened.first
        if not first:
            return True
        if _OTHER_LABEL.match(line) and not opened.below:
            return False
        if opened.told or (is_typed(opened.of) and suits(opened.of, first, self._language)):
            return not self._blank and bool(
                _GOES_ON.match(line) or _ITEM.match(line) or opened.lines[-1].endswith((",", ";"))
            )
        if not self._blank or _ITEM.match(line):
            return True
        # A further paragraph, if the form goes on below it.
        return opened.below and not self._last and not line.rstrip().endswith("?")
