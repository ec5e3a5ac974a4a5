"""A mail to somebody who has nothing to do with any programme: no name, no token, and nothing of what they wrote."""

from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from hashlib import sha256

from correspondence.arriving.mime import Mail
from correspondence.writing.addresses import is_plain
from correspondence.writing.mail import NotComposed
from correspondence.writing.source import text_of

FOLDER = "_nothing_held"


def nothing_held(agency: str, mail: Mail, key: str, at: datetime) -> bytes:
    """The answer to the mail under this key, with CRLF line ends; `at` is aware.  Raises NotComposed."""
    if not is_plain(mail.sender):
        raise NotComposed("The address for To is not a plain mail address.")
    answer = EmailMessage(policy=SMTP)
    answer["From"], answer["To"] = Address(addr_spec=agency), Address(addr_spec=mail.sender)
    answer["Subject"] = text_of(f"{FOLDER}/subject.txt").strip()
    answer["Date"] = format_datetime(at)
    # The same one if it were ever composed twice.
    answer["Message-ID"] = f"<{sha256(key.encode()).hexdigest()[:32]}@{agency.rpartition('@')[2]}>"
    # RFC 3834: no machine answers this one.
    answer["Auto-Submitted"], answer["X-Auto-Response-Suppress"] = "auto-replied", "All"
    answer.set_content(text_of(f"{FOLDER}/body.txt"), cte="quoted-printable")
    return answer.as_bytes()
