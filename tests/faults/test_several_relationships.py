"""A member of several relationships who answers no letter: what is theirs is done once, and of all else asked which."""

from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from lxml import html

from mentoring.commands import Start
from store.registry import Person
from tests.faults.desk import AGENCY
from tests.faults.rights_desk import RightsDesk, open_rights_desk
from tests.store.opened import ADA, HEAD, IMG, KICKOFF, MIRA, NOOR

TOM = Person("Tom Ray", "tom@wards.example", "Europe/London", "en")
WHICH = "Which one did you mean"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[RightsDesk]:
    with open_rights_desk(tmp_path) as desk:
        yield desk


def _writes(desk: RightsDesk, words: str, to: str = AGENCY, vouched: bool = True) -> list[str]:
    """What happens in both relationships because of a mail."""
    before = {stream: len(desk.store.journal.read(stream)) for stream in (desk.relationship, desk.other)}
    assert desk.gets(desk.mail(MIRA.address, words, to, vouched))[0] == "done"
    desk.told()
    desk.posts()
    return [
        type(entry.event).__name__
        for stream, entries in before.items()
        for entry in desk.store.journal.read(stream)[entries:]
    ]


def _doors(letter: EmailMessage) -> dict[str, str]:
    """The buttons of the letter: label -> address."""
    page = letter.get_body(("html",))
    assert page is not None
    links = html.fromstring(page.get_content()).xpath("//a[@class='button']")
    return {link.text: link.get("href").removeprefix("mailto:").partition("?")[0] for link in links}


def _asked(desk: RightsDesk) -> EmailMessage:
    letter = desk.mails_to(MIRA.address)[-1]
    assert str(letter["Subject"]) == WHICH
    return letter


def _enrols_early(desk: RightsDesk) -> str:
    """Tom and Mira, whose kick-off is two months away."""
    house, people = desk.store, ((TOM, "mentor"), (MIRA, "mentee"))
    stream, members, _ = house.registry.enrol("tom and mira", IMG, people, HEAD, desk.now)
    house.inbox.keep(f"start-{stream}", stream, [Start(members, IMG.zone, KICKOFF + timedelta(days=60))], desk.now)
    desk._advance_in(stream, f"start-{stream}", desk.now)
    return stream


WORDS = ["END", "HELP", "STATUS", "I am away until 20 February", "We met on 27 January", "CONCERN", "Blue bananas sing"]


@pytest.mark.parametrize("words", WORDS)
def test_what_is_about_one_of_them_is_asked_back_and_nothing_is_done(desk: RightsDesk, words: str) -> None:
    """`XC-03`, D10: never by a guess."""
    before = len(desk.postbox.mails)
    assert _writes(desk, words) == ["WhichAsked"]
    letter = _asked(desk)
    assert len(desk.postbox.mails) == before + 1
    assert words not in str(letter.get_body(("plain",))).replace("HELP, STATUS", "").replace("or END", "")


def test_each_is_named_as_its_letters_name_it_and_has_an_address_of_its_own(desk: RightsDesk) -> None:
    third = _enrols_early(desk)
    desk.gets(desk.mail(MIRA.address, "STATUS", AGENCY))
    desk.posts()
    letter = _asked(desk)
    doors = _doors(letter)
    begun = [f"IMG Peer Mentoring, as mentee, with {each}" for each in (ADA.name, NOOR.name)]
    assert sorted(doors)[-2:] == begun and len(set(doors.values())) == 3
    (early,) = doors.keys() - set(begun)
    assert TOM.name not in str(letter.get_body(("plain",))), "before the kick-off nobody has been told with whom"
    assert early == "IMG Peer Mentoring, as mentee, from Friday 27 March 2026"
    assert desk.store.registry.relationship(third).stage == "enrolled"
    plain = letter.get_body(("plain",))
    assert plain is not None and all(address in plain.get_content() for address in doors.values())
    assert str(letter["Reply-To"]) not in doors.values()


