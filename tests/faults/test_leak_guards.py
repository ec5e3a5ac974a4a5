"""Whatever goes wrong, and whoever says so: the log and Temporal hold a code and a place, never a word (threat T24)."""

import ast
import io
import logging
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from temporalio.exceptions import ApplicationError
from temporalio.testing import ActivityEnvironment
from temporalio.worker import ActivityInboundInterceptor, ExecuteActivityInput

from tests.test_house import MODULES
from worker.guard import Guard
from worker.logbook import FIELDS, LEVELS, OURS, Discreet, level_of
from worker.settings import SettingsIncomplete

CANARY = "kanarienvogel"
LIBRARIES = (
    "aiosmtplib", "imap_tools", "imaplib", "sqlalchemy.engine.Engine", "temporalio.activity", "temporalio.worker",
    "asyncio", "dateparser", "charset_normalizer", "pypdf._reader", "markdown_it", "mail.log", "pymap", "py.warnings",
)  # fmt: skip


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What a process at DEBUG would write."""
    written, root = io.StringIO(), logging.getLogger()
    handler, level = logging.StreamHandler(written), root.level
    handler.setFormatter(Discreet())
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield written
    root.removeHandler(handler)
    root.setLevel(level)


@pytest.mark.parametrize("library", LIBRARIES)
def test_of_what_a_library_says_only_the_place_is_kept(log: io.StringIO, library: str) -> None:
    """T24: at every level, in the message, its arguments, an error beside it, and fields of the library's own."""
    theirs = logging.getLogger(library)
    before, disabled = theirs.level, theirs.disabled
    theirs.setLevel(logging.DEBUG)
    theirs.disabled = False
    try:
        theirs.debug(f"RCPT TO:<{CANARY}@wards.example>")
        theirs.info("%s said %r", CANARY, {"to": CANARY}, extra={"code": CANARY, "error": CANARY})
        try:
            raise ValueError(CANARY)
        except ValueError:
            theirs.exception("in the middle of %s", CANARY, stack_info=True)
    finally:
        theirs.setLevel(before)
        theirs.disabled = disabled
    assert CANARY not in log.getvalue()
    lines = log.getvalue().splitlines()
    assert len(lines) == 3
    assert all(f" {library} test_leak_guards.test_of_what" in line for line in lines)
    assert "error=ValueError where=test_of_what_a_library_says_only_the_place_is_kept:" in lines[2]


def test_our_own_line_shows_known_fields_of_their_own_shape_and_no_other(log: io.StringIO) -> None:
    known = {"error": "KeyError", "where": "post:3 > <lambda>:7", "reference": "0a1b2c3d", "code": "no_move"}
    logging.getLogger(OURS).error("A sentence of ours.", extra=known | {"errno": 28, "who": CANARY})
    line = log.getvalue()
    assert "A sentence of ours. error=KeyError where=post:3 > <lambda>:7 reference=0a1b2c3d code=no_move" in line
    assert "errno=28" in line and CANARY not in line
    for field in FIELDS:
        logging.getLogger(OURS).error("Another.", extra={field: f"{CANARY} Lind <m@wards.example>"})
    assert CANARY not in log.getvalue() and log.getvalue().count("=?") == len(FIELDS)


def test_our_own_sentences_are_literals_and_what_varies_is_a_known_field() -> None:
    found = 0
    for module in MODULES:
        for node in ast.walk(ast.parse(module.read_text())):
            if not _is_a_log_call(node):
                continue
            assert isinstance(node, ast.Call)
            found += 1
            assert [type(each) for each in node.args] == [ast.Constant], f"{module.name}:{node.lineno}"
            assert {each.arg for each in node.keywords} <= {"extra"}, f"{module.name}:{node.lineno}"
    assert found >= 4
    spoken = [m.name for m in MODULES if "getLogger(" in m.read_text() and "setLevel(" not in m.read_text()]
    for module in (m for m in MODULES if m.name in spoken and m.name != "logbook.py"):
        assert f'getLogger("{OURS}")' in module.read_text(), module.name


def _is_a_log_call(node: ast.AST) -> bool:
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
        return False
    of, name = node.func.value, node.func.attr
    named = isinstance(of, ast.Name) and of.id in ("log", "logger", "logging")
    return named and name in {"debug", "info", "warning", "error", "exception", "critical", "log"}


