"""Awards: occurrences, limits, and how an award changes after it was made.

An award that can change later (it expires, decays, or a repeat replaces it) is kept in the state; any other is only part of a
total.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsdsl.engine.state import Award, Occurrence
from lsdsl.model.types import Value

if TYPE_CHECKING:
    from lsdsl.compile.plan import DecayPlan, LimitPlan, RulePlan
    from lsdsl.compile.reading import Data
    from lsdsl.engine.turn import Turn


def award(turn: Turn, plan: RulePlan, size: int, data: Data) -> None:
    """Award points for a rule that counts occurrences, has limits, or makes awards that change."""
    key: Value = None if plan.per is None else data.get(plan.per, plan.per_default)
    state = turn.state
    if plan.occurrence == "first" and state.counts.get((plan.index, key), 0) >= plan.count:
        return
    present = state.latest.get((plan.index, key)) if plan.occurrence == "latest" else None
    if present is not None and state.awards[present].time > turn.time:
        return
    earned = _within_limits(turn, plan, size)
    if earned == 0:
        return
    _use(turn, plan, key, earned)
    if present is not None:
        _replace(turn, plan, key, present)
    expires = None if plan.expires is None else turn.time + plan.expires
    turn.enter(plan.score, plan.bucket, plan.index, earned, "award" if earned == size else "cut", expires=expires)
    if earned > 0 and plan.gains and plan.score in turn.program.gains:
        turn.gain(plan.score, earned)
    if expires is not None or plan.decay is not None or plan.occurrence == "latest":
        made = Award(plan.index, key, turn.time, earned, earned, 0, expires, None)
        _keep(turn, plan, _with_next_change(made, plan.decay))


def _within_limits(turn: Turn, plan: RulePlan, size: int) -> int:
    """The part of an award that the limits let through; 0 when one of them refuses it."""
    earned = abs(size)
    for number, limit in enumerate(plan.limits):
        used = sum(amount for _, amount in _uses(turn, plan, number, limit))
        if limit.unit == "times":
            if used >= limit.amount:
                return 0
        else:
            earned = min(earned, max(0, limit.amount - used))
    return earned if size > 0 else -earned


def _uses(turn: Turn, plan: RulePlan, number: int, limit: LimitPlan) -> tuple[Occurrence, ...]:
    uses = turn.state.used.get((plan.index, number), ())
    if limit.per is None:
        return uses
    begin = turn.state.clock - limit.per
    return uses if not uses or uses[0][0] > begin else tuple(one for one in uses if one[0] > begin)


def _use(turn: Turn, plan: RulePlan, key: Value, earned: int) -> None:
    state, journal = turn.state, turn.journal
    if plan.occurrence == "first":
        journal.put(state.counts, (plan.index, key), state.counts.get((plan.index, key), 0) + 1)
    for number, limit in enumerate(plan.limits):
        amount = 1 if limit.unit == "times" else abs(earned)
        uses = _uses(turn, plan, number, limit)
        running = ((0, amount + sum(one for _, one in uses)),)
        journal.put(state.used, (plan.index, number), running if limit.per is None else (*uses, (state.clock, amount)))


def _replace(turn: Turn, plan: RulePlan, key: Value, serial: int) -> None:
    old = turn.state.awards[serial]
    if old.value:
        turn.enter(plan.score, plan.bucket, plan.index, -old.value, "replaced")
    turn.journal.drop(turn.state.awards, serial)
    turn.journal.drop(turn.state.latest, (plan.index, key))


def _keep(turn: Turn, plan: RulePlan, made: Award) -> None:
    """Remember an award, after what is already due of it (a late event's award may be) has happened."""
    state, journal = turn.state, turn.journal
    changed: Award | None = made
    while changed is not None and changed.changes is not None and changed.changes <= state.clock:
        changed = change(turn, changed)
    if changed is None:
        return
    journal.assign(state, "serial", state.serial + 1)
    journal.put(state.awards, state.serial, changed)
    if plan.occurrence == "latest":
        journal.put(state.latest, (plan.index, changed.key), state.serial)
    if changed.changes is not None and (state.award_due is None or changed.changes < state.award_due):
        journal.assign(state, "award_due", changed.changes)


def change(turn: Turn, award: Award) -> Award | None:
    """Let the next change of an award happen at its own moment; None when nothing is left of it."""
    plan = turn.program.rules[award.rule]
    assert award.changes is not None
    if award.changes == award.expires:
        turn.enter(plan.score, plan.bucket, award.rule, -award.value, "expired", time=award.changes)
        return None
    assert plan.decay is not None
    left = _decayed(award, plan.decay)
    if left != award.value:
        turn.enter(plan.score, plan.bucket, award.rule, left - award.value, "decayed", time=award.changes)
    if left == 0:
        return None
    return _with_next_change(award._replace(value=left, steps=award.steps + 1), plan.decay)


def _decayed(award: Award, decay: DecayPlan) -> int:
    """What is left after one more step: a share of the original size, or so many points less, towards zero."""
    steps = award.steps + 1
    if decay.factor is None:
        left = max(0, abs(award.size) - steps * decay.loss)
    else:
        left = int(abs(award.size) * decay.factor**steps + 0.5)
    return left if award.size > 0 else -left


def _with_next_change(award: Award, decay: DecayPlan | None) -> Award:
    step = None if decay is None else award.time + (award.steps + 1) * decay.every
    moments = [moment for moment in (award.expires, step) if moment is not None]
    return award._replace(changes=min(moments, default=None))


def fall_due(turn: Turn) -> None:
    """Let all awards change that are due at the present moment, in the order in which they were made; find the next moment."""
    state, journal = turn.state, turn.journal
    for serial, award in [*state.awards.items()]:
        changed: Award | None = award
        while changed is not None and changed.changes is not None and changed.changes <= state.clock:
            changed = change(turn, changed)
        if changed is None:
            _forget(turn, serial, award)
        elif changed is not award:
            journal.put(state.awards, serial, changed)
    moments = [award.changes for award in state.awards.values() if award.changes is not None]
    journal.assign(state, "award_due", min(moments, default=None))


def _forget(turn: Turn, serial: int, award: Award) -> None:
    turn.journal.drop(turn.state.awards, serial)
    key = (award.rule, award.key)
    if turn.state.latest.get(key) == serial:
        turn.journal.drop(turn.state.latest, key)
