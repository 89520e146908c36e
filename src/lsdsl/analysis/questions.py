"""Questions with a yes or no that conditions ask about one value; of a missing value the answer is always no."""

from collections.abc import Callable
from fractions import Fraction
from typing import Final, Literal, assert_never

from lsdsl.dataclass import dataclass

Known = str | int | float | bool | Fraction
"""A value to put a question to."""


@dataclass(frozen=True, slots=True)
class Present:
    """``x is not missing``."""


@dataclass(frozen=True, slots=True)
class Ordered:
    """``x < limit`` and its kin."""

    operator: Literal["<", "<=", ">", ">="]
    limit: int | float


@dataclass(frozen=True, slots=True)
class Among:
    """``x in items``; the items are folded already where case is ignored."""

    items: frozenset[Known]
    folded: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """``x contains operand`` and its kin; the operand is folded already where case is ignored."""

    operator: Literal["contains", "starts with", "ends with"]
    operand: str
    folded: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """``x matches /pattern/``."""

    pattern: str
    folded: bool = False


Question = Present | Ordered | Among | Part | Found

_ORDER: Final[dict[str, Callable[[Known, Known], bool]]] = {
    "<": lambda one, other: one < other,  # type: ignore[operator]
    "<=": lambda one, other: one <= other,  # type: ignore[operator]
    ">": lambda one, other: one > other,  # type: ignore[operator]
    ">=": lambda one, other: one >= other,  # type: ignore[operator]
}


def answer(question: Question, value: Known | None) -> bool:
    """The answer for a known value."""
    if value is None:
        return False
    match question:
        case Present():
            return True
        case Ordered(operator=operator, limit=limit):
            return _ORDER[operator](value, limit)
        case Among(items=items, folded=folded):
            return (str(value).casefold() if folded else value) in items
        case Part(operator=operator, operand=operand, folded=folded):
            return has_part(operator, str(value).casefold() if folded else str(value), operand)
        case Found(pattern=pattern, folded=folded):
            return _matches(pattern, folded, str(value))
        case _:
            assert_never(question)


def has_part(operator: str, text: str, operand: str) -> bool:
    """Whether a text contains, starts or ends with another."""
    match operator:
        case "contains":
            return operand in text
        case "starts with":
            return text.startswith(operand)
        case _:
            return text.endswith(operand)


def _matches(pattern: str, folded: bool, text: str) -> bool:
    import re2

    options = re2.Options()
    options.case_sensitive = not folded
    options.log_errors = False
    return re2.compile(pattern, options).search(text) is not None
