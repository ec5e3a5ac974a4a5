"""A yes at the head of a sentence that goes on about something else."""

from datetime import UTC, datetime

import pytest

from correspondence.arriving.meaning import understand
from correspondence.arriving.reading import Context, Intent
from mentoring.letters import Ask

WEDNESDAY = datetime(2026, 2, 11, 19, 42, tzinfo=UTC)


@pytest.mark.parametrize("asked", [Ask.AGREEMENT_SIGN, Ask.RENEWAL, Ask.CONFIRM])
@pytest.mark.parametrize(
    "text",
    [
        "Yep, it's on my list",
        "Yes we talked about it",
        "Yes, I was going to ask you about that",
        "Yes it arrived",
        "Yes the weather is awful here too",
    ],
)
def test_a_yes_at_the_head_of_something_else_settles_nothing(text: str, asked: Ask) -> None:
    statements = understand(text, Context(asked, WEDNESDAY, "Europe/London", "en"))
    assert [each.intent for each in statements] == [Intent.ASK_BACK]
