"""The words of a form that comes back as a Word document (ECMA-376), in the order in which they are read."""

from collections.abc import Iterator
from io import BytesIO
from itertools import islice
from typing import Any
from zipfile import ZipFile

import docx
from docx.oxml.ns import qn

MOST_MEMBERS = 300
MOST_UNPACKED = 16 * 1024 * 1024
MOST_XML = 4 * 1024 * 1024
"""Bytes of the largest part with words in it."""
_MOST_CELLS = 20
_PARAGRAPH, _TABLE, _ROW, _CELL = qn("w:p"), qn("w:tbl"), qn("w:tr"), qn("w:tc")
_TEXT, _TAB, _BREAKS = qn("w:t"), qn("w:tab"), (qn("w:br"), qn("w:cr"))
_CONTROL, _CONTROL_IS_EMPTY = qn("w:sdt"), f"{qn('w:sdtPr')}/{qn('w:showingPlcHdr')}"
_SKIPPED = frozenset(
    {
        qn("w:pPr"),
        qn("w:rPr"),
        qn("w:del"),
        qn("w:moveFrom"),
        "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
    }
)

Row = tuple[str, ...]


def unpacks_too_much(data: bytes) -> bool:
    """Whether a zip's own directory announces more than a form can be; Python reads no member beyond its announced
    size.  Raises `BadZipFile`.
    """
    with ZipFile(BytesIO(data)) as packed:
        members = packed.infolist()
    words = (member.file_size for member in members if member.filename.endswith((".xml", ".rels")))
    too_many = len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > MOST_UNPACKED
    return too_many or max(words, default=0) > MOST_XML


def words_in(data: bytes) -> tuple[list[str], list[Row]]:
    """The lines outside tables, and the rows of tables as their cells' words; empty controls are left out.

    Raises whatever the libraries raise for a document that is none.
    """
    lines: list[str] = []
    rows: list[Row] = []
    for block in _blocks(docx.Document(BytesIO(data)).element.body):
        if block.tag == _PARAGRAPH:
            lines.append(_words(block))
        else:
            rows += (row for row in _rows(block) if any(row))
    return lines, rows


def _blocks(parent: Any) -> Iterator[Any]:
    """Paragraphs and tables, those inside content controls too; a table's own are left to the table."""
    for child in parent:
        if child.tag in (_PARAGRAPH, _TABLE):
            yield child
        elif child.tag == _CONTROL and child.find(_CONTROL_IS_EMPTY) is None:
            content = child.find(qn("w:sdtContent"))
            yield from _blocks(content if content is not None else ())


def _rows(table: Any) -> Iterator[Row]:
    for row in table.iter(_ROW):
        cells = islice(row.iter(_CELL), _MOST_CELLS)
        yield tuple("\n".join(_words(paragraph) for paragraph in cell.iter(_PARAGRAPH)).strip() for cell in cells)


def _words(paragraph: Any) -> str:
    """The words of a paragraph as they are seen: without what was deleted, without a control's placeholder."""
    found: list[str] = []
    waiting = [paragraph]
    while waiting:
        element = waiting.pop()
        if element.tag == _TEXT:
            found.append(element.text or "")
        elif element.tag == _TAB:
            found.append("\t")
        elif element.tag in _BREAKS:
            found.append("\n")
        elif element.tag not in _SKIPPED and not (
            element.tag == _CONTROL and element.find(_CONTROL_IS_EMPTY) is not None
        ):
            waiting.extend(reversed(element))
    return "".join(found)
