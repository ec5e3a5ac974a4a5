"""A pair lives its relationship by email: mail in, mail out, months in seconds."""

from datetime import timedelta

import pytest

from mentoring.calendar import Span, add
from tests.stories.conftest import Begin
from tests.town import FORMS, MENTEE, MENTOR, ORGANISER

PROGRAMMES = pytest.mark.parametrize("programme", ["img", "red"])


@PROGRAMMES
async def test_the_kick_off_letters_go_to_both(begin: Begin, programme: str) -> None:
    """Story 1; IMG-04: in IMG the mentor is asked to set up the first session, in RED both."""
    town = await begin(programme)
    assert town.names(MENTOR) == ["kickoff", "form"]
    assert town.names(MENTEE) == ["kickoff", "form"]

    nudged = await town.until_letter(MENTOR, "first_meeting_nudge")
    also = [mail for mail in town.post(MENTEE) if mail.name == "first_meeting_nudge" and mail.at == nudged.at]
    assert bool(also) == (programme == "red")


@PROGRAMMES
async def test_an_agreement_is_filled_read_back_signed_and_copied(begin: Begin, programme: str) -> None:
    """Story 2; RED-10, IMG-22: in force when both have signed; XC-01: the organiser sees declared fields only."""
    town = await begin(programme)
    await town.signs_the_agreement()

    assert (
        town.latest(MENTOR, "sign").outgoing.letter.facts["text"]
        == town.latest(MENTEE, "sign").outgoing.letter.facts["text"]
    )
    assert "DocumentInForce" in town.story()
    copy = town.latest(ORGANISER, "copy")
    assert copy.says("every two weeks")
    # IMG keeps how to reach people between the two of them; RED's form goes to its office whole.
    assert copy.says("text message") is False
    assert town.names(ORGANISER).count("copy") == 1


async def test_a_frequency_below_the_floor_is_refused_with_the_reason(begin: Begin) -> None:
    """Story 2; RED-08."""
    town = await begin("red")
    await town.answers(MENTOR, "form", "How often to meet: quarterly\nGoals as a mentor: listen")
    refusal = town.latest(MENTOR, "form_incomplete")
    assert refusal.says("at least once a month")
    kept = {answer.field for answer in town.state().document("agreement").answers}
    assert kept == {"goals_mentor"}


@PROGRAMMES
async def test_a_silent_pair_is_reminded_and_then_the_organiser_hears(begin: Begin, programme: str) -> None:
    """Story 2; the ladder of the agreement, then one escalation with facts only."""
    town = await begin(programme)
    await town.until_letter(ORGANISER, "escalation")
    assert town.names(MENTEE).count("form") == 4
    assert town.names(ORGANISER)[-1] == "escalation"
    due = town.latest(MENTEE, "form").outgoing.letter.facts["due"]
    assert due == add(town.state().kickoff, Span(days=28))


async def test_one_side_alone_changes_nothing(begin: Begin) -> None:
    """Story 2; IMG-19: an amendment needs both, and lapses without."""
    town = await begin("img")
    await town.signs_the_agreement()
    await town.answers(
        MENTOR, "in_force", "Please change the length of a session to 30 minutes.\n\nLength of a session: 30 minutes"
    )
    await town.answers(MENTOR, "sign", "I agree")
    standing = {answer.field: answer.words.text for answer in town.state().document("agreement").standing}
    assert standing["session_length"] == "one hour"
    await town.until_letter(MENTEE, "unchanged")
    standing = {answer.field: answer.words.text for answer in town.state().document("agreement").standing}
    assert standing["session_length"] == "one hour"


async def test_meetings_are_proposed_moved_agreed_and_reported(begin: Begin) -> None:
    """Story 3."""
    town = await begin("img")
    await town.answers(MENTOR, "kickoff", f"How about {await town.in_days(6)} at 3pm?")
    await town.answers(MENTEE, "meeting_proposed", f"Could we do {await town.in_days(7)} at 10am instead?")
    assert "MeetingMoved" in town.story()
    await town.answers(MENTOR, "meeting_proposed", "Yes, that suits me")
    assert town.latest(MENTEE, "meeting_fixed").says("10:00")

    agenda = await town.until_letter(MENTEE, "agenda_prompt")
    assert "agenda_prompt" not in town.names(MENTOR)
    meeting = town.state().meetings.number(1)
    assert meeting and agenda.at.date() == meeting.day - timedelta(days=1)

    await town.until_letter(MENTOR, "met_check")
    await town.answers(MENTOR, "met_check", "Yes we did, thanks")
    await town.answers(MENTEE, "met_check", "yes")
    assert town.state().meetings.held_days() == (meeting.day,)


