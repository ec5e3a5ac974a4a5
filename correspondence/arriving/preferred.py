"""Of several phrases the ones that count: what the question means by them, and not what only leads to it."""

from correspondence.arriving.hits import Hit
from correspondence.arriving.reading import Intent
from correspondence.arriving.said import Said
from correspondence.arriving.verdict import ASSENTS, ORDER, is_special
from mentoring.letters import Ask


def yields(hit: Hit, said: Said, live: list[tuple[Hit, Intent]]) -> bool:
    """Whether a phrase only leads to what stands beside it."""
    # `I withdraw it, it has sorted itself out`: how a concern came to be withdrawn.
    if hit.key in ("settled", "stay") and any(other.key == "withdrawn" and other.plain for other, _ in live):
        return True
    # `Take me off your list`, in answer to the invitation: a no.
    declines = (other for other, _ in live if other.key == "declined_to_join" and other.clause == hit.clause)
    if hit.key == "fewer_mails" and any(other.start < hit.end and hit.start < other.end for other in declines):
        return True
    if not said.dates_of(hit.clause):
        return False
    # `See you on Thursday`, where nobody has named a day; `would Thursday be good?`: no assent, but a proposal.
    asks = hit.key in ASSENTS and not hit.plain and said.clauses[hit.clause].asks
    return asks or (hit.key == "coming" and said.asked.asked is Ask.FIRST_MEETING)


def nearest(live: list[tuple[Hit, Intent]]) -> list[tuple[Hit, Intent]]:
    """Of two meanings of the same words the one that this question gives them: `close the relationship`."""
    spoken = {(hit.clause, hit.start, hit.end, hit.key) for hit, _ in live if hit.plain}
    live = [
        (hit, intent)
        for hit, intent in live
        if not any((hit.clause, hit.start, hit.end, first) in spoken for first, other in ORDER if other == hit.key)
    ]
    special = {(hit.clause, hit.start) for hit, _ in live if is_special(hit.key)}
    return [(hit, intent) for hit, intent in live if is_special(hit.key) or (hit.clause, hit.start) not in special]
