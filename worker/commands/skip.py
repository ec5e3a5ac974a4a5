"""`peerpost skip`: turn the clock of the embedded server."""

import asyncio
from datetime import timedelta
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import track

from activities.intake.sort import OVER
from worker.commands.finding import find_service
from worker.house import House
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
    running = [each.id for each in here.house.registry.relationships() if each.stage != OVER]
    wanted = [each for each in running if relationship in (None, each)]
    if not wanted:
        console.print("There is no such relationship under way; `peerpost status` lists them.", style="red")
        raise typer.Exit(1)
    asyncio.run(_skip(here.settings.temporal_address, here.house, wanted, distance))


async def _skip(address: str, house: House, relationships: list[str], far: timedelta) -> None:
    client = await connect(address, "default")
    for each in track(relationships, description="Turning the clock", console=console, transient=True):
        if await skip_step_by_step(client, house, each, far):
            console.print(f"{each}: it is now {await time_of(client, each):%A %d %B %Y, %H:%M} UTC")
        else:
            console.print(f"{each}: is over")
