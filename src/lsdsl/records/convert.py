"""Conversion by declared type: from a text cell or a JSON value to the value that the engine holds.

A converter takes what is there and gives the value, or ``None`` where a blank stands for a missing one; what does not convert
raises ``ConversionError``. Whether a cell or key is there at all, and what null means, is the schema's business. Good values come
first in every converter, because there are many of them.
"""

import re
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from math import isfinite
from typing import assert_never

from lsdsl.model.types import Kind, Type, Value
from lsdsl.records.moments import date_from_text, moment_from_text
from lsdsl.records.problems import ConversionError, closest, shown
from lsdsl.records.render import EXACT

Converter = Callable[[object], Value]

LARGEST = (1 << 63) - 1
SMALLEST = -(1 << 63)
BOOLEANS = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}
WITH_COMMA = re.compile(r"[+-]?\d+,\d{1,2}")
OPTIONS_SHOWN = 12


@cache
def converter(type_: Type) -> Converter:
    """The converter of a type; a type has only one, so it can be looked up again and again."""
    if type_.options:
        return choice_converter(type_.options)
    match type_.kind:
        case Kind.TEXT | Kind.ERROR:
            return to_text
        case Kind.NUMBER:
            return to_number
        case Kind.BOOLEAN:
            return to_boolean
        case Kind.DATE:
            return to_date
        case Kind.DATETIME:
            return to_datetime
        case Kind.LIST:
            return to_list
        case Kind.DURATION:
            raise ValueError("no field or attribute is declared as a duration")
        case never:
            assert_never(never)


def to_text(value: object) -> str:
    """A text as it is, blanks and all; a JSON number as its decimal text."""
    if value.__class__ is str:
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, float) and isfinite(value):
        return format(Decimal(repr(value)), "f")
    raise ConversionError("LS826", found=shown(value))


def to_number(value: object) -> int | float | None:
    """A whole number that fits 64 bits, or a finite float; a float that is whole becomes an ``int`` where that loses nothing."""
    if value.__class__ is str:
        return _number_from_text(value)
    if value.__class__ is int:
        return _within_64_bits(value)
    if value.__class__ is float:
        return _finite(value, value)
    raise ConversionError("LS820", found=shown(value))


def _number_from_text(text: str) -> int | float | None:
    # Python reads 1_000 and digits of other scripts too, and these are more likely a mistake in the data than a number.
    if "_" not in text and text.isascii():
        try:
            return _within_64_bits(int(text))
        except ConversionError:
            raise
        except ValueError:
            try:
                return _finite(float(text), text)
            except ConversionError:
                raise
            except ValueError:
                pass  # neither way: blank, or an error below
    if not text or text.isspace():
        return None
    if WITH_COMMA.fullmatch(text.strip()):
        raise ConversionError("LS820", found=shown(text), suggestion=text.strip().replace(",", "."))
    raise ConversionError("LS820", found=shown(text))


def _within_64_bits(number: int) -> int:
    if SMALLEST <= number <= LARGEST:
        return number
    raise ConversionError("LS821", found=shown(number))


def _finite(number: float, found: object) -> int | float:
    if -EXACT < number < EXACT:
        nearest = int(number)
        return nearest if nearest == number else number
    if isfinite(number):
        return number
    raise ConversionError("LS821" if str(found).strip("+- ")[:1].isdigit() else "LS820", found=shown(found))


def to_boolean(value: object) -> bool | None:
    """``yes/no/true/false/1/0`` in any case; JSON true, false, 1 and 0."""
    if value is True or value is False:
        return value
    if isinstance(value, str):
        word = value.strip().lower()
        if word in BOOLEANS:
            return BOOLEANS[word]
        if not word:
            return None
    elif isinstance(value, int | float) and value in (0, 1):
        return value == 1
    raise ConversionError("LS822", found=shown(value))


def to_date(value: object) -> int | None:
    """A day ``2026-01-31``, as its midnight; with a time of day it is an error."""
    if isinstance(value, str):
        return date_from_text(value) if value and not value.isspace() else None
    raise ConversionError("LS823", found=shown(value))


def to_datetime(value: object) -> int | None:
    """A moment in ISO 8601."""
    if isinstance(value, str):
        return moment_from_text(value) if value and not value.isspace() else None
    raise ConversionError("LS824", found=shown(value))


def to_list(value: object) -> tuple[str, ...] | None:
    """Distinct texts in order: a JSON array of texts and numbers, or a text with ``;`` between items, which are trimmed."""
    if isinstance(value, str):
        if not value or value.isspace():
            return None
        return tuple(dict.fromkeys(item for part in value.split(";") if (item := part.strip())))
    if isinstance(value, list):
        try:
            return tuple(dict.fromkeys(text for item in value if item is not None and (text := to_text(item))))
        except ConversionError:
            raise ConversionError("LS827", found=shown(value)) from None
    raise ConversionError("LS827", found=shown(value))


def choice_converter(options: tuple[str, ...]) -> Converter:
    """The converter of a choice: exactly one of its options; a blank that is no option is missing."""
    known = {option: option for option in options}
    listed = ", ".join(shown(option) for option in options[:OPTIONS_SHOWN]) + (", ..." if len(options) > OPTIONS_SHOWN else "")

    def to_option(value: object) -> str | None:
        if value.__class__ is not str:
            value = to_text(value)
        option = known.get(value)
        if option is not None:
            return option
        text = str(value)
        if not text or text.isspace():
            return None
        raise ConversionError("LS825", found=shown(text), options=listed, **closest(text, options))

    return to_option
