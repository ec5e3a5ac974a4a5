"""What a reply means, under the question that was asked: statements that are unmistakable, or one that asks back."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from correspondence.arriving.conclude import concluded
from correspondence.arriving.datewords import date_words
from correspondence.arriving.forms import Filled, beside_returned, filled, is_refusal, unlabelled
from correspondence.arriving.length import is_no_form, is_story
from correspondence.arriving.lexicon import languages, lexicon
from correspondence.arriving.offered import as_offered, begins_as_offered, is_courtesy
from correspondence.arriving.phrases import calm, folded, words_of
from correspondence.arriving.reading import Context, FieldAnswer, Intent, Statement
from correspondence.arriving.said import Said, heard
from correspondence.arriving.verdict import BESIDE, contradict
from mentoring.letters import Ask

STORY = 20_000
"""How much of a mail, half at its beginning and half at its end, is searched for a cry for help."""

_REFUSED = 400
_WORD = re.compile(r"[^\W\d_]+")

ASK_BACK = (Statement(Intent.ASK_BACK, confidence=0.0),)
NOTHING = (Statement(Intent.NOTHING),)
# Weighty acts: said within a form or a free answer they are asked back.
_WEIGHTY = frozenset({"end", "no_longer", "leave_group", "forget_me", "undo"})

# Says nothing against a concern that is told.
_TELLING = BESIDE | {"concern", "contact_happened", "not_met"}

_OF_THE_SERVICE = frozenset({Intent.END, Intent.UNDO, Intent.HELP, Intent.STATUS, Intent.ASK_BACK})

_Spoken = tuple[Said, tuple[Statement, ...] | None]


def understand(
    text: str, context: Context, subject: str = "", files: tuple[FieldAnswer, ...] = ()
) -> tuple[Statement, ...]:
    """The statements in a person's own words, in text order; exactly one ASK_BACK if anything is doubtful.

    The subject counts only if there is no text, and only if it does not repeat another mail's.  `files` are the
    answers in a form that came as a file; what the text answers itself counts more.
    """
    text = calm(text).strip() or _spoken(subject)
    if not text and not files:
        return NOTHING
    if _in_despair(text, context):
        return (Statement(Intent.CONCERN),)
    if context.asked is Ask.SURVEY and _refuses(text, context):
        return NOTHING
    text = as_offered(text, context)
    form = unlabelled(text, context) if is_no_form(text) else filled(text, context)
    form = beside_returned(form, text, files) if files else form
    if not form.answers and is_story(text):
        return (_answer_statement(context, form),) if form.free else ASK_BACK
    if form.answers:
        return _as_wish(_with_answers(form, context), text, context)
    spoken = _in_its_language(text, context)
    if form.free and not _is_all(spoken):
        return _free_answer(text, form, spoken, context)
    return _or_ask(spoken, text, context)


def _in_despair(text: str, context: Context) -> bool:
    """Whether somebody may be in danger.  `I want to end it all` ends no mentoring: a person has to read it."""
    text = text if len(text) <= STORY else f"{text[: STORY // 2]}\n{text[-STORY // 2 :]}"
    for language in _likely(text, context.language):
        plain, marks = lexicon(language).plain(text), lexicon(language).marks
        if marks["despair"].search(words_of(plain)):
            return True
        for said in re.split(r"[.!?,;:\n…]|\s[-–—]\s| (?:and|but|because) ", plain):
            last = marks["despair_last"].search(words_of(said))
            if last is not None and last.end() == len(words_of(said)):
                return True
    return False


def _refuses(text: str, context: Context) -> bool:
    """Whether all of a reply is that its writer would rather not answer."""
    if len(text) > _REFUSED:
        return False
    said = [each for each in re.split(r"[.!;\n]", text) if each.strip()]
    refused = [is_refusal(each) for each in said]
    return any(refused) and all(no or is_courtesy(each, context) for no, each in zip(refused, said, strict=True))


def _spoken(subject: str) -> str:
    head, colon, _ = subject.partition(":")
    return "" if colon and len(head) <= 4 else subject.strip()


def _in_its_language(text: str, context: Context) -> _Spoken:
    """The first language that recognises something, beginning with the likeliest."""
    first: _Spoken | None = None
    for language in _likely(text, context.language):
        said = heard(text, context, lexicon(language))
        found = concluded(said)
        first = first or (said, found)
        if found is not None:
            return said, found
    assert first is not None
    return first


def _likely(text: str, tag: str) -> Iterator[str]:
    """The languages to try: by the words they know, the writer's own on a tie; the writer's and English always."""
    words = set(_WORD.findall(folded(text[:400])))
    own = tag.split("-")[0].lower()
    known = languages()
    count = {language: len(words & _vocabulary(language)) for language in known}
    ranked = sorted(known, key=lambda language: (-count[language], language != own, language != "en"))
    for language in ranked:
        if language == ranked[0] or language in (own, "en"):
            yield language


@cache
def _vocabulary(language: str) -> frozenset[str]:
    """The words by which a language is recognised, the names of its months and weekdays among them."""
    dates = date_words(language)
    return lexicon(language).vocabulary | dates.months.keys() | dates.weekdays.keys()


def _tells(said: Said) -> bool:
    """Whether something is told in so many words: no question, and nothing that may take it back."""
    words = sum(len(clause.words.split()) for clause in said.clauses)
    retracting = said.lexicon.marks["retracting"]
    if all(clause.putting_off or clause.harmless(said.lexicon) for clause in said.clauses):
        return False
    asks = any(clause.asks or clause.conditional or retracting.search(clause.words) for clause in said.clauses)
    return words >= 3 and not asks and all(hit.key in _TELLING for hit in said.hits)


def _withholds(said: Said) -> bool:
    """Whether somebody wants nothing passed on: then what else they tell goes nowhere until they say so."""
    return any(said.lexicon.marks["withholding"].search(clause.words) for clause in said.clauses)


def _is_concern(found: tuple[Statement, ...] | None) -> bool:
    return found is not None and {each.intent for each in found} == {Intent.CONCERN}


def _or_ask(spoken: _Spoken, text: str, context: Context) -> tuple[Statement, ...]:
    said, found = spoken
    if found is not None and any(each.intent is Intent.ORGANISER_NOTE for each in found):
        return tuple(_with_note(each, said, text) for each in found)
    if context.asked is Ask.CONCERN_BASIS and _withholds(said):
        return ASK_BACK
    if context.asked is Ask.CONCERN_BASIS and _tells(said) and (found in (None, ASK_BACK) or _is_concern(found)):
        return (Statement(Intent.CONCERN, confidence=0.8),)
    if found is not None:
        return found
    return NOTHING if all(clause.harmless(said.lexicon) for clause in said.clauses) else ASK_BACK


def _with_note(statement: Statement, said: Said, text: str) -> Statement:
    """A note is what follows the word; what an organiser tells of what they do is the note itself."""
    if statement.intent is not Intent.ORGANISER_NOTE:
        return statement
    told = all(hit.key != "organiser_note" for hit in said.hits)
    return replace(statement, answers=(FieldAnswer("note", text if told else _after_first_word(text)),))


def _after_first_word(text: str) -> str:
    return re.sub(r"^\W*\w+\W*", "", text)


def _is_all(spoken: _Spoken) -> bool:
    """Whether the whole reply is commands and thanks: then it is no answer to a free question."""
    said, found = spoken
    told = {hit.clause for hit in said.hits}
    clauses = enumerate(said.clauses)
    whole = all(place in told or clause.reason or clause.harmless(said.lexicon) for place, clause in clauses)
    return whole and (found is None or found[0].intent is not Intent.ASK_BACK)


def _free_answer(text: str, form: Filled, spoken: _Spoken, context: Context) -> tuple[Statement, ...]:
    """A free text to the one question asked; a weighty act or a mere question in it is asked back."""
    said, _ = spoken
    if any(hit.key in _WEIGHTY for hit in said.hits):
        return ASK_BACK
    if all(clause.asks for clause in said.clauses):
        return ASK_BACK
    return (_answer_statement(context, form),)


def _answer_statement(context: Context, form: Filled) -> Statement:
    intent = Intent.SURVEY_ANSWERS if context.asked is Ask.SURVEY else Intent.FORM_ANSWERS
    return Statement(intent, answers=form.answers or form.free)


def _as_wish(statements: tuple[Statement, ...], text: str, context: Context) -> tuple[Statement, ...]:
    """Under a text to agree to, what is written behind the button's words is a change with what is to stand instead."""
    if context.asked is not Ask.AGREEMENT_SIGN or not begins_as_offered(text, context):
        return statements
    wished = Intent.WANT_CHANGES
    return tuple(replace(each, intent=wished) if each.intent is Intent.FORM_ANSWERS else each for each in statements)


