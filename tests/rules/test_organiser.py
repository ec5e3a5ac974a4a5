"""What the organiser may do by reply, and weighty acts that wait for one more yes."""

from datetime import date

import pytest

from mentoring.answers import Acknowledge, AskStatus, Unclear
from mentoring.confirmations import Confirm, Doubt
from mentoring.documents import Answer, Sign
from mentoring.ending import End
from mentoring.events import (
    AddressFailing,
    ConfirmationAnswered,
    ConfirmationAsked,
    EndAsked,
    Escalated,
    Extended,
    HumanCalled,
    Joined,
    Lapsed,
    NotUnderstood,
    OrganiserNoted,
    Reminded,
    Renewed,
    Signed,
    StatusTold,
)
from mentoring.letters import ORGANISER, Ask, Question
from mentoring.organising import CloseRelationship, Extend, Note
from mentoring.reaching import ReportBounce
from mentoring.relationship import owed
from mentoring.renewal import AnswerRenewal
from mentoring.words import Attribution, Words
from tests.spec import IMG, RED, Step, agreed, answers, day, given, lives

SIGN = Sign("mira", "agreement", 1, "m")
FILLED: tuple[Step, ...] = ((1, answers(IMG, "agreement", "ada")), (2, answers(IMG, "agreement", "mira")))
ABOUT = Question(Ask.CADENCE_NUDGE)
SOMETHING_ELSE = Answer("phone_times", Words("mornings"))


def test_more_time_brings_one_more_reminder_and_then_word_again() -> None:
    """`O4`: two weeks more, given on 28 February when the organiser heard of it."""
    life = lives(IMG, (33, Extend("agreement", 14)), until=60)
    assert life.happened(Extended) == [Extended(day(33), "agreement", date(2026, 3, 14))]
    after = [e for e in life.events if isinstance(e, Reminded | Escalated) and e.key == "agreement" and e.at > day(33)]
    assert [(type(e).__name__, e.at, e.due) for e in after] == [
        ("Reminded", day(47, 9), date(2026, 3, 14)),
        ("Escalated", day(48, 9), date(2026, 3, 14)),
    ]
    assert [sent.to for sent in life.letters("organiser_noted")] == [ORGANISER]


def test_more_time_may_be_given_again() -> None:
    life = lives(IMG, (33, Extend("agreement", 14)), (48, Extend("agreement", 7)), until=70)
    told = [event.at for event in life.happened(Escalated)]
    assert told == [day(33, 9), day(48, 9), day(56, 9)]


def test_the_same_extension_twice_is_one() -> None:
    once = lives(IMG, (33, Extend("agreement", 14)), until=60).happened(Escalated)
    assert (
        lives(IMG, (33, Extend("agreement", 14)), (33, Extend("agreement", 14)), until=60).happened(Escalated) == once
    )


def test_more_time_for_what_is_only_advised_reports_nobody() -> None:
    """XC-05: IMG's first meeting never reaches the organiser, with or without more time."""
    life = lives(IMG, *agreed(IMG), (10, Extend("first-meeting", 20)), until=60)
    assert life.days("first_meeting_nudge") == [date(2026, 2, 2), date(2026, 2, 25)]
    assert life.happened(Escalated) == []


def test_more_time_does_not_keep_a_silent_pair_in_the_same_period_for_ever() -> None:
    """The rhythm goes on after it: the month after the extended one is asked about too."""
    life = lives(RED, *agreed(RED), (50, Extend("cadence/2026-02-23", 14)), until=130)
    assert len({event.key for event in life.happened(Reminded) if event.key.startswith("cadence")}) > 2


def test_more_time_never_ends_a_period_sooner_than_it_would_have_ended() -> None:
    """RED asks about the next month on the day it would have; IMG ten days after the day that was given."""
    red = lives(RED, (50, Extend("cadence/2026-02-23", 14)), until=130)
    assert [event.at for event in red.happened(Lapsed) if event.key == "cadence/2026-02-23"] == [day(87, 9, of=RED)]
    img = lives(IMG, (20, Extend("cadence/2026-02-09", 14)), until=60)
    assert [event.at for event in img.happened(Lapsed) if event.key == "cadence/2026-02-09"] == [day(44, 9)]


