"""Membership and text tests: ``in``, ``contains``, ``starts with``, ``ends with`` and ``matches``."""

from lsdsl.diagnostics import Edit, Fix
from lsdsl.model.comparisons import source_name, text_only
from lsdsl.model.conditions import source_words
from lsdsl.model.context import Context, failed
from lsdsl.model.expressions import (
    AttributeRead,
    Constant,
    Expression,
    FieldRead,
    ListContains,
    ListContainsAgainst,
    Matches,
    Membership,
    TextTest,
    TextTestAgainst,
)
from lsdsl.model.literals import constant, described, is_option, mending
from lsdsl.model.scopes import Scope
from lsdsl.model.suggestions import suggest
from lsdsl.model.types import TEXT, Kind, Type, Value
from lsdsl.source import Span
from lsdsl.syntax import tree


def membership(node: tree.Membership, scope: Scope, context: Context) -> Expression:
    """``a in (..)``, ``a not in LIST``."""
    value = context.resolve(node.value, scope)
    if value.type.kind is Kind.LIST:
        words = source_words(value.span, context)
        context.findings.add("LS313", value.span, words=words)
        return failed(node.span)
    items = _items(node.collection, value, node, scope, context)
    text_only(node.ignoring_case, value.type, node.span, context)
    if items is None:
        return failed(node.span)
    if _is_tag(value):
        context.test_tags(tuple(one for one in items if isinstance(one, str)), node.span)
    return Membership(value, items, node.negated, node.ignoring_case, node.span, named=_named(node.collection))


def _named(node: tree.ListLiteral | tree.NameExpression) -> str | None:
    return node.name.text if isinstance(node, tree.NameExpression) else None


def _items(
    node: tree.ListLiteral | tree.NameExpression,
    value: Expression,
    whole: tree.Membership | tree.Contains,
    scope: Scope,
    context: Context,
) -> tuple[Value, ...] | None:
    """The values that a value is looked up in; None after a finding that leaves nothing to look in."""
    what = source_name(value, context)
    if isinstance(node, tree.ListLiteral):
        return _literal_items(node, value.type, what, whole.ignoring_case, context)
    name = node.name.text
    named = context.symbols.lists.get(name) if node.scope is None else None
    if named is None:
        _no_list(node, whole, scope, context)
        return None
    if named.items and value.type.kind not in (named.type.kind, Kind.ERROR) and named.type.kind is not Kind.ERROR:
        kinds = {"left": described(value.type), "right": described(named.type)}
        context.findings.add("LS310", node.span, name=name, **kinds)
        return None
    return named.items


def _literal_items(node: tree.ListLiteral, wanted: Type, what: str, ignoring_case: bool, context: Context) -> tuple[Value, ...]:
    """The items of a list literal that have to be of one type; those that are not are reported."""
    values: list[Value] = []
    for item in node.items:
        one = constant(item)
        kinds = {one.type.kind, wanted.kind}
        if len(kinds) > 1 and Kind.ERROR not in kinds and kinds != {Kind.DATE, Kind.DATETIME}:
            facts = {"wanted": described(wanted), "found": described(one.type)}
            context.findings.add("LS304", item.span, what=what, **facts, **mending(one, wanted, context))
        elif is_option(one, wanted, what, context, ignoring_case):
            values.append(one.value)
    return tuple(dict.fromkeys(values))


def _no_list(node: tree.NameExpression, whole: tree.Membership | tree.Contains, scope: Scope, context: Context) -> None:
    """Report a name that stands for a list and is none."""
    name = node.name.text
    words = source_words(whole.value.span, context)
    if node.scope is None and name in context.symbols.bad:
        return
    field = context.symbols.field(name) if node.scope != "event" else scope.attributes.get(name)
    if field is not None and field.type.kind is Kind.LIST:
        context.findings.add("LS311", node.span, name=name, words=words, fix=_turned_round(whole, node, context))
        return
    kind = context.symbols.kind(name)
    suggestion = suggest(name, context.symbols.lists)
    context.findings.once("", "LS205", name, node.span, kind=kind, suggestion=suggestion)


def _turned_round(whole: tree.Membership | tree.Contains, name: tree.NameExpression, context: Context) -> Fix | None:
    """``x in FIELD`` as ``FIELD contains x``, where ``x`` is a name or a text."""
    if not isinstance(whole, tree.Membership) or not isinstance(whole.value, tree.NameExpression | tree.TextLiteral):
        return None
    if whole.negated:
        return None
    words, held = context.text(whole.value.span), context.text(name.span)
    between = Span(whole.span.path, whole.value.span.start, name.span.end)
    return Fix((Edit(between, f"{held} contains {words}"),), safe=True)


