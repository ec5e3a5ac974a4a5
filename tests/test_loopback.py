"""The rule that tests stay on this machine is itself tested, with addresses that lead nowhere (RFC 5737, RFC 6761)."""

import asyncio
import socket

import pytest

from tests.loopback import BeyondLoopbackError


def test_a_name_of_the_internet_is_not_looked_up() -> None:
    with pytest.raises(BeyondLoopbackError):
        socket.getaddrinfo("mail.example.invalid", 25)


@pytest.mark.parametrize("address", ["192.0.2.1", "2001:db8::1"])
def test_an_address_of_the_internet_is_not_connected_to(address: str) -> None:
    with pytest.raises(BeyondLoopbackError):
        socket.create_connection((address, 25), timeout=1)


def test_no_datagram_leaves_this_machine() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock, pytest.raises(BeyondLoopbackError):
        sock.sendto(b"hello", ("192.0.2.1", 53))


async def test_asyncio_does_not_get_around_it() -> None:
    with pytest.raises(BeyondLoopbackError):
        await asyncio.open_connection("192.0.2.1", 25)


async def test_servers_on_loopback_can_be_talked_to_by_number_and_by_name() -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(await reader.readline())
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server:
        for host in ("127.0.0.1", "localhost"):
            reader, writer = await asyncio.open_connection(host, port)
            writer.write(b"are you there?\n")
            assert await reader.readline() == b"are you there?\n"
            writer.close()
            await writer.wait_closed()
