"""The commands for programmes, run in this process."""

from typer.testing import CliRunner, Result

from worker.cli import app


def programme(*words: str, typed: str | None = None) -> Result:
    """`peerpost programme ...`, with what somebody types."""
    return CliRunner().invoke(app, ["programme", *words], input=typed, env={"COLUMNS": "160"})
