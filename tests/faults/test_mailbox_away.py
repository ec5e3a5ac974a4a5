"""A mailbox that cannot be read for long is shown to whoever watches, and shown no more when it can be."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from activities.intake import watch
from tests.faults.test_worker_mail_down import Gate
from tests.workflows.grounds import servers, until
from worker.embedded.whole import Whole
from worker.service import build_worker, mailbox_id
from workflows.mailbox import MailboxWorkflow


async def test_a_mailbox_that_cannot_be_read_needs_care_until_it_can(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch, "PATIENCE", timedelta(seconds=1))
    monkeypatch.setattr(watch, "WAIT_SECONDS", 0.3)
    async with servers(tmp_path) as whole:
        gate = Gate(whole.ports.imap)
        away = replace(whole.settings, imap=replace(whole.settings.imap, port=gate.port))
        queue = whole.settings.task_queue
        await whole.client.start_workflow(
            MailboxWorkflow.run, args=[30.0, False, 2], id=mailbox_id(queue), task_queue=queue
        )
        async with build_worker(whole.client, whole.house, away):
            await until(lambda: _needs_care(whole, True), "a sign of trouble")
            await gate.open()
            await until(lambda: _needs_care(whole, False), "the end of the trouble")
        await gate.close()


async def _needs_care(whole: Whole, expected: bool) -> bool:
    described = await whole.client.get_workflow_handle(mailbox_id(whole.settings.task_queue)).describe()
    shown = {pair.key.name: pair.value for pair in described.typed_search_attributes}
    return shown.get("NeedsCare") is expected
