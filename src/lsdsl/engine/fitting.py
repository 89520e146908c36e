"""Fitting a computed value to the field that it is written to."""

from typing import Final

from lsdsl.engine.problems import StepError
from lsdsl.model.types import DAY, Kind, Type, Value
from lsdsl.source import Span

_EXACT: Final = 2**53
_FIRST: Final = -62_135_596_800_000_000
_LAST: Final = 253_402_300_799_999_999
"""The first and last microsecond of the years 1 to 9999, which are what can be written as a date."""


def fitting(value: Value, field: str, kind: Type, span: Span) -> Value:
    """The value as the field holds it. Raises :class:`StepError` (LS855) for one that the field cannot hold."""
    if value is None:
        return None
    if kind.options and value not in kind.options:
        options = ", ".join(f'"{option}"' for option in kind.options)
        raise StepError("LS855", span, field=field, found=f'"{value}"', options=options)
    if kind.kind in (Kind.DATE, Kind.DATETIME) and isinstance(value, int):
        if not _FIRST <= value <= _LAST:
            raise StepError("LS855", span, field=field, found="a moment outside the years 1 to 9999")
        return value - value % DAY if kind.kind is Kind.DATE else value
    if isinstance(value, float) and value.is_integer() and abs(value) < _EXACT:
        return int(value)
    return value
