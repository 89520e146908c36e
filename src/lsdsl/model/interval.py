"""Intervals of numbers: what comes out of operators and functions at least and at most."""

from math import ceil, floor, inf, isinf
from typing import Final

from lsdsl.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Bounds:
    """A closed interval."""

    low: float
    high: float


ANY: Final = Bounds(-inf, inf)


def called(function: str, arguments: list[Bounds]) -> Bounds:
    """The bounds of what a function gives."""
    match function:
        case "min":
            return Bounds(min(one.low for one in arguments), min(one.high for one in arguments))
        case "max":
            return Bounds(max(one.low for one in arguments), max(one.high for one in arguments))
        case "abs":
            (one,) = arguments
            low = 0 if one.low <= 0 <= one.high else min(abs(one.low), abs(one.high))
            return Bounds(low, max(abs(one.low), abs(one.high)))
        case "length":
            return Bounds(0, inf)
        case "round":
            low, high = arguments[0].low, arguments[0].high
            return Bounds(low if isinf(low) else floor(low), high if isinf(high) else ceil(high))
        case _:
            return ANY


def combined(operator: str, left: Bounds, right: Bounds) -> Bounds:
    """The bounds of ``left operator right``."""
    match operator:
        case "+":
            return Bounds(left.low + right.low, left.high + right.high)
        case "-":
            return Bounds(left.low - right.high, left.high - right.low)
        case "*":
            return _corners([_times(a, b) for a in (left.low, left.high) for b in (right.low, right.high)])
        case "/" if right.low > 0 or right.high < 0:
            return _corners([_over(a, b) for a in (left.low, left.high) for b in (right.low, right.high)])
        case _:
            return ANY


def _corners(corners: list[float]) -> Bounds:
    return Bounds(min(corners), max(corners))


def _times(a: float, b: float) -> float:
    return 0.0 if a == 0 or b == 0 else a * b


def _over(a: float, b: float) -> float:
    return 0.0 if b in (inf, -inf) else a / b
