"""On which line of a TOML file something stands.

Python's own reader keeps no lines, so the value is marked in a copy of the file that is otherwise the same.
"""

from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import AoT, InlineTable, Item, Table

from mentoring.findings import Place

MARK = "the-line-that-is-looked-for"


def line_of(text: str, place: Place) -> int | None:
    """The line (from 1) of what stands at a place, or of the nearest thing around it; None if there is neither."""
    try:
        found = _nearest(tomlkit.parse(text), place)
    except TOMLKitError:
        return None
    if found is None:
        return None
    document, item = found
    item.comment(MARK)
    before = document.as_string().partition(MARK)[0]
    # The mark stands behind a value, which may begin on an earlier line.
    within = 0 if isinstance(item, Table) else item.as_string().count("\n")
    return before.count("\n") + 1 - within


def _nearest(document: tomlkit.TOMLDocument, place: Place) -> tuple[tomlkit.TOMLDocument, Item] | None:
    """The innermost item on the way to a place that can be marked: a table's head, or a key with its value."""
    here: Any = document
    last: Item | None = None
    for step in place:
        try:
            here = here[step - 1] if isinstance(step, int) else here[step]
        except (KeyError, IndexError, TypeError):
            break
        # An empty text is an item too.
        found = _markable(here)
        last = last if found is None else found
        if isinstance(here, InlineTable) or not isinstance(here, dict | AoT):
            break
    return (document, last) if last is not None else None


def _markable(item: Any) -> Item | None:
    """The item itself; of a list of tables the first; not a table whose head is nowhere written."""
    first = item[0] if isinstance(item, AoT) else item
    without_head = isinstance(first, Table) and first.is_super_table()
    return first if isinstance(first, Item) and not without_head else None
