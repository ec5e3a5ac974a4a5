"""A yes to the letter and not to what it asks, a wish that nothing be told, a day that something else will be done."""

from datetime import UTC, date, datetime

import pytest

from correspondence.arriving.meaning import understand
from correspondence.arriving.reading import Context, Intent, Statement
from mentoring.letters import Ask

WEDNESDAY = datetime(2026, 2, 11, 19, 42, tzinfo=UTC)
SETTLING = (Ask.AGREEMENT_SIGN, Ask.RENEWAL, Ask.CONFIRM, Ask.END_CONFIRM)


def said(text: str, asked: Ask = Ask.MET_CHECK, language: str = "en") -> tuple[Statement, ...]:
    return understand(text, Context(asked, WEDNESDAY, "Europe/London", language))


def intents(text: str, asked: Ask = Ask.MET_CHECK, language: str = "en") -> list[Intent]:
    return [each.intent for each in said(text, asked, language)]


@pytest.mark.parametrize("asked", SETTLING)
@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "ok thanks for the reminder"),
        ("en", "Yes, I saw your reminder"),
        ("en", "Yes, I'll get to it"),
        ("en", "yes I know, sorry, will do"),
        ("en", "I've been off sick but am fine"),
        ("en", "I was ill, fine now"),
        ("en", "Yes, opening it now"),
        ("en", "Great, thanks for letting me know"),
        ("en", "I agree it has been a long winter"),
        ("en", "Okay, I'll read it at the weekend"),
        ("es", "ok, gracias por el recordatorio"),
        ("es", "Sí, vi el recordatorio"),
        ("es", "sí lo sé, perdón, lo haré"),
        ("es", "He estado de baja pero estoy bien"),
        ("es", "Estoy de acuerdo en que ha sido un invierno largo"),
        ("es", "De acuerdo, lo miro luego"),
        ("de", "ok danke für die Erinnerung"),
        ("de", "Ja, ich habe Ihre Erinnerung gesehen"),
        ("de", "Ja, ich kümmere mich darum"),
        ("de", "Ich stimme zu, dass es ein langer Winter war"),
        ("de", "Okay, ich lese es am Wochenende"),
        ("fr", "ok merci pour le rappel"),
        ("fr", "D'accord, je le lis ce week-end"),
        ("fr", "Je suis d'accord que l'hiver a été long"),
        ("pt", "ok obrigada pelo lembrete"),
        ("pt", "Sim, vi o lembrete"),
        ("pt", "Estive doente, já estou bem"),
        ("pt", "De acordo, vou ler"),
        ("pt", "Concordo que foi um inverno longo"),
    ],
)
def test_a_yes_to_the_reminder_settles_nothing(language: str, text: str, asked: Ask) -> None:
    assert intents(text, asked, language) == [Intent.ASK_BACK]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Thanks for the reminder. I agree."),
        ("en", "Sorry for the delay, I agree"),
        ("en", "I've been off sick but I agree to the text"),
        ("en", "Ok, we are fine with it"),
        ("en", "Yes, thanks"),
        ("es", "Gracias por el recordatorio. Estoy de acuerdo."),
        ("es", "De acuerdo, gracias"),
        ("de", "Danke für die Erinnerung. Ich stimme zu."),
        ("de", "Ja, danke"),
        ("fr", "Merci pour le rappel. Je suis d'accord."),
        ("fr", "D'accord, merci"),
        ("pt", "Obrigada pelo lembrete. Concordo."),
    ],
)
def test_a_yes_with_thanks_and_an_agreement_in_so_many_words_are_one(language: str, text: str) -> None:
    assert intents(text, Ask.AGREEMENT_SIGN, language) == [Intent.AGREE]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "I do not want anything passed on"),
        ("en", "Please don't pass anything to anybody"),
        ("en", "Do not share this with anyone"),
        ("es", "No quiero que se comparta nada"),
        ("es", "Por favor, no paséis nada a nadie"),
        ("de", "Ich möchte nicht, dass etwas weitergegeben wird"),
        ("de", "Bitte nichts an irgendwen weitergeben"),
        ("fr", "Je ne veux pas que quoi que ce soit soit transmis"),
        ("fr", "Merci de ne rien transmettre à personne"),
        ("pt", "Não quero que nada seja transmitido"),
        ("pt", "Por favor não partilhem nada com ninguém"),
        ("en", "I'll get to it"),
    ],
)
def test_who_wants_nothing_passed_on_tells_no_concern(language: str, text: str) -> None:
    assert intents(text, Ask.CONCERN_BASIS, language) == [Intent.ASK_BACK]


