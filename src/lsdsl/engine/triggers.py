"""Triggers that are no events: edges of conditions, changes of scores, and quiet (cold).

An edge is a condition that turns from false to true. Before a profile exists every condition is false. With ``again when`` a
trigger that fired is dead until that condition is true; if its own condition holds then, it has to be false first.
"""

from __future__ import annotations

from heapq import merge
from typing import TYPE_CHECKING, Final

from lsdsl.compile.instructions import Change, Cold, Edge
from lsdsl.engine import runs

if TYPE_CHECKING:
    from collections.abc import Callable

    from lsdsl.compile.instructions import FollowupPlan
    from lsdsl.engine.state import Occurrence
    from lsdsl.engine.turn import Turn

HELD: Final = 1
"""The condition was true when it was last tested."""
SPENT: Final = 2
"""The trigger has fired and waits for ``again when``."""
FAILING: Final = 4
"""Something in the condition could not be computed when it was last tested; that was recorded when it began."""


def test_edges(turn: Turn, after_round: Callable[[list[str]], bool]) -> None:
    """Step (6): fire what turned true, in source order, in rounds, until none is left.

    ``after_round`` raises the events of what a round changed; it gets the names of the follow-ups that were triggered and says
    whether the cascade may go on.
    """
    program = turn.program
    if not program.edges or (program.watchful and not turn.listening):
        return
    while True:
        fired: list[str] = []
        for index in program.edges:
            bit = 1 << index
            if turn.listening & bit or not program.watchful:
                turn.listening &= ~bit
                plan = program.followups[index]
                if _fires(turn, plan):
                    fired.append(plan.name)
                    runs.start(turn, plan, {})
        if not fired or not after_round(fired):
            return


def nothing_turns(turn: Turn) -> bool:
    """Whether the edge triggers that are to be tested stay as they are; then they have been tested."""
    followups, edges, listening = turn.program.followups, turn.state.edges, turn.listening
    for index in turn.program.edges:
        if listening & 1 << index:
            trigger = followups[index].trigger
            before = edges.get(index, 0)
            if not isinstance(trigger, Edge) or before & ~HELD:
                return False
            now = HELD if trigger.condition(turn, {}) else 0
            if now != before or (now and trigger.again is not None):
                return False
            if trigger.horizon is not None:
                waits = now or not trigger.fading
                _keep_moment(turn, index, trigger.horizon(turn, {}) if waits else None)
    turn.listening = 0
    return True


def skip_edges(turn: Turn) -> None:
    """After a cascade was stopped: what turned true has turned true, and sets off nothing."""
    for index in turn.program.edges:
        if turn.listening & (1 << index) or not turn.program.watchful:
            _fires(turn, turn.program.followups[index])
    turn.listening = 0


def edges_due(turn: Turn) -> None:
    """Mark the edge triggers that time alone may have turned."""
    for index, moment in turn.state.edges_due.items():
        if moment <= turn.state.clock:
            turn.listening |= 1 << index


def colds_due(turn: Turn) -> None:
    """Fire the cold triggers whose moment has come, in source order."""
    state = turn.state
    for index in turn.program.colds:
        if index in state.colds_due and state.colds_due[index] <= state.clock:
            turn.journal.put(state.cold_fired, index, state.clock)
            runs.start(turn, turn.program.followups[index], {})


def look_ahead_for_colds(turn: Turn) -> None:
    """Find the moment at which each cold trigger fires if nothing happens until then."""
    state = turn.state
    for index in turn.program.colds:
        trigger = turn.program.followups[index].trigger
        assert isinstance(trigger, Cold)
        moment = _cold_moment(turn, index, trigger)
        if state.colds_due.get(index) != moment:
            turn.journal.put(state.colds_due, index, moment)


def _cold_moment(turn: Turn, index: int, trigger: Cold) -> int:
    state = turn.state
    since = state.cold_fired.get(index, turn.created)
    moment = max(since + trigger.within, state.clock + 1)
    gained, windows = 0, [reversed(turn.gains(score, trigger.within)) for score in trigger.scores]
    for time, size in merge(*windows, key=_time, reverse=True):  # the latest first: of many gains few are enough
        gained += size
        if gained >= trigger.points:
            return max(moment, time + trigger.within)
    return moment


def _time(gain: Occurrence) -> int:
    return gain[0]


def _fires(turn: Turn, plan: FollowupPlan) -> bool:
    if isinstance(plan.trigger, Change):
        return _changed(turn, plan.index, plan.trigger)
    assert isinstance(plan.trigger, Edge)
    state, trigger = turn.state, plan.trigger
    before = state.edges.get(plan.index, 0)
    problems = turn.watch_problems()
    now = HELD if trigger.condition(turn, {}) else 0
    fires = bool(now and not before & (HELD | SPENT))
    armed = trigger.again is None or trigger.again(turn, {})
    if (fires or before & SPENT) and not armed:
        now |= SPENT
    if trigger.horizon is not None:
        waits = now & HELD or not trigger.fading
        _keep_moment(turn, plan.index, trigger.horizon(turn, {}) if waits else None)
    turn.record_problems()
    if problems:
        now |= FAILING
        if not before & FAILING:
            code, span = problems[0]
            turn.fail(code, span, plan.name)
    if now != before:
        turn.journal.put(state.edges, plan.index, now)
    return fires


def _keep_moment(turn: Turn, index: int, moment: int | None) -> None:
    due = turn.state.edges_due
    if moment is None:
        if index in due:
            turn.journal.drop(due, index)
    elif due.get(index) != moment:
        turn.journal.put(due, index, moment)


def _changed(turn: Turn, index: int, trigger: Change) -> bool:
    """Whether a score differs from before; at most once in a turn. The first value of a profile is no change."""
    seen, value = turn.state.seen, turn.score(trigger.score)
    known = index in seen
    if known and seen[index] == value:
        return False
    turn.journal.put(seen, index, value)
    if not known or index in turn.changed_scores:
        return False
    turn.changed_scores.add(index)
    return True
