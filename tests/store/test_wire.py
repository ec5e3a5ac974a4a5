"""How events and commands are written: a golden file for every event, and everything comes back as it went in."""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, get_args

import pytest

from mentoring.commands import Command, Doubt
from mentoring.events import Event, Joined, Resumed
from mentoring.letters import Fact
from mentoring.words import Words
from store.wire import (
    COMMANDS,
    EVENTS,
    UPCASTS,
    Packed,
    WrittenByNewer,
    pack,
    pack_facts,
    unpack_command,
    unpack_event,
    unpack_facts,
    version_of,
)
from tests.store.samples import AT, COMMAND_SAMPLES, DAY, EVENT_SAMPLES, WEIGHTY

GOLDEN = Path(__file__).parents[1] / "golden_events"
WRITE = "PEERPOST_WRITE_GOLDEN"
NAMES = [cls.__name__ for cls in get_args(Event)]


def seal(kind: str, text: str) -> str:
    """Shows what would be sealed, and under which key."""
    return f"sealed as {kind}: {text}"


def open_(kind: str, text: str) -> str:
    mark = f"sealed as {kind}: "
    assert text.startswith(mark)
    return text.removeprefix(mark)


def sample(name: str) -> Event:
    assert name in EVENT_SAMPLES, f"Please add one {name} to EVENT_SAMPLES in tests/store/samples.py."
    event: Event = EVENTS[name](at=AT, **EVENT_SAMPLES[name])
    return event


def as_written(packed: Packed) -> Mapping[str, Any]:
    written: Mapping[str, Any] = json.loads(
        json.dumps({"type": packed.type, "version": packed.version, "data": packed.data})
    )
    return written


def from_file(path: Path) -> Packed:
    written = json.loads(path.read_text(encoding="utf-8"))
    return Packed(written["type"], written["version"], written["data"])


@pytest.mark.parametrize("name", NAMES)
def test_an_event_is_written_as_it_always_was(name: str) -> None:
    path, packed = GOLDEN / f"{name}.json", pack(sample(name), seal)
    if os.environ.get(WRITE):
        path.write_text(json.dumps(as_written(packed), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    assert path.exists(), f"{name} is new? Then write its golden file: {WRITE}=1 pytest tests/store/test_wire.py"
    assert as_written(packed) == json.loads(path.read_text(encoding="utf-8")), (
        f"{name} is no longer written as it lies in journals. If that is meant, raise its version: keep the old file "
        f"as tests/golden_events/{name}.{version_of(name)}.json, add to store.wire.UPCASTS[{name!r}] a function from "
        f"the old data to the new, and write the new file: {WRITE}=1 pytest tests/store/test_wire.py"
    )


def test_every_golden_file_can_still_be_read_as_todays_event() -> None:
    files = sorted(GOLDEN.glob("*.json"))
    assert len(files) >= len(NAMES)
    for path in files:
        name = path.name.split(".")[0]
        assert name in EVENTS, (
            f"{name} lies in journals but is no event any more. Please leave it in mentoring.events.Event; "
            "under a new name, add a new event and go on reading the old one."
        )
        assert unpack_event(from_file(path), open_) == sample(name), (
            f"tests/golden_events/{path.name} is not read as {name} means it now; add or mend its upcast."
        )


def test_a_return_that_was_written_before_returns_named_their_member_is_nobodys() -> None:
    event = unpack_event(Packed("Resumed", 1, {"at": AT.isoformat(), "back": DAY.isoformat()}), open_)
    assert event == Resumed(AT, DAY)


@pytest.mark.parametrize("name", NAMES)
def test_an_event_comes_back_as_it_went_in(name: str) -> None:
    event = sample(name)
    assert unpack_event(pack(event, seal), open_) == event
    written = as_written(pack(event, seal))
    assert unpack_event(Packed(written["type"], written["version"], written["data"]), open_) == event


@pytest.mark.parametrize("name", [cls.__name__ for cls in get_args(Command)])
def test_a_command_comes_back_as_it_went_in(name: str) -> None:
    assert name in COMMAND_SAMPLES, f"Please add one {name} to COMMAND_SAMPLES in tests/store/samples.py."
    command: Command = COMMANDS[name](**COMMAND_SAMPLES[name])
    written = as_written(pack(command, seal))
    assert unpack_command(Packed(written["type"], written["version"], written["data"]), open_) == command


@pytest.mark.parametrize("act", WEIGHTY, ids=lambda act: type(act).__name__)
def test_what_waits_for_a_confirmation_comes_back_as_what_it_was(act: Any) -> None:
    command = Doubt("mira", act)
    written = as_written(pack(command, seal))
    assert unpack_command(Packed(written["type"], written["version"], written["data"]), open_) == command


@pytest.mark.parametrize("name", ["End", "Undo", "RaiseConcern"])
def test_a_request_does_not_tell_who_asked_where_the_event_will_not(name: str) -> None:
    packed = pack(COMMANDS[name](member="mira"), lambda kind, text: f"({kind})")
    assert packed.data == {"by": {"attribution": "(attribution)"}}


def test_no_command_has_the_name_of_an_event() -> None:
    assert not COMMANDS.keys() & EVENTS.keys(), "their upcasts would meet"


def test_an_older_version_is_brought_up_to_date_step_by_step(monkeypatch: pytest.MonkeyPatch) -> None:
    upcasts = (
        lambda data: {"at": data["at"], "person": data["who"]},
        lambda data: {"at": data["at"], "member": data["person"]},
    )
    monkeypatch.setitem(UPCASTS, "Joined", upcasts)
    joined, at = Joined(AT, "ada"), AT.isoformat()
    assert unpack_event(Packed("Joined", 1, {"at": at, "who": "ada"}), open_) == joined
    assert unpack_event(Packed("Joined", 2, {"at": at, "person": "ada"}), open_) == joined
    assert pack(joined, seal) == Packed("Joined", 3, {"at": at, "member": "ada"})
    assert unpack_event(pack(joined, seal), open_) == joined
    assert version_of("KickedOff") == 1, "other events stay as they are"


def test_an_upcast_sees_no_words(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Any] = []
    packed = pack(sample("SurveyAnswered"), seal)

    def noted(data: Any) -> Any:
        seen.append(data)
        return data

    monkeypatch.setitem(UPCASTS, "SurveyAnswered", (noted,))
    unpack_event(packed, open_)
    assert seen[0]["answers"] == [{"words": "sealed as words: yes"}, {"words": "sealed as words: "}]


@pytest.mark.parametrize(("name", "version"), [("Joined", 2), ("Unheard", 1)])
def test_what_a_newer_release_wrote_is_not_guessed_at(name: str, version: int) -> None:
    with pytest.raises(WrittenByNewer, match=f"{name} {version}"):
        unpack_event(Packed(name, version, {"at": AT.isoformat(), "member": "ada"}), open_)


def test_a_field_nobody_knows_is_an_error_and_not_forgotten() -> None:
    with pytest.raises(Exception, match="Joined"):
        unpack_event(Packed("Joined", 1, {"at": AT.isoformat(), "member": "ada", "mood": "good"}), open_)


def test_what_a_letter_is_told_comes_back_as_it_went_in() -> None:
    answers = (Words("yes"), Words(""))
    facts: dict[str, Fact] = {"n": 3, "yes": True, "on": DAY, "at": AT, "who": "ada"}
    facts |= {"said": answers[0], "all": (("a", answers), ())}
    packed = json.loads(json.dumps(pack_facts(facts, seal)))
    assert unpack_facts(packed, open_) == facts
    assert packed["said"] == {"words": "sealed as words: yes"}
