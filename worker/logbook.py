"""The log: our own sentences with codes, and of everybody else's only where they were said.

Libraries put addresses, servers' words and whole variables into their messages, at DEBUG all the more.  So nothing is
taken out here: only what is known to be harmless is let in.
"""

import logging
import re
import sys
import threading
from collections.abc import Mapping
from types import TracebackType
from typing import TextIO

from worker.guard import places
from worker.settings import SettingsIncomplete

OURS = "peerpost"
"""The logger of our own sentences.  They are literals; what varies in them comes as one of the fields below."""

FIELDS = {
    "error": re.compile(r"[A-Za-z_]\w{0,80}"),
    "where": re.compile(r"[\w<>]+:\d+( > [\w<>]+:\d+)*"),
    "reference": re.compile(r"[0-9a-f]{8}"),
    "code": re.compile(r"[a-z_/]{1,40}"),
    "errno": re.compile(r"\d{1,5}"),
}
"""What a line may say beside its sentence, and of what shape it must be; all else is left out."""

LEVELS = ("debug", "info", "warning", "error")

log = logging.getLogger(OURS)


class Discreet(logging.Formatter):
    """One line a record: the sentence if it is ours, the place in the library if not, and never a traceback's text."""

    def format(self, record: logging.LogRecord) -> str:
        ours = record.name == OURS
        said = str(record.msg) if ours else f"{record.module}.{record.funcName}:{record.lineno}"
        error = record.exc_info[1] if record.exc_info else None
        fields = trouble(error) if error is not None else {}
        fields |= {name: str(getattr(record, name)) for name in FIELDS if ours and hasattr(record, name)}
        known = [f"{name}={value if FIELDS[name].fullmatch(value) else '?'}" for name, value in fields.items()]
        line = " ".join([self.formatTime(record), record.levelname, record.name, said, *known])
        return " ".join(line.split())


def trouble(error: BaseException) -> dict[str, str]:
    """An error as fields of a line: of what kind it is, and where it came from."""
    return {"error": type(error).__name__} | ({"where": places(error)} if error.__traceback__ else {})


def level_of(env: Mapping[str, str]) -> str:
    """How much is logged, by `PEERPOST_LOG`.  Raises SettingsIncomplete."""
    level = env.get("PEERPOST_LOG", "").strip().lower() or "warning"
    if level not in LEVELS:
        raise SettingsIncomplete(f"PEERPOST_LOG must be one of {' '.join(LEVELS)}.")
    return level.upper()


def open_logbook(level: str = "WARNING", stream: TextIO | None = None) -> None:
    """From here on everything this process says of itself goes through `Discreet`, to `stream` (standard error)."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(Discreet())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    # A line that cannot be written would otherwise be printed with what it was to hold.
    logging.raiseExceptions = False
    logging.captureWarnings(True)
    sys.excepthook = _uncaught
    threading.excepthook = lambda hook: _note(hook.exc_value)
    sys.unraisablehook = lambda hook: _note(hook.exc_value)


def _uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    _note(error)


def _note(error: BaseException | None) -> None:
    if error is not None:
        log.error("Something unexpected went wrong.", extra=trouble(error))
