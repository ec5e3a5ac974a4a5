"""Who may not speak for a member: strangers, guessers, thieves, forgers, and yesterday's mail (threats T01 to T29)."""

import random
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest

from correspondence.arriving.digest import mail_key
from mentoring.letters import ORGANISER
from tests.faults.border_desk import BorderDesk, open_desk
from tests.faults.desk import AGENCY
from tests.store.opened import ADA, HEAD, MIRA

MALLORY = "mallory@evil.example"
SHAPES = ("END", "STATUS", "YES", "CONCERN")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[BorderDesk]:
    with open_desk(tmp_path) as desk:
        yield desk


def _token(dice: random.Random) -> str:
    return "".join(dice.choice("abcdefghijklmnopqrstuvwxyz234567") for _ in range(26))


FORGED = {
    "the other party": ADA.address,
    "an organiser": HEAD.address,
    "a name only": f'"{MIRA.address}" <{MALLORY}>',
    "a comment": f"{MALLORY} ({MIRA.address})",
    "two addresses": f"{MIRA.address}, {MALLORY}",
    "two fields": f"{MIRA.address}\r\nFrom: {MALLORY}",
    "a bracket": f"{MIRA.address}x)mallory@evil.example",
    "a route": f"<@evil.example:{MIRA.address}>",
    "a quoted local part": f'"{MIRA.address}"@evil.example',
    "a subdomain": MIRA.address.replace("@", "@mail."),
    "a look-alike": MIRA.address.replace("i", "\u0456", 1),
}


@pytest.mark.parametrize("forgery", FORGED)
def test_a_forged_sender_with_a_stolen_token_has_no_effect(desk: BorderDesk, forgery: str) -> None:
    """T01: nothing happens but that the one on file may be asked; one reason is kept."""
    before = desk.happened()
    raw = desk.mail("PLACE", "END", desk.reply_to("kickoff"), vouched=False, Sender=MIRA.address)
    raw = raw.replace(b"From: PLACE", f"From: {FORGED[forgery]}".encode())
    state, reason = desk.gets(raw)
    assert (state == "set_aside" and reason) or desk.letters()[-1].name == "other_address"
    assert desk.happened() in (before, [*before, "ConfirmationAsked"])


def test_from_alone_is_enough_for_a_light_word_and_not_for_a_weighty_one(desk: BorderDesk) -> None:
    """T01, T02: what is weighty is asked after at the address on file, which alone reads the question."""
    to = desk.reply_to("kickoff")
    desk.gets(desk.mail(MIRA.address, "STATUS", to, vouched=False))
    assert desk.letters()[-1].name == "status"
    desk.gets(desk.mail(MIRA.address, "CONCERN", to, vouched=False))
    assert (desk.letters()[-1].name, desk.letters()[-1].to) == ("confirm_act", desk.ids["mentee"])
    assert "ConcernRaised" not in desk.happened()


def test_without_a_border_every_weighty_word_is_asked_after(tmp_path: Path) -> None:
    """T18: no results of anybody's are believed where no border is configured."""
    with open_desk(tmp_path, authserv_id="") as desk:
        desk.gets(desk.mail(MIRA.address, "CONCERN", desk.reply_to("kickoff"), vouched=True))
        assert desk.happened()[-1] == "ConfirmationAsked"


def test_whoever_else_is_named_in_a_reply_gets_no_letter(desk: BorderDesk) -> None:
    """T03: the readers are the same with anybody in To, Cc and Bcc; 60 mails at random."""
    dice, readers = random.Random(3), {*desk.ids.values(), ORGANISER}
    crowd = [ADA.address, HEAD.address, MALLORY, "list@lists.example", "noor@wards.example"]
    for _ in range(60):
        cc, bcc = (", ".join(dice.sample(crowd, dice.randint(1, 4))) for _ in range(2))
        words = dice.choice(["STATUS", "HELP", "We will meet on 20 February", "PAUSE UNTIL 1 March", "I am fine"])
        desk.gets(desk.mail(MIRA.address, words, desk.reply_to("kickoff"), Cc=cc, Bcc=bcc, Resent_To=cc))
        assert {letter.to for letter in desk.letters()} <= readers
    answers = {"status", "help", "ask_back"}
    assert {each.to for each in desk.letters() if each.name in answers} == {desk.ids["mentee"]}


ACCEPTED = ["Let us meet on 20 February", "STOP THE NUDGES", "PAUSE UNTIL 1 March", "END", "CONCERN", "JOIN"]
ANSWERS = {"HelpGiven", "StatusTold", "Declined", "NotUnderstood", "ConcernAddedTo"}
SAID_AGAIN = {"NudgesStopped", "Joined"}
"""The same wish again: it may be noted again, and changes nothing."""


