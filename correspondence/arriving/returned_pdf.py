"""The words of a form that comes back as a PDF: its filled fields, else the text on its pages."""

from io import BytesIO
from typing import Any

from pypdf import PdfReader

MOST_PAGES = 20
MOST_FIELDS = 200
MOST_CONTENT = 1024 * 1024
"""Bytes of one page's drawing instructions, unpacked."""
MOST_OPERATIONS = 20_000
"""Drawing instructions of all pages: a bound on time that is the same on every machine."""


class PdfRefused(Exception):
    """Not read: `encrypted` or `too_big`."""


def words_in(data: bytes) -> tuple[list[str], list[tuple[str, str]]]:
    """The lines of its pages and the filled fields as pairs of name and value; no lines where there are such fields.

    Raises `PdfRefused`, and whatever the library raises for a file that is no PDF.
    """
    reader = PdfReader(BytesIO(data), strict=False)
    if reader.is_encrypted:
        raise PdfRefused("encrypted")
    if len(reader.pages) > MOST_PAGES:
        raise PdfRefused("too_big")
    filled = _filled_fields(reader)
    return ([], filled) if filled else (_lines(reader), [])


def _filled_fields(reader: PdfReader) -> list[tuple[str, str]]:
    """Text and choice fields with something in them: what the form shows as their name, else their own."""
    fields = reader.get_fields() or {}
    if len(fields) > MOST_FIELDS:
        raise PdfRefused("too_big")
    found = []
    for name, field in fields.items():
        value = field.get("/V")
        if field.get("/FT") in ("/Tx", "/Ch") and isinstance(value, str) and value.strip():
            shown = field.get("/TU")
            found.append(
                (str(shown) if shown else name.rpartition(".")[2], value.replace("\r\n", "\n").replace("\r", "\n"))
            )
    return found


def _lines(reader: PdfReader) -> list[str]:
    done = 0

    def count(operator: Any, arguments: Any, matrix: Any, text_matrix: Any) -> None:
        nonlocal done
        done += 1
        if done > MOST_OPERATIONS:
            raise PdfRefused("too_big")

    lines: list[str] = []
    for page in reader.pages:
        contents = page.get_contents()
        if contents is not None and len(contents.get_data()) > MOST_CONTENT:
            raise PdfRefused("too_big")
        lines += page.extract_text(visitor_operand_before=count).splitlines()
    return lines
