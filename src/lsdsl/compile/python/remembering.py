"""What functions for whole events do to what a state remembers, after all tests: no journal, for nothing is taken back."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from typing import TYPE_CHECKING, Any

from lsdsl.compile.rings import SummedRing, place_after, put_in

if TYPE_CHECKING:
    from lsdsl.compile.rings import Ring


def own(part: Any, state: Any) -> dict[Any, Any]:
    """A part of the state to write to; one that all states share is replaced."""
    found: dict[Any, Any] = part if type(part) is dict else part.make(state)
    return found


def count_after(ring: Ring, begin: int) -> int:
    """How many occurrences are later than a moment."""
    return (len(ring) - place_after(ring, begin)) >> 1


def use(state: Any, place: tuple[int, int], ring: array[int] | None, begin: int, time: int) -> None:
    """Remember the use of a limit with its place in the state; what is not after ``begin`` is forgotten."""
    if ring is None:
        own(state.uses, state)[place] = array("q", (time,))
    elif ring and ring[-1] > begin:
        del ring[: bisect_right(ring, begin)]
        ring.append(time)
    else:
        ring[:] = array("q", (time,))


def occur(state: Any, rings: Any, key: int, ring: Ring | None, time: int, size: int, begin: int) -> None:
    """Add the latest occurrence to a ring; what is not after ``begin`` is dropped when it is half of the ring."""
    if ring is None:
        own(rings, state)[key] = SummedRing("q", (time, size))
        return
    if len(ring) == 2 and ring[0] <= begin and type(ring) is SummedRing and not ring.sums:
        ring[0], ring[1] = time, size  # what rare events and short windows come to most often
        return
    if ring and ring[len(ring) // 4 * 2] <= begin:
        put_in(ring, 0, place_after(ring, begin), ring[:0])
    ring.append(time)
    ring.append(size)
