"""The service: activities wired to the real world, and the worker that runs them."""

import asyncio
import contextlib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

from temporalio.api.enums.v1 import IndexedValueType
from temporalio.api.operatorservice.v1 import AddSearchAttributesRequest
from temporalio.client import Client
from temporalio.common import WorkflowIDReusePolicy
from temporalio.exceptions import WorkflowAlreadyStartedError
from temporalio.runtime import Runtime
from temporalio.service import RPCError
from temporalio.worker import Worker

from activities.advance import Advance
from activities.doors import Agency
from activities.intake.sort import Sorter
from activities.intake.strangers import LATER, TAKEN, Send, Strangers
from activities.intake.watch import Gone, Intake, Tell
from activities.intake.whose import OVER
from activities.post import NotPosted, Post, Witness
from mentoring.confirmations import may_be_heard_after_the_close
from worker.clock import now
from worker.guard import Guard
from worker.house import House
from worker.housekeeping import housekeeping
from worker.imap import ImapMailbox
from worker.settings import Server, Settings
from worker.smtp import SmtpPostman
from workflows.housekeeping import HousekeepingWorkflow
from workflows.mailbox import MailboxWorkflow
from workflows.relationship import (
    NEEDS_CARE,
    NEXT_DEADLINE,
    PROGRAMME,
    STAGE,
    Life,
    RelationshipWorkflow,
    first_attributes,
)

GRACE = timedelta(seconds=30)
"""How long a letter under way may take to end when the worker stops: cut off, it would be sent twice."""

THREADS = 8
ATTRIBUTES = (STAGE, PROGRAMME, NEXT_DEADLINE, NEEDS_CARE)
IDENTITY = "peerpost-worker"
SEND_SECONDS = 5.0
PROBES = 30
"""A server takes some seconds to know what it was told."""


class TemporalNotReached(Exception):
    """Says to the operator which server does not answer, or what it lacks."""


async def connect(address: str, namespace: str, runtime: Runtime | None = None) -> Client:
    """Raises TemporalNotReached if nobody answers there.  With a `runtime` of its own the figures are told there."""
    try:
        return await Client.connect(address, namespace=namespace, identity=IDENTITY, runtime=runtime)
    except RuntimeError:
        raise TemporalNotReached(
            f"No Temporal server answers at {address}; please start it, or check PEERPOST_TEMPORAL_ADDRESS."
        ) from None


async def knows_search_attributes(client: Client) -> bool:
    """Whether the server knows what relationships show."""
    names = (key.name for key in ATTRIBUTES)
    try:
        await client.count_workflows(" AND ".join(f"{name} IS NULL" for name in names))
    except RPCError:
        return False
    return True


async def register_search_attributes(client: Client) -> None:
    """Make the server know what relationships show; before that it would refuse to start any.

    Raises TemporalNotReached where we may not add them and they are not there (as on Temporal Cloud).
    """
    kinds = {key.name: key.indexed_value_type for key in ATTRIBUTES}
    wanted = {name: IndexedValueType.ValueType(kind) for name, kind in kinds.items()}
    request = AddSearchAttributesRequest(namespace=client.namespace, search_attributes=wanted)
    with suppress(RPCError):
        # Refused if they are there already; whether they are is seen below.
        await client.operator_service.add_search_attributes(request)
    for _ in range(PROBES):
        if await knows_search_attributes(client):
            return
        await asyncio.sleep(1)
    names = ", ".join(kinds)
    raise TemporalNotReached(f"Temporal does not know the search attributes {names}; please register them there.")


def build_worker(client: Client, house: House, settings: Settings, witness: Witness | None = None) -> Worker:
    """A worker over this house; run it with `async with`.

    Without a `witness` a letter whose attempt has no known end is sent again: the same mail, under the same Message-ID.
    """
    agency = Agency(settings.address, settings.separator)
    advance = Advance(house.journal, house.inbox, house.outbox, house.registry)
    post = Post(house.outbox, house.registry, house.journal, postman(settings.smtp), agency, now, witness)
    sorter = Sorter(house.inbox, house.outbox, house.registry, settings.address, settings.authserv_id)
    strangers = Strangers(house.inbox, settings.address, _send_with(settings))
    tell = _tell_with(client, settings, house)
    intake = Intake(house.inbox, sorter, lambda: mailbox(settings.imap), tell, now, strangers)
    return Worker(
        client,
        task_queue=settings.task_queue,
        workflows=[RelationshipWorkflow, MailboxWorkflow, HousekeepingWorkflow],
        activities=[advance.advance, post.post, intake.watch, housekeeping(house, settings).keep_house],
        activity_executor=ThreadPoolExecutor(THREADS),
        graceful_shutdown_timeout=GRACE,
        interceptors=[Guard()],
        identity=IDENTITY,
    )


