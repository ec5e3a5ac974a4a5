"""Which letters an event brings, to whom, and what each of them asks.

A letter is a function of the event and of the state around it.  The tables below are all there is to read;
what a letter says is in `mail_templates/<name>/`.
"""

from dataclasses import replace

from mentoring import budget
from mentoring import events as e
from mentoring.answers import ASK_BACK_AT_MOST, Why, unread
from mentoring.ending import Closed, Ended, Leaving
from mentoring.letter_facts import begins, milestones, standing
from mentoring.letters import NOTHING_ASKED, OFFICE, ORGANISER, PRIVATE, WHICH_ONE, Ask, Fact, Letter, Question
from mentoring.letters_concerns import about_concern, about_opening, about_what_is_open
from mentoring.letters_documents import about_document, kickoff
from mentoring.letters_endings import about_the_end, about_time, about_trust
from mentoring.letters_meetings import about_a_day, about_meeting, day_question
from mentoring.letters_rights import about_moving, about_rights
from mentoring.letters_steps import steps
from mentoring.state import NotStarted, Relationship, State, Waiting

WHOEVER_LEAVES = frozenset({"concern_notice", "concern_not_passed"})
"""Letters that nobody's END holds back: their reader is told before anything of theirs is opened."""

TO_LEAVERS = e.EndAsked | e.EndUndone | e.ForgettingAsked | e.ForgettingAnswered
ABOUT_THE_PAIR = Question(Ask.ORGANISER_CARE, "pair")
"""What the organiser is answered may be answered again with their words."""


def letters_for(event: e.Event, before: State, after: State) -> tuple[Letter, ...]:
    """The letters an event brings, those marked that whoever watches is not told of."""
    if isinstance(after, NotStarted):
        return ()
    now = after if isinstance(after, Relationship) else after.under_way(event.at)
    letters = _letters(event, before.under_way(event.at) if isinstance(before, Waiting) else before, now)
    if isinstance(before, Relationship):
        letters = budget.posted(before, event, letters)
    if isinstance(now.life, Leaving) and not isinstance(event, TO_LEAVERS):
        letters = tuple(letter for letter in letters if _may_go(letter, event, now.life))
    letters = tuple(replace(letter, private=True) if _is_private(letter, now) else letter for letter in letters)
    return tuple(_after_the_end(letter) for letter in letters) if isinstance(now.life, Ended | Closed) else letters


def _after_the_end(letter: Letter) -> Letter:
    """What a member reads below it is no longer what they may do, but that they took part."""
    return letter if letter.to in OFFICE else replace(letter, facts={**letter.facts, "over": True})


def _may_go(letter: Letter, event: e.Event, life: Leaving) -> bool:
    """In the grace of an END whoever writes is answered, and nobody else is written to.

    Would one of two be left out, then whoever watches the other's letters could tell who wants to leave.
    """
    writer = budget.writer_of(event)
    if letter.to in OFFICE or letter.name in WHOEVER_LEAVES:
        return True
    return letter.to == writer if writer else letter.to not in life.asked


def _is_private(letter: Letter, now: Relationship) -> bool:
    to_a_member = letter.to not in OFFICE
    return letter.name in PRIVATE or (isinstance(now.life, Leaving) and to_a_member)


