"""`peerpost housekeeping` and `peerpost audit`: destroying what is kept no longer, and the proof of it."""

import asyncio
import json
from typing import Annotated

import typer
from rich.console import Console

from activities.housekeeping import Done
from store.audit import verify
from store.tombstones import Tombstones
from worker.commands.finding import Here, find_service
from worker.housekeeping import keep_house
from worker.service import connect

console = Console(highlight=False)


def housekeeping() -> None:
    """Destroy what is kept no longer, now; the service does so by itself once a day.

    Example: `peerpost housekeeping`
    """
    for line in told(asyncio.run(_keep(find_service()))):
        console.print(line)


async def _keep(here: Here) -> Done:
    client = await connect(here.settings.temporal_address, here.settings.temporal_namespace)
    return await keep_house(client, here.settings, here.folder.turned_to() if here.folder else None)


def told(done: Done) -> list[str]:
    """What was destroyed, in lines for whoever runs the service."""
    lines = [f"Relationships destroyed: {done.relationships}; people who were in no other one: {done.people}"]
    lines.append(f"Mails destroyed: {done.mails}" + (f"; copies removed: {done.copies}" if done.copies >= 0 else ""))
    lines += ["The epoch of keys has ended: old copies are useless."] if done.rotated else []
    lines += ["The mailbox could not be tidied; it is tried again tomorrow."] if done.copies < 0 else []
    lines += ["The database's log could not be emptied; it is tried again tomorrow."] if not done.settled else []
    return lines


def audit(as_json: Annotated[bool, typer.Option("--json", help="As JSON, for programs.")] = False) -> None:
    """Verify the chain of what is left of relationships that were destroyed.  Exit 1 if a link was changed.

    Example: `peerpost audit`
    """
    house = find_service().house
    verdict = verify(house.engine, list(Tombstones(house.keys).all()))
    if as_json:
        whole = {"entries": verdict.entries, "broken_at": verdict.broken_at, "missing": verdict.missing}
        typer.echo(json.dumps({"whole": verdict.is_whole, **whole}))
    elif verdict.is_whole:
        console.print(f"The audit is whole: {verdict.entries} entries, each follows the one before.")
    if not as_json and verdict.broken_at is not None:
        console.print(f"Entry {verdict.broken_at} of the audit does not follow: it, or one before, was changed.")
    if not as_json and verdict.missing:
        console.print(f"{verdict.missing} relationships were destroyed and have no entry in the audit.")
    if not verdict.is_whole:
        raise typer.Exit(1)
