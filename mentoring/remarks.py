"""What a programme may say, and its organiser should mean."""

from collections.abc import Iterator
from datetime import date, time

from mentoring.calendar import NO_SPAN, Span
from mentoring.contradictions import after, longer
from mentoring.findings import Finding, Place, said
from mentoring.programme import ANYONE, DocumentRules, Ladder, Programme, Resolve, Strength, Visibility
from mentoring.remarks_on_words import on_words

FROM_HOUR, TO_HOUR = time(7), time(21)
READ = ("en", "es", "de", "fr", "pt")
"""The languages in which replies are read."""


def remarks(programme: Programme, today: date | None = None) -> list[Finding]:
    """What is allowed but should be meant; nothing of it refuses.  `today`, or the first kick-off: to tell which dates
    have gone by then."""
    found = [
        *_confidence(programme),
        *(each for n, document in enumerate(programme.documents, 1) for each in _document(programme, document, n)),
        *_roles(programme),
        *_rhythm(programme),
        *_never(programme),
        *(_gone_by(programme, today) if today else ()),
        *on_words(programme),
    ]
    return [Finding(each.at, each.sentence, refuses=False) for each in found]


def _confidence(programme: Programme) -> Iterator[Finding]:
    told = programme.confidentiality
    if not told.exceptions:
        none = "so none is ever offered: a concern is answered with where help is"
        yield Finding(("confidentiality",), f"No exception to confidence is stated, {none}.")
    elif not programme.contacts.second_organiser:
        bound = [role.label for role in programme.roles if told.binds in (role.key, ANYONE)]
        yield Finding(
            ("contacts",),
            "No second organiser is named (contacts.second_organiser), and one alone opens nothing: no word of a "
            f"concern can move through Peerpost, and the organiser is asked to speak to the {' or the '.join(bound)}.",
        )


def _document(programme: Programme, document: DocumentRules, n: int) -> Iterator[Finding]:
    here: Place = ("documents", n)
    shown = [field.key for field in document.fields if field.visibility is Visibility.ORGANISER]
    if document.copy_to_organiser and shown:
        yield Finding(here, f"Of the {document.key} the organiser is sent: {', '.join(shown)}.")
    if document.copy_to_organiser and not shown:
        nothing = "the organiser is sent a copy in which nothing is theirs to see; please give a field visibility"
        yield Finding((*here, "copy_to_organiser"), f"Of the {document.key} {nothing}, or take the copy out.")
    if shown and not document.copy_to_organiser:
        nobody = "may be seen by the organiser, who is sent no copy; please add copy_to_organiser = true"
        yield Finding((*here, "copy_to_organiser"), f"{document.key}: {', '.join(shown)} {nobody}, or take it back.")
    if document.due.by_meeting is None:
        yield from _before_kickoff(f"the {document.key}", here, document.due.after, document.ladder)
    yield from _ladder(f"the {document.key}", here, document.strength, document.ladder)
    slowest = max((_days(phase.every) for phase in programme.cadence.phases), default=0)
    for m, field in enumerate(document.fields, start=1):
        if field.at_most_days is not None and field.at_most_days > slowest:
            rarer = f"accepts every {field.at_most_days} days, but a meeting is looked for every {slowest} days"
            yield Finding((*here, "fields", m, "at_most_days"), f"The {document.key} field {field.key!r} {rarer}.")


def _before_kickoff(what: str, place: Place, due: Span, ladder: Ladder) -> Iterator[Finding]:
    early = [days for days in ladder.remind if -days > _days(due)]
    if early:
        day = f"{-early[0]} days before {what} is due"
        yield Finding((*place, "ladder"), f"A reminder {day} would come before the kick-off, so it is never sent.")


def _ladder(what: str, place: Place, strength: Strength, ladder: Ladder) -> Iterator[Finding]:
    if strength is Strength.REQUIRED and not ladder.remind:
        yield Finding((*place, "ladder"), f"Nobody is reminded of {what} before the organiser is told.")
    if ladder.escalate is not None and ladder.remind and ladder.remind[-1] > ladder.escalate:
        order = "is told before the last reminder; please remind earlier, or tell later"
        yield Finding((*place, "ladder", "escalate"), f"The organiser {order}: {what}.")


