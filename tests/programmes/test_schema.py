"""The JSON Schema for editors: made from the dataclasses, kept beside the programmes, and true of them."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.programmes.commands import programme

PROGRAMMES = Path(__file__).parents[2] / "programmes"


def _checked(*words: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "check_jsonschema", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(("name", "words"), [("programme", []), ("forms", ["--forms"])])
def test_the_schema_that_is_kept_is_the_one_that_is_made(name: str, words: list[str]) -> None:
    """After a change: peerpost programme schema > programmes/programme.schema.json, and with --forms."""
    kept = (PROGRAMMES / f"{name}.schema.json").read_text(encoding="utf-8")
    assert programme("schema", *words).stdout == kept


def test_every_programme_that_comes_with_the_service_names_the_schema_and_is_valid_under_it() -> None:
    rules = sorted(path for path in PROGRAMMES.glob("*.toml") if path.stem.isidentifier())
    assert len(rules) >= 2
    assert all(path.read_text(encoding="utf-8").startswith("#:schema programme.schema.json\n") for path in rules)
    assert _checked("--schemafile", PROGRAMMES / "programme.schema.json", *rules).returncode == 0


def test_a_slip_is_found_by_the_schema_and_the_schema_is_one(tmp_path: Path) -> None:
    (tmp_path / "red.toml").write_text(
        (PROGRAMMES / "red.toml").read_text(encoding="utf-8").replace('strength = "required"', 'strength = "hard"', 1),
        encoding="utf-8",
    )
    slip = _checked("--schemafile", PROGRAMMES / "programme.schema.json", tmp_path / "red.toml")
    assert slip.returncode == 1 and "'hard' is not one of ['required', 'advised']" in slip.stdout
    schemas = [PROGRAMMES / f"{name}.schema.json" for name in ("programme", "forms")]
    assert _checked("--check-metaschema", *schemas).returncode == 0


def test_every_key_is_described() -> None:
    told = json.loads(programme("schema").stdout)
    assert [place for place, schema in _keys(told, "") if "description" not in schema and not _is_plain(schema)] == []


def _keys(schema: Any, place: str) -> Iterator[tuple[str, Any]]:
    inner = schema.get("properties") or schema.get("items", {}).get("properties", {})
    for key, each in inner.items():
        yield f"{place}.{key}", each
        yield from _keys(each, f"{place}.{key}")


def _is_plain(schema: Any) -> bool:
    """A table that only holds one key of its own, or a number of days."""
    return schema["type"] == "integer" or len(schema.get("properties", {})) == 1