def test_what_is_written_to_one_of_the_addresses_is_about_that_one(desk: RightsDesk) -> None:
    _writes(desk, "END")
    doors = _doors(_asked(desk))
    assert _writes(desk, "END", doors[f"IMG Peer Mentoring, as mentee, with {NOOR.name}"]) == ["EndAsked"]
    told = desk.store.journal.read(desk.other)[-1].event
    assert type(told).__name__ == "EndAsked"
    assert _writes(desk, "STATUS", doors[f"IMG Peer Mentoring, as mentee, with {ADA.name}"]) == ["StatusTold"]
    # The same addresses the next time; and no letter refers to one that was never sent.
    desk.now = desk.now.replace(hour=23)
    _writes(desk, "STATUS")
    assert _doors(_asked(desk)) == doors
    named = {str(mail["Message-ID"]) for mail in desk.mails_to(MIRA.address)}
    assert {each for mail in desk.mails_to(MIRA.address) for each in str(mail["References"] or "").split()} <= named


def test_an_answer_to_the_question_itself_is_no_choice_and_a_human_helps(desk: RightsDesk) -> None:
    _writes(desk, "END")
    to = str(_asked(desk)["Reply-To"])
    desk.now = desk.now.replace(minute=0)
    assert _writes(desk, "END", to) in (["WhichAsked"], ["HumanCalled"])
    happened = [name for _ in range(6) for name in _writes(desk, "END", to)]
    assert "EndAsked" not in happened and happened.count("HumanCalled") <= 1 and len(happened) <= 4
    assert "human_needed" in [letter.name for letter in desk.letters()] + _names(desk, desk.other)


def _names(desk: RightsDesk, stream: str) -> list[str]:
    return [each.letter.name for each in desk.store.outbox.all_of(stream)]


def test_what_we_hold_is_asked_back_once_and_sent_once_for_all(desk: RightsDesk) -> None:
    """T26."""
    assert _writes(desk, "WHAT DO YOU HOLD") == ["ConfirmationAsked"]
    desk.answers(MIRA.address, "YES")
    subjects = desk.subjects(MIRA.address)
    assert subjects.count("You asked what we hold: shall we send it?") == 1
    assert sum(len(list(mail.iter_attachments())) > 1 for mail in desk.mails_to(MIRA.address)) == 1


@pytest.mark.parametrize("words", ["FORGET ME", "FORGET ME\n\nEND"])
def test_to_be_forgotten_is_asked_back_once_and_ends_them_all(desk: RightsDesk, words: str) -> None:
    assert _writes(desk, words) == ["ForgettingAsked"]
    desk.answers(MIRA.address, "YES")
    desk.told()
    for stream in (desk.relationship, desk.other):
        assert "EndAsked" in [type(entry.event).__name__ for entry in desk.store.journal.read(stream)]


def test_another_address_is_asked_about_once(desk: RightsDesk) -> None:
    assert _writes(desk, "Please change my address to mira@home.example") == ["AddressAsked"]
    assert len(desk.mails_to("mira@home.example")) == 1


@pytest.mark.parametrize("words", ["END", "STATUS"])
def test_whoever_forges_the_sender_brings_them_a_question_and_nothing_else(desk: RightsDesk, words: str) -> None:
    """T01."""
    assert _writes(desk, words, vouched=False) == ["WhichAsked"]
    assert str(_asked(desk)["To"]).endswith(f"<{MIRA.address}>")


def test_with_one_that_is_over_for_us_there_is_no_question(desk: RightsDesk) -> None:
    desk.gets(desk.mail(MIRA.address, "END", desk.reply_to("kickoff")))
    while desk.store.registry.relationship(desk.relationship).stage != "closed":
        at = desk._next(desk.relationship)
        assert at is not None
        desk._advance_in(desk.relationship, f"time/{at.isoformat()}/{len(desk.story())}", at)
    desk.posts()
    assert _writes(desk, "STATUS") == ["StatusTold"]
