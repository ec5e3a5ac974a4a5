"""Answers to the fields of a form, wherever in a reply they were written."""

import re
from dataclasses import dataclass
from datetime import date

from correspondence.arriving import concern_form
from correspondence.arriving.form_labels import WORDS, end_of, questions_of, ticked, without_signs
from correspondence.arriving.form_prose import told_freely
from correspondence.arriving.form_reader import Answered, read_form
from correspondence.arriving.frequency import interval
from correspondence.arriving.length import is_story
from correspondence.arriving.named_wish import wish
from correspondence.arriving.phrases import folded
from correspondence.arriving.reading import Context, FieldAnswer, FormField
from correspondence.arriving.when import find_dates
from mentoring.letters import Ask

_EMPTY = re.compile(
    rf"^[\W_]*$|^[\[(<{{].*(?:your|answer|here|fill|text|write|e\.g\.).*[\])>}}]$|^[\W_]*(?:{WORDS['later']})[\W_]*$",
    re.IGNORECASE,
)
_REFUSAL = re.compile(rf"^[\W_]*(?:{WORDS['refusal']['words']})[\W_]*$", re.IGNORECASE)
_HEAD = 160
_MARK = re.compile(
    r"^(?P<mark>\d{1,2}|(?:one|two|three|four|five)(?=\W*$))(?:\s*(?:/|out of|von|sur|de)\s*\d{1,2}\b)?"
    r"(?:[\s.,;:!–-]+|$)(?P<words>.*)$",
    re.DOTALL | re.IGNORECASE,
)
_REST_LATER = re.compile(rf"(?im)^[ \t]*{WORDS['rest_later']}$")
_FREE = frozenset({Ask.SURVEY, Ask.AGREEMENT_FORM, Ask.PLAN_FORM, Ask.CONCERN_BASIS, Ask.GOAL_REVIEW})
_PROSE = frozenset({Ask.AGREEMENT_FORM, Ask.PLAN_FORM})
_FORMS = _FREE | {Ask.KICKOFF, Ask.AGREEMENT_SIGN}


@dataclass(frozen=True, slots=True)
class Filled:
    """A reply to a form: labelled answers, what stands around them, and the answer if nothing is labelled."""

    answers: tuple[FieldAnswer, ...] = ()
    rest: str = ""
    free: tuple[FieldAnswer, ...] = ()


def filled(text: str, context: Context) -> Filled:
    """The answers, in text order, with the text around them, which may say more: labelled, numbered, or free.

    Empty answers and placeholders left as they were are none.  The last answer to a field counts; of two behind the
    same bare number neither does, since one of them may be an item of a list.
    """
    text = _REST_LATER.sub("", text)
    if context.asked in _FORMS:
        found, rest = read_form(text, context.fields, context.language)
    else:
        # Under any other question only a line that begins with a field's whole label is an answer to it.
        found, rest = _wishes(text, context.fields)
    rest = rest if found else text
    if context.asked in _PROSE:
        told, rest = _in_sentences(rest, found, context)
        found += told
    if context.asked is Ask.CONCERN_BASIS and not is_story(rest):
        told, rest = concern_form.said(rest, context)
        found += told
    answers: dict[str, FieldAnswer] = {}
    for each in found:
        if (answer := answer_to(each.of, each.value, context)) is not None:
            answers.pop(each.of.key, None)
            answers[each.of.key] = answer
    return Filled(tuple(answers.values()), rest, () if found else _free(text, context))


def unlabelled(text: str, context: Context) -> Filled:
    """The answer to a single question, in which no label is looked for."""
    return Filled((), text, _free(text, context))


def answer_to(of: FormField, value: str, context: Context) -> FieldAnswer | None:
    """What was written for a field as its answer, without our own question; None if nothing was."""
    value = _without_question(of, value)
    if of.kind == "tick" and ticked(value) is not None:
        return FieldAnswer(of.key, "yes" if ticked(value) else "no")
    return None if _is_empty(value) else _answer(of, value, context)


def beside_returned(form: Filled, text: str, files: tuple[FieldAnswer, ...]) -> Filled:
    """A reply whose files answer too: what the mail itself says for a field counts more."""
    said = {answer.key for answer in form.answers}
    more = tuple(answer for answer in files if answer.key not in said)
    return Filled((*form.answers, *more), form.rest if form.answers else text)


def _in_sentences(text: str, found: list[Answered], context: Context) -> tuple[list[Answered], str]:
    """What sentences around the labelled answers say for the other fields; if but one is open, all is its answer."""
    labelled = {each.of.key for each in found}
    if not found and len(_still_open(context)) == 1:
        return [], text
    told, rest = told_freely(text, tuple(each for each in context.fields if each.key not in labelled), context.language)
    return [Answered(of, [value]) for of, value in told], rest


def _still_open(context: Context) -> list[FormField]:
    return [each for each in context.fields if context.open in ((), (each.key,))]


def _wishes(text: str, fields: tuple[FormField, ...]) -> tuple[list[Answered], str]:
    found: list[Answered] = []
    around: list[str] = []
    for line in text.splitlines():
        named_field = wish(line, fields)
        if named_field is None:
            around.append(line)
        else:
            found.append(Answered(named_field[0], [named_field[1]]))
    return found, "\n".join(around)


def _free(text: str, context: Context) -> tuple[FieldAnswer, ...]:
    if context.asked not in _FREE or _is_empty(text.strip()):
        return ()
    asked = _still_open(context)
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


def _is_empty(value: str) -> bool:
    """Nothing, a placeholder left as it was, or a word that the answer comes later."""
    return not value or (len(value) <= _HEAD and bool(_EMPTY.match(value) or is_refusal(value)))


def is_refusal(text: str) -> bool:
    """Whether a text, or what stands behind a label, says that its writer would rather not answer."""
    return len(text) <= _HEAD and bool(_REFUSAL.match(text))


def _without_question(of: FormField, value: str) -> str:
    """The answer without our own question above it, and without the signs a table or bold letters leave."""
    for question in questions_of(of):
        if (end := end_of(value, question)) is not None:
            value = without_signs(value[end:])
    return value.strip(" \t|_").removesuffix("**").strip()


def _answer(of: FormField, value: str, context: Context) -> FieldAnswer:
    if of.kind == "frequency":
        return FieldAnswer(of.key, value, days=interval(value, context.language))
    if of.kind == "date":
        return FieldAnswer(of.key, value, day=_day(value, context))
    if of.kind == "past":
        return FieldAnswer(of.key, value, day=concern_form.past_day(value, context))
    if of.kind == "tick":
        return FieldAnswer(of.key, {True: "yes", False: "no", None: value}[ticked(value)])
    if of.kind == "choice":
        chosen = [option for option in of.options if folded(option) == folded(value).strip(" .")]
        return FieldAnswer(of.key, chosen[0] if chosen else value)
    return FieldAnswer(of.key, value)


def _day(value: str, context: Context) -> date | None:
    found = find_dates(value[:_HEAD], context, True)
    return found[0].day if len(found) == 1 else None
