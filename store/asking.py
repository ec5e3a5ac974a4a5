"""Whether somebody may still be known for having asked to end it, or to be forgotten: a mark on each relationship.

So the few journals where there is something to forget are found without reading them all.  Neither who asked nor that
anybody did may show, so the mark is sealed, of one size, and written anew with every step of every relationship.
"""

from sqlalchemy import Connection, select, update

from store.tables import relationships
from store.vault import KeyMissing, Purpose, Unreadable, Vault
from store.wire import as_bytes, as_text

_YES, _NO = b"1", b"0"


def mark(vault: Vault, stream: str, asked: bool, connection: Connection) -> str:
    """The mark as it lies in the table.  Raises KeyMissing."""
    return as_text(vault.seal(stream, Purpose.CONTENT, _place(stream), _YES if asked else _NO, connection))


def mark_anew(vault: Vault, stream: str, asked: bool, connection: Connection) -> None:
    """With a step: once somebody asked it stays, until it is found that nobody is known for it any more."""
    before = connection.scalar(select(relationships.c.sealed).where(relationships.c.id == stream))
    if before is None and not asked:
        # Older than the mark: its journal is read once.
        return
    still = asked or (before is not None and may_be_known(vault, stream, before))
    values = {"sealed": mark(vault, stream, still, connection)}
    connection.execute(update(relationships).where(relationships.c.id == stream).values(values))


def settle(vault: Vault, stream: str, seen: str | None, connection: Connection) -> None:
    """Nobody is known for having asked, unless a step was taken since this mark was seen."""
    unchanged = relationships.c.sealed == seen if seen else relationships.c.sealed.is_(None)
    values = {"sealed": mark(vault, stream, False, connection)}
    connection.execute(update(relationships).where(relationships.c.id == stream, unchanged).values(values))


def may_be_known(vault: Vault, stream: str, sealed: str | None) -> bool:
    """What a mark says; False where it cannot be opened, for then no event can either."""
    if sealed is None:
        return True
    try:
        return vault.unseal(stream, Purpose.CONTENT, _place(stream), as_bytes(sealed)) == _YES
    except (KeyMissing, Unreadable):
        return False


def _place(stream: str) -> str:
    return f"relationships/{stream}"
