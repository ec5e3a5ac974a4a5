"""Words that look like an act and are none: a courtesy with `end` in it, hearsay, somebody else's train."""

from datetime import UTC, date, datetime

import pytest

from correspondence.arriving.meaning import understand
from correspondence.arriving.reading import Context, Intent, Statement
from correspondence.commands import Sender, commands_for
from mentoring.letters import Ask, Question
from mentoring.meetings import ProposeMeeting

WEDNESDAY = datetime(2026, 2, 11, 19, 42, tzinfo=UTC)


def said(text: str, asked: Ask = Ask.MET_CHECK, language: str = "en") -> tuple[Statement, ...]:
    return understand(text, Context(asked, WEDNESDAY, "Europe/London", language))


def intents(text: str, asked: Ask = Ask.MET_CHECK, language: str = "en") -> list[Intent]:
    return [each.intent for each in said(text, asked, language)]


@pytest.mark.parametrize(
    "text",
    [
        "Hope all is well at your end. We met yesterday.",
        "I hope you had a lovely year end. Yes, we met.",
        "We met. Have a good week end!",
        "All fine on my end. We met on Tuesday",
    ],
)
def test_a_courtesy_ends_nothing(text: str) -> None:
    assert intents(text) == [Intent.MET]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Friday 20 February. Start: 5pm, end: 6pm"),
        ("de", "Freitag 20. Februar. Beginn: 17 Uhr, Ende: 18 Uhr"),
        ("es", "Viernes 20 de febrero. Inicio: 17h. Fin: 18h"),
        ("fr", "Vendredi 20 février. Début : 17h, fin : 18h"),
        ("pt", "Sexta 20 de fevereiro. Início: 17h, fim: 18h"),
        ("en", "yes. Topics: leave, pay, exams"),
        ("en", "Leave: 2-13 March"),
        ("en", "I got your list of words: HELP, STATUS, END. Thanks!"),
    ],
)
@pytest.mark.parametrize("asked", [Ask.FIRST_MEETING, Ask.MET_CHECK, Ask.UNPROMPTED])
def test_a_label_or_an_item_of_a_list_ends_nothing(language: str, text: str, asked: Ask) -> None:
    assert not {Intent.END, Intent.LEAVE_GROUP} & set(intents(text, asked, language))


@pytest.mark.parametrize(
    "text", ["END", "End, please", "Hi Ada, END. Thanks!", "Thanks for everything. End.", "no, end it"]
)
def test_an_end_by_itself_is_one(text: str) -> None:
    assert intents(text, Ask.UNPROMPTED) == [Intent.END]


@pytest.mark.parametrize(
    "text",
    [
        "Yes. I want out of this programme.",
        "Yes. I'd like to be taken off the scheme after this.",
        "We met on Monday. It went badly and I am not coming back.",
        "Yes we met, and I do not want to continue with this",
        "We did. I have had enough.",
    ],
)
def test_a_wish_to_leave_is_not_lost_beside_an_answer(text: str) -> None:
    assert intents(text) in ([Intent.ASK_BACK], [Intent.MET, Intent.END])


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Mira thinks we met"),
        ("en", "Ada says we met last week. I was not there."),
        ("fr", "Ada dit que nous nous sommes vus, mais c'est faux"),
        ("es", "Ada dice que nos vimos"),
        ("de", "Ada sagt, wir haben uns getroffen"),
        ("pt", "A Ada diz que nos encontrámos"),
        ("en", "I wish we had met"),
        ("en", "I dreamt we met"),
        ("en", "Apparently we met"),
        ("en", "Everyone else met on Tuesday"),
        ("en", "I met her boss on Tuesday"),
        ("en", "My train was cancelled"),
        ("en", "My flight was cancelled"),
        ("en", "The departmental meeting is cancelled"),
        ("en", "Cancel button does not work by the way"),
        ("de", "Mein Zug ist ausgefallen"),
        ("fr", "Ma réunion avec mon chef est annulée"),
        ("es", "Hablamos el viernes"),
        ("es", "Luego hablamos"),
    ],
)
@pytest.mark.parametrize("asked", [Ask.MET_CHECK, Ask.NEXT_MEETING, Ask.UNPROMPTED])
def test_what_others_say_or_do_is_no_report(language: str, text: str, asked: Ask) -> None:
    told = {Intent.MET, Intent.NOT_MET, Intent.CONTACT_HAPPENED, Intent.MEETING_CANCELLED}
    assert not told & set(intents(text, asked, language))


@pytest.mark.parametrize(
    "text", ["I said we met", "We told you already: we met on Tuesday", "Our meeting was on Tuesday, we met"]
)
def test_ones_own_word_is_a_report(text: str) -> None:
    assert intents(text) == [Intent.MET]


@pytest.mark.parametrize(
    "text", ["Our meeting is cancelled", "cancelled", "It was cancelled", "Our meeting on Tuesday is off"]
)
def test_their_own_meeting_can_be_cancelled(text: str) -> None:
    assert intents(text, Ask.NEXT_MEETING) == [Intent.MEETING_CANCELLED]


