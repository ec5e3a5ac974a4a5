"""The embedded post office: SMTP in and IMAP out for any address, on this machine's loopback alone."""

import asyncio
import logging
from argparse import Namespace
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from weakref import WeakSet

from aiosmtpd.smtp import SMTP
from proxyprotocol.sock import SocketInfo
from pymap.backend.dict import Config, Identity, Login
from pymap.backend.dict.filter import FilterSet
from pymap.concurrent import Subsystem
from pymap.exceptions import InvalidAuth
from pymap.imap import IMAPServer
from pymap.interfaces.login import IdentityInterface
from pymap.parsing.message import AppendMessage
from pymap.user import UserMetadata
from pysasl import SASLAuth
from pysasl.creds.server import ServerCredentials
from pysasl.hashing import Cleartext

from worker.embedded import shelf
from worker.embedded.border import AUTHSERV_ID, LARGEST_MAIL, PASSWORD, Border, vouch
from worker.embedded.pigeonholes import Pigeonholes

HOST = "127.0.0.1"


class PostOffice:
    """Mailboxes come into being when mail for them arrives or somebody logs in; `agency+token@` arrives in `agency@`.

    What was accepted is in files under `folder` before the sender hears so, and there again after the next `open`.
    """

    def __init__(self, folder: Path, clock: Callable[[], datetime]) -> None:
        self._folder = folder
        self._clock = clock
        self._mailboxes: dict[str, Pigeonholes] = {}
        self._config = _LoopbackConfig(
            Namespace(proxy_protocol=None),
            host=HOST,
            port=0,
            tls_enabled=False,
            demo_data=False,
            demo_user="",
            demo_password="",
            # A slow hash would cost every login 0.2 s to protect a password that this file states.
            hash_context=Cleartext(),
            cpu_subsystem=Subsystem.for_asyncio(),
            reject_dnsbl=False,
            max_append_len=LARGEST_MAIL,
        )
        self._imap = IMAPServer(_OpenDoor(self._config, self.add_mailbox), self._config)
        self._readers: set[asyncio.Task[None]] = set()
        self._senders: WeakSet[SMTP] = WeakSet()
        self._servers: list[asyncio.Server] = []

    @classmethod
    async def open(
        cls,
        folder: Path,
        smtp_port: int = 0,
        imap_port: int = 0,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> "PostOffice":
        """Open for business where it stopped last.  Port 0 takes a free one; OSError if a port is taken."""
        # Both libraries would log the addresses of whoever writes to whom.
        for library in ("mail.log", "mail.debug", "pymap"):
            logging.getLogger(library).setLevel(logging.ERROR)
        office = cls(folder, clock)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
        loop = asyncio.get_running_loop()
        try:
            office._servers.append(await loop.create_server(office._serve_sender, HOST, smtp_port))
            office._servers.append(await asyncio.start_server(office._serve_reader, HOST, imap_port))
        except OSError:
            await office.close()
            raise
        return office

    @property
    def smtp_port(self) -> int:
        """Where mail is handed in: with a login, or as a stranger without."""
        return _port(self._servers[0])

    @property
    def imap_port(self) -> int:
        """Where mail is read: login is the mailbox's address, password `PASSWORD`."""
        return _port(self._servers[1])

    async def add_mailbox(self, address: str) -> None:
        """Make sure that this address has a mailbox, with what lay in it before.  ValueError if none can have it."""
        address = mailbox_of(address)
        if address in self._mailboxes:
            return
        holes = Pigeonholes(shelf.Shelf(shelf.mailbox_folder(self._folder, address)))
        self._mailboxes[address] = holes
        self._config.set_cache[address] = (holes, FilterSet())
        await holes.bring_back()

    async def deliver(self, recipient: str, raw: bytes) -> None:
        """Keep a mail in its recipient's mailbox; on return it is on disk.  Raises OSError if it cannot be."""
        await self.add_mailbox(recipient)
        inbox = self._mailboxes[mailbox_of(recipient)].inbox
        await inbox.append(AppendMessage(raw, self._clock()), recent=True)

    async def close(self) -> None:
        """Hang up on everybody and free the ports."""
        for server in self._servers:
            server.close()
        for reader in self._readers:
            reader.cancel()
        await asyncio.gather(*self._readers, return_exceptions=True)
        for sender in list(self._senders):
            if sender.transport is not None:
                sender.transport.close()
        for server in self._servers:
            await server.wait_closed()

    def _serve_sender(self) -> SMTP:
        sender = SMTP(
            Border(self.deliver, self._clock),
            data_size_limit=LARGEST_MAIL,
            enable_SMTPUTF8=True,
            hostname=AUTHSERV_ID,
            ident="Peerpost's embedded post office",
            auth_require_tls=False,
            authenticator=vouch,
            loop=asyncio.get_running_loop(),
        )
        self._senders.add(sender)
        return sender

    async def _serve_reader(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._readers.add(task)
        try:
            await self._imap(reader, writer, SocketInfo.get(writer, None))
        finally:
            self._readers.discard(task)
            writer.close()


def mailbox_of(address: str) -> str:
    """The mailbox in which mail for this address arrives: without `+token`, in small letters."""
    local, _, domain = address.rpartition("@")
    return f"{local.split('+', 1)[0]}@{domain}".lower()


class _LoopbackConfig(Config):
    @property
    def greeting(self) -> bytes:
        """Say hello without pymap's look-up of this machine's name, which can take seconds."""
        return f"{AUTHSERV_ID} ready".encode()

    @cached_property
    def tls_auth(self) -> SASLAuth:
        """Look for the ways to log in once: pymap searches all installed packages for them at each connection."""
        return SASLAuth.defaults()


class _OpenDoor(Login):
    """Whoever knows the password finds a mailbox, even before its first mail."""

    def __init__(self, config: Config, add_mailbox: Callable[[str], Awaitable[None]]) -> None:
        super().__init__(config)
        self._add_mailbox = add_mailbox

    async def authenticate(self, credentials: ServerCredentials) -> Identity:
        member = UserMetadata(self.config, credentials.authcid, password=PASSWORD)
        if not credentials.verify(member):
            raise InvalidAuth()
        address = mailbox_of(credentials.authcid)
        try:
            await self._add_mailbox(address)
        except ValueError:
            raise InvalidAuth() from None
        self.users_dict[address] = member
        return Identity(address, self, None, frozenset())

    async def authorize(self, authenticated: IdentityInterface, authzid: str) -> Identity:
        return await super().authorize(authenticated, mailbox_of(authzid))


def _port(server: asyncio.Server) -> int:
    port = server.sockets[0].getsockname()[1]
    assert isinstance(port, int)
    return port
