"""Answers to the fields of a form, wherever in a reply they were written."""

import re
from dataclasses import dataclass, field
from datetime import date

from correspondence.arriving.frequency import interval
from correspondence.arriving.phrases import folded
from correspondence.arriving.reading import Context, FieldAnswer, FormField
from correspondence.arriving.when import find_dates
from mentoring.letters import Ask

_LABEL = re.compile(r"^[\s>*_#•-]*(?P<label>[^:=\n]{1,80}?)\s*[*_]*\s*(?::|=|\s[-–—]\s)[*_]*\s*(?P<value>.*)$")
_NUMBER = re.compile(r"^[\s>*_#(-]*(?P<number>\d{1,2})\s*(?:[.)]|:|-(?=\s))[\s*_]*(?P<value>.*)$")
_EMPTY = re.compile(r"^[\W_]*$|^[\[(<{].*(?:your|answer|here|fill|text|write|e\.g\.).*[\])>}]$", re.IGNORECASE)
_STOP_WORDS = frozenset(
    "the a an and or of to for in on at your you our we i how what when where which who do does is are will be with"
    " this that it by as".split()
)
_HEAD = 160
_MARK = re.compile(r"^(?P<mark>\d{1,2})(?:\s*/\s*\d{1,2}\b)?(?:[\s.,;:!-]+|$)(?P<words>.*)$", re.DOTALL)
_WORDS_BEFORE = 4
"""`CHANGE How often to meet: monthly` may have so many words of its own before the label."""
_BARE = re.compile(r"^(?P<before>[\s>]*)(?P<number>\d{1,2})(?P<dot>\s*[.):])?\s+(?P<value>[^\W\d].*)$")
_CHANGE = r"(?:change|amend|update|correct|set|edit|ändern|cambiar|changer|modifier|mudar|alterar)"
_WISH = re.compile(rf"\b{_CHANGE}\b(?!.*\?)", re.IGNORECASE)
_NO_WISH = re.compile(r"n['’]t\b|\b(?:not|never|no|nothing|if|keep|nicht|nichts|pas|não)\b", re.IGNORECASE)
_CHANGED = re.compile(
    rf"^(?P<before>[^\"“”'‘’«»]{{0,40}}\b{_CHANGE}\s+)[\"“'‘«](?P<label>[^\"“”«»]{{1,80}}?)[\"”'’»]\s+to:?\s+(?P<value>[^?]+)$",
    re.IGNORECASE,
)
_FREE = frozenset({Ask.SURVEY, Ask.AGREEMENT_FORM, Ask.PLAN_FORM, Ask.CONCERN_BASIS, Ask.GOAL_REVIEW})
_FORMS = _FREE | {Ask.KICKOFF, Ask.AGREEMENT_SIGN}


@dataclass(frozen=True, slots=True)
class Filled:
    """A reply to a form: labelled answers, what stands around them, and the answer if nothing is labelled."""

    answers: tuple[FieldAnswer, ...] = ()
    rest: str = ""
    free: tuple[FieldAnswer, ...] = ()


@dataclass(slots=True)
class _Open:
    """A field whose answer is being read."""

    of: FormField
    lines: list[str] = field(default_factory=list)


def find_answers(text: str, context: Context) -> tuple[FieldAnswer, ...]:
    """The answers in a text, in text order: labelled, numbered, or the whole text if one field was asked.

    Empty answers and placeholders left as they were are none.  The last answer to a field counts.
    """
    form = filled(text, context)
    return form.answers or form.free


def filled(text: str, context: Context) -> Filled:
    """The answers with the text around them, which may say more."""
    fields = context.fields
    # Under any other question only a line that begins with a field's whole label is an answer to it.
    form = context.asked in _FORMS
    found, rest = _read(_dotted(text, fields) if form else text, fields, whole_label=not form)
    answers: dict[str, FieldAnswer] = {}
    for each in found:
        value = "\n".join(each.lines).strip()
        if not _EMPTY.match(value):
            answers.pop(each.of.key, None)
            answers[each.of.key] = _answer(each.of, value, context)
    return Filled(tuple(answers.values()), rest if found else text, () if found else _free(text, context))


def _free(text: str, context: Context) -> tuple[FieldAnswer, ...]:
    if context.asked not in _FREE or _EMPTY.match(text.strip()):
        return ()
    asked = [each for each in context.fields if context.open in ((), (each.key,))]
    if len(asked) == 1:
        return (_answer(asked[0], text.strip(), context),)
    return _survey_answers(text.strip(), context) if context.asked is Ask.SURVEY else ()


def _survey_answers(text: str, context: Context) -> tuple[FieldAnswer, ...]:
    """A mark first and words after it answer two questions; anything else is kept as it was written."""
    marked = _MARK.match(text)
    if marked is None or len(context.fields) < 2:
        return (FieldAnswer("text", text),)
    first, second = context.fields[:2]
    words = (FieldAnswer(second.key, marked["words"]),) if marked["words"].strip() else ()
    return (FieldAnswer(first.key, marked["mark"]), *words)


def _read(text: str, fields: tuple[FormField, ...], whole_label: bool) -> tuple[list[_Open], str]:
    found: list[_Open] = []
    around: list[str] = []
    blank = False
    for line in text.splitlines():
        opened = _labelled_whole(line, fields) if whole_label else _opened(line, fields)
        if opened is not None:
            found.append(opened)
            blank = False
        elif not line.strip():
            blank = True
            (found[-1].lines if found else around).append(line)
        elif found and not (blank and found[-1].lines and "".join(found[-1].lines).strip() and not _goes_on(line)):
            found[-1].lines.append(line.strip())
        else:
            around.append(line)
            blank = True
    return found, "\n".join(around)


