"""A form that comes back as a file: a text, a Word document or a PDF.  Nothing in it is executed or fetched.

Only the reading of a reply to a form opens attachments, and whatever a file does to a library, it is a code here.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from correspondence.arriving import charsets, returned_docx, returned_pdf
from correspondence.arriving.attachments import LARGEST_OPENED, Attachment
from correspondence.arriving.form_labels import label_words, named, plain_words, whole_label
from correspondence.arriving.form_openers import field_begun
from correspondence.arriving.forms import answer_to, filled
from correspondence.arriving.limits import MAX_TEXT
from correspondence.arriving.reading import Context, FieldAnswer, FormField
from correspondence.arriving.returned_docx import Row
from correspondence.arriving.returned_pdf import PdfRefused
from mentoring.letters import Ask

MOST_FILES = 4
LONGEST = 60_000
"""Characters of a file that are read: a form is a page or two."""
FORMS = frozenset({Ask.AGREEMENT_FORM, Ask.PLAN_FORM, Ask.SURVEY})
"""The questions that a file may answer."""
_MOST_WRAPPED = 8
_PICTURE = "image/"


class Trouble(StrEnum):
    """Why a file was not read."""

    NO_FORM = "no_form"
    TOO_BIG = "too_big"
    TOO_MANY = "too_many"
    ENCRYPTED = "encrypted"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Words:
    """What a file says: lines, and the cells that stand side by side in its tables or fields; or why it is not read."""

    lines: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    trouble: Trouble | None = None


@dataclass(frozen=True, slots=True)
class Returned:
    """The answers in a mail's files, and what kept the others from being read; `asked`: whether files may answer."""

    asked: bool = False
    answers: tuple[FieldAnswer, ...] = ()
    trouble: Trouble | None = None

    @property
    def note(self) -> str:
        """A code for whoever looks at the reading; "" if all is well."""
        return f"attachment/{self.trouble}" if self.trouble else ""


def returned(files: Iterable[Attachment], context: Context, letter: str = "") -> Returned:
    """The answers in the files that came with a reply; `letter` is the text of ours that it answers.

    Pictures are passed over: they are mostly the logo of a signature.
    """
    if context.asked not in FORMS or not context.fields:
        return Returned()
    answers: dict[str, FieldAnswer] = {}
    trouble: Trouble | None = None
    for count, file in enumerate(each for each in files if not each.kind.startswith(_PICTURE)):
        words = (
            Words(trouble=Trouble.TOO_MANY) if count >= MOST_FILES else words_of(file.content(), file.kind, file.name)
        )
        found = answers_in(words, context, letter)
        answers.update({each.key: each for each in found if each.key not in answers})
        trouble = trouble or words.trouble or (None if found else Trouble.NO_FORM)
    return Returned(True, tuple(answers.values()), trouble)


def words_of(data: bytes, kind: str, name: str) -> Words:
    """What a file says.  Never raises; `kind` and `name` only tell a text from other files, the bytes tell the rest."""
    if not data or len(data) > LARGEST_OPENED:
        return Words(trouble=Trouble.TOO_BIG)
    try:
        lines, rows = _read(data, kind, name.lower())
    except PdfRefused as refused:
        return Words(trouble=Trouble(str(refused)))
    except Exception:
        # The libraries have dozens of ways to stumble over a broken file; none of them may hold up a mail.
        return Words(trouble=Trouble.BROKEN)
    if lines is None:
        return Words(trouble=Trouble.NO_FORM)
    if sum(map(len, lines)) + sum(len(cell) for row in rows for cell in row) > LONGEST:
        return Words(trouble=Trouble.TOO_BIG)
    return Words(tuple(lines), tuple(rows))


def _read(data: bytes, kind: str, name: str) -> tuple[list[str] | None, list[Row]]:
    if data.startswith(b"PK\x03\x04"):
        if returned_docx.unpacks_too_much(data):
            raise PdfRefused(Trouble.TOO_BIG)
        return returned_docx.words_in(data)
    if b"%PDF-" in data[:1024]:
        lines, pairs = returned_pdf.words_in(data)
        return lines, list(pairs)
    if (kind.startswith("text/plain") or name.endswith((".txt", ".text", ".md"))) and b"\x00\x00\x00" not in data:
        return charsets.decode(data[:MAX_TEXT], "").replace("\r\n", "\n").splitlines(), []
    return None, []


def answers_in(words: Words, context: Context, letter: str = "") -> tuple[FieldAnswer, ...]:
    """The answers in a file's words; what the file repeats of our letter is none.

    Where nothing but numbers names the fields, the file has to hold nothing else: many a document is numbered.
    """
    ours = set(_lines_of(letter))
    lines = [
        line
        for line in (*words.lines, *_standing_alone(words.rows))
        if plain_words(line) not in ours or _is_label(line, context.fields)
    ]
    form = filled("\n".join(lines), context)
    by_name = any(field_begun(line, context.fields, context.language) for line in lines)
    found = {answer.key: answer for answer in form.answers} if by_name or not form.rest.strip() else {}
    for of, value in _side_by_side(words.rows, context):
        if (answer := answer_to(of, value, context)) is not None:
            found[of.key] = answer
    return tuple(found.values())


def _lines_of(letter: str) -> Iterator[tuple[str, ...]]:
    """The words of every line of ours, and of lines that were one before they were wrapped."""
    for paragraph in letter.split("\n\n"):
        lines = paragraph.splitlines()
        for first in range(len(lines)):
            for stop in range(first + 1, min(first + _MOST_WRAPPED, len(lines)) + 1):
                yield plain_words(" ".join(lines[first:stop]))


def _is_label(line: str, fields: tuple[FormField, ...]) -> bool:
    return _words(line) in [label_words(field) for field in fields]


def _words(cell: str) -> tuple[str, ...]:
    """The words of a label's line, its number left out."""
    words = plain_words(cell)
    return words[1:] if words and words[0].isdigit() else words


def _standing_alone(rows: tuple[Row, ...]) -> Iterator[str]:
    """The lines of cells with nothing beside them: they hold question and answer."""
    for row in rows:
        filled_in = [cell for cell in row if cell]
        if len(filled_in) == 1:
            yield from filled_in[0].splitlines()


def _side_by_side(rows: tuple[Row, ...], context: Context) -> Iterator[tuple[FormField, str]]:
    """A label with the answer in the cells behind it, or below it where a whole row is labels."""
    above: list[FormField] = []
    for row in rows:
        labels = [of for cell in row if (of := whole_label(_words(cell), context.fields))]
        if len(above) == len(row):
            yield from zip(above, row, strict=True)
            above = []
        elif len(row) > 1 and len(set(labels)) == len(row):
            above = labels
        elif (place := _label_in(row, context)) is not None:
            yield place[0], "\n".join(cell for cell in row[place[1] + 1 :] if cell)


def _label_in(row: Row, context: Context) -> tuple[FormField, int] | None:
    """The field that one of the first two cells names, with cells behind it, and which cell it is."""
    for place, cell in enumerate(row[: min(2, len(row) - 1)]):
        label = " ".join(_words(cell.strip().partition("\n")[0]))
        of = named(label, row[-1], context.fields, context.language, False)
        if of is not None:
            return of, place
    return None
