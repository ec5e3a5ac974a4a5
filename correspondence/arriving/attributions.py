"""The line or block by which mail programs introduce a quote, known by its shape in any language."""

import re
from itertools import islice

from correspondence.arriving.quoting import (
    DELIMITER,
    FIELD_KINDS,
    FORWARDED,
    OPENER,
    QUOTING,
    VERB,
    WRITE_ABOVE,
    folded,
)

LONGEST = 400
"""Characters of "On ..., ... wrote:", folded over at most MOST_LINES lines."""
MOST_LINES = 4
_SHORTEST = 16
"""Characters of a word and "On 2 May Bo wrote:" behind it."""
_BLOCK_LINES = 14

_TIME = re.compile(r"(?<![\d.])\d{1,2}\s?[:.h]\s?\d{2}(?!\d)|(?<!\d)\d{1,2}\s?(?:am|pm|時|点|시)(?!\w)")
_DAY = re.compile(
    r"(?<!\d)(?:19|20)\d\d(?!\d)|(?<!\d)\d{1,2}\s?[./-]\s?\d{1,2}\s?[./-]\s?\d{2,4}(?!\d)|\d{1,2}\s?[月월]"
)
_ADDRESS = re.compile(r"[\w.+=-]{1,128}@[\w-]{1,63}\.[\w.-]{1,190}")
_BRACKETED_ADDRESS = re.compile(r"[<(\[][^<>()\[\]\s]{1,64}@[^<>()\[\]\s]{1,190}[>)\]][^<>:：]{0,60}[:：]$")
_ADDRESS_AT_END = re.compile(r"[>)\]»]\s{0,4}[:：]$|@[\w.-]{1,190}\s{0,4}[:：]$")
_BARE = re.compile(r"\d{4}[/-]\d{1,2}[/-]\d{1,2}\s[^<>:]{1,80}<[^<>\s]{1,320}@[^<>\s]{1,190}>\s?:?")
_NAMED = re.compile(r"[^<>]{1,80}<[^<>\s]{1,320}@[^<>\s]{1,190}>\s\S{1,20}(?:\s\S{1,20})?\s?[:：]")
_TO_THE_SECOND = re.compile(r"(?<!\d)(?:19|20)\d\d\D{1,12}\d{1,2}:\d\d:\d\d")
_BROKEN_OFF = re.compile(r"[<(\[]?[\w.+=-]{1,128}@[\w.-]{1,190}[>)\]]?$")
_DIGIT_OR_AT = re.compile(r"[\d@]")
_ENDS = re.compile(r"[:：]\s{0,4}[\"*_]{0,2}$")
_STARTS_WITH_DATE = re.compile(r"\d{1,4}\s?(?:[./-]\s?\d{1,2}|\s\w{3,12}[.,]?\s|年|[:.h]\d\d)")
_INSIDE = re.compile(r"(?:\s|-{2,4}\s?)(?=(?:On|Am|Le|El|Il|Em|Op|Den)\s[^:]{0,40}\d)")
_RULED = re.compile(r"^[-_=*#~\s]{2,}(.{2,120}?)[-_=*#~\s:]{2,}$")
_LABEL = re.compile(r"^[\s|*_]{0,6}([^\W\d_][^:：՝\n]{0,30}?)\s?[*_]{0,2}\s?[:：՝]\s?[*_]{0,2}\s?(.*)$")
_ONLY_MAILBOX = re.compile(r"[^<>]{1,80}<(?:mailto:)?[^<>\s]{1,320}@[^<>\s]{1,190}>")
_MAILBOX = re.compile(r"[^<>]{0,80}<[^<>\s]{1,320}@[^<>\s]{1,190}>;?")
ARROWS = re.compile(r"^>{3}\s[^<>]{0,80}<[^<>\s]{1,320}>[^<>]{1,60}>{3}$")
_SEPARATOR = re.compile(r"^\s{0,8}(?:[-_=*~]\s?){3,}\s{0,8}$")


def introduces(lines: list[str], end: int, quote_next: bool) -> int:
    """How many lines, up to and including `end`, introduce a quote ("On ... wrote:"); 0 if none do.

    `lines` are unquoted lines without blanks around; `quote_next` tells whether "> " follows.
    """
    last = lines[end].strip()
    if not last or len(last) > LONGEST:
        return 0
    if not (_ENDS.search(last) or last.endswith("-") or VERB.search(folded(last))):
        return int(last.endswith(">") and _BARE.fullmatch(last) is not None)
    joined, found = "", 0
    for count in range(1, min(MOST_LINES, end + 1) + 1):
        line = lines[end - count + 1].strip()
        if not line or len(joined) + len(line) > LONGEST:
            break
        joined = f"{line} {joined}".strip()
        told = _DIGIT_OR_AT.search(joined) is not None
        opens = told and _opens(joined) and _dated(folded(joined))
        # `... <ada@example.org>` above a mere `wrote:`: that was one line before it was wrapped.
        wrapped = told and found == count - 1 and not _DIGIT_OR_AT.search(last) and _BROKEN_OFF.search(line) is not None
        if (not found or opens or wrapped) and _is_attribution(joined, opens, quote_next):
            found = count
            if opens:
                break
    return found


def parted(line: str) -> tuple[str, ...]:
    """A line as it is, or in two where "... On Monday Ada wrote:" begins in the middle of it."""
    if not _SHORTEST <= len(line) <= 4 * LONGEST or line.startswith(">"):
        return (line,)
    for opener in islice(_INSIDE.finditer(line), 5):
        before, rest = line[: opener.start()], line[opener.start() :].lstrip(" -")
        verb = VERB.search(folded(rest[:LONGEST]))
        if before.strip(" -") and verb and rest[verb.end() : verb.end() + 2].lstrip().startswith((":", "：")):
            whole = rest[: verb.end() + 2]
            if not _opens(before) and _dated(folded(whole)):
                return before, rest
    return (line,)


