"""The turned clock: what time it is for one relationship, and turning it forward on the embedded server."""

import asyncio
import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from temporalio.client import Client
from temporalio.testing import TimeSkipper

from activities.intake.whose import OVER
from worker.clock import now
from worker.house import House
from worker.service import workflow_id

MOMENT = timedelta(seconds=1)
PATIENCE, HEARTBEAT = 200, 0.05
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


async def skip_step_by_step(client: Client, house: House, relationship: str, far: timedelta) -> bool:
    """Turn the clock from deadline to deadline, so that each thing happens on its day; False if it is over.

    In one go the clock may run past a deadline that an earlier one has only just brought about.
    """
    until = await time_of(client, relationship) + far
    while (deadline := house.next_moment(relationship)) is not None:
        if house.registry.relationship(relationship).stage == OVER or deadline >= until:
            break
        await skip(client, relationship, max(deadline - await time_of(client, relationship), timedelta(0)) + MOMENT)
        await _settled(client, house, relationship)
    if house.registry.relationship(relationship).stage == OVER:
        # Its workflow may be just about to end, and has no clock to turn.
        return False
    left = until - await time_of(client, relationship)
    return await skip(client, relationship, left) if left > timedelta(0) else True


async def _settled(client: Client, house: House, relationship: str) -> None:
    """Until what came due has happened and its letters have left; mail trouble is not waited out."""
    for _ in range(PATIENCE):
        standing = house.registry.relationship(relationship)
        now_there = await time_of(client, relationship)
        deadline = house.next_moment(relationship)
        passed = deadline is None or deadline > now_there
        if standing.stage == OVER or (passed and not house.outbox.unposted(relationship)):
            return
        await asyncio.sleep(HEARTBEAT)


async def latest_time(client: Client, relationships: Sequence[str]) -> datetime:
    """The time for somebody who lives in all of these: the latest of theirs, or the real one."""
    times = [await time_of(client, each) for each in relationships]
    return max(times, default=now())
