"""From a letter of the rules to its subject, its text and its HTML.

One source per letter: Markdown with Jinja2.  Templates come from mail_templates/ only, run in a sandbox, and stop at
an undefined name; what people wrote is never compiled and never parsed (see `inert`).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

from babel import Locale
from jinja2 import FunctionLoader, StrictUndefined, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

from correspondence.writing.facts import context_of
from correspondence.writing.inert import Ready, header_text, one_line, shown_in_html, veil, veiled_address
from correspondence.writing.occasion import Occasion, Reader
from correspondence.writing.page import Button, page
from correspondence.writing.plain import plain_text
from correspondence.writing.source import SAME, Choice, Source, load, text_of
from correspondence.writing.wording import day_words, locale_of, moment_words, quoted
from mentoring.explained_words import listed
from mentoring.letters import ORGANISER, Letter

__all__ = ["Occasion", "Reader", "Rendered", "render", "subject_line"]

MARKDOWN = MarkdownIt("commonmark")


@dataclass(frozen=True, slots=True)
class Rendered:
    """A letter in words: `text` flowed (a line that goes on ends in a space), `answers` as (label, reply)."""

    subject: str
    text: str
    html: str
    answers: tuple[tuple[str, str], ...]


def render(occasion: Occasion) -> Rendered:
    """The letter in the reader's language, with days in the reader's zone; the same occasion gives the same words.

    LookupError if there is no such letter; jinja2.UndefinedError if a fact it needs is missing.
    """
    reader = occasion.reader
    source = load(occasion.letter.name, reader.language)
    locale = locale_of(source.language, reader.zone)
    context = context_of(occasion, source)
    plain, markdown = _environments(locale, reader.zone)
    subject = subject_line(occasion)
    offers = _offers(_offered(source, occasion.letter), plain, context) if not occasion.doors else []
    offers += [each for door in occasion.doors for each in _offers(source.answers, plain, context | {"door": door})]
    answers = tuple((offer.label, offer.reply) for offer in offers)
    body = MARKDOWN.parse(markdown.get_template(f"{source.path}/body.md").render(context))
    last = ORGANISER if reader.role == ORGANISER else plain.from_string(source.footer).render(context)
    footer = MARKDOWN.parse(markdown.get_template(f"_base/{last}.md").render(context))
    framed = context | {
        "subject": subject,
        "language": locale.language,
        "body": _text(body),
        "replies": [offer for offer in offers if offer.typed],
        "footer": _text(footer),
    }
    text = plain.get_template("_base/frame.txt").render(framed)
    buttons = tuple(Button(offer.label, offer.reply, subject, offer.to or occasion.reply_to) for offer in offers)
    html = page(framed | {"body": _html(body), "footer": _html(footer), "buttons": buttons}, text_of)
    return Rendered(subject, text, html, answers)


def subject_line(occasion: Occasion) -> str:
    """What stands in the reader's list of mails; raises as `render` does."""
    source = load(occasion.letter.name, occasion.reader.language)
    plain, _ = _environments(locale_of(source.language, occasion.reader.zone), occasion.reader.zone)
    return header_text(plain.get_template(f"{source.path}/subject.txt").render(context_of(occasion, source)))


def _text(tokens: list[Token]) -> Ready:
    return Ready(plain_text(SyntaxTreeNode(tokens)).rstrip("\n"))


def _html(tokens: list[Token]) -> str:
    return shown_in_html(MARKDOWN.renderer.render(tokens, MARKDOWN.options, {}))


def _offered(source: Source, letter: Letter) -> tuple[Choice, ...]:
    """The answers of the letter itself, or those to the question it asks again."""
    return source.choices.get(letter.question.kind, ()) if source.asks == (SAME,) else source.answers


def _offers(
    choices: tuple[Choice, ...], environment: ImmutableSandboxedEnvironment, context: Mapping[str, object]
) -> list[Choice]:
    """The answers in words; one whose label comes out empty is not offered this time."""
    said = [
        Choice(
            one_line(environment.from_string(choice.label).render(context)),
            environment.from_string(choice.reply).render(context).strip("\n"),
            choice.typed,
            environment.from_string(choice.to).render(context),
        )
        for choice in choices
    ]
    return [choice for choice in said if choice.label]


@cache
def _environments(locale: Locale, zone: str) -> tuple[ImmutableSandboxedEnvironment, ImmutableSandboxedEnvironment]:
    """For header lines and buttons, with values on one line; and for Markdown, with values veiled."""
    return _environment(one_line, locale, zone), _environment(veil, locale, zone)


def _environment(finalize: Callable[[object], str], locale: Locale, zone: str) -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(
        loader=FunctionLoader(text_of),
        undefined=StrictUndefined,
        finalize=finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,
    )
    environment.filters["day"] = _of_known(partial(day_words, locale=locale))
    environment.filters["moment"] = _of_known(partial(moment_words, zone=zone, locale=locale))
    environment.filters["listed"] = listed
    environment.filters["quoted"] = quoted
    environment.filters["mail"] = veiled_address
    return environment


def _of_known(say: Callable[[Any], str]) -> Callable[[object], str]:
    """A filter that names the missing fact instead of stumbling over it."""
    return lambda value: str(value) if isinstance(value, Undefined) else say(value)
