"""Watches one mailbox.  There is one such workflow per mailbox: its id is the lock."""

from datetime import timedelta

from temporalio import workflow
from temporalio.common import RetryPolicy
from temporalio.exceptions import ActivityError, RetryState

with workflow.unsafe.imports_passed_through():
    from activities.intake.watch import Intake
    from workflows.relationship import NEEDS_CARE

WATCH_LIMIT = timedelta(minutes=20)
LOST_AFTER_SECONDS = 30.0
"""A worker that gives no sign of life for so long is taken for dead, and the mailbox is watched by another."""
WATCHES_PER_RUN = 20
TRIES = 15
"""About ten minutes, or longer where each try has to wait for a server that does not answer."""


@workflow.defn(name="Mailbox")
class MailboxWorkflow:
    @workflow.run
    async def run(
        self, lost_after_seconds: float = LOST_AFTER_SECONDS, needs_care: bool = False, tries: int = TRIES
    ) -> None:
        """For ever.  A mailbox that cannot be read shows NeedsCare after so many tries, until a watch went well."""
        workflow.set_current_details("Takes mail in: stored first, then understood, then told to its relationship.")
        for _ in range(WATCHES_PER_RUN):
            in_trouble = not await _watch(timedelta(seconds=lost_after_seconds), tries)
            if in_trouble != needs_care:
                needs_care = in_trouble
                workflow.upsert_search_attributes([NEEDS_CARE.value_set(needs_care)])
        workflow.continue_as_new(args=[lost_after_seconds, needs_care, tries])


async def _watch(lost_after: timedelta, tries: int) -> bool:
    """One watch; False if every try failed.  Mail waits on its server meanwhile, and nothing is lost."""
    again = RetryPolicy(
        initial_interval=timedelta(seconds=1), maximum_interval=timedelta(minutes=1), maximum_attempts=tries
    )
    try:
        await workflow.execute_activity_method(
            Intake.watch,
            start_to_close_timeout=WATCH_LIMIT,
            heartbeat_timeout=lost_after,
            retry_policy=again,
            summary="watch the mailbox",
        )
    except ActivityError as trouble:
        if trouble.retry_state not in (RetryState.MAXIMUM_ATTEMPTS_REACHED, RetryState.TIMEOUT):
            raise
        return False
    return True