def _goes_on(line: str) -> bool:
    """After an empty line only a list item still belongs to the answer."""
    return bool(re.match(r"^\s*(?:[-*•–]|\w[.)])\s", line))


def _dotted(text: str, fields: tuple[FormField, ...]) -> str:
    """The text with a dot behind the numbers of its lines, if they count the fields and no line has a label."""
    lines = text.splitlines()
    numbered = [match for line in lines if (match := _BARE.match(line))]
    numbers = [int(match["number"]) for match in numbered]
    counts = len(numbers) > 1 and numbers[0] >= 1 and numbers[-1] <= len(fields)
    if not counts or numbers != sorted(set(numbers)) or any(_labelled(line, fields) for line in lines):
        return text
    return "\n".join(_BARE.sub(r"\g<before>\g<number>. \g<value>", line) for line in lines)


def _labelled(line: str, fields: tuple[FormField, ...]) -> bool:
    labelled = _LABEL.match(line[:_HEAD])
    named = labelled is not None and not labelled["label"].isdigit() and _field_named(labelled["label"], fields)
    return bool(named) or _alone(line[:_HEAD], fields) is not None


def _labelled_whole(line: str, fields: tuple[FormField, ...]) -> _Open | None:
    labelled = _LABEL.match(line)
    of = _field_ending(_plain(labelled["label"]), fields) if labelled else None
    return _Open(of, [labelled["value"]]) if labelled and of else _changed(line, fields)


def _changed(line: str, fields: tuple[FormField, ...]) -> _Open | None:
    """A wish that names the field: `I would like to change this: Place: Zoom`, `change 'Place' to Zoom`."""
    labelled = _LABEL.match(line)
    inner = _LABEL.match(labelled["value"]) if labelled and _WISH.search(labelled["label"]) else None
    match, before = (inner, labelled["label"]) if inner and labelled else (_CHANGED.match(line), "")
    if match is None or _NO_WISH.search(before or match["before"]) or "?" in line:
        return None
    of = next((each for each in fields if _plain(each.label) == _plain(match["label"])), None)
    return _Open(of, [match["value"].rstrip(" .")]) if of else None


def _field_ending(plain: str, fields: tuple[FormField, ...]) -> FormField | None:
    """The field whose whole label stands at the end of what was written before the colon."""
    for each in fields:
        label = _plain(each.label)
        before = plain.removesuffix(label)
        if " " in label and before != plain and len(before.split()) <= _WORDS_BEFORE:
            return each
    return None


def _opened(line: str, fields: tuple[FormField, ...]) -> _Open | None:
    """The field that a line opens, with the answer's first line; a label is looked for in the line's beginning."""
    opened = _opened_by(" ".join(line[:_HEAD].split()), fields)
    if opened is not None and opened.lines:
        opened.lines[0] += line[_HEAD:]
    return opened


def _opened_by(line: str, fields: tuple[FormField, ...]) -> _Open | None:
    labelled = _LABEL.match(line)
    if labelled:
        of = _field_named(labelled["label"], fields)
        if of is not None:
            return _Open(of, [labelled["value"]])
    if (changed := _changed(line, fields)) is not None:
        return changed
    numbered = _NUMBER.match(line)
    if numbered and 1 <= int(numbered["number"]) <= len(fields):
        inner = _LABEL.match(numbered["value"])
        named = _field_named(inner["label"], fields) if inner else None
        if named is not None and inner is not None:
            return _Open(named, [inner["value"]])
        asked = fields[int(numbered["number"]) - 1]
        value = numbered["value"]
        return _Open(asked, ["" if folded(value).strip("?:. ") == folded(asked.label).strip("?:. ") else value])
    return _alone(line, fields)


def _alone(line: str, fields: tuple[FormField, ...]) -> _Open | None:
    """A label on its own line, with or without its question mark."""
    plain = _plain(line)
    for each in fields:
        if plain and plain in (_plain(each.label), _plain(each.key)):
            return _Open(each)
    return None


def _plain(label: str) -> str:
    return " ".join(re.findall(r"\w+", folded(label).replace("_", " ")))


def _field_named(label: str, fields: tuple[FormField, ...]) -> FormField | None:
    """The one field a label means: the same, its beginning, or words that only its label has."""
    plain = _plain(label)
    if not plain:
        return None
    for each in fields:
        if plain in (_plain(each.label), _plain(each.key)):
            return each
    near = [each for each in fields if f"{_plain(each.label)} ".startswith(f"{plain} ")]
    near = near or [each for each in fields if plain.startswith(f"{_plain(each.label)} ")]
    if len(near) == 1:
        return near[0]
    if (ending := _field_ending(plain, fields)) is not None:
        return ending
    said = _telling(plain)
    near = [each for each in fields if said and said <= _telling(_plain(each.label)) | _telling(_plain(each.key))]
    return near[0] if len(near) == 1 else None


def _telling(plain: str) -> frozenset[str]:
    return frozenset(word.removesuffix("s") for word in plain.split() if word not in _STOP_WORDS)


def _answer(of: FormField, value: str, context: Context) -> FieldAnswer:
    if of.kind == "frequency":
        return FieldAnswer(of.key, value, days=interval(value, context.language))
    if of.kind == "date":
        return FieldAnswer(of.key, value, day=_day(value, context))
    if of.kind == "choice":
        chosen = [option for option in of.options if folded(option) == folded(value).strip(" .")]
        return FieldAnswer(of.key, chosen[0] if chosen else value)
    return FieldAnswer(of.key, value)


def _day(value: str, context: Context) -> date | None:
    found = find_dates(value[:_HEAD], context, True)
    return found[0].day if len(found) == 1 else None