@pytest.mark.parametrize(
    "text", ["He hit me again on Monday", "She passes drugs to patients", "He is drunk on the ward every night"]
)
def test_what_is_told_of_a_concern_is_one(text: str) -> None:
    assert intents(text, Ask.CONCERN_BASIS) == [Intent.CONCERN]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "No puedo más que una vez al mes"),
        ("es", "No puedo más de una hora al mes"),
        ("fr", "Je n'en peux plus d'attendre"),
        ("en", "I'm so worried about my exam"),
        ("en", "I'm worried about passing my exam"),
    ],
)
@pytest.mark.parametrize("asked", [Ask.UNPROMPTED, Ask.MET_CHECK, Ask.AGREEMENT_FORM])
def test_how_often_and_an_exam_are_no_cry_for_help(language: str, text: str, asked: Ask) -> None:
    assert Intent.CONCERN not in intents(text, asked, language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "No puedo más"),
        ("es", "Así no puedo más, lo siento"),
        ("fr", "Je n'en peux plus."),
        ("pt", "Não aguento mais"),
    ],
)
def test_who_cannot_go_on_is_heard(language: str, text: str) -> None:
    assert intents(text, Ask.UNPROMPTED, language) == [Intent.CONCERN]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Wir haben uns auf alle drei Wochen geeinigt, jeweils ca. 90 Minuten"),
        ("de", "Wir haben uns überlegt, dass wir einmal im Monat eine Stunde sprechen"),
        ("de", "Wir haben uns auf Freitag geeinigt"),
        ("de", "Wir haben uns für Dienstag verabredet"),
        ("de", "Wir haben uns vorgenommen, uns am Freitag zu treffen"),
        ("de", "Bis Ende März werden wir uns getroffen haben"),
        ("en", "We'll have met by the end of March"),
        ("en", "We should have met on Monday"),
        ("en", "Mira met my registrar on Monday"),
        ("en", "Ada met the dean on Monday"),
        ("es", "Nos hemos puesto de acuerdo para el viernes"),
        ("es", "Nos habremos visto antes de finales de marzo"),
        ("fr", "Nous nous sommes mis d'accord pour vendredi"),
        ("fr", "Nous nous serons vus avant fin mars"),
        ("pt", "Decidimo-nos por sexta-feira"),
        ("pt", "A Mira encontrou-se com o meu chefe na segunda"),
    ],
)
@pytest.mark.parametrize("asked", [Ask.MET_CHECK, Ask.UNPROMPTED, Ask.AGREEMENT_FORM, Ask.FIRST_MEETING])
def test_what_was_agreed_on_or_will_have_been_is_no_meeting(language: str, text: str, asked: Ask) -> None:
    assert Intent.MET not in intents(text, asked, language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Wir haben uns am Montag getroffen"),
        ("de", "Wir haben uns am Montag gut unterhalten"),
        ("en", "Mira met me on Monday"),
        ("en", "Mira and I met on Monday"),
        ("fr", "On s'est vus lundi"),
    ],
)
def test_a_meeting_told_is_one(language: str, text: str) -> None:
    assert [(each.intent, each.day) for each in said(text, Ask.MET_CHECK, language)] == [(Intent.MET, date(2026, 2, 9))]


@pytest.mark.parametrize(
    "text",
    [
        "Could you take me out of the circle? The rest should go on.",
        "Please remove me from this, I withdrew from the scheme in December.",
        "remove me",
    ],
)
@pytest.mark.parametrize("asked", [Ask.UNPROMPTED, Ask.KICKOFF, Ask.MET_CHECK])
def test_who_wants_to_be_taken_out_wants_no_fewer_mails(text: str, asked: Ask) -> None:
    assert Intent.FEWER_MAILS not in intents(text, asked)


