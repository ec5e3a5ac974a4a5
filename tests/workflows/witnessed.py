"""`peerpost worker` with a witness: its post office can be asked whether a letter has arrived."""

import asyncio
import os

from tests.workflows.grounds import work
from worker.settings import Settings


def main() -> None:
    asyncio.run(work(Settings.from_env(os.environ)))
