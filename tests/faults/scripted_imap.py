"""A well-behaved IMAP server, for tests in which one of its answers is not."""

from collections.abc import Iterable

from tests.faults.scripted import HANG_UP, Saying

GREETING = b"* OK [CAPABILITY IMAP4rev1] ready\r\n"


class Server:
    """A well-behaved IMAP server, but for the commands that `odd` answers; `{tag}` stands for the command's tag."""

    def __init__(self, odd: dict[str, list[Saying]] | None = None, offers: str = "MOVE IDLE") -> None:
        self.odd = odd or {}
        self.offers = offers
        self.uidvalidity = 7
        self._logged_in = False
        self._idle_tag = b""

    def __call__(self, line: bytes) -> Iterable[Saying]:
        tag, _, command = line.partition(b" ")
        if line == b"DONE":
            tag = self._idle_tag
        words = command.decode().upper().split()
        name = "DONE" if line == b"DONE" else " ".join(words[:2]) if words[0] == "UID" else words[0]
        if name == "IDLE":
            self._idle_tag = tag
        answers = self.odd[name] if name in self.odd else self._usual(name)
        return [said.replace(b"{tag}", tag) if isinstance(said, bytes) else said for said in answers]

    def _usual(self, name: str) -> list[Saying]:
        done = b"{tag} OK done\r\n"
        match name:
            case "LOGIN":
                self._logged_in = True
                return [done]
            case "CAPABILITY":
                # As Dovecot does: what a client may use is said only after the login.
                more = self.offers if self._logged_in else "STARTTLS"
                return [f"* CAPABILITY IMAP4rev1 {more}\r\n".encode() + done]
            case "SELECT":
                return [b"* 2 EXISTS\r\n* OK [UIDVALIDITY %d] fine\r\n" % self.uidvalidity + done]
            case "UID SEARCH":
                return [b"* SEARCH 102 101\r\n" + done]
            case "LIST":
                return [b'* LIST (\\HasNoChildren) "/" Processed\r\n' + done]
            case "IDLE":
                return [b"+ idling\r\n"]
            case "LOGOUT":
                return [b"* BYE\r\n" + done, HANG_UP]
            case _:
                return [done]
