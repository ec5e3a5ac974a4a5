"""Another address takes both ends, and three days in which the old one may take it back (T15)."""

import pytest

from mentoring.ending import End
from mentoring.moving import (
    AddressAsked,
    AddressChanged,
    AddressRefused,
    AddressUndone,
    ChangeAddress,
    ConfirmAddress,
    NoteReached,
    Reached,
    UndoAddress,
)
from mentoring.reaching import ReportBounce
from tests.spec import IMG, Step, day, given, lives

ASKED: tuple[Step, ...] = ((5, ChangeAddress("mira", "mail-1")),)
MOVED: tuple[Step, ...] = (*ASKED, (5.1, ConfirmAddress("mira", "mail-1", True)))


def test_the_new_address_is_asked_the_old_one_told_and_each_letter_brings_the_next() -> None:
    asked = given(lives(IMG, until=5)).when(ChangeAddress("mira", "mail-1"), at=day(5))
    asked.then(AddressAsked(day(5), "mira", "mail-1"))
    check, told = asked.letters()
    assert told.name == "address_asked" and told.private
    assert (check.name, check.question.about) == ("address_check", "address/mail-1")
    moved = given(lives(IMG, *ASKED, until=5.1)).when(ConfirmAddress("mira", "mail-1", True), at=day(5.1))
    moved.then(AddressChanged(day(5.1), "mira", "mail-1"))
    moved.then_letters(("address_changed", "mira"), ("address_noted", "mira"))
    undone = given(lives(IMG, *MOVED, until=6)).when(UndoAddress("mira", "mail-1"), at=day(6))
    undone.then(AddressUndone(day(6), "mira", "mail-1"))
    undone.then_letters(("address_undone", "mira"))


def test_each_half_alone_changes_nothing() -> None:
    given(lives(IMG, until=5)).when(ConfirmAddress("mira", "mail-1", True), at=day(5)).then_nothing()
    assert not lives(IMG, *ASKED, until=60).happened(AddressChanged)
    given(lives(IMG, *ASKED, until=6)).when(UndoAddress("mira", "mail-1"), at=day(6)).then_nothing()


@pytest.mark.parametrize(
    "step",
    [
        ConfirmAddress("mira", "mail-1", False),
        ConfirmAddress("mira", "mail-2", True),
        ConfirmAddress("ada", "mail-1", True),
        UndoAddress("mira", "mail-1"),
        ChangeAddress("mira", "mail-1"),
    ],
)
def test_a_no_another_mail_another_member_and_the_request_again_change_nothing(
    step: ConfirmAddress | UndoAddress | ChangeAddress,
) -> None:
    given(lives(IMG, *ASKED, until=5.1)).when(step, at=day(5.1)).then_nothing()


def test_replayed_nothing_happens_twice() -> None:
    given(lives(IMG, *MOVED, until=6)).when(ConfirmAddress("mira", "mail-1", True), at=day(6)).then_nothing()
    undone = lives(IMG, *MOVED, (6, UndoAddress("mira", "mail-1")), until=6.1)
    for again in (
        UndoAddress("mira", "mail-1"),
        ConfirmAddress("mira", "mail-1", True),
        ChangeAddress("mira", "mail-1"),
    ):
        given(undone).when(again, at=day(6.2)).then_nothing()


def test_after_three_days_nothing_is_taken_back_and_after_a_fortnight_nothing_confirmed() -> None:
    given(lives(IMG, *MOVED, until=8.5)).when(UndoAddress("mira", "mail-1"), at=day(9)).then_nothing()
    given(lives(IMG, *ASKED, until=20)).when(ConfirmAddress("mira", "mail-1", True), at=day(20)).then_nothing()


def test_only_the_newest_request_is_confirmed() -> None:
    life = lives(IMG, *ASKED, (5.1, ChangeAddress("mira", "mail-2")), until=5.2)
    given(life).when(ConfirmAddress("mira", "mail-1", True), at=day(5.2)).then_nothing()
    assert given(life).when(ConfirmAddress("mira", "mail-2", True), at=day(5.2)).kinds() == ["AddressChanged"]


def test_no_later_change_takes_away_the_undo_of_an_earlier_one() -> None:
    """T15: whoever took the address over moves on, and asks for a third one: the first UNDO takes all of it back."""
    again = ((5.2, ChangeAddress("mira", "mail-2")), (5.3, ConfirmAddress("mira", "mail-2", True)))
    taken_over = lives(IMG, *MOVED, *again, (5.4, ChangeAddress("mira", "mail-3")), until=6)
    given(taken_over).when(UndoAddress("mira", "mail-1"), at=day(6)).then(AddressUndone(day(6), "mira", "mail-1"))
    taken_over.does(UndoAddress("mira", "mail-1"))
    for rest in (UndoAddress("mira", "mail-2"), ConfirmAddress("mira", "mail-3", True), UndoAddress("mira", "mail-1")):
        given(taken_over).when(rest, at=day(6)).then_nothing()
    last = lives(IMG, *MOVED, *again, (5.4, UndoAddress("mira", "mail-2")), until=6)
    given(last).when(UndoAddress("mira", "mail-1"), at=day(6)).then(AddressUndone(day(6), "mira", "mail-1"))


def test_an_address_of_somebody_else_and_a_fourth_one_in_a_day_read_like_any_other() -> None:
    taken = given(lives(IMG, until=5)).when(ChangeAddress("mira", "mail-1", free=False), at=day(5))
    taken.then(AddressRefused(day(5), "mira"))
    three = tuple((5, ChangeAddress("mira", f"mail-{number}")) for number in range(3))
    fourth = given(lives(IMG, *three, until=5.1)).when(ChangeAddress("mira", "mail-9"), at=day(5.1))
    assert fourth.letters() == taken.letters()
    free = given(lives(IMG, until=5)).when(ChangeAddress("mira", "mail-1"), at=day(5))
    assert [each for each in free.letters() if each.name != "address_check"] == taken.letters()
    assert given(lives(IMG, *three, until=7)).when(ChangeAddress("mira", "mail-9"), at=day(7)).kinds() == [
        "AddressAsked"
    ]
    late = given(lives(IMG, *ASKED, until=5.1)).when(ConfirmAddress("mira", "mail-1", True, free=False), at=day(5.1))
    late.then(AddressRefused(day(5.1), "mira", confirmed=True))
    late.then_letters(("address_refused", "mira"))


def test_a_confirmed_address_ends_the_worry_about_the_old_one() -> None:
    """T16."""
    life = lives(IMG, (4, ReportBounce("mira", permanent=True)), *ASKED[:0], until=5)
    assert life.pair.failing == {"mira"}
    given(life).when(NoteReached("mira"), at=day(5)).then(Reached(day(5), "mira"))
    life.does(NoteReached("mira"))
    assert life.pair.failing == frozenset() and life.sent[-1].name == "address_failing"
    given(life).when(NoteReached("mira"), at=day(6)).then_nothing()


def test_the_change_may_be_taken_back_after_the_end_too() -> None:
    life = lives(IMG, (5, End("ada")), (5.5, ChangeAddress("mira", "m")), (5.6, ConfirmAddress("mira", "m", True)))
    assert life.happened(AddressChanged)
    ended = lives(
        IMG, (5, End("ada")), (5.5, ChangeAddress("mira", "m")), (5.6, ConfirmAddress("mira", "m", True)), until=8
    )
    assert given(ended).when(UndoAddress("mira", "m"), at=day(8)).kinds() == ["AddressUndone"]
