"""An IMAP server may be hostile, half broken or merely unusual (threat T28); no mail is lost or mixed up."""

import ssl
import time
from pathlib import Path

import pytest

from tests.faults.scripted import HANG_UP, SAY_NOTHING, Saying, Script, at_most, self_signed
from tests.faults.scripted_imap import GREETING, Server
from worker.imap import ImapMailbox, MailboxTrouble


def mailbox(script: Script, timeout: float = 5.0) -> ImapMailbox:
    return ImapMailbox(script.host, script.port, "agency", "secret", security="none", timeout=timeout)


def fetched(sayings: list[Saying], uid: int = 101) -> bytes:
    with Script(GREETING, Server({"UID FETCH": sayings})) as script, mailbox(script) as box:
        return box.fetch(uid)


def commands(script: Script) -> list[bytes]:
    return [line.partition(b" ")[2] for line in script.heard]


FLAGS_OF_ANOTHER = b"* 2 FETCH (FLAGS (\\Seen) UID 102)\r\n"
DONE = b"{tag} OK done\r\n"


def test_the_waiting_mails_are_listed_oldest_first() -> None:
    with Script(GREETING, Server()) as script, mailbox(script) as box:
        assert box.waiting() == [101, 102]


@pytest.mark.parametrize(
    "answer", [b"* 1 FETCH (UID 101 BODY[] {5}\r\nhello)\r\n", b"* 1 FETCH (BODY[] {5}\r\nhello UID 101)\r\n"]
)
def test_flags_of_another_mail_in_between_do_not_change_whose_mail_it_is(answer: bytes) -> None:
    assert fetched([FLAGS_OF_ANOTHER + answer + FLAGS_OF_ANOTHER + DONE]) == b"hello"


def test_another_mails_text_is_not_taken_for_ours() -> None:
    with pytest.raises(MailboxTrouble, match="garbled"):
        fetched([b"* 2 FETCH (UID 102 BODY[] {5}\r\nother)\r\n" + DONE])
    with pytest.raises(MailboxTrouble, match="garbled"):
        fetched([b"* 2 FETCH (BODY[] {5}\r\nother UID 102)\r\n" + DONE])


def test_two_mails_for_one_uid_are_not_guessed_between() -> None:
    one = b"* 1 FETCH (UID 101 BODY[] {5}\r\nhello)\r\n"
    with pytest.raises(MailboxTrouble, match="garbled"):
        fetched([one + one.replace(b"hello", b"again") + DONE])


def test_what_an_earlier_command_left_behind_is_not_the_answer_to_the_next() -> None:
    odd: dict[str, list[Saying]] = {"NOOP": [b"* 2 FETCH (BODY[] {5}\r\nstale)\r\n" + DONE], "UID FETCH": [DONE]}
    with Script(GREETING, Server(odd, offers="MOVE")) as script, mailbox(script) as box:
        box.wait(0.01)
        with pytest.raises(MailboxTrouble, match="gone"):
            box.fetch(101)


def test_the_size_is_that_of_the_mail_asked_about() -> None:
    answer = b"* 2 FETCH (FLAGS () UID 102)\r\n* 1 FETCH (UID 101 RFC822.SIZE 4711)\r\n"
    with Script(GREETING, Server({"UID FETCH": [answer + DONE]})) as script, mailbox(script) as box:
        assert box.size(101) == 4711


def test_a_mail_that_is_gone_is_said_to_be_gone_and_the_connection_stays() -> None:
    with Script(GREETING, Server()) as script, mailbox(script) as box:
        with pytest.raises(MailboxTrouble, match="gone"):
            box.fetch(101)
        assert box.waiting() == [101, 102]
        assert sum(b"LOGIN" in line for line in script.heard) == 1


def test_filing_away_is_a_real_move_and_nothing_else() -> None:
    with Script(GREETING, Server()) as script:
        with mailbox(script) as box:
            box.waiting()
            box.file_away(101, "Processed")
            box.file_away(102, "Quarantine")
        said = commands(script)
    assert b'UID MOVE 101 "Processed"' in said
    assert b'UID MOVE 102 "Quarantine"' in said
    assert not [line for line in said if b"EXPUNGE" in line or b"STORE" in line or b"COPY" in line]


def test_a_server_that_cannot_move_is_refused_before_anything_is_read() -> None:
    with Script(GREETING, Server(offers="IDLE")) as script, pytest.raises(MailboxTrouble, match="no_move"):
        mailbox(script).waiting()


def test_a_uid_from_before_a_renumbering_moves_nothing() -> None:
    server = Server({"UID FETCH": [HANG_UP]})
    with Script(GREETING, server) as script, mailbox(script) as box:
        box.waiting()
        with pytest.raises(MailboxTrouble, match="unreachable"):
            box.fetch(101)
        server.uidvalidity = 8
        with pytest.raises(MailboxTrouble, match="renumbered"):
            box.file_away(101, "Processed")
        assert not [line for line in script.heard if b"MOVE" in line]
        assert box.waiting() == [101, 102]
        box.file_away(101, "Processed")


@pytest.mark.parametrize("when", ["LOGIN", "SELECT", "UID SEARCH"])
def test_a_server_that_falls_silent_is_given_up_after_the_timeout(when: str) -> None:
    silent = Script(GREETING, Server({when: [SAY_NOTHING]}))
    with silent as script, at_most(2), pytest.raises(MailboxTrouble, match="unreachable"):
        mailbox(script, timeout=0.2).waiting()


