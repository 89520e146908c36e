"""LS509: rules that share the number at which they meet."""

import pytest

from lsdsl.checks.shared_boundaries import check
from tests.unit.checks.conditions import mended, told


def rules(*lines: str) -> str:
    """A score with rules."""
    return "score fit:\n" + "".join(f"    {line}\n" for line in lines)


@pytest.mark.parametrize(
    "lines",
    [
        ("+5 while employees between 1 and 50", "+9 while employees between 50 and 250"),
        ("+9 while employees between 50 and 250", "+5 while employees between 1 and 50"),
        ("+5 while employees <= 50", "+9 while employees >= 50"),
        ("+5 while employees > 10 and employees <= 50", "+9 while employees >= 50"),
        ("+5 while premium and employees <= 50", "+9 while employees >= 50 and premium"),
        (
            "+5 on each page_visit where pages <= 50",
            "+9 on each page_visit or purchase where visits > 1",
            "+7 on each page_visit where pages >= 50",
        ),
        ("group g maximum 9:", "    +5 while employees <= 50", "+9 while employees >= 50"),
    ],
)
def test_told(lines: tuple[str, ...]) -> None:
    """The end of the lower rule is told of."""
    assert told(check, rules(*lines)) == [("LS509", "50")]


@pytest.mark.parametrize(
    "lines",
    [
        ("+5 while employees < 50", "+9 while employees >= 50"),
        ("+5 while employees between 1 and 49", "+9 while employees between 50 and 250"),
        ("+5 while employees >= 10", "+9 while employees >= 50"),
        ("+5 while employees between 1 and 60", "+9 while employees between 50 and 250"),
        ("+5 while employees <= 50", "+9 while visits >= 50"),
        ("+5 while premium and employees <= 50", "+9 while not premium and employees >= 50"),
        ("+5 on each page_visit where visits <= 50", "+9 on each purchase where visits >= 50"),
        ("+5 on each page_visit where visits <= 50", "+9 while visits >= 50"),
        ("+5 while employees is 50", "+9 while employees >= 50"),
    ],
)
def test_not_told(lines: tuple[str, ...]) -> None:
    """Rules that overlap further, or do not meet, or are about something else."""
    assert told(check, rules(*lines)) == []


def test_two_scores() -> None:
    """Rules of different scores add up nowhere."""
    one = "score one:\n    +5 while employees <= 50\n"
    other = "score other:\n    +5 while employees >= 50\n"
    assert told(check, one + other) == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("+5 while employees <= 50", "+5 while employees < 50"),
        ("+5 while premium and employees <= 50", "+5 while premium and employees < 50"),
        ("+5 while employees between 1 and 50", "+5 while employees >= 1 and employees < 50"),
    ],
)
def test_fix(before: str, after: str) -> None:
    """The lower rule ends before the number, and then there is nothing more to say."""
    above = "+9 while premium and employees >= 50" if "premium" in before else "+9 while employees >= 50"
    assert mended(check, rules(before, above)) == rules(after, above)
    assert told(check, rules(after, above)) == []
