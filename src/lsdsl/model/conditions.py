"""Conditions: what has to be true or false, and is never missing."""

from lsdsl.model.context import Context, failed
from lsdsl.model.expressions import (
    AttributeRead,
    Comparison,
    Constant,
    Expression,
    FieldRead,
    LetRead,
    Logical,
    Not,
    OldRead,
)
from lsdsl.model.literals import described
from lsdsl.model.scopes import Scope
from lsdsl.model.types import BOOLEAN, Kind
from lsdsl.source import Span
from lsdsl.syntax import tree


def condition(node: tree.Expression, scope: Scope, context: Context) -> Expression:
    """Resolve an expression that has to be a condition."""
    return as_condition(context.resolve(node, scope), node.span, context)


def as_condition(value: Expression, span: Span, context: Context) -> Expression:
    """Hold an expression against the rule that conditions are boolean; a value that may be missing is compared with true."""
    match value.type.kind:
        case Kind.BOOLEAN:
            return (
                Comparison("==", value, Constant(True, BOOLEAN, value.span), False, value.span)
                if may_be_missing(value)
                else value
            )
        case Kind.ERROR:
            return value
        case kind:
            words = source_words(span, context)
            context.findings.add("LS301", span, found=described(value.type), words=words, **{kind.value: words})
            return failed(span)


def may_be_missing(value: Expression) -> bool:
    """Whether a boolean may come out missing: only what is read from data may."""
    match value:
        case FieldRead(default=default) | AttributeRead(default=default):
            return default is None
        case OldRead() | LetRead():
            return True
        case _:
            return False


def logical(node: tree.Logical, scope: Scope, context: Context) -> Expression:
    """``a and b``."""
    operands = tuple(condition(operand, scope, context) for operand in node.operands)
    return Logical(node.operator, operands, node.span)


def negation(node: tree.Not, scope: Scope, context: Context) -> Expression:
    """``not a``."""
    return Not(condition(node.operand, scope, context), node.span)


def source_words(span: Span, context: Context, most: int = 40) -> str:
    """The text of a place on one line, cut when it is long."""
    words = " ".join(context.text(span).split())
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"
