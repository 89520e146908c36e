"""The thresholds in conditions: for each, the wishes that put a profile on its two sides."""

from collections.abc import Iterator

from lsdsl.compile import points
from lsdsl.model.declarations import Model
from lsdsl.model.expressions import (
    Between,
    Comparison,
    Constant,
    Expression,
    Gained,
    HistoryRead,
    LetRead,
    Logical,
    Not,
    RangeTest,
    SelectionRead,
)
from lsdsl.model.reads import walk
from lsdsl.model.types import Kind, Value
from lsdsl.testing.suggesting.wishes import Wish, assign, step_of, wish
from lsdsl.testing.words import value_text

Sides = tuple[tuple[str, Wish], tuple[str, Wish]]
"""Below and above a threshold: in words, and what brings a profile there."""


def sides(condition: Expression, model: Model) -> Iterator[Sides]:
    """The two sides of each threshold in a condition, with all else in it as it has to be for it to hold."""
    for leaf, context in _leaves(condition, model):
        for low, high in _of_leaf(leaf, model):
            yield (low[0], context.under(low[1])), (high[0], context.under(high[1]))


def gain_thresholds(condition: Expression, model: Model) -> Iterator[tuple[Gained, int, bool]]:
    """Comparisons of points gained with a number: the millionths, and whether more of them are needed."""
    for leaf, _ in _leaves(condition, model):
        match leaf:
            case Comparison(operator=">" | "<=", left=Gained() as gained, right=Constant(value=int() | float() as value)):
                yield gained, points.from_number(value), True
            case Comparison(operator=">=" | "<", left=Gained() as gained, right=Constant(value=int() | float() as value)):
                yield gained, points.from_number(value), False
            case _:
                pass


def windows(condition: Expression, model: Model) -> Iterator[tuple[int, Wish]]:
    """The windows that a condition looks back on: how long each is, and what happens at the beginning of it."""
    for leaf, context in _leaves(condition, model):
        wished = wish(leaf, model)
        for part in walk(leaf):
            if isinstance(part, HistoryRead) and part.within is not None and wished is not None and wished.before:
                yield part.within, context.under(wished)


def _leaves(condition: Expression, model: Model, context: Wish | None = None) -> Iterator[tuple[Expression, Wish]]:
    """The parts of a condition, each with what makes its neighbours not stand in its way."""
    context = context or Wish()
    match condition:
        case Logical(operator=operator, operands=operands):
            for one in operands:
                others = [wish(other, model, operator == "and") for other in operands if other is not one]
                around = context
                for other in others:
                    around = around.under(other) if other is not None else around
                yield from _leaves(one, model, around)
        case Not(operand=operand):
            yield from _leaves(operand, model, context)
        case LetRead(let=name) | Comparison(left=LetRead(let=name), right=Constant(value=True)):
            yield from _leaves(model.lets[name].value, model, context)
        case SelectionRead(selection=name):
            yield from _leaves(model.selections[name].condition, model, context)
        case _:
            yield condition, context


def _of_leaf(leaf: Expression, model: Model) -> Iterator[Sides]:
    match leaf:
        case Comparison(operator=operator, left=left, right=Constant(value=value)) if operator not in {"==", "!="}:
            yield from _around(left, value, model, above=operator in {">", "<="})
        case Between(value=inner, low=Constant(value=low), high=Constant(value=high)):
            yield from _around(inner, low, model, above=False)
            yield from _around(inner, high, model, above=True)
        case RangeTest(score=name, index=index):
            start = model.scores[name].ranges[index].start
            if start is not None:
                yield (f"{name} {start - 1}", Wish(scores={name: start - 1})), (f"{name} {start}", Wish(scores={name: start}))
        case _:
            pass


def around(expression: Expression, value: Value, model: Model) -> Iterator[Sides]:
    """Just below a value, and at it."""
    yield from _around(expression, value, model, above=False)


def _around(expression: Expression, value: Value, model: Model, *, above: bool) -> Iterator[Sides]:
    """A value and its neighbour: the one above it, or the one below."""
    step = step_of(value, expression.type)
    if step is None:
        return
    assert isinstance(value, int | float)
    pair = (value, value + step) if above else (value - step, value)
    low, high = (round(one, 9) for one in pair)
    if expression.type.kind in (Kind.DURATION, Kind.DATE, Kind.DATETIME):
        low, high = int(low), int(high)
    wishes = assign(expression, low, model), assign(expression, high, model)
    if wishes[0] is not None and wishes[1] is not None:
        yield (value_text(expression.type, low), wishes[0]), (value_text(expression.type, high), wishes[1])
