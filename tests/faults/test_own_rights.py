"""T26: the export holds what its reader said and nothing of anybody else; who is forgotten is nowhere any more."""

from collections.abc import Iterator
from contextlib import nullcontext
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from temporalio.exceptions import ApplicationError

from activities.doors import Agency
from activities.post import NotPosted, Post
from correspondence.writing.addresses import reply_address
from mentoring.documents import Answer, FormAnswered
from mentoring.letters import Letter
from mentoring.occasions import SurveyAnswered
from mentoring.rights import DataAsked
from mentoring.words import Words
from store.audit import verify
from store.engine import settle_files
from store.journal import Standing
from store.registry import Person
from store.tombstones import Tombstones
from store.vault import KeyMissing
from tests.faults.desk import AGENCY
from tests.faults.rights_desk import RightsDesk, open_rights_desk
from tests.store.opened import ADA, MIRA, NOOR, dumped

HERS, ADAS = "canarymirabird", "canaryadabird"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[RightsDesk]:
    with open_rights_desk(tmp_path) as desk:
        yield desk


def _says(desk: RightsDesk, stream: str, member: str, words: str) -> None:
    """They fill in a field and a survey."""
    at = len(desk.store.journal.read(stream))
    said = (
        FormAnswered(desk.now, member, "agreement", 1, (Answer("contact_mentee", Words(words)),), ()),
        SurveyAnswered(desk.now, member, "closing", (Words(f"{words} survey"),)),
    )
    desk.store.journal.append(stream, at, f"said-{member}", desk.now, said, (), Standing("agreeing", desk.now, ""))


def _files(mail: EmailMessage) -> dict[str, str]:
    parts = ((part.get_filename(), part.get_payload(decode=True)) for part in mail.iter_attachments())
    return {str(name): raw.decode() for name, raw in parts if isinstance(raw, bytes)}


def _forgets(desk: RightsDesk) -> None:
    desk.gets(desk.mail(MIRA.address, "FORGET ME", desk.reply_to("kickoff")))
    desk.posts()
    desk.answers(MIRA.address, "YES")


class Refuses:
    """A mail server that wants none of our letters."""

    async def post(self, sender: str, recipient: str, raw: bytes) -> str:
        raise NotPosted("refused", permanent=True, status=550)


class Saw:
    """The answer to an attempt before was lost, but the letter is there."""

    async def has(self, recipient: str, message_id: str) -> bool:
        return True


@pytest.mark.parametrize("end", ["posted", "refused", "seen"])
async def test_the_bytes_of_an_export_go_with_the_letter_however_that_ends(desk: RightsDesk, end: str) -> None:
    """T26: it tells of both relationships, and one key would keep it for as long as this one is kept."""
    desk.store.journal.append(
        desk.relationship, len(desk.story()), "asked", desk.now, [DataAsked(desk.now, desk.ids["mentee"])],
        [Letter("data_export", desk.ids["mentee"])], Standing("agreeing", desk.now, ""),
    )  # fmt: skip
    letter, house, witness = desk.newest("data_export"), desk.store, Saw() if end == "seen" else None
    server = Refuses() if end == "refused" else desk.postbox
    post = Post(house.outbox, house.registry, house.journal, server, Agency(AGENCY), lambda: desk.now, witness)
    if end == "seen":
        house.outbox.begin(letter.key, b"what is held", desk.now)
    with pytest.raises(ApplicationError) if end == "refused" else nullcontext():
        await post.post(letter.key)
    ended = house.outbox.letter(letter.key)
    assert ended.state == ("refused" if end == "refused" else "posted") and ended.raw is None


def test_the_export_comes_after_a_yes_with_everything_of_ones_own_and_nothing_of_others(desk: RightsDesk) -> None:
    for stream in (desk.relationship, desk.other):
        _says(desk, stream, desk.ids["mentee"], f"{HERS} in {stream}")
    _says(desk, desk.relationship, desk.ids["mentor"], ADAS)
    desk.gets(desk.mail(MIRA.address, "What do you hold about me?", desk.reply_to("kickoff")))
    desk.posts()
    assert desk.subjects(MIRA.address)[-1] == "You asked what we hold: shall we send it?"
    desk.answers(MIRA.address, "YES")
    mail = desk.mails_to(MIRA.address)[-1]
    files = _files(mail)
    assert set(files) == {"what-we-hold.txt", "what-we-hold.json"}
    for text in files.values():
        assert all(f"{HERS} in {stream}" in text for stream in (desk.relationship, desk.other))
        assert MIRA.name in text and MIRA.address in text
        assert not any(other in text for other in (ADAS, "Lovelace", ADA.address, NOOR.address, "Khan"))
    newest = desk.newest("data_export")
    assert newest.state == "posted" and newest.raw is None, "what is sent is not kept"


def test_nobody_but_the_one_on_file_is_sent_what_we_hold(desk: RightsDesk) -> None:
    desk.gets(desk.mail("mallory@evil.example", "What do you hold about me?", desk.reply_to("kickoff")))
    desk.gets(desk.mail(MIRA.address, "What do you hold about me?", AGENCY, vouched=False))
    desk.posts()
    assert "DataAsked" not in desk.happened()
    assert desk.mails_to("mallory@evil.example") == []


