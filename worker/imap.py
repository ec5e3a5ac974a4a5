"""Mail in: one mailbox on an IMAP server, read carefully.

imap-tools does the talking, but not where it was seen to lose or mix up mail: MOVE needs the capabilities after
login, `flag` and `delete` would expunge other people's mail, a bulk fetch may give a mail another mail's uid.
"""

import contextlib
import imaplib
import re
import selectors
import ssl
import time
from collections.abc import Iterator
from io import BufferedReader
from itertools import pairwise
from types import TracebackType
from typing import Self, cast

from imap_tools import BaseMailBox, MailBox, MailBoxUnencrypted
from imap_tools.errors import ImapToolsError, MailboxLoginError

from worker.settings import SECURITIES
from worker.smtp import is_loopback

INBOX = "INBOX"
LONGEST_IDLE_SECONDS = 25 * 60.0
"""RFC 2177: a server may hang up on who idles for 30 minutes."""

_UID = re.compile(rb"\bUID (\d+)")
_SIZE = re.compile(rb"\bRFC822\.SIZE (\d+)")


class MailboxTrouble(Exception):
    """The mailbox could not be used; close it and open it again.

    `code` is "login" (our settings), "unreachable" (network, server), "gone" (no mail has this uid any more),
    "no_move" (the server cannot file mail away safely), "renumbered" (uids from before mean other mails now: list
    again) or "garbled" (an answer that is not about what was asked).
    """

    def __init__(self, code: str) -> None:
        super().__init__(f"mailbox trouble: {code}")
        self.code = code


class ImapMailbox:
    """One mailbox, for one thread at a time.  It connects at first use; `security` is "tls", "starttls" or, on
    loopback, "none".  After MailboxTrouble the connection is dropped and the next call makes a new one.
    """

    def __init__(
        self,
        host: str,
        port: int,
        user: str,
        password: str,
        security: str = "tls",
        timeout: float = 60.0,
        trust: ssl.SSLContext | None = None,
    ) -> None:
        if security not in SECURITIES:
            raise ValueError(f"The security of IMAP must be one of {', '.join(SECURITIES)}.")
        if security == "none" and not is_loopback(host):
            raise ValueError("IMAP without TLS is allowed on this machine only; please use tls or starttls.")
        self._host, self._port, self._user, self._password = host, port, user, password
        self._security, self._timeout, self._trust = security, timeout, trust
        self._mailbox: BaseMailBox | None = None
        self._folders: set[str] = set()
        self._numbering: bytes | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Say goodbye if the server still listens."""
        if self._mailbox is not None:
            with contextlib.suppress(OSError, imaplib.IMAP4.error, ImapToolsError):
                self._mailbox.logout()
        self._drop()

    def waiting(self) -> list[int]:
        """The uids of all mails in the INBOX, oldest first, whatever flags anybody set."""
        with self._talking() as mailbox:
            self._numbering = _numbering(mailbox.client)
            # Before the search, not after: mail that arrives meanwhile is told of with the answer, but is not in it.
            mailbox.client.untagged_responses.pop("EXISTS", None)
            return sorted(int(uid) for uid in mailbox.uids("ALL", charset=None))

    def size(self, uid: int) -> int:
        """The mail's length in bytes as the server states it.  MailboxTrouble("gone") if it is not there."""
        with self._talking() as mailbox:
            self._check_numbering(mailbox)
            return size_of(mailbox.client, uid)

    def fetch(self, uid: int) -> bytes:
        """The mail as it was delivered, left unread.  MailboxTrouble("gone") if it is not there."""
        with self._talking() as mailbox:
            self._check_numbering(mailbox)
            return raw_mail(mailbox.client, uid)

    def file_away(self, uid: int, folder: str) -> None:
        """Move a mail out of the INBOX in one step (RFC 6851); no harm if it is gone already."""
        with self._talking() as mailbox:
            self._check_numbering(mailbox)
            if folder not in self._folders and not mailbox.folder.exists(folder):
                mailbox.folder.create(folder)
            self._folders.add(folder)
            mailbox.move([str(uid)], folder)

    def wait(self, seconds: float) -> None:
        """Return when something happens in the INBOX, or after `seconds`; a hint only, so look afterwards anyway."""
        with self._talking() as mailbox:
            client = mailbox.client
            client.noop()
            if client.untagged_responses.pop("EXISTS", None):
                # It came after the last look and before this wait.
                return
            if "IDLE" not in client.capabilities:
                time.sleep(seconds)
                return
            # Both are without annotations in imap-tools.
            mailbox.idle.start()  # type: ignore[no-untyped-call]
            _wait_for_news(client, min(seconds, LONGEST_IDLE_SECONDS))
            mailbox.idle.stop()  # type: ignore[no-untyped-call]

    @contextlib.contextmanager
    def _talking(self) -> Iterator[BaseMailBox]:
        try:
            if self._mailbox is None:
                # Known before the login, so that it is closed if that fails.
                self._mailbox = self._open()
                self._log_in(self._mailbox)
            yield self._mailbox
        except MailboxTrouble as trouble:
            if trouble.code != "gone":
                self._drop()
            raise
        except MailboxLoginError:
            self._drop()
            raise MailboxTrouble("login") from None
        except ssl.SSLCertVerificationError:
            self._drop()
            raise MailboxTrouble("login") from None
        except (OSError, imaplib.IMAP4.error, ImapToolsError):
            self._drop()
            raise MailboxTrouble("unreachable") from None
        except ValueError:
            # A number that is none, or letters in no charset.
            self._drop()
            raise MailboxTrouble("garbled") from None

    def _log_in(self, mailbox: BaseMailBox) -> None:
        if self._security == "starttls":
            mailbox.client.starttls(self._trust or ssl.create_default_context())
        mailbox.client.debug = 0
        plain = (self._user + self._password).isascii()
        (mailbox.login if plain else mailbox.login_utf8)(self._user, self._password, initial_folder=INBOX)
        # Servers offer MOVE only after the login, and imaplib remembers what was offered before it.
        mailbox.client._get_capabilities()
        if "MOVE" not in mailbox.client.capabilities:
            raise MailboxTrouble("no_move")

    def _open(self) -> BaseMailBox:
        if self._security != "tls":
            return MailBoxUnencrypted(self._host, self._port, timeout=self._timeout)
        # Without a context imaplib encrypts, but to whoever answers.
        trust = self._trust or ssl.create_default_context()
        return MailBox(self._host, self._port, timeout=self._timeout, ssl_context=trust)

    def _check_numbering(self, mailbox: BaseMailBox) -> None:
        """Refuse uids that were listed before the server numbered its mails anew (RFC 3501, section 2.3.1.1)."""
        now = _numbering(mailbox.client)
        if self._numbering not in (None, now):
            raise MailboxTrouble("renumbered")
        self._numbering = now

    def _drop(self) -> None:
        if self._mailbox is not None:
            with contextlib.suppress(OSError):
                self._mailbox.client.shutdown()
        self._mailbox = None
        self._folders.clear()


