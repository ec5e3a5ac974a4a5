"""A long relationship goes on in fresh runs; what comes at that very moment is neither lost nor acted on twice."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from sqlalchemy import select
from temporalio.api.sdk.v1.workflow_metadata_pb2 import WorkflowMetadata

from mentoring.commands import Command, ReportContact
from store.tables import causes
from tests.town import MENTEE, MENTOR
from tests.workflows.grounds import begin_pair, enrol_pair, servers, service, until
from worker.clock import now
from worker.embedded.whole import Whole
from worker.service import begin, workflow_id
from workflows.relationship import RelationshipWorkflow

EVENTS_PER_RUN = 30
BURST = 50


@pytest.fixture(scope="module")
async def whole(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Whole]:
    async with servers(tmp_path_factory.mktemp("runs"), EVENTS_PER_RUN) as whole, service(whole):
        yield whole


async def test_a_burst_of_signals_while_it_goes_on_in_a_fresh_run(whole: Whole) -> None:
    relationship = enrol_pair(whole)
    await begin(whole.client, whole.settings, relationship, "img")
    await until(lambda: whole.house.outbox.unposted(relationship) == 0, "the kick-off")
    ada = next(m.id for m in whole.house.registry.members_of(relationship) if m.role == MENTOR)
    handle = whole.client.get_workflow_handle(workflow_id(relationship))
    keys = [f"{number:064x}" for number in range(BURST)]

    async def tell(number: int) -> None:
        request: list[Command] = [ReportContact(ada, None)] if number % 10 == 0 else []
        whole.house.inbox.keep(keys[number], relationship, request, now())
        await handle.signal(RelationshipWorkflow.reply, keys[number])
        if number % 7 == 0:
            await handle.signal(RelationshipWorkflow.reply, keys[number])

    for number in range(BURST):
        # Some in one go, some just so far apart that the run is about to end.
        await tell(number) if number % 3 else await asyncio.gather(tell(number), asyncio.sleep(0.05))
    await until(lambda: all(whole.house.inbox.state(key)[0] == "done" for key in keys), "every reply")
    await until(lambda: whole.house.outbox.unposted(relationship) == 0, "every letter")

    journalled = _causes(whole, relationship)
    assert {key: journalled[key] for key in keys} == dict.fromkeys(keys, 1)
    runs = await _runs(whole, relationship)
    assert runs >= 5
    answers = [each for each in whole.house.outbox.all_of(relationship) if each.letter.name == "contact_noted"]
    assert len(answers) == BURST // 10
    await _is_shown(whole, relationship)


async def test_a_second_run_shows_the_same_and_keeps_its_deadline(whole: Whole) -> None:
    """In skipped time, which the server gets wrong from the third run on."""
    town = await begin_pair(whole, place="hill.example")
    relationship = town.rehearsal.relationship
    for _ in range(6):
        if await _runs(whole, relationship) == 2:
            break
        await town.writes(MENTEE, "We were in touch today.")
    assert await _runs(whole, relationship) == 2
    await _is_shown(whole, relationship)
    deadline, before = town.rehearsal.deadline, len(town.names())
    assert deadline is not None
    await town.rehearsal.turn_to(deadline - timedelta(hours=1))
    assert len(town.names()) == before
    await town.rehearsal.turn_to(deadline + timedelta(seconds=1))
    assert len(town.names()) > before


async def _is_shown(whole: Whole, relationship: str) -> None:
    handle = whole.client.get_workflow_handle(workflow_id(relationship))
    described = await handle.describe()
    shown = {pair.key.name: pair.value for pair in described.typed_search_attributes}
    standing = whole.house.registry.relationship(relationship)
    assert shown["Stage"] == standing.stage and shown["NextDeadline"] == standing.deadline
    assert shown["Programme"] == standing.programme and shown["NeedsCare"] is False
    metadata = await handle.query("__temporal_workflow_metadata", result_type=WorkflowMetadata)
    assert f"**Stage:** {standing.stage}" in metadata.current_details


def _causes(whole: Whole, relationship: str) -> Counter[str]:
    with whole.house.engine.connect() as connection:
        return Counter(connection.scalars(select(causes.c.cause).where(causes.c.stream == relationship)))


async def _runs(whole: Whole, relationship: str) -> int:
    """Counted from the histories themselves, the newest first: the list lags behind."""
    handle = whole.client.get_workflow_handle(workflow_id(relationship))
    runs, run = 0, (await handle.describe()).run_id
    while run:
        runs += 1
        history = await whole.client.get_workflow_handle(workflow_id(relationship), run_id=run).fetch_history()
        run = history.events[0].workflow_execution_started_event_attributes.continued_execution_run_id
    return runs
