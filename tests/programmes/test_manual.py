"""docs/programmes.md tells every key there is, and its example is a programme."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mentoring.definition import look_over
from mentoring.remarks import remarks
from mentoring.schema import programme_schema

MANUAL = (Path(__file__).parents[2] / "docs" / "programmes.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```toml\n(.*?)^```", MANUAL, flags=re.DOTALL | re.MULTILINE)


def _keys(schema: Any) -> Iterator[str]:
    """Every key that a file can have; not the keys of documents and fields that its writer makes up."""
    inner = schema.get("properties") or schema.get("items", {}).get("properties", {})
    for key, each in inner.items():
        yield key
        yield from _keys(each)


def test_every_key_is_told() -> None:
    prose = re.sub(r"^```.*?^```", "", MANUAL, flags=re.DOTALL | re.MULTILINE)
    told = set(re.findall(r"[a-z_]+", " ".join(re.findall(r"`([^`]+)`", prose))))
    assert sorted(set(_keys(programme_schema())) - told - {"forms"}) == []


def test_the_example_is_a_programme_with_nothing_to_look_at_but_what_it_decides() -> None:
    programme, refusals = look_over(tomllib.loads(EXAMPLES[0] + EXAMPLES[1]))
    assert refusals == [] and programme.name == "circle"
    told = [finding.sentence for finding in remarks(programme)]
    assert told == [
        "No exception to confidence is stated, so none is ever offered: a concern is answered with where help is."
    ]


def test_the_smaller_examples_are_toml_too() -> None:
    for example in EXAMPLES[2:]:
        for part in re.split(r"\n(?=due =)", example):
            assert tomllib.loads(part)
