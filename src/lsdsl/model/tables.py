"""Tables: ``by EXPR:`` and rows of which one counts."""

from dataclasses import replace
from typing import Final

from lsdsl.diagnostics import Related
from lsdsl.model.block import Block
from lsdsl.model.comparisons import source_name
from lsdsl.model.context import Context, failed
from lsdsl.model.declarations import Table, TableRow
from lsdsl.model.expressions import Expression
from lsdsl.model.identity import row_identity
from lsdsl.model.literals import constant, described, fits
from lsdsl.model.points import rule_points
from lsdsl.model.scopes import PROFILE
from lsdsl.model.titles import own_words, shortened, title_of
from lsdsl.model.types import Kind, Value
from lsdsl.syntax import tree

RISING: Final = frozenset({Kind.NUMBER, Kind.DATE, Kind.DATETIME, Kind.DURATION})
"""The kinds that a table may look at with ``from``."""


def table(node: tree.Table, block: Block, context: Context) -> Table:
    """Resolve a table; the rows come out in the order in which they are tried."""
    by = context.resolve(node.by, PROFILE)
    if by.type.kind is Kind.LIST:
        context.findings.add("LS304", by.span, what="what a table looks at", wanted="a single value", found=described(by.type))
        by = failed(by.span)
    nodes = [row for row in node.rows if isinstance(row, tree.TableRow)]
    _layout(nodes, context)
    rows = [_row(node, row, by, block, context) for row in nodes]
    title = title_of(node.description, node.by.span, context)
    return Table(title, block.group, by, _ordered(rows), node.span)


def _ordered(rows: list[TableRow]) -> tuple[TableRow, ...]:
    """``from`` rows from the highest start downwards, value rows as they stand, ``otherwise`` last."""
    rising = sorted((row for row in rows if row.start is not None), key=lambda row: -(row.start or 0))
    values = [row for row in rows if row.start is None and row.values]
    otherwise = [row for row in rows if row.start is None and not row.values]
    return (*rising, *values, *otherwise)


def _row(node: tree.Table, row: tree.TableRow, by: Expression, block: Block, context: Context) -> TableRow:
    points = rule_points(row.points, PROFILE, block, context)
    what = source_name(by, context)
    start: int | float | None = None
    if row.start is not None:
        literal = constant(row.start)
        if _rises(by, row.start, context) and _same(literal.type.kind, by) and isinstance(literal.value, int | float):
            start = literal.value
        elif by.type.kind in RISING:
            fits(literal, by.type, what, context)
    values: list[Value] = []
    for item in row.values:
        literal = constant(item)
        if _same(literal.type.kind, by) or fits(literal, by.type, what, context):
            values.append(literal.value)
    return TableRow(row_identity(node, row, block.score), _title(node, row, context), points, start, tuple(values), row.span)


def _same(kind: Kind, by: Expression) -> bool:
    return {kind, by.type.kind} <= {Kind.DATE, Kind.DATETIME} or (kind is by.type.kind and not by.type.options)


def _rises(by: Expression, start: tree.Scalar, context: Context) -> bool:
    if by.type.kind in RISING or by.type.kind is Kind.ERROR:
        return True
    context.findings.add("LS335", start.span, what=source_name(by, context), found=described(by.type))
    return False


def _title(node: tree.Table, row: tree.TableRow, context: Context) -> str:
    if row.description.strip():
        return title_of(row.description, row.span, context)
    words = own_words(replace(row.span, start=row.points.span.end), context).lstrip(") ")
    return shortened(f"{own_words(node.by.span, context)} {words}")


def _layout(rows: list[tree.TableRow], context: Context) -> None:
    """``otherwise`` once and last, one kind of row, no start twice."""
    starts: dict[object, tree.TableRow] = {}
    otherwise: tree.TableRow | None = None
    first: tree.TableRow | None = None
    for row in rows:
        if otherwise is not None:
            code = "LS170" if row.otherwise else "LS175"
            related = Related(otherwise.span, "first" if row.otherwise else "otherwise")
            context.findings.add(code, row.span, related, line="otherwise", where="one table")
        if row.otherwise:
            otherwise = otherwise or row
            continue
        if first is not None and (row.start is None) is not (first.start is None):
            context.findings.add("LS178", row.span, Related(first.span, "kind"))
        first = first or row
        if row.start is None:
            continue
        start = constant(row.start).value
        if start in starts:
            context.findings.add("LS334", row.start.span, Related(starts[start].span, "first"))
        starts.setdefault(start, row)
