"""Our own forms filled in where they stand, in every mail program: behind the label, below the question, in colour."""

import re
from collections.abc import Callable
from html import escape

import pytest

from correspondence.arriving import mime
from correspondence.arriving.owners import keep_labels
from correspondence.arriving.quotes import Line, Role
from correspondence.arriving.understand import read_reply
from tests.replies.mail_clients import CLIENTS, Client, Written
from tests.replies.measure_forms import context_of
from tests.replies.test_visible_every_letter import OF_HTML, letter_of, page_of, page_text

ANSWERS = {
    "form-1": (
        "img mentor",
        {
            "contact_mentor": "by phone, 07700 900461",
            "frequency": "every two weeks",
            "session_length": "one hour",
            "between_sessions": "a short mail",
            "phone_times": "weekdays after six",
        },
    ),
    "form-5": (
        "red plan",
        {
            "goal": "lead a proposal alone",
            "steps": "shadow Ada, then draft one budget",
            "support": "the pre-award desk",
            "target_date": "31 May 2026",
            "measure": "it is submitted",
        },
    ),
}
Fill = Callable[[str, list[str], bool], str]
_LABEL = re.compile(r"<strong>\d+\. [^<]*:</strong>")


def _behind(page: str, answers: list[str], colour: bool) -> str:
    """Each answer typed behind its label."""
    waiting = iter(answers)
    return _LABEL.sub(lambda label: f"{label[0]} {_typed(next(waiting), colour)}", page)


def _below(page: str, answers: list[str], colour: bool) -> str:
    """Each answer on a line of its own below the question."""
    for answer, label in zip(answers, _LABEL.findall(page), strict=True):
        start, found, rest = page.partition(label)
        asked, close, after = rest.partition("</p>")
        page = f"{start}{found}{asked}{close}<div>{_typed(answer, colour)}</div>{after}"
    return page


def _typed(answer: str, colour: bool) -> str:
    return f'<span style="color:#c00000">{escape(answer)}</span>' if colour else escape(answer)


def _filled(name: str, client: Client, page: str) -> dict[str, str]:
    form, _ = ANSWERS[name]
    raw = client(Written("Here you go.", page_text(page), "", page=page if client.__name__ in OF_HTML else ""))
    reading = read_reply(mime.read(raw), context_of(form), letter_of(name))
    return {answer.key: answer.text for each in reading.statements for answer in each.answers}


@pytest.mark.parametrize("fill", [_behind, _below])
@pytest.mark.parametrize("name", list(ANSWERS))
@pytest.mark.parametrize("client", CLIENTS, ids=lambda client: client.__name__)
def test_every_answer_typed_into_the_quote_is_found(client: Client, name: str, fill: Fill) -> None:
    answers = ANSWERS[name][1]
    for colour in (False, True):
        page = fill(page_of(name), list(answers.values()), colour)
        assert _filled(name, client, page) == answers


@pytest.mark.parametrize("client", CLIENTS, ids=lambda client: client.__name__)
def test_of_a_form_half_filled_in_only_that_half_is_read(client: Client) -> None:
    answers = dict(list(ANSWERS["form-1"][1].items())[:2])
    page = _below(page_of("form-1"), [*answers.values(), "", "", ""], False)
    assert _filled("form-1", client, page) == answers


def test_a_numbered_question_over_two_lines_is_one_label_of_the_answer_below_it() -> None:
    texts = ["1. How useful was it, from 1 (not at all) to 5", "   (very)?", "", "4", "", "2. What should change?"]
    lines = [Line(text, 0, Role.OWN if text == "4" else Role.QUOTE) for text in texts]
    keep_labels(lines, [*range(len(lines))])
    own = [line.text for line in lines if line.role is Role.OWN and line.text]
    assert own == ["1. How useful was it, from 1 (not at all) to 5 (very)?", "4"]
