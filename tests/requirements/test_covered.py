"""Every statement that stands in a programme's paper is shown by a test, and docs/requirements.md says by which."""

import pytest

from tests.requirements.covered import PAGE, Paper, page, papers, shown

OURS = [paper for paper in papers() if paper.is_here]


@pytest.mark.parametrize("paper", OURS, ids=lambda paper: paper.programme or "all")
def test_every_explicit_statement_is_shown_or_says_why_not(paper: Paper) -> None:
    tests = shown()
    assert [each.id for each in paper.statements if each.explicit and not (tests.get(each.id) or each.elsewhere)] == []


def test_no_test_claims_a_statement_nobody_made() -> None:
    assert set(shown()) <= {each.id for paper in papers() for each in paper.statements}


def test_the_page_is_as_the_tests_are() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "write it anew: python -m tests.requirements.covered"
