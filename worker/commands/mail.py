"""`peerpost mail`: be any of the people, from a terminal."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from correspondence.arriving import mime
from mentoring.letters import ORGANISER
from worker.clock import now
from worker.commands.finding import Here, find_service
from worker.embedded.reading import Correspondent
from worker.embedded.shelf import addresses
from worker.embedded.state import AGENCY
from worker.service import connect
from worker.virtual import latest_time

console = Console(highlight=False)


def mail(
    person: Annotated[str, typer.Argument(help="Whose mailbox: a name such as mira, an address, or organiser.")],
    action: Annotated[str, typer.Argument(help="list, show N, reply N TEXT, or write TEXT.")] = "list",
    words: Annotated[list[str] | None, typer.Argument(help="A mail's number, the text of an answer.")] = None,
) -> None:
    """List, read and answer mail in the embedded mailboxes, as any of the people.

    Examples: `peerpost mail mira`, `peerpost mail mira show 3`, `peerpost mail mira reply 3 "we met on Tuesday"`
    """
    here = find_service()
    if here.folder is None:
        console.print("There are mailboxes to look into with the embedded service only.", style="red")
        raise typer.Exit(2)
    ports = here.folder.running()
    address = _address(here, person)
    box = Correspondent(address, ports.smtp, ports.imap)
    rest = words or []
    try:
        match action, len(rest):
            case "list", 0:
                _list(box)
            case "show", 1:
                _show(box, int(rest[0]))
            case "reply", 2:
                box.reply(int(rest[0]), rest[1], _time_for(here, address))
                console.print(f"Sent, as {address}.")
            case "write", 1:
                box.write(AGENCY, "A question", rest[0], _time_for(here, address))
                console.print(f"Sent, as {address}.")
            case _:
                console.print("Please say list, show N, reply N TEXT, or write TEXT.", style="red")
                raise typer.Exit(2)
    except (ValueError, IndexError):
        console.print(f"There is no such mail; `peerpost mail {person}` lists them.", style="red")
        raise typer.Exit(1) from None


def _address(here: Here, person: str) -> str:
    assert here.folder is not None
    mailboxes = [each for each in addresses(here.folder.mail) if each != AGENCY]
    if person == ORGANISER:
        organisers = {here.house.registry.organiser_of(each.id) for each in here.house.registry.relationships()}
        known = [here.house.registry.person(each).address for each in organisers]
    else:
        known = meant_by(person, mailboxes)
    if len(known) != 1:
        told = (
            f"Whose mailbox is meant by {person!r}? There are: {', '.join(mailboxes)}" if mailboxes else "No mail yet."
        )
        console.print(told, style="red", markup=False)
        raise typer.Exit(1)
    return known[0]


def meant_by(name: str, mailboxes: Sequence[str]) -> list[str]:
    """The mailboxes that a name may mean: the whole address, else what stands before its @, else the first letters."""
    name = name.lower()
    return (
        [each for each in mailboxes if each.lower() == name]
        or [each for each in mailboxes if each.lower().startswith(f"{name}@")]
        or [each for each in mailboxes if each.lower().startswith(name)]
    )


def _time_for(here: Here, address: str) -> datetime:
    """What time it is where this person lives, the clock of whose relationships may have been turned."""
    person = here.house.registry.person_at(address)
    theirs = [each.id for each in here.house.registry.relationships_of(person)] if person else []
    theirs = theirs or [each.id for each in here.house.registry.relationships()]

    async def ask() -> datetime:
        client = await connect(here.settings.temporal_address, "default")
        return await latest_time(client, theirs)

    return max(asyncio.run(ask()), now()) + timedelta(seconds=1)


def _list(box: Correspondent) -> None:
    table = Table("", "n", "date", "from", "subject", title=box.address)
    for seen in box.inbox():
        table.add_row("●" if seen.unread else "", str(seen.n), f"{seen.date:%d %b %Y %H:%M}", seen.sender, seen.subject)
    console.print(table)


def _show(box: Correspondent, n: int) -> None:
    raw = box.nth(n).raw
    letter = message_from_bytes(raw, policy=policy.default)
    for field in ("From", "To", "Reply-To", "Date", "Subject"):
        console.print(f"[bold]{field}:[/bold] ", end="")
        console.print(str(letter.get(field, "")), markup=False)
    console.print()
    # Its lines joined again, as mail programs do.
    console.print(mime.read(raw).text, markup=False)
    for file in letter.iter_attachments():
        console.print(f"[bold]Attached:[/bold] {escape(file.get_filename() or file.get_content_type())}")
        if file.get_content_type() == "text/plain":
            console.print(file.get_content(), markup=False)
    box.mark_read(n)
