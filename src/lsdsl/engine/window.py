"""Windows: remembering events and gains, in rings of integers (see :mod:`lsdsl.compile.rings`)."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, Final

from lsdsl.compile.rings import SummedRing, place_after

if TYPE_CHECKING:
    from lsdsl.compile.rings import Ring
    from lsdsl.engine.journal import Journal
    from lsdsl.engine.state import Occurrence, ProfileState

_LARGEST: Final = 2**62
"""Up to here an array takes any sum of two."""


def remember(journal: Journal, rings: dict[int, Ring], key: int, occurrence: Occurrence, begin: int) -> None:
    """Add an occurrence to a ring, in order of time; what is not after ``begin`` is dropped when it is half of the ring."""
    ring = rings.get(key)
    try:
        numbers: Ring = array("q", occurrence) if ring else SummedRing("q", occurrence)
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
        journal.splice_ring(ring, 0, place_after(ring, begin), ring[:0])
    end = len(ring)
    place = end if not end or ring[end - 2] <= occurrence[0] else place_after(ring, occurrence[0])
    journal.splice_ring(ring, place, place, numbers)


def remember_gain(journal: Journal, state: ProfileState, score: int, gain: Occurrence, begin: int) -> None:
    """Add points gained to the ring of a score: those of one moment together."""
    state.rooms = None
    ring = state.gains.get(score)
    if ring and ring[-2] == gain[0] and ring[-1] + gain[1] < _LARGEST:
        journal.put(ring, len(ring) - 1, ring[-1] + gain[1])
    else:
        remember(journal, state.gains, score, gain, begin)
