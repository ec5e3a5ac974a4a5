"""The words of forms may stand in a file of their own, beside the rules."""

from typing import Any

import pytest

from mentoring.definition import ProgrammeRefused, read_programme
from tests.changed import Table, put, table, take
from tests.spec import IMG, RED

DOCUMENTS, FIELDS = ("title", "intro", "clauses"), ("label", "prompt", "options", "refusal")


def apart(name: str) -> Table:
    """The programme with the words of its forms taken out of the rules and put under `forms`."""
    rules = table(name)
    rules["forms"] = {document["key"]: _words(document) for document in rules["documents"]}
    return rules


def _words(document: Table) -> dict[str, Any]:
    words: dict[str, Any] = {key: document.pop(key) for key in DOCUMENTS if key in document}
    words["fields"] = {
        field["key"]: {key: field.pop(key) for key in FIELDS if key in field} for field in document["fields"]
    }
    return words


@pytest.mark.parametrize("programme", [IMG, RED], ids=lambda programme: programme.name)
def test_words_kept_apart_make_the_same_programme(programme: Any) -> None:
    assert read_programme(apart(programme.name)) == programme


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            take("forms.agreement.fields.frequency.prompt"),
            "forms.agreement.fields.frequency.prompt is missing; please give the words.",
        ),
        (take("forms.plan.title"), "forms.plan.title is missing; please give the words."),
        (
            put("forms.agremeent", {}),
            "forms.agremeent is not something a programme can say; please take it out. Did you mean agreement?",
        ),
        (
            put("forms.agreement.fields.frequenzy", {"label": "How often"}),
            "forms.agreement.fields.frequenzy is not something a programme can say; please take it out. Did you mean "
            "frequency?",
        ),
        (
            put("forms.plan.fields.goal.question", "What?"),
            "forms.plan.fields.goal.question is not something a programme can say; please take it out.",
        ),
        (
            put("documents.0.title", "Agreement"),
            "forms.agreement.title is worded twice; please leave it in one of the two places.",
        ),
        (put("forms.plan", 3), "forms.plan is 3; please give a table."),
    ],
)
def test_a_slip_in_the_words_is_refused_with_its_place(change: Any, sentence: str) -> None:
    rules = apart("red")
    change(rules)
    with pytest.raises(ProgrammeRefused) as refused:
        read_programme(rules)
    assert sentence in refused.value.problems
