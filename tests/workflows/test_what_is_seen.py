"""What whoever watches Temporal sees of a relationship: enough to know how it stands, in words of everyday."""

import re
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from temporalio.api.sdk.v1.workflow_metadata_pb2 import WorkflowMetadata
from temporalio.client import WorkflowExecutionDescription, WorkflowHandle

from tests.town import MENTEE, MENTOR, Town
from tests.workflows.grounds import begin_pair, servers, service
from worker.clock import now
from worker.embedded.whole import Whole
from worker.service import workflow_id


@pytest.fixture(scope="module")
async def whole(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Whole]:
    async with servers(tmp_path_factory.mktemp("seen")) as whole, service(whole):
        yield whole


async def test_a_running_relationship_shows_how_it_stands(whole: Whole) -> None:
    town = await begin_pair(whole, "img", now().date() + timedelta(days=2))
    await town.until_letter(MENTOR, "form")
    handle, described = await _described(town)

    assert await described.static_summary() == "A mentoring relationship of img"
    shown = {pair.key.name: pair.value for pair in described.typed_search_attributes}
    deadline = town.rehearsal.deadline
    assert shown["Stage"] == "agreement" and shown["Programme"] == "img" and shown["NeedsCare"] is False
    assert deadline is not None
    assert shown["NextDeadline"] == deadline

    details = (await _metadata(handle)).current_details
    assert "**Stage:** agreement" in details and "**Programme:** img" in details
    assert str(deadline.date()) in details
    assert "| agreement | mentee, mentor |" in details

    timers, activities = await _summaries(handle)
    assert re.fullmatch(r"waiting for: [a-z -]+ on \d{4}-\d\d-\d\d", timers[-1])
    assert timers[-1].endswith(str(deadline.date()))
    assert "the relationship starts: decide what follows" in activities
    assert "a deadline came: decide what follows" in activities
    assert activities.count("post a letter: kickoff") == 2


async def test_a_reply_and_each_letter_have_a_line_that_reads_well(whole: Whole) -> None:
    town = await begin_pair(whole, "red", place="hill.example")
    await town.until_letter(MENTOR, "form")
    await town.writes(MENTOR, "We met today.")
    handle, described = await _described(town)
    _, activities = await _summaries(handle)
    assert "a reply came in: decide what follows" in activities
    assert [line for line in activities if line.startswith("post a letter: ")]
    assert all("_" not in line for line in activities)
    assert {pair.key.name for pair in described.typed_search_attributes} >= {"Stage", "NextDeadline", "NeedsCare"}


async def test_who_is_leaving_looks_like_who_is_not(whole: Whole) -> None:
    """XC-03: until the grace is over nobody but the leaver is told, and that includes who watches."""
    town = await begin_pair(whole, "img", now().date() + timedelta(days=2), "lake.example")
    await town.until_letter(MENTEE, "form")
    before = {pair.key.name: pair.value for pair in (await _described(town))[1].typed_search_attributes}
    await town.writes(MENTEE, "END")
    assert "end_pending" in town.names(MENTEE)
    handle, described = await _described(town)
    after = {pair.key.name: pair.value for pair in described.typed_search_attributes}
    assert after == before

    timers, activities = await _summaries(handle)
    details = (await _metadata(handle)).current_details
    history = (await handle.fetch_history()).to_json()
    assert "post a letter: an answer" in activities
    for place in (*timers, *activities, details):
        assert not re.search(r"\bend|leav", place.casefold()), place
    assert "end_pending" not in history and "Leaving" not in history
    await town.days(4)
    assert (await _stage(town)) == "ended"


async def _described(town: Town) -> tuple[WorkflowHandle[object, object], WorkflowExecutionDescription]:
    client = town.rehearsal.whole.client
    handle: WorkflowHandle[object, object] = client.get_workflow_handle(workflow_id(town.rehearsal.relationship))
    return handle, await handle.describe()


async def _stage(town: Town) -> object:
    _, described = await _described(town)
    return {pair.key.name: pair.value for pair in described.typed_search_attributes}["Stage"]


async def _metadata(handle: WorkflowHandle[object, object]) -> WorkflowMetadata:
    metadata: WorkflowMetadata = await handle.query("__temporal_workflow_metadata", result_type=WorkflowMetadata)
    return metadata


async def _summaries(handle: WorkflowHandle[object, object]) -> tuple[list[str], list[str]]:
    """The lines of timers and of activities in the order of the history."""
    timers: list[str] = []
    activities: list[str] = []
    async for event in handle.fetch_history_events():
        if event.user_metadata.summary.data:
            line = event.user_metadata.summary.data.decode().strip('"')
            (timers if event.HasField("timer_started_event_attributes") else activities).append(line)
    return timers, activities
