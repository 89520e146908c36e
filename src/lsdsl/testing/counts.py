"""``ran(...)`` and ``did(...)``: what only a test counts, put into an expectation as plain numbers."""

from collections import Counter
from dataclasses import dataclass, field, fields, replace
from typing import Any, cast

from lsdsl.model.expressions import ActionCount, Constant, Expression, RunCount


@dataclass(slots=True)
class Counts:
    """How often each follow-up ran, and each action was asked for with each first argument."""

    runs: Counter[str] = field(default_factory=Counter)
    actions: Counter[tuple[str, str | None]] = field(default_factory=Counter)

    def of(self, expression: RunCount | ActionCount) -> int:
        """The number that an expression asks for."""
        match expression:
            case RunCount(followup=followup):
                return self.runs[followup]
            case ActionCount(action=action, first=None):
                return sum(count for (name, _), count in self.actions.items() if name == action)
            case ActionCount(action=action, first=first):
                return self.actions[action, first]


def counted(expression: Expression, counts: Counts) -> Expression:
    """The expression with its counts as constants."""
    if isinstance(expression, RunCount | ActionCount):
        return Constant(counts.of(expression), expression.type, expression.span)
    changed = {one.name: _counted(getattr(expression, one.name), counts) for one in fields(expression)}
    return cast("Expression", replace(cast("Any", expression), **changed))


def _counted(part: object, counts: Counts) -> object:
    if isinstance(part, tuple):
        return tuple(_counted(one, counts) for one in part)
    return counted(part, counts) if isinstance(part, Expression) else part
