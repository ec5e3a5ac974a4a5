"""Nobody can tell who ended it (T22): every end takes one path, with the same letters at the same hour."""

from dataclasses import replace
from datetime import date

import pytest

from mentoring.answers import AskHelp, AskStatus
from mentoring.ending import End, Undo
from mentoring.events import (
    EndAsked,
    KickedOff,
    MeetingAgreed,
    RelationshipEnded,
)
from mentoring.letters import ORGANISER
from mentoring.meetings import AgreeMeeting, ProposeMeeting
from mentoring.organising import CloseRelationship, Extend
from mentoring.relationship import is_over
from mentoring.words import Attribution
from tests.spec import IMG, KICKOFF, Step, agreed, day, given, lives, met


@pytest.mark.parametrize("by", [End("mira"), End("ada"), CloseRelationship("")])
def test_before_the_kickoff_it_ends_as_ever_with_nothing_to_survey_and_no_duties(by: End | CloseRelationship) -> None:
    """XC-03, T22: the same grace and the same hour; nothing had begun, and nothing begins meanwhile."""
    life = lives(IMG, (-1, by), until=60)
    assert [event.at for event in life.happened(RelationshipEnded)] == [day(1, 9)]
    assert [sent.name for sent in life.letters()] == ["end_pending", "ended", "ended", "organiser_ended"]
    assert [sent.to for sent in life.letters()[1:]] == ["ada", "mira", ORGANISER]
    assert {sent.letter.facts.get("duties", False) for sent in life.letters()} == {False}
    assert is_over(life.state)


def test_an_end_before_the_kickoff_may_be_taken_back_and_the_kickoff_comes_on_its_day() -> None:
    life = lives(IMG, (day(-2, 12), End("mira")), (day(-2, 14), Undo("mira")), until=1)
    assert [(sent.name, sent.to) for sent in life.letters()[:2]] == [("end_pending", "mira"), ("end_undone", "mira")]
    assert [event.at for event in life.happened(KickedOff)] == [day(0, 9)]


def test_taken_back_after_the_day_of_the_kickoff_it_begins_at_once() -> None:
    life = lives(IMG, (-1, End("mira")), (day(0, 15), Undo("mira")), until=1)
    assert [event.at for event in life.happened(KickedOff)] == [day(0, 15)]
    assert life.days("kickoff") == [KICKOFF]


def test_an_end_that_is_read_after_the_hour_of_a_missed_kickoff_ends_what_had_begun() -> None:
    """The service was down over the morning of the kick-off."""
    waiting = lives(IMG, until=-1).state
    when = given(waiting).when(End("mira"), at=day(0, 12))
    assert when.kinds() == ["KickedOff", "EndAsked"]


@pytest.mark.parametrize("second", [End("ada"), CloseRelationship("agreement")])
def test_who_asks_while_anothers_grace_runs_reads_nothing_of_it(second: End | CloseRelationship) -> None:
    """T22: the day they are told is the one they would be told had nobody asked before."""
    alone = given(lives(IMG, until=11)).when(second, at=day(11)).letters()
    after = given(lives(IMG, (10, End("mira")), until=11)).when(second, at=day(11)).letters()
    assert alone == after and alone[0].facts == {"until": day(13, 9)}


def test_without_grace_the_others_still_hear_at_the_programmes_hour() -> None:
    """T22: the hour of the letter is never the hour of the request."""
    at_once = replace(IMG, ending=replace(IMG.ending, grace_hours=0))
    life = lives(at_once, (10, End("ada")), until=12)
    assert life.happened(EndAsked) == [EndAsked(day(10), Attribution("ada"), day(11, 9))]
    assert [event.at for event in life.happened(RelationshipEnded)] == [day(11, 9)]


def test_the_letters_about_the_end_are_the_same_whoever_asked() -> None:
    """XC-03: nobody can tell from anything but their own request."""
    letters = {}
    for member in ("ada", "mira"):
        life = lives(IMG, *agreed(IMG), *met(5), (30, End(member)))
        letters[member] = [(sent.at, sent.letter) for sent in life.sent if sent.at > day(30)]
    assert letters["ada"] == letters["mira"]
    assert len(letters["ada"]) == 5


