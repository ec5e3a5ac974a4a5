"""The desk behind a mail server whose word on senders it takes: any sender, vouched for or not."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from itertools import count
from pathlib import Path

from activities.advance import Step
from activities.intake.sort import Sorter
from correspondence.arriving.digest import mail_key
from correspondence.writing.addresses import reply_address
from mentoring.letters import Letter
from store.outbox import Outgoing
from tests.faults.desk import AGENCY, Desk
from tests.store.opened import IMG_TEXT

BORDER = "mx.office.example"
RECEIVED = f"Received: from elsewhere by {BORDER}; Mon, 26 Jan 2026 10:00:00 +0000\r\n"
_numbers = count()


class BorderDesk(Desk):
    """Ada and Mira after their kick-off; an hour passes with each mail, and letters are written but not posted."""

    def __init__(self, folder: Path, authserv_id: str = BORDER, text: str = IMG_TEXT) -> None:
        super().__init__(folder, text)
        self._sorter = Sorter(self.store.inbox, self.store.outbox, self.store.registry, AGENCY, authserv_id)
        self.advances(f"start-{self.relationship}", self.now)
        self.passes(self.now + timedelta(hours=1))

    def advances(self, cause: str, at: datetime) -> None:
        self._advance.advance(Step(self.relationship, cause, at))

    def passes(self, until: datetime) -> None:
        """Time goes by, deadline by deadline."""
        while (deadline := self.store.registry.relationship(self.relationship).deadline) and deadline <= until:
            self.advances(f"time/{deadline.isoformat()}/{len(self.story())}", deadline)
        self.now = max(self.now, until)

    def gets(self, raw: bytes) -> tuple[str, str]:
        """Take a mail in and act on it and on what comes of it: (state, reason) of the mail afterwards."""
        self.now += timedelta(hours=1)
        key = mail_key(raw)
        self.store.inbox.take(key, raw, self.now)
        while waiting := self.store.inbox.unsorted():
            for each in waiting:
                if (stream := self.sorts(each)) is not None:
                    self._advance.advance(Step(stream, each, self.now))
        return self.store.inbox.state(key)

    def sorts(self, key: str) -> str | None:
        return self._sorter.sort(key)

    def letters(self, name: str = "") -> list[Letter]:
        all_ = (each.letter for each in self.store.outbox.all_of(self.relationship))
        return [letter for letter in all_ if name in ("", letter.name)]

    def happened(self) -> list[str]:
        return [type(event).__name__ for event in self.story()]

    def newest(self, name: str, to: str = "mentee") -> Outgoing:
        """The newest letter of that name to a role."""
        reader = (name, self.ids.get(to, to))
        all_ = self.store.outbox.all_of(self.relationship)
        return [each for each in all_ if (each.letter.name, each.letter.to) == reader][-1]

    def reply_to(self, name: str, to: str = "mentee") -> str:
        return reply_address(AGENCY, self.newest(name, to).token)

    def mail(self, sender: str, text: str, to: str, vouched: bool = True, **more: str) -> bytes:
        """A mail of its own; `vouched`: the border found that it comes from its From's domain."""
        mail = EmailMessage(policy=SMTP)
        fields = {"To": to, "Subject": "Re: your letter", "Date": format_datetime(self.now), **more}
        fields.setdefault("Message_ID", f"<{next(_numbers)}@wards.example>")
        for name, value in fields.items():
            mail[name.replace("_", "-")] = value
        mail.set_content(text)
        domain = sender.rpartition("@")[2].rstrip(">")
        stamp = f"Authentication-Results: {BORDER}; dmarc=pass header.from={domain}\r\n" if vouched else ""
        return f"{stamp}{RECEIVED}From: {sender}\r\n".encode() + mail.as_bytes()


@contextmanager
def open_desk(folder: Path, authserv_id: str = BORDER, text: str = IMG_TEXT) -> Iterator[BorderDesk]:
    """A desk on a store of its own, right after the kick-off letters."""
    desk = BorderDesk(folder, authserv_id, text)
    yield desk
    desk.store.close()
