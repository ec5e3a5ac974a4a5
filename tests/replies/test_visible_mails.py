"""Mails in the shapes that the programs of the world give them, each with the words that are the writer's own.

White space does not count.  LOSS: own words are missing, the worse error; LEAK: words of somebody else are left in.
"""

import tomllib
from collections import Counter
from importlib.resources import files

import pytest

from correspondence.arriving.placed_words import WORD
from correspondence.arriving.visible import visible_text

MAILS: dict[str, list[dict[str, str]]] = {
    name: tomllib.loads(files(__package__).joinpath(f"mails/{name}.toml").read_text("utf-8"))["mail"]
    for name in ("tuned", "unseen", "traps", "held_back")
}


def as_bytes(mail: dict[str, str]) -> bytes:
    kind = "html" if "html" in mail else "plain"
    body = mail.get("html") or mail["body"]
    head = f"From: {mail.get('from', 'mira@example.net')}\nContent-Type: text/{kind}; charset=utf-8\n"
    return f"{head}Content-Transfer-Encoding: 8bit\n\n{body.strip(chr(10))}\n".encode()


def _seen(mail: dict[str, str]) -> str:
    return " ".join(visible_text(as_bytes(mail)).split())


def _words(text: str) -> Counter[str]:
    return Counter(WORD.findall(text.casefold()))


@pytest.mark.parametrize("mail", [*MAILS["tuned"], *MAILS["unseen"], *MAILS["traps"]], ids=lambda mail: mail["name"])
def test_exactly_the_writer_s_own_words_are_seen(mail: dict[str, str]) -> None:
    assert _seen(mail) == " ".join(mail["own"].split())


def test_mails_that_no_rule_was_tuned_on_are_read_nearly_as_well() -> None:
    held_back = MAILS["held_back"]
    pairs = [(" ".join(mail["own"].split()), _seen(mail)) for mail in held_back]
    exact = sum(own == seen for own, seen in pairs)
    lost = sum(bool(_words(own) - _words(seen)) for own, seen in pairs)
    print(f"{len(pairs)} mails held back: {exact} exact, {lost} with words lost")
    assert len(pairs) >= 90
    assert exact >= 0.9 * len(pairs)
    assert lost <= 0.03 * len(pairs)
