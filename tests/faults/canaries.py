"""A word of its own in everything a person can write, in two whole lives, and how to hear one in whatever dress."""

import asyncio
import base64
import json
import quopri
import re
import smtplib
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import unquote_to_bytes

from mentoring.letters import ORGANISER, SECOND_ORGANISER
from mentoring.programme import Programme, Visibility
from store.registry import Person
from tests.town import MENTEE, MENTOR, Town
from worker.clock import now
from worker.embedded.border import PASSWORD
from worker.embedded.state import AGENCY
from worker.embedded.whole import Whole
from worker.programme_files import programme_text
from worker.rehearsal import Rehearsal
from worker.roster import Row, enrol
from worker.service import begin

FREE = {role: f"zebrafish{role}" for role in (MENTOR, MENTEE)}
"""In sentences nobody asked for, with everything said beside an answer."""

REASON, SURVEY, CONCERN, NOTE = "tangerinereason", "wombatsurvey", "nightjarconcern", "ospreynote"
PASSED, RIGHTS, MOVED = "curlewpassed", "dunlinrights", "egretmoved"
"""In the words of a concern that two could open, beside what is asked of one's rights, and in a new address."""

NAMES = {MENTOR: "Quillamentor Lovelace", MENTEE: "Brindlementee Lind"}
CALLED = {"Quillamentor", "Brindlementee"}
PLACES = {MENTOR: "xylomentor", MENTEE: "vexmentee"}
PARTS = {
    part: f"{bird}{part}"
    for part, bird in {
        "subject": "heron", "called": "ibis", "file": "jackdaw", "charset": "kestrel", "identity": "lapwing",
        "html": "magpie", "field": "plover", "attached": "redwing", "boundary": "siskin",
    }.items()
}  # fmt: skip
"""In the other parts of a mail: subject, display name, a file's name and content, a charset, an id, its HTML."""

ORDINARY = {
    "frequency": "every two weeks", "duration": "one hour", "date": "in six weeks",
}  # fmt: skip
"""Answers in which there is no room for a word of one's own."""


def word_of(programme: str, field: str) -> str:
    return f"okapi{programme}{field.replace('_', '')}q"


def words_of(programme: Programme, visibility: Iterable[Visibility] = Visibility) -> set[str]:
    """The words in all fields of all forms that somebody can see."""
    return {
        word_of(programme.name, field.key)
        for document in programme.documents
        for field in document.fields
        if field.kind == "text" and field.visibility in tuple(visibility)
    }


def form(programme: Programme, document: str, role: str) -> str:
    """A role's answers to a form; what anybody may answer is the mentor's."""
    return "\n".join(
        f"{field.label}: {ORDINARY.get(field.kind) or f'the {word_of(programme.name, field.key)} way'}"
        for field in programme.document(document).fields
        if field.by == role or (field.by == "any" and role == MENTOR)
    )


def dressed(text: str, to: str, sender: str) -> bytes:
    """A mail of theirs with a word in every part of it."""
    p, on = PARTS, f"Tue, {now():%d %b %Y %H:%M:%S} +0000"
    head = (
        f'From: "{p["called"]} Lind" <{sender}>\r\nTo: {to}\r\nSubject: Re: {p["subject"]}\r\nDate: {on}\r\n'
        f"Message-ID: <{p['identity']}.{now():%f}@{sender.rpartition('@')[2]}>\r\nX-Mailer: {p['field']}\r\n"
        f'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="{p["boundary"]}"\r\n\r\n'
    )
    parts = (
        f"Content-Type: text/plain; charset=utf-8\r\n\r\n{text}\r\n",
        f"Content-Type: text/html; charset={p['charset']}\r\n\r\n<p>{p['html']}</p>\r\n",
        f'Content-Type: application/pdf; name="{p["file"]}.pdf"\r\nContent-Disposition: attachment; '
        f'filename="{p["file"]}.pdf"\r\n\r\n%PDF-1.7 {p["attached"]}\r\n',
    )
    body = "".join(f"--{p['boundary']}\r\n{part}" for part in parts)
    return f"{head}{body}--{p['boundary']}--\r\n".encode()


