"""docs/requirements.md: every statement of the programmes' papers, with the tests that show it.

A test shows a statement whose id its docstring begins with.  `python -m tests.requirements.covered` writes it anew.
"""

import ast
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "requirements.md"
_FIRST_IDS = re.compile(r"(?:(?:UC|RED|FA|IMG|UM|XC)-\d\d(?:, (?=[A-Z]+-\d\d))?)+")
_ID = re.compile(r"(?:UC|RED|FA|IMG|UM|XC)-\d\d")

HEAD = """# What is demanded, and which test shows it

Written by `python -m tests.requirements.covered` from `tests/requirements/statements.toml` and the tests' docstrings.
**Bold** ids stand in a programme's own paper; the others follow from it.
"""


@dataclass(frozen=True, slots=True)
class Statement:
    """One demand: `explicit` if it stands in a paper, `elsewhere` why it is shown by no test."""

    id: str
    says: str
    explicit: bool = False
    elsewhere: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """The statements of one programme; no `programme` where they are everybody's."""

    title: str
    programme: str
    statements: tuple[Statement, ...]

    @property
    def is_here(self) -> bool:
        """Whether we have the programme."""
        return not self.programme or (ROOT / "programmes" / f"{self.programme}.toml").exists()


def papers() -> list[Paper]:
    """What is demanded, in the order of the table."""
    table = tomllib.loads((Path(__file__).parent / "statements.toml").read_text(encoding="utf-8"))
    return [
        Paper(each["title"], each["programme"], tuple(Statement(**line) for line in each["statements"]))
        for each in table.values()
    ]


def shown() -> dict[str, list[str]]:
    """For each id the tests whose docstring begins with it, as `path::name`."""
    found: dict[str, list[str]] = {}
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        for name, docstring in _tests(ast.parse(path.read_text(encoding="utf-8"))):
            if first := _FIRST_IDS.match(docstring):
                for each in _ID.findall(first[0]):
                    found.setdefault(each, []).append(f"{path.relative_to(ROOT)}::{name}")
    return found


def _tests(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_"):
            yield node.name, ast.get_docstring(node) or ""


def page() -> str:
    """The whole of docs/requirements.md."""
    tests = shown()
    parts = [HEAD]
    for paper in papers():
        if paper.is_here:
            lines = (_line(each, tests.get(each.id, [])) for each in paper.statements)
            parts.append(
                "\n".join((f"## {paper.title}\n", "| id | statement | shown by |", "|---|---|---|", *lines)) + "\n"
            )
    return "\n".join(parts)


def _line(statement: Statement, tests: list[str]) -> str:
    marked = f"**{statement.id}**" if statement.explicit else statement.id
    by = "<br>".join(_link(test) for test in tests) or statement.elsewhere or "(by construction)"
    return f"| {marked} | {statement.says} | {by} |"


def _link(test: str) -> str:
    path, name = test.split("::")
    return f"[{name.removeprefix('test_').replace('_', ' ')}](../{path})"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
