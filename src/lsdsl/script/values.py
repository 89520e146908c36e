"""Values on their way into a box and out of it.

Outside, dates are microseconds; inside, they are Python's own, so that they compare.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from lsdsl.model.types import DAY, Kind, Value
from lsdsl.script.errors import Fault

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
FIRST: Final = date(1970, 1, 1)
MICROSECOND: Final = timedelta(microseconds=1)
WIDEST: Final = 2**63


def moment(value: int) -> datetime:
    """A datetime for microseconds since 1970."""
    return EPOCH + timedelta(microseconds=value)


def micros(value: date) -> int:
    """Microseconds since 1970 of a date (its midnight, UTC) or an aware datetime."""
    if type(value) is datetime:
        return (value - EPOCH) // MICROSECOND
    return (value - FIRST).days * DAY


def _number(value: Any, _longest: int, _most: int) -> Any:
    if (type(value) is int and -WIDEST <= value < WIDEST) or (type(value) is float and value - value == 0):
        return value
    raise Fault("value", "a number that does not fit into 64 bits")


def _text(value: Any, longest: int, _most: int) -> Any:
    if type(value) is not str:
        raise Fault("fault", "a text was expected")
    if len(value) > longest:
        raise Fault("budget", f"a text of {len(value)} characters is longer than {longest}")
    return value


def _boolean(value: Any, _longest: int, _most: int) -> Any:
    if type(value) is not bool:
        raise Fault("fault", "a boolean was expected")
    return value


def _day(value: Any, longest: int, most: int) -> Any:
    return FIRST + timedelta(days=_number(value, longest, most) // DAY)


def _moment(value: Any, longest: int, most: int) -> Any:
    return moment(_number(value, longest, most))


def _list(value: Any, longest: int, most: int) -> Any:
    if type(value) is not tuple:
        raise Fault("fault", "a list was expected")
    if len(value) > most:
        raise Fault("budget", f"a list of {len(value)} items is longer than {most}")
    for item in value:
        _text(item, longest, most)
    return value


Enter = Callable[[Any, int, int], Any]
"""Takes a value, the longest text and the most items; gives the value as a box sees it."""

ENTER: Final[dict[Kind, Enter]] = {
    Kind.NUMBER: _number,
    Kind.TEXT: _text,
    Kind.BOOLEAN: _boolean,
    Kind.DATE: _day,
    Kind.DATETIME: _moment,
    Kind.LIST: _list,
}


def leave(value: Any) -> Value:
    """A value of a box as the rest of lsdsl holds it."""
    if type(value) in (date, datetime):
        return micros(value)
    if type(value) is frozenset:
        return tuple(sorted([str(one) for one in value]))
    return tuple([str(one) for one in value]) if type(value) is tuple and any(type(one) is not str for one in value) else value


def stored(value: Any, what: str, longest: int) -> Value:
    """A value that is written, as the rest of lsdsl holds it. Raises :class:`Fault` for what cannot be kept."""
    kind = type(value)
    if kind is int and not -WIDEST <= value < WIDEST:
        raise Fault("write", f"{what} would be a number of more than 64 bits")
    if kind is float:
        if value - value != 0:
            raise Fault("write", f"{what} would not be a finite number")
        return int(value) if value.is_integer() and abs(value) < 2**53 else value
    if kind is str:
        return _storable(value, what, longest)
    if kind is tuple:
        return tuple(dict.fromkeys([_storable(one, what, longest) for one in value]))
    return leave(value)


def _storable(value: str, what: str, longest: int) -> str:
    if len(value) > longest:
        raise Fault("budget", f"{what} would be a text of more than {longest} characters")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise Fault("write", f"{what} would hold a character that cannot be stored") from None
    return value
