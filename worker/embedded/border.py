"""What the embedded post office does to a mail where it comes in: check, stamp, hand over.

The stamps are those of a real receiving server, so whatever trusts its own server's header fields works here too.
"""

import logging
import re
from collections.abc import Awaitable, Callable
from datetime import datetime
from email.utils import format_datetime
from typing import cast

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

AUTHSERV_ID = "peerpost.embedded"
PASSWORD = "peerpost"
"""The one password of all embedded mailboxes.  It guards nothing: they are reachable from this machine only."""

LARGEST_MAIL = 10 * 1024 * 1024

_ADDRESS = re.compile(r"[^\s<>\"(),:;@\\\x00-\x1f\x7f]+@[^\s<>\"(),:;@\\\x00-\x1f\x7f]+")
_FIELD = re.compile(rb"[^\r\n]*(?:\r\n|\r|\n|\Z)(?:[ \t][^\r\n]*(?:\r\n|\r|\n|\Z))*")

Deliver = Callable[[str, bytes], Awaitable[None]]
"""Keep this mail for this recipient.  Raises ValueError if nobody can have that address, OSError if it cannot."""

log = logging.getLogger("peerpost")


class Border:
    """aiosmtpd's handler: whoever logs in is vouched for, everybody else is a stranger and let in as one."""

    def __init__(self, deliver: Deliver, clock: Callable[[], datetime]) -> None:
        self._deliver = deliver
        self._clock = clock

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take any address of any domain: nothing ever leaves this machine."""
        if not _ADDRESS.fullmatch(address) or address.startswith("+"):
            return "553 5.1.3 No mailbox can have this address"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Answer 250 only when every copy is safe on disk."""
        raw = _trace(session, self._clock()) + without_forged_results(envelope.original_content or b"")
        sender = "" if envelope.mail_from in (None, "<>") else str(envelope.mail_from)
        return_path = f"Return-Path: <{sender if _ADDRESS.fullmatch(sender) else ''}>\r\n"
        try:
            for recipient in envelope.rcpt_tos:
                stamp = f"{return_path}Delivered-To: {recipient}\r\n".encode()
                await self._deliver(recipient, stamp + raw)
        except ValueError:
            return "553 5.1.3 No mailbox can have this address"
        except OSError as error:
            log.error(
                "A mail could not be kept on disk; its sender was asked to try again.", extra={"errno": error.errno}
            )
            return "452 4.3.1 The mail could not be kept, please try again later"
        return "250 2.0.0 Kept"


def vouch(server: SMTP, session: Session, envelope: Envelope, mechanism: str, login: object) -> AuthResult:
    """aiosmtpd's authenticator: any address with the one password."""
    if not isinstance(login, LoginPassword) or login.password != PASSWORD.encode():
        return AuthResult(success=False, handled=False)
    if not login.login.isascii() or not _ADDRESS.fullmatch(login.login.decode()):
        return AuthResult(success=False, handled=False)
    return AuthResult(success=True, auth_data=login.login.decode().lower())


def without_forged_results(raw: bytes) -> bytes:
    """Remove every Authentication-Results field that names our server: only we may write it (RFC 8601, section 5).

    A field is also removed if it names us elsewhere than first, because comments and quoting can hide where first is.
    """
    kept, position = [], 0
    while position < len(raw):
        field = _FIELD.match(raw, position)
        assert field is not None
        if not field.group().strip(b"\r\n"):
            break
        if not _claims_our_name(field.group()):
            kept.append(field.group())
        position = field.end()
    return b"".join(kept) + raw[position:]


def _claims_our_name(field: bytes) -> bool:
    name, _, value = field.partition(b":")
    if name.strip().lower() != b"authentication-results":
        return False
    return AUTHSERV_ID.encode() in value.replace(b"\\", b"").lower()


def _trace(session: Session, now: datetime) -> bytes:
    """Authentication-Results (RFC 8601) above Received (RFC 5321, section 4.4)."""
    login = cast(str | None, session.auth_data) if session.authenticated else None
    result = f"auth=pass smtp.auth={login}" if login else "auth=none"
    # The name in HELO is whatever the other side likes to say.
    greeted = re.sub(r"[^A-Za-z0-9.\-\[\]]", "", session.host_name or "")[:80] or "unknown"
    protocol = "ESMTPA" if login else "ESMTP"
    return (
        f"Authentication-Results: {AUTHSERV_ID}; {result}\r\n"
        f"Received: from {greeted} ([127.0.0.1])\r\n"
        f"\tby {AUTHSERV_ID} with {protocol}; {format_datetime(now)}\r\n"
    ).encode("ascii")