@pytest.mark.parametrize("words", ACCEPTED)
def test_a_mail_sent_again_has_no_second_effect(desk: BorderDesk, words: str) -> None:
    """T04: the same bytes a hundred times, and the same words under new Message-IDs."""
    to = desk.reply_to("kickoff")
    raw = desk.mail(MIRA.address, words, to)
    desk.gets(raw)
    once, letters = desk.happened(), len(desk.letters())
    at = desk.now
    for _ in range(100):
        desk.gets(raw)
    assert desk.happened() == once and len(desk.letters()) == letters
    desk.now = at
    for _ in range(5):
        desk.gets(desk.mail(MIRA.address, words, to))
    assert set(desk.happened()[len(once) :]) <= ANSWERS | SAID_AGAIN
    later = desk.letters()[letters:]
    assert len(later) <= 3 and {letter.to for letter in later} <= {desk.ids["mentee"]}


def test_an_old_letters_token_does_nothing_once_all_is_over(desk: BorderDesk) -> None:
    """T04: after the end the answer is kind and comes once; after the closing nothing does."""
    to = desk.reply_to("kickoff")
    desk.gets(desk.mail(MIRA.address, "END", to))
    desk.passes(desk.now.replace(month=2, day=20))
    ended = desk.happened()
    for words in ("Let us meet on 2 March", "I agree", "PAUSE UNTIL 1 March"):
        desk.gets(desk.mail(MIRA.address, words, to))
    assert desk.happened()[len(ended) :] == ["AlreadyEnded"]


def test_guessed_tokens_open_nothing_and_fill_nothing(desk: BorderDesk) -> None:
    """T05: ten thousand at random: no hit, and memory stays flat."""
    dice, outbox = random.Random(5), desk.store.outbox
    for _ in range(9000):
        assert outbox.by_token(_token(dice)) is None
    tracemalloc.start()
    before, _ = tracemalloc.get_traced_memory()
    for _ in range(1000):
        assert outbox.by_token(_token(dice)) is None
    after, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert after - before < 100_000


def test_a_member_who_guesses_another_token_gets_no_more_than_without_one(desk: BorderDesk) -> None:
    """T05: a token that is nobody's is none."""
    guess = AGENCY.replace("@", f"+{_token(random.Random(7))}@")
    assert desk.gets(desk.mail(MALLORY, "END", guess)) == ("set_aside", "stranger")
    desk.gets(desk.mail(MIRA.address, "END", guess, vouched=False))
    assert "EndAsked" not in desk.happened() and desk.letters()[-1].name == "help"


def test_a_thousand_strangers_bring_no_letter(desk: BorderDesk) -> None:
    """T13: whatever they write, to our address or to a token that they made up."""
    dice, letters = random.Random(13), len(desk.letters())
    for number in range(1000):
        to = AGENCY if number % 2 else AGENCY.replace("@", f"+{_token(dice)}@")
        raw = desk.mail(f"s{dice.random():.12f}@d{number}.example", dice.choice(SHAPES), to, vouched=number % 3 == 0)
        key = mail_key(raw)
        desk.store.inbox.take(key, raw, desk.now)
    for key in desk.store.inbox.unsorted():
        assert desk.sorts(key) is None
    assert len(desk.letters()) == letters
    assert sum(desk.store.inbox.set_aside_counts().values()) == 1000


def test_a_verification_mail_to_a_token_address_reaches_nobody(desk: BorderDesk) -> None:
    """T21: a service that trusts our domain sends its code to us: no participant and no organiser gets to read it."""
    slack = '"Slack" <confirm@slack.example>'
    desk.gets(desk.mail(slack, "Your code is 417-338. STATUS", desk.reply_to("kickoff"), Subject="Slack: confirm"))
    assert desk.letters()[-1].name == "other_address"
    assert all("417" not in str(letter.facts) for letter in desk.letters())


def test_an_organisers_word_from_a_forged_address_is_asked_after_at_the_real_one(desk: BorderDesk) -> None:
    """T21."""
    desk.passes(desk.now.replace(month=4))
    to = desk.reply_to("escalation", ORGANISER)
    before = desk.happened()
    for words in ("EXTEND 2 weeks", "CLOSE"):
        desk.gets(desk.mail(HEAD.address, words, to, vouched=False))
        assert (desk.letters()[-1].name, desk.letters()[-1].to) == ("confirm_act", ORGANISER)
    assert desk.happened() == [*before, "ConfirmationAsked", "ConfirmationAsked"]


def test_who_guesses_a_message_id_keeps_no_mail_out(desk: BorderDesk) -> None:
    """T29: the attacker's comes first under the same Message-ID, from elsewhere or with the member's own address."""
    to = desk.reply_to("kickoff")
    same = "<20260126.1@wards.example>"
    desk.gets(desk.mail(MALLORY, "hello", AGENCY, Message_ID=same))
    desk.gets(desk.mail(MIRA.address, "hello", AGENCY, vouched=False, Message_ID=same))
    assert desk.gets(desk.mail(MIRA.address, "END", to, Message_ID=same)) == ("done", "")
    assert desk.happened()[-1] == "EndAsked"
