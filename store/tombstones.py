"""Tombstones: which relationships were destroyed, noted beside the key file, outside the database and its backups.

A restored backup does not know it any more; they are replayed on it before anything runs.
"""

import json
from datetime import datetime

from store.folder import append_line
from store.keyring import KeyStore, pseudonym
from store.moments import moment_text


class Tombstones:
    def __init__(self, keys: KeyStore) -> None:
        self._keys = keys
        self._path = keys.folder / "tombstones"

    def name(self, relationship: str) -> str:
        """What a relationship is called here and in the audit: a keyed digest of its id."""
        return pseudonym(self._keys.keyring, relationship)

    def set(self, relationship: str, at: datetime) -> None:
        """Note that it is destroyed; on the disk when this returns."""
        if self.name(relationship) not in self.all():
            append_line(self._path, json.dumps({"of": self.name(relationship), "at": moment_text(at)}))

    def all(self) -> dict[str, datetime]:
        """Every name noted, and when (UTC)."""
        try:
            lines = self._path.read_text(encoding="utf-8", errors="replace").splitlines()
        except FileNotFoundError:
            return {}
        found = {}
        for line in lines:
            try:
                noted = json.loads(line)
                found[str(noted["of"])] = datetime.fromisoformat(noted["at"])
            except (ValueError, KeyError, TypeError):
                # The machine went down while it was written: what it told of was not destroyed yet.
                continue
        return found