@pytest.mark.parametrize("text", ["take me off the list please", "Please take me off these reminders"])
def test_who_leaves_the_list_wants_fewer_mails(text: str) -> None:
    assert intents(text, Ask.UNPROMPTED) == [Intent.FEWER_MAILS]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Please stop the reminders until 2 April"),
        ("en", "no more emails before 2 April please"),
        ("es", "No me mandéis más correos hasta el 2 de abril"),
        ("de", "Bitte keine Mails mehr bis zum 2. April"),
        ("fr", "Merci de ne plus m'écrire avant le 2 avril"),
        ("pt", "Sem mais emails até 2 de abril, por favor"),
    ],
)
def test_no_mails_until_a_day_are_a_pause(language: str, text: str) -> None:
    assert [(each.intent, each.until) for each in said(text, Ask.UNPROMPTED, language)] == [
        (Intent.PAUSE, date(2026, 4, 2))
    ]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "will fill this in on Sunday when I'm off"),
        ("fr", "je le remplis dimanche, je suis en congé ce jour-là"),
        ("de", "fülle ich am Sonntag aus, da habe ich frei"),
        ("es", "lo relleno el domingo que libro"),
        ("pt", "preencho no domingo, que estou de folga"),
    ],
)
def test_the_day_of_an_errand_is_no_absence(language: str, text: str) -> None:
    assert Intent.AWAY not in intents(text, Ask.AGREEMENT_FORM, language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "OK will look at it tonight"),
        ("es", "Vale, lo miro esta noche"),
        ("de", "Ok, schaue ich mir heute Abend an"),
        ("fr", "Ok je regarde ça ce soir"),
        ("pt", "Ok, vejo isso hoje à noite"),
    ],
)
@pytest.mark.parametrize("asked", [Ask.FIRST_MEETING, Ask.MET_CHECK, Ask.NEXT_MEETING, Ask.GOAL_REVIEW])
def test_the_evening_of_an_errand_is_no_meeting(language: str, text: str, asked: Ask) -> None:
    assert intents(text, asked, language) == [Intent.ASK_BACK]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "I forgot, sorry"),
        ("es", "Se me olvidó, perdón"),
        ("de", "Habe ich vergessen, sorry"),
        ("fr", "J'ai oublié, désolée"),
        ("pt", "Esqueci-me, desculpe"),
    ],
)
def test_who_forgot_a_text_has_not_missed_a_meeting(language: str, text: str) -> None:
    assert intents(text, Ask.AGREEMENT_SIGN, language) == [Intent.ASK_BACK]


def test_who_forgot_the_meeting_has() -> None:
    assert intents("I forgot, sorry") == [Intent.NOT_MET]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "hoping for early Feb but waiting for her rota"),
        ("de", "ich warte noch auf ihren Dienstplan"),
        ("pt", "estou à espera da escala dela"),
    ],
)
def test_who_waits_for_a_rota_reports_no_silence(language: str, text: str) -> None:
    assert intents(text, Ask.FIRST_MEETING, language) == [Intent.ASK_BACK]


def test_who_waits_for_an_answer_does() -> None:
    assert intents("still waiting for her to reply", Ask.FIRST_MEETING) == [Intent.NO_REPLY_REPORT]


@pytest.mark.parametrize(
    ("language", "text", "day"),
    [
        ("en", "It'll be a week from today, after clinic.", date(2026, 2, 18)),
        ("en", "It will be a fortnight from tomorrow", date(2026, 2, 26)),
        ("en", "two weeks from today", date(2026, 2, 25)),
        ("en", "today week", date(2026, 2, 18)),
        ("en", "a week tomorrow", date(2026, 2, 19)),
        ("en", "a week today at 5pm", date(2026, 2, 18)),
        ("en", "tomorrow week at 5pm", date(2026, 2, 19)),
        ("de", "heute in einer Woche", date(2026, 2, 18)),
        ("de", "in zwei Wochen ab morgen", date(2026, 2, 26)),
        ("es", "de hoy en una semana", date(2026, 2, 18)),
        ("es", "dentro de una semana a partir de mañana", date(2026, 2, 19)),
        ("fr", "dans une semaine à partir d'aujourd'hui", date(2026, 2, 18)),
        ("pt", "de hoje a uma semana", date(2026, 2, 18)),
        ("en", "today at 9pm", date(2026, 2, 11)),
        ("en", "tomorrow at 5pm", date(2026, 2, 12)),
    ],
)
def test_a_day_counted_from_today_or_tomorrow_is_that_day(language: str, text: str, day: date) -> None:
    assert [(each.intent, each.day) for each in said(text, Ask.FIRST_MEETING, language)] == [
        (Intent.MEETING_PROPOSED, day)
    ]
