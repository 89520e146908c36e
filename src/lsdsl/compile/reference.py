"""The reference: a small tree-walking evaluator that says what every expression means.

It is written to be obviously right, not to be fast. Generated Python (:mod:`lsdsl.compile.python`) has to agree with it, value
for value; a property test holds the two together. ``None`` is a missing value throughout.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import assert_never

from lsdsl.compile import functions, points
from lsdsl.compile.patterns import pattern
from lsdsl.compile.plan import Indexes
from lsdsl.compile.reading import Data, Reading
from lsdsl.model import expressions as model
from lsdsl.model.declarations import Grade, Model
from lsdsl.model.types import Kind, Value
from lsdsl.source import Span

Observer = Callable[[Span, bool], None]
"""Is told the outcome of each boolean expression that is evaluated, by its place."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Where an expression is evaluated: the ruleset, the profile at this moment, and the event or row; and who looks on."""

    ruleset: Model
    indexes: Indexes
    reading: Reading
    data: Data
    observer: Observer | None = None


def evaluate(expression: model.Expression, scope: Scope) -> Value:
    """The value of an expression, ``None`` when it is missing."""
    reading = scope.reading
    match expression:
        case model.Constant(value=value):
            return value
        case model.FieldRead(field=name, default=default):
            return _field(reading, name, default)
        case model.AttributeRead(attribute=name, default=default):
            return _or_default(scope.data.get(name), default)
        case model.OldRead(field=name, default=default):
            return _or_default(reading.old[name] if name in reading.old else (scope.data or reading.fields).get(name), default)
        case model.Changed(field=name):
            return name in reading.old
        case model.ScoreRead(score=name):
            value_now = reading.score(scope.indexes.scores[name])
            return None if value_now is None else points.to_number(value_now)
        case model.GradeRead(grade=name):
            return grade_text(scope.ruleset.grades[name], scope)
        case model.SelectionRead(selection=name):
            return truth(scope.ruleset.selections[name].condition, scope)
        case model.LetRead(let=name):
            return _let(scope.ruleset.lets[name].value, scope)
        case model.RangeTest():
            return _range_test(expression, scope)
        case model.Not(operand=operand):
            return not truth(operand, scope)
        case model.Logical(operator="and", operands=operands):
            return all(truth(one, scope) for one in operands)
        case model.Logical(operands=operands):
            return any(truth(one, scope) for one in operands)
        case model.Negative(operand=operand):
            value = evaluate(operand, scope)
            return None if value is None else -value  # type: ignore[operator]
        case model.Arithmetic():
            return _arithmetic(expression, scope)
        case model.Comparison():
            return _comparison(expression, scope)
        case model.Between(value=value_, low=low, high=high):
            values = [evaluate(one, scope) for one in (value_, low, high)]
            return None not in values and values[1] <= values[0] <= values[2]  # type: ignore[operator]
        case model.Membership(value=value_, items=items, negated=negated):
            found = _fold(evaluate(value_, scope), expression.ignoring_case)
            inside = found is not None and found in [_fold(item, expression.ignoring_case) for item in items]
            return inside != negated
        case model.TextTest() | model.TextTestAgainst() | model.ListContains() | model.ListContainsAgainst():
            return _contains(expression, scope)
        case model.Matches(value=value_, pattern=source, ignoring_case=ignoring_case):
            text = evaluate(value_, scope)
            return text is not None and pattern(source, ignoring_case).search(str(text)) is not None
        case model.Missing(value=value_, negated=negated):
            return (evaluate(value_, scope) is None) != negated
        case model.FunctionCall():
            return _function(expression, scope)
        case model.Flames(score=name):
            return flames(scope, name)
        case model.HistoryRead():
            return _history(expression, scope)
        case model.Gained(scores=scores, within=within):
            gained = [size for name in scores for _, size in reading.gains(scope.indexes.scores[name], within)]
            return points.to_number(sum(gained))
        case model.Elapsed(function=function, moment=moment):
            value = evaluate(moment, scope)
            if value is None:
                return None
            return (reading.now - value) * (1 if function == "age" else -1)  # type: ignore[operator]
        case model.RunCount() | model.ActionCount():
            msg = "tests count runs and actions themselves"
            raise AssertionError(msg)
        case _:
            assert_never(expression)


def truth(condition: model.Expression, scope: Scope) -> bool:
    """Whether a condition holds; a missing boolean does not."""
    holds = evaluate(condition, scope) is True
    if scope.observer is not None:
        scope.observer(condition.span, holds)
    return holds


def _let(value: model.Expression, scope: Scope) -> Value:
    """The value of a ``let``; one that is a condition has an outcome to tell, and may be missing all the same."""
    found = evaluate(value, scope)
    if scope.observer is not None and value.type.kind is Kind.BOOLEAN:
        scope.observer(value.span, found is True)
    return found


def grade_text(grade: Grade, scope: Scope) -> str:
    """The text of the first row that holds."""
    return next(row.text for row in grade.rows if row.condition is None or truth(row.condition, scope))


def flames(scope: Scope, name: str) -> int | None:
    """Flames of a score: floor(5 x value / ideal) within 0..5."""
    value = scope.reading.score(scope.indexes.scores[name])
    ideal = scope.ruleset.scores[name].ideal
    if value is None or ideal is None:
        return None
    return flames_of(value, points.from_number(ideal))


