"""Which letters an event brings, to whom, and what each of them asks.

A letter is a function of the event and of the state around it.  The tables below are all there is to read;
what a letter says is in `mail_templates/<name>/`.
"""

from collections.abc import Mapping

from mentoring import events as e
from mentoring.answers import ASK_BACK_AT_MOST
from mentoring.calendar import add
from mentoring.confirmations import Weighty
from mentoring.documents import Answer, Sign, due_base, missing_fields, text_of, waited_for
from mentoring.ending import Leaving
from mentoring.letters import CONCERNS, NOTHING_ASKED, ORGANISER, Ask, Fact, Letter, Question
from mentoring.meetings import Held, Meeting
from mentoring.obligations import Obligation
from mentoring.organising import CloseRelationship
from mentoring.programme import ANYONE, Resolve, Strength
from mentoring.relationship import owed
from mentoring.state import Relationship, State
from mentoring.words import Words


def letters_for(event: e.Event, before: State, after: State) -> tuple[Letter, ...]:
    """The letters an event brings; a leaver in their grace gets none but answers to their own mails."""
    if not isinstance(after, Relationship):
        return ()
    letters = _letters(event, before, after)
    if isinstance(after.life, Leaving) and not isinstance(event, e.EndAsked | e.EndUndone):
        own = getattr(event, "member", None)
        return tuple(letter for letter in letters if letter.to not in after.life.asked or letter.to == own)
    return letters


def _letters(event: e.Event, before: State, now: Relationship) -> tuple[Letter, ...]:
    match event:
        case e.KickedOff():
            return _kickoff(now)
        case e.FormAnswered() | e.FormSent() | e.TextOffered() | e.Signed() | e.DocumentInForce() | e.ChangesWanted():
            return _about_document(event, now)
        case e.MeetingProposed() | e.MeetingMoved() | e.MeetingAgreed() | e.MeetingCancelled():
            return _about_a_day(event, now)
        case e.MeetingReported() | e.NoMeetingYet() | e.ReportsDiffer() | e.ContactReported():
            return _about_meeting(event, now)
        case e.Asked() | e.Reminded() | e.Escalated() | e.Lapsed():
            return _steps(event, now)
        case e.RenewalAnswered() | e.Renewed() | e.Paused() | e.Resumed():
            return _about_time(event, now)
        case e.EndAsked() | e.EndUndone() | e.RelationshipEnded() | e.AlreadyEnded():
            return _about_the_end(event, before, now)
        case (
            e.ConfirmationAsked() | e.ConfirmationAnswered() | e.ConcernRaised() | e.AddressFailing() | e.HumanCalled()
        ):
            return _about_trust(event, now)
        case e.NotUnderstood(member=member, question=question):
            nth = now.unclear.get(member, 0)
            return (Letter("ask_back", member, question, {"nth": nth}),) if nth <= ASK_BACK_AT_MOST else ()
        case e.StatusTold(member=member):
            return (Letter("status", member, NOTHING_ASKED, _standing(now)),)
        case e.Declined(member=member, why=why):
            return (Letter("cannot_do", member, NOTHING_ASKED, {"why": why, **_standing(now)}),)
        case e.SurveyAnswered(member=member, survey=survey):
            return (Letter("survey_thanks", member, NOTHING_ASKED, {"survey": survey}),)
        case e.InvitationAnswered(member=member, gathering=gathering, coming=coming):
            return (Letter("event_noted", member, NOTHING_ASKED, {"event": gathering, "coming": coming}),)
        case e.Extended(key=key, until=until):
            return (Letter("organiser_noted", ORGANISER, NOTHING_ASKED, {"key": key, "until": until}),)
        case e.OrganiserNoted(key=key):
            return (Letter("organiser_noted", ORGANISER, NOTHING_ASKED, {"key": key}),)
        case e.HelpGiven(member=member):
            return (Letter("help", member, NOTHING_ASKED, _standing(now)),)
        case e.NudgesStopped(member=member):
            return (Letter("nudges_stopped", member),)
        case e.DutiesAcknowledged(member=member):
            return (Letter("duties_noted", member),)
        case _:
            return ()


def _everyone(now: Relationship) -> tuple[str, ...]:
    return tuple(member.id for member in now.members)


