"""What people call themselves, and what they write, stays words: never markup, a template, or a header field."""

from dataclasses import replace
from email import message_from_bytes, policy
from email.headerregistry import Address
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from correspondence.writing.addresses import message_id, token_of
from correspondence.writing.inert import foreign, header_text, one_line, shown, shown_in_html, veil
from correspondence.writing.mail import NotComposed, compose
from correspondence.writing.occasion import Occasion
from correspondence.writing.render import MARKDOWN, render
from mentoring.words import Words
from tests.letters.shown import NAMES, SAMPLES

HARMFUL = [
    "{{7*7}}",
    "{% for x in ().__class__.__base__.__subclasses__() %}{{ x }}{% endfor %}",
    "{{ programme.contacts.organiser }}",
    "</style><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "\"><a href='javascript:alert(1)'>yes</a>",
    "=?utf-8?q?=0ABcc:mallory=40example.com?=",
    "=?utf-8?q?a=0D=0ABcc:?==?utf-8?q?mallory?=",
    "==??utf-8?b?CkJjYzogeA==?==",
    "a\r\nBcc: mallory@example.com",
    "a\nBcc: mallory@example.com\n\nhello",
    "a\x00b\x0bc\x85Bcc: x\u2028Bcc: y",
    "[press](javascript:alert(1))",
    "![x](data:image/png;base64,AA==)",
    "<javascript:alert(1)> <mallory@example.com>",
    "# Heading\n- item\n1. item\n> quote\n```\ncode",
    "**bold** _em_ `code` \\* &lt;b&gt; &#60;b&#62;",
    "Ref: aaaaaaaaaaaaaaaaaaaaaaaaaa",
    "Mallory <mallory@example.com>, Noor",
    '"Noor" <noor@example.com>',
    "\u202egnirts\u2066",
    "\U000f1000mallory\U000f1001\U000f003cb\U000f003e",
    "١. السلام عليكم",
    "Ada\N{COMBINING ACUTE ACCENT} 🎓 " * 40,
]  # fmt: skip
EXACT = "sign-1"
FIELDS = [
    "From",
    "To",
    "Reply-To",
    "Subject",
    "Auto-Submitted",
    "X-Auto-Response-Suppress",
    "MIME-Version",
    "Content-Type",
]


def _posted(occasion: Occasion) -> bytes:
    sender = Address(occasion.programme.title, addr_spec="letters@example.org")
    identity = message_id("k1", token_of(occasion.reply_to), "example.org")
    return compose(
        occasion, render(occasion), sender=sender, message_id=identity, in_reply_to="", references=(), date=occasion.at
    )


def _called(occasion: Occasion, name: str) -> Occasion:
    """Everybody in this letter, its reader too, calls themselves so."""
    people = {key: replace(person, name=name) for key, person in occasion.people.items()}
    return replace(occasion, people=people, reader=replace(occasion.reader, name=name))


def _saying(occasion: Occasion, words: str) -> Occasion:
    """Every free text of this letter says so."""
    facts: dict[str, Any] = dict(occasion.letter.facts)
    facts |= {"text": Words(words)} if "text" in facts else {}
    facts |= {"answers": tuple((key, Words(words)) for key, _ in facts["answers"])} if "answers" in facts else {}
    return replace(occasion, letter=replace(occasion.letter, facts=facts))


def _inert(occasion: Occasion, plain: str) -> None:
    """The page has the same elements and links as the approved one but for mailto, and no heading or list more."""
    page, usual = html.fromstring(render(occasion).html), html.fromstring(plain)
    assert not page.xpath("//script | //img | //iframe | //@*[starts-with(name(), 'on')]")
    assert all(link.startswith("mailto:") for link in page.xpath("//@href"))
    for tag in ("a", "h1", "h2", "ul", "ol", "li", "code", "pre", "em", "b", "style"):
        assert len(page.findall(f".//{tag}")) == len(usual.findall(f".//{tag}")), tag


@pytest.mark.parametrize("name", NAMES)
def test_a_harmful_name_is_a_name_in_every_letter(name: str) -> None:
    usual = render(SAMPLES[name]).html
    for harmful in ("".join(HARMFUL), "\n\n".join(HARMFUL)):
        _inert(_called(SAMPLES[name], harmful), usual)


@pytest.mark.parametrize("harmful", HARMFUL)
def test_a_harmful_name_is_printed_as_it_is_written(harmful: str) -> None:
    occasion = _called(SAMPLES["meeting_proposed-1"], harmful)
    said, page = render(occasion).text, html.fromstring(render(occasion).html).text_content()
    written = " ".join(foreign(one_line(harmful)).split())
    assert written in " ".join(said.split())
    assert written in " ".join(page.split())


