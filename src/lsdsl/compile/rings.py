"""Rings: what is remembered of occurrences, their times and sizes by turns in one array, in order of time.

Windows are asked for their sums again and again, each time a little later. So a ring keeps the last sum of each width and where
its window began: what has come since is added and what has left is taken away, so that no occurrence is looked at with each event
of its window. A size may be too large for an array (a sum of huge amounts in millionths); then the ring is a list, and every sum
is made anew.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final, TypeAlias, overload

if TYPE_CHECKING:
    from collections.abc import Iterator

    Numbers = array[int]
else:
    Numbers = array

Ring: TypeAlias = "array[int] | list[int]"
"""Times and sizes of occurrences by turns, in order of time."""

_FEW: Final = 128
"""So many numbers are added up faster than a sum is looked after."""
_SHORT: Final = 1_024
"""Up to so many numbers a copy of the times is searched faster than the ring itself."""


class SummedRing(Numbers):
    """A ring that knows sums of its windows. While it does, whatever else than an addition at its end goes through ``splice``."""

    sums: dict[int, tuple[int, int, int]] | None = None
    """By width of a window: where it began, up to where it was summed, and the sum. The last occurrence, which may still grow, is
    in none of them. A ring that is not asked for sums has no room for them."""

    def sum_within(self, width: int, begin: int) -> int:
        """The sum of what is later than ``begin``, where a window of this width begins now."""
        if self.sums is None:
            self.sums = {}
        last = max(len(self) - 2, 0)
        known = self.sums.get(width)
        if known is None:
            start = end = min(place_after(self, begin), last)
            total = 0
        else:
            start, end, total = known
        if end < last:
            total += sum(self[end + 1 : last : 2])
            end = last
        while start < end and self[start] <= begin:
            total -= self[start + 1]
            start += 2
        while start and self[start - 2] > begin:
            start -= 2
            total += self[start + 1]
        self.sums[width] = start, end, total
        return total + (self[-1] if self and self[-2] > begin else 0)

    def splice(self, start: int, stop: int, values: Numbers) -> None:
        """``self[start:stop] = values``, for whole occurrences."""
        taken = self[start:stop]
        self[start:stop] = values
        known = ((width, _moved(one, start, taken, values)) for width, one in (self.sums or {}).items())
        self.sums = {width: self._without_last(one) for width, one in known if one is not None}

    def _without_last(self, known: tuple[int, int, int]) -> tuple[int, int, int]:
        """A sum without the last occurrence, which another one may have been until now."""
        start, end, total = known
        last = max(len(self) - 2, 0)
        if end <= last:
            return known
        return (start, last, total - self[last + 1]) if start < end else (last, last, 0)


def _moved(known: tuple[int, int, int], start: int, taken: Numbers, values: Numbers) -> tuple[int, int, int] | None:
    """A sum after some occurrences were put in the place of others; None when they were partly in it."""
    begin, end, total = known
    stop, more = start + len(taken), len(values) - len(taken)
    if end <= start:
        return known
    if begin >= stop:
        return begin + more, end + more, total
    if begin <= start and stop <= end:
        return begin, end + more, total + sum(values[1::2]) - sum(taken[1::2])
    return None


class Window(Sequence[tuple[int, int]]):
    """The occurrences of a ring after a moment, to be read as pairs of time and size. ``width`` is that of the window."""

    __slots__ = ("_begin", "_ring", "_start", "_width")

    def __init__(self, ring: Ring, begin: int, width: int | None = None) -> None:
        self._ring = ring
        self._begin = begin
        self._width = width
        self._start = place_after(ring, begin)

    def __len__(self) -> int:
        return (len(self._ring) - self._start) >> 1

    def __iter__(self) -> Iterator[tuple[int, int]]:
        numbers = iter(self._ring[self._start :])
        return zip(numbers, numbers, strict=True)

    def __reversed__(self) -> Iterator[tuple[int, int]]:
        ring = self._ring
        return ((ring[place], ring[place + 1]) for place in range(len(ring) - 2, self._start - 2, -2))

    @overload
    def __getitem__(self, index: int) -> tuple[int, int]: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[tuple[int, int]]: ...

    def __getitem__(self, index: int | slice) -> tuple[int, int] | Sequence[tuple[int, int]]:
        if isinstance(index, slice):
            return [*self][index]
        place = range(self._start, len(self._ring), 2)[index]
        return self._ring[place], self._ring[place + 1]

    @property
    def total(self) -> int:
        """The sum of the sizes."""
        if self._width is None:
            return sum(self._ring[self._start + 1 :: 2])
        return sum_within(self._ring, self._width, self._begin)


def sum_within(ring: Ring | None, width: int, begin: int) -> int:
    """The sum of what is later than ``begin``, where a window of this width begins now."""
    if not ring:
        return 0
    if len(ring) > _FEW and type(ring) is SummedRing:
        return ring.sum_within(width, begin)
    return sum(ring[place_after(ring, begin) + 1 :: 2])


def place_after(ring: Ring, moment: int) -> int:
    """Where the occurrences begin that are later than a moment."""
    if not ring or ring[0] > moment:
        return 0
    if len(ring) <= _SHORT:
        return 2 * bisect_right(ring[::2], moment)
    return 2 * bisect_right(range(0, len(ring), 2), moment, key=ring.__getitem__)


def put_in(ring: Any, start: int, stop: int, values: Any) -> None:
    """``ring[start:stop] = values``, for a ring or any other sequence; ``values`` is of the same kind."""
    if type(ring) is SummedRing and ring.sums:
        ring.splice(start, stop, values)
    else:
        ring[start:stop] = values
