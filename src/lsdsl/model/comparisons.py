"""Comparisons: equality, order, ``between``, ``is missing`` and the ranges of scores."""

from typing import Final, Literal

from lsdsl.diagnostics import Edit, Fix
from lsdsl.model.conditions import source_words
from lsdsl.model.context import Context, failed
from lsdsl.model.expressions import (
    AttributeRead,
    Between,
    Comparison,
    Constant,
    Expression,
    LetRead,
    Missing,
    RangeTest,
    ScoreRead,
)
from lsdsl.model.literals import described, is_option, mending
from lsdsl.model.names import is_known, read_name
from lsdsl.model.scopes import Scope
from lsdsl.model.suggestions import suggest
from lsdsl.model.types import Kind, Type
from lsdsl.pattern import pattern
from lsdsl.source import Span
from lsdsl.syntax import tree

Equality = Literal["is", "is not"]
Order = Literal["==", "!=", "<", "<=", ">", ">="]

PLAIN: Final[dict[str, Order]] = {
    "is": "==",
    "is not": "!=",
    "==": "==",
    "!=": "!=",
    "<": "<",
    "<=": "<=",
    ">": ">",
    ">=": ">=",
}
ORDERED: Final = frozenset({Kind.NUMBER, Kind.DATE, Kind.DATETIME, Kind.DURATION, Kind.ERROR})
MOMENTS: Final = frozenset({Kind.DATE, Kind.DATETIME})
IGNORING_CASE: Final = pattern(r"\s+ignoring\s+case$")


def comparison(node: tree.Comparison, scope: Scope, context: Context) -> Expression:
    """``a is b``, ``a < b``; after ``SCORE is`` a range comes first."""
    operator = PLAIN[node.operator]
    left = context.resolve(node.left, scope)
    if operator in ("==", "!=") and isinstance(node.right, tree.NameExpression) and node.right.scope is None:
        ranged = _range_named(node, left, node.right.name, scope, context)
        if ranged is not None:
            return ranged
        right = read_name(node.right, scope, context, left.type if left.type.kind is Kind.TEXT else None)
    else:
        right = context.resolve(node.right, scope)
    return _compare(operator, left, right, node, context)


def _compare(operator: Order, left: Expression, right: Expression, node: tree.Comparison, context: Context) -> Expression:
    if not comparable(left, right, node.span, context):
        return failed(node.span)
    if operator not in ("==", "!="):
        if not _ordered(left, node.span, context):
            return failed(node.span)
    else:
        _options(left, right, node.ignoring_case, context)
    text_only(node.ignoring_case, left.type, node.span, context)
    return Comparison(operator, left, right, node.ignoring_case, node.span)


def comparable(left: Expression, right: Expression, span: Span, context: Context) -> bool:
    """Whether two values can be compared; reports it when they cannot."""
    kinds = {left.type.kind, right.type.kind}
    if len(kinds) == 1 or Kind.ERROR in kinds or kinds <= MOMENTS:
        return True
    hints = mending(right, left.type, context) or mending(left, right.type, context)
    if Kind.LIST in kinds and Kind.TEXT in kinds:
        one, other = (left, right) if left.type.kind is Kind.LIST else (right, left)
        hints = {"list": source_words(one.span, context), "item": source_words(other.span, context)}
    elif Kind.DURATION in kinds and kinds & MOMENTS:
        since = left if left.type.kind in MOMENTS else right
        hints = {"since": source_words(since.span, context)}
    context.findings.add("LS302", span, left=described(left.type), right=described(right.type), **hints)
    return False


def _ordered(value: Expression, span: Span, context: Context) -> bool:
    if value.type.kind in ORDERED:
        return True
    context.findings.add("LS306", span, found=described(value.type))
    return False


def _options(left: Expression, right: Expression, ignoring_case: bool, context: Context) -> None:
    """A choice is compared with its options only."""
    for value, other in ((right, left), (left, right)):
        if isinstance(value, Constant):
            if isinstance(other, AttributeRead) and other.attribute == "tag" and isinstance(value.value, str):
                context.test_tags((value.value,), value.span)
            is_option(value, other.type, source_name(other, context), context, ignoring_case)


def source_name(value: Expression, context: Context) -> str:
    """What a value is called in messages: its own words between backticks."""
    return f"`{source_words(value.span, context)}`"


def text_only(ignoring_case: bool, found: Type, span: Span, context: Context) -> None:
    """``ignoring case`` is for texts and lists of texts."""
    if not ignoring_case or found.kind in (Kind.TEXT, Kind.LIST, Kind.ERROR):
        return
    words = IGNORING_CASE.search(context.text(span))
    edit = Edit(Span(span.path, span.start + words.start(), span.end), "") if words else None
    context.findings.add("LS312", span, found=described(found), fix=Fix((edit,), safe=True) if edit else None)


def between(node: tree.Between, scope: Scope, context: Context) -> Expression:
    """``a between b and c``."""
    value, low, high = (context.resolve(one, scope) for one in (node.value, node.low, node.high))
    fine = comparable(value, low, node.span, context) and comparable(value, high, node.span, context)
    if not fine or not _ordered(value, node.span, context):
        return failed(node.span)
    return Between(value, low, high, node.span)


def missing(node: tree.Missing, scope: Scope, context: Context) -> Expression:
    """``a is missing``."""
    return Missing(context.resolve(node.value, scope), node.negated, node.span)


def score_of(value: Expression, context: Context) -> str | None:
    """The score that a value is, if it is one: read by its name, by its field or by a ``let``."""
    while isinstance(value, LetRead):
        inner = context.symbols.let_values.get(value.let)
        if inner is None:
            return None
        value = inner
    return value.score if isinstance(value, ScoreRead) else None


def _range_named(
    node: tree.Comparison, left: Expression, name: tree.Identifier, scope: Scope, context: Context
) -> Expression | None:
    """``SCORE is NAME`` as a range test; None when the name is none of the score's ranges but something else."""
    relation: Equality = "is" if PLAIN[node.operator] == "==" else "is not"
    score = score_of(left, context)
    if score is None:
        return None
    ranges = context.symbols.range_names(score)
    if name.text in ranges:
        return RangeTest(score, relation, ranges.index(name.text), node.span)
    if is_known(name.text, scope, context):
        return None
    _unknown_range(name, score, context)
    return failed(node.span)


def range_test(node: tree.RangeTest, scope: Scope, context: Context) -> Expression:
    """``SCORE is at least RANGE``."""
    value = context.resolve(node.value, scope)
    score = score_of(value, context)
    if score is None:
        if value.type.kind is not Kind.ERROR:
            words = source_words(value.span, context)
            context.findings.add("LS321", value.span, words=words, relation=node.relation)
        return failed(node.span)
    ranges = context.symbols.range_names(score)
    if node.range.text not in ranges:
        _unknown_range(node.range, score, context)
        return failed(node.span)
    return RangeTest(score, node.relation, ranges.index(node.range.text), node.span)


def _unknown_range(name: tree.Identifier, score: str, context: Context) -> None:
    lines = context.symbols.score_lines(score)
    if any(isinstance(line, tree.Bad) and name.text in [one.text for one in line.names] for line in lines):
        return
    ranges = context.symbols.range_names(score)
    facts = {"ranges": ", ".join(f"`{one}`" for one in ranges)} if ranges else {"none": "no ranges"}
    context.findings.once(
        f"range of {score}", "LS204", name.text, name.span, score=score, suggestion=suggest(name.text, ranges), **facts
    )
