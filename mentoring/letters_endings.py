"""Letters about going on, being away, ending, and trust."""

from datetime import datetime

from mentoring import events as e
from mentoring.calendar import local_day
from mentoring.concerns import GiveBasis, OpenConcern, RaiseConcern
from mentoring.confirmations import ConfirmedByName, FromElsewhere
from mentoring.documents import Sign
from mentoring.letter_facts import begins, standing, to_all, to_those_who_know
from mentoring.letters import NOTHING_ASKED, ORGANISER, Ask, Fact, Letter, Question
from mentoring.letters_meetings import held_back
from mentoring.letters_rights import DATA
from mentoring.moving import ChangeAddress
from mentoring.organising import CloseRelationship, Extend, Note
from mentoring.renewal import AnswerRenewal
from mentoring.rights import AskForData
from mentoring.state import Relationship

TimeEvent = e.RenewalAnswered | e.Renewed | e.PauseOffered | e.Paused | e.Resumed
EndEvent = e.EndAsked | e.EndUndone | e.RelationshipEnded | e.AlreadyEnded
TrustEvent = e.ConfirmationAsked | e.ConfirmationAnswered | e.AddressFailing | e.HumanCalled | e.ChangesHeld


def about_time(event: TimeEvent, now: Relationship) -> tuple[Letter, ...]:
    """Renewals and absences."""
    match event:
        case e.RenewalAnswered(member=member, yes=yes):
            agreed = len(now.members) == sum(now.term.answers.get(each.id, False) for each in now.members)
            facts: dict[str, Fact] = {"yes": yes, "term_ends": now.term_ends}
            return () if agreed else (Letter("renewal_noted", member, NOTHING_ASKED, facts),)
        case e.Renewed(ends=ends):
            told: dict[str, Fact] = {"term_ends": ends}
            organiser = Letter("organiser_renewed", ORGANISER, NOTHING_ASKED, told)
            return (*to_all(now, "renewed", NOTHING_ASKED, told), organiser)
        case e.PauseOffered(member=member, until=until):
            offered = Question(Ask.PAUSE_OFFER, until.isoformat())
            return (Letter("pause_offer", member, offered, {"until": until}),)
        case e.Paused(member=member, kind=kind, start=start, back=back):
            away: dict[str, Fact] = {"by": member, "kind": kind, "start": start, "back": back}
            return to_those_who_know(now, member, "paused", {**away, **begins(now)})
        case e.Resumed(member=member):
            return to_those_who_know(now, member, "resumed", standing(now))


def about_the_end(event: EndEvent, now: Relationship) -> tuple[Letter, ...]:
    """To the leaver alone until the grace is over; then the same neutral letter to everybody (`XC-03`)."""
    match event:
        case e.EndAsked(by=by, until=until):
            return (Letter("end_pending", by.member, Question(Ask.END_CONFIRM), _pending(by.member, until, now)),)
        case e.EndUndone(at=at, by=by):
            undone = Letter("end_undone", by.member, NOTHING_ASKED, standing(now))
            return (undone, *held_back(by.member, now, local_day(at, now.zone)))
        case e.RelationshipEnded():
            return _ended(event, now)
        case e.AlreadyEnded(member=member):
            return (Letter("already_ended", member),)


def _pending(by: str, until: datetime, now: Relationship) -> dict[str, Fact]:
    """Whoever is to be forgotten as well reads it in the same letter."""
    return {"until": until, **({"forget": True} if by in now.rights.forgetting else {})}


def _ended(event: e.RelationshipEnded, now: Relationship) -> tuple[Letter, ...]:
    name, care = ("completed" if event.completed else "ended"), now.programme.after_care
    facts: dict[str, Fact] = {"day": event.day, "held": len(now.meetings.held_days())}
    letters: list[Letter] = []
    for member in now.members:
        # `IMG-13`: what outlives a relationship can only outlive one that had begun.
        duties = care is not None and member.role == care.role and now.began
        asked = Question(Ask.AFTER_CARE) if duties else NOTHING_ASKED
        letters.append(Letter(name, member.id, asked, facts | {"duties": duties}))
    return (*letters, Letter("organiser_ended", ORGANISER, NOTHING_ASKED, {"day": event.day}))


def about_trust(event: TrustEvent, now: Relationship) -> tuple[Letter, ...]:
    """Confirmations, and what the organiser has to know of a member that we cannot reach or read."""
    match event:
        case e.ConfirmationAsked(member=member, number=number, act=act):
            asked = Question(Ask.CONFIRM, f"confirm/{number}")
            if isinstance(act, FromElsewhere):
                came: dict[str, Fact] = {"came": act.came} if act.came else {}
                return (Letter("other_address", member, asked, {**came, "asks": act.asks}),)
            if isinstance(act, AskForData):
                return (Letter("data_asked", member, Question(Ask.CONFIRM, f"{DATA}/{number}")),)
            return (Letter("confirm_act", member, asked, {"act": _act(act)}),)
        case e.ConfirmationAnswered(member=member, yes=yes):
            return () if yes else (Letter("not_done", member),)
        case e.AddressFailing(member=member):
            care = Question(Ask.ORGANISER_CARE, "address")
            return (Letter("address_failing", ORGANISER, care, {"member": member}),)
        case e.HumanCalled(member=member):
            return (Letter("human_needed", ORGANISER, Question(Ask.ORGANISER_CARE, "person"), {"member": member}),)
        case e.ChangesHeld(member=member):
            care, about = Question(Ask.ORGANISER_CARE, "person"), dict[str, Fact](member=member, changes=True)
            own = Letter("changes_held", member, NOTHING_ASKED, standing(now))
            return (own, Letter("human_needed", ORGANISER, care, about))


def _act(act: ConfirmedByName) -> str:
    """The weighty act in one word, for the letter that asks for a confirmation."""
    match act:
        case Sign():
            return "sign"
        case AnswerRenewal(yes=yes):
            return "renew" if yes else "finish"
        case RaiseConcern():
            return "concern"
        case GiveBasis():
            return "basis"
        case OpenConcern():
            return "open"
        case CloseRelationship():
            return "close"
        case Extend(to_members=to_members):
            return "extend" if to_members else "snooze"
        case Note():
            return "note"
        case ChangeAddress():
            return "address"
