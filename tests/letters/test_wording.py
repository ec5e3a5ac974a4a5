"""Days and times are said as the reader's part of the world says them, in the reader's own time."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from jinja2 import UndefinedError

from correspondence.writing.render import render
from correspondence.writing.wording import day_words, locale_of, moment_words, quoted
from mentoring.explained_words import listed
from mentoring.programme import Role
from tests.letters.shown import SAMPLES

AFTERNOON = datetime(2026, 3, 3, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "language", "said"),
    [
        ("Europe/London", "en", "Tuesday 3 March 2026 at 15:00 (London time)"),
        ("Europe/London", "en-GB", "Tuesday 3 March 2026 at 15:00 (London time)"),
        ("Asia/Kolkata", "en", "Tuesday 3 March 2026 at 20:30 (Kolkata time)"),
        ("America/Chicago", "en", "Tuesday, March 3, 2026 at 9:00 AM (Chicago time)"),
        ("America/Indiana/Knox", "en", "Tuesday, March 3, 2026 at 9:00 AM (Knox, Indiana time)"),
        ("UTC", "en", "Tuesday 3 March 2026 at 15:00 (UTC time)"),
        ("Pacific/Auckland", "en", "Wednesday 4 March 2026 at 04:00 (Auckland time)"),
    ],
)
def test_a_moment_is_told_in_the_readers_own_time(zone: str, language: str, said: str) -> None:
    assert moment_words(AFTERNOON, zone, locale_of(language, zone)) == said


def test_the_hour_follows_the_clock_change() -> None:
    """British clocks go forward on 29 March 2026 at one."""
    london = locale_of("en", "Europe/London")
    before, after = datetime(2026, 3, 29, 0, 30, tzinfo=UTC), datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    assert moment_words(before, "Europe/London", london).startswith("Sunday 29 March 2026 at 00:30")
    assert moment_words(after, "Europe/London", london).startswith("Sunday 29 March 2026 at 02:30")


def test_other_languages_have_their_own_days() -> None:
    assert day_words(date(2026, 3, 3), locale_of("de", "Europe/Berlin")) == "Dienstag, 3. März 2026"
    assert day_words(date(2026, 3, 3), locale_of("es-MX", "America/Mexico_City")) == "martes, 3 de marzo de 2026"


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        moment_words(datetime(2026, 3, 3, 15), "UTC", locale_of("en", "UTC"))  # noqa: DTZ001 - that is the point


def test_a_list_reads_as_people_say_it() -> None:
    assert listed([]) == ""
    assert listed(["Ada"]) == "Ada"
    assert listed(["Ada", "Mira", "Noor"]) == "Ada, Mira and Noor"


def test_an_exact_text_keeps_its_lines() -> None:
    kept = quoted("Title\n\nGoal: one\nSteps: two\n" + "long " * 20 + "\nlast")
    assert kept.count("\\\n") == 1, "only the two short lines in a row are joined by a break"


def test_a_letter_in_a_language_it_was_not_translated_to_is_english_throughout() -> None:
    occasion = SAMPLES["meeting_fixed-1"]
    german = replace(occasion, reader=replace(occasion.reader, language="de"))
    assert render(german) == render(occasion)


def test_a_letter_whose_fact_is_missing_is_not_written() -> None:
    occasion = SAMPLES["meeting_fixed-1"]
    with pytest.raises(UndefinedError):
        render(replace(occasion, letter=replace(occasion.letter, facts={})))


def test_a_letter_nobody_wrote_is_named_with_what_to_do() -> None:
    occasion = SAMPLES["meeting_fixed-1"]
    with pytest.raises(LookupError, match="mail_templates/farewell"):
        render(replace(occasion, letter=replace(occasion.letter, name="farewell")))


@pytest.mark.parametrize("name", ["kickoff-1", "escalation-1", "address_failing-1", "concern_answer-1", "form-1"])
def test_among_peers_everybody_is_called_a_peer(name: str) -> None:
    """In the letter's own words; the programme's texts are its own."""
    occasion = SAMPLES[name]
    roles = tuple(Role(role.key, "peer") for role in occasion.programme.roles)
    silent = replace(occasion.programme.texts, welcome="", expectations=())
    programme = replace(occasion.programme, roles=roles, texts=silent, documents=())
    people = {key: replace(person, role="peer") for key, person in occasion.people.items()}
    reader = replace(occasion.reader, role="organiser" if occasion.reader.role == "organiser" else "peer")
    if "document" in occasion.letter.facts or "key" in occasion.letter.facts:
        programme = replace(programme, documents=occasion.programme.documents)
    text = render(replace(occasion, programme=programme, people=people, reader=reader)).text
    assert "peer" in text
    assert " as mentor" not in text and "the mentor " not in text and "(mentee)" not in text


def test_a_form_says_which_answers_the_organiser_is_sent() -> None:
    """XC-01: before anybody writes them."""
    some, every, none = (" ".join(render(SAMPLES[name]).text.split()) for name in ("form-1", "form-3", "form-5"))
    assert "The organiser is sent the answers to 2 and 3 too, once everybody has agreed." in some
    assert "The organiser is sent these answers too, once everybody has agreed." in every
    assert "The organiser is sent" not in none
