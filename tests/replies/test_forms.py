"""Answers to a form's fields, wherever they were written."""

from datetime import UTC, date, datetime

import pytest

from correspondence.arriving.forms import filled
from correspondence.arriving.frequency import interval
from correspondence.arriving.html_text import to_text
from correspondence.arriving.reading import Context, FormField
from mentoring.letters import Ask

WEDNESDAY = datetime(2026, 3, 4, 10, tzinfo=UTC)
FIELDS = (
    FormField("goals", "What do you want to reach?"),
    FormField("frequency", "How often do you want to meet?", "frequency"),
    FormField("place", "Where will you meet?"),
    FormField("first_meeting", "First meeting on", "date"),
    FormField("channel", "Preferred channel", "choice", ("Email", "Phone", "Video call")),
)


def answers(text: str, fields: tuple[FormField, ...] = FIELDS, asked: Ask = Ask.AGREEMENT_FORM) -> dict[str, str]:
    form = filled(text, Context(asked, WEDNESDAY, "Europe/London", "en", fields))
    return {answer.key: answer.text for answer in form.answers or form.free}


def test_labels_are_found_in_any_order_and_by_their_telling_words() -> None:
    text = "Where: the library\nHow often: monthly\nWHAT DO YOU WANT TO REACH? A paper"
    assert answers(text.replace("REACH? A", "REACH?: A")) == {
        "place": "the library",
        "frequency": "monthly",
        "goals": "A paper",
    }


@pytest.mark.parametrize(
    "text",
    [
        "1. write a paper\n2. monthly",
        "1) write a paper\n2) monthly",
        "1: write a paper\n2: monthly",
        "(1) write a paper\n(2) monthly",
        "2. monthly\n1. write a paper",
        "> 1. write a paper\n> 2. monthly",
    ],
)
def test_numbers_stand_for_the_fields_in_the_letters_order(text: str) -> None:
    assert answers(text) == {"goals": "write a paper", "frequency": "monthly"}


def test_an_answer_goes_on_over_several_lines_and_list_items() -> None:
    text = "goals:\n- write a paper\n\n- learn to say no\nplace: Zoom"
    assert answers(text) == {"goals": "- write a paper\n\n- learn to say no", "place": "Zoom"}


def test_what_follows_after_an_empty_line_is_no_part_of_the_answer() -> None:
    assert answers("place: Zoom\n\nBest wishes,\nMira") == {"place": "Zoom"}


@pytest.mark.parametrize("empty", ["", "____", "...", "[your answer]", "-", "<please write here>"])
def test_empty_answers_and_untouched_placeholders_are_none(empty: str) -> None:
    assert answers(f"goals: {empty}\nplace: Zoom") == {"place": "Zoom"}


def test_a_single_text_is_the_answer_if_one_field_was_asked() -> None:
    assert answers("To write a paper.", FIELDS[:1]) == {"goals": "To write a paper."}
    assert answers("To write a paper.") == {}


def test_a_survey_without_fields_keeps_the_text() -> None:
    assert answers("It was good.", (), Ask.SURVEY) == {"text": "It was good."}


def test_dates_and_choices_are_understood() -> None:
    context = Context(Ask.AGREEMENT_FORM, WEDNESDAY, "Europe/London", "en", FIELDS)
    meeting, channel = filled("First meeting: 12 March\nPreferred channel: video call.", context).answers
    assert (meeting.day, channel.text) == (date(2026, 3, 12), "Video call")


def test_a_mail_that_asks_for_no_form_holds_no_answers() -> None:
    assert answers("goals: a paper", asked=Ask.MET_CHECK) == {}


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("weekly", 7),
        ("every two weeks", 14),
        ("Fortnightly.", 14),
        ("2 weekly", 14),
        ("2-weekly", 14),
        ("biweekly", 14),
        ("bi-weekly", 14),
        ("every other week", 14),
        ("twice a month", 15),
        ("monthly", 31),
        ("once a month, on Zoom", 31),
        ("every 6 weeks", 42),
        ("every six weeks", 42),
        ("quarterly", 92),
        ("every three months", 92),
        ("twice a year", 183),
        ("bi-annual", 183),
        ("every 10 days", 10),
        ("as needed", None),
        ("whenever", None),
        ("", None),
    ],
)
def test_how_often_is_a_number_of_days(text: str, days: int | None) -> None:
    assert interval(text, "en") == days


@pytest.mark.parametrize(
    ("language", "text", "days"),
    [
        ("de", "alle zwei Wochen", 14),
        ("de", "14-tägig", 14),
        ("de", "alle 6 Wochen", 42),
        ("es", "cada dos semanas", 14),
        ("es", "una vez al mes", 31),
        ("fr", "toutes les 6 semaines", 42),
        ("fr", "deux fois par mois", 15),
        ("pt", "a cada duas semanas", 14),
        ("pt", "uma vez por mês", 31),
        ("de", "monthly", 31),
        ("en", "una vez al mes", 31),
        ("en", "toutes les deux semaines", 14),
    ],
)
def test_how_often_is_read_in_the_writers_language(language: str, text: str, days: int) -> None:
    assert interval(text, language) == days


LABELS = (FormField("frequency", "How often to meet", "frequency"), FormField("length", "Length of a session"))


@pytest.mark.parametrize("asked", [Ask.UNPROMPTED, Ask.MET_CHECK, Ask.RENEWAL])
def test_a_field_named_in_full_is_answered_under_any_question(asked: Ask) -> None:
    assert answers("Change how often to meet: monthly", LABELS, asked) == {"frequency": "monthly"}
    assert answers("Length: the whole afternoon", LABELS, asked) == {}


SURVEY = (FormField("q1", "How useful was it, from 1 to 5?"), FormField("q2", "What should we change?"))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("4", {"q1": "4"}),
        ("4/5, more evenings please", {"q1": "4", "q2": "more evenings please"}),
        ("1. 4\n2. nothing", {"q1": "4", "q2": "nothing"}),
        ("It helped a lot", {"text": "It helped a lot"}),
    ],
)
def test_a_survey_takes_a_mark_words_or_both(text: str, found: dict[str, str]) -> None:
    assert answers(text, SURVEY, Ask.SURVEY) == found


@pytest.mark.parametrize(
    "cell", ["<td>{}</td>", "<td><p class='MsoNormal'>{}<o:p></o:p></p></td>", "<td><b>{}</b></td>"]
)
def test_a_table_pasted_out_of_a_document_is_read_row_by_row(cell: str) -> None:
    rows = {"How often to meet": "every two weeks", "Length of a session": "one hour"}
    cells = ("".join(cell.format(words) for words in pair) for pair in rows.items())
    page = f"<p>Here it is:</p><table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>"
    assert answers(to_text(page), LABELS) == {"frequency": "every two weeks", "length": "one hour"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("frequency should be every two weeks", {"frequency": "every two weeks"}),
        ("I agree, but the length of a session should be 90 minutes", {"length": "90 minutes"}),
        ("Change the length of a session to 90 minutes please", {"length": "90 minutes"}),
        ("I would like to change this: How often to meet: monthly", {"frequency": "monthly"}),
        ("I agree to the text. The frequency is perfect.", {}),
        ("Agreed. Frequency: fine", {}),
        ("I agree if the frequency is monthly", {}),
        ("Could we make the frequency monthly?", {}),
    ],
)
def test_one_field_may_be_corrected_after_the_read_back(text: str, found: dict[str, str]) -> None:
    assert answers(text, LABELS, Ask.AGREEMENT_SIGN) == found
