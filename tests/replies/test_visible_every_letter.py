"""Every letter that is sent, quoted by every kind of program: the writer's words remain, and no button's label."""

import re
from email.headerregistry import Address
from functools import cache, lru_cache
from html import escape, unescape

import pytest

from correspondence.arriving import html_text
from correspondence.arriving.visible import SentLetter, as_sent, visible_text
from correspondence.writing.mail import compose
from tests.letters.shown import NAMES, SAMPLES, shown
from tests.replies.mail_clients import CLIENTS, Client, Written, careless_wrapper, without_marks

ANSWER = "We spoke for an hour yesterday, all is well."
_LINK = re.compile(r'<a [^>]*href="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
_BODY = re.compile(r"<body[^>]*>(.*)</body>", re.DOTALL)
OF_HTML = frozenset({"gmail_html", "apple_html", "outlook_html", "outlook_web", "yahoo"})
"""Programs that hand on the HTML of what they quote; the others show it as text."""


@cache
def letter_of(name: str) -> SentLetter:
    occasion = SAMPLES[name]
    sent = compose(
        occasion,
        shown(name),
        sender=Address(occasion.programme.title, addr_spec="letters@example.org"),
        message_id="<l1@example.org>",
        in_reply_to="",
        references=(),
        date=occasion.at,
    )
    return as_sent(sent, occasion.at)


@cache
def page_of(name: str) -> str:
    found = _BODY.search(shown(name).html)
    assert found is not None
    return found.group(1)


@lru_cache(4)
def page_text(page: str) -> str:
    """HTML as programs write it out in a plain text reply: each link's address behind its words."""
    return html_text.to_text(
        _LINK.sub(lambda link: f"<div>{link[2]}<br>{escape(f'<{unescape(link[1])}>')}</div>", page)
    )


def _read(name: str, client: Client, page: str, above: str = "") -> str:
    quoted_html = page if client.__name__ in OF_HTML else ""
    raw = client(Written(above, page_text(page), "", page=quoted_html))
    return " ".join(visible_text(raw, letter_of(name)).split())


FIRST = [name for name in NAMES if name.endswith("-1")]
letters = pytest.mark.parametrize("name", FIRST)
some_letters = pytest.mark.parametrize("name", FIRST[::4])


@letters
def test_an_answer_above_any_letter_is_all_that_is_seen(name: str) -> None:
    seen = {client.__name__: _read(name, client, page_of(name), ANSWER) for client in CLIENTS}
    assert seen == dict.fromkeys(seen, ANSWER)


@some_letters
def test_the_plain_text_of_any_letter_may_be_quoted_instead(name: str) -> None:
    quoted = Written(ANSWER, shown(name).text.rstrip("\n"), "")
    seen = {client.__name__: " ".join(visible_text(client(quoted), letter_of(name)).split()) for client in CLIENTS}
    assert seen == dict.fromkeys(seen, ANSWER)


@letters
def test_an_answer_typed_into_any_letter_belongs_to_the_writer(name: str) -> None:
    ends = [found.end() for found in re.finditer("</p>", page_of(name))]
    place = ends[len(ends) // 2]
    page = f"{page_of(name)[:place]}<div>{ANSWER}</div>{page_of(name)[place:]}"
    # Where a form's label stands right above, it comes along with its answer.
    seen = {client.__name__: _read(name, client, page).rpartition(": ")[2] for client in CLIENTS}
    assert seen == dict.fromkeys(seen, ANSWER)


@some_letters
def test_another_letter_with_the_same_frame_is_not_taken_for_this_one(name: str) -> None:
    other = NAMES[NAMES.index(name) - 1]
    quoting = [client for client in CLIENTS if client not in (without_marks, careless_wrapper)]
    seen = {client.__name__: _read(other, client, page_of(name), ANSWER) for client in quoting}
    assert seen == dict.fromkeys(seen, ANSWER)


FORMS = [name for name in NAMES if re.search(r"<strong>\d+\. ", shown(name).html)]


@pytest.mark.parametrize("name", FORMS)
def test_a_form_filled_in_below_its_questions_comes_back_line_by_line(name: str) -> None:
    labels = re.findall(r"<strong>(\d+\. [^<]*:)</strong>", page_of(name))
    assert labels
    page, expected = page_of(name), []
    for number, label in enumerate(labels):
        start, end, rest = page.partition(f"<strong>{label}</strong>")
        asked, close, after = rest.partition("</p>")
        page = f"{start}{end}{asked}{close}<div>answer {number} of mine</div>{after}"
        expected.append(f"{unescape(label)} answer {number} of mine")
    seen = {client.__name__: _read(name, client, page) for client in CLIENTS}
    assert seen == dict.fromkeys(seen, " ".join(expected))
