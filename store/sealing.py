"""The vault as one relationship's messages need it: words under its content key, who asked under the other."""

from sqlalchemy import Connection

from store.vault import KeyMissing, Purpose, Vault
from store.wire import Open, Seal, as_bytes, as_text

_PURPOSES = {"words": Purpose.CONTENT, "attribution": Purpose.ATTRIBUTION}


def sealer(vault: Vault, scope: str, place: str, connection: Connection) -> Seal:
    """Seals for one place (a table and row) within the transaction that writes it.  Raises KeyMissing."""

    def seal(kind: str, text: str) -> str:
        # Half a character, such as broken mails bring, could not be stored and would stop all mail behind it.
        return as_text(vault.seal(scope, _PURPOSES[kind], place, text.encode(errors="replace"), connection))

    return seal


def opener(vault: Vault, scope: str, place: str, *, or_nobody: bool = True) -> Open:
    """Opens what `sealer` sealed.  Lost words raise KeyMissing; who asked, once its key is gone, reads as nobody.

    Without `or_nobody` that raises KeyMissing too: nobody cannot be acted for.
    """

    def open_(kind: str, text: str) -> str:
        if kind == "attribution" and not text and or_nobody:
            # Erased when the grace was over.
            return ""
        try:
            return vault.unseal(scope, _PURPOSES[kind], place, as_bytes(text)).decode()
        except KeyMissing:
            if kind == "attribution" and or_nobody:
                return ""
            raise

    return open_
