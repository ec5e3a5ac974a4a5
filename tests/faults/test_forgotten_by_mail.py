"""T26 on the real servers: one asks what we hold and then to be forgotten; the other keeps what is theirs."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from email.message import EmailMessage

import pytest
from sqlalchemy import select

from mentoring.documents import FormAnswered
from store.tables import people
from store.vault import KeyMissing
from tests.faults.canaries import FREE, NAMES, PLACES, Pair, begin_life, form, heard, word_of, words_of
from tests.faults.places import files, kept, keys_of_mails, listening, mail_of_the_agency
from tests.spec import IMG
from tests.town import MENTEE, MENTOR, Town
from tests.workflows.grounds import mails, servers, service
from worker.embedded.whole import Whole
from worker.housekeeping import keep_house

FIELD = "petrelfield"
FIRST = {role: name.split()[0] for role, name in NAMES.items()}
HERS = [FIRST[MENTEE], PLACES[MENTEE], FREE[MENTEE], FIELD]
HIS_FIELDS = words_of(IMG) - {word_of("img", "contact_mentee")}
HIS = [*sorted(HIS_FIELDS), FREE[MENTOR], FIRST[MENTOR], PLACES[MENTOR]]


@dataclass
class Forgotten:
    """What lay about before and after, what the mentee was sent, and what the mentor got since she asked."""

    town: Town
    export: str
    before: bytes
    record: bytes
    after: dict[str, bytes]
    filed: bytes
    told: str
    since: list[str]
    people: int


@pytest.fixture(scope="module")
async def forgotten(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Forgotten]:
    with listening() as (log, written):
        async with servers(tmp_path_factory.mktemp("forgotten")) as whole, service(whole):
            pair = await begin_life(whole, "img")
            town = pair.town
            await _say_things(pair)
            await town.writes(MENTEE, f"WHAT DO YOU HOLD\n\nBest wishes,\n{FREE[MENTEE]}")
            await town.answers(MENTEE, "data_asked", "YES")
            export = _attached((await mails(whole, town.rehearsal.addresses[MENTEE]))[-1])
            before = mail_of_the_agency(whole) + b"".join(kept(whole, key) for key in keys_of_mails(whole))
            record = _sealed(whole)
            letters = len(town.names(MENTOR))
            await town.writes(MENTEE, "FORGET ME")
            await town.answers(MENTEE, "forget_asked", "YES")
            await town.to_the_end()
            since = town.names(MENTOR)[letters:]
            done = await keep_house(whole.client, whole.settings, await town.rehearsal.now())
            after, filed = files(whole), mail_of_the_agency(whole)
            told = "\n".join(log.said) + written.getvalue()
            yield Forgotten(town, export, before, record, after, filed, told, since, done.people)


async def _say_things(pair: Pair) -> None:
    """Each fills in what is theirs of the form, and writes a word beside it."""
    await pair.town.until_letter(MENTOR, "form")
    await pair.town.answers(MENTOR, "form", f"{form(pair.rules, 'agreement', MENTOR)}\n\nBest wishes,\n{FREE[MENTOR]}")
    await pair.town.answers(MENTEE, "form", f"How to reach the mentee: {FIELD}")


def _attached(mail: EmailMessage) -> str:
    raws = [part.get_payload(decode=True) for part in mail.iter_attachments()]
    return "\n".join(raw.decode() for raw in raws if isinstance(raw, bytes))


def _sealed(whole: Whole) -> bytes:
    """The mentee's record as it lies in the database."""
    address = f"{PLACES[MENTEE]}@img.example"
    with whole.house.engine.connect() as connection:
        query = select(people.c.sealed).where(people.c.id == whole.house.registry.person_at(address))
        return str(connection.execute(query).scalar_one()).encode()


def test_what_is_sent_is_all_theirs_and_no_word_of_the_other(forgotten: Forgotten) -> None:
    said = heard(forgotten.export.encode(), [*HERS, *HIS])
    assert said == [FIRST[MENTEE], PLACES[MENTEE], FIELD]


def test_nothing_of_who_is_forgotten_is_left(forgotten: Forgotten) -> None:
    """Neither in the database and its log, nor in any folder of our mailbox, nor in what was logged."""
    assert heard(forgotten.before, HERS) == HERS, "otherwise finding nothing would prove nothing"
    assert forgotten.people == 1
    assert {"peerpost.db", "peerpost.db-wal"} <= forgotten.after.keys()
    for name, content in forgotten.after.items():
        assert heard(content, HERS) == [], name
        assert forgotten.record[:48] not in content, name
    assert heard(forgotten.filed, HERS) == []
    assert len(forgotten.told) > 10_000 and heard(forgotten.told.encode(), HERS) == []


def test_the_other_keeps_their_record_and_was_told_what_every_end_tells(forgotten: Forgotten) -> None:
    assert forgotten.since == ["ended", "survey"]
    town = forgotten.town
    registry = town.rehearsal.whole.house.registry
    ids = {each.role: each.id for each in registry.members_of(town.rehearsal.relationship)}
    assert registry.person(ids[MENTOR]).name == NAMES[MENTOR]
    with pytest.raises(KeyMissing):
        registry.person(ids[MENTEE])
    answers = [answer for event in town.events() if isinstance(event, FormAnswered) for answer in event.answers]
    written = " ".join(answer.words.text for answer in answers).encode()
    # What they agreed on is of both, and lies sealed as long as the relationship is kept.
    assert heard(written, [*HIS, *HERS]) == [*sorted(HIS_FIELDS), FIELD]
