"""T15: another address needs both ends; each half alone, swapped or replayed leaves everything unchanged."""

import re
from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest

from mentoring.reaching import AddressFailing
from store.journal import Standing
from store.registry import Person
from tests.faults.desk import AGENCY
from tests.faults.rights_desk import RightsDesk, open_rights_desk
from tests.store.opened import ADA, HEAD, IMG, MIRA, dumped

NEW, MALLORY = "mira.new@home.example", "mallory@evil.example"
CONCERNS = IMG.contacts.concerns
WISH = f"Please change my address to {NEW}"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[RightsDesk]:
    with open_rights_desk(tmp_path) as desk:
        yield desk


def _asks(desk: RightsDesk, words: str = WISH, vouched: bool = True) -> None:
    desk.gets(desk.mail(MIRA.address, words, desk.reply_to("kickoff"), vouched))
    desk.posts()


def _text(mail: EmailMessage) -> str:
    """What a letter says, without the token that is another in each."""
    body = mail.get_body(("plain",))
    assert body is not None
    return re.sub(r"[a-z2-7]{26}", "token", f"{mail['Subject']}\n{body.get_content()}")


def _on_file(desk: RightsDesk) -> str:
    return desk.store.registry.person(desk.ids["mentee"]).address


def test_both_ends_agree_and_letters_go_to_the_new_address(desk: RightsDesk) -> None:
    _asks(desk)
    assert _on_file(desk) == MIRA.address
    assert desk.subjects(NEW) == ["Is this your address? Please reply YES"]
    assert desk.answers(NEW, "YES") == ("done", "")
    assert _on_file(desk) == NEW
    assert desk.subjects(MIRA.address)[-1] == "Our letters to you now go to another address"
    assert desk.subjects(NEW)[-1] == "This is your address with us now"
    desk.answers(NEW, "STATUS")
    assert desk.subjects(NEW)[-1] != "This is your address with us now" and desk.happened()[-1] == "StatusTold"


def test_the_question_to_the_new_address_tells_nothing_of_who_and_with_whom(desk: RightsDesk) -> None:
    _asks(desk)
    (mail,) = desk.mails_to(NEW)
    for word in ("Mira", "Nair", "Ada", MIRA.address, ADA.address, "mentee"):
        assert word not in mail.as_string()
    assert mail["References"] is None and mail["In-Reply-To"] is None


def test_the_old_address_takes_it_back_within_three_days(desk: RightsDesk) -> None:
    _asks(desk)
    desk.answers(NEW, "YES")
    desk.now += timedelta(hours=70)
    assert desk.answers(MIRA.address, "UNDO", vouched=False) == ("done", "")
    assert _on_file(desk) == MIRA.address and desk.store.registry.person_at(NEW) is None
    assert desk.subjects(MIRA.address)[-1] == "Your address is the old one again"


def test_an_address_that_was_learned_meanwhile_is_taken_back_too(desk: RightsDesk) -> None:
    """Whoever took the address over answers the question whether a mail from yet another one was theirs."""
    _asks(desk)
    desk.answers(NEW, "YES")
    undo = str(desk.mails_to(MIRA.address)[-1]["Reply-To"])
    desk.gets(desk.mail(MALLORY, "STATUS", desk.reply_to("kickoff")))
    desk.posts()
    desk.answers(NEW, "YES")
    assert desk.store.registry.person_at(MALLORY) == desk.ids["mentee"]
    desk.gets(desk.mail(MIRA.address, "UNDO", undo))
    assert desk.store.registry.person_at(MALLORY) is None


@pytest.mark.parametrize("confirms", [True, False])
def test_whoever_took_the_address_over_cannot_keep_the_old_one_from_taking_it_back(
    desk: RightsDesk, confirms: bool
) -> None:
    """They move on to a second address, or ask for more of them than are kept."""
    _asks(desk)
    desk.answers(NEW, "YES")
    undo = str(desk.mails_to(MIRA.address)[-1]["Reply-To"])
    for number in range(1 if confirms else 4):
        desk.now += timedelta(hours=1 if confirms else 9)
        desk.answers(NEW, f"Please change my address to mallory{number}@evil.example")
    if confirms:
        desk.answers("mallory0@evil.example", "YES")
    assert _on_file(desk) == ("mallory0@evil.example" if confirms else NEW)
    desk.gets(desk.mail(MIRA.address, "UNDO", undo))
    assert _on_file(desk) == MIRA.address and desk.happened()[-1] == "AddressUndone"
    desk.answers("mallory0@evil.example", "YES")
    assert _on_file(desk) == MIRA.address
    assert desk.store.registry.person_at(NEW) is desk.store.registry.person_at("mallory0@evil.example") is None


def test_after_three_days_the_old_address_is_a_strangers(desk: RightsDesk) -> None:
    _asks(desk)
    desk.answers(NEW, "YES")
    letters = len(desk.letters())
    desk.now += timedelta(hours=80)
    desk.answers(MIRA.address, "UNDO")
    assert _on_file(desk) == NEW and len(desk.letters()) == letters
    desk.store.registry.rights.tidy(desk.now)
    assert desk.store.registry.wishes(desk.ids["mentee"]).moves == ()
    assert desk.gets(desk.mail(MIRA.address, "STATUS", AGENCY)) == ("set_aside", "stranger")


def test_the_request_alone_from_an_address_nobody_vouches_for_asks_the_old_one_first(desk: RightsDesk) -> None:
    """L2: From can be forged by anybody who has seen a letter."""
    _asks(desk, vouched=False)
    assert desk.mails_to(NEW) == [] and desk.letters()[-1].name == "confirm_act"
    desk.answers(MIRA.address, "YES", vouched=False)
    assert desk.subjects(NEW) == ["Is this your address? Please reply YES"]


