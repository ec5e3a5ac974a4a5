"""Which service a command speaks to: your own by settings, else the embedded one that runs here."""

import os
from dataclasses import dataclass

from worker.embedded.state import Folder, folder_from
from worker.house import House, open_house
from worker.settings import Settings


@dataclass(frozen=True, slots=True)
class Here:
    """`folder` is None for a service of your own."""

    settings: Settings
    house: House
    folder: Folder | None


def find_service() -> Here:
    """Raises SettingsIncomplete or NotRunning, each with what to do."""
    if os.environ.get("PEERPOST_DATABASE_URL"):
        settings = Settings.from_env(os.environ)
        return Here(settings, open_house(settings.database_url, settings.keys), None)
    folder = folder_from(os.environ)
    settings = folder.settings(folder.running())
    return Here(settings, open_house(settings.database_url, settings.keys), folder)