def test_the_events_after_the_request_are_the_same_whoever_asked() -> None:
    after = {}
    for member in ("ada", "mira"):
        after[member] = lives(IMG, *agreed(IMG), (30, End(member))).events
    assert [type(event) for event in after["ada"]] == [type(event) for event in after["mira"]]
    told = [[event for event in events if not isinstance(event, EndAsked)] for events in after.values()]
    assert told[0] == told[1]


def test_while_the_grace_runs_the_other_sees_no_difference() -> None:
    """XC-03: STATUS tells the other the same as the day before."""
    before, during = lives(IMG, until=15), lives(IMG, (15, End("mira")), until=15)
    one = given(before).when(AskStatus("ada"), at=day(15)).letters()
    two = given(during).when(AskStatus("ada"), at=day(15)).letters()
    assert one == two and one[0].facts["owed"]


def test_the_organiser_sees_no_difference_in_the_grace_either() -> None:
    more = Extend("agreement", 14)
    one = given(lives(IMG, until=33)).when(more, at=day(33))
    two = given(lives(IMG, (33, End("mira")), until=33)).when(more, at=day(33))
    assert one.events == two.events and one.kinds() == ["Extended"]


@pytest.mark.parametrize("writer", ["ada", "mira"])
def test_in_the_grace_whoever_writes_is_answered_and_nobody_else_is_written_to(writer: str) -> None:
    """The other's proposal stays unsent to a leaver; and that theirs stays unsent too keeps the two alike (T22)."""
    leaving = lives(IMG, (10, End("mira")), until=10)
    proposal = given(leaving).when(ProposeMeeting(writer, date(2026, 2, 12)), at=day(10))
    proposal.then_letters(("meeting_noted", writer))
    assert [letter.private for letter in proposal.letters()] == [True]
    given(leaving).when(AskHelp(writer), at=day(10)).then_letters(("help", writer))


def test_the_organisers_close_takes_the_same_path_as_a_members_end() -> None:
    """XC-03, T22: the members read the same letters at the same hour."""
    lived = [lives(IMG, *met(5), (30, by)) for by in (End("ada"), CloseRelationship("agreement"))]
    by_member, by_organiser = ([each for each in life.sent if each.at > day(30)] for life in lived)
    assert by_member == by_organiser
    assert [event for event in lived[0].events if not isinstance(event, EndAsked)] == [
        event for event in lived[1].events if not isinstance(event, EndAsked)
    ]


def test_the_organiser_may_take_a_close_back_and_nobody_else_can() -> None:
    closing: tuple[Step, ...] = ((10, CloseRelationship("agreement")),)
    given(lives(IMG, *closing, until=11)).when(Undo("ada"), at=day(11)).then_declined("nothing_to_undo")
    life = lives(IMG, *closing, (11, Undo(ORGANISER)), until=30)
    assert life.happened(RelationshipEnded) == []
    assert [sent.name for sent in life.letters(to=ORGANISER)][:2] == ["end_pending", "end_undone"]
    given(life).when(Undo(ORGANISER), at=day(30)).then_nothing()


def test_a_day_proposed_in_the_grace_is_put_to_whoever_stays_after_all() -> None:
    """Mira was told that Ada is asked; so she is, once she has taken her END back, and nobody sees more than that."""
    steps = ((5, End("ada")), (5, ProposeMeeting("mira", date(2026, 2, 6))), (5, Undo("ada")))
    life = lives(IMG, *steps, until=5)
    assert [sent.name for sent in life.letters(to="ada")][-2:] == ["end_undone", "meeting_proposed"]
    asked = life.letters("meeting_proposed", "ada")[0].letter
    assert asked.private and asked.facts["by"] == "mira" and asked.question.about == "meeting/1/2026-02-06"
    assert life.does(AgreeMeeting("ada", 1)) == (MeetingAgreed(day(5), "ada", 1),)


def test_who_stays_is_asked_nothing_that_they_said_themselves_and_nothing_while_another_leaves() -> None:
    steps = ((4, ProposeMeeting("ada", date(2026, 2, 6))), (5, End("ada")), (5, Undo("ada")))
    assert lives(IMG, *steps, until=5).letters("meeting_proposed", "ada") == []
    both = ((5, End("ada")), (5, End("mira")), (5, ProposeMeeting("mira", date(2026, 2, 6))), (5, Undo("ada")))
    assert lives(IMG, *both, until=5).letters("meeting_proposed", "ada") == []