@dataclass
class Pair:
    """Two whose every word is one nobody else would write."""

    town: Town

    @property
    def rules(self) -> Programme:
        return self.town.rehearsal.programme

    @property
    def has_form(self) -> bool:
        """Whether a concern may be put into words."""
        return bool(self.rules.confidentiality.exceptions)

    async def lives(self) -> None:
        """From the form to the eve of the end."""
        town = self.town
        await town.until_letter(MENTOR, "form")
        for role in (MENTOR, MENTEE):
            await town.answers(role, "form", form(self.rules, "agreement", role))
        for role in (MENTOR, MENTEE):
            await town.answers(role, "sign", f"I agree.\n\nBest wishes,\n{FREE[role]}")
        await town.answers(MENTOR, "kickoff", f"How about next Wednesday at 3pm? By the way, {FREE[MENTOR]}.")
        if "meeting_proposed" in town.names(MENTEE):
            await town.answers(MENTEE, "meeting_proposed", "Yes")
        await self._writes_with_all_its_parts(f"The {FREE[MENTEE]} is quite unwell and I do not know.")
        await town.answers(ORGANISER, "copy", f"NOTE\n\nThey told me of the {NOTE}.")
        await self._has_a_concern()
        await self._asks_for_their_rights()
        await self._meets_and_plans()

    async def ends(self) -> None:
        """By a wish to be forgotten, or by an END, to the close."""
        town, why = self.town, f"It is the {REASON}, between us."
        if self.has_form:
            await town.writes(MENTEE, f"END\n\n{why}")
        else:
            await town.writes(MENTEE, f"FORGET ME\n\n{why}")
            await town.answers(MENTEE, "forget_asked", "YES")
        await town.until_letter(MENTEE, "survey")
        await town.answers(MENTEE, "survey", f"1: {SURVEY}\n2: {SURVEY}")
        await town.to_the_end()

    async def _has_a_concern(self) -> None:
        """Where the programme states exceptions, whoever it binds names one; its words wait for two to open them."""
        town, raised = self.town, f"CONCERN\n\nIt is about the {CONCERN}."
        if not self.has_form:
            await town.writes(MENTEE, raised)
            return
        await town.writes(MENTOR, raised)
        told = await town.rehearsal.now() - timedelta(days=1)
        answers = f"1: yes\n5: {told:%d %B %Y}\n6: It is the {PASSED}."
        await town.answers(MENTOR, "concern_answer", answers)

    async def _asks_for_their_rights(self) -> None:
        """The export is sent; the new address is asked, and never answers."""
        town, place = self.town, self.town.rehearsal.addresses[MENTOR].partition("@")[2]
        await town.writes(MENTEE, f"WHAT DO YOU HOLD\n\nBecause of the {RIGHTS}.")
        await town.answers(MENTEE, "data_asked", "YES")
        await town.writes(MENTOR, f"Please change my address to {MOVED}@{place}")

    async def _meets_and_plans(self) -> None:
        """What is to be planned is asked once they have met."""
        if len(self.rules.documents) < 2:
            return
        await self.town.until_letter(MENTEE, "met_check")
        for role in (MENTOR, MENTEE):
            await self.town.answers(role, "met_check", f"Yes, we met. Lovely {FREE[role]}!")
        await self.town.answers(MENTEE, "form", form(self.rules, "plan", MENTEE))

    async def _writes_with_all_its_parts(self, text: str) -> None:
        rehearsal = self.town.rehearsal
        to = self.town.latest(MENTEE, "kickoff").outgoing
        raw = dressed(text, AGENCY, rehearsal.addresses[MENTEE])
        assert to.token not in raw.decode()
        await asyncio.to_thread(_hand_in, rehearsal.whole, raw, rehearsal.addresses[MENTEE])
        await rehearsal.settle()


def _hand_in(whole: Whole, raw: bytes, login: str) -> None:
    with smtplib.SMTP("127.0.0.1", whole.ports.smtp, local_hostname="localhost", timeout=10) as server:
        server.login(login, PASSWORD)
        server.sendmail(login, [AGENCY], raw)


