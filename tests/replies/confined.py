"""Mails read in a process of their own that may use little memory and little time: each must end in a reading.

`python -m tests.replies.confined` is that process: it takes mails from its input and answers each with a line.
"""

import json
import resource
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from correspondence.arriving.reading import Context, FormField, Kind, Reading
from correspondence.arriving.understand import read_any
from correspondence.arriving.visible import SentLetter
from mentoring.letters import Ask
from tests.replies.mail_clients import SPEECH

MEMORY = 256 * 1024 * 1024
"""Bytes of address space beyond what the process has before its first mail."""
PROCESSOR_SECONDS = 5.0
_ROOT = Path(__file__).parents[2]
_SENT = datetime(2026, 3, 2, 9, tzinfo=UTC)
_LETTER = SentLetter("agency@mentoring.example.org", _SENT, "Your agreement", str(SPEECH["en"]["body"]))
_FIELDS = (FormField("goals", "Goals", "list"), FormField("rhythm", "How often", "frequency"))
_LENGTH = struct.Struct("!I")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a mail: `kind` of its reading, or "" and the `trouble`; `grown` is the peak memory, in bytes."""

    kind: str
    trouble: str = ""
    seconds: float = 0.0
    grown: int = 0


def read(raw: bytes) -> Reading:
    """A reading of these bytes under one of all questions, so that every question meets many mails."""
    asked = list(Ask)[len(raw) % len(Ask)]
    context = Context(asked, _SENT, "Europe/Vienna", ("en", "de", "es")[len(raw) % 3], _FIELDS)
    return read_any(raw, context, _LETTER if len(raw) % 2 else None)


def outcomes(mails: Iterable[bytes]) -> Iterator[Outcome]:
    """What a confined process makes of each mail.  One that kills the process is its trouble, and the next goes on."""
    child = _begun()
    try:
        for raw in mails:
            assert child.stdin is not None and child.stdout is not None
            try:
                child.stdin.write(_LENGTH.pack(len(raw)) + raw)
                child.stdin.flush()
                answer = child.stdout.readline()
            except BrokenPipeError:
                answer = b""
            if answer:
                yield Outcome(**json.loads(answer))
            else:
                yield Outcome("", f"ended the process: {child.wait()}")
                _end(child)
                child = _begun()
    finally:
        _end(child)


def _begun() -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tests.replies.confined"]
    return subprocess.Popen(command, cwd=_ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def _end(child: subprocess.Popen[bytes]) -> None:
    child.kill()
    child.communicate()


def _confine() -> None:
    """Linux counts the address space; where the system does not, only time is limited."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[0])
        limit = pages * resource.getpagesize() + MEMORY
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    except (OSError, ValueError):
        return


def _answer(raw: bytes, before: int) -> Outcome:
    start = time.process_time()
    try:
        kind, trouble = read(raw).kind.value, ""
    except Exception as error:
        kind, trouble = "", repr(error)[:200]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    return Outcome(kind, trouble, time.process_time() - start, max(0, peak - before))


def _serve(mails: BinaryIO, answers: BinaryIO) -> None:
    read(b"From: mira@example.net\n\nYes, next Tuesday at three.\n")  # all that is loaded once, is loaded
    _confine()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    # Left to its default this signal ends the process, in the middle of a regular expression too.
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    while head := mails.read(_LENGTH.size):
        raw = mails.read(_LENGTH.unpack(head)[0])
        signal.setitimer(signal.ITIMER_PROF, PROCESSOR_SECONDS)
        outcome = _answer(raw, before)
        signal.setitimer(signal.ITIMER_PROF, 0)
        answer = {name: getattr(outcome, name) for name in Outcome.__slots__}
        answers.write(json.dumps(answer).encode() + b"\n")
        answers.flush()


KINDS = frozenset(Kind)

if __name__ == "__main__":
    _serve(sys.stdin.buffer, sys.stdout.buffer)
