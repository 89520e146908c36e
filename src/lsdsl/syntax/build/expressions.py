"""Names, literals and expressions."""

from typing import Any

from lsdsl.diagnostics.model import finding
from lsdsl.source import Span
from lsdsl.syntax import tree
from lsdsl.syntax.build.core import Builder, Part, Values, builder, has, nodes, part, text_of, the, tokens
from lsdsl.syntax.literals import duration_fault
from lsdsl.syntax.tokens import Token

SCOPES = ("event", "profile")


@builder("name")
def _name(_build: Builder, values: Values, span: Span) -> object:
    token: Token = values[0]
    if token.kind == "QUOTED_NAME":
        return tree.Identifier(str(token.value), span, quoted=True)
    return tree.Identifier(token.text, span)


# --- literals -------------------------------------------------------------------------------------------------------------


@builder("number_literal")
def _number_literal(_build: Builder, values: Values, span: Span) -> object:
    return tree.NumberLiteral(values[0].value, span)


@builder("text_literal")
def _text_literal(build: Builder, values: Values, _span: Span) -> object:
    return as_text(build, values[0])


def as_text(build: Builder, token: Token) -> tree.TextLiteral:
    """The text literal of a token."""
    return tree.TextLiteral(str(token.value), build.span_of(token))


@builder("date_literal")
def _date_literal(_build: Builder, values: Values, span: Span) -> object:
    return tree.DateLiteral(values[0].value, span)


@builder("moment_literal")
def _moment_literal(_build: Builder, values: Values, span: Span) -> object:
    return tree.MomentLiteral(values[0].value, span)


@builder("truth")
def _truth(_build: Builder, values: Values, span: Span) -> object:
    return tree.BooleanLiteral(values[0].kind == "TRUE", span)


@builder("unit")
def _unit(_build: Builder, values: Values, _span: Span) -> object:
    return values[0].text.removesuffix("s")


@builder("duration")
def _duration(build: Builder, values: Values, span: Span) -> object:
    amount, word = values[0].value, values[1]
    if fault := duration_fault(amount, word):
        build.findings.append(finding("LS118", span, fault=fault, found=build.source.text[span.start : span.end]))
        amount = 1
    return tree.DurationLiteral(amount, word, span)


@builder("signed_number")
def _signed_number(_build: Builder, values: Values, span: Span) -> object:
    number = the(values, tree.NumberLiteral)
    return tree.NumberLiteral(-number.value, span) if has(values, "MINUS") else number


@builder("list_literal", "list_of_several")
def _list_literal(_build: Builder, values: Values, span: Span) -> object:
    return tree.ListLiteral(tuple(nodes(values)), span)


# --- operators ------------------------------------------------------------------------------------------------------------


@builder("disjunction", "conjunction")
def _logical(_build: Builder, values: Values, span: Span) -> object:
    return tree.Logical("or" if has(values, "OR") else "and", tuple(nodes(values)), span)


@builder("not")
def _negation(_build: Builder, values: Values, span: Span) -> object:
    return tree.Not(values[1], span)


@builder("negative")
def _negative(_build: Builder, values: Values, span: Span) -> object:
    return tree.Negative(values[1], span)


@builder("arithmetic")
def _arithmetic(_build: Builder, values: Values, span: Span) -> object:
    return tree.Arithmetic(values[1].text, values[0], values[2], span)


@builder("parenthesised")
def _parenthesised(_build: Builder, values: Values, _span: Span) -> object:
    return values[1]


@builder("operator", "text_operator")
def _operator(_build: Builder, values: Values, _span: Span) -> object:
    return Part("operator", " ".join(token.text for token in tokens(values)))


@builder("ignoring")
def _ignoring(_build: Builder, _values: Values, _span: Span) -> object:
    return Part("ignoring", True)


def ignores_case(values: Values) -> bool:
    """Whether ``ignoring case`` stands at the end."""
    return part(values, "ignoring") is True


@builder("comparison")
def _comparison(_build: Builder, values: Values, span: Span) -> object:
    left, right = nodes(values)
    return tree.Comparison(part(values, "operator"), left, right, ignores_case(values), span)


@builder("between")
def _between(_build: Builder, values: Values, span: Span) -> object:
    value, low, high = nodes(values)
    return tree.Between(value, low, high, span)


@builder("membership")
def _membership(_build: Builder, values: Values, span: Span) -> object:
    value, collection = nodes(values)
    return tree.Membership(value, collection, has(values, "NOT"), ignores_case(values), span)


@builder("contains", "contains_of")
def _contains(_build: Builder, values: Values, span: Span) -> object:
    value, operand = nodes(values)
    quantifier: Any = text_of(values, "ANY", "ALL", "NONE") or None
    return tree.Contains(part(values, "operator"), value, quantifier, operand, ignores_case(values), span)


@builder("matches")
def _matches(build: Builder, values: Values, span: Span) -> object:
    token: Token = next(token for token in tokens(values) if token.kind == "PATTERN_LITERAL")
    pattern = tree.PatternLiteral(str(token.value), build.span_of(token))
    return tree.Matches(values[0], pattern, ignores_case(values), span)


@builder("missing")
def _missing(_build: Builder, values: Values, span: Span) -> object:
    return tree.Missing(values[0], has(values, "NOT"), span)


@builder("range_test")
def _range_test(_build: Builder, values: Values, span: Span) -> object:
    return tree.RangeTest(values[0], "below" if has(values, "BELOW") else "at least", values[-1], span)


# --- names and calls ------------------------------------------------------------------------------------------------------


@builder("name_expression")
def _name_expression(build: Builder, values: Values, span: Span) -> object:
    scope: Any = None
    if len(values) > 1:
        scope = values[0].text
        if scope not in SCOPES or values[0].quoted:
            build.findings.append(finding("LS119", values[0].span, found=scope, name=values[2].text))
            scope = None
    return tree.NameExpression(values[-1], scope, span)


@builder("of", "where", "within", "per", "per_duration", "default", "range_start", "after", "group_minimum", "group_maximum")
def optional_part(_build: Builder, values: Values, _span: Span) -> object:
    """The keyword and what follows it."""
    return Part(OPTIONAL[values[0].kind], values[-1])


OPTIONAL = {
    "OF": "of",
    "WHERE": "where",
    "WITHIN": "within",
    "PER": "per",
    "ASSIGN": "default",
    "FROM": "from",
    "AFTER": "after",
    "MINIMUM": "minimum",
    "MAXIMUM": "maximum",
}


@builder("argument")
def _argument(_build: Builder, values: Values, span: Span) -> object:
    return tree.Argument(values[0], part(values, "of"), part(values, "where"), part(values, "within"), span)


@builder("call")
def _call(_build: Builder, values: Values, span: Span) -> object:
    return tree.Call(values[0], tuple(nodes(values)[1:]), span)
