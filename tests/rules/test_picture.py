"""What whoever watches operations sees: stages, dates, roles; never a word, a name or an id (`XC-02`)."""

from datetime import date

import pytest

from mentoring.calendar import at_hour
from mentoring.ending import End
from mentoring.pause import AbsenceKind, Pause
from mentoring.picture import details, stage
from mentoring.relationship import initial
from tests.spec import IMG, RED, Step, agreed, lives, met


def test_before_anything_it_is_enrolled() -> None:
    assert stage(initial(IMG)) == stage(lives(IMG, until=-1).state) == "enrolled"
    assert "**Kick-off:** 2026-01-26" in details(lives(IMG, until=-1).state)
    assert details(initial(IMG)) == "**Stage:** enrolled  \n**Programme:** img 2026.1"


@pytest.mark.parametrize(
    ("steps", "until", "expected"),
    [
        ((), 1, "agreement"),
        (met(1), 2, "agreement"),
        (agreed(IMG), 4, "first_meeting"),
        ((*agreed(IMG), *met(5)), 6, "meetings"),
        ((*agreed(IMG), *met(5)), 107, "renewal"),
        ((*agreed(IMG), *met(5)), 121, "ended"),
        ((*agreed(IMG), *met(5)), 200, "closed"),
        (((5, Pause("ada", AbsenceKind.PAUSE, None, date(2026, 2, 20))),), 6, "paused"),
    ],
)
def test_each_stage_has_its_word(steps: tuple[Step, ...], until: float, expected: str) -> None:
    assert stage(lives(IMG, *steps, until=until).state) == expected


@pytest.mark.parametrize("day", [4, 10, 107])
def test_the_picture_does_not_change_while_somebody_is_in_the_grace_of_an_end(day: int) -> None:
    """XC-03: operations learn of an end when everybody does."""
    before, during = lives(IMG, until=day), lives(IMG, (day, End("mira")), until=day)
    assert stage(during.state) == stage(before.state)
    assert details(during.state) == details(before.state)


def test_the_details_say_what_is_owed_by_which_roles_and_when() -> None:
    assert details(lives(IMG, *met(5), until=6).state) == "\n".join(
        [
            "**Stage:** agreement  ",
            "**Programme:** img 2026.1  ",
            "**Next:** 2026-02-09, agreement: remind  ",
            "**Meetings held:** 1",
            "",
            "| owed | by | due |",
            "|---|---|---|",
            "| cadence/2026-01-31 | mentee, mentor | 2026-02-14 |",
            "| agreement | mentee, mentor | 2026-02-23 |",
            "| renewal/1 | mentee, mentor | 2026-05-26 |",
        ]
    )


def test_the_details_say_how_long_it_is_paused() -> None:
    away = (5, Pause("ada", AbsenceKind.PAUSE, None, date(2026, 2, 20)))
    assert "**Paused:** 2026-01-31 until 2026-02-20" in details(lives(IMG, away, until=6).state)
    assert "Paused" not in details(lives(IMG, away, until=30).state)


def test_the_details_of_what_is_closed_are_short() -> None:
    assert details(lives(IMG, (5, End("ada"))).state).endswith("**Next:** nothing  \n**Meetings held:** 0")


def test_no_id_and_no_word_is_in_any_picture() -> None:
    """XC-02."""
    for n in range(0, 400, 10):
        picture = details(lives(RED, *agreed(RED), *met(5), (200, End("mira")), until=n).state)
        assert not any(secret in picture for secret in ("ada", "mira", "what they said", "mail-"))


def test_the_day_shown_is_the_pairs_own() -> None:
    """The next step of a pair in Chicago is at nine there."""
    life = lives(RED, until=1)
    assert "**Next:** 2026-02-05" in details(life.state)
    assert at_hour(date(2026, 2, 5), RED.letters_at, RED.zone).hour == 15
