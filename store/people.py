"""One person's record, sealed under a key of their own: who they are, and what they wish for themselves.

All records are of one size, so that a wish is not seen by the length.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime

import cattrs
from sqlalchemy import Connection

from store.keyring import Keyring
from store.moments import moment_text
from store.vault import Purpose, Vault
from store.wire import as_bytes, as_text

STEP = 2048
"""Records are filled up to a multiple of so many bytes."""

_converter = cattrs.Converter(forbid_extra_keys=True)
_converter.register_unstructure_hook(datetime, moment_text)
_converter.register_structure_hook(datetime, lambda text, _: datetime.fromisoformat(text))


@dataclass(frozen=True, slots=True)
class Person:
    """A person as others write to them; `zone` is an IANA name, `language` a BCP 47 tag.

    `repr`, which logs and failures show, tells neither name nor address.
    """

    name: str = field(repr=False)
    address: str = field(repr=False)
    zone: str
    language: str


@dataclass(frozen=True, slots=True)
class Move:
    """To a `new` address from an `old` one, as the mail under this key asks; when that was, and when it was done."""

    mail: str
    new: str = field(repr=False)
    old: str = field(repr=False)
    asked: datetime
    changed: datetime | None = None


@dataclass(frozen=True, slots=True)
class Wishes:
    """What somebody wishes for themselves: the moves they asked for, and since when (UTC) to be forgotten."""

    moves: tuple[Move, ...] = ()
    forget: datetime | None = None

    def move(self, mail: str) -> Move | None:
        return next((each for each in self.moves if each.mail == mail), None)


def address_index(keyring: Keyring, address: str) -> str:
    """The digest by which an address is found again, however it is written."""
    return keyring.index(f"address|{address.strip().casefold()}")


def seal_record(vault: Vault, key: str, person: Person, wishes: Wishes, connection: Connection | None = None) -> str:
    """As it lies in the table of people.  Raises KeyMissing."""
    text = json.dumps({**asdict(person), "wishes": _converter.unstructure(wishes)}).encode()
    filled = text.ljust(-(-len(text) // STEP) * STEP)
    return as_text(vault.seal(key, Purpose.PERSON, f"people/{key}", filled, connection))


def open_record(vault: Vault, key: str, sealed: str) -> tuple[Person, Wishes]:
    """Raises KeyMissing once the person has been forgotten."""
    record: Mapping[str, object] = json.loads(vault.unseal(key, Purpose.PERSON, f"people/{key}", as_bytes(sealed)))
    who = {name: str(record[name]) for name in ("name", "address", "zone", "language")}
    return Person(**who), _converter.structure(record.get("wishes", {}), Wishes)
