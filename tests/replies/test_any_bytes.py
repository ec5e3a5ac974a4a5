"""Damaged mails and mails made as bombs: each ends in a reading, in 5 seconds and 256 MiB, and the next goes on."""

import os
import random

import pytest

from correspondence.arriving import limits
from tests.replies import hostile
from tests.replies.bombs import BOMBS
from tests.replies.confined import KINDS, outcomes
from tests.replies.mutants import COUNT, mutants, seeds

pytestmark = pytest.mark.timeout(600)


def test_a_damaged_mail_is_read_or_refused() -> None:
    """More of them, and from mails of your own: see mutants.FOLDER and mutants.COUNT."""
    originals = seeds()
    made = list(mutants(originals, int(os.environ.get(COUNT, "400")), random.Random(20260302)))
    bad = [(found, raw[:2000]) for found, raw in zip(outcomes(made), made, strict=True) if found.kind not in KINDS]
    assert bad == []


def test_a_bomb_of_any_kind_is_read_or_refused() -> None:
    found = dict(zip(BOMBS, outcomes(make() for make in BOMBS.values()), strict=True))
    assert {name: outcome for name, outcome in found.items() if outcome.kind not in KINDS} == {}


def test_bodies_of_every_hostile_kind_are_read() -> None:
    mails = [f"From: mira@example.net\n\n{hostile.text_of(name, 20_000)}".encode() for name in hostile.TEXTS]
    mails += [hostile.page_of(name, 20_000) for name in hostile.PAGES]
    names = [*hostile.TEXTS, *hostile.PAGES]
    bad = {name: found for name, found in zip(names, outcomes(mails), strict=True) if found.kind not in KINDS}
    assert bad == {}


def test_the_longest_bodies_are_read() -> None:
    """One sign that is eighteen letters long takes no more than any other."""
    texts = ["\ufdfa", "👍", "Yes. ", "no ,", "> a\nb\n", "Goals: x\n", "1. x\n", "I cannot go on and "]
    long = [f"From: mira@example.net\n\n{text * (limits.MAX_TEXT // len(text) - 10)}" for text in texts]
    found = outcomes([mail.encode() for mail in long])
    assert [(text, outcome) for text, outcome in zip(texts, found, strict=True) if outcome.kind not in KINDS] == []


@pytest.mark.parametrize("name", ["fifty megabytes", "ten thousand parts", "an archive of nothing but zeros"])
def test_what_is_big_takes_little_memory_and_holds_up_nobody(name: str) -> None:
    """T09, T10: less than 32 MiB beyond the mail itself, and the mail behind it is read."""
    big = BOMBS[name]()
    bomb, behind = outcomes([big, b"From: mira@example.net\n\nYes, on Tuesday.\n"])
    assert behind.kind == "person"
    assert bomb.kind in KINDS
    assert bomb.grown < 2 * min(len(big), limits.MAX_BYTES) + len(big) + 32 * 1024 * 1024