async def begin_life(whole: Whole, name: str) -> Pair:
    text = programme_text(name).replace('# second_organiser = "..."', f'second_organiser = "second@{name}.example"')
    rules: Programme = whole.house.registry.keep_programme(text)
    addresses = {role: f"{PLACES[role]}@{name}.example" for role in NAMES}
    people = tuple((Person(NAMES[role], addresses[role], rules.zone, "en"), role) for role in NAMES)
    row = Row(1, people, now().date() + timedelta(days=2))
    relationship, _ = enrol(whole.house, rules, row, rules.contacts.organiser, now())
    await begin(whole.client, whole.settings, relationship, name)
    town = Town(Rehearsal(whole, rules, relationship, addresses | office(rules)))
    await town.rehearsal.settle()
    return Pair(town)


def office(rules: Programme) -> dict[str, str]:
    second = rules.contacts.second_organiser
    return {ORGANISER: rules.contacts.organiser} | ({SECOND_ORGANISER: second} if second else {})


def canaries(*programmes: Programme) -> list[str]:
    fields = [word for each in programmes for word in sorted(words_of(each))]
    said = [REASON, SURVEY, CONCERN, NOTE, PASSED, RIGHTS, MOVED]
    return [*FREE.values(), *said, *CALLED, *PLACES.values(), *PARTS.values(), *fields]


def heard(place: bytes, birds: Iterable[str]) -> list[str]:
    """Which canaries sing in a place, also in the dress of base64, hexadecimal, UTF-16, JSON, or compressed."""
    everything = b"\n".join(_undressed(place)).lower()
    return [bird for bird in birds if bird.lower().encode() in everything]


def _undressed(place: bytes, again: bool = True) -> list[bytes]:
    dresses = (quopri.decodestring(place), unquote_to_bytes(place), place.replace(b"\x00", b""))
    escaped = re.sub(rb"\\u00([0-9a-fA-F]{2})", lambda match: bytes([int(match[1], 16)]), place)
    forms = [place, *(form for form in (*dresses, escaped) if form != place)]
    for run in re.findall(rb"(?:[0-9a-fA-F]{2}){6,}", place):
        forms.append(bytes.fromhex(run.decode()))
    for run in re.findall(rb"[A-Za-z0-9+/_-]{12,}", place):
        run = run.replace(b"-", b"+").replace(b"_", b"/")
        # Wherever it begins and however it is filled up.
        forms += [base64.b64decode(run[n:] + b"A" * (-len(run[n:]) % 4)) for n in range(4)]
    # Looked at where it lies: a slice of it for each pair of bytes that might begin something packed takes minutes.
    whole = memoryview(place)
    starts = (found.start() for found in re.finditer(b"x[\x01^\x9c\xda]", place))
    forms += [_inflated(whole[start : start + 1_000_000]) for start in starts]
    return forms + (_undressed(b"\n".join(forms[1:]), again=False) if again else [])


def _inflated(packed: memoryview) -> bytes:
    try:
        return zlib.decompressobj().decompress(packed)
    except zlib.error:
        return b""


def in_every_dress(word: str) -> dict[str, bytes]:
    """The same word as it may lie about."""
    b64 = base64.b64encode(f"xx{word}".encode())
    return {
        "plain": f"so {word.upper()} it is".encode(),
        "base64": b"so " + b64,
        "base64 in base64": base64.b64encode(b"{" + b64 + b"}"),
        "url-safe base64": base64.urlsafe_b64encode(f"\xff\xfe{word}".encode("latin-1")),
        "hexadecimal": word.encode().hex().encode(),
        "UTF-16": word.encode("utf-16"),
        "UTF-16 in base64": base64.b64encode(word.encode("utf-16-le")),
        "compressed": zlib.compress(f"so {word} it is".encode()),
        "compressed in base64": base64.b64encode(zlib.compress(word.encode())),
        "quoted-printable": "".join(f"={ord(letter):02X}" for letter in word).encode(),
        "percent": "".join(f"%{ord(letter):02x}" for letter in word).encode(),
        "JSON": ('"' + "".join(f"\\u{ord(letter):04x}" for letter in word) + '"').encode(),
        "JSON in JSON": json.dumps({"data": base64.b64encode(json.dumps(word).encode()).decode()}).encode(),
    }
