"""Grades and selections."""

from lsdsl.diagnostics import Related
from lsdsl.model.conditions import condition
from lsdsl.model.context import Context, failed
from lsdsl.model.declarations import Grade, GradeRow, Selection
from lsdsl.model.expressions import Expression
from lsdsl.model.literals import described
from lsdsl.model.scopes import PROFILE
from lsdsl.model.types import Kind
from lsdsl.syntax import tree


def grade(node: tree.GradeDeclaration, context: Context) -> Grade:
    """Resolve ``grade NAME:``; ``otherwise`` stands last and once."""
    rows: list[GradeRow] = []
    otherwise: tree.GradeRow | None = None
    for row in node.rows:
        if isinstance(row, tree.Bad):
            continue
        if otherwise is not None:
            code = "LS170" if row.condition is None else "LS175"
            related = Related(otherwise.span, "first" if row.condition is None else "otherwise")
            context.findings.add(code, row.span, related, line="otherwise", where=f"grade `{node.name.text}`")
        tested = condition(row.condition, PROFILE, context) if row.condition is not None else None
        otherwise = otherwise or (row if row.condition is None else None)
        rows.append(GradeRow(row.text.value, tested, row.span))
    if otherwise is None and not any(isinstance(row, tree.Bad) for row in node.rows):
        context.findings.add(
            "LS174", node.name.span, what=f"grade `{node.name.text}`", line="`otherwise`", otherwise='`"..." otherwise`'
        )
    return Grade(node.name.text, tuple(rows), node.description, node.name.span)


def selection(node: tree.SelectionDeclaration, context: Context) -> Selection:
    """Resolve ``selection NAME:``; one ``where``, at most one ``order by``."""
    wheres = [line for line in node.lines if isinstance(line, tree.WhereLine)]
    orders = [line for line in node.lines if isinstance(line, tree.OrderLine)]
    name = node.name.text
    for lines, words in ((wheres, "where"), (orders, "order by")):
        for line in lines[1:]:
            first = Related(lines[0].span, "first")
            context.findings.add("LS170", line.span, first, line=words, where=f"selection `{name}`")
    if not wheres and not any(isinstance(line, tree.Bad) for line in node.lines):
        context.findings.add("LS174", node.name.span, what=f"selection `{name}`", line="`where`", where="`where CONDITION`")
    conditions = [condition(line.condition, PROFILE, context) for line in wheres]
    values = [_order(line, context) for line in orders]
    return Selection(
        name=name,
        condition=conditions[0] if conditions else failed(node.name.span),
        order=values[0] if values else None,
        descending=bool(orders) and orders[0].descending,
        description=node.description,
        span=node.name.span,
    )


def _order(line: tree.OrderLine, context: Context) -> Expression:
    value = context.resolve(line.value, PROFILE)
    if value.type.kind is Kind.LIST:
        context.findings.add("LS304", line.value.span, what="`order by`", wanted="a single value", found=described(value.type))
    return value