async def test_two_answers_that_differ_are_shown_as_such(begin: Begin) -> None:
    """Story 3; XC-12: nobody is accused."""
    town = await begin("img")
    await town.answers(MENTOR, "kickoff", f"How about {await town.in_days(6)} at 3pm?")
    await town.answers(MENTEE, "meeting_proposed", "Yes")
    await town.until_letter(MENTEE, "met_check")
    await town.answers(MENTOR, "met_check", "Yes, we met")
    await town.answers(MENTEE, "met_check", "No, we didn't meet")
    assert town.latest(MENTOR, "met_differs").text.split() != []
    assert town.names(MENTEE)[-1] == town.names(MENTOR)[-1] == "met_differs"
    await town.answers(MENTEE, "met_differs", "Sorry, yes, we met")
    assert len(town.state().meetings.held_days()) == 1


async def test_the_action_plan_is_due_by_the_second_meeting(begin: Begin) -> None:
    """Story 3; RED-11: asked for after the first meeting, again at once with the second, told at the third."""
    town = await begin("red")
    await town.writes(MENTOR, "We met today.")
    assert town.names(MENTEE)[-1] != "form" or town.names(MENTEE).count("form") == 2
    assert town.latest(MENTEE, "form").outgoing.letter.facts["document"] == "plan"
    await town.days(8)
    await town.writes(MENTOR, "We met today.")
    await town.days(1)
    again = town.latest(MENTEE, "form").outgoing.letter.facts
    assert again["document"] == "plan" and again.get("again")
    await town.answers(
        MENTEE,
        "form",
        "Goal: a budget\nSteps: a course\nSupport needed: an hour\n"
        "Target date: in six weeks\nHow we will know: it is sent",
    )
    assert town.state().document("plan").in_force == 1


async def test_img_nudges_and_never_tells(begin: Begin) -> None:
    """Story 4; IMG-08: the cadence is advised, so the organiser never hears of it."""
    town = await begin("img")
    await town.signs_the_agreement()
    await town.writes(MENTOR, "We met today.")
    await town.until_letter(MENTEE, "completed")
    assert town.names(MENTEE).count("cadence_nudge") >= 3
    assert "escalation" not in town.names(ORGANISER)


async def test_red_tells_the_organiser_after_a_month_and_its_grace(begin: Begin) -> None:
    """Story 4; RED-13: nudges, then the organiser."""
    town = await begin("red")
    await town.signs_the_agreement()
    await town.writes(MENTOR, "We met today.")
    met = town.state().meetings.held_days()[0]
    told = await town.until_letter(ORGANISER, "escalation")
    assert told.outgoing.letter.facts["key"] == "cadence"
    # Two weeks is the pair's own rhythm.
    assert told.at.date() == met + timedelta(days=14 + 10)
    assert town.names(MENTOR).count("cadence_nudge") == 2


async def test_both_must_say_yes_to_go_on_and_only_once(begin: Begin) -> None:
    """Story 5; IMG-07: four months, two more if both wish, six at the most; IMG-20: the organiser is told."""
    town = await begin("img")
    kickoff = town.state().kickoff
    await town.until_letter(MENTEE, "renewal_asked")
    await town.answers(MENTOR, "renewal_asked", "Yes, let's continue")
    assert town.state().term_ends == add(kickoff, Span(months=4))
    await town.answers(MENTEE, "renewal_asked", "yes please")
    assert town.state().term_ends == add(kickoff, Span(months=6))
    assert town.names(ORGANISER)[-1] == "organiser_renewed"
    ended = await town.until_letter(MENTEE, "completed")
    assert ended.at.date() == add(kickoff, Span(months=6))
    assert town.names(MENTEE).count("renewal_asked") == 1
    assert town.names(ORGANISER)[-1] == "organiser_ended"


async def test_one_yes_is_not_enough(begin: Begin) -> None:
    """Story 5; IMG-07."""
    town = await begin("img")
    await town.until_letter(MENTEE, "renewal_asked")
    await town.answers(MENTOR, "renewal_asked", "Yes")
    await town.answers(MENTEE, "renewal_asked", "No thank you")
    ended = await town.until_letter(MENTOR, "completed")
    assert ended.at.date() == add(town.state().kickoff, Span(months=4))


