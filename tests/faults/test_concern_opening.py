"""What moves of a concern, from mails to mails on a real store: two open it, and it is on record (`IMG-16`)."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from mentoring.letters import CONCERNS, ORGANISER, SECOND_ORGANISER
from store.audit import CONCERN_OPENED, verify
from store.tables import audit
from store.tombstones import Tombstones
from tests.faults.border_desk import BorderDesk, open_desk
from tests.store.opened import ADA, HEAD, MIRA, WITH_A_SECOND, dumped

SECOND, MALLORY = "second@office.example", "mallory@evil.example"
CANARY = "okapiwords"
ANSWERS = f"It is about fitness to practise, he won't seek help; told him on 25 January.\n\n6. He drinks, {CANARY}."


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[BorderDesk]:
    with open_desk(tmp_path, text=WITH_A_SECOND) as desk:
        yield desk


def raises(desk: BorderDesk) -> None:
    desk.gets(desk.mail(ADA.address, "CONCERN, but this goes nowhere: zebrafinch", desk.reply_to("kickoff", "mentor")))


def answers(desk: BorderDesk, text: str = ANSWERS) -> None:
    desk.gets(desk.mail(ADA.address, text, desk.reply_to("concern_answer", "mentor")))


def opens(desk: BorderDesk, sender: str, who: str) -> None:
    """One of the two replies OPEN, and says once more that it was them."""
    desk.gets(desk.mail(sender, "OPEN", desk.reply_to("concern_ready", who)))
    desk.gets(desk.mail(sender, "YES", desk.reply_to("confirm_act", who)))


def with_the_words(desk: BorderDesk) -> list[str]:
    return [
        letter.to for letter in desk.letters() if CANARY in str([getattr(f, "text", f) for f in letter.facts.values()])
    ]


def test_two_organisers_open_what_the_mentor_wrote_and_the_route_alone_reads_it(desk: BorderDesk) -> None:
    """IMG-15, IMG-16: the mentee's notice lies in the outbox of the step that makes it ready, before all else."""
    raises(desk)
    answers(desk)
    step = [each.letter for each in desk.store.outbox.all_of(desk.relationship)][-4:]
    assert [(letter.name, letter.to) for letter in step] == [
        ("concern_notice", desk.ids["mentee"]),
        ("concern_complete", desk.ids["mentor"]),
        ("concern_ready", ORGANISER),
        ("concern_ready", SECOND_ORGANISER),
    ]
    assert with_the_words(desk) == []
    opens(desk, HEAD.address, ORGANISER)
    assert with_the_words(desk) == [] and "ConcernOpened" not in desk.happened()
    opens(desk, SECOND, SECOND_ORGANISER)
    assert with_the_words(desk) == [CONCERNS]
    assert "zebrafinch" not in str([letter.facts for letter in desk.letters()])


def test_an_open_without_its_yes_opens_nothing(desk: BorderDesk) -> None:
    """T21: each of the two is asked once more at the address on file, whatever the border says."""
    raises(desk)
    answers(desk)
    for sender, who in ((HEAD.address, ORGANISER), (SECOND, SECOND_ORGANISER)):
        desk.gets(desk.mail(sender, "OPEN", desk.reply_to("concern_ready", who)))
    assert desk.happened()[-2:] == ["ConfirmationAsked"] * 2
    assert "OpeningAgreed" not in desk.happened()


@pytest.mark.parametrize("sender", [HEAD.address, ADA.address, MIRA.address, MALLORY])
def test_only_the_second_organiser_answers_for_themselves(desk: BorderDesk, sender: str) -> None:
    """T01, T02: nobody with the other's token, the first organiser least of all."""
    raises(desk)
    answers(desk)
    before = desk.happened()
    assert desk.gets(desk.mail(sender, "OPEN", desk.reply_to("concern_ready", SECOND_ORGANISER)))[0] == "set_aside"
    assert desk.happened() == before


def test_that_it_was_opened_is_on_record_by_roles_and_day(desk: BorderDesk) -> None:
    """And the record still follows, link by link; a destruction without an entry would still be missed."""
    raises(desk)
    answers(desk)
    opens(desk, HEAD.address, ORGANISER)
    opens(desk, SECOND, SECOND_ORGANISER)
    with desk.store.engine.connect() as connection:
        entry = connection.execute(select(audit)).one()
    name = Tombstones(desk.store.keys).name(desk.relationship)
    assert (entry.kind, entry.pseudonym) == (CONCERN_OPENED, name)
    assert entry.facts == {"by": [ORGANISER, SECOND_ORGANISER], "on": desk.now.date().isoformat()}
    assert verify(desk.store.engine, []).is_whole
    assert verify(desk.store.engine, [name]).missing == 1


def test_who_raised_it_and_every_word_lie_sealed(desk: BorderDesk) -> None:
    raises(desk)
    answers(desk)
    tables = dumped(desk.store.engine)
    said = (CANARY, "zebrafinch", "ConcernRaised", "BasisGiven", "fitness")
    # The programme's own file says what its exceptions are.
    found = {name: [word for word in said if word in rows] for name, rows in tables.items() if name != "programmes"}
    assert {name: words for name, words in found.items() if words} == {}


def test_what_is_answered_from_an_unproven_sender_waits_for_a_yes(desk: BorderDesk) -> None:
    raises(desk)
    to = desk.reply_to("concern_answer", "mentor")
    desk.gets(desk.mail(ADA.address, ANSWERS, to, vouched=False))
    assert desk.happened()[-1] == "ConfirmationAsked"
    desk.gets(desk.mail(ADA.address, "YES", desk.reply_to("confirm_act", "mentor"), vouched=False))
    assert desk.happened()[-2:] == ["BasisGiven", "ConcernReady"]


def test_a_concern_taken_back_tells_the_route_that_and_nothing_else(desk: BorderDesk) -> None:
    raises(desk)
    answers(desk)
    desk.gets(desk.mail(ADA.address, "UNDO", desk.reply_to("concern_complete", "mentor")))
    assert desk.letters()[-1].name == "concern_withdrawn" and desk.letters()[-1].facts == {}
    opens(desk, HEAD.address, ORGANISER)
    opens(desk, SECOND, SECOND_ORGANISER)
    assert with_the_words(desk) == []


def test_a_mentee_cannot_answer_for_the_mentor(desk: BorderDesk) -> None:
    """IMG-15: their own concern has no form, and the mentor's letter is not theirs."""
    desk.gets(desk.mail(MIRA.address, "CONCERN", desk.reply_to("kickoff")))
    assert desk.letters("concern_answer")[0].facts == {"stated": True}
    raises(desk)
    assert desk.gets(desk.mail(MIRA.address, ANSWERS, desk.reply_to("concern_answer", "mentor")))[0] == "set_aside"
    assert "BasisGiven" not in desk.happened()