def _roles(programme: Programme) -> Iterator[Finding]:
    """A role that nothing is asked of reads letters and never has a reason to answer."""
    asked = {field.by for document in programme.documents for field in document.fields}
    asked |= {programme.first_meeting.by, programme.first_meeting.agenda}
    for n, role in enumerate(programme.roles, start=1):
        if not asked & {role.key, ANYONE}:
            alone = "no form, no agenda and no first meeting; please give them a part, if they are to have one"
            yield Finding(("roles", n), f"Nothing of its own is asked of the {role.label}: {alone}.")


def _rhythm(programme: Programme) -> Iterator[Finding]:
    first, cadence = programme.first_meeting, programme.cadence
    yield from _before_kickoff("the first meeting", ("first_meeting",), first.due, first.ladder)
    yield from _ladder("the first meeting", ("first_meeting",), first.strength, first.ladder)
    yield from _ladder("a gap between meetings", ("cadence",), cadence.strength, cadence.ladder)
    shortest = min((_days(phase.every) for phase in cadence.phases), default=0)
    if cadence.ladder.lapse is not None and cadence.ladder.lapse > shortest:
        over = f"{cadence.ladder.lapse} days after a meeting was due, and the next is due every {shortest} days"
        late = "so a pair is asked about the gap before last; please let it lapse sooner"
        yield Finding(("cadence", "ladder", "lapse"), f"A gap is left at that {over}, {late}.")
    if not FROM_HOUR <= programme.letters_at <= TO_HOUR:
        yield said(("letters_at",), f"is {programme.letters_at:%H:%M}, when most people sleep.")
    if programme.language.partition("-")[0] not in READ:
        yield said(("language",), f"is {programme.language!r}; replies are read in {', '.join(READ)}.")


def _never(programme: Programme) -> Iterator[Finding]:
    """What lies behind the end of the longest term there can be."""
    longest = programme.renewal.longest if programme.renewal else programme.term
    end = after(longest)
    offers: list[tuple[Place, str, Span]] = [
        *((("documents", n, "due"), f"The {d.key} is due", d.due.after) for n, d in enumerate(programme.documents, 1)),
        (("first_meeting", "due"), "The first meeting is due", programme.first_meeting.due),
        *((("surveys", n), f"The survey {s.key!r} comes", s.every) for n, s in enumerate(programme.surveys, 1)),
        (("goals", "review_every"), "The look at the goals comes", programme.goal_review or NO_SPAN),
        (("pause", "longest"), "The longest pause ends", programme.longest_pause),
    ]
    for place, what, due, ladder in _with_ladders(programme):
        if ladder.escalate is not None and after(due) < end <= after(due.plus(Span(days=ladder.escalate))):
            late = "only after the longest term is over, so that never happens; please tell them sooner"
            yield Finding((*place, "ladder", "escalate"), f"The organiser is told of {what} {late}.")
    for place, what, span in offers:
        if after(span) >= end:
            yield Finding(place, f"{what} after the longest term is over, so that day never comes.")
    begun = NO_SPAN
    for n, phase in enumerate(programme.cadence.phases, start=1):
        if begun != NO_SPAN and not longer(longest, begun):
            yield Finding(("cadence", "phases", n), f"Phase {n} of the cadence begins after the longest term is over.")
        begun = begun.plus(phase.lasts)
    if not programme.ending.survey and any(survey.key == "closing" for survey in programme.surveys):
        yield said(("ending", "survey"), "is false, so the survey with the key 'closing' is never sent.")


def _with_ladders(programme: Programme) -> Iterator[tuple[Place, str, Span, Ladder]]:
    """What is due by a length of time from the kick-off."""
    for n, document in enumerate(programme.documents, start=1):
        yield ("documents", n), f"the {document.key}", document.due.after, document.ladder
    first = programme.first_meeting
    yield ("first_meeting",), "the first meeting", first.due, first.ladder


def _gone_by(programme: Programme, today: date) -> Iterator[Finding]:
    for n, gathering in enumerate(programme.gatherings, start=1):
        if gathering.day < today:
            gone = f"The event {gathering.key!r} is over on {gathering.day}; nobody who starts later is invited to it"
            yield Finding(("events", n, "day"), f"{gone}. Please give the next one, under its own key.")
    for n, document in enumerate(programme.documents, start=1):
        absolute = document.due.absolute
        if absolute is not None and absolute < today:
            whole = document.due.resolve is Resolve.LATEST
            so = "only the time from the kick-off counts" if whole else "it is late on the day it is first asked for"
            yield Finding(("documents", n, "due"), f"The {document.key}'s date {absolute} has gone by then; {so}.")


def _days(span: Span) -> int:
    """The most days a length of time can have, a month being 31."""
    return span.months * 31 + span.days
