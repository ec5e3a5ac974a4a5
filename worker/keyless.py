"""While the key store is away: nothing can be read, so nothing is sent; but mail is still taken in, sealed.

Each mail gets a key only the key store opens, so it waits, whole and unread, until the key file is back.
"""

import asyncio
import logging

from activities.intake.watch import WAIT_SECONDS, take_all
from store.engine import open_database
from store.inbox import Inbox
from store.keyring import KeyStore
from store.vault import Vault
from worker.clock import now
from worker.imap import ImapMailbox, MailboxTrouble
from worker.settings import Settings

log = logging.getLogger("peerpost")

TRY_AGAIN_SECONDS = 10.0


async def take_mail_in(settings: Settings, stop: asyncio.Event) -> None:
    """Until `stop`: store what arrives.  Nothing is sorted, nobody is answered, no Temporal is needed."""
    engine = open_database(settings.database_url)
    inbox = Inbox(engine, Vault(engine, KeyStore(settings.keys)))
    server = settings.imap
    try:
        with ImapMailbox(server.host, server.port, server.user, server.password, server.security) as mailbox:
            while not stop.is_set():
                try:
                    await asyncio.to_thread(take_all, mailbox, inbox, now)
                    await asyncio.to_thread(mailbox.wait, WAIT_SECONDS)
                except MailboxTrouble as trouble:
                    log.warning("The mailbox cannot be read now.", extra={"code": trouble.code})
                    await _waited(stop, TRY_AGAIN_SECONDS)
    finally:
        engine.dispose()


async def _waited(stop: asyncio.Event, seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await stop.wait()
    except TimeoutError:
        return
