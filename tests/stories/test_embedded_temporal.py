"""The embedded Temporal server: it starts, remembers, stops, and never outlives us."""

import asyncio
import os
import socket
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from temporalio.api.operatorservice.v1 import ListSearchAttributesRequest
from temporalio.client import Client, WorkflowExecutionStatus

from worker.embedded.temporal import HOST, SEARCH_ATTRIBUTES, TemporalNotStarted, TemporalServer, free_port


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) == 0


async def until(happened: Callable[[], bool]) -> None:
    async with asyncio.timeout(15):
        while not happened():
            await asyncio.sleep(0.05)


async def test_it_knows_our_search_attributes_and_remembers_what_runs_from_start_to_start(tmp_path: Path) -> None:
    first = await TemporalServer().start(tmp_path, free_port())
    client = await Client.connect(first.address)
    known = await client.operator_service.list_search_attributes(ListSearchAttributesRequest(namespace="default"))
    assert set(SEARCH_ATTRIBUTES) <= set(known.custom_attributes)
    await client.start_workflow("Relationship", id="pair-1", task_queue="peerpost")
    await first.stop()

    second = await TemporalServer().start(tmp_path, free_port())
    client = await Client.connect(second.address)
    described = await client.get_workflow_handle("pair-1").describe()
    await second.stop()
    assert described.status == WorkflowExecutionStatus.RUNNING
    assert not answers(int(second.address.rpartition(":")[2]))


async def test_a_server_that_is_there_already_is_not_taken_for_ours(tmp_path: Path) -> None:
    with socket.create_server((HOST, 0)) as other, pytest.raises(TemporalNotStarted, match="is taken"):
        await TemporalServer().start(tmp_path, other.getsockname()[1])


async def test_a_server_that_stops_at_once_is_reported_with_its_log(tmp_path: Path) -> None:
    (tmp_path / "temporal.db").mkdir()
    with pytest.raises(TemporalNotStarted, match=r"temporal\.log"):
        await TemporalServer().start(tmp_path, free_port())
    assert (tmp_path / "temporal.log").read_text()


on_linux = pytest.mark.skipif(sys.platform != "linux", reason="asks Linux to do it, or looks into its /proc")


@on_linux
async def test_the_server_does_not_outlive_a_killed_parent(tmp_path: Path) -> None:
    port = free_port()
    program = (
        "import asyncio, pathlib, sys\n"
        "from worker.embedded.temporal import TemporalServer\n"
        "async def main():\n"
        "    await TemporalServer().start(pathlib.Path(sys.argv[1]), int(sys.argv[2]))\n"
        "    print('up', flush=True)\n"
        "    await asyncio.Event().wait()\n"
        "asyncio.run(main())\n"
    )
    parent = await asyncio.create_subprocess_exec(
        *[sys.executable, "-c", program, str(tmp_path), str(port)], stdout=asyncio.subprocess.PIPE
    )
    assert parent.stdout is not None
    assert await parent.stdout.readline() == b"up\n"
    assert answers(port)
    parent.kill()
    await parent.wait()
    await until(lambda: not answers(port))


@on_linux
async def test_it_listens_on_this_machine_only(tmp_path: Path) -> None:
    server = await TemporalServer().start(tmp_path, free_port(), free_port())
    assert server._child is not None
    open_to = await asyncio.to_thread(listening_addresses, server._child.pid)
    await server.stop()
    assert open_to
    assert all(address.startswith("127.") or address == "::1" for address in open_to), open_to


def listening_addresses(pid: int) -> set[str]:
    """The addresses on which a process listens, from the kernel's tables (proc(5), /proc/net/tcp)."""
    sockets = {os.readlink(link) for link in Path(f"/proc/{pid}/fd").iterdir()}
    found = set()
    for table, family in (("tcp", socket.AF_INET), ("tcp6", socket.AF_INET6)):
        for line in Path(f"/proc/{pid}/net/{table}").read_text().splitlines()[1:]:
            fields = line.split()
            if fields[3] == "0A" and f"socket:[{fields[9]}]" in sockets:
                words = bytes.fromhex(fields[1].partition(":")[0])
                order = b"".join(words[i : i + 4][::-1] for i in range(0, len(words), 4))
                found.add(socket.inet_ntop(family, order))
    return found
