"""Everything that is to be said of a programme's file, with the file and the line where it is mended."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from correspondence.writing.source import letter_names, load
from mentoring.definition import look_over
from mentoring.findings import Finding, Place
from mentoring.form_wording import OF_DOCUMENTS, OF_FIELDS
from mentoring.remarks import remarks
from worker.file_lines import line_of
from worker.programme_files import FORMS, ProgrammeFile

_LINE = re.compile(r"at line (\d+)")


@dataclass(frozen=True, slots=True)
class Checked:
    """A finding and where it is mended; `line` counts from 1, None if nothing is there yet."""

    file: str
    line: int | None
    finding: Finding


def check(file: ProgrammeFile, today: date) -> list[Checked]:
    """Every finding, in the order of the lines; whatever refuses the programme comes before what may be meant."""
    unreadable = list(_unreadable(file))
    if unreadable:
        return unreadable
    table = tomllib.loads(file.text)
    programme, refusals = look_over(table)
    found = refusals or [*_name(file, programme.name), *_language(programme.language), *remarks(programme, today)]
    placed = [_placed(file, table, finding) for finding in found]
    return sorted(placed, key=lambda each: (not each.finding.refuses, each.file != file.name, each.line or 0))


def _unreadable(file: ProgrammeFile) -> Iterator[Checked]:
    """What is no TOML, by itself or because both files say the same."""
    forms = file.stem + FORMS
    ahead = file.rules.count("\n") + 1
    for name, text, above in ((file.name, file.rules, 0), (forms, file.forms, 0), (forms, file.text, ahead)):
        try:
            tomllib.loads(text)
        except tomllib.TOMLDecodeError as problem:
            line = int(told[1]) - above if (told := _LINE.search(str(problem))) else None
            yield Checked(name, line, Finding((), f"This is not TOML: {problem}."))
            return


def _name(file: ProgrammeFile, name: str) -> Iterator[Finding]:
    if name != file.stem:
        yield Finding(("name",), f"name is {name!r}, but the file is called {file.name}.", refuses=False)


def _language(language: str) -> Iterator[Finding]:
    """Letters that nobody has translated are written in English."""
    spoken = language.partition("-")[0].lower()
    missing = [name for name in letter_names() if load(name, language).language != spoken]
    if missing:
        count = f"{len(missing)} letters are" if len(missing) > 1 else f"the letter {missing[0]} is"
        yield Finding(("language",), f"language is {language!r}, and {count} in English for now.", refuses=False)


def _placed(file: ProgrammeFile, table: dict[str, Any], finding: Finding) -> Checked:
    """In the file of the words, if that is where the place is worded."""
    forms = file.stem + FORMS
    if file.forms:
        worded = finding.at if finding.at[:1] == ("forms",) else _worded(table, finding.at)
        line = line_of(file.forms, worded) if worded else None
        if line is not None or finding.at[:1] == ("forms",):
            return Checked(forms, line, finding)
    return Checked(file.name, line_of(file.rules, finding.at), finding)


def _worded(table: dict[str, Any], place: Place) -> Place | None:
    """Where the words of a form stand that the rules' place is about; None if it is about no words."""
    match place:
        case ("documents", int(n), str(key)) if key in OF_DOCUMENTS:
            return ("forms", str(table["documents"][n - 1].get("key")), key)
        case ("documents", int(n), "fields", int(m), str(key)) if key in OF_FIELDS:
            document = table["documents"][n - 1]
            return ("forms", str(document.get("key")), "fields", str(document["fields"][m - 1].get("key")), key)
        case _:
            return None
