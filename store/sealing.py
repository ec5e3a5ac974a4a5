"""The vault as one relationship's messages need it: words under its content key, who asked under the other.

What is sealed is brought to one of few sizes before, for a name more or a reason given is seen by its length.
"""

import json
import zlib

from sqlalchemy import Connection

from mentoring.letters import Letter
from store.vault import KeyMissing, Purpose, Unreadable, Vault
from store.wire import Json, Open, Seal, as_bytes, as_text, pack_letter

_PURPOSES = {"words": Purpose.CONTENT, "attribution": Purpose.ATTRIBUTION}

KEY_LENGTH = 24
SEALED = "sealed"
"""Stands in the column of a type or a name: which it is can be told with the key only."""

LONGEST_ID = 32
MESSAGE_STEP, MAIL_STEP = 512, 8192
"""Sizes, in bytes, are multiples of these: of a message of ours, and of a mail."""

_MARK, _LENGTH = b"\x01", 4
"""What no mail begins with, and how many bytes then say how long it is; older rows hold the mail as it is."""


def sealer(vault: Vault, scope: str, place: str, connection: Connection) -> Seal:
    """Seals for one place (a table and row) within the transaction that writes it.  Raises KeyMissing."""

    def seal(kind: str, text: str) -> str:
        text = text.ljust(LONGEST_ID) if kind == "attribution" else text
        # Half a character, such as broken mails bring, could not be stored and would stop all mail behind it.
        return as_text(vault.seal(scope, _PURPOSES[kind], place, text.encode(errors="replace"), connection))

    return seal


def opener(vault: Vault, scope: str, place: str, *, or_nobody: bool = True) -> Open:
    """Opens what `sealer` sealed.  Lost words raise KeyMissing; who asked, once its key is gone, reads as nobody.

    Without `or_nobody` that raises KeyMissing or Unreadable too: nobody cannot be acted for.
    """

    def open_(kind: str, text: str) -> str:
        try:
            opened = vault.unseal(scope, _PURPOSES[kind], place, as_bytes(text)).decode()
        except (KeyMissing, Unreadable):
            # When a grace is over the key of who asked is replaced, and what the one before had sealed opens no more.
            if kind == "attribution" and or_nobody:
                return ""
            raise
        return opened.rstrip() if kind == "attribution" else opened

    return open_


def seal_whole(message: Json, seal: Seal) -> Json:
    """A message with its kind, dates and readers, so that nothing of it can be told without the key but its size."""
    text = json.dumps(message)
    return {"sealed": seal("words", text.ljust(_up_to(len(text), MESSAGE_STEP)))}


def letter_row(letter: Letter, seal: Seal, token_index: str) -> Json:
    """A letter as it lies in its table, but for where it belongs and how it stands."""
    sealed = seal_whole(pack_letter(letter, seal), seal)
    return {"name": SEALED, "reader": "", "question": {}, "facts": sealed, "token_index": token_index}


def open_whole(data: Json, open_: Open) -> Json | None:
    """What `seal_whole` sealed; None for what was written before messages were sealed as a whole."""
    match data:
        case {"sealed": str(text)} if len(data) == 1:
            return json.loads(open_("words", text))
        case _:
            return None


def to_size(mail: bytes) -> bytes:
    """A mail as it is to be sealed."""
    packed = zlib.compress(mail)
    filled = _MARK + len(packed).to_bytes(_LENGTH, "big") + packed
    return filled.ljust(_up_to(len(filled), MAIL_STEP), b"\0")


def from_size(filled: bytes) -> bytes:
    """The mail that `to_size` was given."""
    if not filled.startswith(_MARK):
        return filled
    begin = len(_MARK) + _LENGTH
    return zlib.decompress(filled[begin : begin + int.from_bytes(filled[len(_MARK) : begin], "big")])


def _up_to(size: int, step: int) -> int:
    return -(-size // step) * step
