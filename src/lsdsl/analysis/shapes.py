"""The shape of an expression: what it says, apart from where it stands and, if asked for, from how it is written."""

from collections.abc import Hashable, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, Final

from lsdsl.model.declarations import Let
from lsdsl.model.expressions import (
    AttributeRead,
    Between,
    Comparison,
    Constant,
    Expression,
    FieldRead,
    LetRead,
    ListContains,
    ListContainsAgainst,
    Logical,
    Membership,
    OldRead,
    TextTest,
    TextTestAgainst,
)
from lsdsl.source import Span

TURNED: Final[Mapping[str, str]] = {">": "<", ">=": "<="}
"""Comparisons that are others the other way round."""


def shape(part: Any) -> Hashable:
    """What an expression says word for word; equal for two that differ only in place."""
    if isinstance(part, tuple):
        return tuple(shape(one) for one in part)
    if isinstance(part, Span):
        return ()
    kind: Any = type(part)
    names = _names(kind)
    return (kind.__name__, part) if names is None else (kind.__name__, *[shape(getattr(part, name)) for name in names])


@cache
def _names(kind: Any) -> tuple[str, ...] | None:
    """The fields that say something; None for what is no node."""
    return tuple(one.name for one in fields(kind) if one.name != "span") if is_dataclass(kind) else None


def meaning(expression: Expression, lets: Mapping[str, Let]) -> Hashable:
    """What an expression means: equal only for two that always have the same value.

    The order of the operands of ``and`` and ``or`` is left out, and which side of a comparison a value stands on; a ``let`` is
    what it stands for, ``x in ("a", "b")`` is ``x is "a" or x is "b"``. Two that mean the same may still differ here.
    """
    match expression:
        case Constant(value=literal):
            return ("Constant", type(literal).__name__, literal)
        case LetRead(let=name):
            return meaning(lets[name].value, lets) if name in lets else shape(expression)
        case Comparison(operator="==", left=LetRead(let=name), right=Constant(value=True)) if _is_condition(name, lets):
            return meaning(lets[name].value, lets)
        case Logical(operator=operator, operands=operands):
            return _joined(operator, [meaning(one, lets) for one in operands])
        case Comparison(operator=operator, left=left, right=right, ignoring_case=ignoring_case):
            return _compared(operator, meaning(left, lets), meaning(right, lets), ignoring_case)
        case Between(value=value, low=low, high=high):
            inside = meaning(value, lets)
            return _joined(
                "and", [_compared("<=", meaning(low, lets), inside, False), _compared("<=", inside, meaning(high, lets), False)]
            )
        case Membership(value=value, items=items, negated=negated, ignoring_case=ignoring_case) if items:
            one, sign = meaning(value, lets), "!=" if negated else "=="
            every = [
                _compared(sign, one, meaning(Constant(item, value.type, expression.span), lets), ignoring_case) for item in items
            ]
            return _joined("and" if negated else "or", every)
        case TextTestAgainst(operator=operator, value=value, quantifier="any" | "all" as quantifier, items=items) if items:
            tests: list[Hashable] = [
                ("TextTest", operator, meaning(value, lets), item, expression.ignoring_case) for item in items
            ]
            return _joined("or" if quantifier == "any" else "and", tests)
        case TextTest(operator=operator, value=value, operand=Constant(value=item)):
            return ("TextTest", operator, meaning(value, lets), item, expression.ignoring_case)
        case ListContainsAgainst(value=value, quantifier="any" | "all" as quantifier, items=items) if items:
            holds: list[Hashable] = [("ListContains", meaning(value, lets), item, expression.ignoring_case) for item in items]
            return _joined("or" if quantifier == "any" else "and", holds)
        case ListContains(value=value, operand=Constant(value=item)):
            return ("ListContains", meaning(value, lets), item, expression.ignoring_case)
        case _:
            return shape(expression)


def unfolded(condition: Expression, lets: Mapping[str, Let]) -> Expression:
    """What a condition says when it is only the name of another one; ``let`` names stand for their values."""
    while True:
        match condition:
            case LetRead(let=name) if name in lets:
                condition = lets[name].value
            case Comparison(operator="==", left=LetRead(let=name), right=Constant(value=True)) if _is_condition(name, lets):
                condition = lets[name].value
            case _:
                return condition


def _is_condition(let: str, lets: Mapping[str, Let]) -> bool:
    """Whether a name stands for something that is true or false, and never missing as a boolean field may be."""
    return let in lets and not isinstance(lets[let].value, FieldRead | AttributeRead | OldRead | LetRead | Constant)


def _joined(operator: str, operands: list[Hashable]) -> Hashable:
    """Operands without order and repetition; those joined by the same word are one row."""
    flat: list[Hashable] = []
    for one in operands:
        flat.extend(one[1] if isinstance(one, tuple) and one and one[0] == operator else (one,))
    distinct = frozenset(flat)
    return next(iter(distinct)) if len(distinct) == 1 else (operator, distinct)


def _compared(operator: str, left: Hashable, right: Hashable, ignoring_case: bool) -> Hashable:
    if operator in TURNED:
        operator, left, right = TURNED[operator], right, left
    if operator in ("==", "!="):
        return (operator, frozenset((left, right)), ignoring_case)
    return (operator, left, right, ignoring_case)
