"""The functions that a compiled box may call. Each takes exact types only, and pays before it works.

Their names begin and end with ``_``: no name of a rule author can be one of them. A value of a box is None, a bool, an int,
a float, a text, a date, a datetime, a tuple or a frozenset of these; rows never get here but as the tuple that they stand in.
"""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, Final

from lsdsl.script.budgets import BudgetSpent, Meter
from lsdsl.script.errors import Fault
from lsdsl.script.values import micros

SCALARS: Final = frozenset({type(None), bool, int, float, str, date, datetime})
NUMBERS: Final = frozenset({int, float})
COUNTED: Final = frozenset({int, float, bool})
WORDS: Final = {
    type(None): "a missing value",
    bool: "a boolean",
    int: "a number",
    float: "a number",
    str: "a text",
    date: "a date",
    datetime: "a datetime",
    tuple: "a list",
    frozenset: "a set",
}
NEEDLE: Final = 100
"""From this length on Python searches in linear time."""


def word(value: object) -> str:
    """The type of a value in words."""
    return WORDS.get(type(value), "something else")


def wrong(what: str, wanted: str, value: object) -> Fault:
    """A value of the wrong type; one that is missing is told apart."""
    return Fault("missing" if value is None else "type", f"{what} takes {wanted}, not {word(value)}")


# --- operators ---


def add(meter: Meter, left: Any, right: Any) -> Any:
    """``+``: two numbers or two texts."""
    if type(left) in NUMBERS and type(right) in NUMBERS:
        _narrow(meter, left)
        _narrow(meter, right)
        return left + right
    if type(left) is str and type(right) is str:
        meter.room(len(left) + len(right))
        return left + right
    raise _pair("+", left, right)


def subtract(meter: Meter, left: Any, right: Any) -> Any:
    """``-``: two numbers."""
    if type(left) in NUMBERS and type(right) in NUMBERS:
        _narrow(meter, left)
        _narrow(meter, right)
        return left - right
    raise _pair("-", left, right)


def multiply(meter: Meter, left: Any, right: Any) -> Any:
    """``*``: two numbers whose product is not too long."""
    if type(left) in NUMBERS and type(right) in NUMBERS:
        if type(left) is int and type(right) is int and left.bit_length() + right.bit_length() > meter.bits:
            raise BudgetSpent(f"a number of more than {meter.bits} bits")
        return left * right
    raise _pair("*", left, right)


def modulo(meter: Meter, left: Any, right: Any) -> Any:
    """``%``: two numbers. A text on the left would be formatted, which is never done."""
    if type(left) in NUMBERS and type(right) in NUMBERS:
        _narrow(meter, left)
        _narrow(meter, right)
        return left % right
    raise _pair("%", left, right)


def _narrow(meter: Meter, number: Any) -> None:
    if type(number) is int and number.bit_length() > meter.bits:
        raise BudgetSpent(f"a number of more than {meter.bits} bits")


def _pair(sign: str, left: object, right: object) -> Fault:
    missing = left is None or right is None
    return Fault("missing" if missing else "type", f"`{sign}` does not go between {word(left)} and {word(right)}")


def compare(meter: Meter, signs: str, *values: Any) -> bool:
    """A comparison or a chain of them; ``signs`` are separated by blanks."""
    return all(
        _compare(meter, sign, left, right) for sign, left, right in zip(signs.split(" "), values, values[1:], strict=False)
    )


def _compare(meter: Meter, sign: str, left: Any, right: Any) -> bool:
    if sign in ("in", "not-in"):
        return contains(meter, left, right) == (sign == "in")
    meter.pay(_size(left) + _size(right))
    if sign in ("==", "!="):
        return bool((left == right) == (sign == "=="))
    if type(left) not in SCALARS or type(right) not in SCALARS:
        raise Fault("type", f"lists have no order: {word(left)} and {word(right)} cannot be compared")
    if sign == "<":
        return bool(left < right)
    if sign == "<=":
        return bool(left <= right)
    return bool(left > right) if sign == ">" else bool(left >= right)


def contains(meter: Meter, item: Any, container: Any) -> bool:
    """``in``: an item of a list or set, a part of a text."""
    if type(container) is str:
        if type(item) is not str:
            raise wrong("`in` with a text", "a text", item)
        meter.pay(search(container, item))
        return item in container
    if type(container) not in (tuple, frozenset):
        raise wrong("`in`", "a list or a text on its right", container)
    if type(item) not in SCALARS:
        raise wrong("`in`", "one value on its left", item)
    meter.pay(1 + len(container) + _size(item) * (type(container) is tuple))
    return item in container


