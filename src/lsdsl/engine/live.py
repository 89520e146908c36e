"""Live awards: those that time will still change, packed and in the order in which it will.

A profile may have thousands of them, so each is one record of integers in a byte string and no object. Records are sorted by the
moment of their next change, those of one moment by the order in which their awards were made: what is due stands in front, and
taking it, or adding an award that changes later than all others, costs the same however many there are.

What a record does not tell is known from the rule: what is left of the award after so many steps, and, as the first change of
an award comes a fixed time after it was made, when that was.
"""

from __future__ import annotations

from bisect import bisect_left
from struct import Struct
from typing import TYPE_CHECKING, Final, NamedTuple

from lsdsl.engine.state import NO_AWARDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lsdsl.engine.journal import Journal
    from lsdsl.engine.state import ProfileState

_RECORD: Final = Struct("<qIIIq")
_RANK: Final = Struct("<qI")
_MOMENT: Final = Struct("<q")
SIZE: Final = _RECORD.size
"""The bytes of a record. Their order is fixed, so that a state has the same bytes on every machine."""


class Live(NamedTuple):
    """An award that will change at ``due``. ``steps`` says how many steps of decay it has behind it, ``size`` what it began with.

    ``serial`` numbers the awards of a profile in the order in which they were made.
    """

    due: int
    serial: int
    rule: int
    steps: int
    size: int


def add(journal: Journal, state: ProfileState, award: Live) -> None:
    """Take an award in."""
    awards, record = state.awards, _RECORD.pack(*award)
    if not awards:
        journal.assign(state, "awards", bytearray(record))
        return
    place = len(awards)
    if _RANK.unpack_from(awards, place - SIZE) > award[:2]:
        place = _place(awards, award.due, award.serial)
    journal.splice(awards, place, place, record)


def take_due(journal: Journal, state: ProfileState, moment: int) -> list[Live]:
    """Take out what is due at a moment, in the order in which the awards were made."""
    awards = state.awards
    end = 0
    while end < len(awards) and _MOMENT.unpack_from(awards, end)[0] <= moment:
        end += SIZE
    due = [Live(*one) for one in _RECORD.iter_unpack(awards[:end])]
    if due:
        _cut(journal, state, 0, end)
    due.sort(key=_serial)
    return due


def take(journal: Journal, state: ProfileState, due: int, serial: int) -> None:
    """Take out one award."""
    place = _place(state.awards, due, serial)
    assert _RANK.unpack_from(state.awards, place) == (due, serial)
    _cut(journal, state, place, place + SIZE)


def first_due(state: ProfileState) -> int | None:
    """When the next award changes."""
    return _MOMENT.unpack_from(state.awards)[0] if state.awards else None


def live_awards(state: ProfileState) -> Iterator[Live]:
    """All of them, the next to change first."""
    return (Live(*one) for one in _RECORD.iter_unpack(state.awards))


def _cut(journal: Journal, state: ProfileState, start: int, stop: int) -> None:
    if stop - start == len(state.awards):
        journal.assign(state, "awards", NO_AWARDS)
    else:
        journal.splice(state.awards, start, stop, b"")


def _place(awards: bytearray, due: int, serial: int) -> int:
    """Where the record of an award stands, or belongs."""
    ranks = range(0, len(awards), SIZE)
    return SIZE * bisect_left(ranks, (due, serial), key=lambda place: _RANK.unpack_from(awards, place))


def _serial(award: Live) -> int:
    return award.serial
