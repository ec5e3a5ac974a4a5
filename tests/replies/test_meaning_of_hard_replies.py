"""Replies once misunderstood: cries for help, half refusals, impossible dates, odd ways to fill a form."""

from datetime import UTC, date, datetime

import pytest

from correspondence.arriving.meaning import understand
from correspondence.arriving.reading import Context, FormField, Intent, Statement
from mentoring.letters import Ask

WEDNESDAY = datetime(2026, 3, 4, 10, tzinfo=UTC)


def said(text: str, asked: Ask = Ask.UNPROMPTED, language: str = "en") -> tuple[Statement, ...]:
    return understand(text, Context(asked, WEDNESDAY, "Europe/London", language))


def intents(text: str, asked: Ask = Ask.UNPROMPTED) -> list[Intent]:
    return [each.intent for each in said(text, asked)]


@pytest.mark.parametrize(
    "text",
    [
        "I do not want to go on living",
        "I don't want to go on living any more.",
        "I am thinking of ending my life",
        "I'd rather be dead",
        "I would be better off dead.",
        "I can't go on",
        "I just can't go on any more. Sorry.",
        "I cannot go on anymore",
        "Hello Ada,\nI feel like I can't go on",
    ],
)
@pytest.mark.parametrize("asked", list(Ask))
def test_a_cry_for_help_reaches_a_person_whatever_was_asked(text: str, asked: Ask) -> None:
    assert intents(text, asked) == [Intent.CONCERN]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Ich möchte nicht mehr weiterleben"),
        ("es", "No quiero seguir viviendo"),
        ("fr", "Je ne veux plus vivre"),
        ("pt", "Não quero continuar a viver"),
    ],
)
def test_a_cry_for_help_is_heard_in_every_language(language: str, text: str) -> None:
    assert [each.intent for each in said(text, language=language)] == [Intent.CONCERN]


@pytest.mark.parametrize("text", ["I can't go on with this meeting", "I cannot go on Tuesday", "I can't go on holiday"])
def test_what_cannot_go_on_may_be_a_meeting(text: str) -> None:
    assert Intent.CONCERN not in intents(text)


@pytest.mark.parametrize(
    "text", ["no time now", "no time", "I have no time", "I do not have time right now", "Not right now", "No, not now"]
)
def test_no_time_now_declines_no_mentoring(text: str) -> None:
    assert intents(text, Ask.KICKOFF) == [Intent.ASK_BACK]


@pytest.mark.parametrize("text", ["no", "No thanks", "count me out", "I cannot take part", "I'd rather not"])
def test_a_plain_no_declines(text: str) -> None:
    assert intents(text, Ask.KICKOFF) == [Intent.DECLINED_TO_JOIN]


@pytest.mark.parametrize(
    "text",
    [
        "I will fill it in on 5 December",
        "I will send the form by Friday",
        "Can I answer on Friday?",
        "No worries, will read it tonight",
        "I will get back to you on Monday",
    ],
)
def test_a_day_to_answer_is_no_day_to_meet(text: str) -> None:
    assert intents(text, Ask.KICKOFF) in ([Intent.ASK_BACK], [Intent.NOTHING])


@pytest.mark.parametrize(
    "text",
    [
        "Tuesday?",
        "Friday 3pm",
        "Friday 6 March works",
        "How about Friday?",
        "What about the 10th of March?",
        "Could we do Tuesday?",
        "Let's meet on Friday",
        "Our first session will be on 9 March",
        "See you on Tuesday",
    ],
)
def test_a_day_to_meet_is_proposed_after_the_first_letter(text: str) -> None:
    assert intents(text, Ask.KICKOFF) == [Intent.MEETING_PROPOSED]


@pytest.mark.parametrize(
    "text",
    [
        "we met on 5 June 2019",
        "we met on 30 February",
        "We met on February 30th",
        "We met on 30/2/2026",
        "We met on 5 June 1999",
        "pause until 31 December 9999",
        "pause until 5 January 20227",
        "I am away until 31 November",
        "We talked on 2026-02-30",
        "How about meeting on 31 April at 3pm or so",
    ],
)
def test_a_date_that_cannot_be_is_asked_back(text: str) -> None:
    assert intents(text) == [Intent.ASK_BACK]


def test_a_number_beside_a_date_is_no_date() -> None:
    assert intents("We met on 3 March for 90 minutes, we agree 50/50 on everything") == [Intent.MET]


@pytest.mark.parametrize(
    ("text", "until"),
    [
        ("I'm away and back on 15 April", date(2026, 4, 14)),
        ("back on 15 Apr", date(2026, 4, 14)),
        ("returning on 15 April", date(2026, 4, 14)),
        ("I am on leave, back 15 April", date(2026, 4, 14)),
        ("back at work on Monday", date(2026, 3, 8)),
        ("I am back on Monday", date(2026, 3, 8)),
        ("away until 15 April", date(2026, 4, 15)),
        ("I'm away until 15 April", date(2026, 4, 15)),
    ],
)
def test_whoever_is_back_on_a_day_is_away_until_the_day_before(text: str, until: date) -> None:
    assert [(each.intent, each.until) for each in said(text)] == [(Intent.AWAY, until)]


@pytest.mark.parametrize("asked", [each for each in Ask if each is not Ask.SURVEY])
def test_the_day_of_a_return_is_never_proposed(asked: Ask) -> None:
    text = "I am currently out of the office with limited access to email and will return on 15 April 2026."
    assert set(intents(text, asked)) <= {Intent.AWAY, Intent.ASK_BACK}


