"""The worker as it is built: an activity that stumbles over somebody's words tells Temporal a code (threat T23)."""

from dataclasses import replace
from pathlib import Path

from store.outbox import Outbox, Outgoing
from tests.faults.places import temporal
from tests.workflows.grounds import enrol_pair, servers, service, until
from worker.service import begin, workflow_id

CANARY = "kanarienvogel"


class Stumbling(Outbox):
    """Finds a letter and cannot bear its words."""

    def letter(self, key: str) -> Outgoing:
        raise ValueError(f"cannot read {CANARY} in {key}")


async def test_no_activity_is_without_its_guard(tmp_path: Path) -> None:
    """T23: neither the history, nor the files of Temporal, nor the log of a worker whose letters all fail."""
    async with servers(tmp_path) as whole:
        house = whole.house
        stumbling = Stumbling(house.engine, house.vault, house.keys.keyring)
        async with service(replace(whole, house=replace(house, outbox=stumbling))):
            relationship = enrol_pair(whole)
            await begin(whole.client, whole.settings, relationship, "img")
            shown = ""

            async def failed() -> bool:
                nonlocal shown
                described = await temporal(whole, "workflow", "describe", "-w", workflow_id(relationship))
                shown = described
                return "lastFailure" in described

            await until(failed, "the first failure")
        assert "ValueError; see the worker's log, reference " in shown
        files = b"".join(path.read_bytes() for path in whole.folder.temporal.iterdir())
        assert CANARY not in shown and CANARY.encode() not in files
