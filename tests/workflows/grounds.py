"""The servers of a town, owned by the test: services come and go on them, here or as a child that can die."""

import asyncio
import contextlib
import os
import signal
import smtplib
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import date, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from temporalio.runtime import Runtime

from activities.intake import watch
from activities.post import Witness
from store.registry import Person
from tests.town import Town
from worker.clock import now
from worker.embedded.border import PASSWORD
from worker.embedded.mailboxes import PostOffice
from worker.embedded.reading import Correspondent
from worker.embedded.state import AGENCY, IN_ONE_RUN, Folder, Ports
from worker.embedded.temporal import TemporalServer, free_port
from worker.embedded.whole import Whole
from worker.embedded.witness import PostOfficeWitness
from worker.house import open_house
from worker.programme_files import programme_text
from worker.rehearsal import Rehearsal
from worker.roster import Row, enrol
from worker.service import begin, build_worker, connect, recover, watch_mailbox
from worker.settings import Settings

ROOT = Path(__file__).parents[2]
WORKER = "from worker.cli import main; main()"
PLACE = "town.example"
ADA, MIRA, ORGANISER = f"ada@{PLACE}", f"mira@{PLACE}", f"noor@{PLACE}"
PEOPLE = {"mentor": "Ada Lovelace", "mentee": "Mira Lind"}
PATIENCE = 40.0


@asynccontextmanager
async def servers(
    path: Path,
    events_per_run: int = IN_ONE_RUN,
    office: type[PostOffice] = PostOffice,
    runtime: Runtime | None = None,
) -> AsyncIterator[Whole]:
    """Temporal, post office and database, without anybody who works on them."""
    folder = Folder(path)
    async with AsyncExitStack() as stack:
        opened = await office.open(folder.mail)
        stack.push_async_callback(opened.close)
        await opened.add_mailbox(AGENCY)
        temporal, port = TemporalServer(), free_port()
        await temporal.start(folder.temporal, port)
        stack.push_async_callback(temporal.stop)
        ports = Ports(port, 0, opened.smtp_port, opened.imap_port)
        settings = folder.settings(ports, events_per_run)
        house = open_house(settings.database_url, settings.keys)
        stack.callback(house.close)
        client = await connect(settings.temporal_address, "default", runtime)
        yield Whole(folder, ports, settings, client, house, opened)


@asynccontextmanager
async def service(whole: Whole, witness: Witness | None = None) -> AsyncIterator[None]:
    """The service in this process, as `peerpost worker` runs it, from scratch: nothing cached.

    It looks up from the mailbox more often than in life, for that is how soon it can stop.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(watch, "WAIT_SECONDS", 0.3)
        async with _serving(whole, witness):
            yield


@asynccontextmanager
async def _serving(whole: Whole, witness: Witness | None) -> AsyncIterator[None]:
    async with build_worker(whole.client, whole.house, whole.settings, witness):
        await recover(whole.client, whole.settings, whole.house)
        await watch_mailbox(whole.client, whole.settings)
        yield


def enrol_pair(whole: Whole, programme: str = "img", kickoff: date | None = None, place: str = PLACE) -> str:
    """Ada and Mira of a place, whose kick-off was yesterday if nothing else is said; the id of their relationship."""
    rules = whole.house.registry.keep_programme(programme_text(programme))
    people = tuple((Person(name, address_of(role, place), rules.zone, "en"), role) for role, name in PEOPLE.items())
    row = Row(1, people, kickoff or now().date() - timedelta(days=1))
    return enrol(whole.house, rules, row, ORGANISER, now())[0]


def address_of(role: str, place: str = PLACE) -> str:
    return f"{PEOPLE[role].split()[0].lower()}@{place}"


async def begin_pair(whole: Whole, programme: str = "img", kickoff: date | None = None, place: str = PLACE) -> Town:
    """Ada and Mira under way, with a clock that can be turned."""
    relationship = enrol_pair(whole, programme, kickoff, place)
    await begin(whole.client, whole.settings, relationship, programme)
    addresses = {role: address_of(role, place) for role in PEOPLE}
    rules = whole.house.registry.programme_of(relationship)
    town = Town(Rehearsal(whole, rules, relationship, {**addresses, "organiser": ORGANISER}))
    await town.rehearsal.settle()
    return town


async def until(happened: Callable[[], bool | Awaitable[bool]], what: str, seconds: float = PATIENCE) -> None:
    """Wait for something; if it does not happen, fail with its name."""
    try:
        async with asyncio.timeout(seconds):
            while True:
                found = happened()
                if found is True or (not isinstance(found, bool) and await found):
                    return
                await asyncio.sleep(0.03)
    except TimeoutError:
        raise AssertionError(f"{what} did not happen within {seconds:.0f} s") from None


def box(whole: Whole, address: str) -> Correspondent:
    return Correspondent(address, whole.ports.smtp, whole.ports.imap)


async def mails(whole: Whole, address: str) -> list[EmailMessage]:
    """What lies in somebody's mailbox, oldest first."""
    seen = await asyncio.to_thread(box(whole, address).inbox)
    return [message_from_bytes(each.raw, policy=policy.default) for each in seen]