FORM = (
    FormField("channel", "Preferred channel"),
    FormField("frequency", "How often to meet", "frequency"),
    FormField("length", "Length of a session", "duration"),
    FormField("place", "Where to meet"),
    FormField("times", "Best times"),
)


def filled_in(text: str, asked: Ask = Ask.AGREEMENT_FORM, missing: tuple[str, ...] = ()) -> dict[str, str]:
    found = understand(text, Context(asked, WEDNESDAY, "Europe/London", "en", FORM, missing))
    return {answer.key: answer.text for each in found for answer in each.answers}


def test_a_reply_without_a_label_answers_the_one_field_that_is_missing() -> None:
    assert filled_in("In the library", missing=("place",)) == {"place": "In the library"}
    assert filled_in("In the library", missing=("place", "times")) == {}
    assert filled_in("Thanks!", missing=("place",)) == {}
    assert filled_in("What do you mean by that?", missing=("place",)) == {}


def test_numbers_without_a_dot_stand_for_the_fields_if_they_count() -> None:
    answers = {"channel": "email", "frequency": "monthly", "length": "half an hour"}
    assert filled_in("1 email\n2 monthly\n3 half an hour") == answers
    assert filled_in("1. email\n2. monthly\n5 evenings after 6") == {
        "channel": "email",
        "frequency": "monthly",
        "times": "evenings after 6",
    }


@pytest.mark.parametrize("text", ["Where to meet:\n1 library\n2 cafe", "2 papers\n1 talk", "2 papers", "1 a\n9 b"])
def test_other_numbers_open_no_field(text: str) -> None:
    assert filled_in(text).keys() <= {"place"}


@pytest.mark.parametrize("asked", [Ask.AGREEMENT_SIGN, Ask.UNPROMPTED])
def test_a_wish_to_change_a_field_that_it_names_is_the_answer(asked: Ask) -> None:
    wish = "I would like to change this: Length of a session: 45 minutes"
    assert filled_in(wish, asked) == {"length": "45 minutes"}
    assert filled_in("change 'How often to meet' to twice a month", asked) == {"frequency": "twice a month"}
    assert filled_in("I don't want to change 'How often to meet' to monthly", asked) == {}
    assert filled_in("I do not want to change this: Length of a session: 45 minutes", asked) == {}


def test_a_yes_to_the_meeting_stands_beside_an_absence() -> None:
    assert intents("Yes that works, and I'm away 1-10 April", Ask.NEXT_MEETING) == [Intent.AGREE, Intent.AWAY]
    assert Intent.AGREE not in intents("Yes, I'm away 1-10 April", Ask.NEXT_MEETING)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "back on Monday"),
        ("de", "bin Montag wieder da"),
        ("de", "ab Montag bin ich wieder im Büro"),
        ("es", "vuelvo el lunes"),
        ("fr", "de retour lundi"),
        ("pt", "volto na segunda-feira"),
    ],
)
def test_back_on_monday_ends_an_absence_on_sunday_in_every_language(language: str, text: str) -> None:
    assert [(each.intent, each.until) for each in said(text, language=language)] == [(Intent.AWAY, date(2026, 3, 8))]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "AGREE, how about 12 March?"),
        ("de", "Einverstanden, wie wäre es am 12. März?"),
        ("es", "De acuerdo, ¿qué tal el 12 de marzo?"),
        ("fr", "D'accord, que dites-vous du 12 mars ?"),
        ("pt", "De acordo, que tal 12 de março?"),
    ],
)
def test_an_assent_and_an_offer_in_one_breath_are_two_answers(language: str, text: str) -> None:
    agreed, proposed = said(text, Ask.AGREEMENT_SIGN, language)
    assert (agreed.intent, proposed.intent, proposed.day) == (Intent.AGREE, Intent.MEETING_PROPOSED, date(2026, 3, 12))


@pytest.mark.parametrize(
    "text", ["I will send it Friday 5pm", "I'll fill it in on Friday at 5pm", "will reply Friday 5pm"]
)
@pytest.mark.parametrize("asked", [Ask.KICKOFF, Ask.FIRST_MEETING, Ask.NEXT_MEETING])
def test_an_errand_at_an_hour_is_no_meeting(text: str, asked: Ask) -> None:
    assert Intent.MEETING_PROPOSED not in intents(text, asked)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "he threatened me"),
        ("de", "er hat mir gedroht"),
        ("es", "me ha amenazado"),
        ("fr", "il m'a menacée"),
        ("pt", "ele ameaçou-me"),
    ],
)
def test_a_threat_is_a_concern_in_every_language(language: str, text: str) -> None:
    assert [each.intent for each in said(text, language=language)] == [Intent.CONCERN]


def test_thanks_for_help_asks_for_none_and_a_polite_wish_to_be_forgotten_is_heard() -> None:
    assert [each.intent for each in said("Thanks a lot for your help!")] == [Intent.NOTHING]
    assert [each.intent for each in said("Merci de supprimer toutes mes données", language="fr")] == [Intent.FORGET_ME]


@pytest.mark.parametrize("text", ["ok 👍", "ok 👍🏽", "yes 👍 thanks", "that works 👌"])
def test_a_thumb_behind_a_yes_is_another_yes(text: str) -> None:
    assert [each.intent for each in said(text, Ask.NEXT_MEETING)] == [Intent.AGREE]
