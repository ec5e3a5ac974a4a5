"""A finding leads to the line where it is mended."""

import pytest

from mentoring.findings import Place
from worker.file_lines import line_of

FILE = """\
name = "circle"   # of writers

[texts]
expectations = [
  "Read before you come.",
  "Bring a page.",
]
welcome = '''
A circle
of writers.
'''

[[documents]]
key = "agreement"
due = { after = { days = 28 } }

[[documents.fields]]
key = "place"

[[documents.fields]]
key = "length"
prompt = "How long?"

[[documents]]
key = "plan"

[forms.agreement.fields.place]
label = "Where"
"""


@pytest.mark.parametrize(
    ("place", "line"),
    [
        (("name",), 1),
        (("texts",), 3),
        (("texts", "expectations"), 4),
        (("texts", "welcome"), 8),
        (("texts", "emergency"), 3),
        (("documents",), 13),
        (("documents", 1, "due", "after", "days"), 15),
        (("documents", 1, "fields", 2, "prompt"), 22),
        (("documents", 1, "fields", 2, "by"), 20),
        (("documents", 2), 24),
        (("documents", 3), 13),
        (("forms", "agreement", "fields", "place", "label"), 28),
        (("forms", "agreement", "title"), None),
        (("zone",), None),
        ((), None),
    ],
)
def test_a_place_is_found_by_its_line(place: Place, line: int | None) -> None:
    assert line_of(FILE, place) == line


def test_no_line_is_made_up_for_a_file_that_is_not_toml() -> None:
    assert line_of("name = ", ("name",)) is None
