"""`peerpost understand`: how a mail is read, step by step."""

import json
import sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape

from activities.intake.two_ended import new_address
from correspondence.arriving import automatic, mime
from correspondence.arriving.reading import CalendarAnswer, Context, Kind, Reading
from correspondence.arriving.understand import is_vouched, read_any
from correspondence.arriving.visible import as_sent
from correspondence.commands import NewAddress, Sender, commands_for
from correspondence.questions import fields_for, first_document
from mentoring.calendar import local_day
from mentoring.letters import Ask
from mentoring.pause import OfferPause
from mentoring.reaching import ReportBounce
from worker.clock import now
from worker.commands.many_mails import as_json, programme_of, question_of, read_set

console = Console(highlight=False)


def understand(
    mail: Annotated[str, typer.Argument(help="A mail in a file (.eml), or - for standard input.")] = "-",
    asked: Annotated[Ask, typer.Option(help="What the letter asked that this mail answers.")] = Ask.UNPROMPTED,
    role: Annotated[str, typer.Option(help="The writer's role, such as mentor, mentee or organiser.")] = "mentee",
    sent: Annotated[str | None, typer.Option(help="When it was written (ISO), if not by its Date field.")] = None,
    zone: Annotated[str, typer.Option(help="The writer's time zone.")] = "UTC",
    language: Annotated[str, typer.Option(help="The writer's language, such as en or de.")] = "en",
    letter: Annotated[Path | None, typer.Option(help="The letter that is answered (.eml).")] = None,
    programme: Annotated[str, typer.Option(help="Whose forms may be answered, such as img.")] = "",
    many: Annotated[Path | None, typer.Option("--set", help="Many mails, a JSON object a line.")] = None,
    authserv_id: Annotated[str, typer.Option(help="The border whose word on the sender is taken.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Show how one mail is read: its own words, what it says, the date meant, and what would follow.

    Example: `peerpost understand reply.eml --asked met_check --zone Europe/London --json`
    """
    if many is not None:
        _read_many(many)
        return
    try:
        raw = sys.stdin.buffer.read() if mail == "-" else Path(mail).read_bytes()
        answered = letter.read_bytes() if letter else b""
        written = datetime.fromisoformat(sent) if sent else mime.read(raw).date or now()
    except (OSError, ValueError):
        console.print("Please give mails that can be read, and --sent such as 2027-03-01T10:00+00:00.", style="red")
        raise typer.Exit(2) from None
    if written.tzinfo is None:
        console.print("--sent needs a time zone, such as 2027-03-01T10:00+00:00.", style="red")
        raise typer.Exit(2)
    rules = programme_of(programme) if programme else None
    fields = fields_for(rules, question_of(asked), role) if rules else ()
    context = Context(asked, written, zone, language, fields)
    reading = read_any(raw, context, as_sent(answered, mime.read(answered).date or written) if answered else None)
    member = Sender(role, question_of(asked), is_vouched(raw, authserv_id), "mail", zone, local_day(written, zone))
    named = NewAddress.FREE if new_address(reading.statements) else NewAddress.NONE
    sender = replace(member, first_document=first_document(rules) if rules else "", named=named)
    found = _found(reading, sender)
    if as_json:
        typer.echo(json.dumps(found, indent=2, ensure_ascii=False))
        return
    _show(found)


def _read_many(path: Path) -> None:
    try:
        for line in read_set(path):
            typer.echo(line)
    except (OSError, ValueError) as problem:
        Console(stderr=True).print(str(problem), style="red", markup=False)
        raise typer.Exit(2) from None


def _found(reading: Reading, sender: Sender) -> dict[str, Any]:
    """The fields of `--json`, as documented in docs/understand.md."""
    return {
        "visible_text": reading.visible_text,
        "cut": reading.cut,
        "kind": reading.kind,
        "note": reading.note,
        "attachments": reading.attachments,
        "away_until": reading.away_until.isoformat() if reading.away_until else None,
        "calendar": _calendar(reading.calendar),
        "intents": [as_json(each) for each in reading.statements],
        "authenticity": "vouched" if sender.trusted else "not vouched",
        "decision": _decision(reading, sender),
    }


def _calendar(answer: CalendarAnswer | None) -> dict[str, Any] | None:
    if answer is None:
        return None
    return {"method": answer.method, "status": answer.status, "uid": answer.uid, "sequence": answer.sequence}


def _decision(reading: Reading, sender: Sender) -> list[str]:
    """What would be asked of the rules, by name; `set aside` for what is not a person's and asks for nothing."""
    if reading.kind is Kind.AUTOMATIC and reading.away_until and reading.note not in automatic.NO_RESPONDER:
        return [OfferPause.__name__]
    if reading.kind is Kind.BOUNCE:
        return [ReportBounce.__name__]
    if reading.kind is not Kind.PERSON:
        return [f"set aside: {reading.kind}"]
    return [type(command).__name__ for command in commands_for(reading.statements, sender)] or ["nothing"]


def _show(found: dict[str, Any]) -> None:
    console.print(f"[bold]kind[/bold]          {found['kind']} {found['note']}")
    if found["attachments"]:
        console.print(f"[bold]attachments[/bold]   {found['attachments']}")
    if found["calendar"]:
        told = " ".join(str(part) for part in found["calendar"].values() if part != "")
        console.print(f"[bold]calendar[/bold]      {escape(told)}")
    if found["away_until"]:
        console.print(f"[bold]away until[/bold]    {found['away_until']}")
    console.print("[bold]own words[/bold]")
    console.print(found["visible_text"] or "(none)", markup=False)
    for said in found["intents"]:
        dates = " ".join(f"{name} {said[name]}" for name in ("date", "moment", "until") if said[name])
        console.print(f"[bold]says[/bold]          {said['intent']} {dates} ({said['confidence']})")
        for key, text in said["fields"].items():
            console.print(f"              {key}: {text}", markup=False)
    console.print(f"[bold]authenticity[/bold]  {found['authenticity']}")
    console.print(f"[bold]would follow[/bold]  {', '.join(found['decision'])}")