def flames_of(value: int, ideal: int) -> int:
    """Flames of a value, both in millionths; no ideal above zero leaves only none or all."""
    if ideal <= 0:
        return 5 if value >= ideal else 0
    return max(0, min(5, 5 * value // ideal))


def _field(reading: Reading, name: str, default: Value) -> Value:
    match name:
        case "id":
            return reading.identifier
        case "created":
            return reading.created
        case "tags":
            return tuple(reading.tags)
        case _:
            return _or_default(reading.fields.get(name), default)


def _or_default(value: Value, default: Value) -> Value:
    return default if value is None else value


def _fold(value: Value, ignoring_case: bool) -> Value:
    return value.casefold() if ignoring_case and isinstance(value, str) else value


def _range_test(test: model.RangeTest, scope: Scope) -> bool:
    value = scope.reading.score(scope.indexes.scores[test.score])
    if value is None:
        return test.relation == "is not"
    starts = [one.start for one in scope.ruleset.scores[test.score].ranges]
    present = max(index for index, start in enumerate(starts) if start is None or value >= points.from_number(start))
    match test.relation:
        case "is":
            return present == test.index
        case "is not":
            return present != test.index
        case "at least":
            return present >= test.index
        case "below":
            return present < test.index
        case _:
            assert_never(test.relation)


_NUMBER_OPERATIONS: dict[str, Callable[..., functions.Number | None]] = {
    "+": functions.add,
    "-": functions.subtract,
    "*": functions.multiply,
    "/": functions.divide,
}


def _arithmetic(expression: model.Arithmetic, scope: Scope) -> Value:
    left, right = evaluate(expression.left, scope), evaluate(expression.right, scope)
    if left is None or right is None:
        return None
    if isinstance(left, str):
        return left + str(right)
    return _NUMBER_OPERATIONS[expression.operator](scope.reading, left, right, expression.span)


def _comparison(expression: model.Comparison, scope: Scope) -> bool:
    left = _fold(evaluate(expression.left, scope), expression.ignoring_case)
    right = _fold(evaluate(expression.right, scope), expression.ignoring_case)
    if left is None or right is None:
        return expression.operator == "!="
    match expression.operator:
        case "==":
            return left == right
        case "!=":
            return left != right
        case "<":
            return left < right  # type: ignore[operator]
        case "<=":
            return left <= right  # type: ignore[operator]
        case ">":
            return left > right  # type: ignore[operator]
        case ">=":
            return left >= right  # type: ignore[operator]
        case _:
            assert_never(expression.operator)


_QUANTIFIERS: dict[str, Callable[[Iterable[bool]], bool]] = {
    "any": any,
    "all": all,
    "none": lambda results: not any(results),
}


def _contains(
    expression: model.TextTest | model.TextTestAgainst | model.ListContains | model.ListContainsAgainst, scope: Scope
) -> bool:
    ignoring_case = expression.ignoring_case
    value = evaluate(expression.value, scope)
    if isinstance(value, tuple):
        value = tuple(str(_fold(one, ignoring_case)) for one in value)
    value = _fold(value, ignoring_case)
    match expression:
        case model.TextTest(operator=operator, operand=operand):
            wanted = _fold(evaluate(operand, scope), ignoring_case)
            return value is not None and wanted is not None and _text_test(operator, str(value), str(wanted))
        case model.TextTestAgainst(operator=operator, quantifier=quantifier, items=items):
            folded = [str(_fold(item, ignoring_case)) for item in items]
            return _QUANTIFIERS[quantifier](value is not None and _text_test(operator, str(value), item) for item in folded)
        case model.ListContains(operand=operand):
            wanted = _fold(evaluate(operand, scope), ignoring_case)
            return value is not None and wanted is not None and wanted in value  # type: ignore[operator]
        case model.ListContainsAgainst(quantifier=quantifier, items=items):
            present: Value = () if value is None else value
            return _QUANTIFIERS[quantifier](_fold(item, ignoring_case) in present for item in items)  # type: ignore[operator]
        case _:
            assert_never(expression)


def _text_test(operator: str, value: str, wanted: str) -> bool:
    match operator:
        case "contains":
            return wanted in value
        case "starts with":
            return value.startswith(wanted)
        case _:
            return value.endswith(wanted)


FUNCTIONS: dict[str, Callable[..., Value]] = {
    "abs": abs,
    "round": functions.round_half_away,
    "min": min,
    "max": max,
    "length": len,
    "lower": str.lower,
    "upper": str.upper,
    "trim": functions.trim,
    "domain": functions.domain,
    "host": functions.host,
    "path": functions.path,
    "query": functions.query,
    "number": functions.number,
}


def _function(expression: model.FunctionCall, scope: Scope) -> Value:
    arguments = [evaluate(one, scope) for one in expression.arguments]
    return None if None in arguments else FUNCTIONS[expression.function](*arguments)


def _history(expression: model.HistoryRead, scope: Scope) -> Value:
    if expression.history.collection:
        occurrences = _matching_rows(expression, scope)
        total, count = sum(size for _, size in occurrences), len(occurrences)
        latest = max((time for time, _ in occurrences), default=None)
    else:
        index = scope.indexes.history(expression.history)
        if expression.within is None:
            count, total, latest = scope.reading.life(index)
        else:
            inside = scope.reading.times(index, expression.within)
            count, total, latest = len(inside), sum(size for _, size in inside), None
    match expression.function:
        case "count":
            return count
        case "seen":
            return count > 0
        case "sum":
            return points.to_number(total)
        case "last":
            return latest
        case _:
            assert_never(expression.function)


def _matching_rows(expression: model.HistoryRead, scope: Scope) -> list[tuple[int, int]]:
    history, now = expression.history, scope.reading.now
    found = []
    for created, row in scope.reading.rows(history.event):
        inner = Scope(scope.ruleset, scope.indexes, scope.reading, row, scope.observer)
        recent = expression.within is None or created > now - expression.within
        if recent and (history.where is None or truth(history.where, inner)):
            value = None if history.value is None else evaluate(history.value, inner)
            found.append((created, 0 if value is None else points.from_number(value)))  # type: ignore[arg-type]
    return found
