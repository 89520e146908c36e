"""Horizons: the earliest later moment at which an expression may change although nothing happens.

There are three sources of such change. A window ``within D`` loses its oldest entry at that entry's time + D. Durations made
with ``age`` and ``until`` grow or shrink with time, so a comparison of two of them can turn at the moment at which their lines
cross (or a microsecond later, for a strict one). And the choice of ``min`` or ``max`` between such durations can change where
they cross, as that of ``abs`` does at zero. A horizon may be too early (then nothing changes and the next one is asked for) but
never too late.
"""

from collections.abc import Callable, Iterator

from lsdsl.compile.dependencies import depends_on_time
from lsdsl.compile.plan import Horizon, ValueFunction
from lsdsl.compile.reading import Data, Reading
from lsdsl.model import expressions as model
from lsdsl.model.declarations import Model, Table
from lsdsl.model.types import Kind

Line = tuple[int, int]
"""A duration or moment as ``start + slope * now``."""
Evaluator = Callable[[model.Expression], ValueFunction]
_TEMPORAL = (Kind.DATE, Kind.DATETIME, Kind.DURATION)


class Horizons:
    """Makes the horizon of an expression; ``value`` compiles a sub-expression, ``index`` numbers histories, ``score`` scores."""

    def __init__(
        self, ruleset: Model, value: Evaluator, condition: Evaluator, histories: dict[model.History, int], scores: dict[str, int]
    ) -> None:
        self._ruleset = ruleset
        self._value = value
        self._condition = condition
        self._histories = histories
        self._scores = scores

    def of(self, *expressions: model.Expression) -> Horizon | None:
        """The horizon of expressions taken together; None when time alone changes none of them."""
        return _earliest([one for expression in expressions for one in self._sources(expression)])

    def of_table(self, table: Table) -> Horizon | None:
        """The horizon of a table: of what it looks up, of its boundaries, and of the points of its rows."""
        sources = [one for expression in (table.by, *(row.points for row in table.rows)) for one in self._sources(expression)]
        if table.by.type.kind in _TEMPORAL and depends_on_time(table.by, self._ruleset):
            line = self._line(table.by)
            for row in table.rows:
                if row.start is None:
                    sources += [_crossing(line, _constant(int(str(one)))) for one in row.values]
                else:
                    sources.append(_crossing(line, _constant(int(str(row.start))), ">="))
        return _earliest(sources)

    def _sources(self, expression: model.Expression) -> Iterator[Horizon]:
        if not depends_on_time(expression, self._ruleset):
            return
        match expression:
            case model.LetRead(let=name):
                yield from self._sources(self._ruleset.lets[name].value)
            case model.GradeRead(grade=name):
                for row in self._ruleset.grades[name].rows:
                    if row.condition is not None:
                        yield from self._sources(row.condition)
            case model.SelectionRead(selection=name):
                yield from self._sources(self._ruleset.selections[name].condition)
            case model.HistoryRead(within=int(within)):
                yield self._window(expression, within)
            case model.Gained(scores=names, within=within):
                yield _gains_leave([self._scores[name] for name in names], within)
            case model.Comparison(operator=operator, left=left, right=right) if left.type.kind in _TEMPORAL:
                yield _crossing(self._line(left), self._line(right), operator)
            case model.Between(value=value, low=low, high=high) if value.type.kind in _TEMPORAL:
                line = self._line(value)
                yield _crossing(line, self._line(low), ">=")
                yield _crossing(line, self._line(high), "<=")
            case model.Membership(value=value, items=items) if value.type.kind in _TEMPORAL:
                line = self._line(value)
                for item in items:
                    yield _crossing(line, _constant(int(str(item))))
            case model.FunctionCall(function="min" | "max", arguments=arguments) if expression.type.kind in _TEMPORAL:
                lines = [self._line(one) for one in arguments]
                for place, line in enumerate(lines):
                    for other in lines[place + 1 :]:
                        yield _crossing(line, other)
            case model.FunctionCall(function="abs", arguments=(argument,)) if expression.type.kind in _TEMPORAL:
                yield _crossing(self._line(argument), _constant(0))
            case _:
                pass
        for part in model.parts(expression):
            yield from self._sources(part)

    def _line(self, expression: model.Expression) -> Callable[[Reading, Data], Line | None]:
        value = self._value(expression)
        slope = self._slope(expression)

        def line(reading: Reading, data: Data) -> Line | None:
            present = value(reading, data)
            if not isinstance(present, int):
                return None
            rate = slope(reading, data)
            return (present - rate * reading.now, rate)

        return line

    def _slope(self, expression: model.Expression) -> Callable[[Reading, Data], int]:
        """How fast a duration or moment grows with time, in microseconds a microsecond."""
        if not depends_on_time(expression, self._ruleset):
            return lambda _reading, _data: 0
        match expression:
            case model.Elapsed(function=function, moment=moment):
                inner, sign = self._slope(moment), 1 if function == "age" else -1
                return lambda reading, data: sign * (1 - inner(reading, data))
            case model.Negative(operand=operand):
                inner = self._slope(operand)
                return lambda reading, data: -inner(reading, data)
            case model.Arithmetic(operator=operator, left=left, right=right):
                first, second, sign = self._slope(left), self._slope(right), 1 if operator == "+" else -1
                return lambda reading, data: first(reading, data) + sign * second(reading, data)
            case model.LetRead(let=name):
                return self._slope(self._ruleset.lets[name].value)
            case model.FunctionCall(function="abs", arguments=(argument,)):
                size, grows = self._value(argument), self._slope(argument)
                return lambda reading, data: grows(reading, data) * (-1 if (size(reading, data) or 0) < 0 else 1)  # type: ignore[operator]
            case model.FunctionCall(arguments=arguments):
                return self._slope_of_choice(expression, arguments)
            case _:
                return lambda _reading, _data: 0

    def _slope_of_choice(
        self, expression: model.FunctionCall, arguments: tuple[model.Expression, ...]
    ) -> Callable[[Reading, Data], int]:
        chosen = self._value(expression)
        candidates = [(self._value(one), self._slope(one)) for one in arguments]

        def slope(reading: Reading, data: Data) -> int:
            present = chosen(reading, data)
            return next((rate(reading, data) for value, rate in candidates if value(reading, data) == present), 0)

        return slope

    def _window(self, read: model.HistoryRead, within: int) -> Horizon:
        history = read.history
        if not history.collection:
            index = self._histories[history]

            def leaves(reading: Reading, _data: Data) -> int | None:
                remembered = reading.times(index, within)
                return remembered[0][0] + within if remembered else None

            return leaves

        def row_leaves(reading: Reading, _data: Data) -> int | None:
            begin = reading.now - within
            return min((created + within for created, _ in reading.rows(history.event) if created > begin), default=None)

        return row_leaves


