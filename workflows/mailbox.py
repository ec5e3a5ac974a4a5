"""Watches one mailbox.  There is one such workflow per mailbox: its id is the lock."""

from datetime import timedelta

from temporalio import workflow
from temporalio.common import RetryPolicy

with workflow.unsafe.imports_passed_through():
    from activities.intake.watch import Intake

WATCH_LIMIT = timedelta(minutes=20)
HEARTBEAT = timedelta(seconds=30)
WATCHES_PER_RUN = 20
RETRY = RetryPolicy(initial_interval=timedelta(seconds=1), maximum_interval=timedelta(minutes=1))


@workflow.defn(name="Mailbox")
class MailboxWorkflow:
    @workflow.run
    async def run(self) -> None:
        workflow.set_current_details("Takes mail in: stored first, then understood, then told to its relationship.")
        for _ in range(WATCHES_PER_RUN):
            await workflow.execute_activity_method(
                Intake.watch,
                start_to_close_timeout=WATCH_LIMIT,
                heartbeat_timeout=HEARTBEAT,
                retry_policy=RETRY,
                summary="watch the mailbox",
            )
        workflow.continue_as_new()
