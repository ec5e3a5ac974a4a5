"""A running relationship keeps the version of its programme that it began with."""

from datetime import date, timedelta
from pathlib import Path

from activities.advance import Advance, Step
from store.outbox import Outgoing
from tests.faults.desk import Desk, later
from tests.store.opened import ADA, IMG, IMG_TEXT, NOOR

NEWER = (
    IMG_TEXT.replace('version = "2026.1"', 'version = "2027.1"')
    .replace('title = "IMG Peer Mentoring"', 'title = "IMG, the new way"')
    .replace("due = { after = { days = 28 } }", "due = { after = { days = 42 } }")
)


def forms(desk: Desk, relationship: str) -> list[Outgoing]:
    return [each for each in desk.store.outbox.all_of(relationship) if each.letter.name == "form"]


async def test_who_began_under_one_version_goes_on_under_it_while_others_begin_under_the_next(tmp_path: Path) -> None:
    """XC-11: what was agreed to holds, whatever the file says now."""
    desk = Desk(tmp_path)
    await desk.begins()
    second, _ = desk.store.pair(ADA, NOOR, text=NEWER)
    house = desk.store
    Advance(house.journal, house.inbox, house.outbox, house.registry).advance(Step(second, f"start-{second}", desk.now))
    first_due, second_due = (forms(desk, each)[0].letter.facts["due"] for each in (desk.relationship, second))
    assert (first_due, second_due) == (date(2026, 2, 23), date(2026, 3, 9))

    later(desk, days=28 - 14)
    await desk.steps("time/later")
    reminder = forms(desk, desk.relationship)[-1]
    assert reminder.letter.facts["again"] and reminder.letter.facts["due"] == first_due
    assert "IMG Peer Mentoring" in str(desk.latest("mentor", "form")) and "the new way" not in str(
        desk.latest("mentor")
    )
    assert (desk.store.registry.programme_of(desk.relationship), IMG.document("agreement").due.after.days) == (IMG, 28)
    assert desk.store.registry.programme_of(second).title == "IMG, the new way"
    desk.store.close()


async def test_a_relationship_is_read_again_after_a_restart_under_its_own_version(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    await desk.begins()
    desk.store.registry.keep_programme(NEWER)
    desk.store.close()
    again = Desk(tmp_path)
    again.now += timedelta(days=14)
    await again.steps("time/later")
    assert forms(again, again.relationship)[-1].letter.facts["due"] == date(2026, 2, 23)
    again.store.close()
