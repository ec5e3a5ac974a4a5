"""Words that look like another, or hide signs nobody sees (threat T11): taken as what they show, or asked back."""

from collections.abc import Callable

import pytest

from correspondence.arriving.reading import Context, Intent
from correspondence.arriving.understand import read_any
from mentoring.letters import Ask
from tests.replies.test_absences import WEDNESDAY

WORDS = ("YES", "NO", "END", "STOP", "PAUSE", "UNDO", "I AGREE", "RENEW")
QUESTIONS = (Ask.MET_CHECK, Ask.AGREEMENT_SIGN, Ask.RENEWAL, Ask.CONFIRM, Ask.UNPROMPTED)
_LATIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_CYRILLIC = str.maketrans("AEOPSNUTY", "АЕОРЅΝՍТҮ")
_GREEK = str.maketrans("AENOPTUYSDRGIW", "ΑΕΝΟΡΤυΥSDRGΙW")


def _shifted(first: str) -> dict[int, str]:
    return str.maketrans({letter: chr(ord(first) + number) for number, letter in enumerate(_LATIN)})


def _between(sign: str, word: str) -> str:
    return sign.join(word)


DISGUISES: dict[str, Callable[[str], str]] = {
    "full width": lambda word: word.translate(_shifted("Ａ")),
    "bold": lambda word: word.translate(_shifted("𝐀")),
    "sans serif": lambda word: word.translate(_shifted("𝖠")),
    "circled": lambda word: word.translate(_shifted("Ⓐ")),
    "squared": lambda word: word.translate(_shifted("🄰")),
    "cyrillic": lambda word: word.translate(_CYRILLIC),
    "greek": lambda word: word.translate(_GREEK),
    "one cyrillic letter": lambda word: word[0].translate(_CYRILLIC) + word[1:],
    "zero width space": lambda word: _between("\u200b", word),
    "zero width joiner": lambda word: _between("\u200d", word),
    "word joiner": lambda word: _between("\u2060", word),
    "byte order mark": lambda word: _between("\ufeff", word),
    "soft hyphen": lambda word: _between("\u00ad", word),
    "nul": lambda word: _between("\x00", word),
    "right to left override": lambda word: f"\u202e{word[::-1]}\u202c",
    "isolates": lambda word: f"\u2067{word}\u2069",
    "marks": lambda word: f"\u200e{word}\u200f",
    "accents": lambda word: _between("\u0336", word),
    "underlined": lambda word: _between("\u0332", word),
    "variation": lambda word: _between("\ufe0e", word),
    "tags": lambda word: word + "".join(chr(0xE0000 + ord(letter)) for letter in "END"),
    "filler": lambda word: _between("\u3164", word),
    "hidden end": lambda word: f"{word} \u202eDNE\u202c",
}


def _intents(text: str, asked: Ask, charset: str = "utf-8", data: bytes | None = None) -> set[Intent]:
    head = f"From: mira@example.net\nSubject: Re: x\nContent-Type: text/plain; charset={charset}\n\n".encode()
    raw = head + (text.encode(charset, "surrogatepass") if data is None else data)
    return {statement.intent for statement in read_any(raw, Context(asked, WEDNESDAY)).statements}


@pytest.mark.parametrize("word", WORDS)
@pytest.mark.parametrize("disguise", DISGUISES)
def test_a_disguised_word_is_never_another(disguise: str, word: str) -> None:
    shapes = DISGUISES[disguise](word)
    for asked in QUESTIONS:
        shown = _intents(word, asked)
        assert _intents(shapes, asked) <= shown | {Intent.ASK_BACK, Intent.NOTHING}


@pytest.mark.parametrize(
    "disguise", ["full width", "zero width space", "word joiner", "isolates", "soft hyphen", "nul"]
)
def test_signs_that_nobody_sees_do_not_hide_a_plain_word(disguise: str) -> None:
    """A keyboard for Japanese writes full width; some programs sprinkle invisible marks over every text."""
    assert _intents(DISGUISES[disguise]("YES"), Ask.MET_CHECK) == {Intent.MET}
    assert _intents(DISGUISES[disguise]("END"), Ask.UNPROMPTED) == {Intent.END}


@pytest.mark.parametrize("charset", ["utf-8", "us-ascii", "x-unknown", "unicode_escape", "utf-7", "utf-16"])
@pytest.mark.parametrize("data", [b"YES\xff", b"\xffYES", b"Y\xffES", b"YES\x00", b"Y\x00E\x00S\x00", b"+AFkARQBT-"])
def test_bytes_that_no_charset_explains_never_say_the_opposite(data: bytes, charset: str) -> None:
    for asked in QUESTIONS:
        shown = _intents("YES", asked)
        assert _intents("", asked, charset, data) <= shown | {Intent.ASK_BACK, Intent.NOTHING}


def test_a_negation_in_another_script_takes_the_yes_back() -> None:
    """`NОT` with a Cyrillic letter in the middle still looks like a not."""
    for text in ("I do NОT agree", "I do n\u200bot agree", "I dо not agree", "I do ＮＯＴ agree"):
        assert _intents(text, Ask.AGREEMENT_SIGN) <= {Intent.ASK_BACK, Intent.NOTHING, Intent.WANT_CHANGES}
