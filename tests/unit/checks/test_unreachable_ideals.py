"""LS532: ideals that no lead can reach."""

import pytest

from tests.unit.checks.told import findings

DATA = "profile:\n    size  number\nevent visit\n"


def score(*lines: str) -> str:
    """A score with these lines."""
    return DATA + "score s:\n" + "".join(f"    {line}\n" for line in lines)


@pytest.mark.parametrize(
    ("rules", "most"),
    [
        (score("ideal 100", "+20 while size > 5", "+30 on first visit"), "50"),
        (score("maximum 60", "ideal 100", "+20 on each visit"), "60"),
        (score("+20 on first visit") + "score t = s + s:\n    ideal 50\n", "40"),
    ],
)
def test_ideals_out_of_reach(rules: str, most: str) -> None:
    """By its rules, by its maximum, and as the sum of other scores."""
    assert [one.arguments["most"] for one in findings("unreachable_ideals", rules)] == [most]


@pytest.mark.parametrize(
    "rules",
    [
        score("ideal 100", "+20 on each visit"),
        score("ideal 50", "+20 while size > 5", "+30 on first visit"),
        score("ideal 100", "+20 on first visit", "+1 on each points adjusted"),
        score("ideal 100"),
    ],
)
def test_ideals_within_reach(rules: str) -> None:
    """No bound, just enough, corrections by people, or a score that only they change."""
    assert findings("unreachable_ideals", rules) == []


def test_a_part_of_the_rules() -> None:
    """Where some rules have errors nothing is said of what all of them give."""
    assert findings("unreachable_ideals", score("ideal 100", "+20 on first visit"), whole=False) == []
