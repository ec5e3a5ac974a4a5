"""How often a pair is nudged to meet."""

from datetime import date

from mentoring.meetings import AgreeMeeting, ProposeMeeting
from tests.spec import IMG, Step, agreed, lives, met


def test_two_who_have_a_date_are_not_nudged_for_one() -> None:
    """Met on day 10, due on day 24, and fixed for day 26: no nudge comes between, nor in the days of its check."""
    fixed: tuple[Step, ...] = ((12, ProposeMeeting("ada", date(2026, 2, 21))), (13, AgreeMeeting("mira", 2)))
    assert lives(IMG, *agreed(IMG), *met(10), *fixed, until=35).days("cadence_nudge") == []


def test_a_date_far_off_does_not_silence_the_nudges_for_ever() -> None:
    far: tuple[Step, ...] = ((12, ProposeMeeting("ada", date(2026, 5, 10))), (13, AgreeMeeting("mira", 2)))
    assert lives(IMG, *agreed(IMG), *met(10), *far, until=50).days("cadence_nudge") == [date(2026, 3, 8)]


def test_an_old_meeting_told_late_brings_no_nudge_in_the_same_hour() -> None:
    """Held on day 10, told on day 30, when the next had been due for days: the nudge keeps its distance."""
    life = lives(IMG, *agreed(IMG), *met(10, told=30), until=40)
    assert [sent.on for sent in life.letters("cadence_nudge") if sent.on >= date(2026, 2, 25)] == [
        date(2026, 2, 28)
    ] * 2


def test_a_silent_pair_is_nudged_once_per_period() -> None:
    """Ten days after each period the question lapses, and the next period begins."""
    life = lives(IMG, *agreed(IMG), *met(10), until=70)
    assert life.days("cadence_nudge") == [date(2026, 2, 22), date(2026, 3, 8), date(2026, 3, 22), date(2026, 4, 5)]
