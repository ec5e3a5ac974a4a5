"""T25: a process killed while it writes the key file leaves a draft, and in it the secret that is to be destroyed."""

import os
from datetime import timedelta
from pathlib import Path

import pytest

from store.epochs import note_destroyed, rotate_if_due
from store.folder import one_at_a_time
from tests.store.opened import NOW, Store


class Killed(Exception):
    """Nothing that follows is done, as after SIGKILL."""


def _lying_about(store: Store, secret: bytes) -> list[str]:
    return sorted(each.name for each in store.keys.folder.iterdir() if secret.hex() in each.read_text(errors="replace"))


@pytest.fixture
def killed(store: Store, monkeypatch: pytest.MonkeyPatch) -> bytes:
    """The secret of the epoch whose end was cut short."""
    secret = store.keyring.epochs[store.keyring.newest]
    with store.engine.begin() as connection:
        note_destroyed(connection, NOW)

    def dies(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", dies)
        with pytest.raises(Killed):
            rotate_if_due(store.engine, store.keys, NOW)
    return secret


def test_the_next_rotation_destroys_the_draft_too(store: Store, killed: bytes) -> None:
    name = store.keys.path.name
    assert [each == name for each in _lying_about(store, killed)] == [False, True]
    rotate_if_due(store.engine, store.keys, NOW + timedelta(days=1))
    assert _lying_about(store, killed) == []
    assert sorted(each.name for each in store.keys.folder.iterdir()) == [name, "lock", "survivors.json"]


def test_a_draft_is_overwritten_where_it_lay(store: Store, killed: bytes) -> None:
    (draft,) = (each for each in store.keys.folder.iterdir() if each.name in _lying_about(store, killed)[:1])
    with draft.open("rb") as still_open:
        with one_at_a_time(store.keys.folder):
            assert not draft.exists()
        assert set(still_open.read()) == {0}


def test_what_is_not_a_draft_of_ours_is_left_alone(tmp_path: Path) -> None:
    notes = tmp_path / ".notes"
    notes.write_text("keep me")
    with one_at_a_time(tmp_path):
        assert notes.read_text() == "keep me"
