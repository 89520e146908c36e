"""Scores: properties, ranges, groups, rules and tables."""

from typing import Any

from lsdsl.source import Span
from lsdsl.syntax import tree
from lsdsl.syntax.build.core import Builder, Part, Values, builder, each_of, first_of, has, nodes, part, text_of, the, tokens
from lsdsl.syntax.build.expressions import as_text

PROPERTIES = ("TITLE", "INITIAL", "RULE", "MINIMUM", "MAXIMUM", "IDEAL", "FIELD", "ENABLED")
MODIFIERS = (tree.AtMost, tree.Expires, tree.Loses, tree.Halves, tree.Never, tree.Named)


@builder("score")
def _score(build: Builder, values: Values, span: Span) -> object:
    name, *rest = nodes(values)
    expression = rest.pop(0) if has(values, "ASSIGN") else None
    header = build.header(values, span)
    return tree.ScoreDeclaration(name, expression, tuple(rest), build.description(span), header, span)


@builder("property")
def _score_property(build: Builder, values: Values, span: Span) -> object:
    name: Any = text_of(values, *PROPERTIES)
    value = next((as_text(build, token) for token in tokens(values) if token.kind == "TEXT_LITERAL"), None)
    return tree.ScoreProperty(name, value or nodes(values)[0], span)


@builder("awards_expire")
def _awards_expire(_build: Builder, values: Values, span: Span) -> object:
    inner = Span(span.path, values[1].start, span.end)
    return tree.AwardDefault(tree.Expires(the(values, tree.DurationLiteral), inner), span)


@builder("awards_lose")
def _awards_lose(_build: Builder, values: Values, span: Span) -> object:
    return tree.AwardDefault(_as_loses(values, Span(span.path, values[1].start, span.end)), span)


@builder("range")
def _range_declaration(_build: Builder, values: Values, span: Span) -> object:
    return tree.RangeDeclaration(values[1], part(values, "from"), part(values, "colour"), span)


@builder("colour")
def _colour(build: Builder, values: Values, _span: Span) -> object:
    value = values[0]
    return Part("colour", value if isinstance(value, tree.Identifier) else as_text(build, value))


@builder("group")
def _group(build: Builder, values: Values, span: Span) -> object:
    name, *lines = nodes(values)
    header = build.header(values, span)
    description = build.description(span)
    return tree.Group(name, part(values, "minimum"), part(values, "maximum"), tuple(lines), description, header, span)


# --- rules ----------------------------------------------------------------------------------------------------------------


@builder("points")
def _points(_build: Builder, values: Values, span: Span) -> object:
    return tree.Points(values[0].text, nodes(values)[0], span)


@builder("occurrence")
def _occurrence(_build: Builder, values: Values, span: Span) -> object:
    word: Any = values[0].text
    return tree.Occurrence(word, first_of(values, tree.NumberLiteral), None, span)


@builder("event_rule")
def _event_rule(build: Builder, values: Values, span: Span) -> object:
    occurs = the(values, tree.Occurrence)
    per = part(values, "per")
    if per is not None:
        occurs = tree.Occurrence(occurs.word, occurs.count, per, occurs.span)
    modifiers = tuple(value for value in values if isinstance(value, MODIFIERS))
    description = build.description(span)
    return tree.EventRule(values[0], occurs, part(values, "events"), part(values, "where"), modifiers, description, span)


@builder("state_rule")
def _state_rule(build: Builder, values: Values, span: Span) -> object:
    return tree.StateRule(values[0], values[2], each_of(values, tree.Named), build.description(span), span)


@builder("absence_rule")
def _absence_rule(build: Builder, values: Values, span: Span) -> object:
    every = the(values, tree.DurationLiteral)
    names = each_of(values, tree.Named)
    return tree.AbsenceRule(values[0], every, part(values, "events"), names, build.description(span), span)


# --- modifiers ------------------------------------------------------------------------------------------------------------


@builder("at_most")
def _at_most(_build: Builder, values: Values, span: Span) -> object:
    unit: Any = "times" if has(values, "TIMES") or has(values, "TIME") else "points"
    return tree.AtMost(the(values, tree.NumberLiteral), unit, part(values, "per"), span)


@builder("expires")
def _expires(_build: Builder, values: Values, span: Span) -> object:
    return tree.Expires(the(values, tree.DurationLiteral), span)


@builder("loss")
def _loss(_build: Builder, values: Values, _span: Span) -> object:
    unit = "%" if has(values, "PERCENT") else "points"
    return Part("loss", (the(values, tree.NumberLiteral), unit, the(values, tree.DurationLiteral)))


@builder("loses")
def _loses(_build: Builder, values: Values, span: Span) -> object:
    return _as_loses(values, span)


def _as_loses(values: Values, span: Span) -> tree.Loses:
    amount, unit, every = part(values, "loss")
    return tree.Loses(amount, unit, every, span)


@builder("halves")
def _halves(_build: Builder, values: Values, span: Span) -> object:
    return tree.Halves(the(values, tree.DurationLiteral), span)


@builder("never")
def _never(_build: Builder, values: Values, span: Span) -> object:
    return tree.Never("expires" if has(values, "EXPIRES") else "decays", span)


@builder("named")
def _named(_build: Builder, values: Values, span: Span) -> object:
    return tree.Named(values[1], span)


# --- tables ---------------------------------------------------------------------------------------------------------------


@builder("table")
def _table(build: Builder, values: Values, span: Span) -> object:
    by, *rows = nodes(values)
    return tree.Table(by, tuple(rows), build.description(span), build.header(values, span), span)


@builder("row_from", "row_values", "row_otherwise")
def _row(build: Builder, values: Values, span: Span) -> object:
    awarded, *literals = nodes(values)
    start = literals.pop() if has(values, "FROM") else None
    return tree.TableRow(awarded, start, tuple(literals), build.description(span), span)
