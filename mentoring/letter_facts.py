"""What several letters say alike: to everybody, how things stand, the day of a meeting."""

from collections.abc import Mapping, Set

from mentoring.deadlines import owed
from mentoring.ending import Ended
from mentoring.letters import NOTHING_ASKED, Fact, Letter, Question
from mentoring.meetings import Meeting
from mentoring.state import Relationship


def to_all(now: Relationship, name: str, question: Question, facts: Mapping[str, Fact]) -> tuple[Letter, ...]:
    """The same letter to every member."""
    return tuple(Letter(name, member.id, question, facts) for member in now.members)


def to_those_who_know(now: Relationship, writer: str, name: str, facts: Mapping[str, Fact]) -> tuple[Letter, ...]:
    """To every member; before the kick-off to the writer alone, for the others have not heard from us yet."""
    everybody = to_all(now, name, NOTHING_ASKED, facts)
    return everybody if now.began else tuple(letter for letter in everybody if letter.to == writer)


def standing(now: Relationship) -> dict[str, Fact]:
    """How things stand, for STATUS, HELP and the letters that decline something.

    `begins`: the day of the kick-off while that is to come.  `owed`: (key, due day, owners' ids) of what is open;
    `number`, `day`, perhaps `starts`, and `agreed` (by all) of the meeting that has a day; `paused_from` and
    `paused_until` if somebody is away or will be.
    """
    coming = now.meetings.coming()
    known = owed(now.as_others_know_it())
    still_open = tuple((o.key, o.due, o.owners) for o in known if _is_open(now, o.key, {each.key for each in known}))
    facts: dict[str, Fact] = {"owed": still_open, "term_ends": now.term_ends, "held": len(now.meetings.held_days())}
    facts |= begins(now)
    facts |= {"in_force": now.document(now.programme.documents[0].key).in_force > 0} if now.programme.documents else {}
    facts |= day_facts(coming) | {"agreed": len(coming.agreed) == len(now.members)} if coming else {}
    return facts | absence(now)


def absence(now: Relationship) -> dict[str, Fact]:
    """`paused_from` and `paused_until`, if somebody is away or will be."""
    absent = next((a for a in now.absences if not a.over), None)
    return {"paused_from": absent.start, "paused_until": absent.back} if absent else {}


def begins(now: Relationship) -> dict[str, Fact]:
    """The day of the kick-off, to whoever writes before it."""
    return {} if now.began else {"begins": now.kickoff}


def _is_open(now: Relationship, key: str, keys: Set[str]) -> bool:
    """Whether people would call it open by now: not what is asked only later, and one meeting at a time."""
    match key.partition("/")[0]:
        case "first-meeting":
            return True
        case "cadence":
            return now.meetings.coming() is None and "first-meeting" not in keys
        case "met" | "renewal":
            return key in now.steps
        case subject:
            return subject in now.documents


def milestones(now: Relationship) -> dict[str, Fact]:
    """How things stand for the organiser: `owed` as (key, due day), and no word, name or actor (`XC-01`, `XC-12`).

    `ended` is the day on which it ended, if it has; `concerns` how many are pending, if any.
    """
    shown = standing(now)
    owed_now = shown["owed"]
    assert isinstance(owed_now, tuple)
    facts: dict[str, Fact] = {"owed": tuple(each[:2] for each in owed_now if isinstance(each, tuple))}
    facts |= {
        name: shown[name] for name in ("term_ends", "held", "in_force", "paused_from", "paused_until") if name in shown
    }
    pending = sum(not case.over for case in now.cases.values())
    facts |= {"concerns": pending} if pending else {}
    return facts | ({"ended": now.life.day} if isinstance(now.life, Ended) else {})


def day_facts(meeting: Meeting) -> dict[str, Fact]:
    """The day of a meeting, and `starts` (a moment, UTC) if a time was said."""
    facts: dict[str, Fact] = {"number": meeting.number, "day": meeting.day}
    return facts | ({"starts": meeting.starts} if meeting.starts else {})
