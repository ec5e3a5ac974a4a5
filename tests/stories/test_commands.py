"""The commands, as somebody at two terminals uses them: everything embedded, in processes of its own."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from worker.cli import app
from worker.clock import now
from worker.commands.mail import meant_by
from worker.embedded.reading import Correspondent
from worker.embedded.shelf import addresses
from worker.embedded.state import Folder

PEERPOST = [sys.executable, "-c", "from worker.cli import main; main()"]
PATIENCE = 90.0

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def run(home: Path) -> Run:
    def run(*words: str, given: str | None = None) -> subprocess.CompletedProcess[str]:
        here = os.environ | {"PEERPOST_HOME": str(home), "COLUMNS": "160"}
        return subprocess.run(
            [*PEERPOST, *words], env=here, input=given, capture_output=True, text=True, timeout=PATIENCE, check=False
        )

    return run


def begin(home: Path, *words: str) -> subprocess.Popen[str]:
    here = os.environ | {"PEERPOST_HOME": str(home), "COLUMNS": "160"}
    up = subprocess.Popen([*PEERPOST, "up", *words], env=here, stdout=subprocess.PIPE, text=True)
    assert until(lambda: (home / "running.json").exists() or up.poll() is not None)
    assert up.poll() is None
    return up


def stop(up: subprocess.Popen[str]) -> str:
    """Ctrl-C; what it said."""
    up.send_signal(signal.SIGINT)
    said, _ = up.communicate(timeout=PATIENCE)
    assert up.returncode == 0
    return said


def until(is_so: Callable[[], bool]) -> bool:
    waited = time.monotonic() + PATIENCE
    while not is_so() and time.monotonic() < waited:
        time.sleep(0.1)
    return is_so()


def has_come(home: Path, name: str, subject: str) -> bool:
    """Looked for in the mailbox itself, for each command is a process of its own."""
    folder, address = Folder(home), f"{name}@town.example"
    if address not in addresses(folder.mail):
        return False
    ports = folder.running()
    return any(subject in seen.subject for seen in Correspondent(address, ports.smtp, ports.imap).inbox())


@pytest.fixture(scope="module")
def up(home: Path) -> Iterator[subprocess.Popen[str]]:
    running = begin(home, "--sample")
    yield running
    if running.poll() is None:
        stop(running)


@pytest.mark.usefixtures("up")
class TestTheEmbeddedService:
    """One after the other: each goes on where the one before it was."""

    def test_a_first_start_brings_a_pair_at_its_kick_off(self, run: Run, home: Path) -> None:
        assert until(lambda: has_come(home, "ada", "Welcome to IMG Peer Mentoring"))
        assert "Welcome to IMG Peer Mentoring" in run("mail", "ada").stdout
        assert "Dear Ada Lovelace" in run("mail", "ada", "show", "1").stdout

    def test_a_reply_from_a_terminal_reaches_the_other(self, run: Run, home: Path) -> None:
        day = f"{now() + timedelta(days=6):%d %B %Y}"
        assert run("mail", "ada", "reply", "1", f"How about {day} at 3pm?").returncode == 0
        assert until(lambda: has_come(home, "mira", "A day to meet"))

    def test_the_clock_is_turned(self, run: Run, home: Path) -> None:
        assert run("skip", "10d").returncode == 0
        assert until(lambda: has_come(home, "mira", "Did you meet on"))

    def test_status_tells_roles_and_no_names(self, run: Run) -> None:
        told = run("status", "--json").stdout
        (line,) = json.loads(told)["relationships"]
        assert line["stage"] == "agreement"
        assert {"what": "agreement", "due": line["owed"][0]["due"], "roles": ["mentor", "mentee"]} in line["owed"]
        assert "Ada" not in told and "@" not in told

    def test_a_doctor_finds_nothing_that_fails(self, run: Run) -> None:
        told = run("doctor", "--json")
        found = json.loads(told.stdout)
        assert told.returncode == 0 and found["ok"]
        assert {each["check"] for each in found["checks"] if each["verdict"] != "ok"} <= {"python", "disk"}
        assert "mail in" in run("doctor").stdout

    def test_a_roster_starts_each_pair_once_and_names_a_bad_line(self, run: Run, tmp_path: Path) -> None:
        roster = tmp_path / "spring.csv"
        roster.write_text(
            "mentor_name,mentor_email,mentee_name,mentee_email,kickoff\n"
            "Noor Haddad,noor@town.example,Tom Okafor,tom@town.example,\n"
            "Ida Berg,not an address,Lu Chen,lu@town.example,\n"
            "Ana Reis,ana@town.example,Bo Lind,bo@town.example,tomorrow\n"
        )
        plan = run("start", "red", str(roster), "--dry-run")
        assert "Noor Haddad" in plan.stdout and len(relationships(run)) == 1
        first, again = run("start", "red", str(roster)), run("start", "red", str(roster))
        assert "1 relationships started" in first.stdout and "Line 3: mentor_email is not an email" in first.stdout
        assert "Line 4: kickoff is not a date" in first.stdout
        assert "0 relationships started; 1 were under way already." in again.stdout
        assert len(relationships(run)) == 2

    def test_what_cannot_be_done_is_said_in_a_sentence(self, run: Run) -> None:
        assert "There is no programme 'nil'" in run("start", "nil", __file__).stdout
        assert "There is no such mail" in run("mail", "ada", "show", "99").stdout
        assert "Whose mailbox is meant" in run("mail", "nobody").stdout
        assert "Please say how far" in run("skip", "soon").stdout

    def test_two_cannot_run_on_one_folder(self, run: Run, home: Path) -> None:
        second = run("up")
        assert second.returncode == 1 and "stop that one first" in second.stderr
        assert (home / "running.json").exists()

    def test_stopped_and_started_again_it_goes_on(self, run: Run, home: Path, up: subprocess.Popen[str]) -> None:
        """A second start brings no second sample pair."""
        before, said = relationships(run), stop(up)
        assert "first start" in said and "Stopped" in said
        again = begin(home)
        assert relationships(run) == before
        assert "first start" not in stop(again)
        told = run("status")
        assert told.returncode == 1
        assert "please start it with `peerpost up`" in " ".join(told.stderr.split())


def relationships(run: Run) -> list[str]:
    return [line["id"] for line in json.loads(run("status", "--json").stdout)["relationships"]]


def test_a_mailbox_is_meant_by_its_whole_address_its_name_or_its_first_letters() -> None:
    mailboxes = ["ada.l@ward.example", "ada@town.example", "mira@town.example"]
    assert meant_by("ADA@town.example", mailboxes) == meant_by("Ada", mailboxes) == ["ada@town.example"]
    assert meant_by("m", mailboxes) == ["mira@town.example"]
    assert meant_by("ada.", mailboxes) == ["ada.l@ward.example"]
    assert meant_by("a", mailboxes) == mailboxes[:2]


def within(*words: str, given: str | None = None) -> str:
    """A command that needs no service, run in this process."""
    told = CliRunner().invoke(app, list(words), input=given)
    assert told.exit_code == 0
    return told.output


def test_understand_shows_how_a_mail_is_read() -> None:
    mail = "From: mira@town.example\nDate: Mon, 01 Feb 2027 10:00:00 +0000\n\nyes, on Friday\n"
    found = json.loads(within("understand", "-", "--asked", "met_check", "--json", given=mail))
    assert found["visible_text"] == "yes, on Friday"
    assert [(each["intent"], each["date"]) for each in found["intents"]] == [("met", "2027-01-29")]
    assert found["decision"] == ["ReportMeeting"]


def test_understand_tells_a_quote_from_own_words_by_the_letter_and_reads_in_a_language(tmp_path: Path) -> None:
    head, letter = "From: mira@town.example\nDate: Mon, 01 Feb 2027 10:00:00 +0000\n\n", tmp_path / "letter.eml"
    body = "Dear Mira,\n\nDid you and Ada meet at all in the last two weeks?\nPlease reply YES, or tell us the day.\n"
    letter.write_text(f"From: us@town.example\nDate: Sun, 31 Jan 2027 10:00:00 +0000\n\n{body}", encoding="utf-8")
    asked = ("understand", "-", "--asked", "met_check", "--language", "de", "--json")
    found = json.loads(within(*asked, "--letter", str(letter), given=f"{head}Ja, am Freitag\n\n{body}"))
    assert (found["visible_text"], found["decision"]) == ("Ja, am Freitag", ["ReportMeeting"])
    assert "Ada" in json.loads(within(*asked, given=f"{head}Ja, am Freitag\n\n{body}"))["visible_text"]


def test_understand_names_what_follows_from_a_machines_answer() -> None:
    mail = "From: mira@town.example\nDate: Mon, 01 Feb 2027 10:00:00 +0000\nAuto-Submitted: auto-replied\n\n"
    found = json.loads(within("understand", "-", "--json", given=f"{mail}I am away until 12 February 2027.\n"))
    assert (found["away_until"], found["decision"]) == ("2027-02-12", ["OfferPause"])
    assert json.loads(within("understand", "-", "--json", given=f"{mail}Hello\n"))["decision"] == [
        "set aside: automatic"
    ]


def test_understand_tells_what_a_new_address_leads_to() -> None:
    """As if nobody had that address yet."""
    border = "Authentication-Results: mx; dmarc=pass header.from=town.example\nReceived: by mx; today"
    mail = f"{border}\nFrom: mira@town.example\nDate: Mon, 01 Feb 2027 10:00:00 +0000\n\n"
    asked = ("understand", "-", "--authserv-id", "mx", "--json")
    found = json.loads(within(*asked, given=f"{mail}My new address is mira@ward.example\n"))
    assert found["decision"] == ["ChangeAddress"]


def test_understand_reads_a_set(tmp_path: Path) -> None:
    lines = [
        {"id": "a", "asked": "renewal", "sent": "2027-02-01T10:00:00+00:00", "body": "Yes please", "programme": "img"},
        {"id": "b", "sent": "2027-02-01T10:00:00+00:00", "body": "Away", "headers": {"Auto-Submitted": "auto-replied"}},
    ]
    replies = tmp_path / "replies.jsonl"
    replies.write_text("\n".join(json.dumps(line) for line in lines))
    found = [json.loads(line) for line in within("understand", "--set", str(replies)).splitlines()]
    assert [(each["id"], each["intent"]) for each in found] == [("a", "renew"), ("b", "automatic")]


@pytest.mark.parametrize("command", [command.name for command in app.registered_commands])
def test_every_command_explains_itself_with_an_example(command: str) -> None:
    assert "Example" in within(command, "--help")
