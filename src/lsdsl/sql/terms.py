"""Building blocks of SQL as trees of sqlglot: no text of a user is ever pasted into a statement."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Final

from sqlglot import exp

from lsdsl.compile import points
from lsdsl.model.types import Value
from lsdsl.sql.problems import NotSqlError

Term = exp.Expr
PRECISE: Final = 15
"""So many digits of a decimal number become the nearest float in every engine; longer ones are read from text."""


def column(name: str, table: str | None = None) -> exp.Column:
    """A column, in quotes."""
    return exp.column(exp.to_identifier(name, quoted=True), table=table)


def text(value: str) -> Term:
    """A text literal."""
    if "\x00" in value or any("\ud800" <= one <= "\udfff" for one in value):
        raise NotSqlError("the text has a character that SQL does not take")
    return exp.Literal.string(value)


def whole(value: int) -> Term:
    """A whole number."""
    return exp.Neg(this=exp.Literal.number(str(-value))) if value < 0 else exp.Literal.number(str(value))


def number(value: int | float) -> Term:
    """A number of the language: a whole number, or a double."""
    if isinstance(value, int):
        return whole(value)
    written = format(Decimal(repr(abs(value))), "f")
    short = len(written.replace(".", "").strip("0")) <= PRECISE and len(written) <= 2 * PRECISE
    literal = exp.Literal.number(written) if short else exp.Literal.string(repr(abs(value)))
    found = double(literal)
    return exp.Neg(this=found) if value < 0 else found


def constant(value: Value) -> Term:
    """A literal of any type; a list becomes an array."""
    match value:
        case None:
            return exp.null()
        case bool():
            return exp.true() if value else exp.false()
        case str():
            return text(value)
        case int() | float():
            return number(value)
        case tuple():
            return exp.Array(expressions=[text(one) for one in value])


def double(term: Term) -> Term:
    """The term as a double."""
    return term if is_double(term) else exp.cast(term, exp.DType.DOUBLE)


def is_double(term: Term) -> bool:
    """Whether a term is a double for certain."""
    match term:
        case exp.Cast():
            return term.is_type(exp.DType.DOUBLE)
        case exp.Paren() | exp.Neg() | exp.Abs():
            return is_double(term.this)
        case exp.Add() | exp.Sub() | exp.Mul() | exp.Div():
            return is_double(term.this) or is_double(term.expression)
        case _:
            return False


def among_doubles(left: Term, right: Term) -> tuple[Term, Term]:
    """Two numbers that are calculated with as doubles; beside one a literal whole number needs no cast."""
    if isinstance(right, exp.Literal):
        return double(left), right
    return (left if isinstance(left, exp.Literal) else double(left)), double(right)


def bigint(term: Term) -> exp.Cast:
    """The term as a whole number of 64 bits."""
    return exp.cast(term, exp.DType.BIGINT)


def case(branches: Iterable[tuple[Term, Term]], otherwise: Term, of: Term | None = None) -> exp.Case:
    """``CASE [of] WHEN ... THEN ... ELSE otherwise END``."""
    return exp.Case(this=of, ifs=[exp.If(this=test, true=value) for test, value in branches], default=otherwise)


def when(test: Term, value: Term, otherwise: Term | None = None) -> exp.Case:
    """The value where the test holds, else another one, or 0."""
    return case([(test, value)], whole(0) if otherwise is None else otherwise)


def every(tests: Sequence[Term]) -> Term:
    """All of the tests, true if there are none."""
    return exp.and_(*tests) if tests else exp.true()


def some(tests: Sequence[Term]) -> Term:
    """At least one of the tests, false if there are none."""
    return exp.or_(*tests) if tests else exp.false()


def opposite(test: Term) -> Term:
    """The opposite of a test that is never NULL."""
    return exp.not_(exp.paren(test) if isinstance(test, exp.Connector | exp.Binary | exp.In | exp.Between) else test)


def surely(test: Term) -> Term:
    """A test in which NULL is false."""
    return or_else(test, exp.false())


def or_else(term: Term, otherwise: Term) -> Term:
    """The term, or something else where it is NULL."""
    return exp.Coalesce(this=term, expressions=[otherwise])


def is_null(term: Term) -> exp.Is:
    """Whether the term is NULL."""
    return exp.Is(this=_operand(term), expression=exp.null())


def binary(kind: type[exp.Binary], left: Term, right: Term) -> exp.Binary:
    """Two operands, in parentheses where they need them."""
    return kind(this=_operand(left), expression=_operand(right))


def plus(terms: Sequence[Term]) -> Term:
    """The sum of the terms, as a whole number of 64 bits: a sum of literals alone could overflow 32 of them."""
    if len(terms) == 1:
        return terms[0]
    total: Term = bigint(whole(0))
    for term in terms:
        total = exp.Add(this=total, expression=_operand(term))
    return total


def divided(left: Term, right: Term) -> exp.Div:
    """A division of doubles."""
    return exp.Div(this=_operand(left), expression=_operand(right), typed=False, safe=False)


def quotient(left: Term, right: int) -> Term:
    """A whole number, not below zero, divided by another one, downwards."""
    return bigint(exp.IntDiv(this=_operand(left), expression=whole(right)))


def least(left: Term, right: Term) -> Term:
    """The smaller of two terms that are never NULL."""
    return exp.Least(this=left, expressions=[right], ignore_nulls=True)


def greatest(left: Term, right: Term) -> Term:
    """The larger of two terms that are never NULL."""
    return exp.Greatest(this=left, expressions=[right], ignore_nulls=True)


def clamped(term: Term, minimum: int | float | None, maximum: int | float | None) -> Term:
    """A value in millionths between two numbers of points; the smaller one wins when they cross."""
    if maximum is not None:
        term = least(term, whole(points.from_number(maximum)))
    return term if minimum is None else greatest(term, whole(points.from_number(minimum)))


def total(term: Term) -> Term:
    """The sum of a whole number over rows, NULL for no rows: engines make it wider than 64 bits, or a float on its way out."""
    return bigint(exp.Sum(this=term))


def in_millionths(value: Term, most: int) -> Term:
    """A double in whole millionths, a half rounded away from zero as the engine does; NULL stays NULL.

    What is more than ``most`` points is a problem of its own, and only kept from overflowing.
    """
    size = least(exp.Abs(this=value.copy()), whole(most))
    scaled = exp.Add(this=exp.Mul(this=size, expression=whole(points.POINT)), expression=exp.Literal.number("0.5"))
    return bigint(exp.Mul(this=exp.Sign(this=value), expression=exp.Floor(this=scaled)))


def in_points(value: Term) -> Term:
    """Millionths as a number of points."""
    return divided(double(value), whole(points.POINT))


def _operand(term: Term) -> Term:
    if isinstance(term, exp.Binary | exp.Connector | exp.Not | exp.In | exp.Between | exp.Is | exp.Neg | exp.Unary):
        return term if isinstance(term, exp.Dot | exp.Paren) else exp.paren(term, copy=False)
    return term
