"""Literal values in words."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from lsdsl.model.types import DAY, DURATION, Kind, Type, Value
from lsdsl.sentences.amounts import duration_words, listed, number_words

MOST: Final = 12
"""So many values of a list are told; of more, the first ones and how many there are beside them."""
EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def value_words(value: Value, type_: Type) -> str:
    """A value of a type: texts in double quotes, dates as ``31 January 2026``, durations in words."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f'"{value}"'
    if isinstance(value, tuple):
        return values_words(value, type_, "and") if value else "nothing"
    if type_.kind in (Kind.DATE, Kind.DATETIME):
        return _moment(int(value), with_time=type_.kind is Kind.DATETIME)
    if type_ == DURATION:
        return _duration(int(value))
    return number_words(value)


def values_words(values: Sequence[Value], type_: Type, joint: str) -> str:
    """Several values: ``"a", "b" or "c"``."""
    words = [value_words(value, type_) for value in values]
    if len(words) > MOST:
        words = [*words[: MOST - 2], f"{len(words) - MOST + 2} others"]
    return listed(words, joint)


def _moment(microseconds: int, *, with_time: bool) -> str:
    moment = EPOCH + timedelta(microseconds=microseconds)
    day = f"{moment.day} {moment:%B} {moment.year}"
    return f"{day}, {moment:%H:%M} UTC" if with_time and microseconds % DAY else day


def _duration(microseconds: int) -> str:
    return duration_words(microseconds) if microseconds >= 0 else f"minus {duration_words(-microseconds)}"
