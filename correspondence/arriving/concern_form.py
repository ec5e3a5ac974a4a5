"""What a reply to the form about a concern says without labels: which ticks hold, and when somebody was told."""

import re
from datetime import date
from functools import cache

from correspondence.arriving.clauses import Clause
from correspondence.arriving.form_reader import Answered
from correspondence.arriving.lexicon import Lexicon, languages, lexicon
from correspondence.arriving.phrases import DATE, any_of
from correspondence.arriving.reading import Context, FormField
from correspondence.arriving.said import Said, heard
from correspondence.arriving.when import find_dates

_DATES = re.compile(rf"{DATE}\d+")
_HEAD = 160
"""How far a day is looked for in one answer."""


def past_day(value: str, context: Context) -> date | None:
    """The one day that a text names, read as one that has been; None if it names none, or several."""
    found = find_dates(value[:_HEAD], context, False)
    return found[0].day if len(found) == 1 else None


def said(text: str, context: Context) -> tuple[list[Answered], str]:
    """The fields answered in sentences of the programme's own phrases, and the words of what says something else.

    A clause that asks, doubts or sets a condition answers nothing; one that denies a tick answers no.
    """
    own = context.language.split("-")[0].lower()
    spoken = heard(text, context, lexicon(own if own in languages() else "en"))
    found: list[Answered] = []
    around: list[str] = []
    for place, clause in enumerate(spoken.clauses):
        answers = _ticks(clause, context.fields, spoken.lexicon) + _told(spoken, place, context.fields)
        found += answers
        if not answers:
            around.append(_DATES.sub(" ", clause.words).strip())
    return found, "\n".join(around) if found else text


def _ticks(clause: Clause, fields: tuple[FormField, ...], lexicon: Lexicon) -> list[Answered]:
    if clause.asks or clause.conditional or clause.doubted:
        return []
    found = []
    for of in fields:
        match = _phrases(of.said).search(clause.words) if of.said else None
        if match is not None:
            denied = lexicon.marks["negation"].search(f"{clause.words[: match.start()].rstrip()} ")
            found.append(Answered(of, ["no" if denied else "yes"]))
    return found


def _told(spoken: Said, place: int, fields: tuple[FormField, ...]) -> list[Answered]:
    """`Told him on 3 May`: the day stands in the same sentence, and nothing says that it is yet to be done."""
    clause, marks = spoken.clauses[place], spoken.lexicon.marks
    of = next((each for each in fields if each.kind == "past"), None)
    match = marks["has_told"].search(clause.words)
    doubtful = clause.asks or clause.conditional or clause.doubted or place in spoken.looking_ahead
    if of is None or match is None or doubtful:
        return []
    head = f"{clause.words[: match.start()].rstrip()} "
    numbers = [number for other in spoken.places_in(clause.sentence) for number in spoken.dates_of(other)]
    if len(numbers) != 1 or any(marks[mark].search(head) for mark in ("negation", "modal")):
        return []
    return [Answered(of, [spoken.behind[numbers[0]].day.isoformat()])]


@cache
def _phrases(said: tuple[str, ...]) -> re.Pattern[str]:
    return any_of(list(said))
