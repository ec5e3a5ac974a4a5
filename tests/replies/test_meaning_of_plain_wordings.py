"""Plain words for letting it end, not going on, more time and no letters for a while, in five languages."""

from datetime import UTC, date, datetime

import pytest

from correspondence.arriving.meaning import understand
from correspondence.arriving.reading import Context, Intent, Statement
from mentoring.letters import Ask

WEDNESDAY = datetime(2026, 2, 11, 19, 42, tzinfo=UTC)


def said(text: str, asked: Ask, language: str) -> tuple[Statement, ...]:
    return understand(text, Context(asked, WEDNESDAY, "Europe/London", language))


@pytest.mark.parametrize(
    ("language", "text", "asked", "intent"),
    [
        ("en", "Let it end in May", Ask.RENEWAL, Intent.FINISH),
        ("de", "Lasst es im Mai enden", Ask.RENEWAL, Intent.FINISH),
        ("fr", "Laissez-le finir en mai", Ask.RENEWAL, Intent.FINISH),
        ("pt", "Deixem terminar em maio", Ask.RENEWAL, Intent.FINISH),
        ("en", "Don't let it end in May", Ask.RENEWAL, Intent.ASK_BACK),
        ("en", "Does it end in May?", Ask.RENEWAL, Intent.ASK_BACK),
        ("en", "I have decided not to carry on with the mentoring", Ask.UNPROMPTED, Intent.END),
        ("es", "He decidido no seguir con la mentoría", Ask.UNPROMPTED, Intent.END),
        ("de", "Ich habe mich entschieden, das Mentoring nicht fortzusetzen", Ask.UNPROMPTED, Intent.END),
        ("fr", "J'ai décidé de ne pas continuer le mentorat", Ask.UNPROMPTED, Intent.END),
        ("pt", "Decidi não continuar com a mentoria", Ask.UNPROMPTED, Intent.END),
        ("en", "Mira has decided not to carry on with the mentoring", Ask.UNPROMPTED, Intent.ASK_BACK),
        ("en", "I have not decided not to carry on with the mentoring", Ask.UNPROMPTED, Intent.ASK_BACK),
        ("en", "Let's give them 3 weeks", Ask.ORGANISER_ESCALATION, Intent.ORGANISER_EXTEND),
        ("es", "Démosles tres semanas", Ask.ORGANISER_ESCALATION, Intent.ORGANISER_EXTEND),
        ("fr", "Laissons-leur trois semaines", Ask.ORGANISER_ESCALATION, Intent.ORGANISER_EXTEND),
        ("pt", "Vamos dar-lhes três semanas", Ask.ORGANISER_ESCALATION, Intent.ORGANISER_EXTEND),
        ("fr", "Merci de leur laisser deux semaines de plus", Ask.ORGANISER_ESCALATION, Intent.ORGANISER_EXTEND),
    ],
)
def test_plain_words_are_understood(language: str, text: str, asked: Ask, intent: Intent) -> None:
    assert [each.intent for each in said(text, asked, language)] == [intent]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Please hold all letters until 4 May"),
        ("es", "Por favor retened los correos hasta el 4 de mayo"),
        ("de", "Bitte alle Mails bis zum 4. Mai zurückhalten"),
        ("fr", "merci de suspendre les mails jusqu'au 4 mai"),
        ("pt", "Por favor suspendam os emails até 4 de maio"),
    ],
)
def test_to_hold_the_letters_until_a_day_is_a_pause(language: str, text: str) -> None:
    assert [(each.intent, each.until) for each in said(text, Ask.UNPROMPTED, language)] == [
        (Intent.PAUSE, date(2026, 5, 4))
    ]
