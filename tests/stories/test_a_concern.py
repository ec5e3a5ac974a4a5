"""A concern of the mentor's, on the real servers: mail in, mail out, and two who open it."""

from mentoring.letters import ORGANISER, SECOND_ORGANISER
from tests.store.opened import WITH_A_SECOND
from tests.stories.conftest import Begin
from tests.town import MENTEE, MENTOR

# Under a version of its own, since this pair's programme names a second organiser.
TEXT = WITH_A_SECOND.replace('version = "2026.1"', 'version = "2026.1-two"')


async def test_a_concern_moves_on_its_basis_after_a_notice_and_opened_by_two(begin: Begin) -> None:
    """IMG-15, IMG-16: answered bit by bit; the mentee has the notice before anybody can open a word."""
    town = await begin("img", text=TEXT)
    today = (await town.rehearsal.now()).date()
    await town.writes(MENTOR, "CONCERN")
    assert town.latest(MENTOR, "concern_answer").says("Samaritans")
    assert town.names(ORGANISER)[-1] == "concern_pending"

    await town.answers(MENTOR, "concern_answer", "It is about fitness to practise. He slept at work, canarybeside.")
    assert town.latest(MENTOR, "concern_basis").outgoing.letter.facts["missing"] == ("tick3", "told", "words")
    await town.answers(MENTOR, "concern_basis", f"He won't seek help; I told him on {today:%d %B %Y}.")
    await town.answers(MENTOR, "concern_basis", "He goes on operating, canaryword.")
    notice = town.latest(MENTEE, "concern_notice")
    assert notice.says("refuses to seek help") and notice.outgoing.state == "posted"
    assert not any("canary" in mail.text for mail in town.post())

    for who in (ORGANISER, SECOND_ORGANISER):
        assert "concern_words" not in town.names()
        await town.answers(who, "concern_ready", "OPEN")
        await town.answers(who, "confirm_act", "YES")
    told = [mail.name for mail in town.post() if "canaryword" in mail.text]
    assert told == ["concern_words"]
    assert not any("canarybeside" in mail.text for mail in town.post())
    assert town.story()[-2:] == ["OpeningAgreed", "ConcernOpened"]
