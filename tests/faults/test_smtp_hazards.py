"""An SMTP server may refuse, stall, lie or vanish; a letter is never sent twice or lost for want of a clear answer."""

import socket
import ssl
import traceback
from collections.abc import Iterable
from pathlib import Path

import pytest

from activities.post import NotPosted
from tests.faults.scripted import HANG_UP, SAY_NOTHING, Saying, Script, at_most, self_signed
from worker.smtp import SmtpPostman

AGENCY = "agency@peerpost.example"
ADA = "ada@town.example"
LETTER = b"Subject: Your agreement\r\n\r\nDo you agree?\r\n"
GREETING = b"220 mx.town.example ready\r\n"


class Server:
    """A well-behaved SMTP server, but for the commands that `odd` answers; "." stands for the end of the mail."""

    def __init__(self, odd: dict[str, list[Saying]] | None = None, offers: str = "AUTH PLAIN", more: str = "") -> None:
        self.odd = odd or {}
        self.more = more
        self.offers = offers
        self._in_data = False

    def __call__(self, line: bytes) -> Iterable[Saying]:
        if self._in_data and line != b".":
            return []
        name = line.decode().upper().partition(" ")[0]
        self._in_data = name == "DATA" and "DATA" not in self.odd
        return self.odd[name] if name in self.odd else self._usual(name)

    def _usual(self, name: str) -> list[Saying]:
        match name:
            case "EHLO":
                return [f"250-mx.town.example\r\n250-SIZE 1000000\r\n{self.more}250 {self.offers}\r\n".encode()]
            case "AUTH":
                return [b"235 2.7.0 welcome\r\n"]
            case "DATA":
                return [b"354 go on\r\n"]
            case ".":
                return [b"250 2.0.0 queued as 4711\r\n"]
            case _:
                return [b"250 OK\r\n"]


def postman(script: Script, security: str = "none", trust: ssl.SSLContext | None = None) -> SmtpPostman:
    return SmtpPostman(
        *(script.host, script.port, security, "agency", "secret", trust),
        local_hostname="localhost",
        command_seconds=0.5,
        final_dot_seconds=1.2,
    )


async def failure(odd: dict[str, list[Saying]], greeting: bytes = GREETING, offers: str = "AUTH PLAIN") -> NotPosted:
    with Script(greeting, Server(odd, offers)) as script, pytest.raises(NotPosted) as not_posted:
        await postman(script).post(AGENCY, ADA, LETTER)
    return not_posted.value


async def test_a_letter_is_one_transaction_with_one_recipient() -> None:
    with Script(GREETING, Server()) as script:
        assert await postman(script).post(AGENCY, ADA, LETTER) == "250 2.0.0 queued as 4711"
    heard = [line.split()[0].decode() for line in script.heard if line]
    assert heard == ["EHLO", "AUTH", "MAIL", "RCPT", "DATA", "Subject:", "Do", ".", "QUIT"]


@pytest.mark.parametrize(
    ("command", "said", "code", "permanent"),
    [
        ("RCPT", b"550 5.1.1 no such user", "refused", True),
        ("RCPT", b"450 4.2.1 greylisted", "later", False),
        ("RCPT", b"421 4.3.2 shutting down", "later", False),
        ("MAIL", b"550 5.7.1 not from there", "refused", True),
        ("MAIL", b"530 5.7.0 log in first", "login", False),
        ("MAIL", b"451 4.3.0 try again", "later", False),
        ("DATA", b"554 5.6.0 no", "refused", True),
        (".", b"554 5.7.1 looks like spam", "refused", True),
        (".", b"452 4.3.1 disk full", "later", False),
        ("AUTH", b"535 5.7.8 wrong password", "login", False),
        ("AUTH", b"454 4.7.0 not now", "later", False),
    ],
)
async def test_each_refusal_is_told_apart(command: str, said: bytes, code: str, permanent: bool) -> None:
    trouble = await failure({command: [said + b"\r\n"]})
    assert (trouble.code, trouble.permanent, trouble.status) == (code, permanent, int(said[:3]))


async def test_a_refused_hello_is_not_about_this_reader() -> None:
    no: list[Saying] = [b"554 5.7.1 not you\r\n"]
    trouble = await failure({"EHLO": no, "HELO": no})
    assert (trouble.code, trouble.permanent, trouble.status) == ("later", False, 554)


async def test_a_greeting_that_is_a_refusal_is_not_about_this_reader() -> None:
    trouble = await failure({}, greeting=b"554 5.3.2 no service\r\n")
    assert (trouble.code, trouble.permanent) == ("later", False)


