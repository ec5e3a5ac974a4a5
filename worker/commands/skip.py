"""`peerpost skip`: turn the clock of the embedded server."""

import asyncio
from datetime import timedelta
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import track

from activities.intake.whose import OVER
from worker.clock import now
from worker.commands.finding import Here, find_service
from worker.commands.housekeeping import told
from worker.embedded.state import Folder
from worker.housekeeping import keep_house
from worker.service import connect
from worker.virtual import length, skip_step_by_step, time_of

console = Console(highlight=False)


def skip(
    far: Annotated[str, typer.Argument(help="How far: 3w, 10d, 36h, 90m.")],
    relationship: Annotated[str | None, typer.Argument(help="One relationship's id; all of them without.")] = None,
) -> None:
    """Turn the clock forward on the embedded server: everything that comes due meanwhile happens.

    Example: `peerpost skip 3w`
    """
    try:
        distance = length(far)
    except ValueError as problem:
        console.print(str(problem), style="red")
        raise typer.Exit(2) from None
    here = find_service()
    if here.folder is None:
        console.print("The clock can be turned on the embedded service only.", style="red")
        raise typer.Exit(2)
    every = here.house.registry.relationships()
    wanted = [each.id for each in every if each.stage != OVER and relationship in (None, each.id)]
    # Where all are over, there may still be something to destroy in a while.
    if not wanted and (relationship is not None or not every):
        console.print("There is no such relationship under way; `peerpost status` lists them.", style="red")
        raise typer.Exit(1)
    asyncio.run(_skip(here, here.folder, wanted, distance))


async def _skip(here: Here, folder: Folder, relationships: list[str], far: timedelta) -> None:
    client = await connect(here.settings.temporal_address, here.settings.temporal_namespace)
    before = max(now(), folder.turned_to() or now())
    turned_to = before if relationships else before + far
    for each in track(relationships, description="Turning the clock", console=console, transient=True):
        if await skip_step_by_step(client, here.house, each, far):
            turned_to = max(turned_to, await time_of(client, each))
            console.print(f"{each}: it is now {await time_of(client, each):%A %d %B %Y, %H:%M} UTC")
        else:
            turned_to = max(turned_to, before + far)
            console.print(f"{each}: is over")
    folder.note_turned(turned_to)
    done = await keep_house(client, here.settings, turned_to)
    if done.relationships:
        for line in told(done):
            console.print(line)
