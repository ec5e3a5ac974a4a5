"""`peerpost up` and `peerpost worker`: running the service."""

import asyncio
import os
import signal
import sys
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.panel import Panel

from store.keyring import KeyringMissing
from worker.clock import now
from worker.commands.start import begin_all
from worker.embedded.state import AGENCY, folder_from
from worker.embedded.whole import Whole, keyless, running, sample_roster
from worker.house import open_house
from worker.housekeeping import keep_house_daily
from worker.keyless import take_mail_in
from worker.metrics import serving_at, told
from worker.programme_files import programme_text
from worker.service import build_worker, connect, recover, register_search_attributes, watch_mailbox
from worker.settings import Settings

console = Console(highlight=False)


def up(
    sample: Annotated[
        bool | None, typer.Option("--sample/--no-sample", help="Start a sample pair at the very first start.")
    ] = None,
) -> None:
    """Run everything here, in one process tree, until Ctrl-C; started again, it goes on where it was.

    State lies in `.peerpost` (or `PEERPOST_HOME`). Nothing leaves this machine.

    Example: `peerpost up --sample`
    """
    asyncio.run(_up(sample))


async def _up(sample: bool | None) -> None:
    folder = folder_from(os.environ)
    stop = _stop_event()
    console.print("Starting: Temporal server, post office, database, worker ...")
    try:
        async with running(folder) as whole:
            is_first = not whole.house.registry.relationships()
            if is_first and _wants_sample(sample):
                await _start_sample(whole)
            _say_what_runs(whole, is_first)
            await stop.wait()
            console.print("Stopping; letters under way are finished first.")
    except KeyringMissing as lost:
        _say_that_nothing_is_sent(lost)
        await keyless(folder, stop)
        return
    console.print("Stopped. `peerpost up` goes on where this was.")


def _wants_sample(sample: bool | None) -> bool:
    if sample is None and sys.stdin.isatty():
        return typer.confirm("This is a first start. Begin with a sample pair, Ada and Mira (IMG)?", default=True)
    return sample is None or sample


async def _start_sample(whole: Whole) -> None:
    with tempfile.TemporaryDirectory() as folder:
        roster = Path(folder) / "sample.csv"
        roster.write_text(sample_roster((now() - timedelta(days=1)).date()))
        await begin_all(whole.client, whole.settings, whole.house, programme_text("img"), roster, None, now())


def _say_what_runs(whole: Whole, is_first: bool) -> None:
    ports = whole.ports
    lines = [
        f"Temporal UI      http://127.0.0.1:{ports.ui}",
        f"Temporal server  127.0.0.1:{ports.temporal}",
        f"Mail in (SMTP)   127.0.0.1:{ports.smtp}    mailboxes (IMAP) 127.0.0.1:{ports.imap}",
        f"Peerpost's mail  {AGENCY}",
        f"State            {whole.folder.path}",
        "",
        "In another terminal:",
        "  peerpost mail mira                       the mails of Mira",
        '  peerpost mail ada reply 1 "How about next Tuesday at 3pm?"',
        "  peerpost skip 1w                         turn the clock",
        "  peerpost status                          where everybody is",
    ]
    title = "Peerpost runs" + (" (first start)" if is_first else "")
    console.print(Panel("\n".join(lines), title=title, subtitle="Ctrl-C stops it", expand=False))


def worker() -> None:
    """Run the service against your own Temporal, database and mail server, given by settings.

    Settings are environment variables; the README lists them.

    Example: `PEERPOST_DATABASE_URL=postgresql+psycopg://... peerpost worker`
    """
    asyncio.run(_worker(Settings.from_env(os.environ)))


async def _worker(settings: Settings) -> None:
    stop = _stop_event()
    try:
        house = open_house(settings.database_url, settings.keys)
    except KeyringMissing as lost:
        _say_that_nothing_is_sent(lost)
        await take_mail_in(settings, stop)
        return
    runtime = serving_at(settings.metrics) if settings.metrics else None
    client = await connect(settings.temporal_address, settings.temporal_namespace, runtime)
    await register_search_attributes(client)
    async with build_worker(client, house, settings), told(house, runtime):
        await recover(client, settings, house)
        await watch_mailbox(client, settings)
        await keep_house_daily(client, settings)
        console.print(f"The worker runs on task queue {settings.task_queue}.")
        await stop.wait()
    house.close()


def _say_that_nothing_is_sent(lost: KeyringMissing) -> None:
    console.print(f"{lost}\nUntil then mail is taken in and kept unread, and no letter is sent.", style="red")


def recover_all() -> None:
    """Start every open relationship that Temporal does not know (any more), from the journal.

    Example: `peerpost recover`
    """
    settings = Settings.from_env(os.environ)
    started = asyncio.run(_recover(settings))
    console.print(f"{len(started)} relationships started again.")


async def _recover(settings: Settings) -> list[str]:
    house = open_house(settings.database_url, settings.keys)
    client = await connect(settings.temporal_address, settings.temporal_namespace)
    return list(await recover(client, settings, house))


def _stop_event() -> asyncio.Event:
    """Set by Ctrl-C or SIGTERM."""
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    return stop