def search(text: str, part: str) -> int:
    """What a search for a part of a text costs at worst."""
    return 1 + (len(text) + len(part)) // 32 + len(text) * min(len(part), NEEDLE) // 1024


def _size(value: Any) -> int:
    """What it costs to look at a value as a whole."""
    if type(value) is str:
        return 1 + len(value) // 64
    if type(value) in (tuple, frozenset):
        return 1 + len(value) + sum([len(one) // 64 for one in value if type(one) is str])
    return 1


# --- making values ---


def items(meter: Meter, values: Any) -> Any:
    """A list of scalars out of a display or a comprehension."""
    if len(values) > meter.items:
        raise BudgetSpent(f"a list of {len(values)} items is longer than {meter.items}")
    meter.pay(1 + len(values))
    for value in values:
        if type(value) not in SCALARS:
            raise wrong("a list", "single values", value)
    return tuple(values)


def distinct(meter: Meter, values: Any) -> Any:
    """A set of scalars."""
    return frozenset(items(meter, values))


def text(meter: Meter, *parts: Any) -> str:
    """The values of an f-string, joined. Each part is made before it is counted, and none can be long."""
    return join(meter, "", tuple([string(meter, part) for part in parts]))


def join(meter: Meter, between: str, parts: tuple[str, ...]) -> str:
    """Texts with a text between them; the length is known before."""
    meter.pay(1 + len(parts))
    meter.room(sum([len(part) for part in parts]) + len(between) * max(0, len(parts) - 1))
    return between.join(parts)


def string(meter: Meter, value: Any) -> str:
    """``str(...)`` of one value."""
    if type(value) not in SCALARS:
        raise wrong("a text", "single values", value)
    if type(value) is str:
        return value
    _narrow(meter, value)
    meter.pay(4)
    return str(value)


def pick(meter: Meter, table: dict[Any, Any], key: Any, default: Any = None) -> Any:
    """``{...}.get(key, default)``."""
    meter.pay(1 + len(table))
    if type(key) not in SCALARS:
        raise wrong("a table", "one value to look up", key)
    return table.get(key, default)


def index(value: Any, place: Any) -> Any:
    """``text[number]``, ``list[number]``."""
    if type(value) not in (str, tuple):
        raise wrong("`[...]`", "a text or a list before it", value)
    if type(place) is not int:
        raise wrong("`[...]`", "a whole number", place)
    if not -len(value) <= place < len(value):
        raise Fault("value", f"there is no place {place} in {word(value)} of {len(value)}")
    return value[place]


def each(meter: Meter, value: Any, nodes: int) -> Any:
    """What a loop goes over: paid as a whole when it begins."""
    if type(value) is frozenset:
        raise Fault("type", "a set has no order: go over a list, or over `sorted(...)`")
    if type(value) not in (tuple, str):
        raise wrong("a loop", "a list", value)
    if len(value) > meter.items:
        raise BudgetSpent(f"a list of {len(value)} items is longer than {meter.items}")
    meter.pay(len(value) * nodes + 1)
    return value


# --- functions ---


def absolute(value: Any) -> Any:
    """``abs``."""
    if type(value) not in COUNTED:
        raise wrong("`abs`", "a number", value)
    return abs(value)


def truth(value: Any) -> bool:
    """``bool``."""
    return bool(value)


def floating(value: Any) -> float:
    """``float`` of a number or a short text."""
    if type(value) in COUNTED:
        return float(value)
    return float(_numeral("`float`", value))


def whole(value: Any) -> int:
    """``int`` of a number or a short text."""
    if type(value) is float:
        if not -1e18 < value < 1e18:
            raise Fault("value", "`int` takes numbers below 1e18")
        return int(value)
    if type(value) in COUNTED:
        return int(value)
    return int(_numeral("`int`", value))


def _numeral(name: str, value: Any) -> str:
    if type(value) is not str:
        raise wrong(name, "a number or a text", value)
    if len(value) > 32:
        raise Fault("value", f"{name} takes texts of at most 32 characters")
    return value


def length(value: Any) -> int:
    """``len``."""
    if type(value) not in (str, tuple, frozenset):
        raise wrong("`len`", "a text or a list", value)
    return len(value)


def largest(meter: Meter, *values: Any) -> Any:
    """``max``."""
    return max(_ordered(meter, "`max`", values))


def smallest(meter: Meter, *values: Any) -> Any:
    """``min``."""
    return min(_ordered(meter, "`min`", values))


def _ordered(meter: Meter, name: str, values: tuple[Any, ...]) -> Any:
    given = values[0] if len(values) == 1 else values
    if type(given) not in (tuple, frozenset, str):
        raise wrong(name, "several values or a list", given)
    meter.pay(_size(given))
    if not given:
        raise Fault("value", f"{name} of an empty list")
    for one in given:
        if one is None or type(one) not in SCALARS:
            raise wrong(name, "numbers, texts or dates", one)
    return given


def rounded(value: Any, places: Any = None) -> Any:
    """``round`` to at most 12 places."""
    if type(value) not in COUNTED:
        raise wrong("`round`", "a number", value)
    if places is None:
        return round(value)
    if type(places) is not int:
        raise wrong("`round`", "a whole number of places", places)
    if not 0 <= places <= 12:
        raise Fault("value", "`round` takes 0 to 12 places")
    return round(value, places)


def total(meter: Meter, values: Any) -> Any:
    """``sum`` of a list of numbers."""
    if type(values) not in (tuple, frozenset):
        raise wrong("`sum`", "a list of numbers", values)
    meter.pay(1 + len(values))
    for value in values:
        if type(value) not in COUNTED:
            raise wrong("`sum`", "numbers", value)
        _narrow(meter, value)
    return sum(values)


def some(meter: Meter, values: Any) -> bool:
    """``any``."""
    return any(_sequence(meter, "`any`", values))


def every(meter: Meter, values: Any) -> bool:
    """``all``."""
    return all(_sequence(meter, "`all`", values))


def _sequence(meter: Meter, name: str, values: Any) -> Any:
    if type(values) not in (tuple, frozenset, str):
        raise wrong(name, "a list", values)
    meter.pay(1 + len(values))
    return values


def ordered(meter: Meter, values: Any) -> tuple[Any, ...]:
    """``sorted``: a new list; sorting costs its length times the number of its digits."""
    if type(values) not in (tuple, frozenset, str):
        raise wrong("`sorted`", "a list", values)
    if len(values) > meter.items:
        raise BudgetSpent(f"a list of {len(values)} items is longer than {meter.items}")
    meter.pay(_size(values) * (1 + len(values).bit_length()))
    if None in values if type(values) is not str else False:
        raise wrong("`sorted`", "values that are not missing", None)
    return tuple(sorted(values))


def numbers(meter: Meter, *limits: Any) -> tuple[int, ...]:
    """``range``: at most so many whole numbers, as a list."""
    for limit in limits:
        if type(limit) is not int:
            raise wrong("`range`", "whole numbers", limit)
        _narrow(meter, limit)
    if len(limits) == 3 and limits[2] == 0:
        raise Fault("value", "the steps of `range` cannot be 0")
    span = range(*limits)
    first, last, step = span.start, span.stop, span.step
    meter.count(max(0, (last - first + step - (1 if step > 0 else -1)) // step))
    return tuple(span)


def days_between(earlier: Any, later: Any) -> int | float:
    """Days from one date or datetime to another; whole between dates."""
    if type(earlier) is date and type(later) is date:
        return (later - earlier).days
    return seconds_between(earlier, later) / 86_400


def seconds_between(earlier: Any, later: Any) -> float:
    """Seconds from one date or datetime to another; a date counts as its midnight, UTC."""
    return (_moment(later) - _moment(earlier)) / 1_000_000


def _moment(value: Any) -> int:
    if type(value) not in (date, datetime):
        raise wrong("the time between", "dates or datetimes", value)
    return micros(value)


HELPERS: Final[dict[str, Callable[..., Any]]] = {
    "_add_": add,
    "_sub_": subtract,
    "_mul_": multiply,
    "_mod_": modulo,
    "_cmp_": compare,
    "_items_": items,
    "_set_": distinct,
    "_text_": text,
    "_str_": string,
    "_get_": pick,
    "_at_": index,
    "_each_": each,
    "_abs_": absolute,
    "_float_": floating,
    "_int_": whole,
    "_len_": length,
    "_max_": largest,
    "_min_": smallest,
    "_round_": rounded,
    "_sum_": total,
    "_any_": some,
    "_all_": every,
    "_sorted_": ordered,
    "_range_": numbers,
    "_days_": days_between,
    "_seconds_": seconds_between,
    "_bool_": truth,
}
