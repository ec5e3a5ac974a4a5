"""What replies mean: the promises one by one.  The broad set of replies is in test_meaning_set.py."""

from datetime import UTC, date, datetime
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from correspondence.arriving.meaning import understand
from correspondence.arriving.reading import Context, Intent, Statement
from mentoring.letters import Ask

WEDNESDAY = datetime(2026, 3, 4, 10, tzinfo=UTC)


def said(text: str, asked: Ask = Ask.UNPROMPTED) -> tuple[Statement, ...]:
    return understand(text, Context(asked, WEDNESDAY, "Europe/London", "en"))


def intents(text: str, asked: Ask = Ask.UNPROMPTED) -> list[Intent]:
    return [each.intent for each in said(text, asked)]


@pytest.mark.parametrize(
    "text",
    [
        "END",
        "end",
        "Please end this.",
        "I'd like to stop the mentoring",
        "I no longer wish to continue.",
        "I want to end the mentoring because she is rude",
        "Hi,\n\nI would like to end this please.\n\nBest,\nMira",
    ],
)
@pytest.mark.parametrize("asked", list(Ask))
def test_everybody_can_end_it_in_a_few_plain_words_whatever_was_asked(text: str, asked: Ask) -> None:
    if asked not in (Ask.ORGANISER_ESCALATION, Ask.RENEWAL):
        assert intents(text, asked) == [Intent.END]


@pytest.mark.parametrize(
    "text",
    [
        "I don't want to end this",
        "Can we end this?",
        "If she does not answer I will end this",
        "Mira wants to end this",
        'She wrote "please end this"',
        "Maybe I should end this",
        "I would like to end the mentoring in June",
        "Please end this meeting early next time",
        "Do not end this.",
        "I never said I want to end this",
    ],
)
def test_what_is_not_an_ending_is_asked_back(text: str) -> None:
    assert intents(text) == [Intent.ASK_BACK]


@pytest.mark.parametrize(
    "text",
    [
        "yes",
        "I agree",
        "ok, happy with this",
        "signed, Ada",
        "Agreed.",
        "agre",
        "yess",
        "Yes, Ada",
    ],
)
def test_plain_assents_sign_the_agreement(text: str) -> None:
    assert intents(text, Ask.AGREEMENT_SIGN) == [Intent.AGREE]


@pytest.mark.parametrize(
    "text",
    [
        "Yes but change the frequency to weekly",
        "I agree if we meet weekly",
        "I agree, mostly",
        "thanks, I will read it",
        "I think so",
        "yes?",
        "I agree. The frequency should be weekly.",
        "Ada said yes",
        "not agreed",
        "Sure, let me read it first",
        "thanks, sounds ok in principle",
        "Yes, I got it",
    ],
)
def test_an_assent_with_anything_attached_signs_nothing(text: str) -> None:
    assert Intent.AGREE not in intents(text, Ask.AGREEMENT_SIGN)


def test_a_meeting_that_was_moved_is_told_with_its_new_moment() -> None:
    [moved] = said("we moved it to 3 June at 4pm", Ask.MET_CHECK)
    assert (moved.intent, moved.day) == (Intent.MEETING_MOVED, date(2026, 6, 3))
    assert moved.moment == datetime(2026, 6, 3, 15, tzinfo=UTC)


def test_two_plain_statements_come_in_text_order() -> None:
    first, second = said("Not yet, we're meeting next Tuesday at 3pm.", Ask.MET_CHECK)
    assert (first.intent, second.intent, second.day) == (Intent.NOT_MET, Intent.MEETING_PROPOSED, date(2026, 3, 10))


@pytest.mark.parametrize("text", ["", "   ", "Thanks!", "Thank you very much"])
def test_thanks_alone_say_nothing(text: str) -> None:
    assert intents(text, Ask.AGREEMENT_SIGN) == [Intent.NOTHING]


def test_a_note_of_the_organiser_keeps_its_words_and_means_nothing_else() -> None:
    [note] = said("NOTE: called Ada, please end this next week", Ask.ORGANISER_ESCALATION)
    assert note.intent is Intent.ORGANISER_NOTE
    assert note.answers[0].text == "called Ada, please end this next week"


@pytest.mark.parametrize(
    "text",
    [
        "My new email address is mira@example.org", "CHANGE ADDRESS to mira@example.org",
        "MY NEW ADDRESS IS mira@example.org", "Please use my new address from now on: mira@example.org",
    ],
)  # fmt: skip
def test_a_new_address_is_told_and_without_one_is_asked_back(text: str) -> None:
    [change] = said(text)
    assert (change.intent, change.answers[0].text) == (Intent.ADDRESS_CHANGE, "mira@example.org")
    assert intents("My email address has changed") == [Intent.ASK_BACK]


@pytest.mark.parametrize(
    "text",
    [
        "I want to end it all",
        "I'd like to end my life",
        "If this goes on I will kill myself",
        "Quiero acabar con todo",
        "Ich will nicht mehr leben",
        "Je veux en finir",
        "I have been thinking about suicide. Please end this.",
    ],
)
@pytest.mark.parametrize("asked", [Ask.UNPROMPTED, Ask.SURVEY, Ask.MET_CHECK])
def test_somebody_in_despair_is_brought_to_a_person_and_nothing_is_ended(text: str, asked: Ask) -> None:
    assert intents(text, asked) == [Intent.CONCERN]


def test_the_subject_counts_only_if_there_is_no_text_and_it_is_no_repetition() -> None:
    context = Context(Ask.UNPROMPTED, WEDNESDAY, "Europe/London", "en")
    assert [each.intent for each in understand("", context, "PAUSE")] == [Intent.PAUSE]
    assert [each.intent for each in understand("", context, "Re: END")] == [Intent.NOTHING]
    assert [each.intent for each in understand("Thanks!", context, "END")] == [Intent.NOTHING]


def test_a_weighty_wish_within_a_form_is_asked_back() -> None:
    text = "I learned how to write a grant.\n\nI would like to end the mentoring."
    assert intents(text, Ask.SURVEY) == [Intent.ASK_BACK]


def test_a_long_story_is_no_plain_statement() -> None:
    assert intents("It rained. " * 800 + "I agree.", Ask.AGREEMENT_SIGN) == [Intent.ASK_BACK]


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=200), st.sampled_from(list(Ask)), st.sampled_from(["en", "de", "es", "fr", "pt", "ja", ""]))
def test_whatever_is_written_is_read_without_an_error(text: str, asked: Ask, language: str) -> None:
    statements = understand(text, Context(asked, WEDNESDAY, "Europe/London", language))
    assert 1 <= len(statements) <= 3
    if Intent.ASK_BACK in {each.intent for each in statements}:
        assert len(statements) == 1


LONG = ["a@" * 3000, "3 June " * 800, "[" * 3000, "* " * 3000, "x\n" * 3000, "yes, " * 1500, "no ," * 400]


@pytest.mark.parametrize("text", LONG)
def test_no_text_takes_long(text: str) -> None:
    began = process_time()
    said(text, Ask.MET_CHECK)
    assert process_time() - began < 3


@pytest.mark.parametrize("asked", [Ask.UNPROMPTED, Ask.AGREEMENT_FORM, Ask.AGREEMENT_SIGN])
def test_a_day_and_hour_offered_is_a_proposal_whatever_was_asked(asked: Ask) -> None:
    said = understand("How about next Tuesday at 3pm?", Context(asked, datetime(2026, 3, 4, 10, tzinfo=UTC)))
    assert [(each.intent, each.day) for each in said] == [(Intent.MEETING_PROPOSED, date(2026, 3, 10))]
