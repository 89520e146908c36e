"""The shape of an expression: what it says, apart from where it stands and, if asked for, from how it is written."""

from collections.abc import Hashable, Iterable, Mapping
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

ITEMS: Final = "items"
"""Marks tests of one value against constants of their own: how they are joined (empty for a single one), the test, the constants.

So a list of a thousand texts is one row, not a thousand.
"""


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
            if _is_constant(one):
                constants = [("Constant", type(item).__name__, item) for item in items]
                return _joined("and" if negated else "or", [_compared(sign, one, item, ignoring_case) for item in constants])
            return _against("and" if negated else "or", (sign, one, ignoring_case), items)
        case TextTestAgainst(operator=operator, value=value, quantifier="any" | "all" as quantifier, items=items) if items:
            part = ("TextTest", operator, meaning(value, lets), expression.ignoring_case)
            return _against("or" if quantifier == "any" else "and", part, items)
        case TextTest(operator=operator, value=value, operand=Constant(value=item)):
            return _against("", ("TextTest", operator, meaning(value, lets), expression.ignoring_case), (item,))
        case ListContainsAgainst(value=value, quantifier="any" | "all" as quantifier, items=items) if items:
            held = ("ListContains", meaning(value, lets), expression.ignoring_case)
            return _against("or" if quantifier == "any" else "and", held, items)
        case ListContains(value=value, operand=Constant(value=item)):
            return _against("", ("ListContains", meaning(value, lets), expression.ignoring_case), (item,))
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
    """Operands without order and repetition; those joined by the same word are one row, constants of the same test too."""
    flat: list[Hashable] = []
    for one in operands:
        flat.extend(one[1] if isinstance(one, tuple) and one and one[0] == operator else (one,))
    distinct: set[Hashable] = set()
    constants: dict[Hashable, list[frozenset[Hashable]]] = {}
    for one in flat:
        match one:
            case ("items", joined, test, frozenset() as some) if joined in ("", operator):
                constants.setdefault(test, []).append(some)
            case _:
                distinct.add(one)
    for test, several in constants.items():
        every = several[0].union(*several[1:])
        distinct.add((ITEMS, operator if len(every) > 1 else "", test, every))
    return next(iter(distinct)) if len(distinct) == 1 else (operator, frozenset(distinct))


def _against(operator: str, test: Hashable, items: Iterable[object]) -> Hashable:
    """Tests of one value against constants, joined by ``and`` or ``or``. A text stands for itself, as nothing else is like it."""
    some = frozenset([one if one.__class__ is str else (type(one).__name__, one) for one in items])
    return (ITEMS, operator if len(some) > 1 else "", test, some)


def _is_constant(one: Hashable) -> bool:
    return isinstance(one, tuple) and one[0] == "Constant"


def _compared(operator: str, left: Hashable, right: Hashable, ignoring_case: bool) -> Hashable:
    if operator in TURNED:
        operator, left, right = TURNED[operator], right, left
    if operator in ("==", "!="):
        if isinstance(left, tuple) and left[0] == "Constant":
            left, right = right, left
        if isinstance(right, tuple) and right[0] == "Constant" and not _is_constant(left):
            return _against("", (operator, left, ignoring_case), (right[2],))
        return (operator, frozenset((left, right)), ignoring_case)
    return (operator, left, right, ignoring_case)
