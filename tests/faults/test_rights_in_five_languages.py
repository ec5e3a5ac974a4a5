"""What do you hold, forget me, another address: each is understood in the member's own language, or asked back."""

from pathlib import Path

import pytest

from activities.intake.sort import Sorter
from correspondence.arriving.digest import mail_key
from mentoring.answers import Unclear
from mentoring.commands import Command
from mentoring.confirmations import Doubt
from mentoring.moving import ChangeAddress
from mentoring.rights import AskForData, ForgetMe
from store.registry import Person
from tests.faults.border_desk import BORDER
from tests.faults.desk import AGENCY
from tests.store.opened import ADA, NOW, open_store

NEW = "mira.new@home.example"
DATA = {
    "en": ["What do you hold about me?", "Please send me a copy of my data"],
    "es": ["¿Qué datos tienen sobre mí?", "Quisiera una copia de mis datos", "Que datos teneis sobre mi"],
    "de": ["Welche Daten habt ihr über mich?", "Welche Daten haben Sie ueber mich gespeichert?"],
    "fr": ["Quelles données avez-vous sur moi ?", "Quelles donnees avez vous sur moi"],
    "pt": ["Que dados têm sobre mim?", "Quero uma cópia dos meus dados", "Que dados tem sobre mim"],
}
FORGET = {
    "en": ["Forget me", "Please delete all my data", "I want to be forgotten"],
    "es": ["Olvídenme", "Por favor, borren todos mis datos", "Olvidenme"],
    "de": ["Vergesst mich", "Bitte löscht alle meine Daten"],
    "fr": ["Oubliez-moi", "Supprimez mes donnees svp"],
    "pt": ["Esqueçam-me", "Por favor, apaguem todos os meus dados", "Esquecam-me"],
}
MOVE = {
    "en": [f"Please change my address to {NEW}", f"My new email is {NEW}"],
    "es": [f"Mi nueva dirección es {NEW}", f"Mi nuevo correo es {NEW}"],
    "de": [f"Meine neue Adresse ist {NEW}", f"Meine neue E-Mail-Adresse lautet {NEW}"],
    "fr": [f"Ma nouvelle adresse est {NEW}"],
    "pt": [f"O meu novo endereço é {NEW}", f"Meu novo email é {NEW}"],
}
MISSPELT = {
    "en": ["What infomation do you have abuot me?", "Pleas delet all my data", f"Please chnage my adress to {NEW}"],
    "es": ["Qué dattos tienen sobre mí?", "Por favor borren mis datoss", f"Mi nueva direcion es {NEW}"],
    "de": ["Welche Datten habt ihr über mich?", "Löscht bitte meine Datten", f"Meine neue Adrese ist {NEW}"],
    "fr": ["Quelles donées avez-vous sur moi ?", "Suprimez toutes mes données", f"Ma nouvelle addresse est {NEW}"],
    "pt": ["Que daddos têm sobre mim?", "Apagem todos os meus dados", f"O meu novo endreço é {NEW}"],
}
WISHES = {AskForData: DATA, ForgetMe: FORGET, ChangeAddress: MOVE}
QUOTED = "\n\nOn Mon, 26 Jan 2026 at 09:00, Peerpost wrote:\n> FORGET ME, END and old@home.example\n> are words.\n"


def _heard(folder: Path, language: str, words: str) -> tuple[Command, ...]:
    """What a mail of a member who reads that language asks, as the store keeps it."""
    store = open_store(f"sqlite:///{folder / 'journal.db'}", folder / "keys" / "keyring.json")
    mira = Person("Mira Nair", "mira@wards.example", "Europe/London", language)
    store.pair(ADA, mira)
    raw = (
        f"Authentication-Results: {BORDER}; dmarc=pass header.from=wards.example\r\nFrom: {mira.address}\r\n"
        f"To: {AGENCY}\r\nSubject: Hello\r\nDate: Mon, 26 Jan 2026 10:00:00 +0000\r\nMessage-ID: <1@wards.example>\r\n"
        f"MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{words}\r\n"
    ).encode()
    store.inbox.take(mail_key(raw), raw, NOW)
    Sorter(store.inbox, store.outbox, store.registry, AGENCY, BORDER).sort(mail_key(raw))
    commands = tuple(store.inbox.commands(mail_key(raw)))
    store.close()
    return commands


@pytest.mark.parametrize("quote", ["", QUOTED], ids=["alone", "over a quote"])
@pytest.mark.parametrize(
    ("wish", "language", "words"),
    [(wish, language, each) for wish, said in WISHES.items() for language in said for each in said[language]],
)
def test_a_right_is_asked_for_in_five_languages(
    tmp_path: Path, wish: type, language: str, words: str, quote: str
) -> None:
    (heard,) = _heard(tmp_path, language, words + quote)
    assert isinstance(heard.act if isinstance(heard, Doubt) else heard, wish)


@pytest.mark.parametrize(
    ("language", "words"), [(language, each) for language, said in MISSPELT.items() for each in said]
)
def test_misspelt_it_is_understood_or_asked_back_and_never_lost(tmp_path: Path, language: str, words: str) -> None:
    (heard,) = _heard(tmp_path, language, words)
    asked = heard.act if isinstance(heard, Doubt) else heard
    assert isinstance(asked, Unclear | AskForData | ForgetMe | ChangeAddress)