@pytest.mark.parametrize(
    "sender", [MIRA.address, ADA.address, MALLORY, f'"{NEW}" <{MALLORY}>', f"{MALLORY}, {NEW}", f"x{NEW}"]
)
def test_a_yes_to_the_new_ends_letter_from_any_other_address_is_nothing(desk: RightsDesk, sender: str) -> None:
    """The ends swapped, and a stolen token."""
    _asks(desk)
    letter = desk.mails_to(NEW)[-1]
    before, letters = desk.happened(), len(desk.letters())
    assert desk.gets(desk.mail(sender, "YES", str(letter["Reply-To"])))[0] == "set_aside"
    assert desk.happened() == before and len(desk.letters()) == letters and _on_file(desk) == MIRA.address


@pytest.mark.parametrize("words", ["END", "STATUS", "FORGET ME", "WHAT DO YOU HOLD", "YES. Please end this."])
def test_the_new_address_may_say_yes_and_nothing_else_before_it_is_known(desk: RightsDesk, words: str) -> None:
    _asks(desk)
    before = desk.happened()
    desk.answers(NEW, words)
    assert desk.happened() == before and _on_file(desk) == MIRA.address


@pytest.mark.parametrize("sender", [NEW, ADA.address, MALLORY])
def test_an_undo_from_any_other_address_takes_nothing_back(desk: RightsDesk, sender: str) -> None:
    _asks(desk)
    desk.answers(NEW, "YES")
    notice = next(mail for mail in desk.mails_to(MIRA.address) if "now go to" in mail["Subject"])
    assert desk.gets(desk.mail(sender, "UNDO", str(notice["Reply-To"])))[0] == "set_aside"
    assert _on_file(desk) == NEW


def test_replayed_no_mail_of_it_has_a_second_effect(desk: RightsDesk) -> None:
    asks = desk.mail(MIRA.address, WISH, desk.reply_to("kickoff"))
    desk.gets(asks)
    desk.posts()
    yes = desk.mail(NEW, "YES", str(desk.mails_to(NEW)[-1]["Reply-To"]))
    desk.gets(yes)
    desk.posts()
    undo = desk.mail(MIRA.address, "UNDO", str(desk.mails_to(MIRA.address)[-1]["Reply-To"]))
    desk.gets(undo)
    happened = desk.happened()
    for raw in (asks, yes, undo):
        desk.gets(raw)
        desk.gets(raw.replace(b"Message-ID: <", b"Message-ID: <again."))
        assert _on_file(desk) == MIRA.address
    assert [kind for kind in desk.happened()[len(happened) :] if kind != "AddressAsked"] == []


@pytest.mark.parametrize(
    "words",
    [
        "Please change my address to mira at home",
        f"Please change my address to {NEW} or {MALLORY}",
        "Please change my address",
    ],
)
def test_no_address_and_two_of_them_are_asked_back(desk: RightsDesk, words: str) -> None:
    _asks(desk, words)
    assert desk.letters()[-1].name == "ask_back" and desk.mails_to(NEW) == []


@pytest.mark.parametrize("taken", [ADA.address, HEAD.address, ADA.address.upper(), AGENCY, CONCERNS.upper()])
def test_an_address_that_is_somebody_elses_is_refused_without_a_word_of_whose(desk: RightsDesk, taken: str) -> None:
    _asks(desk, f"Please change my address to {taken}")
    assert _on_file(desk) == MIRA.address
    mail = desk.mails_to(MIRA.address)[-1]
    assert mail["Subject"] == "We have written to the address you named" and "Ada" not in mail.as_string()
    _asks(desk)
    asked = desk.mails_to(MIRA.address)[-1]
    assert _text(asked) == _text(mail), "nobody finds out who takes part, by asking"


def test_neither_address_stands_anywhere_in_plain(desk: RightsDesk) -> None:
    _asks(desk)
    desk.answers(NEW, "YES")
    assert [table for table, rows in dumped(desk.store.engine).items() if "mira.new" in rows] == []
    assert all("@" not in str(event) for event in desk.story())


def test_whoever_is_enrolled_with_an_address_that_was_left_is_somebody_new(desk: RightsDesk) -> None:
    _asks(desk)
    desk.answers(NEW, "YES")
    tom = Person("Tom Ray", "tom@wards.example", "Europe/London", "en")
    _, (_, newcomer) = desk.store.pair(tom, Person("Mira Two", MIRA.address, "Europe/London", "en"))
    assert desk.store.registry.person_at(NEW) == desk.ids["mentee"]
    assert desk.store.registry.person(desk.ids["mentee"]).name == MIRA.name
    assert newcomer.id == desk.store.registry.person_at(MIRA.address) != desk.ids["mentee"]


def test_a_confirmed_address_ends_the_worry_in_every_relationship(desk: RightsDesk) -> None:
    """T16."""
    for stream in (desk.relationship, desk.other):
        at = len(desk.store.journal.read(stream))
        failing = AddressFailing(desk.now, desk.ids["mentee"])
        desk.store.journal.append(stream, at, "bounced", desk.now, [failing], (), Standing("agreeing", None, ""))
    _asks(desk)
    desk.answers(NEW, "YES")
    desk.told()
    kinds = [type(entry.event).__name__ for entry in desk.store.journal.read(desk.other)]
    assert kinds[-1] == "Reached" and desk.happened()[-1] == "AddressChanged"