def _to_all(now: Relationship, name: str, question: Question, facts: Mapping[str, Fact]) -> tuple[Letter, ...]:
    return tuple(Letter(name, member, question, facts) for member in _everyone(now))


def _standing(now: Relationship) -> dict[str, Fact]:
    """How things stand, for STATUS, HELP and the letters that decline something.

    `owed`: (key, due day, owners' ids) of what is tracked; `meeting_day` if one is fixed; `paused_until` if away.
    """
    coming = now.meetings.coming()
    tracked = tuple((o.key, o.due, o.owners) for o in owed(now) if o.key.partition("/")[0] in _TRACKED)
    facts: dict[str, Fact] = {"owed": tracked, "term_ends": now.term_ends, "held": len(now.meetings.held_days())}
    facts |= {"in_force": now.document(now.programme.documents[0].key).in_force > 0} if now.programme.documents else {}
    facts |= _day_facts(coming) if coming else {}
    absent = next((a for a in now.absences if not a.over), None)
    return facts | ({"paused_from": absent.start, "paused_until": absent.back} if absent else {})


_TRACKED = ("agreement", "plan", "first-meeting", "cadence", "met", "renewal")


def _kickoff(now: Relationship) -> tuple[Letter, ...]:
    rules = now.programme.first_meeting
    first_due = now.moved(add(now.kickoff, rules.due), now.kickoff)
    letters: list[Letter] = []
    for member in now.members:
        sets_up = rules.by in (member.role, ANYONE)
        facts: dict[str, Fact] = {"sets_up": sets_up, "first_due": first_due, "term_ends": now.term_ends}
        letters.append(Letter("kickoff", member.id, Question(Ask.KICKOFF), facts))
        letters += [_form(now, rules.key, member.id) for rules in now.programme.documents if not rules.due.by_meeting]
    for document in now.programme.documents:
        absolute, due = document.due.absolute, due_base(now, document)
        if absolute and due > absolute and document.due.resolve is Resolve.LATEST:
            # `RED-05`: a pair matched too late for the calendar date; the organiser sees the exception.
            exception: dict[str, Fact] = {"document": document.key, "absolute": absolute, "due": due}
            letters.append(Letter("late_start", ORGANISER, NOTHING_ASKED, exception))
    return tuple(letters)


def _form(now: Relationship, key: str, member: str, **more: Fact) -> Letter:
    """The form of a document, with what has been answered so far."""
    rules, document = now.programme.document(key), now.document(key)
    due = now.moved(due_base(now, rules), now.kickoff)
    facts: dict[str, Fact] = {"document": key, "due": due, "answers": _given(document.answers), **more}
    return Letter("form", member, _form_question(now, key), facts)


def _form_question(now: Relationship, key: str) -> Question:
    return Question(Ask.AGREEMENT_FORM if now.programme.document(key).signed else Ask.PLAN_FORM, key)


def _given(answers: tuple[Answer, ...]) -> tuple[Fact, ...]:
    return tuple((answer.field, answer.words) for answer in answers)


def _text_facts(now: Relationship, key: str) -> dict[str, Fact]:
    rules, document = now.programme.document(key), now.document(key)
    signatures = tuple((signature.member, signature.at) for signature in document.signatures)
    text = Words(text_of(rules, document.answers))
    due = now.moved(due_base(now, rules), now.kickoff)
    return {
        "document": key,
        "version": document.version,
        "text": text,
        "answers": _given(document.answers),
        "signatures": signatures,
        "amendment": document.version > document.in_force > 0,
        "due": due,
    }


DocumentEvent = e.FormAnswered | e.FormSent | e.TextOffered | e.Signed | e.DocumentInForce | e.ChangesWanted


