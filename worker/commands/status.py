"""`peerpost status`: where every relationship is, without a name."""

import json
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from mentoring.deadlines import owed
from mentoring.obligations import Act, Obligation
from mentoring.relationship import initial
from mentoring.remembering import fold
from mentoring.state import Relationship, State
from store.journal import Journal
from store.registry import Enrolled, Registry
from store.vault import KeyMissing, Unreadable
from worker.commands.finding import find_service

console = Console(highlight=False)


def status(
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object, for other programs.")] = False,
) -> None:
    """Every relationship with its stage, its next date, and what is owed by which role.

    Example: `peerpost status --json`
    """
    house = find_service().house
    found = [line_of(house.registry, house.journal, each) for each in house.registry.relationships()]
    aside = house.inbox.set_aside_counts()
    if as_json:
        typer.echo(json.dumps({"relationships": found, "set_aside": aside}, indent=2))
        return
    table = Table("relationship", "stage", "next (UTC)", "owed")
    for line in found:
        owes = "its key is missing" if "keyless" in line else ""
        owes += "\n".join(f"{o['what']} by {o['due']}\n  {', '.join(o['roles'])}" for o in line["owed"])
        coming = f"{line['next'][:16].replace('T', ' ')}\n{line['why']}" if line["next"] else ""
        table.add_row(f"{line['id']}\n{line['programme']}", line["stage"], coming, owes)
    console.print(table)
    if aside:
        counts = ", ".join(f"{reason} {count}" for reason, count in sorted(aside.items()))
        console.print(f"Mail set aside for a human: {counts}")


def line_of(registry: Registry, journal: Journal, each: Enrolled) -> dict[str, Any]:
    """One relationship; `keyless`: what is owed in it cannot be told, for want of its key."""
    line: dict[str, Any] = {
        "id": each.id,
        "programme": f"{each.programme} {each.version}",
        "stage": each.stage,
        "next": each.deadline.isoformat() if each.deadline else None,
        "why": each.why,
    }
    try:
        events = [entry.event for entry in journal.read(each.id)]
    except (KeyMissing, Unreadable):
        return {**line, "owed": [], "keyless": True}
    return {**line, "owed": _owed(fold(initial(registry.programme_of(each.id)), events))}


def _owed(state: State) -> list[dict[str, Any]]:
    """What people owe, by role; a member id would tell an insider who it is."""
    if not isinstance(state, Relationship):
        return []
    return [
        {"what": o.key, "due": o.due.isoformat(), "roles": [state.role_of(owner) for owner in o.owners]}
        for o in owed(state.as_others_know_it())
        if _is_chased(o)
    ]


def _is_chased(obligation: Obligation) -> bool:
    """What people would call owed; the rest are questions the service asks once by itself."""
    return any(rung.act is not Act.ASK for rung in obligation.rungs)
