"""Points as whole numbers of millionths.

Awards, totals and values are ``int`` millionths of a point inside the engine, so a sum is exact whatever the order of its
terms, an expiry takes away precisely what was given, and the same input gives the same bytes everywhere. ``language.md`` drops
what is below 1e-6, which is this resolution.
"""

import sys
from typing import Final

POINT: Final = 1_000_000
"""One point."""

LARGEST_AWARD: Final = 1_000_000_000
"""No single award is larger, in points: more is taken for an overflow (LS852)."""

LARGEST_VALUE: Final = 1_000_000_000_000
"""No computed score is larger, in points, for the same reason."""

_WHOLE_FLOATS: Final = 2**53
"""A float beyond this is a whole number."""

_LARGEST_INT: Final = 2**63


def from_number(number: int | float) -> int:
    """A number of points in millionths, rounded half away from zero."""
    if type(number) is int:
        return number * POINT
    if not -_WHOLE_FLOATS < number < _WHOLE_FLOATS:
        return int(number) * POINT
    scaled = number * 1e6
    return int(scaled + 0.5) if scaled >= 0 else -int(0.5 - scaled)


def to_number(points: int) -> int | float:
    """Millionths as the number that people read: an int when it is whole and fits 64 bits; no more than a float can hold."""
    whole, rest = divmod(points, POINT)
    if -_LARGEST_INT <= whole < _LARGEST_INT:
        return points / POINT if rest else whole
    try:
        return float(whole)
    except OverflowError:
        return sys.float_info.max if whole > 0 else -sys.float_info.max
