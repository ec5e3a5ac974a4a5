"""Forms that come back as a file: read by what they say, and closed again at the first sign of trouble."""

import random
from collections.abc import Callable
from dataclasses import replace
from email.message import Message
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pypdf
import pytest

from correspondence.arriving import returned_pdf
from correspondence.arriving.attachments import Attachment
from correspondence.arriving.returned_forms import FORMS, Returned, Trouble, answers_in, returned, words_of
from mentoring.letters import Ask
from tests.letters.shown import shown
from tests.replies.form_files import document, pdf
from tests.replies.measure_forms import context_of

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ANSWERS = {
    "contact_mentor": "by phone",
    "frequency": "every two weeks",
    "session_length": "one hour",
    "between_sessions": "a short mail",
    "phone_times": "weekdays after six",
}
LABELS = [field.label for field in context_of("img mentor").fields]
PROMPTS = [field.prompt for field in context_of("img mentor").fields]
PAIRS = list(zip(LABELS, ANSWERS.values(), strict=True))
LETTER = shown("form-1").text


def read(data: bytes, kind: str = "", name: str = "", form: str = "img mentor") -> dict[str, str]:
    words = words_of(data, kind, name)
    assert words.trouble is None
    return {answer.key: answer.text for answer in answers_in(words, context_of(form), LETTER)}


def behind() -> bytes:
    return document(["Mentoring agreement", *(f"{label}: {answer}" for label, answer in PAIRS)])


def below() -> bytes:
    triples = zip(LABELS, PROMPTS, ANSWERS.values(), strict=True)
    numbered = (
        line
        for number, (label, prompt, answer) in enumerate(triples, start=1)
        for line in (f"{number}. {label}:", prompt, answer, "")
    )
    return document(numbered)


def two_columns() -> bytes:
    return document(rows=[("Question", "Answer"), *PAIRS])


def three_columns() -> bytes:
    return document(rows=list(zip(LABELS, PROMPTS, ANSWERS.values(), strict=True)))


def numbered_rows() -> bytes:
    return document(rows=[(f"{number}.", *pair) for number, pair in enumerate(PAIRS, start=1)])


def answers_below() -> bytes:
    return document(rows=[tuple(LABELS), tuple(ANSWERS.values())])


def one_cell_each() -> bytes:
    return document(rows=[(f"{label}:\n{answer}",) for label, answer in PAIRS])


def controls() -> bytes:
    return document(controls=dict(PAIRS))


def fields() -> bytes:
    return pdf(["Mentoring agreement", *LABELS], dict(PAIRS))


def keys() -> bytes:
    return pdf(fields=ANSWERS)


def printed() -> bytes:
    return pdf(f"{label}: {answer}" for label, answer in PAIRS)


MADE: list[Callable[[], bytes]] = [
    behind, below, two_columns, three_columns, numbered_rows, answers_below, one_cell_each, controls, fields, keys,
    printed,
]  # fmt: skip


@pytest.mark.parametrize("made", MADE)
def test_every_answer_in_the_file_is_found(made: Callable[[], bytes]) -> None:
    assert read(made()) == ANSWERS


def test_a_text_file_is_our_letter_filled_in() -> None:
    filled = "\n".join(
        f"{line} {ANSWERS['frequency']}" if line.startswith("2. How often") else line for line in LETTER.splitlines()
    )
    assert read(filled.encode(), "text/plain", "agreement.txt") == {"frequency": "every two weeks"}
    assert read(filled.encode("utf-16"), "text/plain", "agreement.txt") == {"frequency": "every two weeks"}


def test_an_answer_of_several_lines_stays_whole() -> None:
    goals = "understand budgets\nmeet people"
    for file in (document(rows=[("Goals as a mentee", goals), ("How to meet", "Zoom")]), pdf(fields={"Goals": goals})):
        assert read(file, form="red mentee")["goals_mentee"] == goals


