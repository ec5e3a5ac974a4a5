"""Somebody writes from another address than the one on file: asked once, and known from then on, or never."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from mentoring.letters import ORGANISER
from tests.faults.border_desk import BorderDesk, open_desk
from tests.faults.desk import AGENCY
from tests.store.opened import ADA, HEAD, IMG, MIRA, NOOR, dumped

HOME = "mira.n@home.example"
MALLORY = "mallory@evil.example"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[BorderDesk]:
    with open_desk(tmp_path) as desk:
        yield desk


def _yes(desk: BorderDesk, sender: str = MIRA.address, vouched: bool = True, text: str = "YES") -> bytes:
    return desk.mail(sender, text, desk.reply_to("other_address"), vouched)


def test_a_yes_does_what_was_written_and_the_address_is_theirs_from_then_on(desk: BorderDesk) -> None:
    to = desk.reply_to("kickoff")
    assert desk.gets(desk.mail(HOME, "Let us meet on Friday 6 February.", to)) == ("done", "")
    assert desk.happened()[-1] == "ConfirmationAsked" and "MeetingProposed" not in desk.happened()
    assert [each.to for each in desk.letters("other_address")] == [desk.ids["mentee"]]

    assert desk.gets(_yes(desk)) == ("done", "")
    assert desk.happened()[-3:] == ["ConfirmationAnswered", "AddressLearned", "MeetingProposed"]
    assert desk.store.registry.person_at(HOME.upper()) == desk.ids["mentee"]

    desk.gets(desk.mail(HOME, "STATUS", AGENCY))
    assert desk.happened()[-1] == "StatusTold", "without a token too"
    assert {each.to for each in desk.letters("status")} == {desk.ids["mentee"]}
    assert desk.store.registry.person(desk.ids["mentee"]).address == MIRA.address


def test_the_address_is_nowhere_but_in_the_sealed_mail(desk: BorderDesk) -> None:
    desk.gets(desk.mail(HOME, "STATUS", desk.reply_to("kickoff")))
    desk.gets(_yes(desk))
    assert desk.store.registry.person_at(HOME) is not None
    assert [table for table, rows in dumped(desk.store.engine).items() if "mira.n" in rows] == []


def test_a_yes_read_twice_does_it_once(desk: BorderDesk) -> None:
    """T04."""
    desk.gets(desk.mail(HOME, "Let us meet on Friday 6 February.", desk.reply_to("kickoff")))
    desk.gets(_yes(desk))
    desk.gets(_yes(desk))
    desk.gets(_yes(desk, HOME))
    assert desk.happened().count("MeetingProposed") == desk.happened().count("AddressLearned") == 1


def test_a_forwarded_mailbox_may_say_yes_from_there_if_our_border_vouches_for_it(desk: BorderDesk) -> None:
    desk.gets(desk.mail(HOME, "STATUS", desk.reply_to("kickoff")))
    desk.gets(_yes(desk, HOME, vouched=False))
    desk.gets(_yes(desk, MALLORY))
    assert "AddressLearned" not in desk.happened()
    desk.gets(_yes(desk, HOME))
    assert desk.happened()[-3:] == ["ConfirmationAnswered", "AddressLearned", "StatusTold"]


@pytest.mark.parametrize("words", ["NO", "It was not me"])
def test_anything_but_a_yes_learns_nothing(desk: BorderDesk, words: str) -> None:
    desk.gets(desk.mail(MALLORY, "END", desk.reply_to("kickoff")))
    desk.gets(_yes(desk, text=words))
    assert desk.store.registry.person_at(MALLORY) is None
    assert not {"AddressLearned", "EndAsked"} & set(desk.happened())


VERBS = [
    "HELP",
    "STATUS",
    "END",
    "PAUSE UNTIL 1 March",
    "CONCERN",
    "STOP THE NUDGES",
    "We met yesterday",
    "YES",
    "RENEW",
]


def test_a_token_used_from_a_third_address_does_nothing_at_any_verb(desk: BorderDesk) -> None:
    """T02: one letter to the one on file, whatever is written and however often, and nothing to the thief."""
    to = desk.reply_to("kickoff")
    before = desk.happened()
    for words in VERBS:
        desk.gets(desk.mail(MALLORY, words, to))
    assert desk.happened() == [*before, "ConfirmationAsked"]
    assert len(desk.letters("other_address")) == 1


def test_an_address_on_file_is_never_learned_for_somebody_else(desk: BorderDesk) -> None:
    to = desk.reply_to("kickoff")
    assert desk.gets(desk.mail(ADA.address, "END", to)) == ("set_aside", "wrong_sender")
    assert desk.gets(desk.mail(HEAD.address, "END", to)) == ("set_aside", "wrong_sender")
    assert not desk.store.registry.rights.learn_alias(desk.ids["mentee"], ADA.address)
    assert desk.store.registry.person_at(ADA.address) == desk.ids["mentor"]


def test_an_alias_belongs_to_one_person_and_to_whoever_is_registered_with_it(desk: BorderDesk) -> None:
    registry, mira, ada = desk.store.registry, desk.ids["mentee"], desk.ids["mentor"]
    assert registry.rights.learn_alias(mira, NOOR.address) and registry.rights.learn_alias(
        mira, f" {NOOR.address.upper()} "
    )
    assert not registry.rights.learn_alias(ada, NOOR.address)
    _, (noor, _) = desk.store.pair(NOOR, MIRA)
    assert registry.person_at(NOOR.address) == noor.id != mira


def test_a_weighty_word_from_a_learned_address_still_needs_to_be_vouched_for(desk: BorderDesk) -> None:
    desk.gets(desk.mail(HOME, "STATUS", desk.reply_to("kickoff")))
    desk.gets(_yes(desk))
    desk.gets(desk.mail(HOME, "CONCERN", desk.reply_to("kickoff"), vouched=False))
    assert desk.letters()[-1].name == "confirm_act" and "ConcernRaised" not in desk.happened()


def test_a_list_that_puts_its_own_address_into_from_is_nobodys_alias(desk: BorderDesk) -> None:
    """T17: the sender is rewritten, so that From says nothing of who wrote."""
    munged = '"Mira via staff-list" <staff-list@lists.example>'
    text = "STATUS\n\n--\nYou are on staff-list. To leave it, write to its owner."
    raw = desk.mail(munged, text, desk.reply_to("kickoff"), List_Id="<staff-list.lists.example>", Reply_To=MIRA.address)
    state = desk.gets(raw)
    assert state == ("set_aside", "automatic/list") and desk.letters("other_address") == []


def test_a_gateway_that_changes_from_without_saying_so_is_asked_about_and_never_guessed(desk: BorderDesk) -> None:
    """T17: one letter to the address on file; what was written is not done meanwhile."""
    gateway = '"Mira Nair" <relay-7781@gateway.example>'
    desk.gets(desk.mail(gateway, "RENEW", desk.reply_to("kickoff"), Subject="[external] Re: your letter"))
    assert desk.happened()[-1] == "ConfirmationAsked" and "RenewalAnswered" not in desk.happened()


def test_a_machine_at_another_address_is_not_asked_about(desk: BorderDesk) -> None:
    away = desk.mail(HOME, "I am away until 9 March.", desk.reply_to("kickoff"), Auto_Submitted="auto-replied")
    assert desk.gets(away)[0] == "set_aside"
    assert not {"ConfirmationAsked", "PauseOffered"} & set(desk.happened())


def test_an_organisers_other_address_is_asked_about_at_the_one_on_file(desk: BorderDesk) -> None:
    desk.passes(desk.now.replace(month=4))
    desk.gets(desk.mail("head@home.example", "NOTE", desk.reply_to("escalation", ORGANISER)))
    asked = desk.newest("other_address", ORGANISER)
    assert asked.letter.to == ORGANISER and "OrganiserNoted" not in desk.happened()
    desk.gets(desk.mail(HEAD.address, "YES", desk.reply_to("other_address", ORGANISER)))
    assert desk.happened()[-3:] == ["ConfirmationAnswered", "AddressLearned", "OrganiserNoted"]


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("END", "going_on"),
        ("Please pause until 3 March.", "going_on"),
        ("Let us meet on Friday 6 February.", "meeting"),
        ("STATUS", "other"),
        ("CONCERN", "other"),
    ],
)
def test_whoever_says_yes_is_told_the_day_and_what_it_is_about(desk: BorderDesk, text: str, asks: str) -> None:
    """T22: an end reads as a pause does, and a concern as a question."""
    desk.gets(desk.mail(HOME, text, desk.reply_to("kickoff")))
    (letter,) = desk.letters("other_address")
    assert (letter.facts["asks"], letter.facts["came"]) == (asks, date(2026, 1, 26))


def test_the_question_tells_the_one_on_file_nothing_of_what_was_written(desk: BorderDesk) -> None:
    desk.gets(desk.mail(MALLORY, "CONCERN about zebrafinch", desk.reply_to("kickoff")))
    (letter,) = desk.letters("other_address")
    assert set(letter.facts) == {"came", "asks"} and letter.facts["asks"] == "other"


def test_what_whoever_runs_the_programme_writes_never_becomes_a_members(desk: BorderDesk) -> None:
    """T21: a member who writes the address for concerns into From, and then says that this was them."""
    staff = IMG.contacts.concerns
    desk.gets(desk.mail(staff, "END", desk.reply_to("kickoff"), vouched=False))
    desk.gets(desk.mail(MIRA.address, "YES", desk.reply_to("other_address")))
    assert desk.store.registry.person_at(staff) is None and "EndAsked" not in desk.happened()