async def test_a_server_without_a_login_does_not_fit_our_settings() -> None:
    assert (await failure({}, offers="HELP")).code == "login"


@pytest.mark.parametrize("command", ["EHLO", "RCPT", "DATA", "."])
@pytest.mark.parametrize("fate", [HANG_UP, SAY_NOTHING])
async def test_who_vanishes_or_falls_silent_is_tried_again_later(command: str, fate: str) -> None:
    with at_most(4):
        trouble = await failure({command: [fate]})
    assert (trouble.code, trouble.permanent, trouble.status) == ("later", False, 0)


async def test_nobody_at_the_door_is_tried_again_later() -> None:
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]
    with pytest.raises(NotPosted) as not_posted:
        await SmtpPostman("127.0.0.1", port, "none", local_hostname="localhost").post(AGENCY, ADA, LETTER)
    assert not_posted.value.code == "later"


async def test_after_the_final_dot_more_patience_is_shown_than_with_a_command() -> None:
    with Script(GREETING, Server({".": [0.8, b"250 2.0.0 scanned and queued\r\n"]})) as script:
        assert await postman(script).post(AGENCY, ADA, LETTER) == "250 2.0.0 scanned and queued"


async def test_once_the_letter_is_taken_no_goodbye_is_waited_for() -> None:
    with Script(GREETING, Server({"QUIT": [SAY_NOTHING]})) as script, at_most(10):
        patient = SmtpPostman(script.host, script.port, "none", local_hostname="localhost")
        assert (await patient.post(AGENCY, ADA, LETTER)).startswith("250 ")


@pytest.mark.parametrize(
    "recipient",
    [
        "",
        "ada",
        "Ada <ada@town.example>",
        "ada@town.example, eve@x.example",
        "ada@town.example>\r\nRCPT TO:<eve@x",
        "a b@c",
    ],
)
async def test_what_is_not_exactly_one_address_is_not_even_tried(recipient: str) -> None:
    with Script(GREETING, Server()) as script:
        for sender, to in ((AGENCY, recipient), (recipient, ADA)):
            with pytest.raises(NotPosted) as not_posted:
                await postman(script).post(sender, to, LETTER)
            assert (not_posted.value.code, not_posted.value.permanent) == ("refused", True)
        assert script.heard == []


async def test_an_address_in_another_alphabet_needs_a_server_that_can() -> None:
    with Script(GREETING, Server()) as script, pytest.raises(NotPosted) as not_posted:
        await postman(script).post(AGENCY, "адa@town.example", LETTER)
    assert not_posted.value.permanent
    with Script(GREETING, Server(offers="AUTH PLAIN", more="250-SMTPUTF8\r\n")) as script:
        await postman(script).post(AGENCY, "адa@town.example", LETTER)
    assert "RCPT TO:<адa@town.example>".encode() in script.heard


async def test_no_trace_of_an_error_tells_an_address() -> None:
    for command, said in (("RCPT", b"550 5.1.1 <ada@town.example> unknown"), ("MAIL", b"451 agency@peerpost.example")):
        told = "".join(traceback.format_exception(await failure({command: [said + b"\r\n"]})))
        assert "not posted" in told
        assert "@" not in told


class TestEncryption:
    """The password is told to the right server only, and never in the clear to another machine."""

    async def test_a_server_that_hides_starttls_hears_neither_password_nor_letter(self) -> None:
        with Script(GREETING, Server()) as script:
            with pytest.raises(NotPosted) as not_posted:
                await postman(script, "starttls").post(AGENCY, ADA, LETTER)
            assert [line.split()[0] for line in script.heard] == [b"EHLO"]
        assert not_posted.value.code == "login"

    async def test_a_certificate_that_nobody_signed_is_refused(self, tmp_path: Path) -> None:
        server, _ = self_signed(tmp_path)
        with Script(GREETING, Server(), server) as script:
            with pytest.raises(NotPosted) as not_posted:
                await postman(script, "tls").post(AGENCY, ADA, LETTER)
            assert script.heard == []
        assert (not_posted.value.code, not_posted.value.permanent) == ("login", False)

    async def test_a_certificate_that_we_trust_is_accepted(self, tmp_path: Path) -> None:
        server, client = self_signed(tmp_path)
        with Script(GREETING, Server(), server) as script:
            assert (await postman(script, "tls", client).post(AGENCY, ADA, LETTER)).startswith("250 ")

    def test_plain_text_beyond_this_machine_is_a_mistake_in_the_settings(self) -> None:
        with pytest.raises(ValueError, match="this machine only"):
            SmtpPostman("mx.town.example", 25, "none")
