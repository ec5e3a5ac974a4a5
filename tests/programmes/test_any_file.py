"""Whatever stands in a file: it is checked without a crash, and what is not refused can be explained and lived."""

import tomllib
from collections.abc import Iterator
from copy import deepcopy
from datetime import date, time
from importlib.resources import files
from random import Random
from typing import Any

import pytest
import tomlkit

from mentoring.definition import look_over
from mentoring.explained import explained
from mentoring.foreseen import foreseen
from worker.programme_check import check
from worker.programme_files import ProgrammeFile

RED = tomllib.loads(files("programmes").joinpath("red.toml").read_text(encoding="utf-8"))
ODD: tuple[Any, ...] = (
    0, 1, -1, 3, 400, 10**9, True, False, 1.5, "", "any", "mentor", [], [1], ["a"], [{}], {}, {"days": 0}, {"days": -1},
    {"days": 10**9}, {"months": 10**6}, date(1, 1, 1), date(9999, 12, 31), time(0),
)  # fmt: skip


def _places(table: Any) -> Iterator[tuple[Any, Any]]:
    """Every table or list, with each of its keys."""
    for key in list(table) if isinstance(table, dict) else range(len(table)) if isinstance(table, list) else ():
        yield table, key
        yield from _places(table[key])


def changed(lots: Random) -> Any:
    """One to three things left out, or put to something odd."""
    other = deepcopy(RED)
    for _ in range(lots.randint(1, 3)):
        inside, key = lots.choice(list(_places(other)))
        if lots.random() < 0.3:
            del inside[key]
        else:
            inside[key] = deepcopy(lots.choice(ODD))
    return other


@pytest.mark.parametrize("seed", range(24))
def test_nothing_in_a_file_makes_the_check_stumble(seed: int) -> None:
    text = tomlkit.dumps(changed(Random(seed)))
    found = check(ProgrammeFile("red.toml", text), date(2026, 11, 22))
    assert all(each.finding.sentence.endswith((".", "?")) for each in found)
    if not any(each.finding.refuses for each in found):
        programme, _ = look_over(tomllib.loads(text))
        assert explained(programme) and foreseen(programme, date(2027, 1, 25), willing=False)