def _about_document(event: DocumentEvent, now: Relationship) -> tuple[Letter, ...]:
    key = event.document
    rules, document = now.programme.document(key), now.document(key)
    match event:
        case e.FormAnswered(member=member, refused=refused):
            missing = missing_fields(rules, document)
            if not missing and not refused:
                return ()
            own = tuple(field.key for field in missing if field.by in (now.role_of(member), ANYONE))
            if own or refused:
                return (_incomplete(now, key, member, own, refused),)
            return (Letter("form_waiting", member, NOTHING_ASKED, {"document": key}),)
        case e.FormSent():
            return tuple(_form(now, key, member) for member in waited_for(now, rules, document))
        case e.TextOffered(version=version):
            return _to_all(now, "sign", Question(Ask.AGREEMENT_SIGN, f"{key}/{version}"), _text_facts(now, key))
        case e.Signed(member=member):
            everyone = len(document.signatures) == len(now.members)
            facts: dict[str, Fact] = {"document": key, "version": event.version}
            return () if everyone else (Letter("signed", member, NOTHING_ASKED, facts),)
        case e.DocumentInForce():
            return _in_force(now, key)
        case e.ChangesWanted(member=member):
            return (_form(now, key, member, changes=True),)


def _incomplete(now: Relationship, key: str, member: str, missing: tuple[str, ...], refused: tuple[str, ...]) -> Letter:
    answers = _given(now.document(key).answers)
    facts: dict[str, Fact] = {"document": key, "missing": missing, "refused": refused, "answers": answers}
    return Letter("form_incomplete", member, _form_question(now, key), facts)


def _in_force(now: Relationship, key: str) -> tuple[Letter, ...]:
    """A copy for everybody; the organiser's has exactly the fields the programme declares (`XC-01`)."""
    rules, facts = now.programme.document(key), _text_facts(now, key)
    letters = _to_all(now, "in_force", NOTHING_ASKED, facts)
    if not rules.copy_to_organiser:
        return letters
    shared = {field.key for field in rules.fields if field.visibility == "organiser"}
    answers = tuple((a.field, a.words) for a in now.document(key).answers if a.field in shared)
    shown = ("document", "version", "signatures", "amendment")
    copy: dict[str, Fact] = {**{name: facts[name] for name in shown}, "answers": answers}
    return (*letters, Letter("copy", ORGANISER, NOTHING_ASKED, copy))


def _day_facts(meeting: Meeting) -> dict[str, Fact]:
    """The day of a meeting, and `starts` (a moment, UTC) if a time was said."""
    facts: dict[str, Fact] = {"number": meeting.number, "day": meeting.day}
    return facts | ({"starts": meeting.starts} if meeting.starts else {})


def _about_a_day(
    event: e.MeetingProposed | e.MeetingMoved | e.MeetingAgreed | e.MeetingCancelled, now: Relationship
) -> tuple[Letter, ...]:
    meeting = now.meetings.number(event.number)
    assert meeting is not None
    facts, asked = _day_facts(meeting), Question(Ask.NEXT_MEETING, f"meeting/{event.number}")
    match event:
        case e.MeetingProposed(member=member) | e.MeetingMoved(member=member):
            told: dict[str, Fact] = facts | {"by": member, "moved": isinstance(event, e.MeetingMoved)}
            others = tuple(Letter("meeting_proposed", other, asked, told) for other in now.others(member))
            return (*others, Letter("meeting_noted", member, asked, told))
        case e.MeetingAgreed():
            everyone = len(meeting.agreed) == len(now.members)
            return _to_all(now, "meeting_fixed", asked, facts) if everyone else ()
        case e.MeetingCancelled(member=member):
            return _to_all(now, "meeting_cancelled", Question(Ask.NEXT_MEETING), facts | {"by": member})


def _about_meeting(
    event: e.MeetingReported | e.NoMeetingYet | e.ReportsDiffer | e.ContactReported, now: Relationship
) -> tuple[Letter, ...]:
    match event:
        case e.MeetingReported(member=member, number=number, met=met, day=day):
            meeting = now.meetings.number(number)
            if meeting is None or meeting.held is Held.DIFFERS:
                return ()
            noted: dict[str, Fact] = {"number": number, "met": met, "day": day}
            own = Letter("met_noted", member, Question(Ask.NEXT_MEETING), noted)
            silent = () if event.known else now.others(member)
            check = Question(Ask.MET_CHECK, f"meeting/{number}")
            return (own, *(Letter("met_told", other, check, noted | {"by": member}) for other in silent))
        case e.NoMeetingYet(member=member):
            return (Letter("met_noted", member, Question(Ask.NEXT_MEETING), {"met": False}),)
        case e.ReportsDiffer(number=number):
            meeting = now.meetings.number(number)
            facts = _day_facts(meeting) if meeting else {}
            return _to_all(now, "met_differs", Question(Ask.MET_CHECK, f"meeting/{number}"), facts)
        case e.ContactReported(member=member, day=day):
            return (Letter("contact_noted", member, NOTHING_ASKED, {"day": day}),)


