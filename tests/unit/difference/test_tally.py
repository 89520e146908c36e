"""Histograms of changes stay small and add up, whatever changes come."""

from hypothesis import given
from hypothesis import strategies as st

from lsdsl.difference.tally import MOST_BARS, MOST_STEPS, Histogram

POINT = 1_000_000


def histogram_of(changes: list[int]) -> Histogram:
    """A histogram of changes in millionths."""
    histogram = Histogram()
    for change in changes:
        histogram.add(change)
    return histogram


def test_bars() -> None:
    """No change has a bar of its own, and bars between the outermost ones are there though they are empty."""
    bars = histogram_of([0, 0, 3 * POINT, 5 * POINT, -10 * POINT, 40 * POINT]).bars()
    empty = [(low, low + 5, 0) for low in range(5, 35, 5)]
    assert [tuple(bar) for bar in bars] == [(-10, -5, 1), (-5, 0, 0), (0, 0, 2), (0, 5, 2), *empty, (35, 40, 1)]


def test_no_profiles() -> None:
    """Without profiles there are no bars."""
    assert histogram_of([]).bars() == []


@given(st.lists(st.integers(-(10**13), 10**13), min_size=1))
def test_bars_add_up_and_hold_their_changes(changes: list[int]) -> None:
    """Each change is in exactly the bar whose edges hold it, and there are few bars."""
    bars = histogram_of(changes).bars()
    assert sum(bar.profiles for bar in bars) == len(changes)
    assert len(bars) <= 2 * MOST_BARS + 1
    for bar in bars:
        low, high = round(bar.above * POINT), round(bar.upto * POINT)
        inside = [one for one in changes if (low < one <= high if high > 0 else low <= one < high if low < 0 else one == 0)]
        assert len(inside) == bar.profiles


def test_memory_does_not_grow_with_different_changes() -> None:
    """A hundred thousand different changes are counted in a few thousand steps, and none is lost."""
    histogram = histogram_of([number * 12_345_678 for number in range(100_000)])
    assert len(histogram.steps) <= MOST_STEPS
    assert sum(bar.profiles for bar in histogram.bars()) == 100_000
