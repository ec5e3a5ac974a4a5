"""The answers our own letters offer: whoever types a button's words back has given its answer."""

import re
from functools import cache

from correspondence.arriving.lexicon import Lexicon, languages, lexicon
from correspondence.arriving.phrases import words_of
from correspondence.arriving.reading import Context
from correspondence.arriving.said import heard
from correspondence.arriving.verdict import GOODWILL
from correspondence.arriving.when import find_dates
from correspondence.writing.source import letter_names, load
from mentoring.letters import Ask

_CODE = re.compile(r"\{%.*?%\}|\{\{\s*'(?P<words>[^'{}]*)'.*?\}\}", re.DOTALL)
_FILLING = re.compile(r"^\s*[:–—-]\s*")
_WORD = re.compile(r"[^\W_]+")
_PIECE = re.compile(r"[,.!\n]")
_NAME = re.compile(r"^\s*(?:[A-ZÀ-Ý][\w'’-]+\s*){1,3}$")
_TAKES_BACK = ("negation", "doubt", "modal", "condition", "contrast", "hearsay", "question", "later", "unreal")
_LONGEST = 300
"""A button's words with a greeting and thanks around them are shorter."""

_Offer = tuple[re.Pattern[str], str]


def as_offered(text: str, context: Context) -> str:
    """The reply behind a button whose words are all of a text, courtesy apart; any other text as it is.

    `Go on, thanks` is RENEW, and `RENEW (Go on)` too.  A gap in the reply is filled by the date behind the button's
    words: `Another day: 3 March`.
    """
    if len(text) > _LONGEST or "?" in text:
        return text
    for words, reply in _offers(context.asked):
        for found in words.finditer(text):
            before, behind = text[: found.start()], text[found.end() :]
            if not _begins_a_clause(before):
                continue
            filling = _FILLING.match(behind) if reply.endswith(" ") else None
            if filling and _begins_with_a_date(behind[filling.end() :], context) and is_courtesy(before, context):
                return f"{before}{reply}{behind[filling.end() :]}"
            if is_courtesy(f"{before}\n{behind.lstrip(')]')}", context):
                return reply
    return text


def _begins_a_clause(before: str) -> bool:
    """Whether what stands before has come to an end: `Thanks for your help` asks for none."""
    ended = before.rstrip(" \t")
    return not ended or not (ended[-1].isalnum() or ended[-1] in "'’")


def begins_as_offered(text: str, context: Context) -> bool:
    """Whether a text goes on behind the words that a button writes: `I would like to change this: ...`."""
    starts = (reply for _, reply in offers(context.asked) if reply.endswith(": "))
    return any(reply.strip().casefold() in text.casefold() for reply in starts)


@cache
def _offers(asked: Ask) -> tuple[_Offer, ...]:
    """The buttons below the letters that ask this, the longest words first; one that means two things is none."""
    meant: dict[tuple[str, ...], set[str]] = {}
    for label, reply in offers(asked):
        for words in (f"{reply} {label}", label, reply):
            meant.setdefault(tuple(_WORD.findall(words.casefold())), set()).add(reply)
    longest_first = sorted((words for words in meant if words), key=len, reverse=True)
    return tuple((_expression(words), meant[words].pop()) for words in longest_first if len(meant[words]) == 1)


@cache
def offers(asked: Ask) -> tuple[tuple[str, str], ...]:
    """What letters that ask this offer as answers, in every language they are written in: (label, reply).

    Replies of more than a line are forms to be filled in, and no answers by themselves.
    """
    sources = [load(name, language) for name in letter_names() for language in languages()]
    found = [each for source in sources if asked in source.asks for each in source.answers]
    found += [each for source in sources for each in source.choices.get(asked, ())]
    said = ((_CODE.sub(lambda code: code["words"] or "", each.label), each.reply) for each in found)
    return tuple(dict.fromkeys((label, reply) for label, reply in said if "\n" not in reply and "{" not in reply))


def _expression(words: tuple[str, ...]) -> re.Pattern[str]:
    """The words, with whatever signs between them, as a clause of their own."""
    joined = r"[\W_]+".join(words)
    return re.compile(rf"(?<![\w'’]){joined}(?![\w'’])", re.IGNORECASE)


def _begins_with_a_date(text: str, context: Context) -> bool:
    dates = find_dates(text, context, True)
    return bool(dates) and dates[0].start == 0


def is_courtesy(text: str, context: Context) -> bool:
    """Whether a text says nothing but thanks, greetings and names, as the writer's language or English has it."""
    own = context.language.partition("-")[0].lower()
    known = [lexicon(each) for each in dict.fromkeys((own, "en")) if each in languages()]
    return all(any(_says_nothing(piece, context, spoken) for spoken in known) for piece in _PIECE.split(text))


def _says_nothing(piece: str, context: Context, spoken: Lexicon) -> bool:
    said = heard(piece, context, spoken)
    if said.ahead or any(hit.key not in GOODWILL for hit in said.hits):
        return False
    if all(clause.harmless(spoken) for clause in said.clauses):
        return True
    words = words_of(spoken.plain(piece))
    return bool(_NAME.match(piece)) and not any(spoken.marks[mark].search(words) for mark in _TAKES_BACK)
