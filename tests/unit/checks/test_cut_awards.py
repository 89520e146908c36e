"""LS531: limits on points below one award."""

import pytest

from tests.unit.checks.told import places


def rule(text: str) -> str:
    """A score with this rule."""
    return f"event visit:\n    size  number\nscore s:\n    {text}\n"


@pytest.mark.parametrize("limit", ["at most 3 points", "at most 3 points per 7 days"])
@pytest.mark.parametrize("points", ["+5", "-5"])
def test_limits_that_cut_every_award(points: str, limit: str) -> None:
    """Of either sign, with and without a window."""
    assert places("cut_awards", rule(f"{points} on each visit, {limit}")) == [limit]


@pytest.mark.parametrize(
    "text",
    ["+5 on each visit, at most 5 points", "+5 on each visit, at most 3 times", "+(size) on each visit, at most 3 points"],
)
def test_what_can_be_meant(text: str) -> None:
    """A limit of one award or more, of a number of awards, and calculated points."""
    assert places("cut_awards", rule(text)) == []
