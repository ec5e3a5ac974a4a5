"""Where the embedded service keeps everything, and how other commands find it while it runs."""

import fcntl
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from worker.settings import Server, Settings

AGENCY = "peerpost@peerpost.embedded"
USUAL_FOLDER = ".peerpost"


IN_ONE_RUN = 20_000
"""Where the clock can be turned, a life stays in one run: the server's skipped time is wrong from the third run of a
chain on.  The longest life has some thousands of events; the server's own limit is 51,200."""


class AlreadyRunning(Exception):
    """Says to the user that two cannot run on one folder."""


class NotRunning(Exception):
    """Says to the user how to start the embedded service."""


@dataclass(frozen=True, slots=True)
class Ports:
    """Where things listen on 127.0.0.1; `ui` is Temporal's page, 0 for none."""

    temporal: int
    ui: int
    smtp: int
    imap: int


USUAL_PORTS = Ports(temporal=7233, ui=8233, smtp=2525, imap=2143)


@dataclass(frozen=True, slots=True)
class Folder:
    """The folder with the state of one embedded service."""

    path: Path

    @property
    def mail(self) -> Path:
        return self.path / "mail"

    @property
    def temporal(self) -> Path:
        return self.path / "temporal"

    @property
    def keys(self) -> Path:
        return self.path / "keys" / "keyring.json"

    @property
    def database_url(self) -> str:
        return f"sqlite:///{self.path / 'peerpost.db'}"

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Nobody else runs on this folder meanwhile.  Raises AlreadyRunning."""
        with (self.path / "lock").open("w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise AlreadyRunning(f"Peerpost runs on {self.path} already; stop that one first.") from None
            yield

    def note_running(self, ports: Ports) -> None:
        self._running.write_text(json.dumps({"pid": os.getpid(), **asdict(ports)}))

    def note_stopped(self) -> None:
        self._running.unlink(missing_ok=True)

    def running(self) -> Ports:
        """Raises NotRunning unless a process of ours is alive there."""
        try:
            noted = json.loads(self._running.read_text())
            os.kill(noted.pop("pid"), 0)
            return Ports(**noted)
        except (OSError, ValueError, KeyError, TypeError):
            raise NotRunning(f"Nothing runs on {self.path}; please start it with `peerpost up`.") from None

    @property
    def _running(self) -> Path:
        return self.path / "running.json"

    def turned_to(self) -> datetime | None:
        """What day it is (UTC) where the clock was turned; None while it never was."""
        try:
            return datetime.fromisoformat((self.path / "turned").read_text())
        except (OSError, ValueError):
            return None

    def note_turned(self, moment: datetime) -> None:
        """Remember for housekeeping, which comes after every relationship, how far the clock was turned."""
        (self.path / "turned").write_text(moment.isoformat())

    def settings(self, ports: Ports, events_per_run: int = IN_ONE_RUN) -> Settings:
        """The settings of the embedded service: everything on this machine, nothing encrypted in transit."""
        mailbox = {"host": "127.0.0.1", "user": AGENCY, "password": "peerpost", "security": "none"}
        return Settings(
            database_url=self.database_url,
            temporal_address=f"127.0.0.1:{ports.temporal}",
            smtp=Server(port=ports.smtp, **mailbox),
            imap=Server(port=ports.imap, **mailbox),
            address=AGENCY,
            authserv_id="peerpost.embedded",
            keys=self.keys,
            events_per_run=events_per_run,
        )


def folder_from(env: Mapping[str, str]) -> Folder:
    """PEERPOST_HOME, or .peerpost where the command is given."""
    return Folder(Path(env.get("PEERPOST_HOME") or USUAL_FOLDER).resolve())
