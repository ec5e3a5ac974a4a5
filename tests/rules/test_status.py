"""STATUS and HELP: how things stand, for whoever asks."""

from datetime import date

from mentoring.answers import AskHelp, AskStatus
from mentoring.letters import Fact
from mentoring.meetings import AgreeMeeting, ProposeMeeting
from mentoring.pause import AbsenceKind, Pause
from mentoring.relationship import owed
from tests.spec import IMG, RED, Step, agreed, day, given, lives, met

EVERYBODY = ("ada", "mira")


def status(*steps: Step, until: float) -> dict[str, Fact]:
    (letter,) = given(lives(IMG, *steps, until=until)).when(AskStatus("mira"), at=day(until)).letters()
    assert letter.to == "mira"
    return dict(letter.facts)


def test_at_the_beginning_everything_is_still_owed() -> None:
    assert status(until=1) == {
        "owed": (
            ("agreement", date(2026, 2, 23), EVERYBODY),
            ("first-meeting", date(2026, 2, 9), ("ada",)),
        ),
        "term_ends": date(2026, 5, 26),
        "held": 0,
        "in_force": False,
    }


def open_things(*steps: Step, until: float) -> set[str]:
    told = status(*steps, until=until)["owed"]
    assert isinstance(told, tuple)
    return {str(each[0]).split("/")[0] for each in told if isinstance(each, tuple)} - {"agreement"}


def test_one_meeting_is_open_at_a_time_and_a_question_once_it_was_asked() -> None:
    fixed: Step = (11, ProposeMeeting("ada", date(2026, 2, 10)))
    assert open_things(until=1) == {"first-meeting"}
    assert open_things(*met(10), until=12) == {"cadence"}
    assert open_things(*met(10), fixed, until=12) == set()
    assert open_things(*met(10), fixed, until=17) == {"met"}
    assert "renewal" in open_things(*met(10), until=110)


def test_it_says_whether_the_day_is_agreed() -> None:
    fixed: tuple[Step, ...] = ((11, ProposeMeeting("ada", date(2026, 2, 10))),)
    assert status(*fixed, until=12)["agreed"] is False
    assert status(*fixed, (12, AgreeMeeting("mira", 1)), until=13)["agreed"] is True


def test_later_it_says_what_holds_and_when_they_meet() -> None:
    fixed: tuple[Step, ...] = ((11, ProposeMeeting("ada", date(2026, 2, 10))),)
    facts = status(*agreed(IMG), *met(10), *fixed, until=12)
    assert (facts["in_force"], facts["held"], facts["number"], facts["day"]) == (True, 1, 2, date(2026, 2, 10))


def test_it_says_from_when_to_when_somebody_is_away() -> None:
    away = (3.0, Pause("ada", AbsenceKind.AWAY, date(2026, 2, 2), date(2026, 2, 9)))
    facts = status(away, until=4)
    assert (facts["paused_from"], facts["paused_until"]) == (date(2026, 2, 2), date(2026, 2, 9))
    assert "paused_from" not in status(away, until=20)


def test_help_says_how_things_stand_too() -> None:
    (letter,) = given(lives(IMG, until=1)).when(AskHelp("mira"), at=day(1)).letters()
    assert (letter.name, dict(letter.facts)) == ("help", status(until=1))


def test_questions_the_service_will_ask_by_itself_are_not_called_owed() -> None:
    life = lives(RED, until=1)
    (letter,) = given(life).when(AskStatus("ada"), at=day(1)).letters()
    told = letter.facts["owed"]
    assert isinstance(told, tuple)
    assert len(told) < len(owed(life.state))
    assert {str(each[0]).split("/")[0] for each in told if isinstance(each, tuple)} == {
        "agreement", "plan", "first-meeting",
    }  # fmt: skip


def test_what_cannot_be_done_is_said_with_its_reason_and_how_things_stand() -> None:
    late = ProposeMeeting("mira", date(2026, 1, 20))
    (letter,) = given(lives(IMG, until=1)).when(late, at=day(1)).letters()
    assert (letter.name, letter.to) == ("cannot_do", "mira")
    assert dict(letter.facts) == {"why": "meeting_in_the_past", **status(until=1)}
