"""The set of filled forms: every answer in the field it was meant for, none in another."""

from collections import Counter

from tests.replies.measure_forms import forms


def _counted(name: str) -> Counter[str]:
    return sum((form.count() for form in forms(name)), Counter[str]())


def test_what_people_fill_in_is_read_as_they_mean_it() -> None:
    wrong = [(form.text, form.read()) for form in forms("tuned") if form.count().keys() - {"right"}]
    assert wrong == []


def test_forms_held_back_from_the_tuning_are_read_nearly_as_well() -> None:
    count = _counted("held_back")
    assert count["right"] / (count["right"] + count["missed"]) >= 0.95
    assert count["wrong"] <= 2
