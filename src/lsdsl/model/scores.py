"""Scores: properties, ranges, groups and rules, or an expression."""

from dataclasses import replace

from lsdsl.diagnostics import Related
from lsdsl.model import builtin
from lsdsl.model.block import Block, block_of
from lsdsl.model.context import Context, failed
from lsdsl.model.declarations import Group, Rule, Score, Table
from lsdsl.model.expressions import Expression
from lsdsl.model.identity import report_same
from lsdsl.model.literals import described
from lsdsl.model.names import field_named
from lsdsl.model.ranges import ranges_of
from lsdsl.model.rules import absence_rule, event_rule, state_rule
from lsdsl.model.scopes import PROFILE
from lsdsl.model.tables import table
from lsdsl.model.types import Kind
from lsdsl.source import Span
from lsdsl.syntax import tree


def claim_fields(context: Context) -> None:
    """Find out which fields are written by scores; a field has one owner and is a number."""
    claims: dict[str, tree.ScoreProperty] = {}
    for node in context.symbols.scores.values():
        for line in node.lines:
            if isinstance(line, tree.ScoreProperty) and line.name == "field" and isinstance(line.value, tree.Identifier):
                _claim(node.name.text, line, line.value, claims, context)


def _claim(
    score: str, line: tree.ScoreProperty, name: tree.Identifier, claims: dict[str, tree.ScoreProperty], context: Context
) -> None:
    field = field_named(name, context)
    if field is None:
        return
    owners = context.symbols.owners
    if field.name in claims:
        if owners[field.name] != score:
            first = Related(claims[field.name].span, "first")
            context.findings.add("LS227", name.span, first, name=field.name, score=owners[field.name])
    elif field.name in builtin.FIELDS:
        context.findings.add("LS228", name.span, name=field.name)
    elif field.type.kind not in (Kind.NUMBER, Kind.ERROR):
        declared = Related(field.span, "field")
        facts = {"what": f"`{field.name}`", "wanted": "a number", "found": described(field.type)}
        context.findings.add("LS336", name.span, declared, **facts)
    else:
        claims[field.name] = line
        owners[field.name] = score


def score(node: tree.ScoreDeclaration, context: Context) -> Score:
    """Resolve a score."""
    block = block_of(node, context)
    expression = _expression(node.expression, context) if node.expression is not None else None
    groups: list[Group] = []
    rules: list[Rule] = []
    for line in node.lines:
        if isinstance(line, tree.Group):
            groups.append(_group(line, groups, context))
            inner = replace(block, group=line.name.text)
            rules.extend(rule for one in line.lines if (rule := _rule(one, inner, context)))
        elif rule := _rule(line, block, context):
            rules.append(rule)
    _report_same(rules, block.score, context)
    field = block.properties.get("field")
    owned = field.value.text if field and isinstance(field.value, tree.Identifier) else None
    return Score(
        name=node.name.text,
        title=block.text("title") or node.name.text,
        description=node.description,
        initial=block.number("initial") or 0,
        minimum=block.number("minimum"),
        maximum=block.number("maximum"),
        ideal=block.number("ideal"),
        field=owned,
        enabled=block.enabled,
        ranges=ranges_of(node, context),
        groups=tuple(groups),
        rules=tuple(rules),
        expression=expression,
        span=node.name.span,
    )


def _expression(node: tree.Expression, context: Context) -> Expression:
    value = context.resolve(node, PROFILE)
    if value.type.kind in (Kind.NUMBER, Kind.ERROR):
        return value
    context.findings.add("LS304", node.span, what="a score", wanted="a number", found=described(value.type))
    return failed(node.span)


def _rule(line: tree.ScoreLine, block: Block, context: Context) -> Rule | None:
    match line:
        case tree.EventRule():
            return event_rule(line, block, context)
        case tree.StateRule():
            return state_rule(line, block, context)
        case tree.AbsenceRule():
            return absence_rule(line, block, context)
        case tree.Table():
            return table(line, block, context)
        case _:
            return None


def _group(node: tree.Group, before: list[Group], context: Context) -> Group:
    name = node.name.text
    for other in before:
        if other.name == name:
            context.findings.add("LS220", node.name.span, Related(other.span, "first"), name=name, kind="a group")
    low, high = node.minimum, node.maximum
    if low is not None and high is not None and low.value > high.value:
        context.findings.add("LS331", high.span, Related(low.span, "low"), minimum=low.value, maximum=high.value)
    return Group(name, low.value if low else None, high.value if high else None, node.description, node.name.span)


def _report_same(rules: list[Rule], score: str, context: Context) -> None:
    identities: list[tuple[str, Span, bool]] = []
    for rule in rules:
        if isinstance(rule, Table):
            told = {row.identity: row for row in reversed(rule.rows) if not row.values}
            rows = [row for row in rule.rows if row.values or told[row.identity] is row]
            identities.extend((row.identity, row.span, True) for row in rows)
        else:
            identities.append((rule.identity, rule.span, False))
    report_same(identities, score, context)
