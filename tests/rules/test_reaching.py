"""Letters that come back: scored, fading, told once, and never an end."""

import pytest

from mentoring.answers import AskStatus
from mentoring.events import AddressFailing, LetterCameBack
from mentoring.letters import LEAVERS, OFFICE, ORGANISER, Letter
from mentoring.members import Member
from mentoring.pause import OfferPause
from mentoring.reaching import ReportBounce, report_of
from tests.spec import IMG, KICKOFF, Life, day, given, lives

GONE, FULL = ReportBounce("mira", permanent=True), ReportBounce("mira", permanent=False)


def failing_on(*days: float) -> list[float]:
    """On which of these days a soft bounce makes the address fail."""
    life, found = lives(IMG, until=days[0]), []
    for each in days:
        life.goes_on(day(each))
        if any(isinstance(event, AddressFailing) for event in life.does(FULL)):
            found.append(each)
    return found


def test_no_such_user_is_told_at_once() -> None:
    """T16: the organiser reads whom, and neither an address nor what the letter said."""
    when = given(lives(IMG, until=5)).when(GONE, at=day(5))
    when.then(AddressFailing(day(5), "mira"))
    (letter,) = when.letters()
    assert (letter.name, letter.to, dict(letter.facts)) == ("address_failing", ORGANISER, {"member": "mira"})


@pytest.mark.parametrize(
    "letter",
    [
        Letter("help", ""),
        *(Letter("help", who) for who in sorted(OFFICE)),
        *(Letter(name, "mira") for name in sorted(LEAVERS)),
    ],
)
def test_of_a_letter_to_the_office_or_about_an_end_nothing_is_reported(letter: Letter) -> None:
    """T22: the organiser would read who wants to leave, or of an address that is the programme's own."""
    assert report_of(letter, permanent=True) is None
    assert report_of(Letter("help", "mira"), permanent=True) == GONE


def test_a_full_mailbox_counts_one_point_a_day_and_four_are_too_many() -> None:
    assert failing_on(5, 6, 7, 8, 9) == [8]


def test_many_on_one_day_are_one() -> None:
    life = lives(IMG, (5.0, FULL), until=5)
    given(life).when(FULL, at=day(5)).then_nothing()
    given(life).when(FULL, at=day(5, 23)).then_nothing()
    given(life).when(FULL, at=day(6, 1)).then(LetterCameBack(day(6, 1), "mira"))


@pytest.mark.parametrize(("days", "found"), [((5, 6, 7, 15), []), ((5, 12, 19, 26), [26]), ((5, 13, 21, 29, 37), [])])
def test_after_a_week_without_another_nothing_is_left_of_the_score(days: tuple[int, ...], found: list[int]) -> None:
    assert failing_on(*days) == found


def test_a_reply_of_theirs_clears_the_score() -> None:
    life = lives(IMG, (5, FULL), (6, FULL), (7, FULL), (7.1, AskStatus("mira")), until=8)
    given(life).when(FULL, at=day(8)).then(LetterCameBack(day(8), "mira"))


def test_neither_the_others_reply_nor_a_machines_answer_clears_it() -> None:
    machine = OfferPause("mira", KICKOFF.replace(month=3))
    life = lives(IMG, (5, FULL), (6, FULL), (7, FULL), (7, AskStatus("ada")), (7, machine), until=8)
    assert AddressFailing(day(8), "mira") in given(life).when(FULL, at=day(8)).events


def test_it_is_told_once_until_they_write_again() -> None:
    life = lives(IMG, (5, GONE), (6, GONE), (7, FULL), (8, AskStatus("mira")), (9, GONE), until=9)
    assert [event.at for event in life.happened(AddressFailing)] == [day(5), day(9)]
    assert len(life.letters("address_failing")) == 2


def nudged(life: Life, member: str) -> list[str]:
    """The names of the reminders one member was written after the tenth day."""
    return [sent.name for sent in life.letters(to=member) if sent.at > day(10)]


def test_nudges_rest_for_whom_no_letter_reaches_and_for_nobody_else() -> None:
    """And the relationship goes on: what is owed reaches the organiser as it would have."""
    life = lives(IMG, (10, GONE), until=50)
    assert nudged(life, "mira") == []
    assert len(nudged(life, "ada")) == len(nudged(lives(IMG, until=50), "ada")) > 2
    assert life.letters("escalation") and not life.letters("ended")


def test_nudges_go_on_when_they_write_again() -> None:
    assert "form" in nudged(lives(IMG, (10, GONE), (11, AskStatus("mira")), until=50), "mira")


def test_a_stranger_bounces_nobody() -> None:
    given(lives(IMG, until=5)).when(ReportBounce("mallory", permanent=True), at=day(5)).then_nothing()
    assert Member("mallory", "mentee") not in lives(IMG, until=5).pair.members