ACCIDENTS = f"""
import asyncio, gc, logging, sys, threading, warnings
from sqlalchemy import text
from store.engine import open_database
from worker.logbook import open_logbook
word = "{CANARY}"

class Full:
    def write(self, line): raise OSError(28, word)
    def flush(self): pass
open_logbook("DEBUG", Full())
logging.getLogger("full").warning("no room for %s", word)
open_logbook("DEBUG")

def fail(): raise ValueError(word)
thread = threading.Thread(target=fail, name=word); thread.start(); thread.join()

async def forgotten():
    task = asyncio.get_running_loop().create_task(later(), name=word)
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    del task
    gc.collect()
async def later(): raise KeyError(word)
asyncio.run(forgotten(), debug=True)

class Unraisable:
    def __del__(self): raise LookupError(word)
Unraisable()

warnings.warn(word)
logging.getLogger("broken").warning("%d %d", word)
logging.getLogger("peerpost").warning(word[:0] + "A sentence.", extra={{"where": word}})

engine = open_database("sqlite://")
try:
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO people VALUES (:a, :a)"), {{"a": word}})
except Exception:
    logging.getLogger("sqlalchemy").exception("insert")
fail()
"""


def test_an_accident_anywhere_in_a_process_is_a_line_without_its_words() -> None:
    """T24: in a thread, a forgotten task, a destructor, a full disk, a broken log call, the database, the top."""
    root = Path(__file__).parents[2]
    run = subprocess.run([sys.executable, "-c", ACCIDENTS], cwd=root, capture_output=True, text=True, timeout=60)
    assert run.returncode == 1
    assert CANARY not in run.stdout + run.stderr
    for error in ("ValueError", "KeyError", "LookupError"):
        assert f"error={error}" in run.stderr, run.stderr
    assert run.stderr.count("Something unexpected went wrong. error=ValueError") == 2
    assert "Traceback" not in run.stderr


def test_how_much_is_logged_is_a_setting() -> None:
    assert [level_of({"PEERPOST_LOG": each}) for each in LEVELS] == [each.upper() for each in LEVELS]
    assert level_of({}) == "WARNING"
    with pytest.raises(SettingsIncomplete, match="PEERPOST_LOG"):
        level_of({"PEERPOST_LOG": "everything"})


class TestWhatLeavesAnActivity:
    """T23, T24: Temporal keeps what an activity raises for as long as it keeps anything."""

    async def test_an_unexpected_error_is_a_code_and_a_reference(self, log: io.StringIO) -> None:
        def stumble() -> None:
            words = f"{CANARY} is unwell"
            try:
                raise ValueError(words)
            except ValueError as first:
                raise KeyError(words) from first

        error = await _failure(stumble)
        assert error.type == "Unexpected" and "KeyError" in str(error)
        reference = str(error).rpartition(" ")[2]
        assert "error=KeyError where=" in log.getvalue() and f"reference={reference}" in log.getvalue()
        self._has_no_word(error, log)

    async def test_an_error_of_our_own_leaves_behind_what_it_came_from(self, log: io.StringIO) -> None:
        def stumble() -> None:
            try:
                raise ValueError(CANARY)
            except ValueError as first:
                raise ApplicationError("The mail server does not take letters now.", type="Later") from first

        error = await _failure(stumble)
        assert error.type == "Later"
        self._has_no_word(error, log)

    def _has_no_word(self, error: ApplicationError, log: io.StringIO) -> None:
        assert error.__cause__ is None and error.__suppress_context__
        assert CANARY not in "".join(traceback.format_exception(error))
        assert CANARY not in log.getvalue()


class Innermost(ActivityInboundInterceptor):
    """Where Temporal would call the activity itself."""

    def __init__(self, stumble: Callable[[], None]) -> None:
        self._stumble = stumble

    async def execute_activity(self, input: ExecuteActivityInput) -> None:
        self._stumble()


async def _failure(stumble: Callable[[], None]) -> ApplicationError:
    """What Temporal is told when this goes wrong in an activity."""
    guarded = Guard().intercept_activity(Innermost(stumble))
    with pytest.raises(ApplicationError) as raised:
        await ActivityEnvironment().run(guarded.execute_activity, ExecuteActivityInput(stumble, (), None, {}))
    return raised.value
