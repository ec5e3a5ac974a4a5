"""Housekeeping on the real servers: what is over is gone; without the key store nothing is lost, nothing sent."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from imap_tools import MailBoxUnencrypted
from sqlalchemy import func, select

from store.audit import verify
from store.tables import data_keys, inbox, outbox
from store.tombstones import Tombstones
from tests.town import MENTEE, MENTOR, Town
from tests.workflows.grounds import ADA, begin_pair, box, child, mails, servers, service, until
from worker.clock import now
from worker.commands import skip
from worker.embedded.state import AGENCY
from worker.embedded.whole import Whole
from worker.house import open_house
from worker.housekeeping import housekeeping, housekeeping_id, keep_house, keep_house_daily

CANARY = "kanarienvogel"
RETENTION = timedelta(days=31)


@pytest.fixture
async def whole(tmp_path: Path) -> AsyncIterator[Whole]:
    async with servers(tmp_path) as whole:
        yield whole


async def test_a_relationship_that_is_over_is_gone_from_database_files_and_mailbox(whole: Whole) -> None:
    async with service(whole):
        town = await _a_life_that_ends(whole)
        closed = await town.rehearsal.now()
        assert await asyncio.to_thread(_filed, whole) == 2
        done = await keep_house(whole.client, whole.settings, closed)
        assert (done.relationships, done.rotated, done.settled) == (0, True, True)
        assert await asyncio.to_thread(_filed, whole) == 0, "who asked is in no mail any more"
        sealed = await asyncio.to_thread(_sealed, whole)
        assert sealed
        done = await keep_house(whole.client, whole.settings, closed + RETENTION)
        assert (done.relationships, done.people, done.copies, done.rotated, done.settled) == (1, 3, 0, True, True)
        again = await keep_house(whole.client, whole.settings, closed + 2 * RETENTION)
        assert (again.relationships, again.people, again.mails, again.rotated) == (0, 0, 0, False)
    files = b"".join(path.read_bytes() for path in whole.folder.path.glob("peerpost.db*"))
    assert CANARY.encode() not in files and [each for each in sealed if each in files] == []
    assert verify(whole.house.engine, list(Tombstones(whole.house.keys).all())).is_whole


async def _a_life_that_ends(whole: Whole) -> Town:
    town = await begin_pair(whole)
    await town.until_letter(MENTOR, "form")
    await town.answers(MENTOR, "form", f"How to reach the mentor: {CANARY}")
    await town.writes(MENTEE, f"END\n\nIt is the {CANARY}.")
    await town.to_the_end()
    return town


def _sealed(whole: Whole) -> list[bytes]:
    """Every sealed letter and wrapped key there is."""
    with whole.house.engine.connect() as connection:
        letters = connection.scalars(select(outbox.c.sealed).where(outbox.c.sealed.is_not(None))).all()
        return [*letters, *connection.scalars(select(data_keys.c.wrapped))]


def _filed(whole: Whole, folder: str = "Processed") -> int:
    server = whole.settings.imap
    with MailBoxUnencrypted(server.host, server.port).login(server.user, server.password, "INBOX") as mailbox:
        return mailbox.folder.status(folder)["MESSAGES"]


async def test_nobody_elses_mail_is_taken_away(whole: Whole) -> None:
    """One that was never taken in, and one that somebody else has marked as deleted, stay."""
    async with service(whole):
        town = await begin_pair(whole)
        await town.writes(MENTEE, "STATUS")
    server = whole.settings.imap

    def somebody_else() -> None:
        with MailBoxUnencrypted(server.host, server.port).login(server.user, server.password, "INBOX") as mailbox:
            for name in ("theirs", "marked"):
                mailbox.append(f"Subject: {name}\r\n\r\nhello\r\n".encode(), "Processed")
            mailbox.folder.set("Processed")
            *_, last = mailbox.uids()
            mailbox.client.uid("STORE", last, "+FLAGS", r"(\Deleted)")

    await asyncio.to_thread(somebody_else)
    chores = housekeeping(whole.house, whole.settings)
    assert (await asyncio.to_thread(chores.all_chores, now() + timedelta(days=8))).copies == 1
    assert await asyncio.to_thread(_filed, whole) == 2


async def test_a_mailbox_that_does_not_answer_holds_nothing_back(whole: Whole) -> None:
    async with service(whole):
        town = await _a_life_that_ends(whole)
        at = await town.rehearsal.now() + RETENTION
    await whole.office.close()
    done = await asyncio.to_thread(housekeeping(whole.house, whole.settings).all_chores, at)
    assert (done.relationships, done.copies) == (1, -1)


async def test_the_turned_clock_reaches_it_also_when_everybody_is_gone(
    whole: Whole, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PEERPOST_HOME", str(whole.folder.path))
    monkeypatch.delenv("PEERPOST_DATABASE_URL", raising=False)
    whole.folder.note_running(whole.ports)
    async with service(whole):
        town = await begin_pair(whole)
        await town.writes(MENTEE, "END")
        stream = town.rehearsal.relationship
        await asyncio.to_thread(skip.skip, "6w")
        assert whole.house.registry.relationship(stream).stage == "closed"
        assert whole.house.registry.members_of(stream), "it is kept for a month yet"
        for _ in range(2):
            await asyncio.to_thread(skip.skip, "3w")
        assert not whole.house.registry.members_of(stream)


async def test_it_comes_by_itself_at_every_start_and_once_a_day(whole: Whole) -> None:
    async with service(whole):
        for runs in (1, 2):
            await keep_house_daily(whole.client, whole.settings)
            schedule = whole.client.get_schedule_handle(housekeeping_id(whole.settings.task_queue))

            async def ran(times: int = runs) -> bool:
                found = await whole.client.count_workflows(
                    "WorkflowType='Housekeeping' AND ExecutionStatus='Completed'"
                )
                return found.count >= times

            await until(ran, "housekeeping")
        described = await schedule.describe()
        assert [each.every for each in described.schedule.spec.intervals] == [timedelta(days=1)]


async def test_without_the_key_store_mail_is_taken_in_and_nothing_is_sent(whole: Whole) -> None:
    """F17: and once it is back, what was taken in is read as if nothing had been."""
    async with service(whole):
        town = await begin_pair(whole)
    keys, away = whole.settings.keys, whole.folder.path / "away.json"
    shutil.move(keys, away)
    before = len(await mails(whole, ADA))
    with child(whole) as worker:
        await asyncio.to_thread(box(whole, ADA).write, AGENCY, "Hello", "STATUS", now())
        await until(lambda: _taken(whole) == 1 and not whole.lying_in_wait(), "the mail to be taken in", 60)
        await until(lambda: "no letter is sent" in worker.said(), "a word to the operator")
        assert worker.is_alive()
        assert not keys.exists(), "new keys would only hide that the old ones are gone"
        with pytest.raises(Exception, match="restore it"):
            open_house(whole.settings.database_url, keys)
    assert len(await mails(whole, ADA)) == before
    assert whole.house.inbox.unsorted() != []
    shutil.move(away, keys)
    async with service(whole):
        await until(lambda: "status" in town.names(MENTOR), "an answer")
        await until(lambda: _taken(whole) == 0, "the mail to be read")


def _taken(whole: Whole) -> int:
    with whole.house.engine.connect() as connection:
        query = select(func.count()).select_from(inbox).where(inbox.c.state == "taken")
        return connection.execute(query).scalar_one()
