"""Windows: what is remembered of events and gains, as rings of integers.

Each occurrence is two numbers, its time and its size, one after the other in an array, in order of time. A size may be too large
for an array (a sum of huge amounts in millionths); then the ring is a list.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, overload

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lsdsl.engine.journal import Journal
    from lsdsl.engine.state import Occurrence, ProfileState, Ring

_LARGEST: Final = 2**62
"""Up to here an array takes any sum of two."""


class Window(Sequence[tuple[int, int]]):
    """The occurrences of a ring after a moment, to be read as pairs of time and size."""

    __slots__ = ("_ring", "_start")

    def __init__(self, ring: Ring, begin: int) -> None:
        self._ring = ring
        self._start = _place(ring, begin)

    def __len__(self) -> int:
        return (len(self._ring) - self._start) >> 1

    def __iter__(self) -> Iterator[Occurrence]:
        numbers = iter(self._ring[self._start :])
        return zip(numbers, numbers, strict=True)

    @overload
    def __getitem__(self, index: int) -> Occurrence: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[Occurrence]: ...

    def __getitem__(self, index: int | slice) -> Occurrence | Sequence[Occurrence]:
        if isinstance(index, slice):
            return [*self][index]
        place = range(self._start, len(self._ring), 2)[index]
        return self._ring[place], self._ring[place + 1]


def remember(journal: Journal, rings: dict[int, Ring], key: int, occurrence: Occurrence, begin: int) -> None:
    """Add an occurrence to a ring, in order of time; what is not after ``begin`` is dropped when it is half of the ring."""
    ring = rings.get(key)
    try:
        numbers: Ring = array("q", occurrence)
    except OverflowError:
        numbers = [*occurrence]
    if ring is None:
        journal.put(rings, key, numbers)
        return
    if isinstance(ring, list):
        numbers = [*occurrence]
    elif isinstance(numbers, list):
        ring = [*ring]
        journal.put(rings, key, ring)
    if ring and ring[len(ring) // 4 * 2] <= begin:
        journal.splice(ring, 0, _place(ring, begin), ring[:0])
    end = len(ring)
    place = end if not end or ring[end - 2] <= occurrence[0] else _place(ring, occurrence[0])
    journal.splice(ring, place, place, numbers)


def remember_gain(journal: Journal, state: ProfileState, score: int, gain: Occurrence, begin: int) -> None:
    """Add points gained to the ring of a score: those of one moment together."""
    state.rooms = None
    ring = state.gains.get(score)
    if ring and ring[-2] == gain[0] and ring[-1] + gain[1] < _LARGEST:
        journal.put(ring, len(ring) - 1, ring[-1] + gain[1])
    else:
        remember(journal, state.gains, score, gain, begin)


def sum_after(ring: Ring | None, begin: int) -> int:
    """The sum of what is later than a moment."""
    return 0 if ring is None else sum(ring[_place(ring, begin) + 1 :: 2])


def _place(ring: Ring, moment: int) -> int:
    """Where the occurrences begin that are later than a moment."""
    if not ring or ring[0] > moment:
        return 0
    return 2 * bisect_right(range(0, len(ring), 2), moment, key=ring.__getitem__)
