"""Which document an answer is for where no letter asked for one."""

import pytest

from correspondence.questions import document_meant, fields_for
from mentoring.letters import Ask, Question
from tests.spec import IMG, RED


@pytest.mark.parametrize(
    ("fields", "in_making", "meant"),
    [
        (("frequency",), (), "agreement"),
        (("target_date", "goal"), (), "plan"),
        ((), (), "agreement"),
        ((), ("plan",), "plan"),
        (("frequency",), ("plan",), "agreement"),
        (("frequency", "goal"), ("plan",), "plan"),
    ],
)
def test_the_fields_tell_the_document_and_then_what_is_in_the_making(
    fields: tuple[str, ...], in_making: tuple[str, ...], meant: str
) -> None:
    assert document_meant(RED, fields, in_making) == meant


def test_a_programme_with_one_document_means_that() -> None:
    assert document_meant(IMG, ("frequency",)) == "agreement"


def test_a_field_comes_with_what_the_form_asks_below_its_label() -> None:
    field = fields_for(RED, Question(Ask.PLAN_FORM, "plan"), "mentee")[3]
    assert (field.key, field.kind, field.prompt) == ("target_date", "date", "By when?")
