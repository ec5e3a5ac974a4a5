"""How fast letters are written, and how large they are: python benchmarks/writing.py

Renders and composes every sample of every letter on one core; prints letters a second, and the largest of them.
"""

import sys
import time
import tomllib
from collections.abc import Callable
from email.headerregistry import Address
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from correspondence.writing.addresses import message_id, token_of
from correspondence.writing.mail import compose
from correspondence.writing.occasion import Occasion
from correspondence.writing.render import render
from correspondence.writing.samples import samples
from mentoring.definition import read_programme

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = 5


def written(occasion: Occasion) -> bytes:
    """One letter, from its facts to the bytes that are posted."""
    return compose(
        occasion,
        render(occasion),
        sender=Address(occasion.programme.title, addr_spec="letters@example.org"),
        message_id=message_id("cause/letter/reader", token_of(occasion.reply_to), "example.org"),
        in_reply_to="",
        references=(),
        date=occasion.at,
    )


def rate(step: Callable[[Occasion], object], occasions: list[Occasion]) -> float:
    """Letters a second, the best of some rounds."""
    best = float("inf")
    for _ in range(ROUNDS):
        start = time.perf_counter()
        for occasion in occasions:
            step(occasion)
        best = min(best, time.perf_counter() - start)
    return len(occasions) / best


def main() -> None:
    files = sorted((ROOT / "programmes").glob("*.toml"))
    programmes = {file.stem: read_programme(tomllib.loads(file.read_text(encoding="utf-8"))) for file in files}
    named = dict(samples(programmes))
    print(f"{len(named)} letters")
    print(f"rendered:              {rate(render, list(named.values())):7.0f} letters/s")
    print(f"rendered and composed: {rate(written, list(named.values())):7.0f} letters/s")
    size, name = max((len(written(occasion)), name) for name, occasion in named.items())
    print(f"largest mail:          {size:7} bytes ({name})")


if __name__ == "__main__":
    main()