def _gains_leave(scores: list[int], within: int) -> Horizon:
    def leaves(reading: Reading, _data: Data) -> int | None:
        windows = [reading.gains(score, within) for score in scores]
        return min((gains[0][0] + within for gains in windows if gains), default=None)

    return leaves


def _constant(value: int) -> Callable[[Reading, Data], Line | None]:
    return lambda _reading, _data: (value, 0)


def _crossing(
    left: Callable[[Reading, Data], Line | None], right: Callable[[Reading, Data], Line | None], operator: str | None = None
) -> Horizon:
    """When two lines meet or part, or only when a comparison of them with this operator turns."""

    def crossing(reading: Reading, data: Data) -> int | None:
        first, second = left(reading, data), right(reading, data)
        if first is None or second is None or first[1] == second[1]:
            return None
        distance, rate = second[0] - first[0], first[1] - second[1]
        meeting, parting = -(-distance // rate), distance // rate + 1
        if operator in _ORDER:
            return _later((meeting if (operator in _MEETING) == (rate > 0) else parting,), reading.now)
        return _later((meeting, parting), reading.now)

    return crossing


_ORDER = ("<", "<=", ">", ">=")
_MEETING = ("<", ">=")
"""These turn when the left side rises to the right one; the other two when it has risen above it."""


def _later(moments: tuple[int, ...], now: int) -> int | None:
    return next((moment for moment in moments if moment > now), None)


def _earliest(sources: list[Horizon]) -> Horizon | None:
    if not sources:
        return None

    def earliest(reading: Reading, data: Data) -> int | None:
        moments = [moment for source in sources if (moment := source(reading, data)) is not None]
        return min(moments, default=None)

    return earliest
