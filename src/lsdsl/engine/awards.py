"""Awards: occurrences, limits, and how an award changes after it was made.

An award that can change later (it expires, decays, or a repeat replaces it) is kept in the state; any other is only part of a
total.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from typing import TYPE_CHECKING

from lsdsl.compile.rings import SummedRing, place_after, sum_within
from lsdsl.engine.live import Live, add, add_all, first_due, take, take_due
from lsdsl.model.types import Value

if TYPE_CHECKING:
    from lsdsl.compile.plan import LimitPlan, RulePlan
    from lsdsl.compile.reading import Data
    from lsdsl.engine.state import ProfileState
    from lsdsl.engine.turn import Turn


def award(turn: Turn, plan: RulePlan, size: int, data: Data) -> None:
    """Award points for a rule that counts occurrences, has limits, or makes awards that change."""
    key: Value = None if plan.per is None else data.get(plan.per, plan.per_default)
    state = turn.state
    if plan.occurrence == "first" and state.counts.get((plan.index, key), 0) >= plan.count:
        return
    present = state.latest.get((plan.index, key)) if plan.occurrence == "latest" else None
    if present is not None and present[1] > turn.time:
        return
    earned = _within_limits(state, plan, size) if plan.limits else size
    if earned == 0:
        return
    if plan.occurrence == "first" or plan.limits:
        _use(turn, plan, key, earned)
    if present is not None:
        _replace(turn, plan, key)
    expires = None if plan.expires is None else turn.time + plan.expires
    turn.enter(plan.score, plan.bucket, plan.index, earned, "award" if earned == size else "cut", expires=expires)
    if earned > 0 and plan.gains and plan.score in turn.program.gains:
        turn.gain(plan.score, earned)
    if expires is not None or plan.decay is not None or plan.occurrence == "latest":
        _keep(turn, plan, key, earned)


def _within_limits(state: ProfileState, plan: RulePlan, size: int) -> int:
    """The part of an award that the limits let through; 0 when one of them refuses it."""
    earned = abs(size)
    for number, limit in enumerate(plan.limits):
        used = _used(state, plan, number, limit)
        if limit.unit == "times":
            if used >= limit.amount:
                return 0
        else:
            earned = min(earned, max(0, limit.amount - used))
    return earned if size > 0 else -earned


def _used(state: ProfileState, plan: RulePlan, number: int, limit: LimitPlan) -> int:
    """How much of a limit is used at present."""
    if limit.per is None:
        return state.used.get((plan.index, number), 0)
    uses = state.uses.get((plan.index, number))
    if uses is None:
        return 0
    begin = state.clock - limit.per
    return len(uses) - _passed(uses, limit, begin) if limit.unit == "times" else sum_within(uses, limit.per, begin)


def _passed(uses: array[int], limit: LimitPlan, begin: int) -> int:
    """How much of the uses has left the window, which begins after ``begin``."""
    return bisect_right(uses, begin) if limit.unit == "times" else place_after(uses, begin)


def _use(turn: Turn, plan: RulePlan, key: Value, earned: int) -> None:
    """Remember an occurrence, and what it uses of the limits; what has left their windows is forgotten."""
    state, journal = turn.state, turn.journal
    if plan.occurrence == "first":
        journal.put(state.counts, (plan.index, key), state.counts.get((plan.index, key), 0) + 1)
    for number, limit in enumerate(plan.limits):
        place = (plan.index, number)
        amount = 1 if limit.unit == "times" else abs(earned)
        if limit.per is None:
            journal.put(state.used, place, state.used.get(place, 0) + amount)
            continue
        use = array("q", (state.clock,) if limit.unit == "times" else (state.clock, amount))
        uses = state.uses.get(place)
        if uses is None:
            journal.put(state.uses, place, SummedRing("q", use))
            continue
        passed = _passed(uses, limit, state.clock - limit.per)
        if passed:
            journal.splice_ring(uses, 0, passed, array("q"))
        journal.splice_ring(uses, len(uses), len(uses), use)


def _replace(turn: Turn, plan: RulePlan, key: Value) -> None:
    """Take back what is left of the award of a ``latest`` rule."""
    state, journal = turn.state, turn.journal
    serial, time, size = state.latest[plan.index, key]
    steps = 0 if plan.decay is None else max(0, state.clock - time) // plan.decay.every
    left = _left(plan, size, steps)
    if left:
        turn.enter(plan.score, plan.bucket, plan.index, -left, "replaced")
    wait = _wait(plan, steps)
    if wait is not None:
        take(journal, state, time + wait, serial)
        journal.drop(state.keys, serial)
    journal.drop(state.latest, (plan.index, key))


def _keep(turn: Turn, plan: RulePlan, key: Value, size: int) -> None:
    """Remember an award, after what is already due of it (a late event's award may be) has happened."""
    state, journal, serial = turn.state, turn.journal, turn.state.serial + 1
    wait = _wait(plan, 0)
    if wait is not None:
        live = _catch_up(turn, Live(turn.time + wait, serial, plan.index, 0, size))
        if live is None:
            return
        add(journal, state, live)
        if state.award_due is None or live.due < state.award_due:
            journal.assign(state, "award_due", live.due)
    journal.assign(state, "serial", serial)
    if plan.occurrence == "latest":
        journal.put(state.latest, (plan.index, key), (serial, turn.time, size))
        if wait is not None:
            journal.put(state.keys, serial, (plan.index, key))


def _catch_up(turn: Turn, award: Live) -> Live | None:
    """Let all changes of an award happen that are due; None when nothing is left of it."""
    live: Live | None = award
    while live is not None and live.due <= turn.state.clock:
        live = _change(turn, live)
    return live


def _change(turn: Turn, award: Live) -> Live | None:
    """Let the next change of an award happen at its own moment; None when nothing is left of it."""
    plan = turn.program.rules[award.rule]
    before, wait = _left(plan, award.size, award.steps), _wait(plan, award.steps)
    assert wait is not None
    if wait == plan.expires:
        turn.enter(plan.score, plan.bucket, plan.index, -before, "expired", time=award.due)
        return None
    left = _left(plan, award.size, award.steps + 1)
    if left != before:
        turn.enter(plan.score, plan.bucket, plan.index, left - before, "decayed", time=award.due)
    following = _wait(plan, award.steps + 1)
    assert following is not None
    if left == 0:
        return None
    return Live(award.due - wait + following, award.serial, award.rule, award.steps + 1, award.size)


def _left(plan: RulePlan, size: int, steps: int) -> int:
    """What is left of an award after so many steps: a share of its size, or so many points less, towards zero."""
    if steps == 0 or plan.decay is None:
        return size
    if plan.decay.factor is None:
        left = max(0, abs(size) - steps * plan.decay.loss)
    else:
        left = int(abs(size) * plan.decay.factor**steps + 0.5)
    return left if size > 0 else -left


def _wait(plan: RulePlan, steps: int) -> int | None:
    """How long after it was made an award with so many steps behind it changes next; None if only a repeat can change it."""
    if plan.decay is None:
        return plan.expires
    step = (steps + 1) * plan.decay.every
    return step if plan.expires is None or step < plan.expires else plan.expires


def restore_keys(state: ProfileState, rules: tuple[RulePlan, ...]) -> dict[int, tuple[int, Value]]:
    """Where the awards of ``latest`` rules stand that time will change, by their serial numbers."""
    return {serial: key for key, (serial, _, _) in state.latest.items() if _wait(rules[key[0]], 0) is not None}


def fall_due(turn: Turn) -> None:
    """Let all awards change that are due at the present moment, in the order in which they were made; find the next moment."""
    state, journal = turn.state, turn.journal
    going_on: list[Live] = []
    for award in take_due(journal, state, state.clock):
        live = _catch_up(turn, award)
        if live is not None:
            going_on.append(live)
        elif award.serial in state.keys:
            journal.drop(state.latest, state.keys[award.serial])
            journal.drop(state.keys, award.serial)
    if going_on:
        add_all(journal, state, going_on)
    journal.assign(state, "award_due", first_due(state))