def test_after_everything_has_closed_nothing_of_them_is_left_and_the_others_can_still_be_read(desk: RightsDesk) -> None:
    _says(desk, desk.relationship, desk.ids["mentor"], ADAS)
    _forgets(desk)
    assert desk.subjects(MIRA.address).count("Noted: you would like to end the mentoring") == 2
    assert desk.housekeeping.all_chores(desk.now).people == 0, "not before all has closed"
    desk.both_pass(desk.now + timedelta(days=32))
    stages = {each.stage for each in desk.store.registry.relationships_of(desk.ids["mentee"])}
    assert stages == {"closed"}
    assert desk.housekeeping.all_chores(desk.now).people == 1
    assert desk.housekeeping.all_chores(desk.now).people == 0
    settle_files(desk.store.engine)

    with pytest.raises(KeyMissing):
        desk.store.registry.person(desk.ids["mentee"])
    assert desk.store.registry.is_forgotten(desk.ids["mentee"])
    assert not any("Mira" in rows or MIRA.address in rows for rows in dumped(desk.store.engine).values())
    assert all(each.raw is None for each in desk.store.outbox.all_of(desk.relationship))
    said = [event for event in desk.story() if isinstance(event, FormAnswered)]
    assert [answer.words.text for event in said for answer in event.answers] == [ADAS]
    assert verify(desk.store.engine, list(Tombstones(desk.store.keys).all())).is_whole


@pytest.mark.parametrize("to", ["a letter", "nobody asked"])
def test_after_the_close_it_is_answered_until_all_is_destroyed_on_the_day_that_was_known(
    desk: RightsDesk, to: str
) -> None:
    """T26: whoever asks does not make us keep it longer; and everything else they write is heard no more."""
    for stream in (desk.relationship, desk.other):
        _says(desk, stream, desk.ids["mentee"], f"{HERS} in {stream}")
    address = desk.reply_to("kickoff") if to == "a letter" else AGENCY
    desk.gets(desk.mail(MIRA.address, "END", desk.reply_to("kickoff")))
    desk.gets(desk.mail(MIRA.address, "END", _door(desk)))
    desk.both_pass(desk.now + timedelta(days=40))
    stages = {each.stage: each.seen for each in desk.store.registry.relationships_of(desk.ids["mentee"])}
    desk.gets(desk.mail(MIRA.address, "What do you hold about me?", address))
    desk.posts()
    desk.answers(MIRA.address, "YES")
    files = _files(desk.mails_to(MIRA.address)[-1])
    assert all(f"{HERS} in {stream}" in files["what-we-hold.txt"] for stream in (desk.relationship, desk.other))
    desk.gets(desk.mail(MIRA.address, "FORGET ME", address))
    desk.posts()
    desk.answers(MIRA.address, "YES")
    assert stages == {each.stage: each.seen for each in desk.store.registry.relationships_of(desk.ids["mentee"])}
    assert desk.housekeeping.all_chores(desk.now).people == 1
    assert desk.store.registry.is_forgotten(desk.ids["mentee"])


def _door(desk: RightsDesk) -> str:
    """Where Mira writes to about the other relationship."""
    return reply_address(AGENCY, desk.store.outbox.door(desk.other, desk.ids["mentee"], desk.now))


def test_mail_of_somebody_who_was_forgotten_is_a_strangers_and_nothing_is_sent_to_them(desk: RightsDesk) -> None:
    to = desk.reply_to("kickoff")
    _forgets(desk)
    desk.both_pass(desk.now + timedelta(days=32))
    desk.housekeeping.all_chores(desk.now)
    sent = len(desk.mails_to(MIRA.address))
    for words, address, why in (
        ("STATUS", to, "stranger"),
        ("FORGET ME", AGENCY, "nothing_held"),
        ("WHAT DO YOU HOLD", to, "nothing_held"),
    ):
        assert desk.gets(desk.mail(MIRA.address, words, address)) == ("set_aside", why)
    desk.posts()
    assert len(desk.mails_to(MIRA.address)) == sent


def test_an_undo_in_the_grace_keeps_the_name_too(desk: RightsDesk) -> None:
    _forgets(desk)
    assert desk.store.registry.rights.to_forget() == [desk.ids["mentee"]]
    desk.gets(desk.mail(MIRA.address, "UNDO", desk.reply_to("end_pending")))
    assert desk.store.registry.rights.to_forget() == []


def test_whoever_comes_back_is_somebody_new(desk: RightsDesk) -> None:
    _forgets(desk)
    desk.both_pass(desk.now + timedelta(days=32))
    desk.housekeeping.all_chores(desk.now)
    tom = Person("Tom Ray", "tom@wards.example", "Europe/London", "en")
    _, (_, again) = desk.store.pair(tom, MIRA)
    assert again.id != desk.ids["mentee"] and desk.store.registry.is_forgotten(desk.ids["mentee"])
