"""LS534: points that expire before they shrink."""

import pytest

from tests.unit.checks.told import places


def score(*lines: str) -> str:
    """A score with these lines."""
    return "event visit\nscore s:\n" + "".join(f"    {line}\n" for line in lines)


@pytest.mark.parametrize("decay", ["halves every 60 days", "loses 10% every 30 days", "loses 3 points every 31 days"])
def test_decay_that_comes_too_late(decay: str) -> None:
    """Also in the very moment of the expiry, and with the expiry of the block."""
    assert places("idle_decay", score(f"+10 on each visit, {decay}, expires after 30 days")) == [decay]
    assert places("idle_decay", score("awards expire after 30 days", f"+10 on each visit, {decay}")) == [decay]


@pytest.mark.parametrize(
    "lines",
    [
        ("+10 on each visit, halves every 29 days, expires after 30 days",),
        ("+10 on each visit, halves every 60 days",),
        ("awards lose 10% every 60 days", "+10 on each visit, expires after 30 days"),
        ("awards expire after 30 days", "+10 on each visit, halves every 60 days, never expires"),
    ],
)
def test_decay_that_works(lines: tuple[str, ...]) -> None:
    """Earlier than the expiry, without one, or for other rules of the block."""
    assert places("idle_decay", score(*lines)) == []