def test_uids_that_are_no_numbers_are_not_believed() -> None:
    nonsense = Script(GREETING, Server({"UID SEARCH": [b"* SEARCH 101 x2\r\n" + DONE]}))
    with nonsense as script, pytest.raises(MailboxTrouble, match="garbled"):
        mailbox(script).waiting()


def test_half_a_mail_is_no_mail() -> None:
    with pytest.raises(MailboxTrouble, match="unreachable"):
        fetched([b"* 1 FETCH (UID 101 BODY[] {500}\r\nhello", HANG_UP])


def test_after_trouble_the_next_call_connects_anew() -> None:
    server = Server({"UID FETCH": [HANG_UP]})
    with Script(GREETING, server) as script, mailbox(script) as box:
        with pytest.raises(MailboxTrouble, match="unreachable"):
            box.fetch(101)
        server.odd = {"UID FETCH": [b"* 1 FETCH (UID 101 BODY[] {5}\r\nhello)\r\n" + DONE]}
        assert box.fetch(101) == b"hello"


def test_a_wrong_password_is_a_matter_of_settings() -> None:
    strict = Script(GREETING, Server({"LOGIN": [b"{tag} NO [AUTHENTICATIONFAILED] no\r\n"]}))
    with strict as script, pytest.raises(MailboxTrouble, match="login"):
        mailbox(script).waiting()


class TestWaiting:
    """IDLE (RFC 2177), with the ways in which news can be missed or can break the line."""

    def wait(self, odd: dict[str, list[Saying]], seconds: float = 5.0, offers: str = "MOVE IDLE") -> float:
        with Script(GREETING, Server(odd, offers)) as script, mailbox(script) as box:
            box.waiting()
            start = time.monotonic()
            box.wait(seconds)
            took = time.monotonic() - start
            assert box.waiting() == [101, 102]
            return took

    def test_news_end_it(self) -> None:
        assert 0.1 < self.wait({"IDLE": [b"+ idling\r\n", 0.15, b"* 3 EXISTS\r\n"]}) < 2

    def test_news_in_one_packet_with_the_servers_consent_end_it_too(self) -> None:
        assert self.wait({"IDLE": [b"+ idling\r\n* 3 EXISTS\r\n"]}) < 2

    def test_half_a_line_does_not_break_the_connection(self) -> None:
        odd: dict[str, list[Saying]] = {"IDLE": [b"+ idling\r\n", 0.1, b"* 3 EX"], "DONE": [b"ISTS\r\n" + DONE]}
        assert self.wait(odd) < 2

    def test_news_since_the_last_look_leave_nothing_to_wait_for(self) -> None:
        assert self.wait({"NOOP": [b"* 3 EXISTS\r\n" + DONE]}) < 2

    def test_news_that_come_with_the_list_itself_leave_nothing_to_wait_for(self) -> None:
        assert self.wait({"UID SEARCH": [b"* SEARCH 101 102\r\n* 3 EXISTS\r\n" + DONE]}) < 2

    def test_without_news_it_ends_in_time(self) -> None:
        assert 0.2 < self.wait({}, seconds=0.2) < 2

    def test_a_server_without_idle_is_waited_for_by_the_clock(self) -> None:
        assert 0.2 < self.wait({}, seconds=0.2, offers="MOVE") < 2

    def test_a_server_that_dies_meanwhile_is_noticed(self) -> None:
        with pytest.raises(MailboxTrouble, match="unreachable"):
            self.wait({"IDLE": [b"+ idling\r\n", 0.1, HANG_UP]})


class TestEncryption:
    """The password is told to the right server only, and never in the clear to another machine."""

    def mailbox(self, script: Script, security: str, trust: ssl.SSLContext | None = None) -> ImapMailbox:
        return ImapMailbox(script.host, script.port, "agency", "secret", security, timeout=5, trust=trust)

    def connect(self, script: Script, security: str, trust: ssl.SSLContext | None = None) -> list[int]:
        with self.mailbox(script, security, trust) as box:
            return box.waiting()

    def test_a_certificate_that_nobody_signed_is_refused(self, tmp_path: Path) -> None:
        server, _ = self_signed(tmp_path)
        with Script(GREETING, Server(), server) as script:
            with pytest.raises(MailboxTrouble, match="login"):
                self.connect(script, "tls")
            assert script.heard == []

    def test_a_certificate_that_we_trust_is_accepted(self, tmp_path: Path) -> None:
        server, client = self_signed(tmp_path)
        with Script(GREETING, Server(), server) as script:
            assert self.connect(script, "tls", client) == [101, 102]

    def test_news_come_through_tls(self, tmp_path: Path) -> None:
        server, client = self_signed(tmp_path)
        odd: dict[str, list[Saying]] = {"IDLE": [b"+ idling\r\n* 3 EXISTS\r\n"]}
        with Script(GREETING, Server(odd), server) as script, at_most(4), self.mailbox(script, "tls", client) as box:
            box.waiting()
            box.wait(30)

    def test_a_server_that_offers_no_starttls_hears_no_password(self) -> None:
        with Script(GREETING, Server({"STARTTLS": [b"{tag} BAD unknown\r\n"]})) as script:
            with pytest.raises(MailboxTrouble, match="unreachable"):
                self.connect(script, "starttls")
            assert not [line for line in script.heard if b"secret" in line]

    def test_plain_text_beyond_this_machine_is_a_mistake_in_the_settings(self) -> None:
        with pytest.raises(ValueError, match="this machine only"):
            ImapMailbox("mail.town.example", 143, "agency", "secret", security="none")
