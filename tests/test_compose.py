"""docker-compose.yml says what Compose understands, and sets what the worker reads."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

ROOT = Path(__file__).parent.parent
COMPOSE = ROOT / "docker-compose.yml"
CHECK = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec"]


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    loaded: dict[str, Any] = YAML(typ="safe").load(COMPOSE)["services"]
    return loaded


def test_the_file_keeps_to_the_compose_specification() -> None:
    told = subprocess.run([*CHECK, str(COMPOSE)], capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stdout


def test_the_schema_would_notice_a_misspelt_key(tmp_path: Path) -> None:
    spoilt = tmp_path / "docker-compose.yml"
    spoilt.write_text(COMPOSE.read_text().replace("depends_on:", "depend_on:", 1))
    assert subprocess.run([*CHECK, str(spoilt)], capture_output=True, check=False).returncode == 1


def test_every_image_is_pinned_to_a_release(services: dict[str, Any]) -> None:
    images = [service["image"] for service in services.values()]
    assert [image for image in images if not re.search(r":\d+[\d.]*(-alpine)?$", image)] == []


def test_nothing_is_published_beyond_this_machine(services: dict[str, Any]) -> None:
    ports = [port for service in services.values() for port in service.get("ports", [])]
    assert ports
    assert [port for port in ports if not port.startswith("127.0.0.1:")] == []


def test_whatever_is_waited_for_can_say_that_it_is_there(services: dict[str, Any]) -> None:
    for name, service in services.items():
        for other, how in service.get("depends_on", {}).items():
            assert other in services, f"{name} waits for {other}, which is no service"
            if how["condition"] == "service_healthy":
                assert "healthcheck" in services[other], f"{name} waits for {other}, which has no health check"


def test_every_secret_can_be_given_from_outside(services: dict[str, Any]) -> None:
    secrets = {
        f"{service}.{key}": value
        for service, words in services.items()
        for key, value in words.get("environment", {}).items()
        if re.search("PASSWORD|PWD|DATABASE_URL", key)
    }
    assert len(secrets) >= 5
    assert [where for where, value in secrets.items() if "${" not in value] == []


def test_the_worker_gets_only_settings_it_knows(services: dict[str, Any]) -> None:
    known = set(re.findall(r"PEERPOST_[A-Z_]*[A-Z]", (ROOT / "worker" / "settings.py").read_text()))
    given = {name for name in services["worker"]["environment"] if name.startswith("PEERPOST_")}
    assert given
    assert given - known == set()


def test_a_volume_that_is_used_is_declared() -> None:
    compose = YAML(typ="safe").load(COMPOSE)
    used = {volume.split(":")[0] for service in compose["services"].values() for volume in service.get("volumes", [])}
    assert used == set(compose["volumes"])


def test_the_image_is_given_every_package_of_the_wheel() -> None:
    copied = set(re.findall(r"^COPY (\w+) \1$", (ROOT / "Dockerfile").read_text(), re.MULTILINE))
    pyproject = (ROOT / "pyproject.toml").read_text()
    wheel = re.search(r"\[tool\.hatch\.build\.targets\.wheel\].*?\n\]", pyproject, re.DOTALL)
    assert wheel is not None
    assert copied == set(re.findall(r'^    "(\w+)",$', wheel.group(), re.MULTILINE))
    assert {f"!{name}" for name in copied} < set((ROOT / ".dockerignore").read_text().split())
