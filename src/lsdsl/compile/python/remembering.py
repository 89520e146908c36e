"""What functions for whole events do to what a state remembers, after all tests: no journal, for nothing is taken back."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from typing import TYPE_CHECKING, Any, TypeAlias

from lsdsl.compile.rings import SummedRing, place_after, put_in

if TYPE_CHECKING:
    from lsdsl.compile.rings import Ring

Used: TypeAlias = "tuple[tuple[int, int], array[int] | None, int]"
"""A limit's place in the state, the moments of its uses, and when its window begins."""


def own(part: Any, state: Any) -> dict[Any, Any]:
    """A part of the state to write to; one that all states share is replaced."""
    found: dict[Any, Any] = part if type(part) is dict else part.make(state)
    return found


def count_after(ring: Ring | None, begin: int) -> int:
    """How many occurrences are later than a moment."""
    return (len(ring) - place_after(ring, begin)) >> 1 if ring else 0


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
        own(rings, state)[key] = SummedRing("q", (time, size))
        return
    if ring and ring[len(ring) // 4 * 2] <= begin:
        put_in(ring, 0, place_after(ring, begin), ring[:0])
    ring.append(time)
    ring.append(size)
