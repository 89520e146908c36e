"""LS508: dates that are over."""

import pytest

from lsdsl.checks.past_dates import check
from tests.unit.checks.conditions import TODAY, told


def rule(condition: str) -> str:
    """A score with a rule on a condition."""
    return f"score fit:\n    +1 while {condition}\n"


@pytest.mark.parametrize(
    "condition",
    [
        "until(2020-01-01) > 1 day",
        "until(2026-02-28) >= 1 hour",
        "2 days < until(2026-03-02)",
        "age(2026-01-01) < 30 days",
        "age(2026-01-01T09:00Z) is 5 days",
        "until(2020-01-01) between 1 day and 9 days",
    ],
)
def test_told(condition: str) -> None:
    """A comparison that was true for the last time before today."""
    assert TODAY.isoformat() == "2026-03-01"
    assert told(check, rule(condition)) == [("LS508", condition)]


@pytest.mark.parametrize(
    "condition",
    [
        "until(2026-04-01) > 1 day",
        "until(2026-03-02) >= 1 day",
        "age(2020-01-01) > 30 days",
        "until(2020-01-01) < 30 days",
        "age(2026-02-20) < 30 days",
        "due < 2020-01-01",
        "created < 2024-01-01",
        "age(due) < 30 days",
    ],
)
def test_not_told(condition: str) -> None:
    """What may be true yet, what has become true for good, and dates of the profile."""
    assert told(check, rule(condition)) == []


def test_through_a_let() -> None:
    """A date that has a name is no younger for it."""
    assert told(check, "let fair = 2020-01-01\n" + rule("until(fair) > 1 day")) == [("LS508", "until(fair) > 1 day")]


def test_tests_have_their_own_clock() -> None:
    """In a test another day is today."""
    assert told(check, rule("premium") + 'test "t":\n    expect until(2026-01-02) > 1 hour\n') == []
