"""`peerpost rehearse`: see a programme's whole life before starting it."""

import asyncio
import json
import tempfile
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn
from rich.table import Table

from mentoring.calendar import Span, add
from mentoring.definition import parse_programme
from worker.clock import now
from worker.commands.start import text_of
from worker.play import Sent
from worker.play import rehearse as play
from worker.script import Answers, AnswersRefused, read_answers

console = Console(highlight=False)
WIDE, LONGEST_SAID = 120, 70


def rehearse(
    programme: Annotated[str, typer.Argument(help="A programme's name, such as img, or the path of its file.")],
    answers: Annotated[
        Path | None, typer.Option(help="What the people answer (TOML); without, they are silent.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="Write every letter into this folder, as text and as a mail.")
    ] = None,
    kickoff: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The kick-off day.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a letter.")] = False,
) -> None:
    """Run a relationship from start to end on a real server with the clock turned, and show every letter.

    Nothing is sent to anybody. With an answers file it is a dialogue; five are shipped in `rehearsals/`.

    Example: `peerpost rehearse img --answers rehearsals/img-cooperative.toml --kickoff 2027-01-31`
    """
    text = text_of(programme)
    script = _script(answers)
    first = kickoff.date() if kickoff else _next_monday(now().date())
    with tempfile.TemporaryDirectory(prefix="peerpost-rehearsal-") as folder:
        sent = asyncio.run(_with_progress(Path(folder), text, first, script, as_json))
    if out is not None:
        _write(sent, out)
    if as_json:
        for each in sent:
            if each.letter:
                typer.echo(json.dumps(_as_json(each), ensure_ascii=False))
        return
    console.print(_table(sent))
    console.print(
        f"{sum(bool(each.letter) for each in sent)} letters, {sum(not each.letter for each in sent)} replies."
    )


def _script(path: Path | None) -> Answers:
    if path is None:
        return Answers()
    try:
        return read_answers(path.read_text(encoding="utf-8"))
    except (OSError, AnswersRefused) as problem:
        Console(stderr=True).print(str(problem), style="red", markup=False)
        raise typer.Exit(2) from None


async def _with_progress(folder: Path, text: str, kickoff: date, script: Answers, quiet: bool) -> list[Sent]:
    programme = parse_programme(text)
    days = (add(kickoff, programme.term) - kickoff).days
    shown = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[day]}"))
    with Progress(*columns, console=shown, transient=True, disable=quiet and not shown.is_terminal) as progress:
        task = progress.add_task("Rehearsing", total=days, day=str(kickoff))

        def tell(sent: Sent) -> None:
            day = sent.at.date()
            progress.update(task, completed=min((day - kickoff).days, days), day=f"{day:%d %B %Y}")

        return await play(folder, text, kickoff, script, tell)


def _next_monday(today: date) -> date:
    return add(today, Span(days=7 - today.weekday()))


def _table(sent: list[Sent]) -> Table:
    """A line for each letter and reply; why a letter is sent, where there is room to say so."""
    wide = console.width >= WIDE
    table = Table("when", "who", "letter, or what was said", *(["why"] if wide else []))
    day = None
    for each in sent:
        shown = f"{each.at:%a %d %b %Y}" if each.at.date() != day else " " * 10
        day = each.at.date()
        if each.letter:
            cells = (f"{shown} {each.at:%H:%M}", f"to {each.to_role}", f"{each.letter}: {each.subject}", each.why)
            table.add_row(*cells[: 4 if wide else 3])
        else:
            said = " / ".join(line for line in each.text.splitlines() if line.strip())
            said = said if len(said) <= LONGEST_SAID else f"{said[:LONGEST_SAID]} ..."
            cells = (f"{shown} {each.at:%H:%M}", each.from_role, f"“{said}”", "")
            table.add_row(*cells[: 4 if wide else 3], style="cyan")
    return table


def _as_json(each: Sent) -> dict[str, str]:
    return {
        "at": each.at.isoformat(),
        "letter": each.letter,
        "to_role": each.to_role,
        "subject": each.subject,
        "why": each.why,
    }


def _write(sent: list[Sent], out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    for n, each in enumerate(sent, start=1):
        name = f"{n:03}-{each.at:%Y-%m-%d}-{each.letter or 'reply'}-{each.to_role if each.letter else each.from_role}"
        head = f"Subject: {each.subject}\n\n" if each.letter else ""
        (out / f"{name}.txt").write_text(head + each.text, encoding="utf-8")
        if each.raw:
            (out / f"{name}.eml").write_bytes(each.raw)
