"""A programme's file with one thing changed, and what is said of it."""

import tomllib
from collections.abc import Callable
from copy import deepcopy
from datetime import date
from importlib.resources import files
from typing import Any

import pytest

from mentoring.definition import ProgrammeRefused, read_programme
from mentoring.programme import Programme
from mentoring.remarks import remarks

Table = dict[str, Any]


def table(name: str = "red") -> Table:
    return tomllib.loads(files("programmes").joinpath(f"{name}.toml").read_text(encoding="utf-8"))


def changed(*changes: Callable[[Table], object], name: str = "red") -> Table:
    """The file with these changes."""
    other = deepcopy(table(name))
    for change in changes:
        change(other)
    return other


def problems(change: Callable[[Table], object], name: str = "red") -> list[str]:
    """What is said of a programme with this one change."""
    with pytest.raises(ProgrammeRefused) as refused:
        read_programme(changed(change, name=name))
    assert str(refused.value).splitlines() == refused.value.problems
    return refused.value.problems


def sentences(programme: Programme, today: date | None = None) -> list[str]:
    """What is remarked on a programme, of which nothing refuses."""
    found = remarks(programme, today)
    assert not any(finding.refuses for finding in found)
    return [finding.sentence for finding in found]


def put(path: str, value: object) -> Callable[[Table], object]:
    """Set `documents.0.key` and the like."""

    def change(into: Any) -> None:
        *parents, last = _steps(path)
        for name in parents:
            into = into[name]
        into[last] = value

    return change


def take(path: str) -> Callable[[Table], object]:
    """Take out `documents.0.key` and the like."""

    def change(out_of: Any) -> None:
        *parents, last = _steps(path)
        for name in parents:
            out_of = out_of[name]
        del out_of[last]

    return change


def _steps(path: str) -> list[str | int]:
    return [int(name) if name.isdigit() else name for name in path.split(".")]
