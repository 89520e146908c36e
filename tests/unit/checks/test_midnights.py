"""LS515: a moment is equal to a day at midnight only."""

import pytest

from tests.unit.checks.told import findings, places

DATA = "profile:\n    seen_at  datetime\n    born     date\nevent visit\n"


def condition(text: str) -> str:
    """A selection with this condition."""
    return f"{DATA}selection chosen:\n    where {text}\n"


@pytest.mark.parametrize(
    ("text", "following"),
    [
        ("seen_at is 2026-12-31", "2027-01-01"),
        ("2024-02-28 != seen_at", "2024-02-29"),
        ("seen_at <= 2026-12-31", "2027-01-01"),
        ("2026-12-31 >= seen_at", "2027-01-01"),
        ("seen_at between 2026-12-01 and 2026-12-31", "2027-01-01"),
        ("last(visit) is 2026-12-24", "2026-12-25"),
        ("seen_at is born", None),
    ],
)
def test_days(text: str, following: str | None) -> None:
    """The day after is what the moment has to be before."""
    (one,) = findings("midnights", condition(text))
    assert one.arguments.get("next") == following


@pytest.mark.parametrize(
    "text",
    [
        "seen_at > 2026-12-31",
        "seen_at >= 2026-12-31 and seen_at < 2027-01-01",
        "seen_at between 2026-12-01 and 2026-12-31T12:00Z",
        "born between 2026-12-01 and 2026-12-31",
        "born is 2026-12-31",
        "seen_at <= born",
        "born is 2026-12-31T12:00Z",
    ],
)
def test_what_can_be_meant(text: str) -> None:
    """Dates with dates, moments with moments, and the comparisons that mean what they seem to."""
    assert places("midnights", condition(text)) == []


def test_what_tests_expect() -> None:
    """A test begins at midnight, so it may expect one."""
    assert findings("midnights", f'{DATA}test "t":\n    on visit\n    expect last(visit) is 2026-01-01\n') == []
