"""The conventions of this repository that a linter does not know; each says what to do instead."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("mentoring", "correspondence", "store", "workflows", "activities", "worker")
MODULES = sorted(path for name in PACKAGES for path in (ROOT / name).rglob("*.py") if "versions" not in path.parts)
"""Our code without the migrations, which are written once and never read again."""

# Where people and build servers keep their checkouts; the name of such a folder means nothing to anybody else.
A_MACHINES_PATH = re.compile(r"(?<![\w.~}-])/(?:home|Users|root|work|workspace|builds)/\w")
A_REGISTRY = re.compile(r"\b(?:pypi|npmjs)\.(?:org|com)\b|\bpython[h]osted\b")
AN_UNFINISHED_WORD = re.compile(r"\b(?:TODO|FIXME|XXX|HACK)\b|\bNotImplementedError\b")
NO_NAME = {"utils", "util", "helpers", "helper", "common", "base", "misc", "manager"}

# What would give the rules a clock, chance, or a hand in the world.
NOT_FOR_RULES = {
    "asyncio", "concurrent", "email", "http", "io", "logging", "multiprocessing", "os", "pathlib", "random", "secrets",
    "select", "shutil", "signal", "smtplib", "socket", "sqlite3", "ssl", "subprocess", "sys", "tempfile", "threading",
    "time", "urllib", "uuid",
}  # fmt: skip


def _tracked() -> Iterator[tuple[str, str]]:
    """Path and text of every file in the repository, or lying there to be added."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in listed.splitlines():
        if (ROOT / name).is_file():
            yield name, (ROOT / name).read_text(errors="replace")


def _found(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{name}:{number}"
        for name, text in _tracked()
        if name != "tests/test_house.py"
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(), _name(path))


def test_no_file_names_a_folder_of_somebodys_machine() -> None:
    assert _found(A_MACHINES_PATH) == []


def test_no_file_names_the_host_of_a_package_registry() -> None:
    assert _found(A_REGISTRY) == []


def test_the_locks_name_no_host_at_all_and_a_hash_for_every_release() -> None:
    for name in ("requirements.lock", "requirements-dev.lock"):
        entries = re.split(r"\n(?=\S)", (ROOT / name).read_text().strip())
        assert len(entries) > 40
        assert [entry for entry in entries if "://" in entry or "--hash=sha256:" not in entry] == []


def test_nothing_unfinished_is_left_behind() -> None:
    assert _found(AN_UNFINISHED_WORD) == []


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_a_module_says_what_it_is_for_and_stays_small(path: Path) -> None:
    text = path.read_text()
    assert path.stem not in NO_NAME, "Name the file after what it holds."
    assert ast.get_docstring(_tree(path)), "A module begins with a docstring."
    assert text.count("\n") <= 250, "Split the file by what its parts are for."


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_a_function_fits_on_a_screen(path: Path) -> None:
    long = []
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[1] if ast.get_docstring(node) and len(node.body) > 1 else node.body[0]
            if (node.end_lineno or 0) - first.lineno + 1 > 40:
                long.append(node.name)
    assert long == []


@pytest.mark.parametrize("path", [path for path in MODULES if "worker" not in path.parts], ids=_name)
def test_the_clock_is_read_in_worker_only(path: Path) -> None:
    clock = re.compile(r"^(datetime\.)?(datetime|date)\.(now|utcnow|today)$|^time\.(time|time_ns)$")
    assert [name for name in _attributes(path) if clock.match(name)] == [], "Time comes in as an argument."


@pytest.mark.parametrize("path", [*MODULES, *sorted((ROOT / "tests").rglob("*.py"))], ids=_name)
def test_there_are_fakes_and_no_mocks(path: Path) -> None:
    assert [name for name in _imports(path) if name.startswith("unittest")] == []


@pytest.mark.parametrize("path", [path for path in MODULES if "mentoring" in path.parts], ids=_name)
def test_the_rules_need_nothing_but_the_standard_library_and_of_that_the_harmless_part(path: Path) -> None:
    allowed = (sys.stdlib_module_names - NOT_FOR_RULES) | {"mentoring"}
    assert [name for name in _imports(path) if name.split(".")[0] not in allowed] == []


def test_letters_and_programmes_are_found_beside_the_code() -> None:
    for name in ("mail_templates", "programmes"):
        assert files(name).joinpath(".").is_dir()


def test_the_wheel_brings_code_letters_and_programmes_and_no_tests(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    (wheel,) = tmp_path.glob("peerpost-*.whl")
    brought = {name.split("/")[0] for name in ZipFile(wheel).namelist() if ".dist-info/" not in name}
    assert brought == {*PACKAGES, "mail_templates", "programmes"}


def _imports(path: Path) -> list[str]:
    names: list[str] = []
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names.append(node.module or "")
    return names


def _attributes(path: Path) -> list[str]:
    return [ast.unparse(node) for node in ast.walk(_tree(path)) if isinstance(node, ast.Attribute)]
