"""Settling: state rules, tables, rules on absence and computed scores follow what they read.

A slot is computed anew when something that it reads has changed or its horizon has come; the reference computes all of them every
time, which must make no difference. Slots come after those that they read, so one pass is enough.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsdsl.compile import points
from lsdsl.compile.execution import NO_DATA
from lsdsl.compile.functions import NOT_FINITE

if TYPE_CHECKING:
    from lsdsl.compile.plan import Slot
    from lsdsl.engine.turn import Turn


def settle(turn: Turn) -> None:
    """Bring every slot up to date."""
    slots = turn.program.slots
    if not turn.program.watchful:
        turn.pending = (1 << len(slots)) - 1
    while turn.pending:
        lowest = turn.pending & -turn.pending
        turn.pending ^= lowest
        _compute(turn, slots[lowest.bit_length() - 1])


def slots_due(turn: Turn) -> None:
    """Mark the slots whose horizon has come."""
    now = turn.state.clock
    for slot, moment in turn.state.horizons.items():
        if moment <= now:
            turn.pending |= 1 << slot


def _compute(turn: Turn, slot: Slot) -> None:
    problems = turn.watch_problems()
    if slot.contribution is not None:
        _contribute(turn, slot)
    else:
        _compute_score(turn, slot)
    if slot.horizon is not None:
        _look_ahead(turn, slot)
    turn.record_problems()
    failing = turn.state.failing
    if problems and slot.index not in failing:
        code, span = problems[0]
        turn.fail(code, span)
        turn.journal.put(failing, slot.index, code)
    elif not problems and slot.index in failing:
        turn.journal.drop(failing, slot.index)


def _contribute(turn: Turn, slot: Slot) -> None:
    assert slot.contribution is not None
    held = turn.state.held
    before, now = held.get(slot.index), slot.contribution(turn)
    if before == now:
        return
    moment = turn.state.clock
    if before is not None:
        rule, size = before
        turn.enter(slot.score, turn.program.rules[rule].bucket, rule, -size, "state off", time=moment)
    if now is not None:
        rule, size = now
        turn.enter(slot.score, turn.program.rules[rule].bucket, rule, size, "state on", time=moment)
        turn.journal.put(held, slot.index, now)
    else:
        turn.journal.drop(held, slot.index)


def _compute_score(turn: Turn, slot: Slot) -> None:
    assert slot.value is not None
    number = slot.value(turn, NO_DATA)
    value: int | None = None
    if number is not None:
        assert isinstance(number, int | float)
        if -points.LARGEST_VALUE <= number <= points.LARGEST_VALUE:
            value = points.from_number(number)
        else:
            turn.problem(NOT_FINITE, slot.span)
    computed = turn.state.computed
    if value == computed.get(slot.score):
        return
    if value is None:
        turn.journal.drop(computed, slot.score)
    else:
        turn.journal.put(computed, slot.score, value)
    turn.touch(f"score:{slot.score}")


def _look_ahead(turn: Turn, slot: Slot) -> None:
    assert slot.horizon is not None
    horizons = turn.state.horizons
    moment = slot.horizon(turn, NO_DATA)
    if moment is None:
        if slot.index in horizons:
            turn.journal.drop(horizons, slot.index)
    elif horizons.get(slot.index) != moment:
        turn.journal.put(horizons, slot.index, moment)
