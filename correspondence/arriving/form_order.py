"""Answers without labels that stand in the form's order, line by line, made into numbered ones."""

import re

from correspondence.arriving.form_labels import end_of, is_typed, label_words, suits
from correspondence.arriving.form_openers import field_begun
from correspondence.arriving.quoting import CLOSINGS, folded
from correspondence.arriving.reading import FormField

_BARE = re.compile(r"^(?P<before>[\s>]*)(?P<number>\d{1,2})(?P<dot>\s*[.):])?\s+(?P<value>\w.*)$")
_LETTER = re.compile(r"(?:(?<=\s)|^)\(?(?P<letter>[a-j])\)(?=\s)", re.MULTILINE)
_FURTHER = re.compile(r"(?<=\S)[ \t,;]+(?=(?:q|question|frage|pregunta|pergunta) ?\d{1,2} ?[.:)])", re.IGNORECASE)
_NO_ANSWER = re.compile(r"[?:]\s*$|^\s*(?:[-*•–]|\d{1,2}\s*[-–—.):])|^\S+(?:\s+\S+){0,3}[,!]$")
_NAME = re.compile(r"^\W*[A-ZÀ-Ý][\w'’-]+(?: [A-ZÀ-Ý][\w'’-]+)?$")
_MOST_LINES = 60
_LONGEST_LINE = 600


def numbered(text: str, fields: tuple[FormField, ...], language: str) -> str:
    """The text with numbers before answers that stand in the form's order, or with a dot behind their numbers.

    Only if no line has a label, or behind the last label; and if every answer can be one of its field's kind.
    """
    text = _FURTHER.sub("\n", text)
    lines = text.splitlines()
    if len(lines) > _MOST_LINES or len(fields) < 2:
        return text
    begun = [field_begun(line, fields, language) for line in lines]
    if not any(begun):
        lettered = _letters_as_numbers(text, fields)
        return (
            lettered
            or _dotted(lines, fields)
            or _run_on(text, fields, language)
            or _in_order(lines, -1, fields, 0, language)
            or text
        )
    last = max(place for place, of in enumerate(begun) if of)
    of = begun[last]
    assert of is not None
    return _in_order(lines, last, fields, fields.index(of) + 1, language) or text


def _letters_as_numbers(text: str, fields: tuple[FormField, ...]) -> str:
    letters = "".join(_LETTER.findall(text))
    if not 2 <= len(letters) <= len(fields) or not "abcdefghij".startswith(letters):
        return ""
    return _LETTER.sub(lambda found: f"\n{'abcdefghij'.index(found['letter']) + 1}.", text)


def _dotted(lines: list[str], fields: tuple[FormField, ...]) -> str:
    found = [match for line in lines if (match := _BARE.match(line))]
    numbers = [int(match["number"]) for match in found]
    counts = len(numbers) > 1 and numbers[0] >= 1 and numbers[-1] <= len(fields)
    if not counts or numbers != sorted(set(numbers)):
        return ""
    # `5 22 March` is the fifth answer, if one can be a day; `5 2 of them` is none.
    figures = [number for number, match in zip(numbers, found, strict=True) if match["value"][0].isdigit()]
    if len(figures) == len(numbers) or not all(is_typed(fields[number - 1]) for number in figures):
        return ""
    return "\n".join(_BARE.sub(r"\g<before>\g<number>. \g<value>", line) for line in lines)


def _run_on(text: str, fields: tuple[FormField, ...], language: str) -> str:
    """`1 grow my network 2 me 3 weekly`: all the answers on one line, each behind its number."""
    if "\n" in text.strip() or len(text) > _LONGEST_LINE:
        return ""
    answers: list[str] = []
    begin = re.match(r"\W*1[.):]?\s+", text)
    for number in range(2, len(fields) + 1):
        further = begin and re.compile(rf"[,;]?\s{number}[.):]?\s+").search(text, begin.end())
        if begin is None or not further:
            return ""
        answers.append(text[begin.end() : further.start()].strip())
        begin = further
    if begin is None:
        return ""
    answers.append(text[begin.end() :].strip())
    if not all(
        answer and (not is_typed(of) or suits(of, answer, language)) for of, answer in zip(fields, answers, strict=True)
    ):
        return ""
    return "\n".join(f"{number}. {answer}" for number, answer in enumerate(answers, start=1))


def _in_order(lines: list[str], above: int, fields: tuple[FormField, ...], first: int, language: str) -> str:
    """The lines below `above`, up to the close, as the answers to the fields from `first` on, if they are as many."""
    asked = fields[first:]
    places = [place for place in range(above + 1, len(lines)) if lines[place].strip()]
    close = (at for at, place in enumerate(places) if folded(lines[place]).strip(" ,.!-–—*_") in CLOSINGS)
    places = places[: next(close, len(places))]
    if above < 0:
        while places and _NO_ANSWER.search(lines[places[0]]):
            places = places[1:]
    places = places[: len(asked)] if _is_signed(lines, places, len(asked)) else places
    fitting = len(places) == len(asked) > 1 and any(is_typed(each) for each in asked)
    if not fitting or any(_NO_ANSWER.search(lines[place]) or _has_label(lines[place], fields) for place in places):
        return ""
    if not all(not is_typed(of) or suits(of, lines[at], language) for at, of in zip(places, asked, strict=True)):
        return ""
    numbers = {place: f"{first + count}. " for count, place in enumerate(places, start=1)}
    return "\n".join(f"{numbers.get(place, '')}{line.strip()}" for place, line in enumerate(lines))


def _has_label(line: str, fields: tuple[FormField, ...]) -> bool:
    return any(end_of(line, label_words(each)) is not None for each in fields)


def _is_signed(lines: list[str], places: list[int], count: int) -> bool:
    """Whether one line more than there are answers is a name."""
    return len(places) == count + 1 and bool(
        re.match(r"^\W*[A-ZÀ-Ý][\w'’-]+(?: [A-ZÀ-Ý][\w'’-]+)?$", lines[places[-1]])
    )
