"""The real servers, once for a run; a pair of its own for each story."""

import itertools
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.town import Town
from worker.clock import now
from worker.embedded.state import Folder
from worker.embedded.whole import Whole, running
from worker.programme_files import programme_text
from worker.rehearsal import begin_rehearsal

_places = itertools.count(1)

Begin = Callable[..., Awaitable[Town]]


@pytest.fixture(scope="session")
async def whole(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Whole]:
    folder: Path = tmp_path_factory.mktemp("peerpost")
    async with running(Folder(folder), with_ui=False) as whole:
        yield whole


@pytest.fixture
async def begin(whole: Whole) -> Begin:
    """Start a pair under a programme and go past its kick-off letters."""

    async def begin(programme: str, kickoff: date | None = None, text: str = "") -> Town:
        day = kickoff or now().date() + timedelta(days=2)
        place = f"town{next(_places)}.example"
        town = Town(await begin_rehearsal(whole, text or programme_text(programme), day, place))
        await town.until_letter("mentor", "kickoff")
        return town

    return begin
