"""Records the histories that must replay for ever: `python -m tests.golden_histories.renew`.

Only while no relationship runs anywhere on workflow code that they no longer fit.
"""

import asyncio
import json
import tempfile
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path

from tests.town import MENTEE, MENTOR, ORGANISER, Town
from tests.workflows.grounds import begin_pair, servers, service
from worker.clock import now
from worker.service import workflow_id


async def cooperative(town: Town) -> None:
    await town.signs_the_agreement()
    await town.answers(MENTOR, "kickoff", "How about next Wednesday at 3pm?")
    await town.answers(MENTEE, "meeting_proposed", "Yes")
    await town.until_letter(MENTEE, "met_check")
    for role in (MENTOR, MENTEE):
        await town.answers(role, "met_check", "Yes, we met")


async def silent(town: Town) -> None:
    await town.until_letter(ORGANISER, "escalation")


async def leaving(town: Town) -> None:
    await town.writes(MENTEE, "END")
    await town.to_the_end()


LIVES: dict[str, Callable[[Town], Awaitable[None]]] = {
    "cooperative": cooperative,
    "silent": silent,
    "leaving": leaving,
}


async def renew() -> None:
    with tempfile.TemporaryDirectory() as folder:
        async with servers(Path(folder)) as whole, service(whole):
            for name, life in LIVES.items():
                kickoff = now().date() + timedelta(days=2)
                town = await begin_pair(whole, kickoff=kickoff, place=f"{name}.example")
                await town.until_letter(MENTEE, "form")
                await life(town)
                handle = whole.client.get_workflow_handle(workflow_id(town.rehearsal.relationship))
                history = json.loads((await handle.fetch_history()).to_json())
                text = json.dumps(history, separators=(",", ":"))
                Path(__file__).with_name(f"{name}.json").write_text(text)
                print(name, len(text))


if __name__ == "__main__":
    asyncio.run(renew())