def _with_answers(form: Filled, context: Context) -> tuple[Statement, ...]:
    """A filled form with what is said around it: an assent with changes is the changes."""
    answers = _answer_statement(context, form)
    if not form.rest.strip():
        return (answers,)
    if is_story(form.rest):
        return ASK_BACK
    said, found = _in_its_language(form.rest, context)
    beside = tuple(each for each in found or () if each.intent not in (Intent.NOTHING, Intent.WANT_CHANGES))
    if context.asked is Ask.CONCERN_BASIS:
        # What somebody writes beside it goes nowhere; only what is asked of the service itself is heard.
        beside = tuple(each for each in beside if each.intent in _OF_THE_SERVICE)
    if context.asked in (Ask.AGREEMENT_FORM, Ask.PLAN_FORM):
        # `We talked it through on Sunday` tells how the answers were found.
        beside = tuple(each for each in beside if each.intent is not Intent.CONTACT_HAPPENED)
    if context.asked is not Ask.KICKOFF:
        beside = tuple(each for each in beside if each.intent is not Intent.AGREE)
    intents = {each.intent for each in beside} | {answers.intent}
    weighty = any(hit.key in _WEIGHTY for hit in said.hits)
    if contradict(intents) or (weighty and Intent.ASK_BACK in intents):
        return ASK_BACK
    return (*(each for each in beside if each.intent is not Intent.ASK_BACK), answers)
