"""What a letter may hold that acts by itself: nothing (threats T07 and T19)."""

import re
from dataclasses import replace
from urllib.parse import urlsplit

import pytest
from jinja2 import UndefinedError
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml import html

from correspondence.writing import render as rendering
from correspondence.writing.render import render
from correspondence.writing.wording import locale_of
from mentoring.words import Words
from tests.faults.payloads import PAYLOADS
from tests.letters.shown import NAMES, SAMPLES, shown


@pytest.mark.parametrize("name", NAMES)
def test_there_is_nothing_to_open_in_a_letter_but_a_mail_to_write(name: str) -> None:
    """T19: a program that opens every link of a mail, or fetches all it names, finds nothing that it could reach."""
    page = html.fromstring(shown(name).html)
    links = [urlsplit(link) for link in page.xpath("//@href")]
    assert all(link.scheme == "mailto" for link in links)
    assert not page.xpath(
        "//@src | //@background | //@action | //@srcset | //@poster | //@data | //link | //meta[@content='refresh']"
    )
    for text in (shown(name).text, shown(name).html):
        assert not re.search(
            r"https?://|//[a-z]+\.|\bwww\.|@import|url\(", re.sub(r"<!DOCTYPE[^>]*>|xmlns=\S+", "", text)
        )


TEMPLATES = [payload for payload in PAYLOADS.values() if re.search(r"\{\{|\{%|\{#", payload)]


@pytest.mark.parametrize("payload", TEMPLATES)
def test_the_words_of_a_programme_are_never_a_template(payload: str) -> None:
    """T07: its file is the organiser's own, and yet what it says is said and not computed."""
    usual = SAMPLES["kickoff-1"]
    texts = replace(usual.programme.texts, welcome=payload, expectations=(payload,))
    letter = render(replace(usual, programme=replace(usual.programme, title=payload, texts=texts)))
    assert " ".join(payload.split()) in " ".join(letter.text.split())
    assert "49" not in letter.text and "<class" not in letter.text


@pytest.mark.parametrize("reach", ["reader.__class__", "programme.__init__.__globals__", "''.__class__.__mro__"])
def test_a_template_of_ours_reaches_no_further_than_its_facts(reach: str) -> None:
    """T07: in the sandbox an attribute that leads out of a value stops the letter."""
    for environment in rendering._environments(locale_of("en", "Europe/London"), "Europe/London"):
        assert isinstance(environment, ImmutableSandboxedEnvironment)
        usual = SAMPLES["kickoff-1"]
        with pytest.raises((SecurityError, UndefinedError)):
            environment.from_string("{{ " + reach + " }}").render(reader=usual.reader, programme=usual.programme)
        with pytest.raises(SecurityError):
            environment.from_string("{{ notes.append(1) }}").render(notes=[Words("a")])
