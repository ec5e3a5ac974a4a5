"""A Temporal server of one's own knows nothing of what relationships show, until the worker tells it."""

from pathlib import Path

import pytest
from temporalio.service import RPCError

from worker.embedded import temporal
from worker.embedded.temporal import TemporalServer, free_port
from worker.service import TemporalNotReached, connect, register_search_attributes


async def test_a_server_without_the_search_attributes_is_told_of_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(temporal, "SEARCH_ATTRIBUTES", {})
    server = await TemporalServer().start(tmp_path, free_port())
    try:
        client = await connect(server.address, "default")
        with pytest.raises(RPCError):
            await client.count_workflows("NeedsCare = true")
        await register_search_attributes(client)
        await register_search_attributes(client)
        assert (await client.count_workflows("NeedsCare = true AND Stage = 'agreement'")).count == 0
    finally:
        await server.stop()


async def test_a_server_that_does_not_answer_is_named() -> None:
    with pytest.raises(TemporalNotReached, match="No Temporal server answers at 127"):
        await connect(f"127.0.0.1:{free_port()}", "default")
