"""`peerpost start`: enrol relationships from a roster."""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from temporalio.client import Client

from correspondence.writing.addresses import is_plain
from mentoring.definition import parse_programme
from mentoring.programme import Programme
from mentoring.remarks import remarks
from worker.clock import now
from worker.commands.finding import find_service
from worker.house import House
from worker.programme_files import NoSuchProgramme, programme_file
from worker.roster import BadRow, Row, enrol, good, read_roster
from worker.service import begin, connect
from worker.settings import Settings

console = Console(highlight=False)


@dataclass(frozen=True, slots=True)
class Begun:
    """What became of a row: its relationship, and whether it is new."""

    row: Row
    relationship: str
    is_new: bool


def start(
    programme: Annotated[str, typer.Argument(help="A programme's name, such as img, or the path of its file.")],
    roster: Annotated[Path, typer.Argument(help="A CSV file, one relationship a line.", exists=True, dir_okay=False)],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would start, and start nothing.")] = False,
    organiser: Annotated[str | None, typer.Option(help="The organiser's address, if not the programme's own.")] = None,
) -> None:
    """Enrol every pair of a roster. Sending the same roster twice starts nobody twice.

    Columns: `mentor_name, mentor_email, mentee_name, mentee_email, kickoff`; a bad line is named and skipped.

    Example: `peerpost start red spring.csv --dry-run`
    """
    if organiser is not None and not is_plain(organiser):
        console.print("--organiser is not an email address.", style="red")
        raise typer.Exit(2)
    text = text_of(programme)
    here = find_service()
    if dry_run:
        rules = parse_programme(text)
        rows = read_roster(roster, rules, now())
        _show_plan(rows, rules)
        raise typer.Exit(_complain(rows))

    async def run() -> tuple[list[Begun], list[BadRow]]:
        client = await connect(here.settings.temporal_address, here.settings.temporal_namespace)
        return await begin_all(client, here.settings, here.house, text, roster, organiser, now())

    begun, bad = asyncio.run(run())
    new = sum(each.is_new for each in begun)
    console.print(f"{new} relationships started; {len(begun) - new} were under way already.")
    raise typer.Exit(_complain(bad))


async def begin_all(
    client: Client,
    settings: Settings,
    house: House,
    text: str,
    roster: Path,
    organiser: str | None,
    now: datetime,
) -> tuple[list[Begun], list[BadRow]]:
    """Enrol and start every good row of a roster; the bad ones hold nothing up."""
    programme = house.registry.keep_programme(text)
    rows = read_roster(roster, programme, now)
    begun = []
    for row in good(rows):
        relationship, is_new = enrol(house, programme, row, organiser or programme.contacts.organiser, now)
        # An interrupted start is completed by the next one: both halves may be repeated.
        await begin(client, settings, relationship, programme.name)
        begun.append(Begun(row, relationship, is_new))
    return begun, [row for row in rows if isinstance(row, BadRow)]


def text_of(programme: str) -> str:
    """A programme's file by its path, or one of ours by name, with the words of its forms."""
    try:
        return programme_file(programme).text
    except NoSuchProgramme as problem:
        console.print(str(problem), style="red", markup=False)
        raise typer.Exit(2) from None


def _show_plan(rows: list[Row | BadRow], rules: Programme) -> None:
    table = Table("line", "people", "kick-off", title="Would start")
    for row in good(rows):
        people = ", ".join(f"{person.name} ({role})" for person, role in row.people)
        table.add_row(str(row.line), people, str(row.kickoff))
    console.print(table)
    first = min((row.kickoff for row in good(rows)), default=None)
    for remark in remarks(rules, first):
        console.print(f"- {remark.sentence}", markup=False)
    console.print("`peerpost rehearse` shows every letter a programme sends.")


def _complain(rows: list[Row | BadRow] | list[BadRow]) -> int:
    bad = [row for row in rows if isinstance(row, BadRow)]
    for row in bad:
        console.print(f"Line {row.line}: {row.reason}", style="yellow", markup=False)
    return 1 if bad else 0
