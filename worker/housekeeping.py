"""Housekeeping, wired: what it works on, its daily schedule, and one day of it by hand."""

from contextlib import suppress
from datetime import datetime, timedelta

from temporalio.client import (
    Client,
    Schedule,
    ScheduleActionStartWorkflow,
    ScheduleAlreadyRunningError,
    ScheduleIntervalSpec,
    ScheduleOverlapPolicy,
    SchedulePolicy,
    ScheduleSpec,
)
from temporalio.service import RPCError

from activities.housekeeping import Done, Housekeeping, Keeper
from activities.intake.watch import PROCESSED, QUARANTINE
from store.purging import Purger
from worker.copies import FiledMails
from worker.house import House
from worker.settings import Settings
from workflows.housekeeping import Day, HousekeepingWorkflow

EVERY = timedelta(days=1)
SUMMARY = "Destroys what is kept no longer"


def housekeeping(house: House, settings: Settings) -> Housekeeping:
    """The chores on this house and its mailbox."""
    server = settings.imap
    keeper = Keeper(
        house.engine,
        house.keys,
        house.shredder,
        house.forgetter,
        house.registry,
        Purger(house.engine, house.vault, house.journal, house.outbox),
        house.inbox,
        timedelta(days=settings.keep_mail_days),
        folders=(PROCESSED,),
        unread=(QUARANTINE,),
    )
    return Housekeeping(
        keeper, lambda: FiledMails(server.host, server.port, server.user, server.password, server.security)
    )


def housekeeping_id(task_queue: str) -> str:
    """The schedule, and the beginning of the ids of its workflows; one for each service in a namespace."""
    return f"housekeeping-{task_queue}"


async def keep_house_daily(client: Client, settings: Settings) -> None:
    """Once at every start, and once a day from the first one on."""
    name = housekeeping_id(settings.task_queue)
    action = ScheduleActionStartWorkflow(
        HousekeepingWorkflow.run, Day(), id=name, task_queue=settings.task_queue, static_summary=SUMMARY
    )
    policy = SchedulePolicy(overlap=ScheduleOverlapPolicy.SKIP)
    daily = Schedule(action, spec=ScheduleSpec(intervals=[ScheduleIntervalSpec(EVERY)]), policy=policy)
    try:
        await client.create_schedule(name, daily, trigger_immediately=True)
    except ScheduleAlreadyRunningError:
        # It may be at it: then that is the one of this start.
        with suppress(RPCError):
            await client.get_schedule_handle(name).trigger(overlap=ScheduleOverlapPolicy.SKIP)


async def keep_house(client: Client, settings: Settings, turned_to: datetime | None = None) -> Done:
    """One day's chores now, as if it were `turned_to` (aware); what was done."""
    return await client.execute_workflow(
        HousekeepingWorkflow.run,
        Day(turned_to),
        id=f"{housekeeping_id(settings.task_queue)}-by-hand",
        task_queue=settings.task_queue,
        static_summary=SUMMARY,
    )
