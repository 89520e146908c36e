"""What a number can be at least and at most where it is not missing, given what the scores can be."""

from collections.abc import Mapping
from math import floor, inf
from typing import Final

from lsdsl.model.declarations import Model
from lsdsl.model.expressions import (
    Arithmetic,
    Constant,
    Expression,
    FieldRead,
    Flames,
    FunctionCall,
    Gained,
    HistoryRead,
    LetRead,
    Negative,
    ScoreRead,
)
from lsdsl.model.interval import ANY, Bounds, called, combined
from lsdsl.model.types import Kind

LARGEST: Final = 1e15
"""What is beyond this is taken for infinite, so that nothing overflows here."""

FLAMES: Final = 5

TINY: Final = 1e-9
"""What a division may be wrong by."""


class Numbers:
    """Bounds of expressions; ``scores`` and ``gains`` (points ever gained) by the names of scores."""

    def __init__(self, model: Model, scores: Mapping[str, Bounds], gains: Mapping[str, float]) -> None:
        self.model = model
        self.scores = scores
        self.gains = gains
        self._lets: dict[str, Bounds] = {}

    def of(self, expression: Expression) -> Bounds:
        """The bounds of a number. The chain down the left side of sums is walked without recursion, for it may be long."""
        if expression.type.kind is not Kind.NUMBER:
            return ANY
        chain: list[Arithmetic] = []
        while isinstance(expression, Arithmetic):
            chain.append(expression)
            expression = expression.left
        result = self._simple(expression)
        for one in reversed(chain):
            result = _widened(combined(one.operator, result, self.of(one.right)))
        return result

    def _simple(self, expression: Expression) -> Bounds:
        match expression:
            case Constant(value=(int() | float()) as value):
                return Bounds(value, value)
            case Negative(operand=operand):
                inner = self.of(operand)
                return Bounds(-inner.high, -inner.low)
            case ScoreRead(score=score):
                return self.scores.get(score, ANY)
            case Flames(score=score):
                return self._flames(score)
            case Gained(scores=scores):
                return Bounds(0, sum(self.gains.get(score, inf) for score in scores))
            case HistoryRead(function="count"):
                return Bounds(0, inf)
            case HistoryRead(function="sum", history=history) if history.value is not None:
                one = self.of(history.value)
                return Bounds(-inf if one.low < 0 else 0, inf if one.high > 0 else 0)
            case LetRead(let=let):
                return self._let(let)
            case FunctionCall(function=function, arguments=arguments):
                return _widened(called(function, [self.of(argument) for argument in arguments]))
            case _:
                return ANY

    def _let(self, name: str) -> Bounds:
        if name not in self._lets:
            declared = self.model.lets.get(name)
            self._lets[name] = ANY
            self._lets[name] = ANY if declared is None else self.of(declared.value)
        return self._lets[name]

    def _flames(self, name: str) -> Bounds:
        score = self.model.scores.get(name)
        if score is None or score.ideal is None or score.ideal <= 0:
            return Bounds(0, FLAMES)
        value, ideal = self.scores.get(name, ANY), score.ideal
        low, high = _floor(FLAMES * value.low / ideal - TINY), _floor(FLAMES * value.high / ideal + TINY)
        return Bounds(max(0, min(FLAMES, low)), max(0, min(FLAMES, high)))

    def always_there(self, expression: Expression) -> bool:
        """Whether an expression is never missing, as far as it can be seen."""
        match expression:
            case Constant(value=value):
                return value is not None
            case FieldRead(default=default):
                return default is not None
            case ScoreRead(score=name) | Flames(score=name):
                score = self.model.scores.get(name)
                return score is not None and score.enabled and (score.expression is None or self.always_there(score.expression))
            case Negative(operand=operand):
                return self.always_there(operand)
            case Arithmetic(operator="+" | "-" | "*", left=left, right=right):
                return self.always_there(left) and self.always_there(right)
            case FunctionCall(function="abs" | "min" | "max" | "round", arguments=arguments):
                return all(self.always_there(one) for one in arguments)
            case LetRead(let=name):
                return name in self.model.lets and self.always_there(self.model.lets[name].value)
            case Gained() | HistoryRead(function="count" | "sum" | "seen"):
                return True
            case _:
                return False


def _floor(number: float) -> float:
    return number if number in (inf, -inf) else floor(number)


def _widened(bounds: Bounds) -> Bounds:
    """Nothing is not a number, and nothing is huge."""
    low = bounds.low if bounds.low == bounds.low and bounds.low > -LARGEST else -inf
    high = bounds.high if bounds.high == bounds.high and bounds.high < LARGEST else inf
    return Bounds(low, high)
