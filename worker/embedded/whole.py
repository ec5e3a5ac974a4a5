"""The whole service in one process tree: Temporal server, post office, database, worker."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from temporalio.client import Client

from worker.embedded.mailboxes import PostOffice
from worker.embedded.shelf import in_inbox
from worker.embedded.state import AGENCY, IN_ONE_RUN, USUAL_PORTS, Folder, Ports
from worker.embedded.temporal import TemporalNotStarted, TemporalServer, free_port
from worker.embedded.witness import PostOfficeWitness
from worker.house import House, open_house
from worker.housekeeping import keep_house_daily
from worker.keyless import take_mail_in
from worker.service import build_worker, connect, recover, watch_mailbox
from worker.settings import Settings


@dataclass(frozen=True, slots=True)
class Whole:
    """Everything, running."""

    folder: Folder
    ports: Ports
    settings: Settings
    client: Client
    house: House
    office: PostOffice

    def lying_in_wait(self) -> list[Path]:
        """Mails in the agency's mailbox that the service has not taken in."""
        return in_inbox(self.folder.mail, AGENCY)


@asynccontextmanager
async def running(folder: Folder, events_per_run: int = IN_ONE_RUN, with_ui: bool = True) -> AsyncIterator[Whole]:
    """The service on its state in `folder`, from the first letter to a clean stop.

    Raises AlreadyRunning, TemporalNotStarted, KeyringMissing.
    """
    folder.path.mkdir(mode=0o700, parents=True, exist_ok=True)
    async with AsyncExitStack() as stack:
        stack.enter_context(folder.locked())
        ports, office = await _open_servers(stack, folder, with_ui)
        settings = folder.settings(ports, events_per_run)
        house = open_house(settings.database_url, settings.keys)
        stack.callback(house.close)
        client = await connect(settings.temporal_address, settings.temporal_namespace)
        witness = PostOfficeWitness(ports.smtp, ports.imap)
        async with build_worker(client, house, settings, witness):
            await recover(client, settings, house)
            await watch_mailbox(client, settings)
            await keep_house_daily(client, settings)
            folder.note_running(ports)
            try:
                yield Whole(folder, ports, settings, client, house, office)
            finally:
                folder.note_stopped()


async def keyless(folder: Folder, stop: asyncio.Event) -> None:
    """While the key file is away: the post office, and mail taken in, until `stop`.  Raises AlreadyRunning."""
    async with AsyncExitStack() as stack:
        stack.enter_context(folder.locked())
        try:
            office = await PostOffice.open(folder.mail, USUAL_PORTS.smtp, USUAL_PORTS.imap)
        except OSError:
            office = await PostOffice.open(folder.mail)
        stack.push_async_callback(office.close)
        await take_mail_in(folder.settings(Ports(0, 0, office.smtp_port, office.imap_port)), stop)


async def _open_servers(stack: AsyncExitStack, folder: Folder, with_ui: bool) -> tuple[Ports, PostOffice]:
    """The usual ports where they are free, others where not."""
    try:
        office = await PostOffice.open(
            folder.mail, USUAL_PORTS.smtp if with_ui else 0, USUAL_PORTS.imap if with_ui else 0
        )
    except OSError:
        office = await PostOffice.open(folder.mail)
    stack.push_async_callback(office.close)
    await office.add_mailbox(AGENCY)
    temporal, port, ui = TemporalServer(), USUAL_PORTS.temporal, USUAL_PORTS.ui
    try:
        if not with_ui:
            port, ui = free_port(), 0
        await temporal.start(folder.temporal, port, ui or None)
    except TemporalNotStarted:
        port, ui = free_port(), free_port() if with_ui else 0
        await temporal.start(folder.temporal, port, ui or None)
    stack.push_async_callback(temporal.stop)
    return Ports(port, ui, office.smtp_port, office.imap_port), office


def sample_roster(yesterday: date) -> str:
    """A sample pair whose kick-off letters are due already, whatever the hour."""
    people = "Ada Lovelace,ada@town.example,Mira Lind,mira@town.example"
    return f"mentor_name,mentor_email,mentee_name,mentee_email,kickoff\n{people},{yesterday}\n"
