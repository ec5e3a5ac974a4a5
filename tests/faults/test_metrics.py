"""T24: figures are served only where that is asked for, and they are counts by enumerations that are listed."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import update

from store.tables import inbox
from tests.faults.border_desk import BorderDesk, open_desk
from tests.faults.desk import AGENCY
from tests.faults.figures import figures
from tests.store.opened import MIRA
from worker.embedded.temporal import free_port
from worker.house import open_house
from worker.metrics import ALLOWED, Figures, serving_at
from worker.settings import REQUIRED, Settings, SettingsIncomplete


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[BorderDesk]:
    with open_desk(tmp_path) as desk:
        yield desk


def test_relationships_mails_and_letters_are_counted_by_what_is_listed(desk: BorderDesk, tmp_path: Path) -> None:
    desk.gets(desk.mail(MIRA.address, "STATUS", AGENCY))
    desk.gets(desk.mail("mallory@evil.example", "STATUS", AGENCY))
    house = open_house(f"sqlite:///{tmp_path / 'journal.db'}", desk.store.keys.path)
    address = f"127.0.0.1:{free_port()}"
    told = Figures(house, serving_at(address))
    told.tell()
    found = figures(address)
    assert found["peerpost_relationships", "agreement"] == 1 and found["peerpost_relationships", "closed"] == 0
    assert found["peerpost_mails_set_aside", "stranger"] == 1 and found["peerpost_mails", "done"] == 1
    assert found["peerpost_letters", "waiting"] > 2
    with house.engine.begin() as connection:
        connection.execute(update(inbox).where(inbox.c.reason == "stranger").values(reason="mira@wards.example"))
    told.tell()
    again = figures(address)
    assert again["peerpost_mails_set_aside", "stranger"] == 0, "what there is none of any more is told too"
    assert again["peerpost_mails_set_aside", "other"] == 1 and "mira" not in str(again)
    assert len([name for name, _ in again if name.startswith("peerpost")]) == sum(map(len, ALLOWED.values()))
    house.close()


def test_nothing_is_served_unless_it_is_asked_for_and_on_this_machine_unless_a_host_is_named() -> None:
    env = dict.fromkeys(REQUIRED, "x")
    said = {"": "", "9464": "127.0.0.1:9464", "10.0.0.7:9464": "10.0.0.7:9464", "[::1]:9464": "[::1]:9464"}
    assert {each: Settings.from_env(env | {"PEERPOST_METRICS": each}).metrics for each in said} == said
    for wrong in ("yes", "0", "70000", "http://127.0.0.1:9464", "127.0.0.1:"):
        with pytest.raises(SettingsIncomplete, match="PEERPOST_METRICS"):
            Settings.from_env(env | {"PEERPOST_METRICS": wrong})
