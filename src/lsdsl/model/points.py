"""The points of a rule: a number, and under the block's ``rule maximum``."""

from lsdsl.diagnostics import Related
from lsdsl.model.block import Block
from lsdsl.model.bounds import bounds
from lsdsl.model.context import Context, failed
from lsdsl.model.expressions import Constant, Expression
from lsdsl.model.literals import described
from lsdsl.model.operators import negated
from lsdsl.model.scopes import Scope
from lsdsl.model.types import NUMBER, Kind
from lsdsl.syntax import tree


def points(node: tree.Points, scope: Scope, context: Context) -> Expression:
    """Resolve signed points; literal points become a constant."""
    value = context.resolve(node.value, scope)
    if value.type.kind is Kind.ERROR:
        return failed(node.span)
    if value.type.kind is not Kind.NUMBER:
        context.findings.add("LS304", node.value.span, what="what a rule awards", wanted="a number", found=described(value.type))
        return failed(node.span)
    if isinstance(value, Constant) and isinstance(number := value.value, int | float):
        return Constant(-number if node.sign == "-" else number, NUMBER, node.span)
    return negated(value, node.span, context) if node.sign == "-" else value


def rule_points(node: tree.Points, scope: Scope, block: Block, context: Context) -> Expression:
    """The points of a rule in a block, held against its ``rule maximum``."""
    value = points(node, scope, context)
    limit = block.rule_maximum
    if limit is None or not isinstance(limit.value, tree.NumberLiteral) or value.type.kind is Kind.ERROR:
        return value
    most, upper = limit.value.value, bounds(value, context.symbols).high
    if upper > most:
        code = "LS329" if upper == float("inf") else "LS328"
        context.findings.add(
            code, node.span, Related(limit.span, "maximum"), maximum=most, upper=_plain(upper), score=block.score
        )
    return value


def _plain(number: float) -> str:
    return str(int(number)) if number == number // 1 and abs(number) != float("inf") else str(number)