@pytest.mark.parametrize("command", [Extend("nothing", 14), Extend("agreement", 0), Extend("agreement", -3)])
def test_more_time_for_nothing_is_noted(command: Extend) -> None:
    given(lives(IMG, until=33)).when(command, at=day(33)).then(OrganiserNoted(day(33), command.key))


def test_a_note_changes_nothing() -> None:
    when = given(lives(IMG, until=33)).when(Note("agreement"), at=day(33))
    when.then_letters(("organiser_noted", ORGANISER))
    assert owed(given(lives(IMG, until=33), *when.events).state) == owed(lives(IMG, until=33).state)


def test_an_address_that_fails_is_told_once_until_its_owner_writes_again() -> None:
    """However many letters come back; the organiser reads whom, not the address."""
    life = lives(IMG, until=5)
    bounced = ReportBounce("mira", permanent=True)
    when = given(life).when(bounced, at=day(5))
    when.then(AddressFailing(day(5), "mira"))
    (letter,) = when.letters()
    assert (letter.to, dict(letter.facts)) == (ORGANISER, {"member": "mira"})
    given(life, *when.events).when(bounced, at=day(6)).then_nothing()
    life.does(bounced)
    life.does(AskStatus("mira"))
    assert life.does(bounced) == (AddressFailing(day(5), "mira"),)


def test_what_is_not_understood_is_asked_back() -> None:
    when = given(lives(IMG, until=5)).when(Unclear("ada", ABOUT), at=day(5))
    when.then(NotUnderstood(day(5), "ada", ABOUT))
    (letter,) = when.letters()
    assert (letter.name, letter.question, letter.facts["nth"]) == ("ask_back", ABOUT, 1)


def test_the_second_time_running_a_human_is_called_and_the_third_nothing_is_asked() -> None:
    """After that each such reply is answered with what can be written, and no question."""
    life = lives(IMG, (5, Unclear("ada", ABOUT)), until=5)
    when = given(life).when(Unclear("ada", ABOUT), at=day(5))
    when.then(NotUnderstood(day(5), "ada", ABOUT), HumanCalled(day(5), "ada"))
    when.then_letters(("ask_back", "ada"), ("human_needed", ORGANISER))
    third = given(life, *when.events).when(Unclear("ada", ABOUT), at=day(6))
    third.then_letters(("help", "ada"))


def test_a_reply_that_could_be_read_ends_the_run() -> None:
    life = lives(IMG, (5, Unclear("ada", ABOUT)), (6, AskStatus("ada")), until=6)
    given(life).when(Unclear("ada", ABOUT), at=day(6)).then(NotUnderstood(day(6), "ada", ABOUT))


def test_the_others_replies_do_not_count_for_mine() -> None:
    life = lives(IMG, (5, Unclear("ada", ABOUT)), until=6)
    given(life).when(Unclear("mira", ABOUT), at=day(6)).then(NotUnderstood(day(6), "mira", ABOUT))


def test_the_organiser_is_asked_back_too_and_no_human_is_called_for_one() -> None:
    """Twice, and then they are written what they can do; and nothing is asked after the end."""
    unclear = Unclear(ORGANISER, Question(Ask.ORGANISER_ESCALATION, "agreement"))
    life = lives(IMG, *((40.0, unclear) for _ in range(3)), until=40)
    told = [(sent.name, sent.to) for sent in life.sent if sent.at == day(40)]
    assert told == [("ask_back", ORGANISER)] * 2 + [("organiser_help", ORGANISER)]
    given(lives(IMG, until=121)).when(unclear, at=day(121)).then_nothing()


def test_a_yes_to_the_kickoff_is_kept() -> None:
    given(lives(IMG, until=1)).when(Acknowledge("ada", Question(Ask.KICKOFF)), at=day(1)).then(Joined(day(1), "ada"))


def test_a_nod_to_anything_else_changes_nothing() -> None:
    given(lives(IMG, until=1)).when(Acknowledge("ada", ABOUT), at=day(1)).then_nothing()


def test_a_weighty_act_on_weak_evidence_waits_for_a_yes() -> None:
    """XC-08: only the letter to the address on file can say it."""
    life = lives(IMG, *FILLED, until=3)
    when = given(life).when(Doubt("mira", SIGN), at=day(3))
    when.then(ConfirmationAsked(day(3), "mira", 1, SIGN))
    (letter,) = when.letters()
    assert (letter.name, letter.to, letter.question.about, letter.facts["act"]) == (
        "confirm_act", "mira", "confirm/1", "sign",
    )  # fmt: skip