def _letters(event: e.Event, before: State, now: Relationship) -> tuple[Letter, ...]:
    match event:
        case e.KickedOff():
            return kickoff(now)
        case e.FormAnswered() | e.FormSent() | e.TextOffered() | e.Signed() | e.DocumentInForce() | e.ChangesWanted():
            return about_document(event, before, now)
        case e.MeetingProposed() | e.MeetingMoved() | e.MeetingAgreed() | e.MeetingCancelled():
            return about_a_day(event, now)
        case e.MeetingReported() | e.NoMeetingYet() | e.ReportsDiffer() | e.ContactReported():
            return about_meeting(event, now)
        case e.Asked() | e.Reminded() | e.Escalated() | e.Lapsed():
            return steps(event, now)
        case e.RenewalAnswered() | e.Renewed() | e.PauseOffered() | e.Paused() | e.Resumed():
            return about_time(event, now)
        case e.EndAsked() | e.EndUndone() | e.RelationshipEnded() | e.AlreadyEnded():
            return about_the_end(event, now)
        case e.ConfirmationAsked() | e.ConfirmationAnswered() | e.AddressFailing() | e.HumanCalled() | e.ChangesHeld():
            return about_trust(event, now)
        case e.ConcernRaised() | e.ConcernAddedTo() | e.BasisGiven() | e.ConcernReady():
            return about_concern(event, now)
        case e.OpeningAgreed() | e.ConcernOpened() | e.ConcernWithdrawn():
            return about_opening(event, now)
        case e.ConcernReminded() | e.OrganisersReminded():
            return about_what_is_open(event, now)
        case e.DataAsked() | e.ForgettingAsked() | e.ForgettingAnswered() if isinstance(before, Relationship):
            return about_rights(event, before)
        case e.AddressAsked() | e.AddressRefused() | e.AddressChanged() | e.AddressUndone():
            return about_moving(event)
        case _:
            return _answers(event, now)


def _answers(event: e.Event, now: Relationship) -> tuple[Letter, ...]:
    """Single letters to whoever wrote."""
    match event:
        case e.NotUnderstood(answered=False):
            return ()
        case e.NotUnderstood(member=member, question=question):
            nth = unread(now, member, event.at)
            if nth > ASK_BACK_AT_MOST:
                # A person knows of it by now; what can be written is said once more, and nothing is asked.
                return (Letter("help", member, NOTHING_ASKED, standing(now)),) if member not in OFFICE else ()
            return (Letter("ask_back", member, question, {"nth": nth, **begins(now)}),)
        case e.StatusTold(member=member) if member == ORGANISER:
            return (Letter("organiser_status", ORGANISER, ABOUT_THE_PAIR, milestones(now)),)
        case e.HelpGiven(member=member) if member == ORGANISER:
            return (Letter("organiser_help", ORGANISER, ABOUT_THE_PAIR),)
        case e.StatusTold(member=member):
            return (Letter("status", member, NOTHING_ASKED, standing(now)),)
        case e.Declined(member=member, why=why):
            coming = now.meetings.coming()
            asked = day_question(coming) if why in (Why.DAY_MOVED, Why.ANOTHER_MEETING) and coming else NOTHING_ASKED
            return (Letter("cannot_do", member, asked, {"why": why, **standing(now)}),)
        case e.SurveyAnswered(member=member, survey=survey):
            return (Letter("survey_thanks", member, NOTHING_ASKED, {"survey": survey}),)
        case e.InvitationAnswered(member=member, gathering=gathering, coming=coming):
            return (Letter("event_noted", member, NOTHING_ASKED, {"event": gathering, "coming": coming}),)
        case e.Extended(key=key, until=until, to_members=to_members):
            noted: dict[str, Fact] = {"key": key, "until": until, "to_members": to_members}
            return (Letter("organiser_noted", ORGANISER, NOTHING_ASKED, noted),)
        case e.OrganiserNoted(key=key):
            return (Letter("organiser_noted", ORGANISER, NOTHING_ASKED, {"key": key}),)
        case e.WhichAsked(member=member, choices=choices):
            return (Letter(WHICH_ONE, member, Question(Ask.UNPROMPTED, WHICH_ONE), {"choices": choices}),)
        case e.HelpGiven(member=member):
            return (Letter("help", member, NOTHING_ASKED, standing(now)),)
        case e.NudgesStopped(member=member):
            return (Letter("nudges_stopped", member),)
        case e.DutiesAcknowledged(member=member):
            return (Letter("duties_noted", member),)
        case _:
            return ()