def raw_mail(client: imaplib.IMAP4, uid: int) -> bytes:
    """Fetch one mail's bytes without marking it read; no answer about another mail is taken for it."""
    answers = _ask(client, uid, "(UID BODY.PEEK[])")
    bodies = []
    for part, after in pairwise([*answers, b""]):
        if isinstance(part, tuple) and b"BODY[]" in part[0].upper():
            _check_uid(part[0] + (after if isinstance(after, bytes) else b""), uid)
            bodies.append(part[1])
    if len(bodies) > 1:
        raise MailboxTrouble("garbled")
    if not bodies:
        raise MailboxTrouble("gone")
    return bodies[0]


def size_of(client: imaplib.IMAP4, uid: int) -> int:
    """Ask for one mail's length in bytes."""
    for part in _ask(client, uid, "(UID RFC822.SIZE)"):
        if isinstance(part, bytes) and (size := _SIZE.search(part)):
            _check_uid(part, uid)
            return int(size.group(1))
    raise MailboxTrouble("gone")


def _ask(client: imaplib.IMAP4, uid: int, what: str) -> list[bytes | tuple[bytes, bytes]]:
    # What an earlier command left behind would be handed out as the answer to this one.
    client.untagged_responses.pop("FETCH", None)
    status, answers = client.uid("FETCH", str(uid), what)
    if status != "OK":
        raise MailboxTrouble("unreachable")
    return [answer for answer in answers if answer is not None]


def _check_uid(answer: bytes, uid: int) -> None:
    if any(int(named) != uid for named in _UID.findall(answer)):
        raise MailboxTrouble("garbled")


def _numbering(client: imaplib.IMAP4) -> bytes | None:
    """UIDVALIDITY of the selected folder as said when it was selected."""
    said = client.untagged_responses.get("UIDVALIDITY")
    return cast(bytes, said[-1]) if said else None


def _wait_for_news(client: imaplib.IMAP4, seconds: float) -> None:
    sock = client.sock
    patience = sock.gettimeout()
    sock.settimeout(0)
    try:
        # Part of the news may have been read together with the server's "+ idling"; select would not see it.
        with contextlib.suppress(ssl.SSLWantReadError):
            if cast(BufferedReader, client.file).peek(1):
                return
    finally:
        sock.settimeout(patience)
    with selectors.DefaultSelector() as selector:
        selector.register(sock, selectors.EVENT_READ)
        selector.select(seconds)
