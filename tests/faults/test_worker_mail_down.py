"""The mail server is away for a while, or refuses one address for good: decisions go on."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from mentoring.letters import PRIVATE
from tests.workflows.grounds import (
    ADA,
    MIRA,
    PLACE,
    address_of,
    box,
    enrol_pair,
    mails,
    servers,
    service,
    until,
)
from worker.clock import now
from worker.embedded.mailboxes import PostOffice
from worker.embedded.state import AGENCY
from worker.embedded.temporal import free_port
from worker.embedded.whole import Whole
from worker.embedded.witness import PostOfficeWitness
from worker.service import workflow_id
from workflows.relationship import Life, RelationshipWorkflow

PLACE_OF_REFUSAL = "closed.example"


class Gate:
    """A door to the post office's SMTP that is shut (nobody listens there) or open."""

    def __init__(self, inside: int) -> None:
        self._inside = inside
        self.port = free_port()
        self._door: asyncio.Server | None = None

    async def open(self) -> None:
        self._door = await asyncio.start_server(self._let_through, "127.0.0.1", self.port)

    async def close(self) -> None:
        if self._door is not None:
            self._door.close()
            await self._door.wait_closed()

    async def _let_through(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        inside, outside = await asyncio.open_connection("127.0.0.1", self._inside)
        await asyncio.gather(_pour(reader, outside), _pour(inside, writer))


async def _pour(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    with contextlib.suppress(ConnectionError):
        while data := await source.read(65536):
            target.write(data)
            await target.drain()
    target.close()


class OfficeWithoutMira(PostOffice):
    """Says 553 to letters for Mira of one place, as a server says of an address that is no more."""

    async def deliver(self, recipient: str, raw: bytes) -> None:
        if recipient == address_of("mentee", PLACE_OF_REFUSAL):
            raise ValueError
        await super().deliver(recipient, raw)


@pytest.fixture(scope="module")
async def whole(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Whole]:
    async with servers(tmp_path_factory.mktemp("down"), office=OfficeWithoutMira) as whole:
        yield whole


async def test_letters_wait_for_the_mail_server_and_then_arrive_once_and_in_order(whole: Whole) -> None:
    gate = Gate(whole.ports.smtp)
    settings = replace(whole.settings, smtp=replace(whole.settings.smtp, port=gate.port))
    away = replace(whole, settings=settings)
    async with service(away):
        relationship = await _begin(whole, PLACE)
        await until(lambda: _journalled(whole, relationship) == 1, "the start")
        for count, words in enumerate(("Where are we? Status please.", "HELP", "STOP THE NUDGES")):
            await asyncio.to_thread(box(whole, ADA).write, AGENCY, "Hello", words, now())
            await until(lambda done=count + 2: _journalled(whole, relationship) == done, "a decision")  # type: ignore[misc]
        due = whole.house.outbox.all_of(relationship)
        assert whole.house.outbox.unposted(relationship) == len(due) == 7
        assert not await mails(whole, ADA)

        await gate.open()
        await until(lambda: whole.house.outbox.unposted(relationship) == 0, "the letters")
        assert await _shown(whole, relationship, "NeedsCare") is False
    await gate.close()
    for address, role in ((ADA, "mentor"), (MIRA, "mentee")):
        member = next(m.id for m in whole.house.registry.members_of(relationship) if m.role == role)
        theirs = [each for each in due if each.letter.to == member]
        in_order = [each.key for each in theirs if each.letter.name not in PRIVATE]
        arrived = [str(mail["Message-ID"]).partition("@")[0].rpartition(".")[2] for mail in await mails(whole, address)]
        # An answer to its writer alone has no lane that could be watched, so it may come before the others.
        assert sorted(arrived) == sorted(each.key for each in theirs)
        assert [key for key in arrived if key in in_order] == in_order
    assert all(each.attempts >= 1 for each in whole.house.outbox.all_of(relationship))


async def test_an_address_that_is_no_more_is_shown_and_the_organiser_told(whole: Whole) -> None:
    async with service(whole):
        relationship = await _begin(whole, PLACE_OF_REFUSAL)
        await until(lambda: "address_failing" in _names(whole, relationship), "word to the organiser")
        await until(lambda: whole.house.outbox.unposted(relationship) == 0, "the letters")
        told = [
            str(mail) for mail in await mails(whole, _organiser(whole, relationship)) if "come back" in mail["Subject"]
        ]
        assert await _shown(whole, relationship, "NeedsCare") is True
    states = {each.letter.name + each.state for each in whole.house.outbox.all_of(relationship)}
    assert "kickoffrefused" in states and "kickoffposted" in states and "address_failingposted" in states
    assert _names(whole, relationship).count("address_failing") == 1
    assert len(told) == 1 and "Mira Lind" in told[0], "who looks after the pair must know whom nothing reaches"
    assert PLACE_OF_REFUSAL not in told[0]
    assert await mails(whole, address_of("mentor", PLACE_OF_REFUSAL))


@pytest.mark.parametrize("witness", [True, False], ids=["with a witness", "without"])
async def test_a_lost_answer_doubles_a_letter_only_where_nobody_can_look(whole: Whole, witness: bool) -> None:
    """The server took the letter, and the line was cut before its word for it came."""
    place = "seen.example" if witness else "unseen.example"
    seen = PostOfficeWitness(whole.ports.smtp, whole.ports.imap) if witness else None
    cut = Cutting(whole.ports.smtp)
    settings = replace(whole.settings, smtp=replace(whole.settings.smtp, port=cut.port))
    await cut.open()
    async with service(replace(whole, settings=settings), seen):
        relationship = await _begin(whole, place)
        await until(lambda: "kickoff" in _names(whole, relationship), "the kick-off")
        await until(lambda: whole.house.outbox.unposted(relationship) == 0, "the letters")
    await cut.close()
    arrived = [str(mail["Message-ID"]) for mail in await mails(whole, address_of("mentor", place))]
    arrived += [str(mail["Message-ID"]) for mail in await mails(whole, address_of("mentee", place))]
    assert cut.cuts == 1
    assert len(set(arrived)) == 4
    assert len(arrived) == (4 if witness else 5)


class Cutting(Gate):
    """Once, hangs up on the sender when the post office has answered the end of a mail."""

    cuts = 0

    async def _let_through(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        inside, outside = await asyncio.open_connection("127.0.0.1", self._inside)
        pouring = asyncio.create_task(_pour(reader, outside))
        with contextlib.suppress(ConnectionError):
            while line := await inside.readline():
                if b"2.0.0 Kept" in line and not self.cuts:
                    self.cuts += 1
                    break
                writer.write(line)
                await writer.drain()
        pouring.cancel()
        writer.close()
        outside.close()


async def _begin(whole: Whole, place: str) -> str:
    relationship = enrol_pair(whole, place=place)
    life = Life(relationship, post_again_seconds=0.3)
    await whole.client.start_workflow(
        RelationshipWorkflow.run, life, id=workflow_id(relationship), task_queue=whole.settings.task_queue
    )
    return relationship


def _journalled(whole: Whole, relationship: str) -> int:
    return len({entry.cause for entry in whole.house.journal.read(relationship)})


def _names(whole: Whole, relationship: str) -> list[str]:
    return [each.letter.name for each in whole.house.outbox.all_of(relationship)]


def _organiser(whole: Whole, relationship: str) -> str:
    return whole.house.registry.person(whole.house.registry.organiser_of(relationship)).address


async def _shown(whole: Whole, relationship: str, name: str) -> object:
    described = await whole.client.get_workflow_handle(workflow_id(relationship)).describe()
    return {pair.key.name: pair.value for pair in described.typed_search_attributes}[name]
