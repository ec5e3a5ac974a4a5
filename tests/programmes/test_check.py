"""`peerpost programme check`: every finding at once, each with its file and line."""

import json
from importlib.resources import files
from pathlib import Path

import pytest

from tests.programmes.commands import programme

RED = files("programmes").joinpath("red.toml").read_text(encoding="utf-8")
WORDS = """\
[forms.agreement]
title = "Agreement"

[forms.agreement.fields.place]
label = "Where"
prompt = ""
"""


DAT = 'kind = "dat"'


def line(text: str, words: str) -> int:
    return text[: text.index(words)].count("\n") + 1


@pytest.mark.parametrize("name", ["img", "red"])
def test_what_comes_with_the_service_can_be_used(name: str) -> None:
    told = programme("check", name)
    assert told.exit_code == 0 and f"{name}.toml can be used" in told.stdout
    assert "  look  " in told.stdout and "  change  " not in told.stdout


def test_every_finding_is_told_at_once_in_the_order_of_the_lines(tmp_path: Path) -> None:
    path = tmp_path / "red.toml"
    text = RED.replace("times = 1", "times = 2").replace('kind = "date"\nvis', 'kind = "dat"\nvis')
    path.write_text(text.replace("grace_hours", "grace_hour"), encoding="utf-8")
    told = programme("check", str(path))
    assert told.exit_code == 1
    assert told.stdout.splitlines() == [
        f"red.toml:{line(text, DAT)}  change  documents[1].fields[4].kind is 'dat'; please choose one of "
        "text, list, choice, frequency, duration, date, person. Did you mean date?",
        f"red.toml:{line(text, 'grace_hours')}  change  ending.grace_hour is not something a programme can say; please "
        "take it out. Did you mean grace_hours?",
        "red.toml cannot be used yet: 2 to change.",
    ]


def test_an_unknown_key_hides_no_contradiction(tmp_path: Path) -> None:
    path = tmp_path / "red.toml"
    path.write_text(RED.replace("times = 1", "times = 2\ncolour = 1"), encoding="utf-8")
    told = programme("check", str(path)).stdout
    assert "renewal.colour is not something" in told and "renewals together are longer" in told


def test_findings_are_told_to_programs_too(tmp_path: Path) -> None:
    path = tmp_path / "crimson.toml"
    path.write_text(RED, encoding="utf-8")
    told = programme("check", str(path), "--json")
    found = [json.loads(each) for each in told.stdout.splitlines()]
    assert told.exit_code == 0 and not any(each["refuses"] for each in found)
    assert {
        "file": "crimson.toml",
        "line": 3,
        "place": "name",
        "refuses": False,
        "sentence": "name is 'red', but the file is called crimson.toml.",
    } in found


def test_a_finding_about_words_leads_to_the_file_of_the_words(tmp_path: Path) -> None:
    """The rules name the question, the file beside them words it."""
    head, _, tail = RED.partition("[[documents]]")
    _, _, tail = tail.partition("[first_meeting]")
    document = """[[documents]]
key = "agreement"
signed = false
strength = "advised"
due = { after = { days = 3 } }
ladder = { remind = [1] }

[[documents.fields]]
key = "place"

[[documents.fields]]
key = "length"

"""
    (tmp_path / "red.toml").write_text(f"{head}{document}[first_meeting]{tail}", encoding="utf-8")
    (tmp_path / "red.forms.toml").write_text(WORDS, encoding="utf-8")
    first = programme("check", str(tmp_path / "red.toml")).stdout
    assert "red.forms.toml:1  change  forms.agreement.fields.length.label is missing; please give the words." in first
    more = WORDS + '[forms.agreement.fields.length]\nlabel = "How long"\nprompt = "How long?"\n'
    (tmp_path / "red.forms.toml").write_text(more, encoding="utf-8")
    second = programme("check", str(tmp_path / "red.toml")).stdout
    assert "red.forms.toml:6  change  agreement: the field 'place' has no prompt; please give the words." in second
    assert programme("check", str(tmp_path / "red.forms.toml")).stdout == second


@pytest.mark.parametrize(
    ("rules", "words", "told"),
    [
        ('name = "x"\nversion =\n', "", "x.toml:2  change  This is not TOML: Invalid value (at line 2, column 10)."),
        ('name = "x"\n', "[forms\n", "x.forms.toml:1  change  This is not TOML: Expected ']'"),
        ('name = "x"\n[forms]\na = 1\n', "[forms]\n", "x.forms.toml:1  change  This is not TOML: Cannot declare"),
    ],
)
def test_what_is_no_toml_is_told_with_its_line(tmp_path: Path, rules: str, words: str, told: str) -> None:
    (tmp_path / "x.toml").write_text(rules, encoding="utf-8")
    (tmp_path / "x.forms.toml").write_text(words, encoding="utf-8")
    result = programme("check", str(tmp_path / "x.toml"))
    assert result.exit_code == 1 and told in result.stdout


def test_a_file_that_some_editors_begin_with_a_mark_is_read(tmp_path: Path) -> None:
    (tmp_path / "red.toml").write_text(RED, encoding="utf-8-sig")
    assert programme("check", str(tmp_path / "red.toml")).exit_code == 0


def test_what_is_not_there_or_cannot_be_read_is_said_with_exit_code_2(tmp_path: Path) -> None:
    (tmp_path / "latin.toml").write_bytes(b'name = "caf\xe9"')
    for named, why in (("nil", "There is no programme 'nil'"), ("nil.toml", "There is no file nil.toml")):
        result = programme("check", named)
        assert result.exit_code == 2 and why in result.stderr
    assert "is not in UTF-8" in programme("check", str(tmp_path / "latin.toml")).stderr


def test_a_language_into_which_letters_are_not_translated_is_pointed_out(tmp_path: Path) -> None:
    (tmp_path / "red.toml").write_text(RED.replace('language = "en"', 'language = "de"'), encoding="utf-8")
    told = programme("check", str(tmp_path / "red.toml")).stdout
    assert "red.toml:7  look  language is 'de', and " in told and "letters are in English for now." in told
    assert "in English for now" not in programme("check", "red").stdout


def test_dates_are_looked_at_from_the_first_kick_off() -> None:
    """A deadline that lies before it is no deadline, and an event is over."""
    early, late = (programme("check", "red", "--kickoff", day).stdout for day in ("2026-02-23", "2026-04-17"))
    assert "has gone by then" not in early and "is over on 2026-04-16" not in early
    assert "The agreement's date 2026-02-23 has gone by then; only the time from the kick-off counts." in late
    assert "The event 'networking-spring' is over on 2026-04-16" in late
