"""Files of the key store's folder: each whole or not at all, on the disk before anybody relies on it, mode 0600."""

import fcntl
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

DRAFT = ".draft"
"""How the name of a file ends that is to take the place of another, of which it may still hold the secrets."""


def make_file(path: Path, text: str) -> None:
    """Write a file that is not there yet; if somebody was faster, theirs stays."""
    draft = _draft(path, text)
    with suppress(FileExistsError):
        os.link(draft, path)
    os.unlink(draft)
    _settle(path.parent)


def replace_file(path: Path, text: str) -> None:
    """Write a file in the place of the one before, whose content is then overwritten where it lay.

    On flash and on file systems that copy on write the old blocks may stay; SECURITY.md says what helps there.
    """
    draft = _draft(path, text, DRAFT)
    old = os.open(path, os.O_RDWR) if path.exists() else None
    os.replace(draft, path)
    _settle(path.parent)
    if old is not None:
        _overwrite(old)


def _overwrite(number: int) -> None:
    """With nothing, and close it."""
    try:
        os.write(number, bytes(os.fstat(number).st_size))
        os.fsync(number)
    finally:
        os.close(number)


def append_line(path: Path, line: str) -> None:
    """Add a line to a file, on the disk when this returns."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(number, f"{line}\n".encode())
        os.fsync(number)
    finally:
        os.close(number)
    _settle(path.parent)


@contextmanager
def one_at_a_time(folder: Path) -> Iterator[None]:
    """Nobody else changes the folder meanwhile: others wait.  What somebody killed had begun to write is destroyed."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    number = os.open(folder / "lock", os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        fcntl.flock(number, fcntl.LOCK_EX)
        for draft in folder.glob(f".*{DRAFT}"):
            _overwrite(os.open(draft, os.O_RDWR))
            draft.unlink()
        yield
    finally:
        os.close(number)


def _draft(path: Path, text: str, suffix: str = "") -> str:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    number, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=suffix)
    with os.fdopen(number, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    return draft


def _settle(folder: Path) -> None:
    """Have a folder's entries on the disk before anything is sealed with what lies in it."""
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
