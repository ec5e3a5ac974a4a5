"""Every sample of every letter, rendered once."""

from functools import cache

from correspondence.writing.occasion import Occasion
from correspondence.writing.render import Rendered, render
from correspondence.writing.samples import samples
from tests.spec import IMG, RED

SAMPLES: dict[str, Occasion] = dict(samples({"img": IMG, "red": RED}))
NAMES = sorted(SAMPLES)


@cache
def shown(name: str) -> Rendered:
    return render(SAMPLES[name])


def words_of(name: str) -> str:
    """What a letter itself says: between the greeting, and the offered answers or the footer."""
    text = shown(name).text.partition("\n\n")[2].partition("\n--------------------\n")[0]
    return text.partition("\nReply with ")[0].strip()
