"""The lexicons: what people say in each language, read once from lexicon/<language>.toml."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from correspondence.arriving.phrases import (
    DATE,
    NAME,
    PERSONS,
    PIECE,
    Phrase,
    Slots,
    any_of,
    first_words,
    folded,
    pattern,
    politeness,
    with_names,
    words_of,
)

_FOLDER = Path(__file__).parent / "lexicon"
_MARKS = tuple(
    """
    thanks negation paired condition doubt modal nearly other hearsay own_word third others unreal parting
    either_time gone_by to_come again reason hence contrast joint opener interjection question polite later
    meeting offering returning matters hedges errand has_told retracting while already
    putting_off withholding remark despair despair_last
    """.split()
)
_EMPTY = re.compile(r"\( +\)|\[ +\]")
_SIGNS = re.compile(r"[\[\]()|~]")
_NOT_SAID = {"slots", "contractions", "accented", "words", "friendly", "when", "frequency", "frequency_words"}


@dataclass(frozen=True, slots=True)
class Lexicon:
    """One language.  `starts` finds phrases by a word they need, `stems` by the beginning of such a word."""

    language: str
    short_forms: Mapping[str, str]
    short_endings: tuple[tuple[str, str], ...]
    short_beginnings: tuple[tuple[str, str], ...]
    accented: Mapping[str, str]
    filler: frozenset[str]
    dropped: frozenset[str]
    vocabulary: frozenset[str]
    determiners: frozenset[str]
    starts: Mapping[str, tuple[Phrase, ...]]
    stems: tuple[tuple[str, Phrase], ...]
    beginnings: tuple[str, ...]
    marks: Mapping[str, re.Pattern[str]]
    friendly: re.Pattern[str]
    greeting: re.Pattern[str]
    closing: re.Pattern[str]
    commands: tuple[str, ...]
    when: Mapping[str, Any]
    frequency: Mapping[str, int]
    every: tuple[str, ...]

    def plain(self, text: str) -> str:
        """Folded text with its short forms written out (`don't` as `do not`)."""
        if self.accented and not text.isascii():
            text = re.sub(r"\w+", lambda word: self.accented.get(word[0].lower(), word[0]), text)
        long = " ".join(self._long(word) for word in folded(text).split())
        return " ".join(word for word in long.split() if word.strip(".,;!?") not in self.dropped) or long

    def _long(self, word: str) -> str:
        core = word.strip('.,;:!?()"')
        if core in self.short_forms:
            return word.replace(core, self.short_forms[core])
        for ending, long in self.short_endings:
            if core.endswith(ending) and core != ending:
                return word.replace(core, core.removesuffix(ending) + long)
        for beginning, long in self.short_beginnings:
            if core.startswith(beginning) and core != beginning:
                return word.replace(core, long + core.removeprefix(beginning))
        return word

    def named(self, words: str) -> str:
        """The words of a clause with those in capitals that may be a name."""
        return with_names(words, self.vocabulary, self.determiners)

    def phrases_for(self, words: str) -> Iterator[Phrase]:
        """The phrases that may stand in these words; each has still to be looked for."""
        for word in set(words.split()):
            yield from self.starts.get(DATE if word[0] == DATE else word, ())
            if word.startswith(self.beginnings):
                yield from (phrase for stem, phrase in self.stems if word.startswith(stem))


@cache
def languages() -> tuple[str, ...]:
    """The languages there are lexicons for, as ISO 639 codes."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.toml")))