def test_a_confirmation_is_good_once() -> None:
    life = lives(IMG, *FILLED, (3, Doubt("mira", SIGN)), until=3)
    yes = Confirm("mira", 1, True)
    when = given(life).when(yes, at=day(3))
    assert when.events[0] == ConfirmationAnswered(day(3), "mira", 1, True)
    assert isinstance(when.events[1], Signed)
    given(life, *when.events).when(yes, at=day(4)).then(StatusTold(day(4), "mira"))


def test_a_no_does_nothing_and_says_so() -> None:
    life = lives(IMG, *FILLED, (3, Doubt("mira", SIGN)), until=3)
    when = given(life).when(Confirm("mira", 1, False), at=day(3))
    when.then(ConfirmationAnswered(day(3), "mira", 1, False))
    when.then_letters(("not_done", "mira"))
    given(life, *when.events).when(Confirm("mira", 1, True), at=day(4)).then(StatusTold(day(4), "mira"))


def test_nobody_confirms_for_another_nor_under_another_number() -> None:
    life = lives(IMG, *FILLED, (3, Doubt("mira", SIGN)), until=3)
    given(life).when(Confirm("ada", 1, True), at=day(3)).then(StatusTold(day(3), "ada"))
    given(life).when(Confirm("mira", 2, True), at=day(3)).then(StatusTold(day(3), "mira"))


def test_a_confirmation_that_came_too_late_signs_nothing_else() -> None:
    """The text had changed meanwhile."""
    changed = (4.0, answers(IMG, "agreement", "ada", phone_times=SOMETHING_ELSE))
    life = lives(IMG, *FILLED, (3, Doubt("mira", SIGN)), changed, until=4)
    assert given(life).when(Confirm("mira", 1, True), at=day(4)).kinds() == ["ConfirmationAnswered", "Declined"]


def test_the_organisers_close_may_wait_for_a_confirmation_too() -> None:
    life = lives(IMG, (5, Doubt(ORGANISER, CloseRelationship("agreement"))), until=5)
    assert [(sent.name, sent.to) for sent in life.letters("confirm_act")] == [("confirm_act", ORGANISER)]
    given(life).when(Confirm(ORGANISER, 1, True), at=day(5)).then(
        ConfirmationAnswered(day(5), ORGANISER, 1, True), EndAsked(day(5), Attribution(ORGANISER), day(7, 9))
    )


def test_a_renewal_may_wait_for_a_confirmation_too() -> None:
    yes = AnswerRenewal("mira", True, "m")
    steps: tuple[Step, ...] = ((108, AnswerRenewal("ada", True, "m")), (109, Doubt("mira", yes)))
    life = lives(IMG, *steps, (110, Confirm("mira", 1, True)), until=111)
    assert len(life.happened(Renewed)) == 1


def test_what_waits_for_a_confirmation_is_gone_with_the_end() -> None:
    life = lives(IMG, *FILLED, (3, Doubt("mira", SIGN)), (4, End("ada")), until=20)
    given(life).when(Confirm("mira", 1, True), at=day(20)).then_nothing()


def test_a_stranger_is_nobody() -> None:
    life = lives(IMG, *FILLED, until=3)
    for command in (AskStatus("mallory"), Sign("mallory", "agreement", 1, "m"), Doubt("mallory", SIGN)):
        given(life).when(command, at=day(3)).then_nothing()


def test_asking_to_be_told_again_later_gives_the_pair_no_new_day() -> None:
    """`O4`: SNOOZE is the organiser's own; the due day stays, and nobody but the organiser hears of it."""
    life = lives(IMG, (33, Extend("agreement", 3, to_members=False)), until=40)
    assert [event.at for event in life.happened(Escalated) if event.key == "agreement"] == [day(33, 9), day(36, 9)]
    assert [e for e in life.happened(Reminded) if e.key == "agreement" and e.at > day(33, 12)] == []
    (owed_now,) = [each for each in owed(life.pair) if each.key == "agreement"]
    assert owed_now.due == date(2026, 2, 23)
