"""The statement as text in the dialect of an engine."""

import re
from collections.abc import Iterable
from typing import Final

from sqlglot import ErrorLevel, exp
from sqlglot.errors import UnsupportedError

from lsdsl.diagnostics.visible import visible
from lsdsl.sql.problems import SqlError

DIALECTS: Final = ("duckdb", "spark", "snowflake", "bigquery", "postgres")

FUNCTIONS: Final[tuple[type[exp.Expr], ...]] = (
    exp.Abs, exp.And, exp.Array, exp.ArrayContains, exp.Case, exp.Cast, exp.Coalesce, exp.Floor, exp.Greatest, exp.If, exp.Least,
    exp.Left, exp.Length, exp.Lower, exp.Max, exp.Nullif, exp.Or, exp.Pow, exp.RegexpLike, exp.Replace, exp.Right, exp.RowNumber,
    exp.Sign, exp.StrPosition, exp.Substring, exp.Sum, exp.Upper,
)  # fmt: skip
"""The functions that a statement may have: each means the same in every dialect, and tests cover each."""


def text_of(statement: exp.Select, dialect: str, *, comments: bool = True) -> str:
    """The statement as text. Raises ``SqlError`` where the dialect has no words for it."""
    for one in statement.find_all(exp.Func):
        if not isinstance(one, FUNCTIONS):
            msg = f"{type(one).__name__} is not among the functions that tests cover"
            raise AssertionError(msg)  # noqa: TRY004 - a bug, and not a type that anybody passed
    statement = statement.copy()
    if dialect == "snowflake":
        for division in list(statement.find_all(exp.IntDiv)):
            division.set("this", _divisible(division.this, division.expression))
    if comments:
        for node in statement.walk():
            if node.comments:
                node.comments = [harmless(one) for one in node.comments]
    try:
        return statement.sql(
            dialect=dialect, pretty=True, comments=comments, unsupported_level=ErrorLevel.RAISE, max_text_width=100
        )
    except UnsupportedError as error:
        raise SqlError(f"{dialect} cannot say it: {error}") from error


def _divisible(number: exp.Expr, by: exp.Expr) -> exp.Expr:
    """The number without its rest: Snowflake divides decimals and rounds them, a whole result it gives exactly."""
    rest = exp.Mod(this=exp.paren(number.copy()), expression=by.copy())
    return exp.paren(exp.Sub(this=number, expression=exp.paren(rest)))


def harmless(comment: str) -> str:
    """A comment that cannot end before its end, nor begin another one."""
    return f" {re.sub(r'[*]/|/[*]', '* /', visible(comment))} "


def commented(lines: Iterable[str]) -> str:
    """Lines as comments of their own."""
    return "".join(f"-- {visible(line)}\n" for line in lines)
