"""What is left open about a concern is brought up once, without a word of it, and then stays pending (`IMG-15`)."""

from dataclasses import replace
from datetime import date

import pytest

from mentoring.answers import AskStatus
from mentoring.concerns import TWO, GiveBasis, OpenConcern, RaiseConcern, WithdrawConcern
from mentoring.ending import End
from mentoring.letters import CONCERNS, ORGANISER, SECOND_ORGANISER, Ask, Question
from mentoring.pause import AbsenceKind, Pause
from mentoring.picture import details
from mentoring.relationship import next_deadline
from mentoring.words import Words
from tests.spec import IMG, RED, Step, day, given, lives, with_a_second

TWO_IMG = with_a_second(IMG)
WORDS = Words("he goes on operating")
RAISED: Step = (5, RaiseConcern("ada"))
PART: Step = (5, GiveBasis("ada", 1, (2, 3)))
READY: tuple[Step, ...] = (RAISED, (5, GiveBasis("ada", 1, (2, 3), told=date(2026, 1, 30), words=WORDS)))
ABOUT = ("concern_basis", "concern_pending", "concern_ready")


def again(*steps: Step, until: float = 40) -> list[tuple[str, str, int]]:
    """What is brought up again about a concern: letter, reader, and on which day."""
    life = lives(TWO_IMG, *steps, until=until)
    found = [sent for sent in life.sent if sent.name in ABOUT and sent.letter.facts.get("again")]
    return [(sent.name, sent.to, (sent.on - life.kickoff).days) for sent in found]


def test_who_has_not_finished_the_form_is_reminded_once_and_the_route_is_told_once() -> None:
    assert again(RAISED, until=120) == [("concern_basis", "ada", 8), ("concern_pending", CONCERNS, 10)]
    assert again(RAISED, PART, until=120) == [("concern_basis", "ada", 8), ("concern_pending", CONCERNS, 10)]


def test_the_reminder_asks_for_what_is_still_open() -> None:
    life = lives(TWO_IMG, RAISED, PART, until=8)
    (letter,) = [sent.letter for sent in life.letters("concern_basis") if sent.letter.facts.get("again")]
    assert letter.question == Question(Ask.CONCERN_BASIS, "concern/1") and letter.private
    assert letter.facts["missing"] == ("told", "words") and letter.facts["ticks"] == (2, 3)


def test_whoever_of_the_two_has_not_said_open_is_reminded_once() -> None:
    """By the programme's own escalation."""
    assert again(*READY, until=120) == [("concern_ready", ORGANISER, 10), ("concern_ready", SECOND_ORGANISER, 10)]
    one = (6.0, OpenConcern(ORGANISER, 1))
    assert again(*READY, one, until=120) == [("concern_ready", SECOND_ORGANISER, 10)]
    later = replace(TWO_IMG.documents[0], ladder=replace(TWO_IMG.documents[0].ladder, escalate=9))
    life = lives(replace(TWO_IMG, documents=(later,)), *READY, until=40)
    assert {(sent.on - life.kickoff).days for sent in life.letters("concern_ready")} == {5, 14}


@pytest.mark.parametrize("over", [(6.0, WithdrawConcern("ada", 1)), *[(6.0, OpenConcern(who, 1)) for who in TWO][:1]])
def test_of_what_is_over_nothing_is_brought_up(over: Step) -> None:
    both = tuple((6.0, OpenConcern(who, 1)) for who in TWO)
    assert again(*READY, *(both if isinstance(over[1], OpenConcern) else (over,))) == []
    assert again(RAISED, (6.0, WithdrawConcern("ada", 1))) == []


def test_where_there_is_no_form_there_is_nothing_to_remind_of() -> None:
    """`XC-04`; and of the mentee, whom the programme does not bind."""
    assert again((5, RaiseConcern("mira"))) == []
    for of in (IMG, RED):
        life = lives(of, RAISED, until=60)
        assert not [sent for sent in life.sent if sent.name in ABOUT and sent.letter.facts.get("again")]


def test_nobody_is_reminded_while_they_are_away() -> None:
    away = (6.0, Pause("ada", AbsenceKind.AWAY, None, date(2026, 2, 16)))
    assert again(RAISED, away) == [("concern_basis", "ada", 21), ("concern_pending", CONCERNS, 21)]


def test_an_end_in_between_changes_nothing_of_it_and_after_the_close_there_is_silence() -> None:
    """T22: whoever of the two has asked for the end."""
    expected = [("concern_basis", "ada", 8), ("concern_pending", CONCERNS, 10)]
    assert again(RAISED, (6, End("ada"))) == again(RAISED, (6, End("mira"))) == expected
    closed = lives(TWO_IMG, (5, End("mira")), (34.5, RaiseConcern("ada")), until=120)
    assert [sent.name for sent in closed.sent if sent.letter.facts.get("again")] == []


def test_it_stays_pending_in_the_organisers_status_until_it_is_over() -> None:
    def told(*steps: Step) -> object:
        life = lives(TWO_IMG, *steps, until=60)
        (letter,) = given(life).when(AskStatus(ORGANISER), at=day(60)).letters()
        return letter.facts.get("concerns")

    assert (told(), told(RAISED), told(*READY)) == (None, 1, 1)
    assert told(*READY, (20, RaiseConcern("ada"))) == 2
    assert told(RAISED, (6, WithdrawConcern("ada", 1))) is None
    assert told(*READY, *((6.0, OpenConcern(who, 1)) for who in TWO)) is None


def test_whoever_watches_sees_neither_whose_it_is_nor_who_is_reminded() -> None:
    """T23: the same words for both, and no role."""
    waiting, ready = lives(TWO_IMG, RAISED, until=7), lives(TWO_IMG, *READY, until=9.5)
    for life in (waiting, ready):
        deadline = next_deadline(life.state)
        assert deadline is not None and deadline.why == "word again about a concern"
        assert not {"ada", "mira"} & set(details(life.state).split())
        assert "concern/" not in details(life.state)
