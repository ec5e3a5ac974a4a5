"""Watches one mailbox.  There is one such workflow per mailbox: its id is the lock."""

from datetime import timedelta

from temporalio import workflow
from temporalio.common import RetryPolicy

with workflow.unsafe.imports_passed_through():
    from activities.intake.watch import Intake

WATCH_LIMIT = timedelta(minutes=20)
LOST_AFTER_SECONDS = 30.0
"""A worker that gives no sign of life for so long is taken for dead, and the mailbox is watched by another."""
WATCHES_PER_RUN = 20
RETRY = RetryPolicy(initial_interval=timedelta(seconds=1), maximum_interval=timedelta(minutes=1))


@workflow.defn(name="Mailbox")
class MailboxWorkflow:
    @workflow.run
    async def run(self, lost_after_seconds: float = LOST_AFTER_SECONDS) -> None:
        workflow.set_current_details("Takes mail in: stored first, then understood, then told to its relationship.")
        for _ in range(WATCHES_PER_RUN):
            await workflow.execute_activity_method(
                Intake.watch,
                start_to_close_timeout=WATCH_LIMIT,
                heartbeat_timeout=timedelta(seconds=lost_after_seconds),
                retry_policy=RETRY,
                summary="watch the mailbox",
            )
        workflow.continue_as_new(lost_after_seconds)
