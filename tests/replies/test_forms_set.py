"""The set of filled forms: every answer in the field it was meant for, none in another."""

from collections import Counter
from time import process_time

import pytest

from correspondence.arriving.forms import filled
from tests.replies.measure_forms import context_of, forms


def _counted(name: str) -> Counter[str]:
    return sum((form.count() for form in forms(name)), Counter[str]())


def test_what_people_fill_in_is_read_as_they_mean_it() -> None:
    wrong = [(form.text, form.read()) for form in forms("tuned") if form.count().keys() - {"right"}]
    assert wrong == []


def test_forms_held_back_from_the_tuning_are_read_nearly_as_well() -> None:
    count = _counted("held_back")
    assert count["right"] / (count["right"] + count["missed"]) >= 0.95
    assert count["wrong"] <= 2


@pytest.mark.parametrize(
    "text",
    [
        "Goals: a, " * 20_000,
        "1) a 2) b " * 20_000,
        "1. a\n2. b\n" * 20_000,
        "sorry, no, actually, wait, " * 8_000,
        "I was thinking, and wondering, whether. this could - be something; for all of us\n" * 2_000,
        "What do you hope to achieve as a mentee? " * 5_000,
        "Goals:\n" + "x\n" * 100_000,
        "[your " * 30_000,
    ],
)
def test_two_hundred_thousand_characters_of_form_are_read_in_bounded_time(text: str) -> None:
    started = process_time()
    filled(text, context_of("red mentee"))
    assert process_time() - started < 10
