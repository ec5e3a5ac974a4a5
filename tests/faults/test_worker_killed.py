"""The worker dies at any moment, again and again: every mail counts once, every letter arrives, none twice."""

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator
from email.message import EmailMessage
from pathlib import Path

import pytest
from sqlalchemy import func, select

from store.tables import causes, inbox, outbox
from tests.workflows.grounds import (
    ADA,
    MIRA,
    ORGANISER,
    WORKER,
    Child,
    box,
    child,
    enrol_pair,
    mails,
    servers,
    until,
)
from worker.clock import now
from worker.embedded.mailboxes import PostOffice
from worker.embedded.state import AGENCY
from worker.embedded.whole import Whole
from worker.service import mailbox_id, workflow_id
from workflows.mailbox import MailboxWorkflow
from workflows.relationship import Life, RelationshipWorkflow

SEED = 20270214
LOST_AFTER = 3.0
SAID = ["Where are we? Status please.", "We met today.", "We were in touch today.", "Please send me fewer mails."]
WITH_WITNESS = "from tests.workflows.witnessed import main; main()"


class PostOfficeOfDeath(PostOffice):
    """Kills the worker just after a letter of its is safe, before the server's word for it has left."""

    victim: Child | None = None
    kills = 0

    async def deliver(self, recipient: str, raw: bytes) -> None:
        await super().deliver(recipient, raw)
        if self.victim is not None and not recipient.startswith(AGENCY.partition("@")[0]):
            self.victim.kill()
            self.victim, self.kills = None, self.kills + 1


@pytest.fixture
async def whole(tmp_path: Path) -> AsyncIterator[Whole]:
    async with servers(tmp_path, events_per_run=60, office=PostOfficeOfDeath) as whole:
        queue = whole.settings.task_queue
        await whole.client.start_workflow(MailboxWorkflow.run, LOST_AFTER, id=mailbox_id(queue), task_queue=queue)
        yield whole


@pytest.mark.parametrize("witness", [True, False], ids=["with a witness", "without"])
async def test_a_worker_killed_again_and_again_loses_and_doubles_nothing(whole: Whole, witness: bool) -> None:
    chance = random.Random(SEED)
    office = whole.office
    assert isinstance(office, PostOfficeOfDeath)
    relationship = await _begin(whole)
    with child(whole, WITH_WITNESS if witness else WORKER) as worker:
        await until(lambda: whole.house.outbox.unposted(relationship) == 0, "the kick-off")
        writing = asyncio.create_task(_write(whole, chance, 20 if witness else 6))
        for moment in range(5 if witness else 2):
            if moment % 2:
                await asyncio.sleep(chance.uniform(0.5, 4.0))
                worker.kill()
            else:
                office.victim = worker
                await until(lambda: not worker.is_alive(), "a death at a delivery")
            worker.start()
        await writing
        await until(lambda: _is_done(whole, relationship), "the end of all work", 60)
        assert worker.is_alive(), worker.said()

    written = 20 if witness else 6
    assert _every_mail_counted_once(whole, relationship) == written
    copies = await _copies(whole)
    keys = {each.key for each in whole.house.outbox.all_of(relationship)}
    assert {_key(message_id) for message_id in copies} == keys
    doubled = {message_id: bodies for message_id, bodies in copies.items() if len(bodies) > 1}
    if witness:
        assert not doubled
        # A death at a random moment may fall between an arrival and its 250 too.
        assert _witnessed(whole) >= office.kills == 3
    else:
        # Nobody can know whether these had arrived; what can be done is that their reader sees the same mail again.
        assert len(doubled) >= office.kills == 1
        assert all(len(set(bodies)) == 1 for bodies in doubled.values())


async def _begin(whole: Whole) -> str:
    relationship = enrol_pair(whole)
    life = Life(relationship, whole.settings.events_per_run, post_again_seconds=0.5, lost_after_seconds=LOST_AFTER)
    await whole.client.start_workflow(
        RelationshipWorkflow.run, life, id=workflow_id(relationship), task_queue=whole.settings.task_queue
    )
    return relationship


async def _write(whole: Whole, chance: random.Random, number: int) -> None:
    for count in range(number):
        at, text = now(), SAID[count % len(SAID)]
        await asyncio.to_thread(box(whole, (ADA, MIRA)[count % 2]).write, AGENCY, f"Mail {count}", text, at)
        await asyncio.sleep(chance.uniform(0.1, 1.5))


def _is_done(whole: Whole, relationship: str) -> bool:
    came, open_ = whole.house.inbox.progress()
    return came > 0 and open_ == 0 and not whole.lying_in_wait() and whole.house.outbox.unposted(relationship) == 0


def _every_mail_counted_once(whole: Whole, relationship: str) -> int:
    """How many mails came; each of them is done under one cause, or set aside with a reason."""
    with whole.house.engine.connect() as connection:
        rows = connection.execute(select(inbox).where(inbox.c.sealed.is_not(None))).all()
        counted = Counter(connection.scalars(select(causes.c.cause).where(causes.c.stream == relationship)))
    for row in rows:
        assert (row.state, counted[row.key]) in (("done", 1), ("set_aside", 0))
        assert row.state == "done" or row.reason
    return len(rows)


async def _copies(whole: Whole) -> dict[str, list[bytes]]:
    """What lies in everybody's mailbox under each Message-ID, without the post office's own stamps."""
    found: dict[str, list[bytes]] = {}
    for address in (ADA, MIRA, ORGANISER):
        for mail in await mails(whole, address):
            found.setdefault(str(mail["Message-ID"]), []).append(_as_sent(mail))
    return found


def _as_sent(mail: EmailMessage) -> bytes:
    for stamp in ("Return-Path", "Delivered-To", "Authentication-Results", "Received"):
        del mail[stamp]
    return mail.as_bytes()


def _key(message_id: str) -> str:
    return message_id.partition("@")[0].rpartition(".")[2]


def _witnessed(whole: Whole) -> int:
    query = select(func.count()).select_from(outbox).where(outbox.c.answer == "seen in the mailbox")
    with whole.house.engine.connect() as connection:
        return connection.scalar(query) or 0
