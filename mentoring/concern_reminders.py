"""What is left open about a concern is brought up once more, without a word of it; then it stays pending.

Whoever has not finished the form hears of it once, and the programme's route once that it is not finished; who has not
said OPEN hears of that once.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from mentoring.calendar import at_hour, local_day
from mentoring.concern_cases import Case, ConcernReminded, OrganisersReminded
from mentoring.words import Attribution

if TYPE_CHECKING:
    from mentoring.state import Relationship

FORM_AFTER = 3
"""Days until whoever raised it is reminded of what is still open in the form."""

USUAL_ESCALATION = 5
"""Days until those responsible are, where no document of the programme says."""


def moments(
    relationship: "Relationship", now: datetime
) -> tuple[tuple[datetime, ConcernReminded | OrganisersReminded], ...]:
    """What comes by itself: (the programme's hour of that day, what happens)."""
    return tuple(moment for case in relationship.cases.values() for moment in _of(relationship, case, now))


def _of(
    relationship: "Relationship", case: Case, now: datetime
) -> Iterator[tuple[datetime, ConcernReminded | OrganisersReminded]]:
    escalation, ready = _escalation(relationship), case.ready is not None
    if case.over or case.raised is None or not (ready or case.has_form):
        return
    if not ready and case.by and not case.reminded:
        yield _hour(relationship, case.raised, FORM_AFTER), ConcernReminded(now, Attribution(case.by), case.number)
    if ready not in case.told_again:
        since = case.ready or case.raised
        yield _hour(relationship, since, escalation), OrganisersReminded(now, case.number, ready)


def _escalation(relationship: "Relationship") -> int:
    said = (rules.ladder.escalate for rules in relationship.programme.documents)
    return next((days for days in said if days is not None and days > 0), USUAL_ESCALATION)


def _hour(relationship: "Relationship", since: datetime, days: int) -> datetime:
    """So many days later, or on the return from an absence."""
    day = relationship.not_while_away(local_day(since, relationship.zone) + timedelta(days=days))
    return at_hour(day, relationship.programme.letters_at, relationship.zone)
