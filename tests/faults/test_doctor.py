"""`peerpost doctor` on installations that lack something, and on one that lacks nothing."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.store.opened import NOW, Store, open_store
from worker.doctor import (
    Finding,
    Verdict,
    border_is_known,
    database_is_well,
    disk_has_room,
    examined,
    keys_are_safe,
    mail_comes_in,
    mail_goes_out,
    python_is_patched,
    replies_find_back,
    temporal_is_ready,
)
from worker.embedded.mailboxes import PostOffice
from worker.embedded.state import AGENCY, Folder, Ports
from worker.embedded.temporal import free_port
from worker.settings import Server, Settings, SettingsIncomplete


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Store]:
    store = open_store(f"sqlite:///{tmp_path / 'data' / 'journal.db'}", tmp_path / "keys" / "keyring.json")
    yield store
    store.close()


@pytest.fixture(autouse=True)
def data(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()


def _url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'data' / 'journal.db'}"


def _keys(tmp_path: Path) -> list[Finding]:
    return list(keys_are_safe(tmp_path / "keys" / "keyring.json", _url(tmp_path), embedded=False))


def _database(tmp_path: Path, late: timedelta = timedelta(0)) -> dict[str, Finding]:
    return {each.check: each for each in database_is_well(_url(tmp_path), NOW + late)}


def _settings(tmp_path: Path, **more: int) -> Settings:
    ports = {"temporal": free_port(), "ui": 0, "smtp": free_port(), "imap": free_port()} | more
    return Folder(tmp_path).settings(Ports(**ports))


@pytest.mark.usefixtures("house")
def test_keys_that_are_there_and_closed_are_well(tmp_path: Path) -> None:
    assert [each.verdict for each in _keys(tmp_path)] == [Verdict.OK]


@pytest.mark.usefixtures("house")
@pytest.mark.parametrize(("path", "mode"), [("keys/keyring.json", 0o640), ("keys", 0o755)])
def test_keys_that_others_may_read_are_not(tmp_path: Path, path: str, mode: int) -> None:
    (tmp_path / path).chmod(mode)
    (found,) = _keys(tmp_path)
    assert found.verdict is Verdict.FAIL and f"{mode:04o}" in found.found and "chmod" in found.do


def test_a_key_file_that_is_missing_is_not_made(tmp_path: Path) -> None:
    (found,) = _keys(tmp_path)
    assert found.verdict is Verdict.FAIL
    assert not (tmp_path / "keys").exists()


def test_keys_in_the_databases_folder_are_copied_with_it(tmp_path: Path) -> None:
    keys = tmp_path / "data" / "keys" / "keyring.json"
    open_store(_url(tmp_path), keys).close()
    assert [each.verdict for each in keys_are_safe(keys, _url(tmp_path), embedded=False)] == [Verdict.OK, Verdict.WARN]


def test_a_database_that_is_missing_is_not_made(tmp_path: Path) -> None:
    assert _database(tmp_path)["database"].verdict is Verdict.FAIL
    assert list((tmp_path / "data").iterdir()) == []


def test_a_database_whose_server_does_not_answer_is_told_without_its_password() -> None:
    (found,) = database_is_well(f"postgresql+psycopg://me:geheim@127.0.0.1:{free_port()}/peerpost", NOW)
    assert found.verdict is Verdict.FAIL and "geheim" not in found.found + found.do


def test_a_database_of_another_release_is_not_ready(tmp_path: Path, house: Store) -> None:
    with house.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    found = _database(tmp_path)["database"]
    assert found.verdict is Verdict.FAIL and "0001" in found.found


@pytest.mark.parametrize(
    ("late", "verdict"),
    [(timedelta(minutes=1), Verdict.OK), (timedelta(hours=1), Verdict.WARN), (timedelta(days=1), Verdict.FAIL)],
)
def test_mail_that_lies_there_for_long_is_told(tmp_path: Path, house: Store, late: timedelta, verdict: Verdict) -> None:
    assert _database(tmp_path)["mail waiting"].verdict is Verdict.OK
    house.inbox.take("mail", b"From: a@b.example\r\n\r\nYES", NOW)
    assert _database(tmp_path, late)["mail waiting"].verdict is verdict
    assert house.inbox.unsorted() == ["mail"]


def test_mail_that_was_set_aside_for_a_human_is_told_and_a_machines_is_not(tmp_path: Path, house: Store) -> None:
    for key, reason in (("one", "automatic/list"), ("two", "stranger"), ("three", "stranger"), ("four", "unreadable")):
        house.inbox.take(key, b"From: a@b.example\r\n\r\nYES", NOW)
        house.inbox.set_aside(key, reason)
        if key == "one":
            assert _database(tmp_path)["mail set aside"].verdict is Verdict.OK
    found = _database(tmp_path)["mail set aside"]
    assert (found.verdict, found.found) == (Verdict.WARN, "for a human: stranger 2, unreadable 1") and found.do
    assert _database(tmp_path)["mail waiting"].verdict is Verdict.OK


async def test_servers_that_do_not_answer_are_told(tmp_path: Path) -> None:
    settings = _settings(tmp_path)
    found = [await mail_goes_out(settings.smtp), await asyncio.to_thread(mail_comes_in, settings.imap)]
    found.append(await temporal_is_ready(settings))
    assert [each.verdict for each in found] == [Verdict.FAIL] * 3
    assert all(each.do for each in found)


@asynccontextmanager
async def _post_office(tmp_path: Path) -> AsyncIterator[PostOffice]:
    office = await PostOffice.open(tmp_path / "mail")
    await office.add_mailbox(AGENCY)
    try:
        yield office
    finally:
        await office.close()


async def test_a_login_is_tried_and_a_wrong_password_told(tmp_path: Path) -> None:
    async with _post_office(tmp_path) as office:
        settings = _settings(tmp_path, smtp=office.smtp_port, imap=office.imap_port)
        for password, verdict in (("peerpost", Verdict.OK), ("wrong", Verdict.FAIL)):
            smtp, imap = (replace(each, password=password) for each in (settings.smtp, settings.imap))
            assert (await mail_goes_out(smtp)).verdict is verdict
            assert (await asyncio.to_thread(mail_comes_in, imap)).verdict is verdict


async def test_mail_without_tls_leaves_this_machine_nowhere() -> None:
    server = Server("mail.example.org", 25, "me", "secret", "none")
    for found in (await mail_goes_out(server), mail_comes_in(server)):
        assert found.verdict is Verdict.FAIL and "on this machine only" in found.do


def test_without_a_border_it_says_what_is_confirmed_by_one_more_mail(tmp_path: Path) -> None:
    settings = _settings(tmp_path)
    assert border_is_known(settings).verdict is Verdict.OK
    nobody = border_is_known(replace(settings, authserv_id=""))
    assert nobody.verdict is Verdict.WARN
    assert "signatures, renewals, concerns and organisers' words are confirmed by one more mail" in nobody.found


def test_a_separator_that_is_in_our_own_name_is_told(tmp_path: Path) -> None:
    settings = replace(_settings(tmp_path), address="peer-post@example.org")
    assert replies_find_back(settings).verdict is Verdict.OK
    assert replies_find_back(replace(settings, separator="-")).verdict is Verdict.WARN


def test_a_separator_that_is_none_is_refused() -> None:
    names = ("DATABASE_URL", "TEMPORAL_ADDRESS", "SMTP_HOST", "IMAP_HOST", "ADDRESS", "KEYS")
    env = {f"PEERPOST_{name}": "x" for name in names}
    assert [Settings.from_env(env | {"PEERPOST_SEPARATOR": each}).separator for each in "+-."] == ["+", "-", "."]
    with pytest.raises(SettingsIncomplete, match="PEERPOST_SEPARATOR"):
        Settings.from_env(env | {"PEERPOST_SEPARATOR": "="})


def test_python_is_judged_by_what_it_does_and_never_fails_the_whole(tmp_path: Path) -> None:
    """T06: composing has a gate of its own, so an old interpreter is a warning."""
    assert python_is_patched().verdict in (Verdict.OK, Verdict.WARN)
    assert disk_has_room(tmp_path).found.endswith("GiB free")


async def test_one_fault_hides_no_other(tmp_path: Path) -> None:
    found = await examined(_settings(tmp_path), NOW, embedded=True)
    failed = [each.check for each in found if each.verdict is Verdict.FAIL]
    assert failed == ["keys", "database", "temporal", "mail out", "mail in"]
