"""The pure functions of the language. Each takes values that are not missing and may give a missing one (``None``)."""

import math
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Final
from urllib.parse import parse_qs, urlsplit

from lsdsl.compile.reading import Reading
from lsdsl.source import Span

DIVISION_BY_ZERO: Final = "LS851"
NOT_FINITE: Final = "LS852"

_LARGEST_INT: Final = 2**63
_EXACT_FLOATS: Final = 2**53
"""Beyond this a float has no digits after the point."""
_ROUNDING: Final = Context(prec=40)
"""Room for 16 digits before the point and 15 after it."""

Number = int | float


def finite(reading: Reading, result: Number, span: Span) -> Number | None:
    """The result of arithmetic, or missing (and recorded) when it is no finite number; huge whole numbers become floats."""
    if type(result) is int:
        if -_LARGEST_INT <= result < _LARGEST_INT:
            return result
        if result.bit_length() <= 1000:
            return float(result)
    elif math.isfinite(result):
        return result
    reading.problem(NOT_FINITE, span)
    return None


def add(reading: Reading, left: Number, right: Number, span: Span) -> Number | None:
    """``left + right``."""
    return finite(reading, left + right, span)


def subtract(reading: Reading, left: Number, right: Number, span: Span) -> Number | None:
    """``left - right``."""
    return finite(reading, left - right, span)


def multiply(reading: Reading, left: Number, right: Number, span: Span) -> Number | None:
    """``left * right``."""
    return finite(reading, left * right, span)


def divide(reading: Reading, left: Number, right: Number, span: Span) -> Number | None:
    """``left / right``; a division by zero is missing and recorded. Whole quotients stay whole numbers."""
    if right == 0:
        reading.problem(DIVISION_BY_ZERO, span)
        return None
    if type(left) is int and type(right) is int and left % right == 0:
        return left // right
    return finite(reading, left / right, span)


def round_half_away(number: Number, digits: int = 0) -> Number:
    """Round as people do: a half goes away from zero, by the digits that the number is written with."""
    if type(number) is int or abs(number) >= _EXACT_FLOATS:
        return number
    rounded = Decimal(repr(number)).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP, _ROUNDING)
    return int(rounded) if rounded == rounded.to_integral_value() else float(rounded)


def domain(email: str) -> str | None:
    """What follows the ``@``, in lower case; missing without exactly one ``@`` or with nothing after it."""
    _, at, rest = email.partition("@")
    rest = rest.strip().lower()
    return rest if at and rest and "@" not in rest else None


def host(url: str) -> str | None:
    """The host of a URL in lower case; missing when it has none."""
    try:
        return urlsplit(url).hostname
    except ValueError:
        return None


def path(url: str) -> str | None:
    """The path of a URL, at least ``/``; a text that begins with a path is one."""
    try:
        return urlsplit(url).path or "/"
    except ValueError:
        return None


def query(url: str, name: str) -> str | None:
    """The first value of a query parameter of a URL; missing when it is not there."""
    try:
        values = parse_qs(urlsplit(url).query, keep_blank_values=True).get(name)
    except ValueError:
        return None
    return values[0] if values else None


def number(text: str | Number) -> Number | None:
    """The number that a text is written as, read as in the data; missing when it is none. A number stays what it is."""
    if not isinstance(text, str):
        return text
    stripped = text.strip()
    if not stripped.isascii() or "_" in stripped:
        return None
    try:
        whole = int(stripped) if len(stripped) <= 20 else None
    except ValueError:
        whole = None
    if whole is not None:
        return whole
    try:
        parsed = float(stripped)
    except ValueError:
        return None
    return parsed if math.isfinite(parsed) else None


def trim(text: str) -> str:
    """The text without blanks at its ends."""
    return text.strip()
