"""The parts of an expectation, each with the value that it came to."""

from collections.abc import Iterable, Iterator
from typing import Final

from lsdsl.compile import points
from lsdsl.compile.reference import Scope, evaluate, truth
from lsdsl.model.declarations import Model
from lsdsl.model.expressions import (
    ActionCount,
    Between,
    Comparison,
    Constant,
    Elapsed,
    Expression,
    Flames,
    Gained,
    GradeRead,
    LetRead,
    Logical,
    Missing,
    Not,
    RangeTest,
    RunCount,
    ScoreRead,
    SelectionRead,
    parts,
)
from lsdsl.model.reads import reads, walk
from lsdsl.model.types import Kind, Value
from lsdsl.source import Span
from lsdsl.testing.counts import Counts, counted
from lsdsl.testing.results import Part
from lsdsl.testing.words import duration_words, number_text, text_at, value_text

TEMPORAL: Final = (Kind.DURATION, Kind.DATE, Kind.DATETIME)


def parts_of(condition: Expression, counts: Counts, scope: Scope) -> Iterator[Part]:
    """What an expectation is made of, in the order in which it is read; what a name stands for comes after the name."""
    match condition:
        case Logical(operands=operands):
            for one in operands:
                yield from parts_of(one, counts, scope)
        case _:
            holds = truth(counted(condition, counts), scope)
            yield Part(condition.span, holds, _said(condition, counts, scope), _advice(condition, counts, scope))
            if not holds:
                yield from _behind(condition, counts, scope)


def _behind(condition: Expression, counts: Counts, scope: Scope) -> Iterator[Part]:
    """The parts of the condition that a name stands for."""
    match condition:
        case LetRead(let=name) | Comparison(left=LetRead(let=name), right=Constant(value=True)):
            meant = scope.ruleset.lets[name].value
        case SelectionRead(selection=name):
            meant = scope.ruleset.selections[name].condition
        case _:
            return
    if meant.type.kind is Kind.BOOLEAN:
        yield from (one for one in parts_of(meant, counts, scope) if not one.holds)


def _said(condition: Expression, counts: Counts, scope: Scope) -> str:
    """The values of the sides of a condition."""

    def value(expression: Expression) -> Value:
        return evaluate(counted(expression, counts), scope)

    match condition:
        case Comparison(left=left, right=right):
            one, other = value(left), value(right)
            said = _value(left, one, scope)
            difference = _difference(left, one, other)
            if not isinstance(right, Constant):
                said = f"{said}, {_value(right, other, scope)}"
                return f"{said}: {difference}" if difference else said
            return f"{said}, {difference} than {value_text(right.type, other)}" if difference else said
        case Between(value=inner, low=low, high=high):
            one, least, most = value(inner), value(low), value(high)
            bound = least if _is_less(one, least) else most
            difference = _difference(inner, one, bound)
            said = _value(inner, one, scope)
            outside = _is_less(one, least) or _is_less(most, one)
            return f"{said}, {difference} than {value_text(inner.type, bound)}" if difference and outside else said
        case RangeTest(score=name):
            return f"{_name(condition.span, scope, of=name)} is {_score_text(name, scope)}"
        case Not(operand=operand):
            return ", ".join(one.said for one in parts_of(operand, counts, scope))
        case LetRead() | SelectionRead():
            return f"`{text_at(condition.span, scope.ruleset.sources[condition.span.path])}` does not hold"
        case Missing(value=inner):
            return _value(inner, value(inner), scope)
        case _:
            inside = tuple(one for one in parts(condition) if not isinstance(one, Constant)) or (condition,)
            return ", ".join(_value(one, value(one), scope) for one in inside)


def _value(expression: Expression, value: Value, scope: Scope) -> str:
    """``engagement is 17``; a flames call, a count and the like stand as they are written."""
    text = f"{_name(expression.span, scope)} is {value_text(expression.type, value)}"
    inner = [one for one in walk(expression) if isinstance(one, ScoreRead | GradeRead | Flames | Gained | Elapsed)]
    if len(parts(expression)) > 1 and inner:
        values = (f"{_name(one.span, scope)} {value_text(one.type, evaluate(one, scope))}" for one in inner)
        return f"{text} ({', '.join(values)})"
    return text


def _name(span: Span, scope: Scope, *, of: str | None = None) -> str:
    text = of or text_at(span, scope.ruleset.sources[span.path])
    return text if "`" in text else f"`{text}`"


def _score_text(name: str, scope: Scope) -> str:
    """The value of a score and the range that it is in."""
    value = scope.reading.score(scope.indexes.scores[name])
    if value is None:
        return "missing"
    starts = [one for one in scope.ruleset.scores[name].ranges if one.start is None or value >= points.from_number(one.start)]
    return f"{number_text(points.to_number(value))}, which is {starts[-1].name}" if starts else str(points.to_number(value))


def _difference(expression: Expression, one: Value, other: Value) -> str:
    """How far two values are apart: ``5 less``, ``2 days later``; empty where there is no such thing."""
    if not _are_numbers(one, other) or one == other:
        return ""
    assert isinstance(one, int | float)
    assert isinstance(other, int | float)
    apart, less = abs(one - other), one < other
    if expression.type.kind in TEMPORAL:
        word = ("less", "more") if expression.type.kind is Kind.DURATION else ("earlier", "later")
        return f"{duration_words(int(apart))} {word[0] if less else word[1]}"
    return f"{number_text(apart)} {'less' if less else 'more'}"


def _are_numbers(*values: Value) -> bool:
    return all(isinstance(one, int | float) and not isinstance(one, bool) for one in values)


def _is_less(one: Value, other: Value) -> bool:
    return _are_numbers(one, other) and one < other  # type: ignore[operator]


def _advice(condition: Expression, counts: Counts, scope: Scope) -> str | None:
    """What would hold instead, if what the rules give is right."""
    match condition:
        case Comparison(operator="==", left=left, right=Constant() as right):
            present = evaluate(counted(left, counts), scope)
            if present is None:
                return None
            source = scope.ruleset.sources[condition.span.path]
            between = text_at(Span(condition.span.path, left.span.end, right.span.start), source)
            return f"{text_at(left.span, source)} {between} {value_text(left.type, present)}"
        case _:
            return None


def failing(condition: Expression, counts: Counts, scope: Scope) -> list[Expression]:
    """The parts of an expectation that do not hold."""
    if isinstance(condition, Logical):
        return [part for one in condition.operands for part in failing(one, counts, scope)]
    return [] if truth(counted(condition, counts), scope) else [condition]


def counts_something(conditions: Iterable[Expression]) -> bool:
    """Whether one of the conditions counts runs or actions."""
    return any(isinstance(part, RunCount | ActionCount) for one in conditions for part in walk(one))


def scores_of(conditions: Iterable[Expression], model: Model) -> list[str]:
    """The scores that conditions read, directly or through other definitions, each once."""
    waiting, seen = [name for one in conditions for name in _names(one)], dict[str, None]()
    while waiting:
        name = waiting.pop(0)
        if name in seen:
            continue
        seen[name] = None
        definition = model.lets.get(name) or model.scores.get(name) or model.grades.get(name) or model.selections.get(name)
        if definition is not None:
            waiting += reads(definition)
    return [name for name in model.scores if name in seen]


def _names(condition: Expression) -> Iterator[str]:
    for one in walk(condition):
        match one:
            case ScoreRead(score=name) | RangeTest(score=name) | Flames(score=name):
                yield name
            case LetRead(let=name) | GradeRead(grade=name) | SelectionRead(selection=name):
                yield name
            case Gained(scores=names):
                yield from names
            case _:
                pass
