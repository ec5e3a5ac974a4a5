"""A change asked for in a reply to any letter: it has to name the field as the form does."""

import re

from correspondence.arriving.form_labels import label_words, plain_words, whole_label
from correspondence.arriving.reading import FormField

_LABEL = re.compile(r"^[\s>*_#•-]*(?P<label>[^:=\n]{1,80}?)\s*[*_]*\s*(?::|=|\s[-–—]\s)[*_]*\s*(?P<value>.*)$")
_CHANGE = r"(?:change|amend|update|correct|set|edit|ändern|cambiar|changer|modifier|mudar|alterar)"
_WISH = re.compile(rf"\b{_CHANGE}\b(?!.*\?)", re.IGNORECASE)
_NO_WISH = re.compile(r"n['’]t\b|\b(?:not|never|no|nothing|if|keep|nicht|nichts|pas|não)\b", re.IGNORECASE)
_CHANGED = re.compile(
    rf"^(?P<before>[^\"“”'‘’«»]{{0,40}}\b{_CHANGE}\s+)[\"“'‘«](?P<label>[^\"“”«»]{{1,80}}?)[\"”'’»]\s+to:?\s+(?P<value>[^?]+)$",
    re.IGNORECASE,
)


def wish(line: str, fields: tuple[FormField, ...]) -> tuple[FormField, str] | None:
    """The field whose whole label a line begins with, and the answer; a label of one word names nothing."""
    labelled = _LABEL.match(line)
    words = plain_words(labelled["label"]) if labelled else ()
    of = whole_label(words, fields)
    if labelled and of and len(label_words(of)) > 1 and words[-len(label_words(of)) :] == label_words(of):
        return of, labelled["value"]
    return change(line, fields)


def change(line: str, fields: tuple[FormField, ...]) -> tuple[FormField, str] | None:
    """A wish that names the field: `I would like to change this: Place: Zoom`, `change 'Place' to Zoom`."""
    labelled = _LABEL.match(line)
    inner = _LABEL.match(labelled["value"]) if labelled and _WISH.search(labelled["label"]) else None
    match, before = (inner, labelled["label"]) if inner and labelled else (_CHANGED.match(line), "")
    if match is None or _NO_WISH.search(before or match["before"]) or "?" in line:
        return None
    of = next((each for each in fields if label_words(each) == plain_words(match["label"])), None)
    return (of, match["value"].rstrip(" .")) if of else None
