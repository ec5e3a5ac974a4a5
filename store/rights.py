"""What people wish for themselves, kept with their own record: another address, or to be forgotten."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, Engine, Row, delete, insert, select, update

from mentoring.moving import ANSWER_WITHIN, UNDO_WITHIN
from store.engine import reading, writing
from store.keyring import Keyring
from store.people import Move, Person, Wishes, address_index, open_record, seal_record
from store.tables import aliases, people
from store.vault import Destroyed, KeyMissing, Unreadable, Vault

MOVES_KEPT = 3
"""The newest ones that wait for a yes: whoever forges one mail after another fills nothing."""

Change = Callable[[Person, Wishes], tuple[Person, Wishes]]


class Rights:
    def __init__(self, engine: Engine, vault: Vault, keyring: Keyring) -> None:
        self._engine = engine
        self._vault = vault
        self._keyring = keyring

    def at(self, connection: Connection, address: str) -> str | None:
        """Whose this address is, on file or as an alias."""
        index = address_index(self._keyring, address)
        on_file = connection.scalar(select(people.c.id).where(people.c.address_index == index))
        return on_file or connection.scalar(select(aliases.c.person).where(aliases.c.address_index == index))

    def learn_alias(self, person: str, address: str) -> bool:
        """Know from now on that this address is theirs too; False if it is somebody else's, and stays so.

        Only the digest is kept by which it is found again: letters still go to the address on file.
        """
        with writing(self._engine) as connection:
            theirs = self.at(connection, address)
            if theirs is None:
                row = {"address_index": address_index(self._keyring, address), "person": person}
                connection.execute(insert(aliases).values(row))
        return theirs in (None, person)

    def propose(self, person: str, mail: str, address: str, now: datetime) -> None:
        """Keep the address that the mail under this key asks to move to; the same mail again changes nothing."""

        def proposed(who: Person, wishes: Wishes) -> tuple[Person, Wishes]:
            waiting = [each for each in wishes.moves if each.changed is None][-MOVES_KEPT + 1 :]
            # One that was done stays: or whoever did it could see to it that it cannot be taken back.
            kept = tuple(each for each in wishes.moves if each.changed is not None or each in waiting)
            moves = (*kept, Move(mail, address, who.address, now))
            return who, wishes if wishes.move(mail) else replace(wishes, moves=moves)

        self._change(person, proposed)

    def move(self, person: str, mail: str, now: datetime) -> bool:
        """From now on the new address is the one on file; False if it is somebody else's by now."""
        with writing(self._engine) as connection:
            row, who, wishes = self._opened(connection, person)
            asked = wishes.move(mail)
            if asked is None or self.at(connection, asked.new) not in (None, person):
                return False
            if asked.changed is None:
                done = replace(asked, changed=now)
                moves = tuple(done if each is asked else each for each in wishes.moves)
                self._write(connection, row.id, replace(who, address=asked.new), replace(wishes, moves=moves))
        return True

    def move_back(self, person: str, mail: str) -> bool:
        """The old address is the one on file again, whatever was changed or asked for since; False if it is somebody
        else's by now.
        """
        with writing(self._engine) as connection:
            row, who, wishes = self._opened(connection, person)
            done = wishes.move(mail)
            if done is None or self.at(connection, done.old) not in (None, person):
                return False
            moves = wishes.moves[: wishes.moves.index(done)]
            # Nor is one their own any more that was learned meanwhile: whoever had the letters could say yes to it.
            connection.execute(delete(aliases).where(aliases.c.person == person))
            self._write(connection, row.id, replace(who, address=done.old), replace(wishes, moves=moves))
        return True

    def forget(self, person: str, now: datetime) -> None:
        """They wish to be forgotten; asked again, the first time counts."""
        self._change(person, lambda who, wishes: (who, replace(wishes, forget=wishes.forget or now)))

    def keep(self, person: str) -> None:
        """They do not wish to be forgotten any more."""
        self._change(person, lambda who, wishes: (who, replace(wishes, forget=None)))

    def to_forget(self) -> list[str]:
        """Everybody who wishes to be forgotten, and has not been."""
        return [key for key, wishes in self._all() if wishes.forget is not None]

    def tidy(self, now: datetime) -> None:
        """Addresses that were not confirmed in time, and old ones that can take nothing back any more, are let go."""
        for key, wishes in self._all():
            if any(not _is_open(move, now) for move in wishes.moves):
                self._change(
                    key,
                    lambda who, kept: (
                        who,
                        replace(kept, moves=tuple(move for move in kept.moves if _is_open(move, now))),
                    ),
                )

    def _all(self) -> list[tuple[str, Wishes]]:
        with reading(self._engine) as connection:
            rows = connection.execute(select(people).where(people.c.sealed != "")).all()
        found = []
        for row in rows:
            try:
                found.append((row.id, open_record(self._vault, row.id, row.sealed)[1]))
            except (KeyMissing, Unreadable):
                # Whoever cannot be read has no wish that can be.
                continue
        return found

    def _change(self, person: str, change: Change) -> None:
        with writing(self._engine) as connection:
            row, who, wishes = self._opened(connection, person)
            after = change(who, wishes)
            if after != (who, wishes):
                self._write(connection, row.id, *after)

    def _opened(self, connection: Connection, person: str) -> tuple[Row[tuple[object, ...]], Person, Wishes]:
        row = connection.execute(select(people).where(people.c.id == person).with_for_update()).one()
        if not row.sealed:
            raise Destroyed("This person has been forgotten.")
        return row, *open_record(self._vault, person, row.sealed)

    def _write(self, connection: Connection, person: str, who: Person, wishes: Wishes) -> None:
        index = address_index(self._keyring, who.address)
        connection.execute(delete(aliases).where(aliases.c.address_index == index))
        sealed = seal_record(self._vault, person, who, wishes, connection)
        values = {"address_index": index, "sealed": sealed}
        connection.execute(update(people).where(people.c.id == person).values(values))


def _is_open(move: Move, now: datetime) -> bool:
    return now <= (move.asked + ANSWER_WITHIN if move.changed is None else move.changed + UNDO_WITHIN)
