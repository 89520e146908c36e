"""Values back to what JSON holds."""

from lsdsl.model.types import Kind, Type, Value
from lsdsl.records.moments import date_text, moment_from_text, moment_text

JsonValue = str | int | float | bool | list[str] | None

__all__ = ["JsonValue", "json_value", "moment_from_text", "moment_text", "whole"]

EXACT = 1 << 53
"""Below this a float counts in ones, so that it can be written as a whole number without a change."""


def whole(number: int | float) -> int | float:
    """The number as an ``int`` when it is one, so that 5.0 is written as 5."""
    if number.__class__ is float and -EXACT < number < EXACT and number == int(number):
        return int(number)
    return number


def json_value(type_: Type, value: Value) -> JsonValue:
    """A value of a type as JSON holds it: days and moments as ISO 8601 text, lists as arrays, whole numbers without a point."""
    if isinstance(value, tuple):
        return list(value)
    if isinstance(value, str | bool) or value is None:
        return value
    if type_.kind is Kind.DATETIME:
        return moment_text(int(value))
    if type_.kind is Kind.DATE:
        return date_text(int(value))
    return whole(value)
