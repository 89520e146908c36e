"""The two executions share this shape, and nothing else but the pure functions.

An execution turns expressions and rules of the model into Python callables. :class:`ReferenceExecution` walks the tree each time;
:class:`lsdsl.compile.python.PythonExecution` generates a function once.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final, Protocol

from lsdsl.compile import points, reference
from lsdsl.compile.dependencies import reads_scores, rule_expressions
from lsdsl.compile.functions import NOT_FINITE
from lsdsl.compile.plan import Awarding, Condition, Contribution, EventFunction, Indexes, SlotFunction, ValueFunction
from lsdsl.compile.reading import Data, Reading
from lsdsl.model import expressions as model
from lsdsl.model.declarations import AbsenceRule, EventRule, Grade, Model, StateRule, Table, TableRow
from lsdsl.model.types import Value
from lsdsl.source import Span

NO_DATA: Final[Data] = {}

Numbers = Mapping[Span, int]
"""The number of each rule (and row of a table) by its place."""


def size(reading: Reading, value: Value, span: Span) -> int:
    """The points of a rule in millionths: 0 when they come out missing, or larger than any award may be (recorded)."""
    if value is None:
        return 0
    assert isinstance(value, int | float)
    if -points.LARGEST_AWARD <= value <= points.LARGEST_AWARD:
        return points.from_number(value)
    reading.problem(NOT_FINITE, span)
    return 0


_OBSERVER: Final[ContextVar[reference.Observer | None]] = ContextVar("observer", default=None)


@contextmanager
def observed_by(observer: reference.Observer) -> Iterator[None]:
    """What the reference compiles meanwhile tells the observer of each condition's outcome for as long as it runs."""
    token = _OBSERVER.set(observer)
    try:
        yield
    finally:
        _OBSERVER.reset(token)


class Execution(Protocol):
    """How expressions and rules become callables."""

    def value(self, expression: model.Expression) -> ValueFunction:
        """The value of an expression."""

    def condition(self, expression: model.Expression) -> Condition:
        """Whether an expression is true."""

    def grade(self, grade: Grade) -> ValueFunction:
        """The text of a grade."""

    def event_rules(self, rules: list[EventRule]) -> EventFunction:
        """All event rules of one event type, in source order."""

    def slot(self, rule: StateRule | AbsenceRule | Table) -> SlotFunction:
        """What a rule contributes at present."""

    def sources(self) -> tuple[str, ...]:
        """The generated functions as text."""


class ReferenceExecution:
    """The slow, obvious one."""

    def __init__(self, ruleset: Model, indexes: Indexes, numbers: Numbers) -> None:
        self._ruleset = ruleset
        self._indexes = indexes
        self._numbers = numbers
        self._observer = _OBSERVER.get()

    def value(self, expression: model.Expression) -> ValueFunction:
        """The value of an expression."""
        return lambda reading, data: reference.evaluate(expression, self._scope(reading, data))

    def condition(self, expression: model.Expression) -> Condition:
        """Whether an expression is true."""
        return lambda reading, data: reference.truth(expression, self._scope(reading, data))

    def grade(self, grade: Grade) -> ValueFunction:
        """The text of a grade."""
        return lambda reading, data: reference.grade_text(grade, self._scope(reading, data))

    def event_rules(self, rules: list[EventRule]) -> EventFunction:
        """All event rules of one event type, in source order."""

        def fire(turn: Awarding, data: Data) -> None:
            for rule in rules:
                if reads_scores(rule_expressions(rule), self._ruleset):
                    turn.settle()
                scope = self._scope(turn, data)
                if rule.where is None or reference.truth(rule.where, scope):
                    earned = size(turn, reference.evaluate(rule.points, scope), rule.points.span)
                    if earned:
                        turn.award(self._numbers[rule.span], earned, data)

        return fire

    def slot(self, rule: StateRule | AbsenceRule | Table) -> SlotFunction:
        """What a rule contributes at present."""

        def contribution(reading: Reading) -> Contribution | None:
            scope = self._scope(reading, NO_DATA)
            match rule:
                case StateRule(condition=condition):
                    return self._points(rule, scope) if reference.truth(condition, scope) else None
                case Table():
                    row = _row(rule, reference.evaluate(rule.by, scope))
                    return None if row is None else self._points(row, scope)
                case AbsenceRule():
                    return self._points(rule, scope, self._periods(rule, reading))

        return contribution

    def sources(self) -> tuple[str, ...]:
        """The reference generates nothing."""
        return ()

    def _points(self, rule: StateRule | AbsenceRule | TableRow, scope: reference.Scope, times: int = 1) -> Contribution | None:
        earned = size(scope.reading, reference.evaluate(rule.points, scope), rule.points.span) * times
        return (self._numbers[rule.span], earned) if earned else None

    def _periods(self, rule: AbsenceRule, reading: Reading) -> int:
        latest = [reading.life(self._indexes.history(model.History(event, False, None)))[2] for event in rule.events]
        since = max((moment for moment in latest if moment is not None), default=reading.created)
        return max(0, (reading.now - since) // rule.every)

    def _scope(self, reading: Reading, data: Data) -> reference.Scope:
        return reference.Scope(self._ruleset, self._indexes, reading, data, self._observer)


def _row(table: Table, value: Value) -> TableRow | None:
    for row in table.rows:
        if row.start is None and not row.values:
            return row
        if value is not None and row.start is not None and value >= row.start:  # type: ignore[operator]
            return row
        if value is not None and value in row.values:
            return row
    return None
