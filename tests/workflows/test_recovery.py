"""Temporal is lost, with its database: the journal is enough to go on, and nothing is said twice."""

import asyncio
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from store.outbox import Outgoing
from tests.town import MENTEE, MENTOR, Town
from tests.workflows.grounds import ADA, MIRA, begin_pair, box, mails, servers, service, until
from worker.clock import now
from worker.embedded.temporal import free_port
from worker.embedded.whole import Whole
from worker.service import recover, workflow_id

ASKS = "Where are we? Status please."


async def test_what_temporal_lost_is_started_again_from_the_journal(tmp_path: Path) -> None:
    async with servers(tmp_path) as whole:
        async with service(whole):
            town = await begin_pair(whole)
            await town.answers(MENTOR, "form", "How often to meet: every two weeks")
        # The last letters of this life do not get out: nobody listens there.
        settings = replace(whole.settings, smtp=replace(whole.settings.smtp, port=free_port()))
        async with service(replace(whole, settings=settings)):
            await asyncio.to_thread(box(whole, MIRA).write, whole.settings.address, "Hello", ASKS, now())
            await until(lambda: "status" in [each.letter.name for each in _letters(town)], "the decision")
    relationship = town.rehearsal.relationship
    (tmp_path / "temporal" / "temporal.db").unlink()

    async with servers(tmp_path) as whole:
        assert not [each async for each in whole.client.list_workflows()]
        before = await _copies(whole)
        assert await recover(whole.client, whole.settings, whole.house) == [relationship]
        assert await recover(whole.client, whole.settings, whole.house) == []
        async with service(whole):
            town = Town(replace(town.rehearsal, whole=whole))
            await town.rehearsal.settle()
            after = await _copies(whole)
            assert set((after - before).values()) == {1} and len(after - before) == 1
            assert town.names(MENTEE)[-1] == "status"

            deadline, letters = town.rehearsal.deadline, len(town.names())
            assert deadline is not None
            await town.rehearsal.turn_to(deadline - timedelta(hours=1))
            assert len(town.names()) == letters
            await town.rehearsal.turn_to(deadline + timedelta(seconds=1))
            assert len(town.names()) > letters
            assert set((await _copies(whole)).values()) == {1}


async def test_a_workflow_that_somebody_ended_by_hand_comes_back_with_the_next_mail(tmp_path: Path) -> None:
    """Terminated in Temporal's own page: the journal says it is open, so it is."""
    async with servers(tmp_path) as whole, service(whole):
        town = await begin_pair(whole)
        handle = whole.client.get_workflow_handle(workflow_id(town.rehearsal.relationship))
        await handle.terminate("by mistake")
        await asyncio.to_thread(box(whole, MIRA).write, whole.settings.address, "Hello", ASKS, now())
        await until(lambda: "status" in [each.letter.name for each in _letters(town)], "the answer")
        assert not whole.house.inbox.set_aside_counts()


def _letters(town: Town) -> list[Outgoing]:
    return town.rehearsal.whole.house.outbox.all_of(town.rehearsal.relationship)


async def _copies(whole: Whole) -> Counter[str]:
    """How often each letter lies in a mailbox."""
    found = [*await mails(whole, ADA), *await mails(whole, MIRA)]
    return Counter(str(mail["Message-ID"]) for mail in found)
