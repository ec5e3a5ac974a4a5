"""`peerpost programme check|show|new|schema`: programmes as files that an organiser writes."""

import json
from datetime import datetime
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from mentoring.calendar import local_day
from mentoring.schema import forms_schema, programme_schema
from worker.clock import now
from worker.programme_check import Checked
from worker.programme_check import check as look
from worker.programme_files import NoSuchProgramme, ProgrammeFile, programme_file

app = typer.Typer(help="Write a programme, have it checked, and see what it means.", no_args_is_help=True)
console = Console(highlight=False, soft_wrap=True)
Named = Annotated[str, typer.Argument(help="A programme's name, such as img, or the path of its file.")]


def found(named: str) -> ProgrammeFile:
    """The file somebody named; if it cannot be had, they are told why, with exit code 2."""
    try:
        return programme_file(named)
    except NoSuchProgramme as problem:
        why = str(problem)
    except UnicodeError:
        why = f"{named} is not in UTF-8; please save it so."
    except OSError:
        why = f"{named} cannot be read."
    Console(stderr=True).print(why, style="red", markup=False, highlight=False)
    raise typer.Exit(2)


@app.command()
def check(
    programme: Named,
    kickoff: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The first kick-off day; without, today.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a finding.")] = False,
) -> None:
    """Say everything that has to be changed, or should be meant, with its line. Exit 1 if the programme is refused.

    Example: `peerpost programme check circle.toml --kickoff 2027-01-25`
    """
    file = found(programme)
    checked = look(file, kickoff.date() if kickoff else local_day(now(), "UTC"))
    if as_json:
        for each in checked:
            typer.echo(json.dumps(_as_json(each), ensure_ascii=False))
    refused = any(each.finding.refuses for each in checked) if as_json else told_of(file, checked)
    raise typer.Exit(1 if refused else 0)


def told_of(file: ProgrammeFile, checked: list[Checked]) -> bool:
    """Print what was found, and whether the programme can be used; True if it is refused."""
    for each in checked:
        console.print(_as_line(each))
    refused = sum(each.finding.refuses for each in checked)
    console.print(_verdict(file, refused, len(checked) - refused))
    return refused > 0


def _as_json(each: Checked) -> dict[str, object]:
    finding = each.finding
    place = ".".join(str(step) for step in finding.at)
    return {
        "file": each.file,
        "line": each.line,
        "place": place,
        "refuses": finding.refuses,
        "sentence": finding.sentence,
    }


def _as_line(each: Checked) -> Text:
    where = each.file if each.line is None else f"{each.file}:{each.line}"
    verdict = ("change", "bold red") if each.finding.refuses else ("look", "yellow")
    return Text.assemble((where, "cyan"), "  ", verdict, "  ", each.finding.sentence)


def _verdict(file: ProgrammeFile, refused: int, remarked: int) -> str:
    if refused:
        return f"{file.name} cannot be used yet: {refused} to change."
    told = f", {remarked} to look at" if remarked else ""
    return f"{file.name} can be used{told}. `peerpost programme show` tells what it means."


@app.command()
def schema(
    forms: Annotated[bool, typer.Option("--forms", help="Of the file with the words of the forms.")] = False,
) -> None:
    """Print the JSON Schema of a programme's file, for editors that help in writing one.

    Example: `peerpost programme schema > programme.schema.json`
    """
    typer.echo(schema_text(forms), nl=False)


def schema_text(forms: bool) -> str:
    """One of the two schemas, as it is kept beside the programmes."""
    return json.dumps(forms_schema() if forms else programme_schema(), indent=2, ensure_ascii=False) + "\n"
