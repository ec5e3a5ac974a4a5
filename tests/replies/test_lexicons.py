"""The lexicons: what a translator may rely on."""

from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path

import pytest

import correspondence.arriving.lexicon
from correspondence.arriving.form_labels import WORDS, plain_words
from correspondence.arriving.lexicon import languages, lexicon
from correspondence.arriving.meaning import understand
from correspondence.arriving.phrases import any_of, calm, first_words, pattern, words_of
from correspondence.arriving.reading import Context, Intent
from correspondence.arriving.verdict import ORDER, meaning_of
from mentoring.letters import Ask
from worker.commands.many_mails import programme_of

SENT = datetime(2026, 3, 4, 10, tzinfo=UTC)


def read(text: str, asked: Ask, language: str = "en") -> list[Intent]:
    return [each.intent for each in understand(text, Context(asked, SENT, "Europe/London", language))]


@pytest.mark.parametrize("language", languages())
def test_no_phrase_means_two_things_under_one_question(language: str) -> None:
    """But for what `verdict.ORDER` decides."""
    keys: dict[tuple[str, str], set[str]] = defaultdict(set)
    for phrases in lexicon(language).starts.values():
        for phrase in phrases:
            keys[phrase.way, phrase.source].add(phrase.key)
    wrong = []
    for (way, text), said in keys.items():
        for asked in Ask:
            meant = {key: intent for key in sorted(said) if (intent := meaning_of(key, asked))}
            pairs = {(one, other) for one in meant for other in meant if one != other}
            if len(set(meant.values())) > 1 and not pairs & set(ORDER):
                wrong.append((way, text, asked, meant))
    assert wrong == []


@pytest.mark.parametrize("language", languages())
def test_a_translator_is_told_how_the_lists_work(language: str) -> None:
    folder = Path(correspondence.arriving.lexicon.__file__).parent / "lexicon"
    text = (folder / f"{language}.toml").read_text(encoding="utf-8")
    assert text.startswith("#")
    assert "en.toml" in text.splitlines()[0] or "For translators" in text


def test_a_slot_stands_for_any_of_its_phrases() -> None:
    slots = {"go_on": ["continue", "(go|carry) on"], "i": ["i", "both of us"]}
    said = any_of(["{i} [would|will] {go_on} [with it]"], slots)
    for text in ("i will go on", "both of us continue", "i would carry on with it"):
        assert said.search(words_of(text))
    assert not said.search(words_of("they go on"))
    assert first_words("[please] {go_on}", slots) == ("continue", "go", "carry")


def test_brackets_may_stand_in_brackets() -> None:
    said = any_of(["stop (it|the (meetings|mentoring)) [for (me|us)]"])
    assert said.search(words_of("stop the mentoring for us"))
    assert not said.search(words_of("stop mentoring"))


@pytest.mark.parametrize("phrase", ["stop (it", "stop it)", "[stop", "stop (it]", "stop {nothing_of_the_kind}"])
def test_a_phrase_that_cannot_be_read_is_refused(phrase: str) -> None:
    with pytest.raises(ValueError, match=r"bracket|slot"):
        pattern(phrase)


@pytest.mark.parametrize("name", ["Zsófia", "zsófia", "Grażyna Nowak", "Mira"])
def test_a_name_is_known_by_its_place(name: str) -> None:
    assert read(f"{name} did not turn up", Ask.MET_CHECK) == [Intent.NOT_MET]
    assert read(f"Please find {name} another mentor", Ask.ORGANISER_ESCALATION) == [Intent.ORGANISER_REMATCH]


def test_what_is_called_my_or_the_is_no_name() -> None:
    assert read("My parcel was not there", Ask.MET_CHECK) == [Intent.ASK_BACK]


@pytest.mark.parametrize("text", ["👍🏽 ok", "ok 👍🏿", "👍🏻", "Ok!! 👍👍", "👍🏼 yes"])
def test_a_thumb_is_a_yes_whatever_its_colour_and_its_place(text: str) -> None:
    assert read(text, Ask.NEXT_MEETING) == [Intent.AGREE]
    assert "🏽" not in calm("👍🏽")


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("Oubliez-moi", Intent.FORGET_ME),
        ("Ich möchte das Mentoring beenden", Intent.END),
        ("Necesito ayuda", Intent.HELP),
        ("Quero terminar a mentoria", Intent.END),
    ],
)
def test_a_reply_is_read_in_its_own_language_whatever_its_writer_is_said_to_speak(text: str, intent: Intent) -> None:
    assert read(text, Ask.UNPROMPTED) == [intent]


@pytest.mark.parametrize(
    "text", ["we were meant to meet on Monday", "we should have met on Friday", "was that the one on Tuesday?"]
)
@pytest.mark.parametrize("asked", [Ask.FIRST_MEETING, Ask.MET_CHECK, Ask.CADENCE_NUDGE])
def test_a_day_they_were_to_have_met_is_neither_a_meeting_nor_a_proposal(text: str, asked: Ask) -> None:
    assert read(text, asked) == [Intent.ASK_BACK]


def test_the_signs_that_stand_for_dates_and_addresses_may_be_typed() -> None:
    assert read("⌖ ⌂", Ask.MET_CHECK) == [Intent.NOTHING]


@pytest.mark.parametrize("name", ["img", "red"])
def test_the_labels_of_our_forms_have_names_in_the_other_languages(name: str) -> None:
    known = {plain_words(label) for label in WORDS["labels"]}
    forms = [each for each in programme_of(name).documents if each.key in ("agreement", "plan")]
    labels = {plain_words(field.label) for form in forms for field in form.fields}
    assert labels - known == set()
