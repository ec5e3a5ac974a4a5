"""Mails filed away on the mail server: listed, read, and removed without touching anybody else's."""

import imaplib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from imap_tools import BaseMailBox

from activities.housekeeping import CopiesStay
from worker.imap import ImapMailbox, MailboxTrouble, raw_mail

_FILED = re.compile(rb'UID (\d+).*INTERNALDATE "([^"]+)"|INTERNALDATE "([^"]+)".*UID (\d+)')


class FiledMails(ImapMailbox):
    """The mailbox seen from its other folders.  Every trouble is CopiesStay: it is tried again another day."""

    def filed(self, folder: str) -> list[tuple[int, datetime]]:
        """Uid and arrival (UTC) of each mail in a folder; none if there is no such folder."""
        with self._in(folder) as mailbox:
            if mailbox is None or not (uids := mailbox.uids("ALL", charset=None)):
                return []
            status, answers = mailbox.client.uid("FETCH", ",".join(uids), "(UID INTERNALDATE)")
            if status != "OK":
                raise MailboxTrouble("unreachable")
            found = (_FILED.search(answer) for answer in answers if isinstance(answer, bytes))
            listed = {int(m[1] or m[4]): _moment(m[2] or m[3]) for m in found if m is not None}
            return sorted((uid, at) for uid, at in listed.items() if str(uid) in uids)

    def fetch_filed(self, folder: str, uid: int) -> bytes:
        """One mail as it was delivered; nothing if it is gone meanwhile."""
        with self._in(folder) as mailbox:
            try:
                return b"" if mailbox is None else raw_mail(mailbox.client, uid)
            except MailboxTrouble as trouble:
                if trouble.code == "gone":
                    return b""
                raise

    def remove(self, folder: str, uids: list[int]) -> None:
        """Expunge these mails and no others (RFC 4315), whatever anybody else has marked as deleted."""
        if not uids:
            return
        with self._in(folder) as mailbox:
            if mailbox is None:
                return
            # A plain EXPUNGE would take away what somebody else has marked.
            if "UIDPLUS" not in mailbox.client.capabilities:
                raise MailboxTrouble("no_uidplus")
            chosen = ",".join(map(str, uids))
            for command in (("STORE", chosen, "+FLAGS.SILENT", r"(\Deleted)"), ("EXPUNGE", chosen)):
                if mailbox.client.uid(*command)[0] != "OK":
                    raise MailboxTrouble("unreachable")

    @contextmanager
    def _in(self, folder: str) -> Iterator[BaseMailBox | None]:
        """The mailbox with this folder selected, or None if there is none."""
        try:
            with self._talking() as mailbox:
                there = mailbox.folder.exists(folder)
                if there and mailbox.folder.get() != folder:
                    mailbox.folder.set(folder)
                yield mailbox if there else None
        except MailboxTrouble:
            raise CopiesStay from None


def _moment(said: bytes) -> datetime:
    """INTERNALDATE, such as 17-Jul-2026 02:44:25 -0700."""
    parsed = imaplib.Internaldate2tuple(b'INTERNALDATE "' + said + b'"')
    return datetime(*parsed[:6]).astimezone(UTC) if parsed else datetime.max.replace(tzinfo=UTC)