def test_what_is_left_empty_is_no_answer() -> None:
    assert read(document(controls={"How often to meet": "", "Length of a session": "one hour"})) == {
        "session_length": "one hour"
    }
    assert read(document(rows=[("How often to meet", ""), ("Length of a session", "____")])) == {}
    assert read(pdf(LABELS, {"How often to meet": "", "Length of a session": "one hour"})) == {
        "session_length": "one hour"
    }


def test_a_document_about_something_else_fills_nothing() -> None:
    minutes = ["Minutes of Tuesday", "1. Welcome", "Ada opens the meeting.", "2. Budget", "It is tight."]
    words = words_of(document(minutes, [("Name", "Telephone"), ("Ada", "07700 900461")]), WORD, "minutes.docx")
    assert answers_in(words, context_of("red mentee")) == ()
    assert read(document(["1. to lead a team", "2. Mira", "3. 2 March 2026"]), form="red mentee").keys() == {
        "goals_mentee",
        "plan_owner",
        "plan_date",
    }


def zipped(*members: tuple[str, bytes]) -> bytes:
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as made:
        for name, content in members:
            made.writestr(name, content)
    return packed.getvalue()


def locked() -> bytes:
    writer = pypdf.PdfWriter(clone_from=BytesIO(printed()))
    writer.encrypt("secret", algorithm="RC4-128")
    made = BytesIO()
    writer.write(made)
    return made.getvalue()


def pages(count: int) -> bytes:
    writer = pypdf.PdfWriter()
    for _ in range(count):
        writer.add_blank_page(100, 100)
    made = BytesIO()
    writer.write(made)
    return made.getvalue()


@pytest.mark.parametrize(
    ("data", "trouble"),
    [
        (b"", Trouble.TOO_BIG),
        (b"x" * (2 * 1024 * 1024 + 1), Trouble.TOO_BIG),
        (zipped(("word/document.xml", b" " * 20_000_000)), Trouble.TOO_BIG),
        (zipped(*((f"{number}.xml", b"") for number in range(400))), Trouble.TOO_BIG),
        (zipped(("word/document.xml", b"<a>")), Trouble.BROKEN),
        (behind()[:3000], Trouble.BROKEN),
        (b"%PDF-1.7\nnothing", Trouble.BROKEN),
        (locked(), Trouble.ENCRYPTED),
        (pages(returned_pdf.MOST_PAGES + 1), Trouble.TOO_BIG),
        (pdf(["x"] * 25_000), Trouble.TOO_BIG),
        (b"\xd0\xcf\x11\xe0 an old Word document", Trouble.NO_FORM),
        (b"\x89PNG", Trouble.NO_FORM),
    ],
)
def test_what_cannot_be_read_is_a_code(data: bytes, trouble: Trouble) -> None:
    assert words_of(data, "application/octet-stream", "agreement").trouble is trouble


@pytest.mark.parametrize("made", [two_columns, fields, printed])
def test_a_broken_file_never_raises(made: Callable[[], bytes]) -> None:
    chance, whole = random.Random(7), made()
    for _ in range(40):
        data = bytearray(whole)
        for _ in range(chance.randint(1, 30)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        words = words_of(bytes(data[: chance.randint(1, len(data))]), WORD, "agreement.docx")
        answers_in(words, context_of("img mentor"), LETTER)


class NeverOpened(Message):
    def get_payload(self, i: Any = None, decode: bool = False) -> Any:
        raise AssertionError("an attachment was opened")


@pytest.mark.parametrize("asked", [ask for ask in Ask if ask not in FORMS])
def test_only_a_reply_to_a_form_has_its_files_opened(asked: Ask) -> None:
    context = replace(context_of("img mentor"), asked=asked)
    assert returned([Attachment("form.docx", WORD, NeverOpened())], context) == Returned()


def test_the_logo_of_a_signature_is_no_form() -> None:
    logo = Attachment("image001.png", "image/png", NeverOpened())
    assert returned([logo], context_of("img mentor")) == Returned(asked=True)
