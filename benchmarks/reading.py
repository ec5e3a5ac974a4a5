"""How fast and how well arriving mail is read: python benchmarks/reading.py [folder of stored mails]

Without a folder the mails are made here: replies of every kind of mail program in every language of the tests.
Prints mails a second for each step, and for mails made to exhaust a parser the slowest time per 100 kB.

Beside it two other libraries read the same bodies, if they are installed.  They are no dependencies of ours, so make
an environment for them: python -m venv bench && bench/bin/pip install -r requirements.lock, then
bench/bin/pip install talon==1.4.4 mail-parser-reply==1.36, then bench/bin/python benchmarks/reading.py
"""

import sys
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import TypeVar

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from correspondence.arriving import automatic, bounces, mime, understand, visible
from correspondence.arriving.reading import Context
from mentoring.letters import Ask
from tests.replies import hostile
from tests.replies.mail_clients import CLIENTS, SPEECH, Written

SENT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
UNASKED = Context(Ask.MET_CHECK, SENT)
Given = TypeVar("Given")
Made = tuple[bytes, visible.SentLetter, str]


def made_here() -> list[Made]:
    """(bytes, the letter answered, the words expected) for each program and language."""
    mails = []
    for language, speech in SPEECH.items():
        letter = visible.SentLetter("agency@mentoring.example.org", SENT, "Your agreement", speech["body"])
        for client in CLIENTS:
            reply = Written(speech["top"], speech["body"].strip("\n"), "", language)
            mails.append((client(reply), letter, speech["top"]))
    return mails


def rate(step: Callable[[Given], object], mails: Sequence[Given], rounds: int = 5) -> float:
    """Mails a second of processor time, the best of some rounds."""
    best = float("inf")
    for _ in range(rounds):
        start = time.process_time()
        for raw in mails:
            step(raw)
        best = min(best, time.process_time() - start)
    return len(mails) / best


def unquoted(raw: bytes, letter: visible.SentLetter | None = None) -> str:
    """All that is done to a mail of a person before its words are interpreted."""
    bounces.read(raw)
    mail = mime.read(raw)
    words = visible.split(mail, letter).text
    automatic.is_automatic(mail, words)
    return words


def others() -> Mapping[str, Callable[[str], str]]:
    """What the other libraries make of a plain body, as far as they are installed."""
    found: dict[str, Callable[[str], str]] = {}
    try:
        found["talon"] = import_module("talon.quotations").extract_from_plain
    except ImportError:
        print("talon is not installed")
    try:
        parser = import_module("mailparser_reply").EmailReplyParser(languages=["en", "de", "fr", "es", "it", "nl"])
        found["mail-parser-reply"] = lambda text: str(parser.parse_reply(text=text))
    except ImportError:
        print("mail-parser-reply is not installed")
    return found


def _of_text(read: Callable[[str], str]) -> Callable[[tuple[str, visible.SentLetter, str]], str]:
    return lambda body: read(body[0])


def compare(made: Sequence[Made]) -> None:
    """Bodies a second and exact answers: of the others, and of ours without and with the letter."""
    bodies = [(mime.read(raw).text, letter, expected) for raw, letter, expected in made]
    readers: dict[str, Callable[[tuple[str, visible.SentLetter, str]], str]] = {
        name: _of_text(read) for name, read in others().items()
    }
    readers["ours, without the letter"] = lambda body: visible.split(mime.Mail(text=body[0])).text
    readers["ours, letter compared"] = lambda body: visible.split(mime.Mail(text=body[0]), body[1]).text
    print(f"\nthe own words in {len(bodies)} plain bodies")
    for name, read in readers.items():
        right = sum(" ".join(read(body).split()) == body[2] for body in bodies)
        print(f"{name:26} {rate(read, bodies, 3):8.0f} bodies/s, {100 * right / len(bodies):5.1f} % exact")


def slowest() -> tuple[float, str]:
    """(milliseconds per 100 kB, name) of the hostile mail whose whole reading takes longest, of three rounds."""
    letter = visible.SentLetter("agency@mentoring.example.org", SENT, "", SPEECH["en"]["body"])
    mails = {name: hostile.mail_of(name, 100_000) for name in hostile.TEXTS}
    mails |= {name: hostile.page_of(name, 100_000) for name in hostile.PAGES}
    took = [
        (1e8 / len(raw) / rate(lambda each: understand.read_any(each, UNASKED, letter), [raw], 3), name)
        for name, raw in mails.items()
    ]
    return max(took)


def main(folders: Sequence[str]) -> None:
    made = made_here()
    mails = [path.read_bytes() for folder in folders for path in sorted(Path(folder).rglob("*")) if path.is_file()]
    mails = mails or [raw for raw, _, _ in made]
    print(f"{len(mails)} mails, {sum(map(len, mails)) / len(mails) / 1024:.1f} KiB on average, one process")
    print(f"parts and headers          {rate(mime.read, mails):8.0f} mails/s")
    print(f"bounce or not              {rate(bounces.read, mails):8.0f} mails/s")
    print(f"visible text               {rate(visible.visible_text, mails):8.0f} mails/s")
    print(f"all but the meaning        {rate(unquoted, mails):8.0f} mails/s")
    print(f"the whole reading          {rate(lambda raw: understand.read_any(raw, UNASKED), mails):8.0f} mails/s")
    whole = rate(lambda each: understand.read_any(each[0], UNASKED, each[1]), made)
    right = sum(" ".join(unquoted(raw, letter).split()) == expected for raw, letter, expected in made)
    print(f"whole, letter compared     {whole:8.0f} mails/s, {right} of {len(made)} exact")
    print("slowest hostile mail       {:8.0f} ms per 100 kB ({})".format(*slowest()))
    compare(made)


if __name__ == "__main__":
    main(sys.argv[1:])
