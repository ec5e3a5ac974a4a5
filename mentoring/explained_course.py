"""Meetings, what else comes up, what stays in confidence, and the end, as a person would explain them."""

from collections.abc import Iterator

from mentoring.calendar import NO_SPAN
from mentoring.explained_words import during, every, ladder, roles_said
from mentoring.programme import ANYONE, Programme

NOTICE = {
    "always": "Whoever it is about is always told first.",
    "unless_unsafe": "Whoever it is about is told first, unless that would be unsafe.",
    "not_stated": "Whether whoever it is about is told first is not stated.",
}


def meetings(programme: Programme) -> Iterator[str]:
    """The first one, the rhythm, the agenda."""
    first, cadence = programme.first_meeting, programme.cadence
    by = "anybody" if first.by == ANYONE else roles_said(programme, {first.by})
    yield f"The first one is set up by {by}, within {during(first.due)} of the kick-off."
    yield ladder(first.strength, first.ladder, "whoever sets it up")
    if first.agenda:
        who = roles_said(programme, {first.agenda})
        yield f"The day before each meeting {who} is asked to think of what to bring."
    *before, last = cadence.phases
    rhythm = [f"at least {every(phase.every)} for {during(phase.lasts)}" for phase in before]
    rhythm.append(f"at least {every(last.every)}{' from then on' if before else ''}")
    yield f"After that they meet {', then '.join(rhythm)}, or as often as they agree in a form."
    counts = "A call or a mail to each other counts too." if cadence.contact_counts else "Only a meeting counts."
    yield f"{counts} On the day after a meeting everybody is asked whether it took place."
    yield f"If there is a gap: {ladder(cadence.strength, cadence.ladder, 'everybody')}"


def occasions(programme: Programme) -> Iterator[str]:
    """What the programme brings up by itself."""
    if programme.goal_review:
        yield f"{every(programme.goal_review).capitalize()} they are asked to look at their goals again."
    for gathering in programme.gatherings:
        day = f"{gathering.day.day} {gathering.day:%B %Y}"
        yield f"{gathering.title}, {day}: everybody is invited {gathering.invite_days_before} days before."
    for survey in programme.surveys:
        if survey.every != NO_SPAN:
            count = len(survey.questions)
            asked = "one question" if count == 1 else f"{count} questions"
            yield f"{every(survey.every).capitalize()} everybody is sent {asked}; nobody is reminded."


def confidence(programme: Programme) -> Iterator[str]:
    """Who is bound, and what follows from a concern."""
    told, contacts = programme.confidentiality, programme.contacts
    yield f"“{told.statement}”"
    bound = roles_said(programme, {told.binds}) if told.binds != ANYONE else "everybody"
    yield f"Bound is {bound}."
    if not told.exceptions:
        yield "There is no exception. Whoever writes CONCERN is told where help is, and nobody hears of it."
        return
    yield f"The only exceptions: {'; '.join(told.exceptions)}."
    yield NOTICE[told.prior_notice]
    yield f"Whoever writes CONCERN is answered; {contacts.concerns} reads that one is pending, without a word of it."
    if contacts.second_organiser:
        two = f"{contacts.organiser} and {contacts.second_organiser}"
        yield f"The words are passed on only on one of these grounds, and when {two} have both opened them."
    else:
        yield "No word of it is passed on by mail, since no second organiser is named who could agree to it."


def ending(programme: Programme) -> Iterator[str]:
    """At any time or as planned, and what comes after."""
    end, care = programme.ending, programme.after_care
    hours = f"{end.grace_hours} hours later, and until then it can be taken back" if end.grace_hours else "at once"
    yield "Anybody may end it at any time by replying END. Nobody is asked for a reason, and nobody is told who it was."
    yield f"Reminders stop with that reply; the others and the organiser are told {hours}."
    if end.survey:
        questions = next((each.questions for each in programme.surveys if each.key == "closing"), ())
        yield f"Everybody is sent {len(questions)} closing questions, which count apart from everything else."
    if care:
        yield f"What stays with {roles_said(programme, {care.role})}: {'; '.join(care.duties)}."
    kept = "At once after that" if end.retention == NO_SPAN else f"{during(end.retention).capitalize()} after that"
    yield f"Closing replies are taken for {end.open_days} days."
    yield f"{kept} everything said is destroyed; dates and counts stay."
