"""Where programmes lie: a file of rules, and beside it, if there is one, a file with the words of its forms."""

from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

RULES, FORMS = ".toml", ".forms.toml"


class NoSuchProgramme(Exception):
    """Says which programmes there are."""


@dataclass(frozen=True, slots=True)
class ProgrammeFile:
    """A programme as it was written: the name of its file, its rules, and the words of its forms ('' if among them)."""

    name: str
    rules: str
    forms: str = ""

    @property
    def text(self) -> str:
        """All of it, as one text that defines the programme: the words of forms are tables, so they may follow."""
        return f"{self.rules}\n{self.forms}" if self.forms else self.rules

    @property
    def stem(self) -> str:
        """The file's name without its ending, which is to be the programme's."""
        return self.name.removesuffix(RULES)


def programme_file(named: str) -> ProgrammeFile:
    """A programme by the path of its file, or one of ours by name.  Raises NoSuchProgramme; OSError, UnicodeError."""
    # Whoever names the words means the programme.
    path = Path(named.removesuffix(FORMS) + RULES if named.endswith(FORMS) else named)
    if path.suffix == RULES:
        if not path.is_file():
            raise NoSuchProgramme(f"There is no file {path}; please give the path of a programme's file.")
        return _read(path, path.with_name(path.name.removesuffix(RULES) + FORMS))
    if named not in programme_names():
        known = ", ".join(programme_names())
        raise NoSuchProgramme(f"There is no programme {named!r}; please give one of {known}, or a file's path.")
    return _read(files("programmes") / f"{named}{RULES}", files("programmes") / f"{named}{FORMS}")


def programme_text(name: str) -> str:
    """The whole text of one of our own programmes.  Raises NoSuchProgramme."""
    return programme_file(name).text


def programme_names() -> list[str]:
    """Our own programmes."""
    names = (each.name.removesuffix(RULES) for each in files("programmes").iterdir() if each.name.endswith(RULES))
    return sorted(name for name in names if "." not in name)


def _read(rules: Traversable, forms: Traversable) -> ProgrammeFile:
    return ProgrammeFile(rules.name, _text(rules), _text(forms) if forms.is_file() else "")


def _text(file: Traversable) -> str:
    # Some editors begin a file with a mark that TOML does not know.
    return file.read_text(encoding="utf-8").removeprefix("\ufeff")
