"""The moment at which a profile comes under other rules: what is a function of the present is looked at anew.

State rules, tables and computed scores follow the new rules at once, with ledger entries. Nothing is set off by it: a trigger
whose condition holds now counts as one that held before.
"""

from lsdsl.compile import Program
from lsdsl.engine.boxes import HERE, Boxing
from lsdsl.engine.cascade import write_score_fields
from lsdsl.engine.direct import earliest_due
from lsdsl.engine.outcome import Outcome
from lsdsl.engine.runs import cancel_moments, cancel_runs
from lsdsl.engine.settling import settle
from lsdsl.engine.state import ProfileState
from lsdsl.engine.transaction import Transaction
from lsdsl.engine.triggers import look_ahead_for_colds, skip_edges
from lsdsl.engine.turn import Turn
from lsdsl.store.matching import Matched


def renew(match: Matched, state: ProfileState, boxing: Boxing = HERE) -> Outcome:
    """Bring a state that was carried over up to date at its clock; gives ledger entries and failures of the new program."""
    transaction = Transaction(match.new, state, boxing)
    if state.born and not state.removed:
        turn = transaction.turn()
        _begin_scores(turn, match)
        turn.pending, turn.listening = (1 << len(match.new.slots)) - 1, -1
        settle(turn)
        write_score_fields(turn)
        settle(turn)
        skip_edges(turn)
        _look_ahead(turn, match.new)
    return transaction.outcome


def _begin_scores(turn: Turn, match: Matched) -> None:
    """Scores that are new, or were switched off as long as there was anything in them, begin with their initial value."""
    before = {number: match.old.scores[one] for one, number in match.scores.items()}
    for plan in match.new.scores:
        old = before.get(plan.index)
        buckets = [plan.bucket, *(group.bucket for group in plan.groups)]
        untouched = old is None or not (old.enabled or any(turn.state.totals[bucket] for bucket in buckets))
        if plan.enabled and plan.initial and untouched:
            turn.enter(plan.index, plan.bucket, None, plan.initial, "initial")


def _look_ahead(turn: Turn, program: Program) -> None:
    """Find the next moment at which something happens."""
    state = turn.state
    if state.runs:
        cancel_runs(turn)
    if program.colds:
        look_ahead_for_colds(turn)
    due = earliest_due(state)
    if state.runs:
        waiting = min([run.due for run in state.runs.values()] + cancel_moments(turn))
        due = waiting if due is None else min(due, waiting)
    state.next_due = due
