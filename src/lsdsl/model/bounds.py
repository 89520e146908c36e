"""What a number can be at least and at most, as far as it can be seen from an expression."""

from math import inf

from lsdsl.model.expressions import (
    Arithmetic,
    Constant,
    Expression,
    Flames,
    FunctionCall,
    HistoryRead,
    LetRead,
    Negative,
    ScoreRead,
)
from lsdsl.model.interval import ANY, Bounds, called, combined
from lsdsl.model.symbols import Symbols
from lsdsl.syntax import tree


def bounds(expression: Expression, symbols: Symbols) -> Bounds:
    """The bounds of a number. The chain down the left side of sums is walked without recursion, for it may be long."""
    chain: list[Arithmetic] = []
    while isinstance(expression, Arithmetic):
        chain.append(expression)
        expression = expression.left
    result = _simple(expression, symbols)
    for one in reversed(chain):
        result = combined(one.operator, result, bounds(one.right, symbols))
    return result


def _simple(expression: Expression, symbols: Symbols) -> Bounds:
    match expression:
        case Constant(value=(int() | float()) as value):
            return Bounds(value, value)
        case Negative(operand=operand):
            inner = bounds(operand, symbols)
            return Bounds(-inner.high, -inner.low)
        case Flames():
            return Bounds(0, 5)
        case HistoryRead(function="count"):
            return Bounds(0, inf)
        case ScoreRead(score=score):
            return _score(score, symbols)
        case LetRead(let=let):
            return symbols.let_bounds.get(let, ANY)
        case FunctionCall(function=function, arguments=arguments):
            return called(function, [bounds(argument, symbols) for argument in arguments])
        case _:
            return ANY


def _score(score: str, symbols: Symbols) -> Bounds:
    """A score is clamped to its own minimum and maximum."""
    low, high = -inf, inf
    for line in symbols.score_lines(score):
        match line:
            case tree.ScoreProperty(name="minimum", value=tree.NumberLiteral(value=value)):
                low = value
            case tree.ScoreProperty(name="maximum", value=tree.NumberLiteral(value=value)):
                high = value
            case _:
                pass
    return Bounds(low, high)