def contains(node: tree.Contains, scope: Scope, context: Context) -> Expression:
    """``a contains b``, ``a starts with any L``."""
    value = context.resolve(node.value, scope)
    if value.type.kind not in (Kind.TEXT, Kind.LIST, Kind.ERROR):
        context.findings.add("LS314", value.span, operator=node.operator, found=described(value.type))
        value = failed(node.span)
    elif value.type.kind is Kind.LIST and node.operator != "contains":
        words = source_words(value.span, context)
        context.findings.add("LS314", value.span, operator=node.operator, found=described(value.type), words=words)
        value = failed(node.span)
    if node.quantifier is None:
        return _contains_one(node, value, scope, context)
    return _contains_some(node, value, scope, context)


def _contains_one(node: tree.Contains, value: Expression, scope: Scope, context: Context) -> Expression:
    operand = node.operand
    if isinstance(operand, tree.ListLiteral) or _is_list_name(operand, scope, context):
        words = source_words(operand.span, context)
        context.findings.add("LS315", operand.span, operator=node.operator, words=words)
        return failed(node.span)
    wanted = context.resolve(operand, scope)
    if wanted.type.kind not in (Kind.TEXT, Kind.ERROR):
        facts = {"what": f"what stands after `{node.operator}`", "wanted": described(TEXT), "found": described(wanted.type)}
        context.findings.add("LS304", operand.span, **facts, **mending(wanted, TEXT, context))
        return failed(node.span)
    if Kind.ERROR in (value.type.kind, wanted.type.kind):
        return failed(node.span)
    if value.type.kind is Kind.TEXT:
        return TextTest(node.operator, value, wanted, node.ignoring_case, node.span)
    if _is_tags(value) and isinstance(wanted, Constant) and isinstance(wanted.value, str):
        context.test_tags((wanted.value,), wanted.span)
    return ListContains(value, wanted, node.ignoring_case, node.span)


def _contains_some(node: tree.Contains, value: Expression, scope: Scope, context: Context) -> Expression:
    operand = node.operand
    if node.quantifier is None or not isinstance(operand, tree.ListLiteral | tree.NameExpression):
        return failed(node.span)  # the grammar has no such form
    items = _items(operand, Constant(None, TEXT, value.span), node, scope, context)
    if items is None or value.type.kind is Kind.ERROR:
        return failed(node.span)
    texts = tuple(item for item in items if isinstance(item, str))
    if value.type.kind is Kind.TEXT:
        return TextTestAgainst(node.operator, value, node.quantifier, texts, node.ignoring_case, node.span, named=_named(operand))
    if _is_tags(value):
        context.test_tags(texts, operand.span)
    return ListContainsAgainst(value, node.quantifier, texts, node.ignoring_case, node.span, named=_named(operand))


def _is_list_name(node: tree.Expression, scope: Scope, context: Context) -> bool:
    if not isinstance(node, tree.NameExpression) or node.scope is not None:
        return False
    name = node.name.text
    return name in context.symbols.lists and name not in scope.attributes


def _is_tags(value: Expression) -> bool:
    return isinstance(value, FieldRead) and value.field == "tags"


def _is_tag(value: Expression) -> bool:
    return isinstance(value, AttributeRead) and value.attribute == "tag"


def matches(node: tree.Matches, scope: Scope, context: Context) -> Expression:
    """``a matches /re/``; the pattern is tried here, so that it cannot fail later."""
    value = context.resolve(node.value, scope)
    if value.type.kind not in (Kind.TEXT, Kind.ERROR):
        words = source_words(value.span, context)
        context.findings.add("LS314", value.span, operator="matches", found=described(value.type), words=words)
        return failed(node.span)
    if not _compiles(node.pattern.value, node.pattern.span, context):
        return failed(node.span)
    return Matches(value, node.pattern.value, node.ignoring_case, node.span)


def _compiles(pattern: str, span: Span, context: Context) -> bool:
    import re2

    options = re2.Options()
    options.log_errors = False
    try:
        re2.compile(pattern, options)
    except re2.error as problem:
        reason = problem.args[0] if problem.args else ""
        reason = reason.decode("utf-8", "replace") if isinstance(reason, bytes) else str(reason)
        backtracking = (
            "look-around and references back"
            if any(mark in pattern for mark in ("(?=", "(?!", "(?<=", "(?<!", "\\1", "\\2"))
            else None
        )
        context.findings.add("LS309", span, reason=reason, backtracking=backtracking)
        return False
    return True