def _steps(event: e.Asked | e.Reminded | e.Escalated | e.Lapsed, now: Relationship) -> tuple[Letter, ...]:
    subject, _, rest = event.key.partition("/")
    match event:
        case e.Escalated():
            return (_escalation(event, subject, now),)
        case e.Lapsed():
            amended = subject in now.documents and bool(rest)
            return _to_all(now, "unchanged", NOTHING_ASKED, {"document": subject}) if amended else ()
        case e.Asked() | e.Reminded():
            quiet = now.quiet if _is_advised(event.key, now) and isinstance(event, e.Reminded) else frozenset()
            return tuple(_nudge(event, subject, rest, member, now) for member in event.owners if member not in quiet)


def _is_advised(key: str, now: Relationship) -> bool:
    rules = now.programme
    strengths = {"first-meeting": rules.first_meeting.strength, "cadence": rules.cadence.strength}
    strengths |= {document.key: document.strength for document in rules.documents}
    return strengths.get(key.partition("/")[0], Strength.ADVISED) is Strength.ADVISED


def _nudge(event: e.Asked | e.Reminded, subject: str, rest: str, member: str, now: Relationship) -> Letter:
    again, due = isinstance(event, e.Reminded), event.due
    number = int(rest.partition("/")[0]) if subject in ("met", "agenda") else 0
    meeting = now.meetings.number(number)
    day = _day_facts(meeting) if meeting else {}
    match subject:
        case "agenda":
            return Letter("agenda_prompt", member, Question(Ask.NEXT_MEETING, f"meeting/{number}"), day)
        case "met":
            return Letter("met_check", member, Question(Ask.MET_CHECK, f"meeting/{number}"), day | {"again": again})
        case "goals":
            return Letter("goal_review", member, Question(Ask.GOAL_REVIEW))
        case "survey":
            return Letter(
                "survey", member, Question(Ask.SURVEY, rest.partition("/")[0]), {"survey": rest.partition("/")[0]}
            )
        case "event":
            return Letter("event_invitation", member, Question(Ask.EVENT, rest), {"event": rest})
        case "renewal":
            facts: dict[str, Fact] = {"term_ends": now.term_ends, "again": again}
            return Letter("renewal_asked", member, Question(Ask.RENEWAL, event.key), facts)
        case "first-meeting":
            return Letter("first_meeting_nudge", member, Question(Ask.FIRST_MEETING), {"due": due})
        case "cadence":
            last = max(now.meetings.held_days(), default=None)
            known: dict[str, Fact] = {"due": due, **({"last": last} if last else {})}
            return Letter("cadence_nudge", member, Question(Ask.CADENCE_NUDGE), known)
        case _:
            return _document_reminder(subject, member, event, now)


def _document_reminder(key: str, member: str, event: e.Asked | e.Reminded, now: Relationship) -> Letter:
    """The form again to whoever has a field to fill, the text again to whoever has not signed."""
    rules, document = now.programme.document(key), now.document(key)
    if missing_fields(rules, document):
        return _form(now, key, member, again=True, overdue=event.at.date() > event.due)
    facts = _text_facts(now, key) | {"again": True, "due": event.due}
    return Letter("sign", member, Question(Ask.AGREEMENT_SIGN, f"{key}/{document.version}"), facts)


def _escalation(event: e.Escalated, subject: str, now: Relationship) -> Letter:
    """Milestone facts for the organiser: what, since when, which roles; never a word (`XC-01`, `XC-12`)."""
    last = max((m for m in now.meetings.all if m.reports), key=lambda m: m.number, default=None)
    facts: dict[str, Fact] = {
        "key": subject,
        "due": event.due,
        "roles": tuple(now.role_of(owner) for owner in event.owners),
        "held": len(now.meetings.held_days()),
        "differs": last is not None and last.held is Held.DIFFERS,
    }
    return Letter("escalation", ORGANISER, Question(Ask.ORGANISER_ESCALATION, event.key), facts)


