"""What holds for every letter, whatever it says: one ask, plain words, nothing that acts by itself."""

import re

import pytest
from lxml import html

from correspondence.writing.source import SAME, letter_names, load, text_of
from mentoring.letters import ORGANISER, Ask
from tests.letters.shown import NAMES, SAMPLES, shown, words_of

# The form, the welcome and what has the exact text of a document are as long as they must be.
LONG = {
    "kickoff": 400,
    "form": 220,
    "form_incomplete": 180,
    "sign": 260,
    "in_force": 260,
    "help": 210,
    "concern_answer": 250,
    "concern_basis": 240,
}
MOST_WORDS = 130
MARKDOWN = re.compile(r"\*\*|__|\]\(|^#|\\|&[a-z]+;|[\U000f0000-\U000fffff]", re.MULTILINE)
BLAME = re.compile(
    r"\b(fail(ed|s|ure)?|overdue|ignored?|violat\w*|warning|urgent\w*|unfortunately)\b|!(?!=)", re.IGNORECASE
)
ROLE = re.compile(r"\b(mentors?|mentees?|mentoring)\b", re.IGNORECASE)
STATEMENT = re.compile(r"\{%.*?%\}", re.DOTALL)
LOGIC = re.compile(r"\{[%{].*?[%}]\}", re.DOTALL)


@pytest.mark.parametrize("name", NAMES)
def test_a_letter_asks_what_it_says_it_asks_and_offers_answers_to_it(name: str) -> None:
    occasion, source = SAMPLES[name], load(SAMPLES[name].letter.name)
    kind = occasion.letter.question.kind
    assert source.asks == (SAME,) or kind in source.asks
    assert all(ask == SAME or ask in list(Ask) for ask in source.asks)
    if kind is not Ask.UNPROMPTED and "nothing in it for you" not in shown(name).text.lower():
        assert shown(name).answers


@pytest.mark.parametrize("name", NAMES)
def test_a_letter_that_asks_says_what_happens_if_nothing_is_done(name: str) -> None:
    if SAMPLES[name].letter.question.kind is not Ask.UNPROMPTED:
        assert re.search(r"do nothing|need not", " ".join(words_of(name).split()))


@pytest.mark.parametrize("name", NAMES)
def test_a_letter_is_short(name: str) -> None:
    assert len(words_of(name).split()) <= LONG.get(SAMPLES[name].letter.name, MOST_WORDS)


@pytest.mark.parametrize("name", NAMES)
def test_a_twelve_year_old_could_read_it(name: str) -> None:
    """Flesch and Kincaid's school grade (1975), with syllables counted roughly; grade 7 is age 12."""
    said = words_of(name)
    sentences = [part for part in re.split(r"[.?:;]\s|\n\n|\n- ", said) if len(part.split()) > 1]
    words = re.findall(r"[A-Za-z']+", said)
    syllables = sum(max(1, len(re.findall(r"[aeiouy]+", word.lower()))) - _silent(word) for word in words)
    assert 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59 <= 7


def _silent(word: str) -> bool:
    """Whether the last e is silent, as in made and asked, and not in noted."""
    return re.search(r"[aeiouy].*([^l]e|[^td]ed)$", word.lower()) is not None


@pytest.mark.parametrize("name", letter_names())
def test_a_letter_never_blames_nor_shouts(name: str) -> None:
    for file in ("subject.txt", "body.md"):
        assert not BLAME.search(STATEMENT.sub("", text_of(f"{name}/{file}")))


@pytest.mark.parametrize("name", NAMES)
def test_the_text_is_plain_and_fits_every_screen(name: str) -> None:
    text = shown(name).text
    assert not MARKDOWN.search(text)
    assert max(len(line) for line in text.splitlines()) <= 72
    assert "\n\n\n" not in text
    assert all(line == line.rstrip() for line in re.findall(r"^[ -].*$", text, re.MULTILINE)), "indented lines end"


@pytest.mark.parametrize("name", NAMES)
def test_a_subject_is_short_and_names_nobody(name: str) -> None:
    subject = shown(name).subject
    assert 0 < len(subject) <= 75
    assert not re.search("Ada|Mira|Noor", subject)


@pytest.mark.parametrize("name", NAMES)
def test_the_page_fetches_nothing_and_every_link_only_writes_a_mail(name: str) -> None:
    page = shown(name).html
    root = html.fromstring(page)
    assert root.get("lang") == "en"
    assert not root.xpath(
        "//img | //script | //link | //iframe | //form | //object | //*[@src] | //@*[starts-with(name(),'on')]"
    )
    assert "url(" not in page and "@import" not in page and "http" not in page
    assert all(link.startswith("mailto:") for link in root.xpath("//@href"))
    assert len(page.encode()) < 60_000


@pytest.mark.parametrize("name", NAMES)
def test_the_page_says_what_the_text_says(name: str) -> None:
    page = " ".join(html.fromstring(shown(name).html).xpath("//div[@class='sheet']")[0].text_content().split())
    said = [" ".join(part.split()) for part in re.split(r"\n\n|\n(?=- |\d\. |    )", words_of(name))]
    missing = [part for part in said if re.sub(r"^(- |\d\. (?!.*:$))", "", part) not in page]
    assert missing == []


@pytest.mark.parametrize("name", NAMES)
def test_a_footer_says_whom_to_write_to_and_leads_back(name: str) -> None:
    occasion, footer = SAMPLES[name], shown(name).text.rpartition("--------------------")[2]
    assert occasion.programme.title in footer
    assert re.search(r"^Ref: [a-z2-7]{26}$", footer, re.MULTILINE)
    if occasion.reader.role != ORGANISER:
        assert occasion.programme.contacts.office in footer
        # Nobody has said yet that the address is a member's.
        assert (occasion.reader.role in footer) == (load(occasion.letter.name).footer != "elsewhere")


@pytest.mark.parametrize("name", letter_names())
def test_roles_are_called_as_the_programme_calls_them(name: str) -> None:
    """A group of peers has neither mentors nor mentees."""
    for file in ("subject.txt", "body.md"):
        assert not ROLE.search(LOGIC.sub("", text_of(f"{name}/{file}")))


@pytest.mark.parametrize("name", letter_names())
def test_a_letter_folder_says_to_whom_and_when(name: str) -> None:
    source = load(name)
    assert source.to and source.when and source.samples


@pytest.mark.parametrize(
    "name", [name for name in NAMES if name.startswith(("ended", "end_pending", "organiser_ended"))]
)
def test_nobody_is_asked_why_and_nobody_learns_who(name: str) -> None:
    words = shown(name).subject + words_of(name)
    assert not re.search(r"\b(why|because|sorry|regret|unhappy|decided)\b", words, re.IGNORECASE)
    assert SAMPLES[name].letter.name == "end_pending" or "asked to" not in words
