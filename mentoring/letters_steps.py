"""Letters that time brings: questions, reminders, word to the organiser."""

from mentoring import events as e
from mentoring.calendar import local_day
from mentoring.documents import missing_fields
from mentoring.letter_facts import day_facts, to_all
from mentoring.letters import NOTHING_ASKED, ORGANISER, Ask, Fact, Letter, Question
from mentoring.letters_documents import form, text_facts
from mentoring.meetings import Held
from mentoring.obligations import StepTaken
from mentoring.programme import Strength
from mentoring.state import Relationship


def steps(event: StepTaken, now: Relationship) -> tuple[Letter, ...]:
    """One letter per owner, except to those who want no nudges or whom none reaches; one to the organiser at last."""
    subject, _, rest = event.key.partition("/")
    match event:
        case e.Escalated():
            return (_escalation(event, subject, now),)
        case e.Lapsed():
            amended = subject in now.documents and bool(rest)
            return to_all(now, "unchanged", NOTHING_ASKED, {"document": subject}) if amended else ()
        case e.Asked() | e.Reminded():
            quiet = now.quiet if _is_advised(event.key, now) and isinstance(event, e.Reminded) else frozenset()
            readers = (member for member in event.owners if member not in quiet | now.failing)
            return tuple(_nudge(event, subject, rest, member, now) for member in readers)


def _is_advised(key: str, now: Relationship) -> bool:
    rules = now.programme
    strengths = {"first-meeting": rules.first_meeting.strength, "cadence": rules.cadence.strength}
    strengths |= {document.key: document.strength for document in rules.documents}
    return strengths.get(key.partition("/")[0], Strength.ADVISED) is Strength.ADVISED


def _nudge(event: e.Asked | e.Reminded, subject: str, rest: str, member: str, now: Relationship) -> Letter:
    again, due = isinstance(event, e.Reminded), event.due
    number = int(rest.partition("/")[0]) if subject in ("met", "agenda") else 0
    meeting = now.meetings.number(number)
    day = day_facts(meeting) if meeting else {}
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
            passed = next((each.day for each in reversed(now.meetings.all) if each.given_up), None)
            about: dict[str, Fact] = {"due": due, **({"passed": passed} if passed else {})}
            return Letter("first_meeting_nudge", member, Question(Ask.FIRST_MEETING), about)
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
        return form(now, key, member, again=True, overdue=local_day(event.at, now.zone) > event.due)
    facts = text_facts(now, key) | {"again": True, "due": event.due}
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
