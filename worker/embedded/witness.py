"""Whether a letter lies in a mailbox of the embedded post office already."""

import asyncio
import imaplib

from imap_tools import MailboxLoginError

from worker.embedded.reading import Correspondent


class PostOfficeWitness:
    """Looks into the reader's own mailbox, which only an embedded post office can."""

    def __init__(self, smtp_port: int, imap_port: int) -> None:
        self._smtp_port = smtp_port
        self._imap_port = imap_port

    async def has(self, recipient: str, message_id: str) -> bool | None:
        """Whether it is there; None if that cannot be known now."""
        box = Correspondent(recipient, self._smtp_port, self._imap_port)
        try:
            await asyncio.to_thread(box.find, message_id.strip("<>"))
        except IndexError:
            return False
        except (OSError, imaplib.IMAP4.error, MailboxLoginError):
            return None
        return True
