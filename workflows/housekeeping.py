"""Housekeeping, once a day by a schedule: a workflow of its own, so that no relationship shreds itself."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from temporalio import workflow
from temporalio.common import RetryPolicy

with workflow.unsafe.imports_passed_through():
    from activities.housekeeping import Chores, Done, Housekeeping

LIMIT = timedelta(hours=2)
TRIED_FOR = timedelta(hours=20)
"""The next day brings the next try."""
LOST_AFTER = timedelta(minutes=1)
RETRY = RetryPolicy(initial_interval=timedelta(seconds=10), maximum_interval=timedelta(minutes=30))


@dataclass(frozen=True, slots=True)
class Day:
    """`turned_to` (UTC): what day it is where the clock was turned; without it, today."""

    turned_to: datetime | None = None


@workflow.defn(name="Housekeeping")
class HousekeepingWorkflow:
    @workflow.run
    async def run(self, day: Day) -> Done:
        workflow.set_current_details("Destroys what is kept no longer, as the programmes say.")
        return await workflow.execute_activity_method(
            Housekeeping.keep_house,
            Chores(day.turned_to or workflow.now()),
            start_to_close_timeout=LIMIT,
            schedule_to_close_timeout=TRIED_FOR,
            heartbeat_timeout=LOST_AFTER,
            retry_policy=RETRY,
            summary="destroy what is kept no longer",
        )