def _opens(text: str) -> bool:
    text = folded(text.lstrip("-*_ \"'‫"))
    return OPENER.match(text) is not None or _STARTS_WITH_DATE.match(text) is not None


def _is_attribution(text: str, opens: bool, quote_next: bool) -> bool:
    if not quote_next and not _DIGIT_OR_AT.search(text):
        return False  # neither day nor address: most lines end here
    low = folded(text)
    ends = _ENDS.search(text) is not None
    verb = VERB.search(low)
    verb_at_end = verb is not None and len(low.rstrip(' :：-*_"')) - _last_end(low) <= 2
    address = _ADDRESS.search(text) is not None
    dated = _dated(low)
    # A day, a time, an address in brackets and a colon: that is one in any language.
    if _BRACKETED_ADDRESS.search(text) and _DAY.search(low) and _TIME.search(low):
        return True
    if _BARE.fullmatch(text) or (ends and verb_at_end and _NAMED.fullmatch(low)):
        return True
    if not (ends or verb_at_end or (text.endswith("--") and verb)):
        return False
    if quote_next and ends:
        said = verb is not None and (dated or address or opens or verb_at_end)
        return said or (dated and (address or opens)) or QUOTING.match(low) is not None
    if dated and address and (opens or verb):
        return verb is not None or _ADDRESS_AT_END.search(text) is not None
    return (
        dated
        and opens
        and verb is not None
        and bool(_TIME.search(low) or _DAY.search(low))
        and len(text) < LONGEST // 2
    )


def _dated(low: str) -> bool:
    return _DAY.search(low) is not None or _TIME.search(low) is not None


def _last_end(low: str) -> int:
    return max((match.end() for match in VERB.finditer(low)), default=0)


def field_block(lines: list[str], start: int) -> int:
    """How many lines from `start` are the copied header of a mail ("From: ... Sent: ... Subject: ..."); 0 if none."""
    first = _label(lines[start])
    if first is None or not first[0] & {"from", "date", "subject", "to"}:
        return _block_in_any_language(lines, start) if first else 0
    alone = int("from" in first[0] and _ONLY_MAILBOX.fullmatch(first[1]) is not None)
    found: list[tuple[frozenset[str], str]] = []
    stop, slack = start, 0
    for number in range(start, min(len(lines), start + _BLOCK_LINES)):
        label = _label(lines[number])
        if label is not None and label[0]:
            found.append(label)
            stop, slack = number + 1, 0
            continue
        slack += 1
        if slack > 2 or (not lines[number].strip() and len(found) > 2):
            break
        found[-1] = found[-1][0], f"{found[-1][1]} {lines[number].strip()}"
    return stop - start if _is_block(found) else alone


def _block_in_any_language(lines: list[str], start: int) -> int:
    """Four lines with labels, a mailbox in the first and a day with a time in the second, need no known word."""
    values: list[str] = []
    for line in lines[start : start + _BLOCK_LINES]:
        label = _label(line)
        if label is None or not (values or _MAILBOX.fullmatch(label[1].strip())):
            break
        values.append(label[1])
    if len(values) < 4:
        return 0
    return len(values) if _DAY.search(values[1]) and _TIME.search(folded(values[1])) else 0


def _is_block(found: list[tuple[frozenset[str], str]]) -> bool:
    """A form filled in may hold "From:" and "To:", so it needs a date or an address, and a sender that is no date."""
    present = frozenset[str]().union(*(kinds for kinds, _ in found))
    certain = present & {"from", "date", "to", "subject"}
    if len(found) < 2 or not certain & {"from", "date"}:
        return False
    values = " ".join(value for _, value in found)
    address = _ADDRESS.search(values) is not None
    sender = next((value for kinds, value in found if "from" in kinds), "")
    if not address and _dated(folded(sender)):
        return False
    if len(found) >= 3 and len(certain) >= 3:
        return address or _dated(folded(values))
    if not address:
        return False
    # `Date: Wed, 4 Mar 2026 09:00:12 +0000` and an address: no person writes seconds.
    sent = "date" in found[0][0] and "to" in present and _TO_THE_SECOND.search(found[0][1]) is not None
    return sent or ("from" in present and bool(certain & {"date", "subject"}))


def _label(line: str) -> tuple[frozenset[str], str] | None:
    """What a line's label may name (nothing if it is in no list) and its value; None if it has no label."""
    match = _LABEL.match(line)
    if match is None:
        return None
    return FIELD_KINDS.get(folded(match.group(1).strip(" *_\u200e\u00a0")), frozenset()), match.group(2)


def is_delimiter(lines: list[str], number: int) -> bool:
    """Whether a line says that what follows is an older mail: "----- Original Message -----" and its like."""
    line = lines[number].strip()
    if not line or len(line) > 160:
        return False
    low = folded(line)
    if WRITE_ABOVE.search(low):
        return True
    if ARROWS.match(line):
        return True
    ruled = _RULED.match(line)
    if ruled is None:
        return low.endswith(":") and FORWARDED.match(low) is not None
    inside = folded(ruled.group(1))
    words = DELIMITER.search(inside)
    if words is not None and len(words.group()) * 2 >= len(inside):
        return True
    verb = VERB.search(inside)
    return verb is not None and (_dated(inside) or verb.end() == len(inside))


def is_separator(line: str) -> bool:
    """A line of dashes and the like."""
    return _SEPARATOR.match(line) is not None
