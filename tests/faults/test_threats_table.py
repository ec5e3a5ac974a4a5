"""SECURITY.md says which test tries which threat; here it is held to its word."""

import ast
import re
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
SECURITY = TESTS.parent / "SECURITY.md"
ROW = re.compile(r"^\| (T\d\d) \| [^|]+ \| ([^|]+) \|", re.MULTILINE)
ROWS = dict(ROW.findall(SECURITY.read_text(encoding="utf-8")))


@cache
def named() -> dict[str, set[str]]:
    """Threat -> the files in which a test says that it is about it."""
    found: dict[str, set[str]] = defaultdict(set)
    for path in TESTS.rglob("test_*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Module | ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                for number in re.findall(r"\bT\d\d\b", ast.get_docstring(node) or ""):
                    found[number].add(path.relative_to(TESTS).as_posix())
    return found


def test_every_threat_there_is_has_a_row() -> None:
    assert list(ROWS) == [f"T{number:02}" for number in range(1, 32)]
    assert set(named()) <= set(ROWS)


@pytest.mark.parametrize("number", ROWS)
def test_every_row_names_tests_that_name_its_threat(number: str) -> None:
    files = re.findall(r"`([^`]+)`", ROWS[number])
    assert files or ROWS[number] == "not yet"
    assert set(files) <= named()[number]