def environment(whole: Whole) -> dict[str, str]:
    """The settings of `whole` as `peerpost worker` reads them."""
    settings, mine = whole.settings, dict(os.environ)
    mine |= {"PEERPOST_DATABASE_URL": settings.database_url, "PEERPOST_TEMPORAL_ADDRESS": settings.temporal_address}
    mine |= {"PEERPOST_ADDRESS": settings.address, "PEERPOST_KEYS": str(settings.keys)}
    mine |= {"PEERPOST_AUTHSERV_ID": settings.authserv_id, "PEERPOST_EVENTS_PER_RUN": str(settings.events_per_run)}
    for kind, server in (("SMTP", settings.smtp), ("IMAP", settings.imap)):
        mine |= {f"PEERPOST_{kind}_HOST": server.host, f"PEERPOST_{kind}_PORT": str(server.port)}
        mine |= {f"PEERPOST_{kind}_USER": server.user, f"PEERPOST_{kind}_PASSWORD": server.password}
        mine |= {f"PEERPOST_{kind}_SECURITY": server.security}
    return mine


class Child:
    """The service as a process of its own."""

    def __init__(self, whole: Whole, code: str = WORKER) -> None:
        self._command = [sys.executable, "-c", code, "worker"]
        self._environment = environment(whole)
        self._log = whole.folder.path / "worker.log"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                self._command, cwd=ROOT, env=self._environment, stdout=log, stderr=log, stdin=subprocess.DEVNULL
            )

    def kill(self) -> None:
        """At once and without a word, like a power cut."""
        assert self._process is not None
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()

    def is_alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def said(self) -> str:
        return self._log.read_text() if self._log.exists() else ""


@contextlib.contextmanager
def child(whole: Whole, code: str = WORKER) -> Iterator[Child]:
    born = Child(whole, code)
    born.start()
    try:
        yield born
    finally:
        if born.is_alive():
            born.kill()


async def work(settings: Settings) -> None:
    """What `peerpost worker` does, with a witness beside it, until it is killed."""
    house = open_house(settings.database_url, settings.keys)
    client = await connect(settings.temporal_address, settings.temporal_namespace)
    async with build_worker(client, house, settings, PostOfficeWitness(settings.smtp.port, settings.imap.port)):
        await recover(client, settings, house)
        await watch_mailbox(client, settings)
        await asyncio.Event().wait()


async def hand_in(whole: Whole, raw: bytes, login: str | None) -> None:
    """A mail for the agency as these bytes, by somebody who logs in, or by a stranger who does not."""
    await asyncio.to_thread(_hand_in, whole, raw, login)
    await until(lambda: not whole.lying_in_wait() and whole.house.inbox.progress()[1] == 0, "the end of the intake")


def _hand_in(whole: Whole, raw: bytes, login: str | None) -> None:
    with smtplib.SMTP("127.0.0.1", whole.ports.smtp, local_hostname="localhost", timeout=10) as server:
        if login is not None:
            server.login(login, PASSWORD)
        server.sendmail(login or "somebody@elsewhere.example", [AGENCY], raw)
