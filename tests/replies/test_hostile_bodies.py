"""Bodies made to exhaust a reader cost time in proportion to their size, and what is not read of them is asked back."""

import time
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from correspondence.arriving import visible
from correspondence.arriving.meaning import ASK_BACK
from correspondence.arriving.reading import Context, FormField, Intent, Reading
from correspondence.arriving.understand import LONG, read_any
from correspondence.arriving.visible import SentLetter
from mentoring.letters import Ask
from tests.replies import hostile

SENT = datetime(2026, 3, 2, 9, tzinfo=UTC)
LETTER = SentLetter("a@example.org", SENT, "", hostile.TEXTS["our letter"])
MET = Context(Ask.MET_CHECK, SENT)
FORM = Context(
    Ask.AGREEMENT_FORM,
    SENT,
    fields=(FormField("goals", "Goals", "list"), FormField("rhythm", "How often", "frequency")),
)
HEAD = "From: mira@example.net\nContent-Type: text/plain; charset=utf-8\n\n"
STORY = "It was a long day, and then some more of it was told.\n"


def _read(text: str, context: Context = MET) -> Reading:
    return read_any(f"{HEAD}{text}".encode(), context)


def _seconds(read: Callable[[int], object], size: int) -> float:
    """Processor time of one reading, the best of three."""
    times = []
    for _ in range(3):
        start = time.process_time()
        read(size)
        times.append(time.process_time() - start)
    return min(times)


def _grows_no_faster_than_the_mail(read: Callable[[int], object]) -> bool:
    """Twice the size takes about twice the time; a busy machine gets several chances to show it."""
    for _ in range(4):
        once, twice = _seconds(read, 20_000), _seconds(read, 40_000)
        if twice < 0.01 or twice < 3 * once:
            return True
    return False


@pytest.mark.parametrize("context", [MET, FORM], ids=["question", "form"])
@pytest.mark.parametrize("name", hostile.TEXTS)
def test_a_body_made_to_exhaust_a_parser_takes_time_linear_in_its_size(name: str, context: Context) -> None:
    assert _grows_no_faster_than_the_mail(lambda size: read_any(hostile.mail_of(name, size), context, LETTER))


@pytest.mark.parametrize("name", hostile.PAGES)
def test_a_page_made_to_exhaust_a_parser_takes_time_linear_in_its_size(name: str) -> None:
    assert _grows_no_faster_than_the_mail(lambda size: read_any(hostile.page_of(name, size), MET))


@pytest.mark.parametrize(
    "text",
    [
        f"Yes, we met on 1 March.\n\n{STORY * 200}",
        f"Yes, we met on 1 March.\n\n{STORY * 2000}",
        f"{STORY * 2000}Yes, we met on 1 March.\n",
        "Yes, we met on 1 March.\n" + "> a\nb\n" * 2000,
        "We met on 1 March. " + "x" * 60_000,
    ],
    ids=["a story below", "a book below", "a book above", "answers between lines without end", "one line without end"],
)
def test_a_yes_in_more_than_is_read_is_asked_back_and_the_reading_says_why(text: str) -> None:
    reading = _read(text)
    assert (reading.statements, reading.note) == (ASK_BACK, LONG)


def test_an_end_asked_for_beyond_what_is_searched_is_neither_done_nor_dropped() -> None:
    reading = _read(f"Yes, we met.\n{STORY * 1500}\nPlease end this.\n")
    assert reading.statements == ASK_BACK
    assert reading.visible_text.endswith("Please end this.")


def test_a_form_with_a_story_around_it_is_asked_back() -> None:
    assert _read(f"Goals: to read more\nHow often: monthly\n\n{STORY * 150}", FORM).statements == ASK_BACK


def test_a_quote_of_any_length_below_an_answer_changes_nothing() -> None:
    quoted = "On Mon, Mar 2, 2026 at 9:00 AM Peerpost <a@example.org> wrote:\n" + "> a line of an old letter\n" * 5000
    below = (
        "-----Original Message-----\nFrom: Peerpost <a@example.org>\nSubject: x\n\n"
        + "a line of an old letter\n" * 5000
    )
    for rest in (quoted, below):
        reading = _read(f"Yes, we met on 1 March.\n\n{rest}")
        assert [each.intent for each in reading.statements] == [Intent.MET]
        assert (reading.visible_text, reading.note) == ("Yes, we met on 1 March.", "")


def test_a_cry_for_help_is_heard_at_either_end_of_whatever_length() -> None:
    for text in (f"I want to end it all.\n{STORY * 2000}", f"{STORY * 2000}I want to end it all.\n"):
        assert [each.intent for each in _read(text).statements] == [Intent.CONCERN]


def test_no_word_disappears_where_the_search_ends() -> None:
    text = "".join(f"word{number}\n> other{number}\n" for number in range(visible.MOST_LINES))
    reading = _read(text)
    assert sorted(f"{reading.visible_text} {reading.cut}".replace(">", " ").split()) == sorted(
        text.replace(">", " ").split()
    )
