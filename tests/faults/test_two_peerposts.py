"""Two Peerposts that know each other's addresses as members' (threat T12): neither ever answers the other."""

import re
from pathlib import Path

import pytest

from tests.faults.desk import Desk
from tests.store.opened import ADA

_FROM = re.compile(rb"^From: .*?\r\n(?! )", re.MULTILINE | re.DOTALL)


async def _letters(folder: Path) -> list[bytes]:
    """What one of them sends to the other, whose desk takes its address for Ada's."""
    folder.mkdir()
    desk = Desk(folder)
    await desk.begins()
    return [_FROM.sub(f"From: {ADA.address}\r\n".encode(), raw, count=1) for raw in desk.postbox.mails]


def _without(raw: bytes, field: bytes) -> bytes:
    """The letter as a gateway leaves it that rewrites one of its fields."""
    return re.sub(rb"^" + field + rb":.*?\r\n(?![ \t])", b"", raw, count=1, flags=re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("lost", [b"X-None", b"Message-ID", b"Auto-Submitted"])
async def test_letters_of_another_peerpost_are_set_aside_and_not_answered(tmp_path: Path, lost: bytes) -> None:
    """A gateway may drop the field that says so or give the mail a new id; the other sign is enough."""
    letters = await _letters(tmp_path / "one")
    other = Desk(tmp_path)
    await other.begins()
    posted, story = list(other.postbox.mails), other.story()
    assert letters
    for letter in letters:
        state, reason = await other.takes_in(_without(letter, lost))
        assert (state, reason.partition("/")[0]) == ("set_aside", "automatic")
    assert (other.postbox.mails, other.story()) == (posted, story)


async def test_a_letter_of_our_own_that_is_delivered_back_to_us_is_not_answered(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    await desk.begins()
    posted = list(desk.postbox.mails)
    for letter in posted:
        assert (await desk.takes_in(letter))[1] == "automatic/loop"
    assert desk.postbox.mails == posted
