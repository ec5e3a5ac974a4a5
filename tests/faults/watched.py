"""What somebody without the keys can make of a life: columns, sizes, times and counts, put as features."""

import json
import re
from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, RowMapping, text

from mentoring.letters import LEAVERS
from store.moments import to_utc
from tests.faults.classifier import Case
from tests.faults.endings import Ending
from tests.store.opened import Store

TABLES = {
    "journal": "stream = :id ORDER BY position",
    "causes": "stream = :id ORDER BY at",
    "outbox": "stream = :id ORDER BY at, position",
    "inbox": "stream = :id ORDER BY taken_at",
    "relationships": "id = :id",
}
SECRET = re.compile(r"[0-9a-f]{16,}|[A-Za-z0-9+/=]{40,}")
ROLES = ("mentor", "mentee")
"""The kick-off letters come in this order: whoever knows the service knows whose they are."""

DAY_BEFORE = 24.0


def seen_by_operators(store: Store, ending: Ending) -> Case:
    """Every plain column of every table, and all that Temporal's history is told, with members as their roles."""
    features: dict[str, float] = {}
    with store.engine.connect() as connection:
        for table, where in TABLES.items():
            _rows(features, connection, table, where, ending)
    _outcomes(features, ending)
    return features


def _rows(features: dict[str, float], connection: Connection, table: str, where: str, ending: Ending) -> None:
    rows = connection.execute(text(f"SELECT * FROM {table} WHERE {where}"), {"id": ending.stream}).mappings().all()
    features[f"{table} rows"] = len(rows)
    for back, row in enumerate(reversed(rows), start=1):
        for column, value in row.items():
            for name, number in _features(column, value, ending):
                features[f"{table}[-{back}] {name}"] = number
                features[f"{table} {name}, in all"] = features.get(f"{table} {name}, in all", 0.0) + number
    sizes = [(_hours(_moment(row), ending), len(row.get("sealed") or b"")) for row in rows]
    if table == "outbox":
        _compared(features, table, sizes, {m.role: sizes[nth][1] for nth, m in enumerate(ending.members)})
        for row in rows:
            _guessed(features, ending, str(row["key"]), str(row["cause"]), int(row["position"]))
    if table == "inbox":
        whose = [ending.role_of(member) for _, member in ending.mails]
        usual = {role: size for role, (_, size) in zip(reversed(whose), reversed(sizes[1:]), strict=True)}
        _compared(features, table, sizes, usual)


def _moment(row: RowMapping) -> datetime | None:
    text = row.get("at") or row.get("taken_at")
    return None if text is None else to_utc(datetime.fromisoformat(text))


def _features(column: str, value: Any, ending: Ending) -> Iterator[tuple[str, float]]:
    match value:
        case bytes():
            yield f"{column} length", len(value)
        case int() | float():
            yield column, value
        case str() if re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?", value):
            yield f"{column} hours", _hours(to_utc(datetime.fromisoformat(value)), ending)
        case str():
            yield f"{column} length", len(value)
            yield f"{column} is {_masked(value, ending)[:80]}", 1.0
        case _:
            return


def _hours(moment: datetime | None, ending: Ending) -> float:
    return 0.0 if moment is None else (ending.outcomes[-1][0] - moment).total_seconds() / 3600


def _masked(value: str, ending: Ending) -> str:
    for member in ending.members:
        value = value.replace(member.id, member.role)
    return re.sub(r"\d{4}-\d\d-\d\d[T0-9:.+Z]*", "day", SECRET.sub("#", value))


def _guessed(features: dict[str, float], ending: Ending, key: str, cause: str, position: int) -> None:
    """A key that is a plain digest of what can be guessed is no secret."""
    for member in ending.members:
        for name in LEAVERS:
            guess = sha256(f"{ending.stream}|{cause}|{name}|{member.id}|{position}".encode()).hexdigest()
            if guess.startswith(key):
                features[f"a key made for the {member.role}"] = 1.0


def _compared(features: dict[str, float], table: str, sizes: list[tuple[float, int]], usual: dict[str, int]) -> None:
    """Names have lengths and writers have habits: whose first mail is a mail most alike, of those of the right day?

    An end is asked for a day to two before it is told.
    """
    if len(set(usual.values())) < len(ROLES):
        return
    for hours, size in sizes:
        if DAY_BEFORE <= hours <= 2 * DAY_BEFORE:
            nearest = min(ROLES, key=lambda role: abs(usual[role] - size))
            _count(features, f"{table} of that day as long as the {nearest}'s")


def _outcomes(features: dict[str, float], ending: Ending) -> None:
    lanes: dict[str, str] = {}
    for back, (at, kind, outcome) in enumerate(reversed(ending.outcomes), start=1):
        for letter in outcome.letters:
            _count(features, f"letters, {letter.name}")
        said = _masked(json.dumps([outcome.stage, outcome.why, outcome.details]), ending)
        digest = sha256(said.encode()).hexdigest()[:8]
        features[f"step[-{back}] {'time' if kind == 'time' else 'mail'} says {digest}"] = 1.0
        features[f"step[-{back}] hours"] = _hours(at, ending)
        features[f"step[-{back}] letters"] = len(outcome.letters)
        features[f"step[-{back}] wait"] = _hours(outcome.deadline, ending)
        features[f"step[-{back}] shown"] = _hours(outcome.expected, ending)
    for _, _, outcome in ending.outcomes:
        for letter in outcome.letters:
            lanes.setdefault(letter.lane, f"reader {len(lanes)}")
    for back, (_, _, outcome) in enumerate(reversed(ending.outcomes), start=1):
        for letter in outcome.letters:
            features[f"step[-{back}] {letter.name} to {lanes[letter.lane]}"] = 1.0
            _count(features, f"{letter.name} to {lanes[letter.lane]}")


def _count(features: dict[str, float], name: str) -> None:
    features[name] = features.get(name, 0.0) + 1
