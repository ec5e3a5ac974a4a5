"""Every letter reads as it was last approved.

After a change that is meant: PEERPOST_WRITE_GOLDEN=1 make test, and read the difference as its reader will.
"""

import os
from pathlib import Path

import pytest

from correspondence.writing.source import letter_names
from tests.letters.shown import NAMES, SAMPLES, shown

GOLDEN = Path(__file__).parent / "golden"
FIRST = [name for name in NAMES if name.endswith("-1")]


@pytest.mark.parametrize("name", NAMES)
def test_a_letter_reads_as_approved(name: str) -> None:
    letter = shown(name)
    # A space at a line's end says that the line goes on; an editor may drop it, so it is tested elsewhere.
    lines = [line.rstrip() for line in letter.text.splitlines()]
    replies = [f"[{label}] {reply!r}" for label, reply in letter.answers]
    _compare(f"{name}.txt", "\n".join([f"Subject: {letter.subject}", "", *lines, "", *replies]).rstrip() + "\n")


@pytest.mark.parametrize("name", FIRST)
def test_a_letter_looks_as_approved(name: str) -> None:
    _compare(f"{name}.html", shown(name).html.rstrip() + "\n")


def test_every_letter_has_a_sample_and_no_golden_file_is_left_over() -> None:
    assert {SAMPLES[name].letter.name for name in NAMES} == set(letter_names())
    expected = {f"{name}.txt" for name in NAMES} | {f"{name}.html" for name in FIRST}
    assert {path.name for path in GOLDEN.iterdir()} == expected


def _compare(file: str, now: str) -> None:
    path = GOLDEN / file
    if os.environ.get("PEERPOST_WRITE_GOLDEN"):
        path.write_text(now, encoding="utf-8")
    assert path.is_file(), f"{file} was never approved; write it with PEERPOST_WRITE_GOLDEN=1 and read it."
    assert now == path.read_text(encoding="utf-8")