@cache
def lexicon(language: str) -> Lexicon:
    """The lexicon of a language of `languages()`.  Raises `FileNotFoundError` for another."""
    read = tomllib.loads((_FOLDER / f"{language}.toml").read_text(encoding="utf-8"))
    words = read["words"]
    said = {key: table for key, table in read.items() if key not in _NOT_SAID}
    dropped = frozenset(folded(words.get("dropped", "")).split())
    slots = {name: [_without(folded(text), dropped) for text in texts] for name, texts in read.get("slots", {}).items()}
    marks = {mark: any_of(words.get(mark, []), slots) for mark in _MARKS}
    said = {
        key: {way: [_without(text, dropped) for text in texts] for way, texts in table.items()}
        for key, table in said.items()
    }
    persons = folded(words["persons"]).split()
    starts, stems = _index(said, marks["negation"], slots | {PERSONS: persons})
    short = read.get("contractions", {})
    return Lexicon(
        language=language,
        short_forms={left: right for left, right in short.items() if "*" not in left},
        short_endings=tuple((left[1:], right[1:]) for left, right in short.items() if left.startswith("*")),
        short_beginnings=tuple((left[:-1], right[:-1]) for left, right in short.items() if left.endswith("*")),
        accented=read.get("accented", {}),
        filler=frozenset(folded(words["filler"]).split()),
        dropped=dropped,
        vocabulary=_vocabulary(words, said, slots),
        determiners=frozenset(folded(words["determiners"]).split()),
        starts=starts,
        stems=stems,
        beginnings=tuple({stem for stem, _ in stems}),
        marks=marks,
        friendly=politeness(read["friendly"]["within"], words["stops"].split(), words.get("kept", []), slots),
        greeting=any_of(words["greeting"]),
        closing=_whole(words["closing"]),
        commands=_commands(said),
        when=read["when"],
        frequency={words_of(folded(left)).strip(): days for left, days in read["frequency"].items()},
        every=tuple(folded(word) for word in read["frequency_words"]["every"]),
    )


def _without(phrase: str, dropped: frozenset[str]) -> str:
    """A phrase without its dropped words, unless it is made of nothing else."""
    kept = " ".join(piece for piece in PIECE.findall(phrase) if folded(piece) not in dropped)
    # An option that held nothing else is none.
    kept = _EMPTY.sub("", re.sub(r"(?<=[(\[|]) \| | \|(?= [)\]])", " ", kept))
    return kept if re.search(r"[^\s()\[\]|~]", kept) else phrase


_Index = tuple[dict[str, tuple[Phrase, ...]], tuple[tuple[str, Phrase], ...]]


def _index(said: dict[str, dict[str, list[str]]], negation: re.Pattern[str], slots: Slots) -> _Index:
    starts: dict[str, tuple[Phrase, ...]] = {}
    stems: list[tuple[str, Phrase]] = []
    for key, table in said.items():
        for way, phrases in table.items():
            for text in phrases:
                whole = _spelt_out(folded(text), slots)
                negative = bool(negation.search(words_of(_SIGNS.sub(" ", whole))))
                phrase = Phrase(key, way, negative, NAME in whole, pattern(text, slots))
                for word in first_words(text, slots):
                    if word.endswith("*"):
                        stems.append((word[:-1], phrase))
                    else:
                        starts[word] = (*starts.get(word, ()), phrase)
    return starts, tuple(stems)


def _spelt_out(text: str, slots: Slots) -> str:
    """A phrase with all the words of its slots."""
    for name in slots.keys() - {PERSONS}:
        text = text.replace(f"{{{name}}}", " ".join(slots[name]))
    return text


def _whole(phrases: list[str]) -> re.Pattern[str]:
    """A whole line that is one of these phrases; `*` at the end stands for anything that follows."""
    made = (re.escape(folded(phrase)).replace(r"\*", r"[\w ]*") for phrase in phrases)
    return re.compile(rf"^\W*(?:{'|'.join(made)})\W*$")


def _vocabulary(words: dict[str, Any], said: dict[str, dict[str, list[str]]], slots: Slots) -> frozenset[str]:
    texts = [phrase for phrases in slots.values() for phrase in phrases]
    texts += [words["filler"], *words["greeting"], *words["closing"], *words["thanks"]]
    texts += [phrase for table in said.values() for way in table.values() for phrase in way]
    texts += [phrase for mark in _MARKS for phrase in words.get(mark, ())]
    return frozenset(word for word in re.findall(r"[^\W\d_]+", folded(" ".join(texts))))


def _commands(said: dict[str, dict[str, list[str]]]) -> tuple[str, ...]:
    """Single words that say all by themselves; a slip of the pen in one of them is forgiven."""
    words = {phrase for table in said.values() for phrase in table.get("alone", ()) if phrase.isalpha()}
    return tuple(sorted(word for word in words if len(word) > 3))
