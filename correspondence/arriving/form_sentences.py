"""Answers told in a sentence: `for the goals I would say ...`, `the frequency should be ...`."""

import re

from correspondence.arriving.form_labels import WORDS, is_typed, named, suits
from correspondence.arriving.reading import FormField

_ABOUT = re.compile(
    rf"^(?:(?:and|so|also|und|et|y|e)\s+)?(?:{WORDS['about']})\s+(?P<label>[^,:;.!?\n]{{2,60}}?)\s*"
    rf"(?:[,:]\s*(?:(?:{WORDS['saying']})\s+)?|\s+(?:{WORDS['saying']})\s+|\s[-–—]\s)(?P<value>.+)$",
    re.IGNORECASE,
)
_BEING = re.compile(
    rf"^(?:(?:and|so|also|but|please|und|aber|et|mais|y|pero|e|mas)\s+)?(?P<label>[^,:;.!?\n]{{2,50}}?)\s+(?:{WORDS['being']})\s+(?P<value>.+)$",
    re.IGNORECASE,
)
_CHANGING = re.compile(
    r"^(?:please\s+)?(?:change|set|update|correct|amend|put)\s+(?P<label>[^,:;.!?\n]{2,50}?)\s+to\s+(?P<value>.+)$",
    re.IGNORECASE,
)
_COURTESY = re.compile(r"[\s,]+(?:please|instead|thanks|thank you)[\s.!]*$", re.IGNORECASE)
_NO_ANSWER = re.compile(rf"(?:{WORDS['no_answer']})\b", re.IGNORECASE)


def told(text: str, fields: tuple[FormField, ...], language: str) -> tuple[FormField, str] | None:
    """A sentence that names a field and says its answer; no question, and nothing that is said about the answer."""
    for shape in (_ABOUT, _CHANGING, _BEING):
        match = shape.match(text)
        if match is None or "?" in text:
            continue
        value = match["value"]
        of = named(match["label"], value, fields, language, True)
        if of is not None and not _NO_ANSWER.match(value) and (not is_typed(of) or suits(of, value, language)):
            return of, _COURTESY.sub("", value.rstrip(" ."))
    return None