@pytest.mark.parametrize("harmful", HARMFUL)
@pytest.mark.parametrize("name", [name for name in NAMES if {"text", "answers"} & SAMPLES[name].letter.facts.keys()])
def test_harmful_words_in_a_form_are_words(name: str, harmful: str) -> None:
    rendered = render(_saying(SAMPLES[name], harmful))
    page = html.fromstring(rendered.html)
    assert not page.xpath("//script | //img | //@*[starts-with(name(), 'on')] | //blockquote//a")
    assert all(link.startswith("mailto:") for link in page.xpath("//@href"))
    assert "49" not in rendered.text and "49" not in "".join(page.itertext())


def test_the_exact_text_is_shown_to_the_letter() -> None:
    """What is signed is what is read: no character more, none less."""
    text = str(SAMPLES[EXACT].letter.facts["text"])
    said = " ".join(render(SAMPLES[EXACT]).text.split())
    page = " ".join(html.fromstring(render(SAMPLES[EXACT]).html).text_content().split())
    assert " ".join(text.split()) in said
    assert " ".join(text.split()) in page


@pytest.mark.parametrize("harmful", HARMFUL)
@pytest.mark.parametrize("name", ["kickoff-1", "copy-1", "sign-2", "human_needed-1"])
def test_a_mail_has_exactly_its_own_header_fields_and_one_reader(name: str, harmful: str) -> None:
    occasion = _saying(_called(SAMPLES[name], harmful), harmful)
    mail = message_from_bytes(_posted(occasion), policy=policy.default)
    own = ["Date", "Message-ID", "List-Unsubscribe"]
    assert mail.keys() == [*own, *FIELDS]
    assert [each.addr_spec for each in mail["To"].addresses] == [occasion.reader.address]
    assert b"\nBcc" not in _posted(occasion).partition(b"\r\n\r\n")[0]


@pytest.mark.parametrize(
    "address",
    ["", "ada", "ada@", "@example.org", "ada@example.org, mallory@example.com", "ada@example.org\r\nBcc: x@y.z",
     "Ada <ada@example.org>", "ada@x)mallory@evil.example",
     '"a b"@example.org', "ada@example.org\x00", "ada @example.org"],
)  # fmt: skip
def test_an_address_that_is_not_plain_is_refused_without_repeating_it(address: str) -> None:
    occasion = SAMPLES["status-1"]
    with pytest.raises(NotComposed) as refused:
        _posted(replace(occasion, reader=replace(occasion.reader, address=address)))
    assert "ada" not in str(refused.value) and "example" not in str(refused.value)


@pytest.mark.parametrize("identity", ["", "k1@example.org", "<k1@example.org>\r\nBcc: x", "<a b@example.org>", "<k1>"])
def test_an_id_that_is_none_is_refused(identity: str) -> None:
    occasion = SAMPLES["status-1"]
    sender = Address("IMG", addr_spec="letters@example.org")
    with pytest.raises(NotComposed):
        compose(
            occasion,
            render(occasion),
            sender=sender,
            message_id=identity,
            in_reply_to="",
            references=(),
            date=occasion.at,
        )


@given(st.text(max_size=120))
def test_whatever_is_veiled_is_no_markdown_and_comes_back(words: str) -> None:
    tokens = MARKDOWN.parse(f"before {veil(words)} after")
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    assert {child.type for child in tokens[1].children or ()} == {"text"}
    assert shown(tokens[1].content) == f"before {shown(one_line(words))} after"
    page = html.fromstring(shown_in_html(MARKDOWN.renderer.render(tokens, MARKDOWN.options, {})))
    assert list(page.iter()) == [page]


@given(st.text(max_size=120))
@settings(max_examples=60)
def test_whatever_somebody_is_called_the_mail_is_as_meant(name: str) -> None:
    mail = message_from_bytes(_posted(_called(SAMPLES["meeting_proposed-1"], name)), policy=policy.default)
    assert mail.keys() == ["Date", "Message-ID", "List-Unsubscribe", *FIELDS]
    assert [each.addr_spec for each in mail["To"].addresses] == ["mira@example.org"]


@given(st.text(max_size=80))
def test_no_encoded_word_is_left_in_a_header_text(words: str) -> None:
    said = header_text(words)
    assert "=?" not in said and "?=" not in said and "\n" not in said and "\r" not in said
