"""Expressions as they were written."""

from typing import Literal

from lsdsl.dataclass import dataclass
from lsdsl.source import Span
from lsdsl.syntax.tree.literals import (
    BooleanLiteral,
    DateLiteral,
    DurationLiteral,
    Identifier,
    ListLiteral,
    MomentLiteral,
    NumberLiteral,
    PatternLiteral,
    TextLiteral,
)


@dataclass(frozen=True, slots=True)
class NameExpression:
    """A name in an expression; ``scope`` is set in ``event.x`` and ``profile.x``."""

    name: Identifier
    scope: Literal["event", "profile"] | None
    span: Span


@dataclass(frozen=True, slots=True)
class Negative:
    """``-x``."""

    operand: "Expression"
    span: Span


@dataclass(frozen=True, slots=True)
class Not:
    """``not x``."""

    operand: "Expression"
    span: Span


@dataclass(frozen=True, slots=True)
class Logical:
    """``a and b and c``: two operands or more, in the order in which they were written."""

    operator: Literal["and", "or"]
    operands: tuple["Expression", ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """``a + b``."""

    operator: Literal["+", "-", "*", "/"]
    left: "Expression"
    right: "Expression"
    span: Span


@dataclass(frozen=True, slots=True)
class Comparison:
    """``a is b``, ``a < b``; ``operator`` as it was written, so that the printer can keep it."""

    operator: Literal["is", "is not", "==", "!=", "<", "<=", ">", ">="]
    left: "Expression"
    right: "Expression"
    ignoring_case: bool
    span: Span


@dataclass(frozen=True, slots=True)
class Between:
    """``a between b and c``."""

    value: "Expression"
    low: "Expression"
    high: "Expression"
    span: Span


@dataclass(frozen=True, slots=True)
class Membership:
    """``a in (..)``, ``a not in LIST``."""

    value: "Expression"
    collection: ListLiteral | NameExpression
    negated: bool
    ignoring_case: bool
    span: Span


@dataclass(frozen=True, slots=True)
class Contains:
    """``a contains b``, ``a starts with any L``: ``quantifier`` is set when ``operand`` is a list."""

    operator: Literal["contains", "starts with", "ends with"]
    value: "Expression"
    quantifier: Literal["any", "all", "none"] | None
    operand: "Expression | ListLiteral"
    ignoring_case: bool
    span: Span


@dataclass(frozen=True, slots=True)
class Matches:
    """``a matches /re/``."""

    value: "Expression"
    pattern: PatternLiteral
    ignoring_case: bool
    span: Span


@dataclass(frozen=True, slots=True)
class Missing:
    """``a is missing``, ``a is not missing``."""

    value: "Expression"
    negated: bool
    span: Span


@dataclass(frozen=True, slots=True)
class RangeTest:
    """``SCORE is at least RANGE``, ``SCORE is below RANGE``; ``SCORE is RANGE`` is a :class:`Comparison` in the tree."""

    value: "Expression"
    relation: Literal["at least", "below"]
    range: Identifier
    span: Span


@dataclass(frozen=True, slots=True)
class Argument:
    """An argument of a call, with ``of E``, ``where C`` and ``within D`` where they were written."""

    value: "Expression"
    of: Identifier | None
    where: "Expression | None"
    within: DurationLiteral | None
    span: Span


@dataclass(frozen=True, slots=True)
class Call:
    """``domain(email)``, ``count(page_visit where path contains "x" within 7 days)``."""

    function: Identifier
    arguments: tuple[Argument, ...]
    span: Span


Expression = (
    NumberLiteral
    | TextLiteral
    | BooleanLiteral
    | DateLiteral
    | MomentLiteral
    | DurationLiteral
    | NameExpression
    | Negative
    | Not
    | Logical
    | Arithmetic
    | Comparison
    | Between
    | Membership
    | Contains
    | Matches
    | Missing
    | RangeTest
    | Call
)
