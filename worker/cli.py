"""The command `peerpost`."""

import os
import sys
import warnings

import typer
from rich.console import Console

from mentoring.definition import ProgrammeRefused
from store.keyring import KeyringMissing
from store.registry import ProgrammeChanged
from worker.commands import (
    doctor,
    housekeeping,
    mail,
    programme,
    programme_new,
    programme_show,
    rehearse,
    skip,
    start,
    status,
    understand,
    up,
)
from worker.embedded.state import AlreadyRunning, NotRunning
from worker.embedded.temporal import TemporalNotStarted
from worker.guard import places
from worker.logbook import level_of, open_logbook
from worker.programme_files import NoSuchProgramme
from worker.rehearsal import RehearsalStuck
from worker.roster import RosterRefused
from worker.service import TemporalNotReached
from worker.settings import SettingsIncomplete

app = typer.Typer(
    help="Runs peer-mentoring relationships entirely by email.",
    no_args_is_help=True,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
)
app.command("up")(up.up)
app.command("worker")(up.worker)
app.command("recover")(up.recover_all)
app.command("start")(start.start)
app.command("mail")(mail.mail)
app.command("skip")(skip.skip)
programme.app.command("new")(programme_new.new)
programme.app.command("show")(programme_show.show)
app.add_typer(programme.app, name="programme")
app.command("rehearse")(rehearse.rehearse)
app.command("housekeeping")(housekeeping.housekeeping)
app.command("audit")(housekeeping.audit)
app.command("status")(status.status)
app.command("understand")(understand.understand)
app.command("doctor")(doctor.doctor)

EXPECTED = (
    AlreadyRunning,
    NotRunning,
    TemporalNotStarted,
    SettingsIncomplete,
    KeyringMissing,
    ProgrammeRefused,
    ProgrammeChanged,
    NoSuchProgramme,
    RehearsalStuck,
    RosterRefused,
    TemporalNotReached,
)
"""What may go wrong through no fault of the program: each says in a sentence what to do."""


def main() -> None:
    """Run one command and leave at once: Temporal's library can crash an interpreter that tidies up (status 134)."""
    warnings.simplefilter("ignore")
    code = 0
    open_logbook()
    try:
        open_logbook(level_of(os.environ))
        app()
    except SystemExit as leaving:
        code = leaving.code if isinstance(leaving.code, int) else 1
    except EXPECTED as problem:
        Console(stderr=True).print(str(problem), style="red", markup=False, highlight=False)
        code = 1
    except Exception as error:
        # The message may hold somebody's words; where it happened may be said.
        told = f"Something unexpected went wrong: {type(error).__name__} at {places(error)}. Please report it."
        Console(stderr=True).print(told, style="red", markup=False, highlight=False)
        code = 1
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)