def postman(server: Server) -> SmtpPostman:
    return SmtpPostman(server.host, server.port, server.security, server.user, server.password)


def mailbox(server: Server) -> ImapMailbox:
    return ImapMailbox(server.host, server.port, server.user, server.password, server.security)


def _send_with(settings: Settings) -> Send:
    """One attempt, and no long one: meanwhile no mail is taken in."""
    server = replace(postman(settings.smtp), command_seconds=SEND_SECONDS, final_dot_seconds=SEND_SECONDS)

    async def send(recipient: str, raw: bytes) -> str:
        try:
            await server.post(settings.address, recipient, raw)
        except NotPosted as trouble:
            return "refused" if trouble.permanent else LATER
        return TAKEN

    return send


def _tell_with(client: Client, settings: Settings, house: House) -> Tell:
    """A relationship that the journal holds open and Temporal does not run is started again by the telling."""

    async def tell(relationship: str, key: str) -> None:
        standing = await asyncio.to_thread(house.registry.relationship, relationship)
        if standing.stage == OVER and not await asyncio.to_thread(_is_answered_after_the_close, house, key):
            raise Gone
        await _start(client, settings, relationship, standing.programme, first_reply=key)

    return tell


def _is_answered_after_the_close(house: House, key: str) -> bool:
    return any(may_be_heard_after_the_close(command) for command in house.inbox.commands(key))


def workflow_id(relationship: str) -> str:
    return f"relationship-{relationship}"


async def begin(client: Client, settings: Settings, relationship: str, programme: str) -> bool:
    """Start the relationship's workflow; False if it runs, or ran to its end, already."""
    try:
        await _start(client, settings, relationship, programme, WorkflowIDReusePolicy.ALLOW_DUPLICATE_FAILED_ONLY)
    except WorkflowAlreadyStartedError:
        return False
    return True


async def _start(
    client: Client,
    settings: Settings,
    relationship: str,
    programme: str,
    again: WorkflowIDReusePolicy = WorkflowIDReusePolicy.ALLOW_DUPLICATE,
    first_reply: str | None = None,
) -> None:
    """With a `first_reply` a workflow that runs is told of it, and one that does not is started with it."""
    await client.start_workflow(
        RelationshipWorkflow.run,
        Life(relationship, settings.events_per_run),
        id=workflow_id(relationship),
        task_queue=settings.task_queue,
        id_reuse_policy=again,
        search_attributes=first_attributes(programme),
        static_summary=f"A mentoring relationship of {programme}",
        start_signal=None if first_reply is None else "reply",
        start_signal_args=[] if first_reply is None else [first_reply],
    )


async def recover(client: Client, settings: Settings, house: House) -> Sequence[str]:
    """Start every relationship with something left to do that Temporal does not run; the journal is enough to go on.

    What is left to do is a deadline to come, or a letter that has not left yet.
    """
    started = []
    for each in house.registry.relationships():
        if each.stage == OVER and not house.outbox.unposted(each.id):
            continue
        with contextlib.suppress(WorkflowAlreadyStartedError):
            await _start(client, settings, each.id, each.programme)
            started.append(each.id)
    return started


def mailbox_id(task_queue: str) -> str:
    """The workflow that watches a mailbox; its id is the lock, one for each service in a namespace."""
    return f"mailbox-{task_queue}"


async def watch_mailbox(client: Client, settings: Settings) -> None:
    """Make sure the mailbox is watched, by one reader only."""
    try:
        await client.start_workflow(
            MailboxWorkflow.run,
            id=mailbox_id(settings.task_queue),
            task_queue=settings.task_queue,
            static_summary="Takes mail in",
        )
    except WorkflowAlreadyStartedError:
        return
