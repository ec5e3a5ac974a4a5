"""The same story with the journal in PostgreSQL: nothing differs but a line of settings."""

from datetime import timedelta
from pathlib import Path

from tests.postgresql import empty_database, postgresql
from tests.town import MENTEE, MENTOR, ORGANISER, Town
from worker.clock import now
from worker.embedded.state import Folder
from worker.embedded.whole import running
from worker.programme_files import programme_text
from worker.rehearsal import begin_rehearsal


async def test_a_pair_agrees_meets_and_ends(tmp_path: Path) -> None:
    with postgresql() as server:
        url = empty_database(server)

        class OnPostgresql(Folder):
            @property
            def database_url(self) -> str:
                return url

        async with running(OnPostgresql(tmp_path), with_ui=False) as whole:
            assert whole.house.engine.dialect.name == "postgresql"
            tomorrow = now().date() + timedelta(days=1)
            town = Town(await begin_rehearsal(whole, programme_text("img"), tomorrow))
            await town.until_letter(MENTOR, "kickoff")
            await town.signs_the_agreement()
            await town.writes(MENTOR, "We met today.")
            await town.writes(MENTEE, "END")
            await town.to_the_end()
            assert town.names(ORGANISER) == ["copy", "organiser_ended"]
