"""How fast and how well arriving mail is read: python benchmarks/reading.py [folder of stored mails]

Without a folder the mails are made here: replies of every kind of mail program in every language of the tests.
Prints mails a second for each step, and for bodies made to exhaust a parser the slowest time per 100 kB.
"""

import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from correspondence.arriving import automatic, bounces, mime, visible
from tests.replies import hostile
from tests.replies.mail_clients import CLIENTS, SPEECH, Written

SENT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def made_here() -> list[tuple[bytes, visible.SentLetter, str]]:
    """(bytes, the letter answered, the words expected) for each program and language."""
    mails = []
    for language, speech in SPEECH.items():
        letter = visible.SentLetter("agency@mentoring.example.org", SENT, "Your agreement", speech["body"])
        for client in CLIENTS:
            reply = Written(speech["top"], speech["body"].strip("\n"), "", language)
            mails.append((client(reply), letter, speech["top"]))
    return mails


def rate(step: Callable[[bytes], object], mails: Sequence[bytes], rounds: int = 5) -> float:
    """Mails a second, the best of some rounds."""
    best = float("inf")
    for _ in range(rounds):
        start = time.perf_counter()
        for raw in mails:
            step(raw)
        best = min(best, time.perf_counter() - start)
    return len(mails) / best


def whole(raw: bytes, letter: visible.SentLetter | None = None) -> str:
    """All that is done to a mail of a person on its way in."""
    bounces.read(raw)
    mail = mime.read(raw)
    words = visible.split(mail, letter).text
    automatic.is_automatic(mail, words)
    return words


def slowest() -> tuple[float, str]:
    """(milliseconds per 100 kB, name) of the hostile body that takes longest."""
    worst = (0.0, "")
    letter = visible.SentLetter("agency@mentoring.example.org", SENT, "", SPEECH["en"]["body"])
    for name in hostile.TEXTS:
        body = hostile.text_of(name, 100_000)
        start = time.perf_counter()
        visible.split(mime.Mail(text=body), letter)
        worst = max(worst, ((time.perf_counter() - start) * 1000 / max(1.0, len(body) / 100_000), name))
    return worst


def main(folders: Sequence[str]) -> None:
    made = made_here()
    mails = [path.read_bytes() for folder in folders for path in sorted(Path(folder).rglob("*")) if path.is_file()]
    mails = mails or [raw for raw, _, _ in made]
    print(f"{len(mails)} mails, {sum(map(len, mails)) / len(mails) / 1024:.1f} KiB on average, one process")
    print(f"parts and headers          {rate(mime.read, mails):8.0f} mails/s")
    print(f"bounce or not              {rate(bounces.read, mails):8.0f} mails/s")
    print(f"visible text               {rate(visible.visible_text, mails):8.0f} mails/s")
    print(f"all of it                  {rate(whole, mails):8.0f} mails/s")
    start = time.perf_counter()
    right = sum(" ".join(whole(raw, letter).split()) == expected for raw, letter, expected in made)
    took = time.perf_counter() - start
    print(f"all of it, letter compared {len(made) / took:8.0f} mails/s, {right} of {len(made)} exact")
    print("slowest hostile body       {:8.0f} ms per 100 kB ({})".format(*slowest()))


if __name__ == "__main__":
    main(sys.argv[1:])
