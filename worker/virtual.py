"""The turned clock: what time it is for one relationship, and turning it forward on the embedded server."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from temporalio.client import Client
from temporalio.testing import TimeSkipper

from worker.clock import now
from worker.service import workflow_id

_UNITS = {"h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1), "m": timedelta(minutes=1)}


def length(text: str) -> timedelta:
    """ "3w", "10d", "36h", "90m" as a length of time.  Raises ValueError with a sentence."""
    found = re.fullmatch(r"(\d+)\s*([wdhm])", text.strip().lower())
    if found is None:
        raise ValueError("Please say how far, such as 3w, 10d, 36h or 90m.")
    return int(found[1]) * _UNITS[found[2]]


async def time_of(client: Client, relationship: str) -> datetime:
    """What time it is for this relationship (aware, UTC)."""
    handle = client.get_workflow_handle(workflow_id(relationship))
    return await TimeSkipper(client).get_current_time(handle)


async def skip(client: Client, relationship: str, far: timedelta) -> bool:
    """Turn this relationship's clock forward; False if it was over before."""
    handle = client.get_workflow_handle(workflow_id(relationship))
    return await TimeSkipper(client).fast_forward(handle, far)


async def latest_time(client: Client, relationships: Sequence[str]) -> datetime:
    """The time for somebody who lives in all of these: the latest of theirs, or the real one."""
    times = [await time_of(client, each) for each in relationships]
    return max(times, default=now())
