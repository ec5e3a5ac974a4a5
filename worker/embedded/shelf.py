"""Where the embedded post office keeps its mail on disk: one file per mail, one folder per mailbox.

`<mailbox>/<n>.eml` lies in the INBOX, `<mailbox>/<folder>/<n>.eml` in another folder; `<n>.read.eml` was read.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from urllib.parse import quote, unquote

INBOX = "INBOX"
_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class KeptMail:
    """A mail found on the shelf: the IMAP folder it lies in, and whether it was read."""

    path: Path
    folder: str
    read: bool


class Shelf:
    """The files of one mailbox.  Numbers only rise, so their order is the order of arrival."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        _make_private(folder)
        # Several threads keep mail at a time; a count hands out each number once.
        self._numbers = count(1 + max((_number(mail.path) for mail in self.mails()), default=0))

    def mails(self) -> Iterator[KeptMail]:
        """Every mail, oldest first.  What was half written when the machine stopped is left out."""
        for path in sorted(self._folder.rglob("*.eml"), key=_number):
            folder = INBOX if path.parent == self._folder else unquote(path.parent.name)
            yield KeptMail(path, folder, path.name.endswith(".read.eml"))

    def keep(self, raw: bytes, folder: str) -> Path:
        """Write a mail so that not even a power cut loses it: it and its name are on disk on return."""
        place = self._place(folder)
        unfinished = place / f"{next(self._numbers)}.part"
        with open(unfinished, "wb", opener=_private) as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        finished = unfinished.with_suffix(".eml")
        unfinished.rename(finished)
        _sync(place)
        return finished

    def move(self, path: Path, folder: str) -> Path:
        """Note a mail's new folder.  Not synced: after a power cut it may lie in the old one, and is read twice."""
        return path.rename(self._place(folder) / path.name)

    def mark(self, path: Path, read: bool) -> Path:
        """Note whether a mail was read."""
        return path.rename(path.with_name(f"{_number(path)}.read.eml" if read else f"{_number(path)}.eml"))

    def _place(self, folder: str) -> Path:
        if folder == INBOX:
            return self._folder
        # The folder's name comes from the mail client: no dot, slash or colon of it may steer the path.
        place = self._folder / quote(folder, safe=" ").replace(".", "%2E")
        if not place.exists():
            _make_private(place)
        return place


def mailbox_folder(root: Path, address: str) -> Path:
    """The folder of a mailbox.  Raises ValueError if the address would make no usable name."""
    name = quote(address, safe="@+")
    if "@" not in name or len(name) > _LONGEST_NAME:
        raise ValueError("not a mailbox name")
    return root / name


def in_inbox(root: Path, address: str) -> list[Path]:
    """The files of the mails in a mailbox's INBOX, read or not."""
    return list(mailbox_folder(root, address).glob("*.eml"))


def addresses(root: Path) -> list[str]:
    """The mailboxes that have a folder under `root`."""
    return sorted(unquote(folder.name) for folder in root.iterdir() if "@" in folder.name)


def _number(path: Path) -> int:
    return int(path.name.split(".", 1)[0])


def _make_private(folder: Path) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    _sync(folder.parent)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
