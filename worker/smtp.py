"""Mail out: one letter to one reader, handed to an SMTP server."""

import re
import ssl
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import ip_address

from aiosmtplib import (
    SMTP,
    SMTPAuthenticationError,
    SMTPDataError,
    SMTPException,
    SMTPRecipientRefused,
    SMTPResponseException,
    SMTPSenderRefused,
)

from activities.post import NotPosted
from worker.settings import SECURITIES

COMMAND_SECONDS = 60.0
FINAL_DOT_SECONDS = 600.0
"""RFC 5321, section 4.5.3.2.6: a server may take ten minutes, and who hangs up before has sent the mail twice."""

# Stricter than RFC 5321: no quoting, no display name, nothing that could end the command or begin a second address.
_ADDRESS = re.compile(r"[^\s<>\"(),:;@\\\x00-\x1f\x7f]+@[^\s<>\"(),:;@\\\x00-\x1f\x7f]+")


@dataclass(frozen=True, slots=True)
class SmtpPostman:
    """Hands letters to one server.  `security` is "starttls", "tls" (from the first byte) or, on loopback, "none"."""

    host: str
    port: int
    security: str = "starttls"
    user: str = ""
    password: str = ""
    trust: ssl.SSLContext | None = None
    local_hostname: str | None = None
    command_seconds: float = COMMAND_SECONDS
    final_dot_seconds: float = FINAL_DOT_SECONDS

    def __post_init__(self) -> None:
        if self.security not in SECURITIES:
            raise ValueError(f"The security of SMTP must be one of {', '.join(SECURITIES)}.")
        if self.security == "none" and not is_loopback(self.host):
            raise ValueError("SMTP without TLS is allowed on this machine only; please use starttls or tls.")

    async def post(self, sender: str, recipient: str, raw: bytes) -> str:
        """Hand over one mail to exactly one address and return the server's last words.

        Raises NotPosted.  After "later" the server may nevertheless have taken it, if the answer was lost.
        """
        if not _ADDRESS.fullmatch(sender) or not _ADDRESS.fullmatch(recipient):
            raise NotPosted("refused", permanent=True)
        client = self._client()
        try:
            await client.connect()
            if client.is_ehlo_or_helo_needed:
                await client.ehlo()
            answer = await self._hand_over(client, sender, recipient, raw)
            # The reply to QUIT is not waited for: being cancelled meanwhile would forget that the letter is gone.
            if client.protocol is not None:
                with suppress(SMTPException):
                    client.protocol.write(b"QUIT\r\n")
            return answer
        except (SMTPException, OSError) as error:
            raise _not_posted(error) from None
        finally:
            client.close()

    async def greet(self) -> None:
        """Log in and leave again.  Raises NotPosted."""
        client = self._client()
        try:
            await client.connect()
            await client.quit()
        except (SMTPException, OSError) as error:
            raise _not_posted(error) from None
        finally:
            client.close()

    def _client(self) -> SMTP:
        tls = self.security != "none"
        return SMTP(
            hostname=self.host,
            port=self.port,
            username=self.user or None,
            password=self.password or None,
            use_tls=self.security == "tls",
            # None, the library's default, would go on in the clear if an attacker hides STARTTLS.
            start_tls=self.security == "starttls",
            tls_context=(self.trust or ssl.create_default_context()) if tls else None,
            local_hostname=self.local_hostname,
            timeout=self.command_seconds,
        )

    async def _hand_over(self, client: SMTP, sender: str, recipient: str, raw: bytes) -> str:
        options = [f"SIZE={len(raw)}"] if client.supports_extension("size") else []
        if not raw.isascii() and client.supports_extension("8bitmime"):
            options.append("BODY=8BITMIME")
        ascii_only = (sender + recipient).isascii()
        if not ascii_only:
            if not client.supports_extension("smtputf8"):
                raise NotPosted("refused", permanent=True)
            options.append("SMTPUTF8")
        encoding = "ascii" if ascii_only else "utf-8"
        await client.mail(sender, options=options, encoding=encoding)
        await client.rcpt(recipient, encoding=encoding)
        answer = await client.data(raw, timeout=self.final_dot_seconds)
        return f"{answer.code} {answer.message}"


def is_loopback(host: str) -> bool:
    """Whether a host is this machine; a name other than localhost is not looked up and so is not."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _not_posted(error: Exception) -> NotPosted:
    status = error.code if isinstance(error, SMTPResponseException) else 0
    if _our_settings(error, status):
        return NotPosted("login", permanent=False, status=status)
    about_this_mail = isinstance(error, SMTPSenderRefused | SMTPRecipientRefused | SMTPDataError)
    if about_this_mail and 500 <= status < 600:
        return NotPosted("refused", permanent=True, status=status)
    return NotPosted("later", permanent=False, status=status)


def _our_settings(error: Exception, status: int) -> bool:
    if isinstance(error, SMTPAuthenticationError):
        return status >= 500
    # A server that wants a login (530), offers none or no STARTTLS, or shows a certificate that we do not trust.
    bare = type(error) is SMTPException
    untrusted = isinstance(error.__cause__ or error, ssl.SSLCertVerificationError)
    return bare or untrusted or status == 530
