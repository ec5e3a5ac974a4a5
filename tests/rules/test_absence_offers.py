"""An automatic reply that names a day is no answer: it may become one question, and a yes to that is one."""

from datetime import date, timedelta

import pytest

from correspondence.arriving.reading import Intent, Statement
from correspondence.commands import Sender, commands_for
from mentoring.commands import Command
from mentoring.ending import End
from mentoring.events import Paused, PauseOffered
from mentoring.letters import Ask, Question
from mentoring.pause import AbsenceKind, OfferPause, Pause, Resume
from tests.spec import IMG, day, given, lives

UNTIL = date(2026, 3, 12)
OFFER = OfferPause("mira", UNTIL)
ASKED = Question(Ask.PAUSE_OFFER, "2026-03-12")


def commands(intent: Intent) -> tuple[Command, ...]:
    sender = Sender("mira", ASKED, False, "m", IMG.zone, date(2026, 2, 20))
    return commands_for((Statement(intent),), sender)


def test_an_absence_is_offered_to_whoever_is_away_and_to_nobody_else() -> None:
    when = given(lives(IMG, until=20)).when(OFFER, at=day(20))
    when.then(PauseOffered(day(20), "mira", UNTIL))
    (letter,) = when.letters()
    assert (letter.name, letter.to, letter.question, letter.facts["until"]) == ("pause_offer", "mira", ASKED, UNTIL)


def test_the_answer_of_the_machine_to_the_offer_brings_no_second_one() -> None:
    """T12: it names the same day, or another one read out of the same text."""
    life = lives(IMG, (20, OFFER), until=21)
    for again in (OFFER, OfferPause("mira", UNTIL + timedelta(days=9)), OfferPause("mira", UNTIL - timedelta(days=9))):
        given(life).when(again, at=day(21)).then_nothing()


def test_the_next_absence_is_offered_again() -> None:
    later = date(2026, 4, 20)
    life = lives(IMG, (20, OFFER), until=60)
    given(life).when(OfferPause("mira", later), at=day(60)).then(PauseOffered(day(60), "mira", later))


def test_the_other_member_has_absences_of_their_own() -> None:
    life = lives(IMG, (20, OFFER), until=21)
    assert given(life).when(OfferPause("ada", UNTIL), at=day(21)).kinds() == ["PauseOffered"]


@pytest.mark.parametrize("until", [date(2026, 2, 14), date(2026, 2, 15), date(2020, 1, 1), date(2027, 12, 1)])
def test_a_day_that_has_passed_or_is_years_off_is_no_absence(until: date) -> None:
    """Today, too: who is back tomorrow needs no pause."""
    given(lives(IMG, until=20)).when(OfferPause("mira", until), at=day(20)).then_nothing()


def test_who_is_away_already_is_not_asked() -> None:
    away = Pause("mira", AbsenceKind.AWAY, None, date(2026, 3, 2))
    given(lives(IMG, (19, away), until=20)).when(OFFER, at=day(20)).then_nothing()
    back = lives(IMG, (19, away), (20, Resume("mira")), until=21)
    assert given(back).when(OFFER, at=day(21)).kinds() == ["PauseOffered"]


def test_who_is_leaving_or_gone_is_not_asked_and_not_told() -> None:
    given(lives(IMG, (20, End("mira")), until=20)).when(OFFER, at=day(20)).then_nothing()
    given(lives(IMG, (20, End("mira")), until=23)).when(OFFER, at=day(23)).then_nothing()


def test_whose_partner_is_leaving_is_asked_as_ever() -> None:
    """XC-03: a question that stays out would tell."""
    when = given(lives(IMG, (20, End("ada")), until=20)).when(OFFER, at=day(20))
    when.then(PauseOffered(day(20), "mira", UNTIL))


def test_an_offer_alone_changes_nothing() -> None:
    """It is never an answer by itself: what is due comes as it would have come."""
    without, offered = lives(IMG, until=60), lives(IMG, (20, OFFER), until=60)
    assert [s for s in offered.sent if s.name != "pause_offer"] == without.sent


def test_a_yes_holds_the_letters_until_that_day() -> None:
    (yes,) = commands(Intent.AGREE)
    assert yes == Pause("mira", AbsenceKind.AWAY, None, date(2026, 3, 13))
    when = given(lives(IMG, (20, OFFER), until=21)).when(yes, at=day(21))
    when.then(Paused(day(21), "mira", AbsenceKind.AWAY, date(2026, 2, 16), date(2026, 3, 13)))


def test_a_no_and_silence_do_nothing() -> None:
    assert commands(Intent.NOTHING) == ()


def test_a_yes_that_comes_after_the_day_is_told_so() -> None:
    late = Pause("mira", AbsenceKind.AWAY, None, date(2026, 3, 13))
    assert given(lives(IMG, (20, OFFER), until=60)).when(late, at=day(60)).kinds() == ["Declined"]
