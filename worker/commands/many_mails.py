"""`peerpost understand --set`: many mails at once, each with the question it answers."""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from email.message import EmailMessage
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

    Raises ValueError naming the line that is not as documented in docs/understand.md.
    """
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                yield json.dumps(_line(number, line), ensure_ascii=False)


def _line(number: int, text: str) -> dict[str, Any]:
    try:
        given = json.loads(text)
        context = _context(given)
        reading = read_any(_mail(given, context), context, _letter(given))
        return {"id": given["id"], **_found(reading)}
    except (KeyError, TypeError, ValueError) as problem:
        raise ValueError(f"Line {number} cannot be used: {problem}.") from None


def _context(given: Mapping[str, Any]) -> Context:
    asked = Ask(given.get("asked") or Ask.UNPROMPTED)
    zone = str(given.get("zone"))
    zone = zone if zone in available_timezones() else "UTC"
    name = given.get("programme")
    # A programme that is not ours yet has no forms here; its other questions are read all the same.
    known = name in programme_names()
    fields = fields_for(programme_of(str(name)), question_of(asked), given.get("role") or "mentee") if known else ()
    return Context(asked, _moment(given["sent"], zone), zone, given.get("language") or "en", fields)


def _moment(text: str, zone: str) -> datetime:
    """A moment; one that names no offset is meant in the zone."""
    moment = datetime.fromisoformat(text)
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
    headers = {**{name.casefold(): (name, value) for name, value in ours.items()}}
    headers |= {name.casefold(): (name, value) for name, value in (given.get("headers") or {}).items()}
    for key, (name, value) in headers.items():
        # What the body is, is seen by the body.
        if key not in ("content-type", "content-transfer-encoding", "mime-version"):
            mail[name] = " ".join(_whole(str(value)).split())
    body = _whole(given.get("body") or "")
    mail.set_content(body, subtype="html" if _HTML.match(body) else "plain")
    return mail.as_bytes()


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
