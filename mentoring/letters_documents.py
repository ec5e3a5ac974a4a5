"""Letters about the agreement and the plan: forms, texts to sign, copies."""

from mentoring import events as e
from mentoring.cadence import first_due
from mentoring.documents import Answer, missing_fields, text_of
from mentoring.letter_facts import absence, to_all
from mentoring.letters import NOTHING_ASKED, ORGANISER, Ask, Fact, Letter, Question
from mentoring.paperwork import amendment_due, due_day, waited_for
from mentoring.programme import ANYONE, DocumentRules, Resolve, Visibility
from mentoring.state import Relationship, State
from mentoring.words import Words


def kickoff(now: Relationship) -> tuple[Letter, ...]:
    """Welcome, and the forms that are due first; a document that a late pair cannot have in time, to the organiser."""
    by = now.programme.first_meeting.by
    letters: list[Letter] = []
    for member in now.members:
        sets_up = by in (member.role, ANYONE)
        facts: dict[str, Fact] = {"sets_up": sets_up, "first_due": first_due(now), "term_ends": now.term_ends}
        facts |= absence(now)
        letters.append(Letter("kickoff", member.id, Question(Ask.KICKOFF), facts))
        letters += [form(now, each.key, member.id) for each in _first_forms(now) if _has_a_field(each, member.role)]
    return (*letters, *(_late_start(now, each) for each in now.programme.documents if _is_late(now, each)))


def _first_forms(now: Relationship) -> tuple[DocumentRules, ...]:
    """Those not waiting for an earlier meeting than the one they are due by."""
    return tuple(rules for rules in now.programme.documents if (rules.due.by_meeting or 1) == 1)


def _has_a_field(rules: DocumentRules, role: str) -> bool:
    return any(field.by in (role, ANYONE) for field in rules.fields)


def _is_late(now: Relationship, rules: DocumentRules) -> bool:
    """`RED-05`: kicked off before the calendar date, but too late for it.  A date of a year gone by says nothing."""
    absolute = rules.due.absolute
    if absolute is None or now.kickoff > absolute:
        return False
    return rules.due.resolve is Resolve.LATEST and due_day(now, rules) > absolute


def _late_start(now: Relationship, rules: DocumentRules) -> Letter:
    """`RED-05`: a pair matched too late for the calendar date; the organiser sees the exception."""
    facts: dict[str, Fact] = {"document": rules.key, "due": due_day(now, rules)}
    facts |= {"absolute": rules.due.absolute} if rules.due.absolute else {}
    return Letter("late_start", ORGANISER, NOTHING_ASKED, facts)


def form(now: Relationship, key: str, member: str, **more: Fact) -> Letter:
    """The form of a document, with what has been answered so far."""
    rules, document = now.programme.document(key), now.document(key)
    due = due_day(now, rules)
    facts: dict[str, Fact] = {"document": key, "due": due, "answers": _given(document.answers), **more}
    return Letter("form", member, _form_question(now, key), facts)


def _form_question(now: Relationship, key: str) -> Question:
    return Question(Ask.AGREEMENT_FORM if now.programme.document(key).signed else Ask.PLAN_FORM, key)


def _given(answers: tuple[Answer, ...]) -> tuple[Fact, ...]:
    return tuple((answer.field, answer.words) for answer in answers)


def text_facts(now: Relationship, key: str) -> dict[str, Fact]:
    """The exact text of a document as it stands, and who has signed it when."""
    rules, document = now.programme.document(key), now.document(key)
    signatures = tuple((signature.member, signature.at) for signature in document.signatures)
    text = Words(text_of(rules, document.answers))
    return {
        "document": key,
        "version": document.version,
        "text": text,
        "answers": _given(document.answers),
        "signatures": signatures,
        "amendment": document.in_force > 0 and not document.is_settled,
        "due": amendment_due(now, document.since) if document.in_force and document.since else due_day(now, rules),
    }


DocumentEvent = e.FormAnswered | e.FormSent | e.TextOffered | e.Signed | e.DocumentInForce | e.ChangesWanted


def about_document(event: DocumentEvent, before: State, now: Relationship) -> tuple[Letter, ...]:
    """To whoever wrote, what is still missing; to all, the text to sign and the copy of what is in force."""
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
        case e.FormSent(member=one):
            waited = waited_for(now, rules, document)
            asked = (each for each in waited if (each == one if one else each not in document.sent_to))
            return tuple(form(now, key, member) for member in asked)
        case e.TextOffered(version=version):
            return to_all(now, "sign", Question(Ask.AGREEMENT_SIGN, f"{key}/{version}"), text_facts(now, key))
        case e.Signed(member=member):
            last = len(document.signatures) == len(now.members)
            facts: dict[str, Fact] = {"document": key, "version": event.version}
            return () if last else (Letter("signed", member, NOTHING_ASKED, facts),)
        case e.DocumentInForce():
            amended = isinstance(before, Relationship) and before.document(key).in_force > 0
            return _in_force(now, key, amended)
        case e.ChangesWanted(member=member):
            return (form(now, key, member, changes=True),)


def _incomplete(now: Relationship, key: str, member: str, missing: tuple[str, ...], refused: tuple[str, ...]) -> Letter:
    answers = _given(now.document(key).answers)
    facts: dict[str, Fact] = {"document": key, "missing": missing, "refused": refused, "answers": answers}
    return Letter("form_incomplete", member, _form_question(now, key), facts)


def _in_force(now: Relationship, key: str, amended: bool) -> tuple[Letter, ...]:
    """A copy for everybody; the organiser's has exactly the fields the programme declares (`XC-01`)."""
    rules, facts = now.programme.document(key), text_facts(now, key) | {"amendment": amended}
    letters = to_all(now, "in_force", NOTHING_ASKED, facts)
    if not rules.copy_to_organiser:
        return letters
    shared = {field.key for field in rules.fields if field.visibility is Visibility.ORGANISER}
    answers = tuple((a.field, a.words) for a in now.document(key).answers if a.field in shared)
    shown = ("document", "version", "signatures", "amendment")
    copy: dict[str, Fact] = {**{name: facts[name] for name in shown}, "answers": answers}
    return (*letters, Letter("copy", ORGANISER, Question(Ask.ORGANISER_CARE, "copy"), copy))
