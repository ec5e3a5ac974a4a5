"""`peerpost programme show`: what a programme means, in sentences and week by week."""

import json
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Annotated

import typer
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from mentoring.calendar import local_day
from mentoring.definition import parse_programme
from mentoring.explained import explained
from mentoring.programme import Programme
from worker.clock import now
from worker.commands.programme import Named, found
from worker.programme_course import Written, course

COURSES = ((True, "If everybody does what they are asked"), (False, "If nobody ever answers"))


def show(
    programme: Named,
    kickoff: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The kick-off day; without, next Monday.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON, for programs.")] = False,
) -> None:
    """Explain a programme: its rules in plain sentences, then every letter, week by week.

    The weeks are the rules themselves, lived through by people who do everything and by people who never answer.

    Example: `peerpost programme show img --kickoff 2027-01-25`
    """
    rules = parse_programme(found(programme).text)
    first = kickoff.date() if kickoff else _next_monday(local_day(now(), rules.zone))
    if as_json:
        typer.echo(json.dumps(_as_json(rules, first), ensure_ascii=False, indent=2))
        return
    # As wide as the screen is now.
    console = Console(highlight=False)
    console.print(Text(f"{rules.title} ({rules.name} {rules.version})", style="bold"))
    for part in explained(rules):
        console.print(Text(f"\n{part.about}", style="bold"))
        for sentence in part.sentences:
            console.print(Padding(Text(f"- {sentence}"), (0, 0, 0, 2)))
    for willing, heading in COURSES:
        console.print(Text(f"\n{heading}, from {first:%A} {first.day} {first:%B %Y}", style="bold"))
        console.print(_weeks(course(rules, first, willing)))


def _next_monday(today: date) -> date:
    return today + timedelta(days=7 - today.weekday())


def _weeks(written: list[Written]) -> Table:
    table = Table("week", "day", "to", "letter", box=None, header_style="dim", pad_edge=False, padding=(0, 2, 0, 0))
    for week, letters in groupby(written, key=lambda each: each.week):
        for n, each in enumerate(letters):
            style = "yellow" if each.to == ("organiser",) else ""
            number = str(week) if n == 0 else ""
            table.add_row(number, f"{each.day:%a %d %b}", ", ".join(each.to), Text(each.subject), style=style)
    return table


def _as_json(rules: Programme, first: date) -> dict[str, object]:
    return {
        "name": rules.name,
        "version": rules.version,
        "title": rules.title,
        "kickoff": first.isoformat(),
        "rules": [{"about": part.about, "sentences": list(part.sentences)} for part in explained(rules)],
        "if_everybody_answers": [_letter(each) for each in course(rules, first, True)],
        "if_nobody_answers": [_letter(each) for each in course(rules, first, False)],
    }


def _letter(each: Written) -> dict[str, object]:
    return {
        "day": each.day.isoformat(),
        "week": each.week,
        "to": list(each.to),
        "letter": each.letter,
        "subject": each.subject,
    }
