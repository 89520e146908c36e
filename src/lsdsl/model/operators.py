"""Signs and arithmetic: which pairs of types there are, and what comes out."""

from typing import Final, Literal

from lsdsl.model.context import Context, failed
from lsdsl.model.expressions import Arithmetic, Constant, Expression, Negative
from lsdsl.model.literals import described
from lsdsl.model.scopes import Scope
from lsdsl.model.types import DATETIME, DURATION, NUMBER, TEXT, Kind, Type
from lsdsl.source import Span
from lsdsl.syntax import tree

Operator = Literal["+", "-", "*", "/"]

PAIRS: Final[dict[tuple[Kind, str, Kind], Type]] = {
    (Kind.NUMBER, "+", Kind.NUMBER): NUMBER,
    (Kind.NUMBER, "-", Kind.NUMBER): NUMBER,
    (Kind.NUMBER, "*", Kind.NUMBER): NUMBER,
    (Kind.NUMBER, "/", Kind.NUMBER): NUMBER,
    (Kind.TEXT, "+", Kind.TEXT): TEXT,
    (Kind.DATE, "-", Kind.DATE): DURATION,
    (Kind.DATE, "-", Kind.DATETIME): DURATION,
    (Kind.DATETIME, "-", Kind.DATE): DURATION,
    (Kind.DATETIME, "-", Kind.DATETIME): DURATION,
    (Kind.DATE, "+", Kind.DURATION): DATETIME,
    (Kind.DATE, "-", Kind.DURATION): DATETIME,
    (Kind.DATETIME, "+", Kind.DURATION): DATETIME,
    (Kind.DATETIME, "-", Kind.DURATION): DATETIME,
    (Kind.DURATION, "+", Kind.DURATION): DURATION,
    (Kind.DURATION, "-", Kind.DURATION): DURATION,
}
"""What comes out of each allowed pair. A date counts as its midnight, so a duration may move it off midnight: a datetime."""


def arithmetic(node: tree.Arithmetic, scope: Scope, context: Context) -> Expression:
    """``a + b - c``: the chain down the left side is walked without recursion, for it may be long."""
    chain = [node]
    while isinstance(chain[-1].left, tree.Arithmetic):
        chain.append(chain[-1].left)
    left = context.resolve(chain[-1].left, scope)
    for one in reversed(chain):
        right = context.resolve(one.right, scope)
        left = _pair(one.operator, left, right, one.span, context)
    return left


def _pair(operator: Operator, left: Expression, right: Expression, span: Span, context: Context) -> Expression:
    if Kind.ERROR in (left.type.kind, right.type.kind):
        return failed(span)
    result = PAIRS.get((left.type.kind, operator, right.type.kind))
    if result is None:
        found = {"left": described(left.type), "right": described(right.type)}
        context.findings.add("LS303", span, operator=operator, **found, **_help(operator, left, right))
        return failed(span)
    return Arithmetic(operator, left, right, result, span)


def _help(operator: str, left: Expression, right: Expression) -> dict[str, str]:
    """What the catalogue needs for a hint."""
    kinds = {left.type.kind, right.type.kind}
    if kinds == {Kind.TEXT, Kind.NUMBER}:
        return {"mixed": "number(...)"}
    if kinds <= {Kind.DATE, Kind.DATETIME, Kind.NUMBER} and Kind.NUMBER in kinds and operator in "+-":
        return {"days": "days"}
    return {}


def negative(node: tree.Negative, scope: Scope, context: Context) -> Expression:
    """``-x``; of a literal a constant."""
    return negated(context.resolve(node.operand, scope), node.span, context)


def negated(operand: Expression, span: Span, context: Context) -> Expression:
    """The negative of a value."""
    match operand:
        case Constant(value=(int() | float()) as value, type=type) if type in (NUMBER, DURATION):
            return Constant(-value, type, span)
        case _ if operand.type.kind in (Kind.NUMBER, Kind.DURATION):
            return Negative(operand, operand.type, span)
        case _:
            if operand.type.kind is not Kind.ERROR:
                context.findings.add("LS308", span, found=described(operand.type))
            return failed(span)
