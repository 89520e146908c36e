"""What functions for whole events do to what a state remembers, after all tests: no journal, for nothing is taken back."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from typing import Any, TypeAlias

Ring: TypeAlias = "array[int] | list[int]"
"""Times and sizes by turns, in order of time."""
Used: TypeAlias = "tuple[tuple[int, int], array[int] | None, int]"
"""A limit's place in the state, the moments of its uses, and when its window begins."""


def own(part: Any, state: Any) -> dict[Any, Any]:
    """A part of the state to write to; one that all states share is replaced."""
    found: dict[Any, Any] = part if type(part) is dict else part.make(state)
    return found


def count_after(ring: Ring | None, begin: int) -> int:
    """How many occurrences are later than a moment."""
    if not ring:
        return 0
    return len(ring) >> 1 if ring[0] > begin else (len(ring) >> 1) - bisect_right(ring[::2], begin)


def gained_after(ring: Ring | None, begin: int) -> int:
    """The sum of the gains that are later than a moment."""
    if not ring:
        return 0
    return sum(ring[1::2] if ring[0] > begin else ring[2 * bisect_right(ring[::2], begin) + 1 :: 2])


def use(state: Any, used: list[Used], time: int) -> None:
    """Remember uses of limits; what has left their windows is forgotten."""
    for place, ring, begin in used:
        if ring is None:
            own(state.uses, state)[place] = array("q", (time,))
        else:
            if ring[0] <= begin:
                del ring[: bisect_right(ring, begin)]
            ring.append(time)


def occur(state: Any, rings: Any, key: int, time: int, size: int, begin: int) -> None:
    """Add the latest occurrence to a ring; what is not after ``begin`` is dropped when it is half of the ring."""
    ring = rings.get(key)
    if ring is None:
        own(rings, state)[key] = array("q", (time, size))
        return
    if ring and ring[len(ring) // 4 * 2] <= begin:
        del ring[: 2 * bisect_right(ring[::2], begin)]
    ring.append(time)
    ring.append(size)
