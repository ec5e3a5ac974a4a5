"""T22, T23: of two lives that differ only in who ended them, Temporal keeps the same history."""

import json
import re
from collections import Counter
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from tests.faults.places import payloads
from tests.town import MENTEE, MENTOR, Town
from tests.workflows.grounds import begin_pair, servers, service
from worker.clock import now
from worker.embedded.whole import Whole
from worker.service import workflow_id

MOMENT = re.compile(r"\d{4}-\d\d-\d\dT[0-9:.]+(Z|\+00:00)")
KEY = re.compile(r"[0-9a-f]{16,}")
TWINS = {"img": ("How about next Wednesday at 3pm?", "STATUS"), "red": ("We met today.", "HELP")}
"""What the mentor writes before the end, and what the mentee writes while the other's grace, or their own, runs."""


@pytest.fixture(scope="module")
async def whole(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Whole]:
    async with servers(tmp_path_factory.mktemp("twins")) as whole, service(whole):
        yield whole


@pytest.mark.parametrize("programme", TWINS)
async def test_twins_leave_the_same_history(whole: Whole, programme: str) -> None:
    histories = [await _lived(whole, programme, who) for who in (MENTOR, MENTEE)]
    one, other = histories
    assert one["signals"] == 3
    assert one == other, (one - other, other - one)


async def _lived(whole: Whole, programme: str, who: str) -> Counter[str]:
    """A life of a few days, ended by `who`: what Temporal keeps of it, with keys and moments left out."""
    before, meanwhile = TWINS[programme]
    town = await begin_pair(whole, programme, now().date() + timedelta(days=2), f"{programme}-{who}.example")
    await town.until_letter(MENTOR, "form")
    await town.writes(MENTOR, before)
    await town.writes(who, "END")
    assert "end_pending" in town.names(who)
    await town.writes(MENTEE, meanwhile)
    await town.until_letter(MENTEE, "ended")
    return await _history(town)


async def _history(town: Town) -> Counter[str]:
    """Signals, timers and activities with all they were told.  Letters leave side by side, so order says nothing."""
    handle = town.rehearsal.whole.client.get_workflow_handle(workflow_id(town.rehearsal.relationship))
    history = json.loads((await handle.fetch_history()).to_json())
    lanes: dict[str, str] = {}
    found: Counter[str] = Counter()
    for event in history["events"]:
        kind = event["eventType"].removeprefix("EVENT_TYPE_").lower()
        found["signals"] += kind == "workflow_execution_signaled"
        if not kind.startswith("workflow_task"):
            found[f"{kind}: {[_masked(each, lanes) for each in payloads(event)]}"] += 1
    return found


def _masked(payload: object, lanes: dict[str, str]) -> str:
    """Lanes are called by the order in which they first come, which is that of the kick-off letters."""
    if isinstance(payload, dict):
        for letter in payload.get("letters", ()):
            letter["lane"] = letter["lane"] and lanes.setdefault(letter["lane"], f"lane {len(lanes)}")
    return KEY.sub("key", MOMENT.sub("moment", json.dumps(payload)))
