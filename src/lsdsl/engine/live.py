"""Live awards: those that time will still change, packed and in the order in which it will.

A profile may have thousands of them, so each is one record of integers in a byte string and no object. Records are sorted by the
moment of their next change, those of one moment by the order in which their awards were made: what is due stands in front, and
taking it, or adding an award that changes later than all others, costs the same however many there are. So that an award that
changes earlier need not push all others back, there are several byte strings as soon as one is long.

What a record does not tell is known from the rule: what is left of the award after so many steps, and, as the first change of
an award comes a fixed time after it was made, when that was.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
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
_BLOCK: Final = 512 * SIZE
"""Into blocks of so many bytes a block is divided that has become twice as long."""


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
    record = _RECORD.pack(*award)
    if not state.awards:
        journal.assign(state, "awards", bytearray(record))
        return
    number, block = 0, state.awards
    if state.later:
        number, block = _block_of(state, award.due, award.serial)
    place = len(block)
    if _RANK.unpack_from(block, place - SIZE) > award[:2]:
        place = _place(block, award.due, award.serial)
    journal.splice(block, place, place, record)
    if len(block) > 2 * _BLOCK:
        _divide(journal, state, number, block)


def add_all(journal: Journal, state: ProfileState, awards: list[Live]) -> None:
    """Take several awards in: at once, when they change later than all others."""
    if len(awards) > 1:
        awards.sort()
        number = len(state.later)
        block = state.later[-1] if number else state.awards
        if block and _RANK.unpack_from(block, len(block) - SIZE) < awards[0][:2]:
            journal.splice(block, len(block), len(block), b"".join([_RECORD.pack(*one) for one in awards]))
            if len(block) > 2 * _BLOCK:
                _divide(journal, state, number, block)
            return
    for award in awards:
        add(journal, state, award)


def take_due(journal: Journal, state: ProfileState, moment: int) -> list[Live]:
    """Take out what is due at a moment, in the order in which the awards were made."""
    due: list[Live] = []
    while True:
        awards, end = state.awards, 0
        length = len(awards)
        while end < length and _MOMENT.unpack_from(awards, end)[0] <= moment:
            end += SIZE
        if not end:
            break
        due += map(Live._make, _RECORD.iter_unpack(awards[:end]))
        _cut(journal, state, 0, 0, end)
        if end < length:
            break
    due.sort(key=_serial)
    return due


def take(journal: Journal, state: ProfileState, due: int, serial: int) -> None:
    """Take out one award."""
    number, block = _block_of(state, due, serial)
    place = _place(block, due, serial)
    assert _RANK.unpack_from(block, place) == (due, serial)
    _cut(journal, state, number, place, place + SIZE)


def first_due(state: ProfileState) -> int | None:
    """When the next award changes."""
    return _MOMENT.unpack_from(state.awards)[0] if state.awards else None


def live_awards(state: ProfileState) -> Iterator[Live]:
    """All of them, the next to change first."""
    return (Live(*one) for block in (state.awards, *state.later) for one in _RECORD.iter_unpack(block))


def _divide(journal: Journal, state: ProfileState, number: int, block: bytearray) -> None:
    _replace(journal, state, number, [block[start : start + _BLOCK] for start in range(0, len(block), _BLOCK)])


def _cut(journal: Journal, state: ProfileState, number: int, start: int, stop: int) -> None:
    block = state.later[number - 1] if number else state.awards
    if stop - start < len(block):
        journal.splice(block, start, stop, b"")
    elif state.later:
        _replace(journal, state, number, [])
    else:
        journal.assign(state, "awards", NO_AWARDS)


def _replace(journal: Journal, state: ProfileState, number: int, blocks: list[bytearray]) -> None:
    """Put other blocks in the place of one."""
    present = [state.awards, *state.later]
    present[number : number + 1] = blocks
    journal.assign(state, "awards", present[0])
    journal.assign(state, "later", tuple(present[1:]))


def _block_of(state: ProfileState, due: int, serial: int) -> tuple[int, bytearray]:
    """The block in which an award stands, or belongs, and its number."""
    number = bisect_right(state.later, (due, serial), key=_RANK.unpack_from)
    return number, state.later[number - 1] if number else state.awards


def _place(awards: bytearray, due: int, serial: int) -> int:
    """Where the record of an award stands, or belongs."""
    ranks = range(0, len(awards), SIZE)
    return SIZE * bisect_left(ranks, (due, serial), key=lambda place: _RANK.unpack_from(awards, place))


def _serial(award: Live) -> int:
    return award.serial
