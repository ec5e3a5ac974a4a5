"""Whether our letters still reach a member: letters that came back are scored, and the score fades.

As list managers do: an address that does not exist (5.1.1 of RFC 3463, and its like) counts at once; a full mailbox or
a server in trouble may be well tomorrow, so it counts one point a day, and only if it goes on.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from mentoring.calendar import local_day
from mentoring.letters import ENDS, OFFICE, Letter

if TYPE_CHECKING:
    from mentoring.state import Relationship

UNREACHABLE_AT = 4
STALE_AFTER = timedelta(days=7)
"""So long after the last one nothing is left of the score."""


@dataclass(frozen=True, slots=True)
class ReportBounce:
    """A letter to this member came back; `permanent`: there is no such address, and trying again is pointless."""

    member: str
    permanent: bool


@dataclass(frozen=True, slots=True)
class LetterCameBack:
    """A letter did not arrive this time; it may the next."""

    at: datetime
    member: str


@dataclass(frozen=True, slots=True)
class AddressFailing:
    """Nothing reaches this member any more: the organiser is told, and nudges rest until they write again."""

    at: datetime
    member: str


@dataclass(frozen=True, slots=True)
class CameBack:
    """On how many days letters came back, and the last of those days (local)."""

    points: int
    last: date


def report_of(letter: Letter, permanent: bool) -> ReportBounce | None:
    """What a letter that was refused or came back tells of its reader; None unless it went to a member.

    None of a letter to somebody who wants to leave either: that it came back would tell the organiser who that is; nor
    of one to another address than the one on file.
    """
    if not letter.to or letter.to in OFFICE or letter.tells_who_asked or letter.name in ENDS:
        return None
    return ReportBounce(letter.to, permanent)


def bounced(
    relationship: "Relationship", command: ReportBounce, now: datetime
) -> tuple[LetterCameBack | AddressFailing, ...]:
    """The organiser is told once, until the member writes again, however many letters come back."""
    if command.member in relationship.failing:
        return ()
    failing = AddressFailing(now, command.member)
    if command.permanent:
        return (failing,)
    today, before = local_day(now, relationship.zone), relationship.came_back.get(command.member)
    if before is not None and before.last >= today:
        return ()
    came_back = LetterCameBack(now, command.member)
    return (came_back, failing) if _one_more(before, today).points >= UNREACHABLE_AT else (came_back,)


def remember(came_back: CameBack | None, event: LetterCameBack, zone: str) -> CameBack:
    """One more day on which a letter came back."""
    return _one_more(came_back, local_day(event.at, zone))


def _one_more(before: CameBack | None, today: date) -> CameBack:
    stale = before is None or today - before.last > STALE_AFTER
    return CameBack(1 if stale or before is None else before.points + 1, today)
