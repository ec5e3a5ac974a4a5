"""Forms answered without labels: in sentences, in the form's order, or not at all."""

from dataclasses import replace

import pytest

from correspondence.arriving.meaning import understand
from correspondence.arriving.reading import Intent, Statement
from mentoring.letters import Ask
from tests.replies.measure_forms import context_of, forms


def read(text: str, form: str = "img mentee", language: str = "en") -> tuple[Statement, ...]:
    return understand(text, replace(context_of(form), language=language))


def answers(text: str, form: str = "img mentee", language: str = "en") -> dict[str, str]:
    return {answer.key: answer.text for said in read(text, form, language) for answer in said.answers}


@pytest.mark.parametrize(
    "text",
    [
        "I got your letter last week, sorry.",
        "We used to meet every week, it was too much.",
        "I sent you an email yesterday",
        "Thanks for your email",
        "Do we really have to meet every two weeks?",
        "She wants weekly sessions",
        "Not weekly, that is too often",
        "The last session took an hour",
        "I will be back in two hours",
        "The call was half an hour late",
        "If we meet monthly, who sets the day?",
        "Your scheme suggests every two weeks",
        "Wir haben uns bisher jede Woche getroffen",
    ],
)
def test_what_is_told_beside_the_form_answers_nothing(text: str) -> None:
    assert answers(text) == {}


def test_clauses_that_differ_answer_nothing() -> None:
    assert "frequency" not in answers("Weekly would be good. Monthly is fine.")


def test_one_rhythm_that_goes_on_as_another_is_one_answer() -> None:
    said = answers("Let's meet every two weeks for two months, then monthly. Email is best.")
    assert said == {"frequency": "every two weeks for two months, then monthly", "contact_mentee": "Email is best"}


@pytest.mark.parametrize(
    "text",
    [
        "only number 3 for now: 1 hour",
        "Just no. 3: 1 hour",
        "nur Nummer 3 fürs erste: 1 hour",
        "number 3: 1 hour",
        "3 for now: 1 hour",
    ],
)
def test_a_single_number_names_its_field(text: str) -> None:
    assert answers(text, "img mentor") == {"session_length": "1 hour"}


def test_a_name_that_takes_no_such_answer_swallows_nothing_below() -> None:
    text = "Goals: better budgets\nWho completes the plan: me\nby 3/6\nonce a month\nzoom mostly\nwe check in each call"
    assert answers(text, "red mentee") == {
        "goals_mentee": "better budgets",
        "plan_owner": "me",
        "plan_date": "by 3/6",
        "frequency": "once a month",
        "method": "zoom mostly",
        "accountability": "we check in each call",
    }


@pytest.mark.parametrize(
    "text",
    [
        "I'd rather not answer this",
        "I'd rather not answer this.\n\nMira",
        "No thanks",
        "Sorry, I'd prefer not to take part in this survey. Best wishes, Ada",
        "keine Angabe",
        "Das möchte ich nicht beantworten.",
        "Prefiero no contestar, gracias",
        "Je préfère ne pas répondre",
        "Prefiro não responder",
    ],
)
def test_a_survey_refused_is_no_answer(text: str) -> None:
    context = replace(context_of("img survey"), language="en")
    assert [said.intent for said in understand(text, context)] == [Intent.NOTHING]


def test_a_survey_that_says_why_it_is_hard_to_answer_is_kept() -> None:
    text = "I'd rather not answer with a number. The pairs were good, the form was too long."
    assert [said.intent for said in read(text, "img survey")] == [Intent.SURVEY_ANSWERS]


def test_behind_the_buttons_words_a_named_change_is_wanted_with_what_is_to_stand_instead() -> None:
    context = replace(context_of("img mentee"), asked=Ask.AGREEMENT_SIGN)
    (said,) = understand("I would like to change this: How often to meet: once a month", context)
    assert (said.intent, said.answers[0].key, said.answers[0].days) == (Intent.WANT_CHANGES, "frequency", 31)


def test_free_sentences_fill_the_fields_they_plainly_answer() -> None:
    assert [(form.text, form.read()) for form in forms("sentences") if not form.holds()] == []


def test_sentences_kept_back_from_the_tuning_are_mostly_read_and_never_as_another_field() -> None:
    held_back = list(forms("sentences_held_back"))
    assert sum(form.holds() for form in held_back) / len(held_back) >= 0.7
    assert not any(form.read().keys() - form.right.keys() for form in held_back if not form.right)