@PROGRAMMES
@pytest.mark.parametrize("who", [MENTOR, MENTEE])
async def test_one_reply_ends_it_without_a_word_of_why(begin: Begin, programme: str, who: str) -> None:
    """Story 6; XC-03, IMG-18: confirmed to the leaver at once, told to the others after the grace, neutrally."""
    town = await begin(programme)
    other = MENTEE if who == MENTOR else MENTOR
    before = len(town.names(other))
    await town.writes(who, "I would like to end this. I just cannot stand canaryreason any more.")
    assert town.names(who)[-1] == "end_pending"
    assert len(town.names(other)) == before
    await town.until_letter(other, "ended")
    assert not any("canaryreason" in mail.text for mail in town.post())
    assert (
        town.latest(MENTOR, "ended").at
        == town.latest(MENTEE, "ended").at
        == town.latest(ORGANISER, "organiser_ended").at
    )
    await town.to_the_end()
    after = [mail.name for mail in town.post() if mail.at > town.latest(MENTOR, "ended").at]
    assert after == ["survey", "survey"]


async def test_an_end_can_be_undone_and_nobody_else_hears(begin: Begin) -> None:
    """Story 6; P8."""
    town = await begin("img")
    before = len(town.names(MENTOR))
    await town.writes(MENTEE, "END")
    await town.answers(MENTEE, "end_pending", "UNDO")
    assert town.names(MENTEE)[-1] == "end_undone"
    assert len(town.names(MENTOR)) == before
    await town.until_letter(MENTOR, "first_meeting_nudge")


async def test_the_mentor_acknowledges_what_outlives_the_relationship(begin: Begin) -> None:
    """Story 6; IMG-13."""
    town = await begin("img")
    await town.writes(MENTEE, "END")
    letter = await town.until_letter(MENTOR, "ended")
    assert letter.says("reference")
    await town.answers(MENTOR, "ended", "I understand")
    assert "DutiesAcknowledged" in town.story()


async def test_a_pause_is_quiet_and_moves_every_later_date(begin: Begin) -> None:
    """Story 7; P6."""
    town = await begin("img")
    ends = town.state().term_ends
    today = (await town.rehearsal.now()).date()
    back = today + timedelta(days=20)
    await town.writes(MENTEE, f"Please pause until {back:%d %B %Y}")
    assert town.names(MENTOR)[-1] == town.names(MENTEE)[-1] == "paused"
    count = len(town.post())
    await town.until(back - timedelta(days=1))
    assert len(town.post()) == count
    resumed = await town.until_letter(MENTOR, "resumed")
    assert resumed.at.date() == back
    assert town.state().term_ends == ends + timedelta(days=20)


async def test_help_and_status_are_answered(begin: Begin) -> None:
    """Story 8."""
    town = await begin("red")
    await town.writes(MENTEE, "help")
    assert town.latest(MENTEE, "help").says("red@rsp.wisc.edu")
    await town.writes(MENTEE, "status")
    assert town.names(MENTEE)[-1] == "status"


async def test_what_nobody_can_read_is_asked_back_twice_and_then_a_human_is_told(begin: Begin) -> None:
    """Story 8; the organiser hears without the words."""
    town = await begin("img")
    await town.answers(MENTEE, "kickoff", "purple canarywords of the seventh moon, perhaps")
    assert town.names(MENTEE)[-1] == "ask_back"
    await town.answers(MENTEE, "ask_back", "the seventh canarywords again, or maybe not")
    told = town.latest(ORGANISER, "human_needed")
    assert not told.says("canarywords")
    assert town.names(MENTEE).count("ask_back") == 2


async def test_the_one_thing_missing_needs_no_label(begin: Begin) -> None:
    """Story 2: asked for one field only, a plain answer is the answer to it."""
    town = await begin("img")
    await town.answers(MENTOR, "form", FORMS["img"][MENTOR].rpartition("\n")[0])
    assert town.latest(MENTOR, "form_incomplete").outgoing.letter.facts["missing"] == ("phone_times",)
    await town.answers(MENTOR, "form_incomplete", "Evenings after six")
    given = {answer.field: answer.words.text for answer in town.state().document("agreement").answers}
    assert given["phone_times"] == "Evenings after six"
