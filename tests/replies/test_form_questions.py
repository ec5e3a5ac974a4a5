"""Which document an answer is for where no letter asked for one."""

from dataclasses import replace
from datetime import date

from correspondence.arriving.reading import FieldAnswer, Intent, Statement
from correspondence.commands import Sender, commands_for
from correspondence.questions import fields_for, first_document
from mentoring.documents import Answer, FillForm, WantChanges
from mentoring.letters import NOTHING_ASKED, Ask, Question
from mentoring.words import Words
from tests.spec import IMG, RED


def test_what_no_letter_asked_for_belongs_to_the_first_document_whatever_it_is_called() -> None:
    first, *others = IMG.documents
    programme = replace(IMG, documents=(replace(first, key="compact"), *others))
    assert first_document(programme) == "compact" and first_document(replace(IMG, documents=())) == ""
    sender = Sender("mira", NOTHING_ASKED, True, "m", IMG.zone, date(2026, 3, 2), first_document="compact")
    answered = Statement(Intent.FORM_ANSWERS, answers=(FieldAnswer("goals", "A paper"),))
    filled = FillForm("mira", "compact", (Answer("goals", Words("A paper")),))
    assert commands_for((answered,), sender) == (filled,)
    assert commands_for((Statement(Intent.WANT_CHANGES),), sender) == (WantChanges("mira", "compact"),)


def test_a_field_comes_with_what_the_form_asks_below_its_label() -> None:
    field = fields_for(RED, Question(Ask.PLAN_FORM, "plan"), "mentee")[3]
    assert (field.key, field.kind, field.prompt) == ("target_date", "date", "By when?")
