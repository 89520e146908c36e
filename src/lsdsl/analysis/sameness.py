"""Expressions in which one and the same value stands where two are expected."""

from collections.abc import Mapping
from itertools import combinations

from lsdsl.model.canonical import canonical
from lsdsl.model.declarations import Let
from lsdsl.model.expressions import (
    Arithmetic,
    Between,
    Comparison,
    Constant,
    Expression,
    FunctionCall,
    LetRead,
    TextTest,
)


def doubled(part: Expression, lets: Mapping[str, Let]) -> Expression | None:
    """The value that an expression holds against itself, calculates with itself, or takes the larger of twice; None if none."""
    match part:
        case Comparison(left=left, right=right) | TextTest(value=left, operand=right):
            return _same(left, right, lets)
        case Arithmetic(operator="-" | "/", left=left, right=right):
            return _same(left, right, lets)
        case Between(value=value, low=low, high=high):
            return _same(low, value, lets) or _same(high, value, lets)
        case FunctionCall(function="min" | "max", arguments=arguments):
            found = (_same(one, other, lets) for one, other in combinations(arguments, 2))
            return next((one for one in found if one is not None), None)
        case _:
            return None


def _same(one: Expression, other: Expression, lets: Mapping[str, Let]) -> Expression | None:
    one_meant, other_meant = _meant(one, lets), _meant(other, lets)
    if isinstance(one_meant, Constant) or type(one_meant) is not type(other_meant):
        return None
    return one if canonical(one_meant) == canonical(other_meant) else None


def _meant(value: Expression, lets: Mapping[str, Let]) -> Expression:
    while isinstance(value, LetRead) and value.let in lets:
        value = lets[value.let].value
    return value
