"""`peerpost doctor`: is everything as it must be, and what to do where it is not."""

import asyncio
import json
import os
from dataclasses import asdict
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from worker.clock import now
from worker.doctor import Finding, Verdict, examined, python_is_patched
from worker.embedded.state import NotRunning, folder_from
from worker.settings import Settings, SettingsIncomplete

console = Console(highlight=False)
COLOURS = {Verdict.OK: "green", Verdict.WARN: "yellow", Verdict.FAIL: "red"}


def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object, for other programs.")] = False,
) -> None:
    """Look at Python, keys, database, Temporal, mail and disk: what is wrong, and what to do.

    It changes nothing. Exit status 1 if something fails; a warning is none.

    Example: `peerpost doctor --json`
    """
    findings = asyncio.run(_findings())
    failed = any(each.verdict is Verdict.FAIL for each in findings)
    if as_json:
        typer.echo(json.dumps({"ok": not failed, "checks": [asdict(each) for each in findings]}, indent=2))
    else:
        _show(findings)
    raise typer.Exit(int(failed))


async def _findings() -> list[Finding]:
    """Of your own service by its settings, else of the embedded one."""
    try:
        if os.environ.get("PEERPOST_DATABASE_URL"):
            return await examined(Settings.from_env(os.environ), now(), embedded=False)
        folder = folder_from(os.environ)
        return await examined(folder.settings(folder.running()), now(), embedded=True)
    except (SettingsIncomplete, NotRunning) as problem:
        check = "settings" if isinstance(problem, SettingsIncomplete) else "service"
        return [python_is_patched(), Finding(check, Verdict.FAIL, "nothing else can be looked at", str(problem))]


def _show(findings: list[Finding]) -> None:
    table = Table("", "check", "what was found", "what to do")
    for each in findings:
        table.add_row(Text(each.verdict, COLOURS[each.verdict]), *(Text(w) for w in (each.check, each.found, each.do)))
    console.print(table)
