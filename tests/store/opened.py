"""A store, opened on a database, and what lies in its tables."""

import tomllib
from dataclasses import dataclass
from datetime import UTC, date, datetime
from importlib.resources import files
from pathlib import Path

from sqlalchemy import Engine, inspect, text

from mentoring.commands import Start
from mentoring.definition import read_programme
from mentoring.events import Event, Joined
from mentoring.members import Member
from mentoring.programme import Programme
from store.inbox import Inbox
from store.journal import Journal, Standing
from store.keyring import Keyring, KeyStore
from store.outbox import Outbox
from store.registry import Person, Registry
from store.shredding import Shredder
from store.vault import Vault
from worker.house import open_house

NOW = datetime(2026, 1, 26, 9, 0, tzinfo=UTC)
KICKOFF = date(2026, 1, 26)
ADA = Person("Ada Lovelace", "ada@wards.example", "Europe/London", "en")
MIRA = Person("Mira Nair", "mira@wards.example", "Europe/London", "en")
NOOR = Person("Noor Khan", "noor@wards.example", "Europe/London", "en")
HEAD = Person("Organiser", "head@office.example", "Europe/London", "en")
STANDING = Standing("agreeing", NOW, "remind agreement")
IMG_TEXT = files("programmes").joinpath("img.toml").read_text(encoding="utf-8")
WITH_A_SECOND = IMG_TEXT.replace('# second_organiser = "..."', 'second_organiser = "second@office.example"')
"""The programme with two who can open a concern together."""
IMG: Programme = read_programme(tomllib.loads(IMG_TEXT))


@dataclass(frozen=True)
class Store:
    """Every part of the store on one engine, as the service opens it."""

    engine: Engine
    keys: KeyStore
    keyring: Keyring
    vault: Vault
    registry: Registry
    journal: Journal
    inbox: Inbox
    outbox: Outbox
    shredder: Shredder

    def close(self) -> None:
        self.engine.dispose()

    def pair(
        self, mentor: Person = ADA, mentee: Person = MIRA, *, text: str = IMG_TEXT
    ) -> tuple[str, tuple[Member, ...]]:
        """A mentor and a mentee enrolled in the IMG programme: the relationship's id and its members."""
        programme = self.registry.keep_programme(text)
        people = ((mentor, "mentor"), (mentee, "mentee"))
        roster_key = f"img|{mentor.address}|{mentee.address}"
        relationship, members, _ = self.registry.enrol(roster_key, programme, people, HEAD, NOW)
        self.inbox.keep(f"start-{relationship}", relationship, [Start(members, IMG.zone, KICKOFF)], NOW)
        return relationship, members

    def writes(self, stream: str, after: int, cause: str, *events: Event, standing: Standing = STANDING) -> None:
        """Append without letters."""
        self.journal.append(stream, after, cause, NOW, events, (), standing)


def joined(member: Member) -> Joined:
    return Joined(NOW, member.id)


def open_store(url: str, keys: Path) -> Store:
    """As a process of the service opens it: two calls are two processes that share nothing but the database."""
    house = open_house(url, keys)
    parts = (house.registry, house.journal, house.inbox, house.outbox)
    return Store(house.engine, house.keys, house.keys.keyring, house.vault, *parts, house.shredder)


def dumped(engine: Engine) -> dict[str, str]:
    """Every row of every table as text, bytes as hexadecimal and as they are: table -> rows."""
    tables = {}
    with engine.connect() as connection:
        for name in inspect(connection).get_table_names():
            rows = connection.execute(text(f'SELECT * FROM "{name}"')).all()
            tables[name] = "\n".join(_shown(value) for row in sorted(rows, key=str) for value in row)
    return tables


def _shown(value: object) -> str:
    return f"{value.hex()} {value.decode(errors='replace')}" if isinstance(value, bytes) else str(value)