@pytest.mark.parametrize(
    ("language", "text", "day"),
    [
        ("es", "Quedamos el lunes", date(2026, 2, 16)),
        ("es", "Quedamos mañana", date(2026, 2, 12)),
        ("pt", "Nós falamos amanhã", date(2026, 2, 12)),
    ],
)
def test_a_verb_alike_in_present_and_past_proposes_what_is_to_come(language: str, text: str, day: date) -> None:
    assert [(each.intent, each.day) for each in said(text, Ask.FIRST_MEETING, language)] == [
        (Intent.MEETING_PROPOSED, day)
    ]


@pytest.mark.parametrize("text", ["Hablamos ayer", "Ya hablamos el lunes pasado"])
def test_a_verb_alike_in_present_and_past_tells_what_has_been(text: str) -> None:
    assert intents(text, Ask.CADENCE_NUDGE, "es") == [Intent.CONTACT_HAPPENED]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "See you on 17 February"),
        ("en", "Yes, see you on the 17th"),
        ("de", "Bis Donnerstag!"),
        ("fr", "À jeudi !"),
    ],
)
@pytest.mark.parametrize("about", ["meeting/1/2026-02-24", ""])
def test_a_goodbye_until_another_day_proposes_that_day(language: str, text: str, about: str) -> None:
    asked = Ask.NEXT_MEETING if about else Ask.FIRST_MEETING
    sender = Sender("mentor", Question(asked, about), True, "mail", "Europe/London", WEDNESDAY.date())
    (command,) = commands_for(said(text, asked, language), sender)
    assert isinstance(command, ProposeMeeting)
    assert command.day == said(text, asked, language)[0].day


def test_a_yes_stays_beside_the_day_of_the_next_meeting() -> None:
    assert intents("yes!! and next one is 3 March, 6pm") == [Intent.MET, Intent.MEETING_PROPOSED]
    assert intents("Yes, on 3 March we will") == [Intent.MEETING_PROPOSED]


@pytest.mark.parametrize("asked", [Ask.UNPROMPTED, Ask.AGREEMENT_SIGN, Ask.RENEWAL])
def test_done_tells_of_a_meeting_only_where_one_is_asked_for(asked: Ask) -> None:
    assert Intent.MET not in intents("done", asked)
    assert intents("Done!", Ask.CADENCE_NUDGE) == [Intent.MET]


def test_a_wish_for_the_text_is_no_meeting() -> None:
    assert intents("I'd rather we met every three weeks", Ask.AGREEMENT_SIGN) == [Intent.WANT_CHANGES]
    assert intents("I've put 10 March 5pm in the diary", Ask.UNPROMPTED) == [Intent.MEETING_PROPOSED]


def test_a_worry_that_is_over_is_no_new_one() -> None:
    assert intents("hat sich erledigt", Ask.CONCERN_BASIS, "de") == [Intent.ASK_BACK]


@pytest.mark.parametrize(
    ("language", "text", "day"),
    [
        ("en", "We agreed on the last Friday of the month.", date(2026, 2, 27)),
        ("es", "El último viernes del mes", date(2026, 2, 27)),
        ("es", "viernes 20", date(2026, 2, 20)),
        ("es", "Mejor el lunes 16 a las 19h", date(2026, 2, 16)),
    ],
)
def test_a_day_is_read_as_it_is_named(language: str, text: str, day: date) -> None:
    assert [(each.intent, each.day) for each in said(text, Ask.FIRST_MEETING, language)] == [
        (Intent.MEETING_PROPOSED, day)
    ]


@pytest.mark.parametrize("asked", [Ask.CADENCE_NUDGE, Ask.FIRST_MEETING, Ask.UNPROMPTED])
@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "We meet every second Tuesday, always have, I don't know why you keep asking"),
        ("de", "Wir treffen uns jeden Dienstag"),
        ("es", "Nos vemos todos los martes"),
        ("en", "had planned to meet last friday but it fell through"),
    ],
)
def test_a_habit_and_a_day_gone_by_are_no_proposal(asked: Ask, language: str, text: str) -> None:
    assert Intent.MEETING_PROPOSED not in intents(text, asked, language)


def test_a_meeting_told_has_the_day_told_behind_it() -> None:
    (met,) = said("We have met already! Last Friday, in the library.", Ask.FIRST_MEETING)
    assert (met.intent, met.day) == (Intent.MET, date(2026, 2, 6))


@pytest.mark.parametrize("stop", [". P", ", p"])
def test_a_pause_that_outlasts_an_absence_holds_it(stop: str) -> None:
    (pause,) = said(f"I am away until 5 December{stop}lease pause until 10 December.", Ask.UNPROMPTED)
    assert (pause.intent, pause.until) == (Intent.PAUSE, date(2026, 12, 10))


def test_an_answer_promised_for_the_day_of_return_tells_of_no_absence() -> None:
    text = "will reply properly on Monday 10am when I'm back at my desk"
    assert intents(text, Ask.NEXT_MEETING) == [Intent.ASK_BACK]
