"""`peerpost understand --set`: many mails at once, each with the question it answers."""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from email.header import Header
from email.message import EmailMessage, Message
from email.policy import SMTP
from email.utils import format_datetime
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from correspondence.arriving.reading import Context, Intent, Kind, Reading, Statement
from correspondence.arriving.understand import read_any
from correspondence.arriving.visible import SentLetter
from correspondence.questions import fields_for
from mentoring.definition import parse_programme
from mentoring.letters import Ask, Question
from mentoring.programme import Programme
from worker.programme_files import programme_names, programme_text

ABOUT = {
    Ask.AGREEMENT_FORM: "agreement",
    Ask.AGREEMENT_SIGN: "agreement/1",
    Ask.PLAN_FORM: "plan",
    Ask.SURVEY: "closing",
    Ask.NEXT_MEETING: "meeting/1",
    Ask.MET_CHECK: "meeting/1",
    Ask.CONFIRM: "confirm/1",
}
"""What the question is usually about, where a line does not say."""


def read_set(path: Path) -> Iterator[str]:
    """A JSON line for each line of the file: id, intent, date, until, fields, confidence, more.

    A line that is not as documented in docs/understand.md is asked back, with `error` saying why; it stops no other.
    """
    with path.open(encoding="utf-8", errors="replace") as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                yield json.dumps(_line(number, line), ensure_ascii=False)


def _line(number: int, text: str) -> dict[str, Any]:
    given: Any = None
    try:
        given = json.loads(text)
        if not isinstance(given, dict):
            raise ValueError("it is no JSON object")
        context = _context(given)
        reading = read_any(_mail(given, context), context, _letter(given))
        return {"id": given.get("id", number), **_found(reading)}
    except (AttributeError, LookupError, RecursionError, TypeError, ValueError) as problem:
        name = given.get("id", number) if isinstance(given, dict) else number
        why = f"Line {number} cannot be used: {problem}."
        return {"id": name, **as_json(Statement(Intent.ASK_BACK, confidence=0.0)), "error": why}


def _context(given: Mapping[str, Any]) -> Context:
    asked = _question(given.get("asked") or Ask.UNPROMPTED)
    zone = str(given.get("zone"))
    zone = zone if zone in available_timezones() else "UTC"
    name = given.get("programme")
    # A programme that is not ours yet has no forms here; its other questions are read all the same.
    known = name in programme_names()
    fields = fields_for(programme_of(str(name)), question_of(asked), given.get("role") or "mentee") if known else ()
    return Context(asked, _moment(given.get("sent"), zone), zone, str(given.get("language") or "en"), fields)


def _question(word: object) -> Ask:
    if word not in list(Ask):
        raise ValueError(f"there is no question {word!r}; `asked` is one of {', '.join(Ask)}")
    return Ask(str(word))


def _moment(text: object, zone: str) -> datetime:
    """A moment; one that names no offset is meant in the zone.  Raises ValueError for what is no ISO time."""
    try:
        moment = datetime.fromisoformat(str(text))
    except ValueError:
        raise ValueError(f"`sent` is no time as in 2027-02-01T10:00:00+00:00, but {text!r}") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone))


def question_of(asked: Ask) -> Question:
    return Question(asked, ABOUT.get(asked, ""))


@cache
def programme_of(name: str) -> Programme:
    """One of our own programmes.  Raises ValueError for any other name."""
    if name not in programme_names():
        raise ValueError(f"there is no programme {name!r}; please give one of {', '.join(programme_names())}")
    return parse_programme(programme_text(name))


def _mail(given: Mapping[str, Any], context: Context) -> bytes:
    """The mail as it would have come; headers that are given replace ours."""
    mail = EmailMessage(policy=SMTP)
    ours = {"From": "person@town.example", "To": "peerpost@peerpost.embedded", "Subject": given.get("subject") or ""}
    ours["Date"] = format_datetime(context.sent)
    headers = {name.casefold(): (name, value) for name, value in ours.items()}
    headers |= {name.casefold(): (name, value) for name, value in (given.get("headers") or {}).items()}
    body = _whole(str(given.get("body") or ""))
    if "content-type" in headers:
        return _as_given(headers, body)
    for key, (name, value) in headers.items():
        # What the body is, is seen by the body.
        if key not in _OF_THE_BODY:
            mail[name] = _on_one_line(value)
    mail.set_content(body, subtype="html" if _HTML.match(body) else "plain")
    return mail.as_bytes()


def _as_given(headers: Mapping[str, tuple[str, object]], body: str) -> bytes:
    """The mail whose body is what its own Content-Type says: HTML, a report, parts between their boundaries."""
    lines = [f"{name}: {Header(_on_one_line(value), maxlinelen=900).encode()}" for name, value in headers.values()]
    if "content-transfer-encoding" not in headers:
        lines.append("Content-Transfer-Encoding: 8bit")
    if "mime-version" not in headers:
        lines.append("MIME-Version: 1.0")
    kind = Message()
    kind["Content-Type"] = _on_one_line(headers["content-type"][1])
    try:
        written = body.encode(kind.get_content_charset("utf-8"))
    except (LookupError, UnicodeError):
        written = body.encode()
    return "\r\n".join([*lines, "", ""]).encode() + written


_OF_THE_BODY = ("content-type", "content-transfer-encoding", "mime-version")


def _on_one_line(value: object) -> str:
    return " ".join(_whole(str(value)).split())


_HTML = re.compile(r"\s*<(?:!doctype|html|body|div|p|head|table)\b", re.IGNORECASE)


def _whole(text: str) -> str:
    """The text with a sign of doubt for each half of a letter that JSON can hold and a mail cannot."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _letter(given: Mapping[str, Any]) -> SentLetter | None:
    letter = given.get("letter")
    if not letter:
        return None
    sent = _moment(letter.get("sent") or given["sent"], "UTC")
    return SentLetter(letter.get("sender") or "", sent, letter.get("subject") or "", letter.get("body") or "")


_NOT_A_PERSON = {Kind.BOUNCE: Intent.BOUNCE}


def _found(reading: Reading) -> dict[str, Any]:
    if reading.kind is not Kind.PERSON:
        return as_json(Statement(_NOT_A_PERSON.get(reading.kind, Intent.AUTOMATIC)))
    first, *others = reading.statements or (Statement(Intent.NOTHING),)
    return as_json(first) | ({"more": [as_json(each) for each in others]} if others else {})


def as_json(said: Statement) -> dict[str, Any]:
    return {
        "intent": said.intent,
        "date": said.day.isoformat() if said.day else None,
        "moment": said.moment.isoformat() if said.moment else None,
        "until": said.until.isoformat() if said.until else None,
        "fields": {answer.key: answer.text for answer in said.answers},
        "confidence": round(said.confidence, 2),
    }
