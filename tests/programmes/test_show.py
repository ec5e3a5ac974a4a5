"""`peerpost programme show`: the rules in sentences, and every letter week by week."""

import json

from tests.programmes.commands import programme


def test_a_programme_is_explained_and_its_weeks_are_told() -> None:
    told = programme("show", "img", "--kickoff", "2027-01-25")
    assert told.exit_code == 0
    lines = [" ".join(line.split()) for line in told.stdout.splitlines()]
    assert lines[0] == "IMG Peer Mentoring (img 2026.1)"
    assert "- The first one is set up by the mentor, within 14 days of the kick-off." in lines
    assert "1 Mon 25 Jan mentor, mentee Welcome to IMG Peer Mentoring: please reply JOIN" in lines
    assert "Sat 27 Feb organiser Still open: Mentoring agreement" in lines
    assert "18 Tue 25 May mentor, mentee Thank you: your mentoring is complete" in lines


def test_the_same_is_told_to_programs() -> None:
    told = json.loads(programme("show", "red", "--kickoff", "2027-01-25", "--json").stdout)
    assert (told["name"], told["version"], told["kickoff"]) == ("red", "2026.1", "2027-01-25")
    assert [part["about"] for part in told["rules"]][:2] == ["Who and how long", "Meetings"]
    reported = [each for each in told["if_nobody_answers"] if each["letter"] == "escalation"]
    assert reported[0]["to"] == ["organiser"] and reported[0]["week"] == 5
    assert not [each for each in told["if_everybody_answers"] if each["letter"] == "escalation"]


def test_a_programme_that_is_refused_is_not_explained() -> None:
    assert programme("show", "nil").exit_code == 2
