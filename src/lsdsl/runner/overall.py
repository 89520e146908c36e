"""Limits for all profiles together: ``limit N per D overall``.

A profile is an island, so its follow-up runs whatever other profiles do: it sets its fields and awards its points. What an
overall limit holds back is what reaches people: the actions of runs beyond it. Actions are looked at in order of time; a run
counts when it asks for its first action.
"""

from collections import deque

from lsdsl.compile.instructions import FollowupPlan
from lsdsl.engine.outcome import Action


class OverallLimits:
    """Remembers the runs that count. Give it actions in order of time."""

    def __init__(self) -> None:
        self._moments: dict[int, deque[int]] = {}
        self._let_through: dict[tuple[int, str, str], bool] = {}
        self._told: set[tuple[int, str, str]] = set()

    def allows(self, plan: FollowupPlan, profile: str, action: Action) -> bool:
        """Whether an action may be delivered. All actions of a run share its fate."""
        limit = plan.overall
        if limit is None:
            return True
        run = (plan.index, profile, action.run)
        if run not in self._let_through:
            moments = self._moments.setdefault(plan.index, deque())
            while limit.per is not None and moments and moments[0] <= action.time - limit.per:
                moments.popleft()
            allowed = len(moments) < limit.count
            if allowed:
                moments.append(action.time)
            self._let_through[run] = allowed
        return self._let_through[run]

    def is_news(self, plan: FollowupPlan, profile: str, action: Action) -> bool:
        """Whether an action that may not be delivered is the first one of its run: a refused run is recorded once."""
        run = (plan.index, profile, action.run)
        news = run not in self._told
        self._told.add(run)
        return news
