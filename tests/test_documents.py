"""What the documents say of commands, settings and JSON is what there is."""

import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from worker.cli import app

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
UNDERSTAND = (ROOT / "docs" / "understand.md").read_text(encoding="utf-8")
COMMANDS = {each.name for each in app.registered_commands} | {each.name for each in app.registered_groups}
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


def test_the_readme_tells_of_every_command_and_of_no_other() -> None:
    assert set(re.findall(r"^\| `peerpost ([a-z]+)", README, re.MULTILINE)) == COMMANDS


def test_the_readme_tells_of_every_setting_and_of_no_other() -> None:
    read = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "worker").rglob("*.py"))
    rows = re.findall(r"^\| (`PEERPOST_\w+`(?:, `\w+`)*) \|", README, re.MULTILINE)
    told = {"PEERPOST_HOME"}
    for row in rows:
        first, *others = re.findall(r"`(\w+)`", row)
        whole = (each if each.startswith("PEERPOST") else f"{first.rsplit('_', 1)[0]}{each}" for each in others)
        told |= {first, *whole}
    assert told == set(re.findall(r'"(PEERPOST_[A-Z_]+)"', read))


def test_a_mail_understood_has_the_fields_its_page_names() -> None:
    mail = "From: mira@town.example\nDate: Mon, 01 Feb 2027 10:00:00 +0000\n\nyes, on Friday\n"
    found = json.loads(CliRunner().invoke(app, ["understand", "-", "--asked", "met_check", "--json"], mail).output)
    assert re.findall(r"^\| `(\w+)` \|", UNDERSTAND, re.MULTILINE) == list(found)
    (intents,) = re.findall(r"^\| `intents` \|(.*)", UNDERSTAND, re.MULTILINE)
    assert set(re.findall(r"`(\w+)`", intents)) == set(found["intents"][0])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_a_page_points_to_is_there(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    links = {link.partition("#")[0] for link in re.findall(r"\]\(([^)\s]+)\)", text) if "://" not in link}
    named = set(re.findall(r"`((?:[a-z_]+/)+[\w.-]+\.(?:py|md|toml))`", text))
    homes = (page.parent, ROOT, ROOT / "tests")
    assert [each for each in links | named if each and not any((home / each).exists() for home in homes)] == []
