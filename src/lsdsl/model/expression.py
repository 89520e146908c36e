"""The resolution of an expression: which module is in charge of which form."""

from typing import assert_never

from lsdsl.model.comparisons import between, comparison, missing, range_test
from lsdsl.model.conditions import logical, negation
from lsdsl.model.context import Context
from lsdsl.model.expressions import Expression
from lsdsl.model.functions import call
from lsdsl.model.literals import constant
from lsdsl.model.membership import contains, matches, membership
from lsdsl.model.names import read_name
from lsdsl.model.operators import arithmetic, negative
from lsdsl.model.scopes import Scope
from lsdsl.syntax import tree


def resolve_expression(node: tree.Expression, scope: Scope, context: Context) -> Expression:
    """Resolve and type an expression; what has a finding comes out with the type ERROR."""
    match node:
        case tree.NameExpression():
            return read_name(node, scope, context)
        case tree.Negative():
            return negative(node, scope, context)
        case tree.Not():
            return negation(node, scope, context)
        case tree.Logical():
            return logical(node, scope, context)
        case tree.Arithmetic():
            return arithmetic(node, scope, context)
        case tree.Comparison():
            return comparison(node, scope, context)
        case tree.Between():
            return between(node, scope, context)
        case tree.Membership():
            return membership(node, scope, context)
        case tree.Contains():
            return contains(node, scope, context)
        case tree.Matches():
            return matches(node, scope, context)
        case tree.Missing():
            return missing(node, scope, context)
        case tree.RangeTest():
            return range_test(node, scope, context)
        case tree.Call():
            return call(node, scope, context)
        case (
            tree.NumberLiteral()
            | tree.TextLiteral()
            | tree.BooleanLiteral()
            | tree.DateLiteral()
            | tree.MomentLiteral()
            | tree.DurationLiteral()
        ):
            return constant(node)
        case _:
            assert_never(node)