def _about_time(event: e.RenewalAnswered | e.Renewed | e.Paused | e.Resumed, now: Relationship) -> tuple[Letter, ...]:
    match event:
        case e.RenewalAnswered(member=member, yes=yes):
            agreed = len(now.members) == sum(now.term.answers.get(each.id, False) for each in now.members)
            facts: dict[str, Fact] = {"yes": yes, "term_ends": now.term_ends}
            return () if agreed else (Letter("renewal_noted", member, NOTHING_ASKED, facts),)
        case e.Renewed(ends=ends):
            told: dict[str, Fact] = {"term_ends": ends}
            organiser = Letter("organiser_renewed", ORGANISER, NOTHING_ASKED, told)
            return (*_to_all(now, "renewed", NOTHING_ASKED, told), organiser)
        case e.Paused(member=member, kind=kind, start=start, back=back):
            away: dict[str, Fact] = {"by": member, "kind": kind, "start": start, "back": back}
            return _to_all(now, "paused", NOTHING_ASKED, away)
        case e.Resumed():
            return _to_all(now, "resumed", NOTHING_ASKED, _standing(now))


def _about_the_end(
    event: e.EndAsked | e.EndUndone | e.RelationshipEnded | e.AlreadyEnded, before: State, now: Relationship
) -> tuple[Letter, ...]:
    match event:
        case e.EndAsked(at=at, by=by, until=until):
            pending = Letter("end_pending", by.member, Question(Ask.END_CONFIRM), {"until": until})
            return (pending,) if until > at else ()
        case e.EndUndone(by=by):
            return (Letter("end_undone", by.member, NOTHING_ASKED, _standing(now)),)
        case e.RelationshipEnded(day=day, completed=completed):
            name, care = ("completed" if completed else "ended"), now.programme.after_care
            facts: dict[str, Fact] = {"day": day, "held": len(now.meetings.held_days())}
            duties = {member.id for member in now.members if care and member.role == care.role}
            letters = tuple(
                Letter(name, member, Question(Ask.AFTER_CARE), facts | {"duties": True})
                if member in duties
                else Letter(name, member, NOTHING_ASKED, facts | {"duties": False})
                for member in _everyone(now)
            )
            return (*letters, Letter("organiser_ended", ORGANISER, NOTHING_ASKED, {"day": day}))
        case e.AlreadyEnded(member=member):
            return (Letter("already_ended", member),)


def _about_trust(
    event: e.ConfirmationAsked | e.ConfirmationAnswered | e.ConcernRaised | e.AddressFailing | e.HumanCalled,
    now: Relationship,
) -> tuple[Letter, ...]:
    match event:
        case e.ConfirmationAsked(member=member, number=number, act=act):
            asked = Question(Ask.CONFIRM, f"confirm/{number}")
            return (Letter("confirm_act", member, asked, {"act": _act(act)}),)
        case e.ConfirmationAnswered(member=member, yes=yes):
            return () if yes else (Letter("not_done", member),)
        case e.ConcernRaised(member=member):
            stated = bool(now.programme.confidentiality.exceptions)
            answer = Letter("concern_answer", member, NOTHING_ASKED, {"stated": stated})
            # `XC-04`: where the programme states no exception, none is offered and nobody is alarmed.
            return (answer, Letter("concern_pending", CONCERNS)) if stated else (answer,)
        case e.AddressFailing(member=member):
            return (Letter("address_failing", ORGANISER, NOTHING_ASKED, {"roles": (now.role_of(member),)}),)
        case e.HumanCalled(member=member):
            return (Letter("human_needed", ORGANISER, NOTHING_ASKED, {"member": member}),)


def _act(act: Weighty) -> str:
    """The weighty act in one word, for the letter that asks for a confirmation."""
    match act:
        case Sign():
            return "sign"
        case CloseRelationship():
            return "close"
        case _:
            return "renew" if act.yes else "finish"


def tracked(obligation: Obligation) -> bool:
    """Whether an obligation is something people would call owed, not a question the service will ask by itself."""
    return obligation.key.partition("/")[0] in _TRACKED
