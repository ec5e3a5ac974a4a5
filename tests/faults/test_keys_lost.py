"""A relationship whose key is missing stops and says so; no letter leaves half empty, and with the key it goes on."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import delete, insert, select

from store.tables import data_keys
from tests.town import MENTEE, MENTOR
from tests.workflows.grounds import ADA, MIRA, begin_pair, box, child, mails, servers, service, until
from worker.clock import now
from worker.embedded.state import AGENCY
from worker.embedded.whole import Whole
from worker.service import workflow_id
from worker.virtual import MOMENT, skip, time_of
from workflows.relationship import KEY_AGAIN, NEEDS_CARE


@pytest.fixture
async def whole(tmp_path: Path) -> AsyncIterator[Whole]:
    async with servers(tmp_path) as whole:
        yield whole


async def test_without_its_key_a_relationship_stops_with_a_flag_and_goes_on_with_it(whole: Whole) -> None:
    """F16, I10."""
    async with service(whole):
        town = await begin_pair(whole)
    stream, before = town.rehearsal.relationship, len(await mails(whole, ADA)) + len(await mails(whole, MIRA))
    due = whole.house.next_moment(stream)
    assert due is not None
    key = (data_keys.c.scope == stream) & (data_keys.c.purpose == "content")
    with whole.house.engine.begin() as connection:
        row = dict(connection.execute(select(data_keys).where(key)).mappings().one())
        connection.execute(delete(data_keys).where(key))
    whole.house.vault.forget_all()
    with child(whole) as worker:
        # No further than to the first letter that is due: without the key it is tried again each quarter of an hour.
        await skip(whole.client, stream, due - await time_of(whole.client, stream) + MOMENT)

        async def is_flagged(wanted: bool = True) -> bool:
            described = await whole.client.get_workflow_handle(workflow_id(stream)).describe()
            return described.typed_search_attributes.get(NEEDS_CARE) is wanted

        await until(is_flagged, "the flag")
        await asyncio.to_thread(box(whole, MIRA).write, AGENCY, "Hello", "HELP", now())
        assert len(await mails(whole, ADA)) + len(await mails(whole, MIRA)) == before
        with whole.house.engine.begin() as connection:
            connection.execute(insert(data_keys).values(row))
        await skip(whole.client, stream, KEY_AGAIN + MOMENT)
        await until(lambda: is_flagged(False), "the end of the flag")
        await until(lambda: len(town.names(MENTOR) + town.names(MENTEE)) > before, "the letters of these days")
        assert worker.is_alive()
