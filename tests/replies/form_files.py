"""Forms as files, made as word processors make them."""

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

import docx
from docx.oxml import OxmlElement

Rows = Sequence[tuple[str, ...]]


def document(lines: Iterable[str] = (), rows: Rows | None = None, controls: dict[str, str] | None = None) -> bytes:
    """A Word document: paragraphs, a table, and labels with a content control behind them."""
    made = docx.Document()
    for line in lines:
        made.add_paragraph(line)
    if rows:
        table = made.add_table(rows=0, cols=len(rows[0]))
        for row in rows:
            for cell, words in zip(table.add_row().cells, row, strict=True):
                cell.text = words
    for label, words in (controls or {}).items():
        paragraph = made.add_paragraph(f"{label}: ")
        paragraph._p.append(_control(words))
    packed = BytesIO()
    made.save(packed)
    return packed.getvalue()


def _control(words: str) -> Any:
    """A content control; the one with no words shows its placeholder."""
    control, about, content = OxmlElement("w:sdt"), OxmlElement("w:sdtPr"), OxmlElement("w:sdtContent")
    if not words:
        about.append(OxmlElement("w:showingPlcHdr"))
    run, text = OxmlElement("w:r"), OxmlElement("w:t")
    text.text = words or "Click or tap here to enter text."
    run.append(text)
    content.append(run)
    control.extend([about, content])
    return control


def pdf(lines: Iterable[str] = (), fields: dict[str, str] | None = None, more: str = "") -> bytes:
    """A PDF of one page with lines of text, and a form's text fields (ISO 32000-1, 12.7) with their values."""
    drawn = "BT /F1 11 Tf 72 750 Td 16 TL " + " ".join(f"({_escaped(line)}) Tj T*" for line in lines) + " ET"
    names = list((fields or {}).items())
    numbers = range(6, 6 + len(names))
    references = " ".join(f"{number} 0 R" for number in numbers)
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [{references}] >> >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Annots [{references}] "
        "/Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        *(
            f"<< /Type /Annot /Subtype /Widget /FT /Tx /T (field{number}) /TU ({_escaped(name)}) "
            f"/V ({_escaped(value)}) /Rect [0 0 9 9] >>"
            for number, (name, value) in enumerate(names)
        ),
    ]
    body, places = "%PDF-1.7\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(body))
        body += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    end = f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<< /Size {size} /Root 1 0 R {more} >>\n"
    return f"{body}{end}startxref\n{len(body)}\n%%EOF\n".encode("latin-1")


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)").replace("\n", r"\n")
