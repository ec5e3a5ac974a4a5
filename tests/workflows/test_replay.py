"""What was waited for under old rules goes on under new ones: no history ever stops to replay."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from temporalio.client import WorkflowHistory
from temporalio.worker import Replayer

from mentoring import answers, letterbook
from mentoring.programme import Ladder
from tests.golden_histories.renew import LIVES
from tests.town import MENTEE, MENTOR, Town
from tests.workflows.grounds import begin_pair, servers, service
from worker.clock import now
from worker.embedded.whole import Whole
from worker.service import workflow_id
from workflows.mailbox import MailboxWorkflow
from workflows.relationship import RelationshipWorkflow

GOLDEN = Path(__file__).parents[1] / "golden_histories"


@pytest.fixture(scope="module")
async def whole(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Whole]:
    async with servers(tmp_path_factory.mktemp("replay")) as whole:
        yield whole


@pytest.mark.parametrize("name", LIVES)
async def test_a_life_recorded_long_ago_replays(name: str) -> None:
    """`python -m tests.golden_histories.renew` records them anew; do so only while no such workflow runs anywhere."""
    text = (GOLDEN / f"{name}.json").read_text()
    history = WorkflowHistory.from_json(f"relationship-{name}", text)
    assert len(history.events) > 40
    await replayer().replay_workflow(history)


async def test_the_rules_change_under_a_running_relationship(whole: Whole, monkeypatch: pytest.MonkeyPatch) -> None:
    """A ladder, how often is asked back, and the grace of an END; then a worker that has seen nothing goes on."""
    async with service(whole):
        town = await begin_pair(whole, "img", now().date() + timedelta(days=2))
        await town.until_letter(MENTEE, "form")
        await town.writes(MENTEE, "The weather has been quite something and my cat has opinions on it.")
    asked_back = town.names(MENTEE).count("ask_back")

    _change_the_rules(whole, town, monkeypatch)
    async with service(whole):
        await town.rehearsal.settle()
        await town.writes(MENTEE, "It rained again and the cat has changed its mind about everything.")
        assert town.names(MENTEE).count("ask_back") == asked_back, "asked back at most once now"
        reminded = await town.until_letter(MENTEE, "form", again=True)
        assert reminded.at.date() == town.state().kickoff + timedelta(days=28 - 20)
        await town.writes(MENTEE, "END")
        asked = await town.rehearsal.now()
        ended = await town.until_letter(MENTOR, "ended")
        assert ended.at - asked < timedelta(hours=24), "the next morning, not the one after"

    handle = whole.client.get_workflow_handle(workflow_id(town.rehearsal.relationship))
    history = await handle.fetch_history()
    failures = [event for event in history.events if event.HasField("workflow_task_failed_event_attributes")]
    assert not failures
    await replayer().replay_workflow(history)


def _change_the_rules(whole: Whole, town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (answers, letterbook):
        monkeypatch.setattr(module, "ASK_BACK_AT_MOST", 1)
    rules = town.rehearsal.programme
    documents = tuple(replace(each, ladder=Ladder(remind=(-20, -10), escalate=5)) for each in rules.documents)
    changed = replace(rules, documents=documents, ending=replace(rules.ending, grace_hours=10))
    registry = whole.house.registry
    monkeypatch.setitem(registry._programmes, (rules.name, rules.version), changed)


def replayer() -> Replayer:
    return Replayer(workflows=[RelationshipWorkflow, MailboxWorkflow])
