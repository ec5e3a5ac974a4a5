"""`peerpost programme new`: a few questions, and a programme's files with everything else in place."""

import re
from pathlib import Path
from typing import Annotated
from zoneinfo import available_timezones

import typer
from rich.console import Console

from correspondence.writing.addresses import is_plain
from mentoring.calendar import Span, local_day
from mentoring.remarks import READ
from worker.clock import now
from worker.commands.programme import schema_text, told_of
from worker.programme_check import check
from worker.programme_files import FORMS, RULES, programme_file
from worker.programme_sketch import Sketch, forms_of, rules_of
from worker.programme_writing import forms_text, rules_text

console = Console(highlight=False, soft_wrap=True)

NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
SPAN = re.compile(r"([1-9]\d?)([wm])")
SHORTEST_TERM, LONGEST_TERM = 1, 60


# A question whose answer is refused here is asked again.


def short_name(said: str) -> str:
    if not NAME.fullmatch(said):
        raise typer.BadParameter("Please give small letters, figures and hyphens, as in writing-circle.")
    return said


def words(said: str) -> str:
    if not said.strip() or not said.isprintable():
        raise typer.BadParameter("Please give a text.")
    return said.strip()


def address(said: str) -> str:
    if said and not is_plain(said):
        raise typer.BadParameter("Please give a mail address.")
    return said


def zone_name(said: str) -> str:
    if said not in available_timezones():
        raise typer.BadParameter("Please give a time zone such as Europe/London.")
    return said


def language_tag(said: str) -> str:
    if said not in READ:
        raise typer.BadParameter(f"Please choose one of {', '.join(READ)}.")
    return said


def weeks_or_months(said: str) -> str:
    if not SPAN.fullmatch(said):
        raise typer.BadParameter("Please give weeks or months, as 2w or 1m.")
    return said


def new(
    name: Annotated[str, typer.Option(prompt="A short name for the programme (small letters)", parser=short_name)],
    title: Annotated[str, typer.Option(prompt="What letters call it", parser=words)],
    organiser: Annotated[str, typer.Option(prompt="The organiser's mail address", parser=address)],
    welcome: Annotated[str, typer.Option(prompt="What it is, in a sentence for the first letter", parser=words)],
    emergency: Annotated[
        str, typer.Option(prompt="Whom to call if somebody is in danger, in a sentence", parser=words)
    ],
    second_organiser: Annotated[
        str, typer.Option(prompt="A second organiser's address, for concerns (empty for none)", parser=address)
    ] = "",
    zone: Annotated[str, typer.Option(prompt="The time zone", parser=zone_name)] = "Europe/London",
    language: Annotated[str, typer.Option(prompt="The language of its letters", parser=language_tag)] = "en",
    relationship: Annotated[
        str, typer.Option(prompt="What the relationship is called, after 'the'", parser=words)
    ] = "mentoring",
    role: Annotated[str, typer.Option(prompt="What the one who offers help is called", parser=words)] = "mentor",
    other_role: Annotated[
        str, typer.Option(prompt="What the other one is called (the same word for two equals)", parser=words)
    ] = "mentee",
    months: Annotated[int, typer.Option(prompt="How many months it lasts", min=SHORTEST_TERM, max=LONGEST_TERM)] = 6,
    renew: Annotated[
        int, typer.Option(prompt="By how many months it can be renewed, once (0 for not)", min=0, max=24)
    ] = 0,
    meet: Annotated[
        str, typer.Option(prompt="How often they meet at least (2w, 1m, ...)", parser=weeks_or_months)
    ] = "1m",
    contact: Annotated[
        bool, typer.Option("--contact/--meetings-only", prompt="Does a call or a mail to each other count too")
    ] = False,
    required: Annotated[
        bool, typer.Option("--required/--advised", prompt="Is the organiser told when something stays open")
    ] = False,
    agreement: Annotated[
        int, typer.Option(prompt="In how many days they write an agreement (0 for none)", min=0, max=365)
    ] = 28,
    signed: Annotated[bool, typer.Option("--signed/--unsigned", prompt="Do both sign the agreement")] = True,
    exception: Annotated[
        list[str] | None, typer.Option(help="An exception to confidence; say it again for another one.")
    ] = None,
    folder: Annotated[Path, typer.Option(help="Where to write.", file_okay=False)] = Path(),
    force: Annotated[bool, typer.Option("--force", help="Write over files that are there.")] = False,
) -> None:
    """Ask a few questions and write a programme: its rules, explained line by line, and the words of its forms.

    Every question can be answered by an option. What is not asked has a usual value, to be changed in the file.

    Example: `peerpost programme new --name circle --title "Writing circle"`
    """
    sketch = Sketch(
        name=name,
        title=title,
        organiser=organiser,
        second_organiser=second_organiser,
        zone=zone,
        language=language,
        relationship=relationship,
        roles=tuple(dict.fromkeys((role, other_role))),
        welcome=welcome,
        emergency=emergency,
        months=months,
        meet=_span(meet),
        required=required,
        contact_counts=contact,
        agreement_days=agreement,
        signed=signed,
        renew_months=renew,
        exceptions=tuple(exception or ()),
    )
    path = _written(sketch, folder, force)
    file = programme_file(str(path))
    refused = told_of(file, check(file, local_day(now(), "UTC")))
    console.print(f"`peerpost rehearse {path}` shows every letter; `peerpost start {path} ROSTER` begins.")
    raise typer.Exit(1 if refused else 0)


def _span(said: str) -> Span:
    found = SPAN.fullmatch(said)
    assert found is not None
    number = int(found[1])
    return Span(months=number) if found[2] == "m" else Span(days=7 * number)


def _written(sketch: Sketch, folder: Path, force: bool) -> Path:
    """The file of the rules, with the others beside it; the schemas are ours and may be written anew."""
    path, forms = folder / f"{sketch.name}{RULES}", folder / f"{sketch.name}{FORMS}"
    for each in (path, forms):
        if each.exists() and not force:
            Console(stderr=True).print(f"{each} is there already; --force writes over it.", style="red", markup=False)
            raise typer.Exit(2)
    folder.mkdir(parents=True, exist_ok=True)
    path.write_text(rules_text(rules_of(sketch)), encoding="utf-8")
    worded = forms_of(sketch)
    if worded:
        forms.write_text(forms_text(sketch.name, worded), encoding="utf-8")
    for kind in ("programme", "forms"):
        (folder / f"{kind}.schema.json").write_text(schema_text(kind == "forms"), encoding="utf-8")
    return path
